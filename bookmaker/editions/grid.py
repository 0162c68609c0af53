"""The line grid, kept where CSS cannot keep it, so that the lines of facing pages stand level.

A style sheet says what distances are; what a listing, a table or a figure measures is known only once it is laid out.
``printed`` marks such blocks with :data:`MARK`, and ``pdf`` puts :func:`whole_lines` around WeasyPrint's work, which
then makes each of them higher by what it lacks to its next whole line of the page.  A word in another script, whose
font has its baseline elsewhere between ascent and descent, stands on the line without pushing it down.  The rule beside
a block that goes on overleaf ends with its last line, not at the foot of the page.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bookmaker.editions.linebreaking import looseness
from bookmaker.editions.linebreaking.looseness import Variant
from bookmaker.editions.page_depth import foot, line_height
from bookmaker.xhtml import HEADINGS

MARK = "whole-lines"
_IN_THE_MIDDLE = ("figure", "table", "div")  # of what they are filled with; other elements' first lines are the page's
_NOTHING = 0.02  # lines; less is rounding


@contextmanager
def whole_lines() -> Iterator[None]:
    """While it holds, marked blocks are laid out in whole lines, and no font but the first moves a line."""
    from weasyprint.layout import block, inline  # noqa: PLC0415  see pdf._weasyprint

    lay_out, set_text = block.block_container_layout, inline.split_text_box

    def rounded(context: Any, box: Any, bottom_space: float, skip_stack: Any, page_is_empty: bool, *rest: Any,
                **named: Any) -> Any:  # fmt: skip
        result = lay_out(context, box, bottom_space, skip_stack, page_is_empty, *rest, **named)
        laid_out, resume_at = result[:2]
        if laid_out is not None and resume_at is None and _is_marked(laid_out):
            _fill(laid_out, context.page_bottom - bottom_space, at_head=page_is_empty or skip_stack is not None)
        if laid_out is not None and resume_at is None and skip_stack is None and not page_is_empty:
            _give_space(laid_out, box)
        if laid_out is not None and resume_at is not None and _is_ruled(laid_out):
            laid_out.height = min(laid_out.height, max(0, foot(laid_out) - laid_out.content_box_y()))
        return result

    def on_line(*given: Any, **named: Any) -> Any:
        result = set_text(*given, **named)
        if result[0] is not None:
            _, result[0].baseline = inline.strut(result[0].style)
        return result

    block.block_container_layout, inline.split_text_box = rounded, on_line
    try:
        yield
    finally:
        block.block_container_layout, inline.split_text_box = lay_out, set_text


def spaces(page: Any) -> list[Variant]:
    """The spaces of *page* that can be a line wider or narrower; what may differ from place to place is the better."""
    found = []
    for box in page.descendants():
        if (source := getattr(box, "_spaced", None)) is not None and not looseness.of(source):
            found += [Variant(source, by, strain) for by, strain in _gives(box).items()]
    return found


def _gives(box: Any) -> dict[int, float]:
    """By how many lines the space around *box* may differ from what it is in the style sheet, at what strain."""
    if box.element_tag == "hr":
        return {1: 0.6, -1: 0.6}
    if box.element_tag == "h2":
        return {1: 0.5, -1: 0.6}
    return {1: 0.7} if box.element_tag == "h3" or _is_marked(box) else {}


def _give_space(box: Any, source: Any) -> None:
    """Make the space around *box* as wide as is wanted: above a heading, else half of it on each side."""
    if not _gives(box):
        return
    box._spaced = source
    if by := looseness.of(source):
        space = by * line_height(box)
        box.height += space
        for child in box.children:
            child.translate(dy=space if box.element_tag in HEADINGS else space / 2)


def _is_marked(box: Any) -> bool:
    """Whether *box* is a marked element's own; the boxes that WeasyPrint makes inside it name the same element."""
    if box.element is None or MARK not in box.element.get("class", "").split():
        return False
    return box.is_table_wrapper or getattr(box.style, "pseudo_type", "none of an element's") is None


def _fill(box: Any, bottom: float, *, at_head: bool) -> None:
    """Make *box* higher, as far as the page's *bottom*: half of it above its content, but not *at* a page's *head*."""
    line, height = line_height(box), box.border_height()
    lacking = math.ceil(height / line - _NOTHING) * line - height
    lacking = min(lacking, bottom - box.border_box_y() - height)
    if lacking <= 0:
        return
    box.height += lacking
    if not at_head and box.element_tag in _IN_THE_MIDDLE:
        for child in box.children:
            child.translate(dy=lacking / 2)


def _is_ruled(box: Any) -> bool:
    """Whether the height of *box* can be seen."""
    return bool(box.border_left_width or box.border_right_width or box.style["background_color"].alpha)
