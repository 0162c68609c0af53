"""A paragraph -> the places where its lines may end, each with what is bad about it.

``hooks`` calls :func:`places`, for itself and for ``looseness``.  The penalties are TeX's: a line as loose as is good
is as bad as one of 110, a line half as loose again as one of 1,000.
"""

import re
from collections.abc import Iterator
from functools import cache
from math import inf
from typing import Any

import pyphen

from bookmaker import languages
from bookmaker.editions.linebreaking import identifiers, ideographs
from bookmaker.editions.linebreaking.identifiers import Name
from bookmaker.editions.linebreaking.paragraphs import Paragraph, width
from bookmaker.editions.linebreaking.totalfit import Break

_APOSTROPHES = "\u2019'"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")
_HYPHENS = "-\u2010"
_SOFT_HYPHEN = "\u00ad"
_HYPHEN = 50
_WRITTEN = 50  # behind a hyphen or a dash that is written
_IN_NAME = 300  # within a word that begins with a capital
_IN_IDENTIFIER = 500  # core.whitespace
_IN_COMPOUND = 600  # within a part of a word that has a hyphen already
_IN_DOUBLE_NAME = 1_500  # behind the hyphen of a name: In-chul
_IN_ADDRESS = 2_000  # creativecommons.org, within its words
_NOUNS_HAVE_CAPITALS = ("de", "gsw", "lb", "nds")


def places(paragraph: Paragraph, start: int, hyphenated: bool) -> list[Break]:
    """Every place behind *start* where a line may end; within words if they may be *hyphenated*."""
    text, unbroken, end = paragraph.text, paragraph.unbroken, paragraph.content_end()
    found = [*_written(paragraph, start, end)]
    if hyphenated:
        names = [*identifiers.names(text, start, end)]
        found += [*_hyphens(paragraph, start, end, names)]
        found += [Break(place, place, _IN_IDENTIFIER) for name in names for place in identifiers.places(text, name)]
    else:
        found = [at for at in found if not ideographs.is_in_korean_word(text, at.start)]
    inside = {at for at in found if at.end in unbroken and at.start in unbroken}
    return [*sorted(set(found) - inside), Break(end, len(text), -inf)]


def _written(paragraph: Paragraph, start: int, end: int) -> Iterator[Break]:
    """The places that Unicode's line breaking allows."""
    text = paragraph.text
    for place in range(start + 1, end):
        if not paragraph.is_line_break(place):
            continue
        before = text[place - 1]
        if before == " ":
            if (last := len(text[:place].rstrip(" "))) > start:
                yield Break(last, place, 0)
        elif before == _SOFT_HYPHEN:
            style = paragraph.style_at(place - 1)
            if style["hyphens"] != "none" and place - 1 > start:
                yield Break(place - 1, place, _HYPHEN, True, _hyphen(paragraph, style))
        elif text[place] not in "\u2014\u2013\u2026" and not _is_first_slash(text, place - 1):  # no dash begins a line
            penalty = 0 if paragraph.gaps(place) > paragraph.gaps(place - 1) else _written_penalty(text, place)
            yield Break(place, place, penalty, before in _HYPHENS)


def _is_first_slash(text: str, place: int) -> bool:
    """Whether the character *place* is the slash that a path begins with: it stays with what follows."""
    return text[place] == "/" and (place == 0 or text[place - 1] in " \u00a0([\u201c\u2018")


def _written_penalty(text: str, place: int) -> int:
    word = text.rfind(" ", 0, place) + 1
    beginning = text[word : word + 2]  # a quotation mark may stand before the capital
    is_name = text[place - 1] in _HYPHENS and beginning.lower() != beginning
    return _IN_DOUBLE_NAME if is_name else _WRITTEN


def _hyphens(paragraph: Paragraph, start: int, end: int, names: list[Name]) -> Iterator[Break]:
    """The places within words, by the patterns of their language; those of *names* have no hyphen, or no places."""
    text, segment_at = paragraph.text, paragraph.segment_at
    name_at = {place: name for name in names for place in range(name.start, name.end)}
    for word in _WORD.finditer(text, start, end):
        first, last = word.span()
        style = paragraph.style_at(first)
        if segment_at[first] != segment_at[last - 1] or style["hyphens"] != "auto" or not style["lang"]:
            continue
        least, before, after = style["hyphenate_limit_chars"]
        beside = {text[first - 1 : first], text[last : last + 1]}
        name = name_at.get(first)
        if last - first < least or _SOFT_HYPHEN in beside or (name and not name.is_address):
            continue
        if name:
            penalty, hyphen = _IN_ADDRESS, 0.0
        else:
            penalty = _IN_COMPOUND if beside & {*_HYPHENS} else _hyphen_penalty(word[0], style["lang"])
            hyphen = _hyphen(paragraph, style)
        for position in _positions(word[0], style["lang"], before, after):
            yield Break(first + position, first + position, penalty, hyphen > 0, hyphen)


def _hyphen_penalty(word: str, language: str) -> int:
    """How bad a hyphen in *word* is; names are spared where nothing else has a capital."""
    is_name = not word[0].islower() and languages.primary(language) not in _NOUNS_HAVE_CAPITALS
    return _IN_NAME if is_name else _HYPHEN


def _hyphen(paragraph: Paragraph, style: Any) -> float:
    """How wide the hyphen is that is added."""
    return width(style["hyphenate_character"], style, paragraph.context)


@cache
def _positions(word: str, language: str, before: int, after: int) -> tuple[int, ...]:
    """Where *word* may be hyphenated, with no fewer than *before* and *after* letters on each side."""
    known = pyphen.language_fallback(language)
    if not known:
        return ()
    ends = [-1, *(match.start() for match in re.finditer(f"[{_APOSTROPHES}]", word)), len(word)]  # no o'c-lock
    positions = _dictionary(known, before, after).positions(word)
    return tuple(
        position for position in positions if all(position > end + before or position <= end - after for end in ends)
    )


@cache
def _dictionary(language: str, before: int, after: int) -> Any:
    return pyphen.Pyphen(lang=language, left=before, right=after)
