"""Verse: ``div.verse`` keeps its lines.  ``manuscript`` calls :func:`mark_verse` on the tree of a file."""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import classes, make

VERSE = frozenset(("verse", "poem", "poetry"))


def mark_verse(body: Element) -> None:
    """Break every line of a stanza where its author did, and make it an element of its own, which can hang."""
    for division in body.iter("div"):
        if VERSE.intersection(classes(division)):
            for stanza in division.iter("p"):
                _break_lines(stanza)
                _wrap_lines(stanza)


def _break_lines(stanza: Element) -> None:
    stanza.text, breaks = _lines(stanza.text)
    children = list(stanza)
    stanza[:] = breaks
    for child in children:
        stanza.append(child)
        child.tail, breaks = (child.tail, []) if child.tag == "br" else _lines(child.tail)
        stanza.extend(breaks)


def _wrap_lines(stanza: Element) -> None:
    """A ``span.line`` for each; its break is in it, for readers without style sheets."""
    children, line = list(stanza), make("span", {"class": "line"}, stanza.text)
    stanza.text, stanza[:] = None, [line]
    for child in children:
        line.append(child)
        if child.tag == "br":
            words, child.tail, line.tail = (child.tail or "").removeprefix("\n"), None, "\n"
            line = make("span", {"class": "line"}, words)
            stanza.append(line)


def _lines(words: str | None) -> tuple[str | None, list[Element]]:
    """The first line of *words*, and a ``br`` with the text behind it for each other one."""
    first, *others = (words or "").split("\n")
    breaks = []
    for line in others:
        line_break = make("br")
        line_break.tail = "\n" + line
        breaks.append(line_break)
    return first, breaks
