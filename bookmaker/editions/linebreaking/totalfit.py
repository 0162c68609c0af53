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

    def hang_before(self, place: int) -> float:
        """How far the character *place* hangs into the left margin at a line's start."""

    def hang_after(self, at: Break) -> float:
        """How far the line's last character hangs into the right margin."""


@dataclass(frozen=True)
class Taste:
    """What is good and what is bad.  Lengths are shares of a space, of a glyph's width (*expansion*), or ems."""

    stretch: float = 0.45
    shrink: float = 0.3
    expansion: float = 0.02  # microtype's
    line_penalty: float = 10
    double_hyphen: float = 10_000
    final_hyphen: float = 8_000
    adjacent: float = 10_000  # a tight line next to a loose one
    ladder: float = 3e7
    most_hyphens: int = 2  # in a row
    stub: float = 4e5  # a last line that is the rest of a broken word
    runt_length: float = 2.0
    runt: float = 20_000
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
    """A way to come as far as *start*: its last line and what it has cost."""

    start: int
    number: int
    fitness: int
    hyphens: int
    demerits: float
    before: "_Node | None"
    line: Line | None


def best_lines(paragraph: Paragraph, taste: Taste) -> list[Line]:
    """The lines with the fewest demerits; one that is too long only where a word is, however loose others get."""
    lines = _lines(paragraph, taste)
    if any(line.ratio < OVERFULL for line in lines):
        return _lines(paragraph, replace(taste, tolerance=inf))
    return lines


def so_many_lines(paragraph: Paragraph, taste: Taste, count: int) -> list[Line]:
    """The best *count* lines, as TeX's \\looseness asks for them; none if there is no such way."""
    return _lines(paragraph._replace(varying=count + 1), taste, count)  # ways of another length are kept apart


def _lines(paragraph: Paragraph, taste: Taste, count: int = 0) -> list[Line]:
    active = [_Node(paragraph.start, 0, 1, 0, 0.0, None, None)]
    for at in paragraph.breaks:
        active = _step(active, at, paragraph, taste)
    arrived = [node for node in active if count in (0, node.number)]
    lines: list[Line] = []
    node: _Node | None = min(arrived, key=lambda node: node.demerits, default=None)
    while node is not None and node.line is not None:
        lines.append(node.line)
        node = node.before
    return lines[::-1]


def _step(active: list[_Node], at: Break, paragraph: Paragraph, taste: Taste) -> list[_Node]:
    """The ways that are still open behind the break *at*: those that end a line there, and those that do not."""
    measures, final = paragraph.measures, at.penalty == -inf
    end, spaces = measures.x(at.end) + at.width, measures.spaces(at.end)
    hang = 0.0 if final or taste.rag is not None else measures.hang_after(at)
    open_still: list[_Node] = []
    best: dict[tuple[int, int, int], _Node] = {}
    for node in active:
        if at.end <= node.start:
            open_still.append(node)
            continue
        room = paragraph.available(node.number) + hang + measures.hang_before(node.start)
        width = end - measures.x(node.start)
        ratio = _ratio(room - width, width, spaces - measures.spaces(node.start), paragraph, taste)
        if ratio < -1.0001:  # too long, and every later break makes it longer
            continue
        open_still.append(node)
        if ratio > taste.tolerance and not final:
            continue
        arrived = _arrived(node, at, ratio, width, spaces - measures.spaces(node.start), paragraph, taste)
        key = (min(arrived.number, paragraph.varying), arrived.fitness, min(arrived.hyphens, taste.most_hyphens))
        if key not in best or arrived.demerits < best[key].demerits:
            best[key] = arrived
    if final and best:
        return [*best.values()]
    if not open_still and not best:
        return [_overfull(active, at)]
    return open_still + list(best.values())


def _ratio(lacking: float, width: float, spaces: int, paragraph: Paragraph, taste: Taste) -> float:
    """How far a line must be stretched, or shrunk, to fill its width."""
    if taste.rag is not None:
        return lacking / (taste.rag * paragraph.em) if lacking >= -0.01 else -inf
    share = taste.stretch if lacking >= 0 else taste.shrink
    give = spaces * share * paragraph.space + taste.expansion * width
    if give > 0:
        return lacking / give
    return 0.0 if abs(lacking) <= 0.01 else _LOOSEST if lacking > 0 else -inf


def _arrived(node: _Node, at: Break, ratio: float, width: float, spaces: int, paragraph: Paragraph,
             taste: Taste) -> _Node:  # fmt: skip
    """*node* with one line more, that ends *at*."""
    final = at.penalty == -inf
    if final and not taste.even:
        ratio = min(ratio, 0.0)  # the last line is filled with white
    badness = _badness(ratio)
    demerits = (taste.line_penalty + badness) ** 2
    fitness = 1 if final else 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
    if final:
        demerits += _last_line(node, width, spaces, paragraph, taste)
    else:
        demerits += max(at.penalty, 0.0) ** 2
        if at.flagged and node.hyphens:
            demerits += taste.double_hyphen + (taste.ladder if node.hyphens >= taste.most_hyphens else 0.0)
    if node.line is not None and abs(fitness - node.fitness) > 1 and taste.rag is None:
        demerits += taste.adjacent
    line = Line(node.start, at.end, at.start, at.width > 0, ratio)
    hyphens = node.hyphens + 1 if at.flagged else 0
    return _Node(at.start, node.number + 1, fitness, hyphens, node.demerits + demerits, node, line)


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


def _overfull(active: list[_Node], at: Break) -> _Node:
    """No way leads on: the one that came furthest gets a line that is too long."""
    node = max(active, key=lambda node: (node.start, -node.demerits))
    line = Line(node.start, at.end, at.start, at.width > 0, 2 * OVERFULL)
    return _Node(at.start, node.number + 1, 1, 0, node.demerits + 1e9, node, line)
