"""Pages that are laid out -> what is not quite good on them, with the page and the place in the manuscript.

``pdf`` calls :func:`entries` where a report on the layout is asked for (``--report``), and :func:`pages_of` for what
was found before there were pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.editions.page_depth import depth, notes_of
from bookmaker.findings import Place

_LOOSE = 1.5  # times the natural space
_APART = 0.1  # ems between ideographs
_LADDER = 3  # hyphens in a row
_OUT = 1.0  # pixels; a hyphen or a comma hangs out farther, but within its line


class Entry(NamedTuple):
    """Something to look at: the page from 1, a word for what it is, a sentence, and where it was written."""

    page: int
    kind: str
    message: str
    place: Place | None


class _Piece(NamedTuple):
    """The lines of a paragraph that stand on one page."""

    page: int
    block: Any
    lines: list[Any]


def entries(pages: Sequence[Any]) -> list[Entry]:
    """Everything that is not quite good on *pages*, WeasyPrint's page boxes, in their order."""
    pieces = [piece for number, page in enumerate(pages, 1) for piece in _pieces(page, number)]
    found = [*_uneven(pages), *_moved_notes(pages), *_torn_tables(pages)]
    for piece in pieces:
        found += [*_loose(piece), *_ladders(piece), *_overfull(piece), *_left(piece)]
    found += _lonely(pieces)
    return sorted(dict.fromkeys(found), key=lambda entry: entry.page)


def pages_of(elements: Iterable[Element], pages: Sequence[Any]) -> dict[Element, int]:
    """The page on which each of *elements*, of the printed tree, begins; from 1."""
    sought = set(elements)
    found: dict[Element, int] = {}
    for number, page in enumerate(pages, 1) if sought else ():
        for box in page.descendants():
            if box.element in sought:
                found.setdefault(box.element, number)
    return found


def _pieces(box: Any, page: int) -> Iterator[_Piece]:
    """The paragraphs below *box* in the text, heads and folios apart."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415  see pdf._weasyprint

    lines = [child for child in getattr(box, "children", ()) if isinstance(child, boxes.LineBox)]
    if lines:
        yield _Piece(page, box, lines)
    for child in getattr(box, "children", ()):
        if not isinstance(child, boxes.MarginBox):
            yield from _pieces(child, page)


def _entry(piece: _Piece, kind: str, message: str) -> Entry:
    return Entry(piece.page, kind, message, place_of(piece.block.element))


def place_of(element: Element | None) -> Place | None:
    """Where in the manuscript *element*, of the printed tree, stands."""
    line, _, file = ("" if element is None else element.get("data-place", "")).partition(" ")
    return Place(file, int(line)) if file else None


def _loose(piece: _Piece) -> Iterator[Entry]:
    for line in piece.lines:
        if (setting := getattr(line, "_setting", None)) and not setting.is_last and setting.taste.rag is None:
            ratio = setting.plan.lines[setting.number].ratio
            space, words = 1 + ratio * setting.taste.stretch, " ".join(_words(line).split()[:4])
            if setting.plan.paragraph.is_ideographic():  # its few spaces are stretched least
                if ratio * setting.taste.gap > _APART:
                    yield _entry(piece, "loose line", f'the characters of "{words}" stand too far apart')
            elif space > _LOOSE and " " in _words(line).strip():  # Thai has none that could be wide
                yield _entry(
                    piece, "loose line", f'the spaces of "{words} …" are {space:.1f} times as wide as is natural'
                )


def _words(box: Any) -> str:
    return getattr(box, "text", "") or "".join(map(_words, getattr(box, "children", ())))


def _ladders(piece: _Piece) -> Iterator[Entry]:
    settings = [setting for line in piece.lines if (setting := getattr(line, "_setting", None))]
    run = 0
    for setting in [*settings, None]:
        if setting is not None and setting.plan.lines[setting.number].hyphenated:
            run += 1
            continue
        if run >= _LADDER:
            yield _entry(piece, "ladder", f"{run} lines in a row end with a hyphen")
        run = 0


def _overfull(piece: _Piece) -> Iterator[Entry]:
    """Lines that are longer than there is room for."""
    right = piece.block.content_box_x() + piece.block.width
    for line in piece.lines:
        setting = getattr(line, "_setting", None)
        hang = setting.hang_after if setting else _spaces_at_end(line)
        if (over := line.position_x + line.width - hang - right) > _OUT:
            yield _entry(piece, "overfull", f"a line is {over * 0.75:.1f} points too long")


def _spaces_at_end(line: Any) -> float:
    """How far the spaces at the end of *line*, one of preformatted text, hang out: nobody sees them."""
    words = _words(line)
    return float(line.width) * (len(words) - len(words.rstrip(" "))) / max(len(words), 1)


def _left(piece: _Piece) -> Iterator[Entry]:
    reason = next((reason for line in piece.lines if (reason := getattr(line, "_unusual", ""))), "")
    has_words = any(_words(line).strip() for line in piece.lines)
    if reason and has_words and place_of(piece.block.element):  # the author's, and not a line of the contents
        yield _entry(piece, "greedy", f"a paragraph is set line by line: {reason}")


def _lonely(pieces: Sequence[_Piece]) -> Iterator[Entry]:
    """Paragraphs that leave one line on a page; whether one goes on overleaf is seen there alone."""
    begun: dict[int, _Piece] = {}
    whole: set[int] = set()  # those whose first line stands on their last page so far
    for piece in pieces:
        key = id(piece.block.element)
        before = begun.get(key)
        if before is None or not _runs_on(before) or before.page == piece.page:
            whole.add(key)
        elif before.page == piece.page - 1:
            if key in whole and len(before.lines) == 1:
                yield _entry(before, "orphan", "the first line of a paragraph stands alone at the foot of a page")
            if len(piece.lines) == 1 and not _runs_on(piece):
                yield _entry(piece, "widow", "the last line of a paragraph stands alone at the head of a page")
            whole.discard(key)
        begun[key] = piece


def _runs_on(piece: _Piece) -> bool:
    """Whether something of its paragraph is left behind it, were it a line feed."""
    return getattr(piece.lines[-1], "resume_at", None) is not None


def _uneven(pages: Sequence[Any]) -> Iterator[Entry]:
    """Facing pages of one text whose feet are not level."""
    direction = pages[0].children[0].style["direction"] if pages else "ltr"
    for number, (verso, recto) in enumerate(pairwise(pages), 1):
        after = pages[number + 1] if number + 1 < len(pages) else None
        is_pair = (verso.page_type.side == "left") == (direction == "ltr") and after is not None
        if is_pair and _last(verso) is _first(recto) is not None and _last(recto) is _first(after):
            depths = depth(verso), depth(recto)
            if depths[0] != depths[1]:
                message = f"the pages {number} and {number + 1} are {depths[0]} and {depths[1]} lines deep"
                yield Entry(number, "uneven", message, place_of(_last_element(verso)))


def _sections(page: Any) -> list[Any]:
    """The elements on *page* that are parts of the book."""
    body = page.children[0].children
    return [child.element for child in body[0].children] if body else []


def _first(page: Any) -> Any:
    return next(iter(_sections(page)), None)


def _last(page: Any) -> Any:
    return next(reversed(_sections(page)), None)


def _last_element(page: Any) -> Element | None:
    """What the page ends with, as far as its place is known."""
    elements = [box.element for box in page.children[0].descendants() if box.element is not None]
    return next((element for element in reversed(elements) if element.get("data-place")), None)


def _moved_notes(pages: Sequence[Any]) -> Iterator[Entry]:
    """Notes that do not stand on the page of their call."""
    called: dict[int, int] = {}
    standing: dict[int, list[tuple[int, Element]]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        for box in page.children[0].descendants():
            if (note := getattr(box, "footnote", None)) is not None:
                called.setdefault(id(note.element), number)
        for note in getattr(notes_of(page), "children", ()):
            standing[id(note.element)].append((number, note.element))
    for key, found in standing.items():
        page, element = found[0]
        if key in called and page != called[key]:
            yield Entry(
                page, "moved note", f"a note stands here that is called on page {called[key]}", place_of(element)
            )


def _torn_tables(pages: Sequence[Any]) -> Iterator[Entry]:
    """Tables that go on overleaf."""
    standing: dict[Element, list[int]] = defaultdict(list)
    for number, page in enumerate(pages, 1):
        for box in page.children[0].descendants():
            if getattr(box, "is_table_wrapper", False) and box.element_tag == "table":
                standing[box.element].append(number)
    for element, numbers in standing.items():
        if numbers[-1] > numbers[0]:
            yield Entry(numbers[0], "torn table", f"a table goes on to page {numbers[-1]}", place_of(element))
