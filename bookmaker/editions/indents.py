"""The first line of a paragraph that is read from the right has its indent on the right.

``pdf`` puts :func:`from_the_right` around WeasyPrint's work.  WeasyPrint 70 makes such a line shorter by its indent but
has it begin where all others begin, so that no paragraph can be told from the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bookmaker.editions.linebreaking import replaced


@contextmanager
def from_the_right() -> Iterator[None]:
    """While it holds, first lines that are read from the right are moved by their indents."""
    from weasyprint.layout import inline  # noqa: PLC0415  see pdf._weasyprint

    own = inline.get_next_linebox

    def next_line(context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any,
                  containing_block: Any, *rest: Any) -> Any:  # fmt: skip
        line, resume_at = own(context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest)
        style = containing_block.style
        begins_right = style["direction"] == "rtl" and style["text_align_all"] in ("start", "right", "justify")
        if line is not None and skip_stack is None and linebox.text_indent and begins_right:
            line.translate(dx=-linebox.text_indent, ignore_floats=True)
        return line, resume_at

    with replaced(inline, get_next_linebox=next_line):
        yield
