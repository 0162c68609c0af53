"""Code for whose lines the page is too narrow, made ready for being turned over; ``turned_code`` then does it.

``fitting`` calls :func:`mark` with the tree that is laid out.
"""

import re
from collections import deque
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bookmaker.xhtml import append_text, classes, make, name

CODE = ("pre", "code", "kbd", "samp")
LONG_CODE = 30  # characters; no column of code is narrower
TURNED = 4  # characters; what is turned over of a line of code begins so much deeper than the line
CODE_WIDTH = 0.6  # of a character of code, in em of its own
_INDENT = re.compile(r"(?:[ \u00a0]*\d+(?=[ \u00a0]{2}))?[ \u00a0]*")  # behind the number of the line, if it has one
NESTED = 12  # characters that a list, a quotation or a box takes off
_AS_WIDE, _AS_WIDE_TOO = ("body", "section", "figure", "li", "dl"), {"columns", "listing"}  # what leaves all of a line
_NESTED = ("blockquote", "ul", "ol", "dd")


def mark(element: Element, room: int) -> None:
    """The words of code below *element* for which a line has no *room*, in characters, may be broken anywhere.

    Only they: WeasyPrint 70 breaks other words too where it may break one.  Lines of listings for which there is no
    room keep their indents.
    """
    for child in element:
        if name(child) in CODE:
            places = deque(_long_places("".join(child.itertext()), room))
            if places:
                _mark_places(child, 0, places)
            if name(child) == "pre":
                _keep_indents(child, room)
        else:
            mark(child, _room_in(child, room))


def _room_in(element: Element, room: int) -> int:
    """For how many characters of code a line in *element* has room, where one around it has *room*."""
    if name(element) in _AS_WIDE or not _AS_WIDE_TOO.isdisjoint(classes(element)):
        return room
    is_nested = name(element) in _NESTED or "callout" in classes(element)
    return max(LONG_CODE, room - NESTED) if is_nested else LONG_CODE


def _long_places(code: str, room: int) -> Iterator[tuple[int, int]]:
    """Where the words of *code* begin and end that fit no line, were it one that another is turned over to."""
    start = 0
    for line in code.split("\n"):
        for word in re.finditer(r"\S+", line) if len(line) > room else ():
            if len(word[0]) + hang(line, room) > room:
                yield start + word.start(), start + word.end()
        start += len(line) + 1


def _mark_places(element: Element, at: int, places: deque[tuple[int, int]]) -> int:
    """Put what of *element*, whose text begins *at*, lies in *places* into spans; gives where it ends."""
    words, inner = element.text or "", list(element)
    element.text, element[:] = None, []
    at = _add_marked(element, words, at, places)
    for child in inner:
        tail, child.tail = child.tail or "", None
        element.append(child)
        at = _add_marked(element, tail, _mark_places(child, at, places), places)
    return at


def _add_marked(element: Element, words: str, at: int, places: deque[tuple[int, int]]) -> int:
    """Add *words* to *element*, those in *places* in spans; places that end in them are taken away."""
    end = at + len(words)
    while places and places[0][0] < end:
        first, last = max(places[0][0], at), min(places[0][1], end)
        append_text(element, words[: first - at])
        element.append(make("span", {"class": "long-words"}, words[first - at : last - at]))
        words, at = words[last - at :], last
        if places[0][1] > end:
            break
        places.popleft()
    append_text(element, words)
    return end


def hang(line: str, room: int) -> int:
    """By how many characters what is turned over of a *line* of code is indented, where there is *room* for so many."""
    indent = _INDENT.match(line)
    return min(TURNED + (indent.end() if indent else 0), room // 2)


def _keep_indents(listing: Element, room: int) -> None:
    """No line for which there is no *room*, and that goes on in another, is broken behind its indent or its number."""
    long = [len(line) > room for line in "".join(listing.itertext()).split("\n")]
    if any(long):
        _bind(listing, _Line(long))


class _Line:
    """How far one has come in a listing: the number of the line, and whether nothing but spaces stood in it."""

    def __init__(self, long: list[bool]) -> None:
        self.long, self.number, self.is_indent = long, 0, True

    def bound(self, words: str | None) -> str:
        """*words*, which come next, with spaces that do not break where they indent a long line."""
        pieces = []
        for piece in re.split(r"(\n)", words or ""):
            rest = piece.lstrip(" ")
            binds = self.is_indent and self.long[self.number] and piece != "\n"
            pieces.append("\u00a0" * (len(piece) - len(rest)) + rest if binds else piece)
            if piece == "\n":
                self.number, self.is_indent = self.number + 1, True
            elif rest.strip():
                self.is_indent = False
        return "".join(pieces)


def _bind(element: Element, line: _Line) -> None:
    if "line-number" in classes(element) and line.long[line.number]:
        element.text = (element.text or "").replace(" ", "\u00a0")
    elif "line-number" not in classes(element):
        element.text = line.bound(element.text)
    for child in element:
        _bind(child, line)
        child.tail = line.bound(child.tail)
