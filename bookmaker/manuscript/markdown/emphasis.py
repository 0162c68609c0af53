"""``*emphasis*``, ``**strong**``, ``~~struck~~``, ``==marked==``, ``H~2~O``, ``x^2^``: delimiters -> elements.

The last of the inline patterns that ``markdown`` registers.  The algorithm is CommonMark's (6.2, and its appendix).
One thing is added to it: outside ASCII a letter right beside a delimiter, underscores aside, counts as a space, so that
emphasis works where words are not divided by spaces (``**「重点」**的``) or end in Cyrillic (``**«слово»**м``).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from bookmaker.manuscript.markdown import attribute_lists

_RUN = re.compile(r"\*+|_+|~+|\^+|=+")
_TAGS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("sub", "del"), "^": ("sup", ""), "=": ("", "mark")}
_ENDS_ELEMENT = frozenset("*_^)]}\u0003")
_MOST_OPEN = 200  # no recursion goes deeper


@dataclass(slots=True)
class _Run:
    """A run of one delimiter, and what of it is still to be used."""

    mark: str
    start: int
    length: int
    left: int
    right: int
    opens: bool
    closes: bool
    whole: int  # its length at first

    @property
    def spare(self) -> int:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class _Pair:
    """An element: its tag, and where its delimiters and its content begin and end."""

    tag: str
    outer: int
    inner: int
    inner_end: int
    outer_end: int


class Emphasis(InlineProcessor):
    """The pattern; *source* gives what a placeholder was written as."""

    def __init__(self, md: Markdown, source: Callable[[str], str]) -> None:
        super().__init__(r"[*_~^=]", md)
        self._source = source
        self._text: str | None = None
        self._pairs: dict[int, _Pair] = {}

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The outermost element that begins at *m*, with all that it holds."""
        if data is not self._text:
            self._text, self._pairs = data, _pairs(data, self._source)
        pair = self._pairs.get(m.start())
        if pair is None:
            return None, None, None
        element = _element(pair, self._pairs, data)
        end = pair.outer_end
        if data.startswith("{", end) and (found := attribute_lists.read(data, end)):
            attribute_lists.update(element.attrib, found.attributes)
            end = found.end
        return element, pair.outer, end


def _element(pair: _Pair, pairs: dict[int, _Pair], data: str) -> Element:
    element = Element(pair.tag)
    last: Element | None = None
    at = pair.inner
    for match in _DELIMITER.finditer(data, pair.inner, pair.inner_end):
        inner = pairs.get(match.start())
        if match.start() < at or inner is None:
            continue
        _append(element, last, data[at : inner.outer])
        last = _element(inner, pairs, data)
        element.append(last)
        at = inner.outer_end
    _append(element, last, data[at : pair.inner_end])
    return element


_DELIMITER = re.compile(r"[*_~^=]")


def _append(element: Element, last: Element | None, words: str) -> None:
    if last is None:
        element.text = words
    else:
        last.tail = words


def _pairs(data: str, source: Callable[[str], str]) -> dict[int, _Pair]:
    """All elements of *data* by where they begin; linear, as each kind of closer remembers where no opener is."""
    pairs: dict[int, _Pair] = {}
    openers: list[_Run] = []
    bottom: dict[tuple[str, bool, int], int] = {}
    for match in _RUN.finditer(data):
        run = _run(match, data, source)
        if run.closes:
            _close(run, openers, bottom, pairs, data)
        if run.opens and run.spare and len(openers) < _MOST_OPEN:
            openers.append(run)
    return pairs


def _close(
    run: _Run, openers: list[_Run], bottom: dict[tuple[str, bool, int], int], pairs: dict[int, _Pair], data: str
) -> None:
    while run.spare:
        kind = (run.mark, run.opens, run.whole % 3 if run.mark in "*_" else run.whole)
        lowest = bottom.get(kind, 0)
        found = next(
            (place for place in range(len(openers) - 1, lowest - 1, -1) if _fits(openers[place], run, data)), None
        )
        if found is None:
            bottom[kind] = len(openers)
            return
        opener = openers[found]
        width = _width(opener, run)
        tag = "del" if run.mark == "~" and _stand_alone(opener, run, data) else _TAGS[run.mark][width - 1]
        pairs[opener.right - width] = _Pair(tag, opener.right - width, opener.right, run.left, run.left + width)
        opener.right -= width
        run.left += width
        del openers[found + (1 if opener.spare else 0) :]
        for key, place in bottom.items():
            bottom[key] = min(place, len(openers))


def _width(opener: _Run, closer: _Run) -> int:
    if closer.mark in "*_":
        return 2 if opener.spare >= 2 and closer.spare >= 2 else 1
    return closer.whole


def _fits(opener: _Run, closer: _Run, data: str) -> bool:
    if opener.mark != closer.mark:
        return False
    if closer.mark in "*_":
        both = opener.closes or closer.opens
        return not (both and (opener.whole + closer.whole) % 3 == 0 and (opener.whole % 3 or closer.whole % 3))
    if opener.whole != closer.whole:
        return False
    if closer.whole == 2 or (closer.mark == "~" and _stand_alone(opener, closer, data)):
        return True
    return not re.search(r"\s", data[opener.right : closer.left])


def _stand_alone(opener: _Run, closer: _Run, data: str) -> bool:
    """Whether no word or element touches the two from outside: then GFM's ``~struck~``, else pandoc's ``H~2~O``."""
    before, after = data[max(opener.start - 1, 0) : opener.start], data[closer.right : closer.right + 1]
    return not (before.isalnum() or before in _ENDS_ELEMENT or after.isalnum())


def _run(match: re.Match[str], data: str, source: Callable[[str], str]) -> _Run:
    mark, start, end = match[0][0], match.start(), match.end()
    before = _beside(data, start, -1, source)
    after = _beside(data, end, 1, source)
    opens, closes = _flanks(before, after, mark), _flanks(after, before, mark)
    if mark == "_":
        opens, closes = (
            opens and (not closes or _is_punctuation(before)),
            closes and (not opens or _is_punctuation(after)),
        )
    length = end - start
    if mark in "~^=" and not (length <= 2 and _TAGS[mark][length - 1]):
        opens = closes = False
    elif mark in "~^" and length == 1:  # within words: only what touches on both sides
        opens, closes = not after.isspace(), not before.isspace()
    return _Run(mark, start, length, start, end, opens, closes, length)


def _beside(data: str, at: int, side: int, source: Callable[[str], str]) -> str:
    """The character before (*side* -1) or after (1) the place *at*, in the source; a space at the ends."""
    if side < 0:
        if at == 0:
            return " "
        if data[at - 1] != "\u0003":
            return data[at - 1]
        return source(data[data.rindex("\u0002", 0, at) : at])[-1:] or " "
    if at >= len(data):
        return " "
    if data[at] != "\u0002":
        return data[at]
    return source(data[at : data.index("\u0003", at) + 1])[:1] or " "


def _flanks(outside: str, inside: str, mark: str) -> bool:
    """Whether a run between the two characters begins (seen from the other side: ends) an element."""
    if inside.isspace():
        return False
    if not _is_punctuation(inside):
        return True
    if outside.isspace() or _is_punctuation(outside):
        return True
    return mark in "*~=" and not outside.isascii()


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return character in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    return unicodedata.category(character)[0] in "PS"
