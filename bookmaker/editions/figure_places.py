"""Figures that do not fit on the rest of their page: the text goes on there, and they stand behind it.

A table with a caption is such a figure too; one without may be what the words before it announce, and follows them.

``pdf`` puts :func:`passed_figures` around WeasyPrint's work, which has no floats for pages.  A page that ends early
because the next block is a figure is laid out again with the paragraph or the list behind it first, as long as the
figure still stands on the next page; of a list that is too long for that, the items pass for which there is room.
"""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

from bookmaker.editions.linebreaking import replaced
from bookmaker.editions.moments import Moment, arrange, rearranged
from bookmaker.editions.page_depth import depth, line_height

_HOLE = 3  # lines; a smaller one is left
_MOST = 4  # paragraphs or lists that one figure lets pass
_LISTS = ("ul", "ol")
_TEXT = ("p", *_LISTS)  # what passes figures; its first lines fill the page


@contextmanager
def passed_figures() -> Iterator[list[Element]]:
    """While it holds, text passes figures; then it gives those passed.  Nothing where WeasyPrint is another version."""
    from weasyprint.layout import page  # noqa: PLC0415  see pdf._weasyprint

    passed: list[Element] = []
    contexts: dict[Any, None] = {}
    own = page.remake_page

    def trial(index: int, context: Any, root: Any, html: Any, place: tuple[Any, ...]) -> tuple[Any, Any, bool]:
        """Page *index* with text before the figure at *place*, where the next begins, and if that holds the figure."""
        figure = _let_pass(context, *place)
        laid, resume_at = own(index, context, root, html)
        now = Moment.now(context)
        following = own(index + 1, context, root, html)[0] if resume_at else laid
        now.restore(context)
        return laid, resume_at, _stands(figure, (laid, following))

    def remake_page(index: int, context: Any, root: Any, html: Any) -> tuple[Any, Any]:
        """Page *index*, with paragraphs before the figure that waits for the next one, and where that begins."""
        contexts[context] = None
        before = Moment.now(context)
        laid, resume_at = own(index, context, root, html)
        for _ in range(_MOST):
            place = _figure_that_waits(laid, resume_at, root, context.page_maker[index + 1])
            if place is None:
                break
            after = Moment.now(context)
            before.restore(context)
            fuller, further, is_next = trial(index, context, root, html, place)
            items = 0 if is_next else _whole_items(root, place, further)
            if items:
                before.restore(context)
                fuller, further, is_next = trial(index, context, root, html, (*place, items))
            if not is_next or depth(fuller) <= depth(laid):
                after.restore(context)
                break
            before = before._replace(arranged=Moment.now(context).arranged)
            laid, resume_at = fuller, further
        return laid, resume_at

    try:
        with replaced(page, remake_page=remake_page):
            yield passed
    finally:
        passed += itertools.chain.from_iterable(map(_passed, contexts))


def _figure_that_waits(page: Any, resume_at: Any, root: Any, following: Any) -> tuple[Any, int] | None:
    """The box that holds a figure with which the next page begins, and its index there, if there is a hole for it."""
    if resume_at is None or following[1]["break"] != "any" or page.height / line_height(page) - depth(page) < _HOLE:
        return None
    box = root
    while True:
        ((index, resume_at),) = resume_at.items()
        if resume_at is None:
            break
        box = box.children[index]
    pair = box.children[index : index + 2]  # none in a text, which goes on at a letter
    passes = pair[1:] and pair[1].element_tag in _TEXT
    return (box, index) if passes and _may_wait(pair[0]) else None


def _may_wait(box: Any) -> bool:
    """Whether *box* is a figure, and nothing says that it stays with what follows it."""
    return bool(_is_figure(box) and box.style["break_after"] == "auto" and box.is_in_normal_flow())


def _is_figure(box: Any) -> bool:
    return box.element_tag == "figure" or (
        box.element_tag == "table" and any(child.element_tag == "caption" for child in box.children)
    )


def _stands(figure: Any, pages: Iterable[Any]) -> bool:
    """Whether *figure* begins on one of *pages*: it is no later than the page after the one that had no room for it."""
    return any(box.element is figure.element for page in pages for box in page.descendants())


def _passed(context: Any) -> Iterator[Element]:
    """The figures that text from behind them stands before."""
    for before, now in rearranged(context, "children"):
        places = {child.element: place for place, child in enumerate(before)}
        latest = 0  # of the text until there; a list may be in two parts
        for child in now:
            if child.element_tag in _TEXT:
                latest = max(latest, places[child.element])
            elif _is_figure(child) and places[child.element] < latest:
                yield child.element


def _whole_items(root: Any, place: tuple[Any, int], resume_at: Any) -> int:
    """How many items of the list that passed the figure at *place* end before *resume_at*; none of a paragraph."""
    box, index = place
    above = root
    while resume_at and above is not box:
        ((child, resume_at),) = resume_at.items()
        above = above.children[child]
    within = (resume_at or {}).get(index) if box.children[index].element_tag in _LISTS else None
    return next(iter(within), 0) if within else 0


def _let_pass(context: Any, box: Any, index: int, items: int | None = None) -> Any:
    """The figure, the child of *box* at *index*, with the paragraph or list behind it, or some *items*, put before it.

    A paragraph behind a figure has no indent, one behind a paragraph has: that changes too.
    """
    before = box.children
    figure, passing = before[index : index + 2]
    parts = [passing.copy_with_children(part) for part in (passing.children[:items], passing.children[items:])]
    first, *rest = parts if items else [passing]
    arrange(context, box, "children", [*before[:index], first, figure, *rest, *before[index + 2 :]])
    indents = [child.style["text_indent"] for child in before if child.element_tag == "p"]
    changed = {}
    if passing.element_tag == "p" and index and before[index - 1].element_tag == "p":
        changed[passing] = max(indents, key=lambda indent: indent.value)
    if passing.element_tag == "p" and [child.element_tag for child in before[index + 2 : index + 3]] == ["p"]:
        changed[before[index + 2]] = passing.style["text_indent"]
    for changing, indent in changed.items():
        for inner in (changing, *changing.children):
            style = inner.style.copy()  # others have the same
            style["text_indent"] = indent
            arrange(context, inner, "style", style)
    return figure
