"""Facing pages that end level: the costly pass of a final print edition.

``pdf`` puts :func:`level` around WeasyPrint's work.  WeasyPrint lays out one page after another; here a verso is laid
out together with its recto, and where their feet differ, both are laid out again in other ways: a line or two shorter,
with a paragraph set a line longer or shorter.  The ways are tried by what they cost to the eye, and the first that
ends level is taken, unless it leaves the text's last page with a line or two.  Pages that begin or end otherwise than
in running text are left alone.
"""

import heapq
import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from bookmaker.editions import grid
from bookmaker.editions.linebreaking import looseness, replaced
from bookmaker.editions.linebreaking.looseness import Variant
from bookmaker.editions.moments import Moment
from bookmaker.editions.page_depth import depth, line_height
from bookmaker.xhtml import classes

_SHORTER = (0.0, 0.6, 1.6, 3.0, 4.5, 6.0, 7.5, 9.0, 10.5)  # what it costs that both pages lack so many lines
_UNEVEN = 3.0  # what it costs that one is a line deeper than the other, and each line more
_LAST = 5  # lines that are enough for the last page of a text
_LONELY = 1.5  # what it costs that the last page lacks one of these, and each more
_CHEAP = 1.0  # what is not worth to look for better
_TRIES = 48  # pages laid out for one spread
_ENDINGS = 6  # of a spread, that are looked at for the sake of the next
_VARIANTS = 6  # paragraphs of a page that are looked at
_CHANGE = 0.15  # what it costs to set a paragraph otherwise, whatever its strain


@dataclass
class Count:
    """How it went: spreads of running text, those that were uneven at first, those that were evened, and surprises."""

    spreads: int = 0
    uneven: int = 0
    evened: int = 0
    surprises: int = 0


class _Way(NamedTuple):
    """How a page is laid out: *shorter* by lines, with some paragraphs set otherwise."""

    shorter: int = 0
    variants: tuple[Variant, ...] = ()


class _Laid(NamedTuple):
    """A page, where the next one begins, and the moment after."""

    page: Any
    resume_at: Any
    runs_on: bool  # into the next page, for want of room
    lines: int  # that it is deep
    before: Moment
    after: Moment


class _Solution(NamedTuple):
    """Ways in which a verso and its recto end level; where the recto begins then, and where the next spread does."""

    cost: float
    verso: _Way
    recto_at: Any
    recto: _Way
    next_at: Any


class _Step(NamedTuple):
    """A way for a verso, or for the recto behind a verso that was laid out in one; by cost, then by *order*."""

    cost: float
    order: int
    way: _Way
    verso: _Way | None = None
    begins: _Laid | None = None


@contextmanager
def level(count: Count) -> Iterator[None]:
    """Level feet for all that is laid out in the meantime; nothing where WeasyPrint is another version."""
    from weasyprint import layout  # noqa: PLC0415  see pdf._weasyprint

    spreads, page = _Spreads(count, layout), layout.page
    with (
        replaced(layout, make_all_pages=spreads.make_all_pages),
        replaced(page, remake_page=spreads.remake_page, page_height=spreads.page_height),
    ):
        yield


class _Spreads:
    """Stands in for three functions of WeasyPrint's that lay out pages."""

    def __init__(self, count: Count, layout: Any) -> None:
        self.count = count
        self.own_round = layout.make_all_pages
        self.own_remake_page, self.own_page_height = layout.page.remake_page, layout.page.page_height
        self.is_plain = False  # this round
        self.shorter = 0  # lines that the page now laid out lacks
        self.chosen: dict[tuple[str, bool], _Way] = {}  # by where the page begins, and its side
        self.ahead: dict[int, tuple[Any, _Laid]] = {}  # pages that are laid out already, and where they begin
        self.following: _Search | None = None  # the spread after the one that was chosen last

    def make_all_pages(self, context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        """A round of layout.  Where the text names pages, the first is plain, and only finds out which they are."""
        self.ahead, self.following = {}, None  # other numbers may have been in it
        self.is_plain = not pages and _names_pages(context)
        yield from self.own_round(context, root, html, pages)
        for entry in context.page_maker[:-1] if self.is_plain else ():
            entry[-1]["content_changed"] = True

    def page_height(self, page: Any, context: Any, height: Any) -> None:
        """Find the height of *page* as WeasyPrint does, and take off it what it is to lack."""
        self.own_page_height(page, context, height)
        page.height -= self.shorter * line_height(page)

    def remake_page(self, index: int, context: Any, root: Any, html: Any) -> tuple[Any, Any]:
        """Lay out page *index* with its facing page in view."""
        if self.is_plain:
            return cast("tuple[Any, Any]", self.own_remake_page(index, context, root, html))
        resume_at, _, is_right, _, _ = context.page_maker[index]
        document = _Document(self, context, root, html)
        key = repr(resume_at), is_right
        is_verso = is_right != (root.style["direction"] == "ltr")
        is_chosen_now = is_verso and key not in self.chosen
        if is_chosen_now:
            moment = Moment.now(context)
            self.ahead = {}
            try:
                self._choose(index, document)
            except Exception:  # noqa: BLE001 - never a book that is not laid out: WeasyPrint can
                self.count.surprises += 1
                self.following = None
            moment.restore(context)
        way = self.chosen.setdefault(key, _Way())
        begins, laid = self.ahead.pop(index, (None, None))
        if laid is not None and begins == resume_at:
            laid.after.restore(context, settled=index + 1)
        else:
            self.ahead = {}
            laid = document.lay(index, way)
        looseness.loosen(way.variants)
        if is_chosen_now and laid.resume_at is not None:
            context.page_maker[index + 1][-1]["content_changed"] = True  # the recto has a way of its own now
        return laid.page, laid.resume_at

    def _choose(self, index: int, document: "_Document") -> None:
        """Find the ways for the verso *index* and its recto with which the next spread can be levelled too."""
        begins, _, is_right, _, _ = document.context.page_maker[index]
        known, self.following = self.following, None
        search = known if known and known.fits(index, begins) else _Search(document, index)
        if not search.is_spread:
            self.ahead = search.ahead
            return
        taken, least = None, math.inf
        for solution in itertools.islice(search.solutions(), _ENDINGS):
            following = search.behind(solution)
            cost = following.cost() if following else 0.0
            if solution.cost + cost < least:
                taken, least, self.following = solution, solution.cost + cost, following
                search.worth = max(search.worth, least)
            if cost <= _CHEAP:
                break
        self.count.spreads += 1
        self.count.uneven += not search.is_level
        self.count.evened += not search.is_level and taken is not None
        if taken:
            self.chosen[repr(begins), is_right] = taken.verso
            self.chosen[repr(taken.recto_at), not is_right] = taken.recto
        if search.is_untouched:
            self.ahead = search.ahead


@dataclass
class _Document:
    """What WeasyPrint gives with each page, and how to lay out a page of it."""

    spreads: _Spreads
    context: Any
    root: Any
    html: Any

    def lay(self, index: int, way: _Way, before: tuple[Variant, ...] = ()) -> _Laid:
        """Page *index*, laid out in a *way*, behind a page with the variants *before*."""
        moment = Moment.now(self.context)
        self.spreads.shorter = way.shorter
        try:
            with looseness.loosened((*before, *way.variants)):
                page, resume_at = self.spreads.own_remake_page(index, self.context, self.root, self.html)
        finally:
            self.spreads.shorter = 0
        page.height += way.shorter * line_height(page)  # heads and folios stand where they would
        runs_on = resume_at is not None and self.context.page_maker[index + 1][1]["break"] == "any"
        return _Laid(page, resume_at, runs_on, depth(page), moment, Moment.now(self.context))


class _Search:
    """The ways for the spread that begins on page *index*, laid out plainly at first; the cheapest come first."""

    def __init__(self, document: _Document, index: int) -> None:
        self.document, self.index = document, index
        self.begins = document.context.page_maker[index][0]
        self.verso = document.lay(index, _Way())
        self.ahead = {index: (self.begins, self.verso)}
        self.is_spread = self.is_level = False
        self.found: list[_Solution] = []
        self.ends: list[Any] = []  # where the next spread begins, after each of those found
        self.tries = 0
        if self.verso.runs_on:
            self.recto = document.lay(index + 1, _Way())
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

    def solutions(self) -> Iterator[_Solution]:
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

    def behind(self, solution: _Solution) -> "_Search | None":
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
            return _Search(document, self.index + 2) if recto.runs_on else None

    def _steps(self) -> Iterator[_Solution]:
        """What ends level, by its cost."""
        if self.is_level:
            yield _Solution(0.0, _Way(), self.verso.resume_at, _Way(), self.recto.resume_at)
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
                    heapq.heappush(steps, _Step(step.cost, next(order), _Way(step.way.shorter), step.way, laid))
            else:
                step.begins.after.restore(context)
                laid = self.document.lay(self.index + 1, step.way, step.verso.variants)
                if laid.lines == depth or not laid.runs_on:
                    yield _Solution(step.cost, step.verso, step.begins.resume_at, step.way, laid.resume_at)
                found = [] if step.way.variants else [
                    (step.cost + cost, way) for cost, way in _variants(laid.page, step.way.shorter)]  # fmt: skip
            for cost, way in found:
                heapq.heappush(steps, _Step(cost, next(order), way, step.verso, step.begins))


def _names_pages(context: Any) -> bool:
    """Whether there are references to pages in the text."""
    return any("page-reference" in classes(box.element) for box, _ in context.target_collector.counter_lookup_items)


def _ways(page: Any, shorter: int) -> Iterator[tuple[float, _Way]]:
    """What can be done to *page* at a height that lacks *shorter* lines, and what that costs."""
    if 0 <= shorter < len(_SHORTER):  # a page may be deeper than it is high, where one line is too many
        yield _SHORTER[shorter], _Way(shorter)
        for cost, way in _variants(page, shorter):
            yield _SHORTER[shorter] + cost, way


def _variants(page: Any, shorter: int) -> Iterator[tuple[float, _Way]]:
    """The ways in which a paragraph or a space of *page* is set otherwise, or two are, and what that costs."""
    variants = sorted(looseness.variants(page) + grid.spaces(page), key=lambda variant: variant.strain)[:_VARIANTS]
    for variant in variants:
        yield _CHANGE + variant.strain, _Way(shorter, (variant,))
    for one, two in itertools.combinations(variants, 2):
        if one.by == two.by and one.source is not two.source:
            yield 2 * _CHANGE + one.strain + two.strain, _Way(shorter, (one, two))
