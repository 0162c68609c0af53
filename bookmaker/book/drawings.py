"""Drawings in a chapter: what one part refers to in another, under the ids that the book gave them.

``references`` calls :func:`follow_renamed` once every id of the book is unique.
"""

from xml.etree.ElementTree import Element

from bookmaker import drawings
from bookmaker.book.targets import WRITTEN_ID


def follow_renamed(section: Element) -> None:
    """What the drawings in *section* refer to inside themselves goes by its new id."""
    for drawing in drawings.outermost(section):
        renamed: dict[str, str] = {}
        for element in drawing.iter():
            if WRITTEN_ID in element.attrib:
                renamed.setdefault(element.attrib[WRITTEN_ID], element.attrib["id"])
        drawings.follow(drawing, renamed)
