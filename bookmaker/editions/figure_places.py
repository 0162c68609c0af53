"""Figures that do not fit on the rest of their page: the text goes on there, and they stand behind it.

A table with a caption is such a figure too; one without may be what the words before it announce, and follows them.

``pdf`` puts :func:`passed_figures` around WeasyPrint's work, which has no floats for pages.  A page that ends early
because the next block is a figure is laid out again with the paragraph or the list behind it first.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

from bookmaker.editions.linebreaking import replaced
from bookmaker.editions.moments import Moment, arrange, rearranged
from bookmaker.editions.page_depth import depth, line_height

_HOLE = 3  # lines; a smaller one is left
_MOST = 4  # paragraphs or lists that one figure lets pass
_TEXT = ("p", "ul", "ol")  # what passes figures; its first lines fill the page


@contextmanager
def passed_figures() -> Iterator[list[Element]]:
    """While it holds, text passes figures; then it gives those passed.  Nothing where WeasyPrint is another version."""
    from weasyprint.layout import page  # noqa: PLC0415  see pdf._weasyprint

    passed: list[Element] = []
    contexts: dict[Any, None] = {}
    own = page.remake_page

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
            _let_pass(context, *place)
            fuller, further = own(index, context, root, html)
            if depth(fuller) <= depth(laid):
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


def _passed(context: Any) -> list[Element]:
    """The figures that stand farther behind than in the manuscript."""
    return [
        figure.element
        for before, now in rearranged(context, "children")
        for figure in before
        if _is_figure(figure) and now.index(figure) > before.index(figure)
    ]


def _let_pass(context: Any, box: Any, index: int) -> None:
    """Put the paragraph or the list behind the figure, the child of *box* at *index*, before it.

    A paragraph behind a figure has no indent, one behind a paragraph has: that changes too.
    """
    before = box.children
    figure, passing = before[index : index + 2]
    arrange(context, box, "children", [*before[:index], passing, figure, *before[index + 2 :]])
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
