"""Verse: ``div.verse`` keeps its lines.  ``manuscript`` calls :func:`mark_verse` on the tree of a file."""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import classes, make

VERSE = frozenset(("verse", "poem", "poetry"))


def mark_verse(body: Element) -> None:
    """Break every line of a stanza where its author did."""
    for division in body.iter("div"):
        if VERSE.intersection(classes(division)):
            for stanza in division.iter("p"):
                _break_lines(stanza)


def _break_lines(stanza: Element) -> None:
    stanza.text, breaks = _lines(stanza.text)
    children = list(stanza)
    stanza[:] = breaks
    for child in children:
        stanza.append(child)
        child.tail, breaks = (child.tail, []) if child.tag == "br" else _lines(child.tail)
        stanza.extend(breaks)


def _lines(words: str | None) -> tuple[str | None, list[Element]]:
    """The first line of *words*, and a ``br`` with the text behind it for each other one."""
    first, *others = (words or "").split("\n")
    breaks = []
    for line in others:
        line_break = make("br")
        line_break.tail = "\n" + line
        breaks.append(line_break)
    return first, breaks
