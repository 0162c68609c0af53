"""Facing pages that end level: the costly pass of a final print edition.

``pdf`` puts :func:`level` around WeasyPrint's work.  WeasyPrint lays out one page after another; here a verso is laid
out together with its recto, and where their feet differ, both are laid out again in other ways: a line or two shorter,
with a paragraph set a line longer or shorter.  The ways are tried by what they cost to the eye, and the first that
ends level is taken, unless it leaves the text's last page with a line or two.  Pages that begin or end otherwise than
in running text are left alone.
"""

import itertools
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from bookmaker.editions.linebreaking import looseness, replaced
from bookmaker.editions.linebreaking.looseness import Variant
from bookmaker.editions.moments import Moment
from bookmaker.editions.page_depth import depth, line_height
from bookmaker.editions.spread_search import Laid, Search, Way
from bookmaker.xhtml import classes

_CHEAP = 1.0  # what is not worth to look for better
_ENDINGS = 6  # of a spread, that are looked at for the sake of the next


@dataclass
class Count:
    """How it went: spreads of running text, those that were uneven at first, those that were evened, and surprises."""

    spreads: int = 0
    uneven: int = 0
    evened: int = 0
    surprises: int = 0


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
        self.chosen: dict[tuple[str, bool], Way] = {}  # by where the page begins, and its side
        self.ahead: dict[int, tuple[Any, Laid]] = {}  # pages that are laid out already, and where they begin
        self.following: Search | None = None  # the spread after the one that was chosen last

    def make_all_pages(self, context: Any, root: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        """A round of layout.  Where the text names pages, the first is plain, and only finds out which they are."""
        self.ahead, self.following = {}, None  # other numbers may have been in it
        self.is_plain = not pages and _names_pages(context)
        yield from self.own_round(context, root, html, pages)
        if self.is_plain:
            for entry in context.page_maker[:-1]:
                entry[-1]["content_changed"] = True
            Moment.now(context)._replace(arranged={}).restore(context)  # what passed figures does so anew

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
        way = self.chosen.setdefault(key, Way())
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
        search = known if known and known.fits(index, begins) else Search(document, index)
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

    def lay(self, index: int, way: Way, before: tuple[Variant, ...] = ()) -> Laid:
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
        return Laid(page, resume_at, runs_on, depth(page), moment, Moment.now(self.context))


def _names_pages(context: Any) -> bool:
    """Whether there are references to pages in the text."""
    return any("page-reference" in classes(box.element) for box, _ in context.target_collector.counter_lookup_items)
