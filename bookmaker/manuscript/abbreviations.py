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
    words = "".join(body.itertext()) if abbreviations else ""
    return [abbreviation for abbreviation in abbreviations if abbreviation not in words]


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


def _mark(element: Element, known: _Abbreviations) -> None:
    for child in list(element):
        if name(child) and name(child) not in _NOT_INSIDE and "math" not in child.get("class", "").split():
            _mark(child, known)
        if child.tail and known.find(child.tail):
            words, child.tail = child.tail, None
            _insert(element, list(element).index(child) + 1, child, words, known)
    if element.text and known.find(element.text):
        words, element.text = element.text, None
        _insert(element, 0, None, words, known)


def _insert(element: Element, index: int, before: Element | None, words: str, known: _Abbreviations) -> None:
    at = 0
    for start, word in known.find(words):
        _append(element, before, words[at:start])
        before = make("abbr", {"title": known.meanings[word]}, word)
        element.insert(index, before)
        index, at = index + 1, start + len(word)
    _append(element, before, words[at:])


def _append(element: Element, before: Element | None, words: str) -> None:
    if before is None:
        element.text = (element.text or "") + words
    else:
        before.tail = (before.tail or "") + words
