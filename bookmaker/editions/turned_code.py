"""Lines of code that are longer than the page is wide go on deeper than they begin; pages begin with no empty one.

``pdf`` puts :func:`hanging` around WeasyPrint's work, which begins the rest of such a line where lines begin: in code,
where an indent says what belongs to what, nobody can tell it from a line of its own.  A listing goes on overleaf with a
line of code.  WeasyPrint's places in a text count the bytes of its UTF-8.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bookmaker.editions.linebreaking import replaced
from bookmaker.editions.long_code import CODE_WIDTH, hang

_EMPTY_LINES = re.compile(rb"(?:[ \t]*\n)*")


@contextmanager
def hanging() -> Iterator[None]:
    """While it holds, what is turned over in a listing hangs, and empty lines at a page's head are left out."""
    from weasyprint.layout import block, inline  # noqa: PLC0415  see pdf._weasyprint

    own_next, lay_out = inline.get_next_linebox, block.block_container_layout

    def next_line(context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any,
                  containing_block: Any, *rest: Any) -> Any:  # fmt: skip
        if skip_stack is not None and containing_block.element_tag == "pre" and (begun := _begun(linebox, skip_stack)):
            size = CODE_WIDTH * linebox.style["font_size"]
            linebox.text_indent = size * hang(begun, int(containing_block.width / size))
        return own_next(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)

    def laid_out(context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any) -> Any:
        if box.element_tag == "pre" and skip_stack is not None:
            skip_stack = _below_empty_lines(box, skip_stack) or skip_stack
        return lay_out(context, box, bottom_space, skip_stack, *rest, **named)

    with replaced(inline, get_next_linebox=next_line), replaced(block, block_container_layout=laid_out):
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
        yield words if place is None else words.encode()[: next(iter(place))].decode()
        return
    end, inner = (len(box.children), None) if place is None else next(iter(place.items()))
    if inner is not None:
        yield from _before(box.children[end], inner)
    for number in range(end - 1, -1, -1):
        if hasattr(box.children[number], "text") or hasattr(box.children[number], "children"):
            yield from _before(box.children[number], None)


def _below_empty_lines(box: Any, at: Any) -> Any:
    """Where *box*, or what is *at* a place in it, goes on with something other than empty lines; None: nowhere."""
    (index, inner), *_ = at.items() if at else [(0, None)]
    if hasattr(box, "text"):
        words = box.text.encode()
        empty = _EMPTY_LINES.match(words, index)
        index = empty.end() if empty else index
        return {index: None} if index < len(words) else None
    if not getattr(box, "children", ()):
        return {0: None}  # a picture, or what a link leads to
    for number in range(index, len(box.children)):
        found = _below_empty_lines(box.children[number], inner if number == index else None)
        if found is not None:
            return {number: None if found == {0: None} else found}
    return None
