"""Drawings in a chapter: what one part refers to in another, under the ids that the book gave them.

``references`` calls :func:`follow_renamed` once every id of the book is unique.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker.book.targets import WRITTEN_ID
from bookmaker.xhtml import SVG, XLINK_HREF

_URL_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")


def follow_renamed(section: Element) -> None:
    """What the drawings in *section* refer to inside themselves goes by its new id."""
    inner = {below for drawing in section.iter(f"{SVG}svg") for below in drawing.iter() if below is not drawing}
    for drawing in section.iter(f"{SVG}svg"):
        if drawing not in inner:
            _follow(drawing)


def _follow(drawing: Element) -> None:
    renamed: dict[str, str] = {}
    for element in drawing.iter():
        if WRITTEN_ID in element.attrib:
            renamed.setdefault(element.attrib[WRITTEN_ID], element.attrib["id"])

    def follow(text: str) -> str:
        return _URL_REFERENCE.sub(lambda found: f"url(#{renamed.get(found[1], found[1])})", text)

    for element in drawing.iter():
        for key, value in element.attrib.items():
            if key == XLINK_HREF and value[1:] in renamed:
                element.set(key, f"#{renamed[value[1:]]}")
            elif "url(" in value:
                element.set(key, follow(value))
        if element.tag == f"{SVG}style":
            element.text = follow(element.text or "")
