"""The widths of a table's columns where it is wider than there is room for: shared out by what the columns hold.

``pdf`` puts :func:`shared` around WeasyPrint's work.  CSS's way, which WeasyPrint goes, gives each column what its
longest word needs and a part of the rest; a column of short words is then broken beside a column of long text.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from bookmaker.editions.linebreaking import WRITTEN_FOR

_PARTS = 60  # in which the room is shared out
_BROKEN = 1  # line, which other cells may have more for one that is not broken
_HAIR = 0.01  # pixels


class Column(NamedTuple):
    """In pixels: the width of its longest word and of its longest cell in one line, and that of every cell."""

    least: float
    natural: float
    cells: Sequence[float]


class _Shares(NamedTuple):
    """The lines of all cells, and of how many parts of the room they are made, together and by column."""

    lines: int
    taken: int
    parts: tuple[int, ...]


@contextmanager
def shared() -> Iterator[None]:
    """While it holds, tables that are too wide have the columns of :func:`widths`; not in another WeasyPrint."""
    import weasyprint  # noqa: PLC0415  see pdf._weasyprint
    from weasyprint.layout import preferred, table  # noqa: PLC0415

    own, known = table.auto_table_layout, {}

    def lay_out(context: Any, wrapper: Any, containing_block: Any) -> None:
        own(context, wrapper, containing_block)
        box = wrapper.get_wrapped_table()
        _, _, least, natural, percentages, is_set, spacing, grid = preferred.table_and_columns_preferred_widths(
            context, wrapper, outer=False
        )
        room = box.width - spacing
        if any(percentages) or any(is_set) or not sum(least) < room < sum(natural):
            return  # as the author wishes, or as there is no choice
        if (box, room) not in known:
            cells = [[_length(context, cell) for cell in column if cell and cell.colspan == 1] for column in grid]
            known[box, room] = widths([*map(Column, least, natural, cells)], room)
        box.column_widths = [*known[box, room]]  # WeasyPrint turns the list round

    def _length(context: Any, cell: Any) -> float:
        return float(preferred.table_cell_min_max_content_width(context, cell)[1])

    if weasyprint.__version__ == WRITTEN_FOR:
        table.auto_table_layout = lay_out
    try:
        yield
    finally:
        table.auto_table_layout = own


def widths(columns: Sequence[Column], room: float) -> list[float]:
    """How wide each of *columns* is, together *room*, which is more than they need and less than they would like.

    So that their cells have as few lines as can be, all together; what is then left goes where it is wanted.
    """
    part = (room - sum(column.least for column in columns)) / _PARTS
    best: list[_Shares] = [_Shares(0, 0, ())] * (_PARTS + 1)  # of so many parts, or fewer
    for column in columns:
        lines = [_lines(column, column.least + parts * part) for parts in range(_PARTS + 1)]
        best = [
            min(_added(best[left - taken], lines[taken], taken) for taken in range(left + 1))
            for left in range(_PARTS + 1)
        ]
    found = [
        min(column.least + taken * part, column.natural)
        for column, taken in zip(columns, best[_PARTS].parts, strict=True)
    ]
    wanted = [column.natural - width for column, width in zip(columns, found, strict=True)]
    rest = (room - sum(found)) / sum(wanted)
    return [width + rest * more for width, more in zip(found, wanted, strict=True)]


def _added(shares: "_Shares", lines: int, taken: int) -> "_Shares":
    return _Shares(shares.lines + lines, shares.taken + taken, (*shares.parts, taken))


def _lines(column: Column, width: float) -> int:
    """About how many lines the cells of *column* have together, some more for each that is broken.

    Half of a long word does not fit on a line.
    """
    filled = width - column.least / 2
    return sum(1 if cell < width + _HAIR else math.ceil(cell / filled) + _BROKEN for cell in column.cells)
