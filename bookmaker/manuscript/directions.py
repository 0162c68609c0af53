"""The direction of passages in another language, and of code: ``dir`` where the text around runs the other way.

``manuscript`` calls :func:`mark_directions` on the sanitised body of a file.
"""

from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.xhtml import name

_CODE = ("pre", "code", "kbd", "samp")  # read from the left everywhere; its signs change their places otherwise


def mark_directions(body: Element, language: str) -> None:
    """Give ``dir`` to the elements of *body*, a text in *language*, that need one and have none of their author's."""
    direction = languages.direction(language)
    if direction == "ltr" and not any("lang" in element.attrib for element in body.iter()):
        return
    waiting = [(child, direction) for child in body]
    while waiting:
        element, around = waiting.pop()
        if "dir" not in element.attrib and ("lang" in element.attrib or name(element) in _CODE):
            own = "ltr" if name(element) in _CODE else languages.direction(element.attrib["lang"])
            if own != around:
                element.set("dir", own)
            around = own
        waiting += [(child, element.get("dir", around)) for child in element]
