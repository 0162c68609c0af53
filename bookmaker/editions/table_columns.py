"""The widths of a table's columns where it is wider than there is room for: shared out by what the columns hold.

``pdf`` puts :func:`shared` around WeasyPrint's work.  CSS's way, which WeasyPrint goes, gives each column what its
longest word needs and a part of the rest; a column of short words is then broken beside a column of long text.
Here the rows together have as few lines as can be.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from bookmaker.editions.linebreaking import replaced

_PARTS = 60  # in which the room is shared out
_BROKEN = 1  # line, which other cells may have more for one that is not broken
_ROWS = 120  # are enough to go by
_STEPS = (16, 8, 4, 2, 1)  # parts that one column may give another at a time
_HAIR = 0.01  # pixels


class Column(NamedTuple):
    """In pixels: the width of its longest word and of its longest cell in one line, and that of its cell in each row,
    0 where it has none."""

    least: float
    natural: float
    cells: Sequence[float]


_Lines = list[list[list[int]]]  # by column, by the parts of the room that it has, by row
_Parts = tuple[int, ...]  # of the room, by column


@contextmanager
def shared() -> Iterator[None]:
    """While it holds, tables that are too wide have the columns of :func:`widths`; not in another WeasyPrint."""
    from weasyprint.layout import preferred, table  # noqa: PLC0415  see pdf._weasyprint

    own, known = table.auto_table_layout, {}

    def lay_out(context: Any, wrapper: Any, containing_block: Any) -> None:
        """Give the columns of the table in *wrapper*, as WeasyPrint has laid them out, their share of its width."""
        own(context, wrapper, containing_block)
        box = wrapper.get_wrapped_table()
        _, _, least, natural, percentages, is_set, spacing, grid = preferred.table_and_columns_preferred_widths(
            context, wrapper, outer=False
        )
        room = box.width - spacing
        if any(percentages) or any(is_set) or not sum(least) < room < sum(natural):
            return  # as the author wishes, or as there is no choice
        if (box, room) not in known:
            step = math.ceil(len(grid[0]) / _ROWS)
            cells = [[_length(context, cell) for cell in column[::step]] for column in grid]
            known[box, room] = widths([*map(Column, least, natural, cells)], room)
        box.column_widths = [*known[box, room]]  # WeasyPrint turns the list round

    def _length(context: Any, cell: Any) -> float:
        is_its_own = cell is not None and cell.colspan == 1
        return float(preferred.table_cell_min_max_content_width(context, cell)[1]) if is_its_own else 0.0

    with replaced(table, auto_table_layout=lay_out):
        yield


def widths(columns: Sequence[Column], room: float) -> list[float]:
    """How wide each of *columns* is, together *room*, which is more than they need and less than they would like.

    So that the rows are as low as can be, all together; what is then left goes where it is wanted.
    """
    part = (room - sum(column.least for column in columns)) / _PARTS
    lines = [[_lines(column, column.least + parts * part) for parts in range(_PARTS + 1)] for column in columns]
    shares = _lowest(lines, _fewest(lines))
    found = [min(column.least + parts * part, column.natural) for column, parts in zip(columns, shares, strict=True)]
    wanted = [column.natural - width for column, width in zip(columns, found, strict=True)]
    rest = (room - sum(found)) / sum(wanted)
    return [width + rest * more for width, more in zip(found, wanted, strict=True)]


def _fewest(lines: _Lines) -> _Parts:
    """With these parts the cells have the fewest *lines*, each cell counted for itself."""
    best: list[tuple[int, int, _Parts]] = [(0, 0, ())] * (_PARTS + 1)  # the lines, and what so many parts at most do
    for column in lines:
        own = [sum(cells) for cells in column]
        best = [
            min((best[most - taken][0] + own[taken], best[most - taken][1] + taken, (*best[most - taken][2], taken))
                for taken in range(most + 1))
            for most in range(_PARTS + 1)
        ]  # fmt: skip
    return best[_PARTS][2]


def _lowest(lines: _Lines, shares: _Parts) -> _Parts:
    """*shares* with parts given from one column to another for as long as that makes the rows lower."""
    while True:
        given = [
            tuple(parts + step * ((number == to) - (number == giver)) for number, parts in enumerate(shares))
            for giver, to in itertools.permutations(range(len(shares)), 2)
            for step in _STEPS
            if step <= shares[giver] and shares[to] + step <= _PARTS
        ]
        better = min(given, key=lambda parts: _height(lines, parts), default=shares)
        if _height(lines, better) >= _height(lines, shares):
            return shares
        shares = better


def _height(lines: _Lines, shares: _Parts) -> tuple[int, int]:
    """The lines of all rows, and those of all their cells."""
    rows = [*zip(*(column[parts] for column, parts in zip(lines, shares, strict=True)), strict=True)]
    return sum(map(max, rows)), sum(map(sum, rows))


def _lines(column: Column, width: float) -> list[int]:
    """About how many lines each cell of *column* has, one more where it is broken.

    Half of a long word does not fit on a line.
    """
    filled = width - column.least / 2
    return [
        0 if not cell else 1 if cell < width + _HAIR else math.ceil(cell / filled) + _BROKEN for cell in column.cells
    ]
