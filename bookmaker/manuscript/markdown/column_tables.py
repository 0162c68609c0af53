"""Pandoc's simple and multiline tables, whose columns are drawn by a line of hyphens.

In come lines of text, out comes a ``table_model.Table``; the block parser asks where a block begins, before it takes
the lines for a thematic break or, as a head may be indented, for code.  Where pandoc would cut a word in two at the
edge of a column, the word stays whole in the column where it begins.  A head (or, without a head, a row) in which
that happens is prose and no table.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from bookmaker.manuscript.markdown.table_model import Alignment, Cell, Table, caption, filled, is_blank, screen_columns

_Runs = list[tuple[int, int]]  # where each column's hyphens begin and end
_DASHES = re.compile(r" {0,3}--[- ]*")
_RUN = re.compile("-+")
_ALIGNMENTS: dict[tuple[bool, bool], Alignment] = {  # do the hyphens reach beyond the text, left and right of it?
    (False, False): "",
    (False, True): "left",
    (True, True): "center",
    (True, False): "right",
}


class _Cut(NamedTuple):
    """A line cut at the columns that it reaches, and whether every word lay within one column."""

    line: str
    cells: list[Cell]
    clean: bool


def within_reach(first: str, following: Iterator[str]) -> list[str]:
    """*first* and as many of the *following* lines as :func:`simple` and :func:`multiline` may look at.

    None, where *first* begins no table, so that nothing is read again and again from one line of hyphens to the next.
    """
    lines = [first, next(following, "")]
    opening, below = _runs(first), _runs(lines[1])
    if is_blank(lines[1]) or bool(opening) == bool(below):
        return []
    if below:  # a simple table with a head ends at a blank line, or before it
        if len(below) < 2 or is_blank(first) or not _cut(lines, 0, below).clean:
            return []
        for line in following:
            lines.append(line)
            if is_blank(line):
                break
        return lines
    dashes = 0  # any other ends at the second line of hyphens at the latest, if nothing stands right below that
    for line in following:
        lines.append(line)
        if dashes == 2:
            break
        dashes += bool(_runs(line))
    return lines


def simple(lines: list[str], start: int, end: int) -> tuple[Table, int] | None:
    """The simple table that begins at ``lines[start]``, with its head or its upper line of hyphens."""
    if start + 2 >= end or is_blank(lines[start]):
        return None
    runs = _runs(lines[start])
    if runs:
        return _simple_headless(lines, start, end, runs)
    runs = _runs(lines[start + 1])
    if len(runs) < 2:
        return None
    head = _cut(lines, start, runs)
    stop = start + 2
    while stop < end and not is_blank(lines[stop]) and not _closes(lines, stop, end):
        stop += 1
    if stop == start + 2 or not head.clean:
        return None
    rows = [_cut(lines, number, runs).cells for number in range(start + 2, stop)]
    after = stop + 1 if stop < end and _runs(lines[stop]) else stop
    return _table([head.cells], rows, _alignments([head], runs), runs, wide=False), after


def _simple_headless(lines: list[str], start: int, end: int, runs: _Runs) -> tuple[Table, int] | None:
    stop = start + 1
    while stop < end and not is_blank(lines[stop]) and not _runs(lines[stop]):
        stop += 1
    if stop == start + 1 or not _closes(lines, stop, end) or _runs(lines[stop]) != runs or len(runs) < 2:
        return None
    rows = [_cut(lines, number, runs) for number in range(start + 1, stop)]
    if not all(row.clean for row in rows):
        return None
    return _table([], [row.cells for row in rows], _alignments(rows[:1], runs), runs, wide=False), stop + 1


def multiline(lines: list[str], start: int, end: int) -> tuple[Table, int] | None:
    """The multiline table that begins at ``lines[start]`` with its upper line of hyphens."""
    opening = _runs(lines[start]) if start < end else []
    first = start + 1
    while opening and first < end and not is_blank(lines[first]) and not _runs(lines[first]):
        first += 1
    if not opening or first == start + 1:
        return None
    runs = _runs(lines[first]) if first + 1 < end and not is_blank(lines[first + 1]) else []
    if not (len(runs) > 1 and _reaches(opening, runs)):
        return _multiline_headless(lines, start, end, opening)
    stop = _next_dashes(lines, first + 1, end)
    heads = [_cut(lines, number, runs) for number in range(start + 1, first)]
    if not (_closes(lines, stop, end) and _reaches(_runs(lines[stop]), runs) and all(head.clean for head in heads)):
        return None
    rows = [_row(cuts) for cuts in _groups(lines, first + 1, stop, runs)]
    return _table([_row(heads)], rows, _alignments(heads, runs), runs, wide=True), stop + 1


def _multiline_headless(lines: list[str], start: int, end: int, runs: _Runs) -> tuple[Table, int] | None:
    stop = _next_dashes(lines, start + 1, end)
    if len(runs) < 2 or not _closes(lines, stop, end) or _runs(lines[stop]) != runs:
        return None
    groups = list(_groups(lines, start + 1, stop, runs))
    apart = len(groups) > 1 or is_blank(lines[stop - 1])  # otherwise it is a simple table
    if not apart or not all(cut.clean for cuts in groups for cut in cuts):
        return None
    alignments = _alignments(groups[0][:1], runs)
    return _table([], [_row(cuts) for cuts in groups], alignments, runs, wide=True), stop + 1


def _table(
    head: list[list[Cell]], rows: list[list[Cell]], alignments: list[Alignment], runs: _Runs, wide: bool
) -> Table:
    whole = sum(right - left for left, right in runs)
    widths = [(right - left) / whole for left, right in runs] if wide else []
    head, rows = filled(head, len(runs)), filled(rows, len(runs))
    if not any(cell.lines for row in head for cell in row):
        head = []
    return Table(alignments, head, rows, [], widths, False, [])


def _runs(line: str) -> _Runs:
    """Where the hyphens of a line of nothing else stand; the line ``- - -`` is a thematic break, and ``--`` text."""
    text = line.expandtabs(4).rstrip(" ")
    runs = [found.span() for found in _RUN.finditer(text)] if _DASHES.fullmatch(text) else []
    return runs if len(runs) > 1 or "---" in text else []


def _reaches(outer: _Runs, runs: _Runs) -> bool:
    """Whether a line above or below the table is as long as its columns, more or less."""
    return outer[-1][1] > runs[-1][0]


def _closes(lines: list[str], number: int, end: int) -> bool:
    """Whether this is a line of hyphens with nothing below it but a caption."""
    if number >= end or not _runs(lines[number]):
        return False
    return number + 1 >= end or is_blank(lines[number + 1]) or caption(lines[number + 1]) is not None


def _next_dashes(lines: list[str], start: int, end: int) -> int:
    return next((number for number in range(start, end) if _runs(lines[number])), end)


def _groups(lines: list[str], start: int, stop: int, runs: _Runs) -> Iterable[list[_Cut]]:
    """The lines of each row: blank lines stand between them."""
    for blank, numbers in groupby(range(start, stop), lambda number: is_blank(lines[number])):
        if not blank:
            yield [_cut(lines, number, runs) for number in numbers]


def _row(cuts: list[_Cut]) -> list[Cell]:
    """The cells of a row with the text of all its lines."""
    row: list[Cell] = []
    for cut in cuts:
        for column, cell in enumerate(cut.cells):
            if column == len(row):
                row.append(cell._replace(lines=list(cell.lines)))
            elif not row[column].lines:
                row[column] = cell._replace(lines=list(cell.lines))
            else:
                row[column].lines.extend(cell.lines)
    return row


def _cut(lines: list[str], number: int, runs: _Runs) -> _Cut:
    """A line in cells; columns are counted as on a screen, or by characters if only that agrees with the words."""
    line = lines[number].expandtabs(4)
    bounds, clean = _bounds(line, runs, screen_columns(line))
    if not clean and not line.isascii():
        by_character, agrees = _bounds(line, runs, range(len(line)))
        bounds, clean = (by_character, True) if agrees else (bounds, False)
    cells = []
    for left, right in pairwise([*bounds, len(line)]):
        text = line[left:right].strip(" ")
        column = left + line[left:right].index(text[0]) if text else left
        cells.append(Cell([text] if text else [], number, column))
    return _Cut(line, cells, clean)


def _bounds(line: str, runs: _Runs, columns: Sequence[int]) -> tuple[list[int], bool]:
    """Where the columns that a line reaches begin in it, and whether no word lies across two of them."""
    bounds = [0]
    clean = True
    for (_, gap), (edge, _) in pairwise(runs):
        if edge >= len(columns):
            break
        bound = columns[edge]
        if bound > bounds[-1] and line[bound - 1] != " " != line[bound : bound + 1]:
            space = line.rfind(" ", columns[gap] - 1, bound)
            if space < 0:
                clean = False
                after = line.find(" ", bound)
                bound = len(line) if after < 0 else after
            else:  # the word begins between the columns: it is a little too wide for the one on the right
                bound = space + 1
        bounds.append(max(bound, bounds[-1]))
    return bounds, clean


def _alignments(cuts: list[_Cut], runs: _Runs) -> list[Alignment]:
    """From where the shortest text of each column stands above, or below, its hyphens."""
    shortest: list[tuple[int, int]] = list(runs)
    found = [False] * len(runs)
    for cut in cuts:
        done = begin = 0
        for column, cell in enumerate(cut.cells):
            begin += len(screen_columns(cut.line[done : cell.column]))
            done = cell.column
            if cell.lines:
                end = begin + len(screen_columns(cell.lines[0]))
                if not found[column] or end < shortest[column][1]:
                    shortest[column] = (begin, end)
                    found[column] = True
    return [_ALIGNMENTS[begin > left, end < right] for (begin, end), (left, right) in zip(shortest, runs, strict=True)]
