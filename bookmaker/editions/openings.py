"""The first paragraph of a chapter -> one that a theme may dress: an initial, and a lead-in of a few words.

``printed`` calls :func:`mark_opening` for each chapter, and :func:`drop_rare_openings` when it has them all.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker.xhtml import add_class, classes, drop_class, make, text

SHORT_OPENING = 180  # characters; a drop cap needs three lines beside it
_OPENING_MARKS = "“”„«»‹›‘’‚¿¡"  # before the first letter of a text


def mark_opening(section: Element) -> None:
    """Give the first paragraph what a theme may dress: an initial and a lead-in of a few words."""
    first = next((child for child in section if not _stands_above(child)), None)
    if first is None or first.tag != "p" or len(text(first)) < SHORT_OPENING:
        return
    words = re.match(rf"([{_OPENING_MARKS}]{{0,2}}[\u00a0\u202f]?)(\w)((?:\S*\s+){{1,3}})", (first.text or "").lstrip())
    if not words or not _takes_initial(words[2]):
        return
    add_class(first, "opening")
    rest = (first.text or "").lstrip()[words.end() :]
    first.text = None
    lead_in = make("span", {"class": "leadin"}, words[3])
    lead_in.tail = rest
    initial = make("span", {"class": "initial"}, words[2])
    if words[1]:
        initial = make("span", {"class": "initial"}, make("span", {"class": "mark"}, words[1]))
        initial[0].tail = words[2]
    first.insert(0, initial)
    first.insert(1, lead_in)


def _stands_above(child: Element) -> bool:
    """Whether *child* belongs to the heading of the chapter, not to its text."""
    return child.tag in ("h1", "header") or not {"subtitle", "byline", "epigraph"}.isdisjoint(classes(child))


def _takes_initial(letter: str) -> bool:
    """Capitals exist in Latin, Greek, Cyrillic and Armenian; other scripts have no drop caps of this kind."""
    return letter.isupper()


def drop_rare_openings(body: Element, chapters: int) -> None:
    """Where nearly all *chapters* are too short, or open with something else, an initial looks like a slip."""
    openings = [first for first in body.iter("p") if "opening" in classes(first)]
    if len(openings) * 3 < chapters:
        for first in openings:
            for dressed in (first, *first.findall("span")):
                drop_class(dressed, "opening", "initial", "leadin")
