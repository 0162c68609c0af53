"""Abbreviations, ``*[HTML]: HyperText Markup Language`` -> ``abbr`` around each.  ``manuscript`` calls it."""

import re
from xml.etree.ElementTree import Element

from bookmaker.xhtml import HEADINGS, make, name

_WORD_START = re.compile(r"(?<!\w)\S")
_NOT_INSIDE = frozenset(("abbr", "code", "pre", "kbd", "samp", "a", *HEADINGS))


def mark_abbreviations(body: Element, abbreviations: dict[str, str]) -> None:
    """Wrap every whole word of *body* that is one of *abbreviations*, with its meaning as title."""
    if not abbreviations:
        return
    _mark(body, _Abbreviations(abbreviations))


def unused(body: Element, abbreviations: dict[str, str]) -> list[str]:
    """Those of *abbreviations* that stand nowhere in *body*."""
    standing = _Abbreviations(abbreviations).standing("".join(body.itertext())) if abbreviations else ()
    return [abbreviation for abbreviation in abbreviations if abbreviation not in standing]


class _Abbreviations:
    """Finds them, the longest first, in time that does not grow with their number."""

    def __init__(self, meanings: dict[str, str]) -> None:
        self.meanings = meanings
        self.lengths = sorted({len(word) for word in meanings}, reverse=True)
        self.first = {word[0] for word in meanings}

    def find(self, words: str) -> list[tuple[int, str]]:
        """Where each stands in *words*, and which it is."""
        found: list[tuple[int, str]] = []
        end = 0
        for start in _WORD_START.finditer(words):
            at = start.start()
            if at < end or words[at] not in self.first:
                continue
            for length in self.lengths:
                word = words[at : at + length]
                if word in self.meanings and not words[at + length : at + length + 1].isalnum():
                    found.append((at, word))
                    end = at + length
                    break
        return found

    def standing(self, words: str) -> set[str]:
        """Those with which a word of *words* begins."""
        starts = [start.start() for start in _WORD_START.finditer(words) if start[0] in self.first]
        pieces = (words[at : at + length] for at in starts for length in self.lengths)
        return {piece for piece in pieces if piece in self.meanings}

    def split(self, words: str | None) -> tuple[str | None, list[Element]]:
        """What stands before the first, then an element for each, with what follows it as its tail."""
        if not words:
            return words, []
        before, marks, at = words, list[Element](), 0
        for start, word in self.find(words):
            if marks:
                marks[-1].tail = words[at:start]
            else:
                before = words[:start]
            marks.append(make("abbr", {"title": self.meanings[word]}, word))
            at = start + len(word)
        if marks:
            marks[-1].tail = words[at:]
        return before, marks


def _mark(element: Element, known: _Abbreviations) -> None:
    element.text, inner = known.split(element.text)
    for child in element:
        if name(child) and name(child) not in _NOT_INSIDE and "math" not in child.get("class", "").split():
            _mark(child, known)
        child.tail, marks = known.split(child.tail)
        inner += [child, *marks]
    if len(inner) > len(element):
        element[:] = inner
