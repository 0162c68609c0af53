"""The direction of passages in another language: ``lang`` -> ``dir`` where the text around runs the other way.

``manuscript`` calls :func:`mark_directions` on the sanitised body of a file.
"""

from xml.etree.ElementTree import Element

from bookmaker import languages


def mark_directions(body: Element, language: str) -> None:
    """Give ``dir`` to the elements of *body*, a text in *language*, that need one and have none of their author's."""
    if not any("lang" in element.attrib for element in body.iter()):
        return
    waiting = [(child, languages.direction(language)) for child in body]
    while waiting:
        element, around = waiting.pop()
        if "lang" in element.attrib and "dir" not in element.attrib:
            own = languages.direction(element.attrib["lang"])
            if own != around:
                element.set("dir", own)
            around = own
        waiting += [(child, element.get("dir", around)) for child in element]
