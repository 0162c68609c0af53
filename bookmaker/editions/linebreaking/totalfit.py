"""The total-fit algorithm: of all ways to break a paragraph into lines, the one with the fewest demerits.

A paragraph comes in as measures (where each character begins, how many spaces precede it) and places where a line may
end; its lines go out.  Knuth and Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981),
with TeX's names where they exist, and two things of pdfTeX's: glyphs that widen a little, and margins that marks
hang into.  Nothing here knows WeasyPrint; ``hooks`` calls :func:`best_lines`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple, Protocol


class Break(NamedTuple):
    """A place where a line may end: *end* is the character behind its last, *start* the next line's first.

    *penalty* is TeX's, minus infinity at the paragraph's end; *width* is that of the hyphen that is added; *flagged*
    says that one shows.
    """

    end: int
    start: int
    penalty: float
    flagged: bool = False
    width: float = 0.0


_LOOSEST = 1e4  # the ratio of a line that nothing stretches
_GOOD = 1.0  # TeX's pretolerance of 100
_GAPING = 1.1  # from here on spaces are nearly half as wide again as is natural, and show
_LOOKED_AT = 1.5  # to find good lines: a loose one may be better than what is otherwise bad
_FIRST_TOLERANCE = 2.5
OVERFULL = -1e6  # the ratio below which a line is longer than it may be


class Line(NamedTuple):
    """A line that was chosen: its characters, where the next begins, whether a hyphen is added to it.

    *ratio* is Knuth's adjustment ratio: 0 fits, 1 is stretched as far as is good, -1 shrunk as far as is allowed.
    """

    start: int
    end: int
    next: int
    hyphenated: bool
    ratio: float


class Measures(Protocol):
    """What the algorithm asks of a paragraph; all lengths in one unit, CSS pixels here."""

    def x(self, place: int) -> float:
        """Where the character *place* begins, were all on one line."""

    def spaces(self, place: int) -> int:
        """How many spaces that may be stretched stand before *place*."""

    def gaps(self, place: int) -> int:
        """How many gaps between ideographs there are as far as *place*, the one before it among them."""

    def hang_before(self, place: int) -> float:
        """How far the character *place* hangs into the left margin at a line's start."""

    def hang_after(self, at: Break) -> float:
        """How far the line's last character hangs into the right margin."""


@dataclass(frozen=True)
class Taste:
    """What is good and what is bad.  Lengths are shares of a space, of a glyph's width (*expansion*), or ems."""

    stretch: float = 0.43
    shrink: float = 0.3
    gap: float = 0.05  # by how many ems ideographs may be moved apart
    expansion: float = 0.03  # microtype's 0.02 left half as many hyphens again in German
    line_penalty: float = 10
    double_hyphen: float = 10_000
    final_hyphen: float = 8_000
    adjacent: float = 10_000  # a tight line next to a loose one
    gaping: float = 3.0  # by how much the badness of a line whose spaces show counts more than TeX's
    ladder: float = 3e7
    most_hyphens: int = 2  # in a row
    stub: float = 4e5  # a last line that is the rest of a broken word
    runt_length: float = 2.0
    runt: float = 40_000
    tolerance: float = 12.0  # the loosest ratio that is looked at
    rag: float | None = None  # ragged text: the length, in ems, that a line may lack before it is bad
    even: bool = False  # ragged text whose last line is to be as long as the others: a heading


class Paragraph(NamedTuple):
    """A paragraph to be broken: from character *start* on, at *breaks*, the last of which is its end.

    *available* gives the width of line number n, from 0; *space* and *em* are lengths of its font.
    """

    measures: Measures
    breaks: Sequence[Break]
    start: int
    available: Callable[[int], float]
    space: float
    em: float
    varying: int  # the number of the first line from which on all have one width


class _Node(NamedTuple):
    """A way to come as far as a break: its last line and what it has cost."""

    number: int
    fitness: int
    hyphens: int
    demerits: float
    before: "_Node | None"
    line: Line | None


class _Start(NamedTuple):
    """A place where a line may begin, the room that it has then, and the ways that come so far."""

    place: int
    x: float
    spaces: int
    gaps: int
    room: float
    nodes: list[_Node]


def good_lines(paragraph: Paragraph, taste: Taste) -> list[Line]:
    """The best lines if they are all good, none else: where words need not be broken, they are not."""
    lines = _lines(_last(paragraph, taste if taste.even else replace(taste, tolerance=_LOOKED_AT)))
    good = all(abs(line.ratio) <= _GOOD for line in lines[:-1]) and lines[-1].ratio > OVERFULL
    return lines if good and not _is_runt(lines, paragraph, taste) else []


def _is_runt(lines: list[Line], paragraph: Paragraph, taste: Taste) -> bool:
    """Whether the last of *lines* is too short: a broken word further up may fill it."""
    last, measures = lines[-1], paragraph.measures
    return len(lines) > 1 and measures.x(last.end) - measures.x(last.start) < taste.runt_length * paragraph.em


def best_lines(paragraph: Paragraph, taste: Taste) -> list[Line]:
    """The lines with the fewest demerits; one that is too long only where a word is, however loose others get."""
    for tolerance in _tolerances(taste):
        node = _last(paragraph, replace(taste, tolerance=tolerance))
        if node is not None and node.demerits < taste.ladder:
            break
    return _lines(node)


def so_many_lines(paragraph: Paragraph, taste: Taste, count: int) -> list[Line]:
    """The best *count* lines, as TeX's \\looseness asks for them; none if there is no such way."""
    apart = paragraph._replace(varying=count + 1)  # ways of another length are kept apart
    return _lines(_last(apart, replace(taste, tolerance=min(_FIRST_TOLERANCE, taste.tolerance)), count))


def _tolerances(taste: Taste) -> tuple[float, ...]:
    """What is tried in turn: few ways are looked at while lines are good, all where nothing else leads to the end.

    The lines of a heading are even in length, and need not be good.
    """
    return (taste.tolerance, inf) if taste.even else (min(_FIRST_TOLERANCE, taste.tolerance), taste.tolerance, inf)


def _last(paragraph: Paragraph, taste: Taste, count: int = 0) -> _Node | None:
    """The best way to the end, in *count* lines if that is given."""
    starts = [_start(paragraph, paragraph.start, [_Node(0, 1, 0, 0.0, None, None)])]
    for at in paragraph.breaks:
        starts = _step(starts, at, paragraph, taste)
    arrived = [node for start in starts for node in start.nodes if count in (0, node.number)]
    return min(arrived, key=lambda node: node.demerits, default=None)


def _lines(node: _Node | None) -> list[Line]:
    lines: list[Line] = []
    while node is not None and node.line is not None:
        lines.append(node.line)
        node = node.before
    return lines[::-1]


def _start(paragraph: Paragraph, place: int, nodes: list[_Node]) -> _Start:
    measures = paragraph.measures
    room = paragraph.available(nodes[0].number)
    if place < paragraph.breaks[-1].end:
        room += measures.hang_before(place)
    return _Start(place, measures.x(place), measures.spaces(place), measures.gaps(place), room, nodes)


def _step(starts: list[_Start], at: Break, paragraph: Paragraph, taste: Taste) -> list[_Start]:
    """The ways that are still open behind the break *at*: those that end a line there, and those that do not."""
    measures, final = paragraph.measures, at.penalty == -inf
    end, spaces, gaps = measures.x(at.end) + at.width, measures.spaces(at.end), measures.gaps(at.end - 1)
    hang = 0.0 if final or taste.rag is not None else measures.hang_after(at)
    open_still: list[_Start] = []
    best: dict[tuple[int, int, int], tuple[float, _Node, Line]] = {}
    for start in starts:
        if at.end <= start.place:
            open_still.append(start)
            continue
        width, within = end - start.x, spaces - start.spaces
        ratio = _ratio(start.room + hang - width, width, within, gaps - start.gaps, paragraph, taste)
        if ratio < -1.0001:  # too long, and every later break makes it longer
            continue
        open_still.append(start)
        if ratio > taste.tolerance and not final:
            continue
        if final and not taste.even:
            ratio = min(ratio, 0.0)  # the last line is filled with white
        line = Line(start.place, at.end, at.start, at.width > 0, ratio)
        own, fitness = _own_demerits(ratio, at, taste), _fitness(ratio, at)
        for node in start.nodes:
            demerits = node.demerits + own + _demerits_beside(node, at, fitness, width, within, paragraph, taste)
            hyphens = min(node.hyphens + 1, taste.most_hyphens) if at.flagged else 0
            key = min(node.number + 1, paragraph.varying), fitness, hyphens
            if key not in best or demerits < best[key][0]:
                best[key] = demerits, node, line
    if not open_still and not best:
        return [_overfull(starts, at, paragraph)]
    arrived: dict[int, list[_Node]] = {}
    for (number, fitness, hyphens), (demerits, node, line) in best.items():
        arrived.setdefault(number, []).append(_Node(node.number + 1, fitness, hyphens, demerits, node, line))
    ended = [_start(paragraph, at.start, nodes) for nodes in arrived.values()]
    return ended if final and ended else open_still + ended


def _ratio(lacking: float, width: float, spaces: int, gaps: int, paragraph: Paragraph, taste: Taste) -> float:
    """How far a line must be stretched, or shrunk, to fill its width."""
    if taste.rag is not None:
        return lacking / (taste.rag * paragraph.em) if lacking >= -0.01 else -inf
    share = taste.stretch if lacking >= 0 else taste.shrink
    give = spaces * share * paragraph.space + taste.expansion * width
    if lacking > 0:
        give += gaps * taste.gap * paragraph.em
    if give > 0:
        return lacking / give
    return 0.0 if abs(lacking) <= 0.01 else _LOOSEST if lacking > 0 else -inf


def _fitness(ratio: float, at: Break) -> int:
    """TeX's classes: tight, decent, loose, very loose; the last line is decent."""
    return 1 if at.penalty == -inf else 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3


def _own_demerits(ratio: float, at: Break, taste: Taste) -> float:
    """What is bad about a line, wherever it stands."""
    weight = taste.gaping if ratio > _GAPING and taste.rag is None else 1.0
    return (taste.line_penalty + weight * _badness(ratio)) ** 2 + max(at.penalty, 0.0) ** 2


def _demerits_beside(node: _Node, at: Break, fitness: int, width: float, spaces: int, paragraph: Paragraph,
                     taste: Taste) -> float:  # fmt: skip
    """What is bad about a line behind those of *node*: hyphens in a row, a loose line next to a tight one."""
    demerits = 0.0
    if at.penalty == -inf:
        demerits = _last_line(node, width, spaces, paragraph, taste)
    elif at.flagged and node.hyphens:
        demerits = taste.double_hyphen + (taste.ladder if node.hyphens >= taste.most_hyphens else 0.0)
    if node.line is not None and abs(fitness - node.fitness) > 1 and taste.rag is None:
        demerits += taste.adjacent
    return demerits


def _badness(ratio: float) -> float:
    """TeX's, 100 r³; it grows slowly where nothing is good any more."""
    badness = 100 * abs(ratio) ** 3
    return badness if badness <= 12_000 else 12_000 + (badness - 12_000) * 0.05


def _last_line(node: _Node, width: float, spaces: int, paragraph: Paragraph, taste: Taste) -> float:
    """What is bad about the paragraph's last line: too short, behind a hyphen, the rest of a word."""
    demerits = 0.0
    if node.line is not None and width < taste.runt_length * paragraph.em:
        demerits += taste.runt
    if node.hyphens:
        demerits += taste.final_hyphen + (taste.stub if not spaces else 0.0)
    return demerits


def _overfull(starts: list[_Start], at: Break, paragraph: Paragraph) -> _Start:
    """No way leads on: the one that came furthest gets a line that is too long."""
    start = max(starts, key=lambda start: start.place)
    node = min(start.nodes, key=lambda node: node.demerits)
    line = Line(start.place, at.end, at.start, at.width > 0, 2 * OVERFULL)
    return _start(paragraph, at.start, [_Node(node.number + 1, 1, 0, node.demerits + 1e9, node, line)])
