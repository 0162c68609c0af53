"""Lines of code that are longer than the page is wide go on deeper than they begin; pages begin with no empty one.

``pdf`` puts :func:`hanging` around WeasyPrint's work, which begins the rest of such a line where lines begin: in code,
where an indent says what belongs to what, nobody can tell it from a line of its own.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bookmaker.editions.linebreaking import replaced
from bookmaker.editions.long_code import CODE_WIDTH, hang

_EMPTY = re.compile(r"[ \u00a0]*\n")


@contextmanager
def hanging() -> Iterator[None]:
    """While it holds, what is turned over in a listing hangs, and empty lines at a page's head are left out."""
    from weasyprint.layout import block, inline  # noqa: PLC0415  see pdf._weasyprint

    own_next, own_lines = inline.get_next_linebox, block.iter_line_boxes

    def next_line(context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any,
                  containing_block: Any, *rest: Any) -> Any:  # fmt: skip
        if skip_stack is not None and containing_block.element_tag == "pre" and (begun := _begun(linebox, skip_stack)):
            size = CODE_WIDTH * linebox.style["font_size"]
            linebox.text_indent = size * hang(begun, int(containing_block.width / size))
        return own_next(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)

    def lines(context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any,
              containing_block: Any, *rest: Any) -> Any:  # fmt: skip
        if skip_stack is not None and containing_block.element_tag == "pre" and not _begun(linebox, skip_stack):
            skip_stack = _behind_empty(linebox, skip_stack) or skip_stack
        return own_lines(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)

    with replaced(inline, get_next_linebox=next_line), replaced(block, iter_line_boxes=lines):
        yield


def _begun(linebox: Any, place: Any) -> str:
    """What of the line of code that goes on at a *place* stands before it."""
    begun = ""
    for words in _before(linebox, place):
        *others, last = words.rsplit("\n", 1)
        begun = last + begun
        if others:
            break
    return begun


def _before(box: Any, place: Any) -> Iterator[str]:
    """The pieces of text in *box* before a *place*, or all of them; the last comes first."""
    if (words := getattr(box, "text", None)) is not None:
        yield words if place is None else words[: next(iter(place))]
        return
    end, inner = (len(box.children), None) if place is None else next(iter(place.items()))
    if inner is not None:
        yield from _before(box.children[end], inner)
    for number in range(end - 1, -1, -1):
        if hasattr(box.children[number], "text") or hasattr(box.children[number], "children"):
            yield from _before(box.children[number], None)


def _behind_empty(box: Any, place: Any) -> Any:
    """The *place* in *box*, where a line begins, or that behind the empty lines there; None where no other is left."""
    number, inner = next(iter(place.items()))
    if (words := getattr(box, "text", None)) is not None:
        while empty := _EMPTY.match(words, number):
            number = empty.end()
        return {number: None} if number < len(words) else None
    children = getattr(box, "children", ())
    if number >= len(children):
        return None
    begin = inner or {0: None}
    behind = _behind_empty(children[number], begin)
    if behind is None:
        return _behind_empty(box, {number + 1: None})
    return place if behind == begin else {number: behind}
