"""A spread, laid out plainly -> the ways in which its two pages end level, by what they cost to the eye.

``spreads`` makes a :class:`Search` for each spread, and takes the first way, or one that is better for the next spread.
"""

import heapq
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from bookmaker.editions import grid
from bookmaker.editions.linebreaking import looseness
from bookmaker.editions.linebreaking.looseness import Variant
from bookmaker.editions.moments import Moment
from bookmaker.editions.page_depth import line_height

_SHORTER = (0.0, 0.6, 1.6, 3.0, 4.5, 6.0, 7.5, 9.0, 10.5)  # what it costs that both pages lack so many lines
_UNEVEN = 3.0  # what it costs that one is a line deeper than the other, and each line more
_LAST = 5  # lines that are enough for the last page of a text
_LONELY = 1.5  # what it costs that the last page lacks one of these, and each more
_TRIES = 48  # pages laid out for one spread
_VARIANTS = 6  # paragraphs of a page that are looked at
_CHANGE = 0.15  # what it costs to set a paragraph otherwise, whatever its strain


class Way(NamedTuple):
    """How a page is laid out: *shorter* by lines, with some paragraphs set otherwise."""

    shorter: int = 0
    variants: tuple[Variant, ...] = ()


class Laid(NamedTuple):
    """A page, where the next one begins, and the moment after."""

    page: Any
    resume_at: Any
    runs_on: bool  # into the next page, for want of room
    lines: int  # that it is deep
    before: Moment
    after: Moment


class Solution(NamedTuple):
    """Ways in which a verso and its recto end level; where the recto begins then, and where the next spread does."""

    cost: float
    verso: Way
    recto_at: Any
    recto: Way
    next_at: Any


class _Step(NamedTuple):
    """A way for a verso, or for the recto behind a verso that was laid out in one; by cost, then by *order*."""

    cost: float
    order: int
    way: Way
    verso: Way | None = None
    begins: Laid | None = None


class Document(Protocol):
    """What lays out pages."""

    context: Any

    def lay(self, index: int, way: Way, before: tuple[Variant, ...] = ()) -> Laid:
        """Page *index*, laid out in a *way*, behind a page with the variants *before*."""


class Search:
    """The ways for the spread that begins on page *index*, laid out plainly at first; the cheapest come first."""

    def __init__(self, document: Document, index: int) -> None:
        self.document, self.index = document, index
        self.begins = document.context.page_maker[index][0]
        self.verso = document.lay(index, Way())
        self.ahead = {index: (self.begins, self.verso)}
        self.is_spread = self.is_level = False
        self.found: list[Solution] = []
        self.ends: list[Any] = []  # where the next spread begins, after each of those found
        self.tries = 0
        if self.verso.runs_on:
            self.recto = document.lay(index + 1, Way())
            self.ahead[index + 1] = self.verso.resume_at, self.recto
            self.is_spread, self.is_level = self.recto.runs_on, self.verso.lines == self.recto.lines
        self.worth = self.unlevelled if self.is_spread else 0.0  # what ways may cost that are still looked at
        self.steps = self._steps()

    def fits(self, index: int, begins: Any) -> bool:
        """Whether the spread is that on page *index* which begins there."""
        return (self.index, self.begins) == (index, begins)

    @property
    def is_untouched(self) -> bool:
        """Whether the pages are as they were laid out at first, and were not laid out again."""
        return not self.tries

    def solutions(self) -> Iterator[Solution]:
        """All that end level, each with another ending; what was found once is not looked for again."""
        yield from self.found
        while (solution := next(self.steps, None)) is not None:
            if solution.next_at not in self.ends:
                self.ends.append(solution.next_at)
                self.found.append(solution)
                yield solution

    def cost(self) -> float:
        """What it costs to level the spread, or to end the text in it."""
        if not self.is_spread:
            last = self.recto if self.verso.runs_on else self.verso
            return _LONELY * max(_LAST - last.lines, 0)
        first = next(self.solutions(), None)
        return first.cost if first else self.unlevelled

    @property
    def unlevelled(self) -> float:
        """What it costs to leave the spread as it is: nobody wants it level at any price."""
        return _UNEVEN * abs(self.verso.lines - self.recto.lines)

    def behind(self, solution: Solution) -> "Search | None":
        """The spread after this one, if this one is laid out by *solution*; none where the text ends in this one."""
        document = self.document
        with looseness.loosened((*solution.verso.variants, *solution.recto.variants)):
            if self.tries:
                self.verso.before.restore(document.context)
                document.lay(self.index, solution.verso)
                recto = document.lay(self.index + 1, solution.recto)
            else:
                recto = self.recto
                recto.after.restore(document.context)
            return Search(document, self.index + 2) if recto.runs_on else None

    def _steps(self) -> Iterator[Solution]:
        """What ends level, by its cost."""
        if self.is_level:
            yield Solution(0.0, Way(), self.verso.resume_at, Way(), self.recto.resume_at)
        page, context, order = self.verso.page, self.document.context, itertools.count()
        full = round(page.height // line_height(page))
        steps = [_Step(cost, next(order), way) for cost, way in _ways(page, full - self.verso.lines)]
        while steps and self.tries < _TRIES and steps[0].cost < self.worth:
            self.tries += 1
            step = heapq.heappop(steps)
            depth = full - step.way.shorter
            if step.verso is None or step.begins is None:
                self.verso.before.restore(context)
                laid = self.document.lay(self.index, step.way)
                found = [] if step.way.variants else _ways(page, full - min(laid.lines, depth - 1))
                if laid.runs_on and laid.lines == depth:
                    heapq.heappush(steps, _Step(step.cost, next(order), Way(step.way.shorter), step.way, laid))
            else:
                step.begins.after.restore(context)
                laid = self.document.lay(self.index + 1, step.way, step.verso.variants)
                if laid.lines == depth or not laid.runs_on:
                    yield Solution(step.cost, step.verso, step.begins.resume_at, step.way, laid.resume_at)
                found = [] if step.way.variants else [
                    (step.cost + cost, way) for cost, way in _variants(laid.page, step.way.shorter)]  # fmt: skip
            for cost, way in found:
                heapq.heappush(steps, _Step(cost, next(order), way, step.verso, step.begins))


def _ways(page: Any, shorter: int) -> Iterator[tuple[float, Way]]:
    """What can be done to *page* at a height that lacks *shorter* lines, and what that costs."""
    if 0 <= shorter < len(_SHORTER):  # a page may be deeper than it is high, where one line is too many
        yield _SHORTER[shorter], Way(shorter)
        for cost, way in _variants(page, shorter):
            yield _SHORTER[shorter] + cost, way


def _variants(page: Any, shorter: int) -> Iterator[tuple[float, Way]]:
    """The ways in which a paragraph or a space of *page* is set otherwise, or two are, and what that costs."""
    variants = sorted(looseness.variants(page) + grid.spaces(page), key=lambda variant: variant.strain)[:_VARIANTS]
    for variant in variants:
        yield _CHANGE + variant.strain, Way(shorter, (variant,))
    for one, two in itertools.combinations(variants, 2):
        if one.by == two.by and one.source is not two.source:
            yield 2 * _CHANGE + one.strain + two.strain, Way(shorter, (one, two))
