r"""Pipe tables: GFM's, with what pandoc adds.

In come lines of text, out comes a ``table_model.Table``; the block parser asks.  Beyond GFM: a table may lack its
head (the delimiter row comes first, or the head is empty), and the delimiter row may have ``+`` between its columns,
as Emacs writes them.  A bar behind a backslash is text, in code too, as in cmark-gfm.
"""

import re
from collections.abc import Callable

from bookmaker.manuscript.markdown.table_model import (
    SPACE,
    Alignment,
    Cell,
    Table,
    colon_alignment,
    filled,
    is_blank,
    is_indented,
)

_BAR = re.compile(r"(?<!\\)\|")
_MARK = re.compile(r":?-+:?")
_DELIMITER = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:[|+][ \t]*+:?-++:?[ \t]*+)*+\|?")
_NOT_DELIMITER = re.compile(r"-+|-[ \t].*")  # the line below a heading, and a list's item


def pipe(
    lines: list[str], start: int, end: int, stops: Callable[[str], bool], headless: bool = True
) -> tuple[Table, int] | None:
    """The table that begins at ``lines[start]``, and the first line below it.

    *stops* tells which line, other than a blank one, ends the table: the beginning of another block, and a caption.
    *headless* is whether a table may begin here with its delimiter row, which it may not within a paragraph.
    A row with more cells than the head keeps their text in its last cell; such lines are in ``Table.excess``.
    """
    if start + 1 >= end or is_indented(lines[start]):
        return None
    alignments = _alignments(lines[start + 1])
    if alignments:
        head = _row(lines[start], start)
        if len(head) != len(alignments) or not ("|" in lines[start] or "|" in lines[start + 1]):
            return None
        heads = [head] if any(cell.lines for cell in head) else []
        first = start + 2
    else:
        alignments = _alignments(lines[start])
        if not (headless and alignments and "|" in lines[start] and "|" in lines[start + 1]):
            return None
        heads = []
        first = start + 1
    after = next((number for number in range(first, end) if _ends(lines[number], stops)), end)
    if not heads and after == first:
        return None
    rows = []
    excess = []
    for number in range(first, after):
        cells = _row(lines[number], number)
        fitting = _fitting(cells, len(alignments))
        if fitting is not cells:
            excess.append(number)
        rows.append(fitting)
    return Table(alignments, heads, filled(rows, len(alignments)), [], [], False, excess), after


def _alignments(line: str) -> list[Alignment]:
    """The alignments of the columns, none when the line is not a delimiter row."""
    text = line.strip(SPACE)
    if is_indented(line) or not _DELIMITER.fullmatch(text) or _NOT_DELIMITER.fullmatch(text):
        return []
    return [colon_alignment(mark) for mark in _MARK.findall(text)]


def _ends(line: str, stops: Callable[[str], bool]) -> bool:
    return is_blank(line) or is_indented(line) or stops(line)


def _row(line: str, number: int) -> list[Cell]:
    """The cells of a row; the bars around them are no borders between cells."""
    pieces = _BAR.split(line) if "\\|" in line else line.split("|")
    column = 0
    if len(pieces) > 1 and is_blank(pieces[-1]):
        del pieces[-1]
    if len(pieces) > 1 and is_blank(pieces[0]):
        column = len(pieces.pop(0)) + 1
    cells = []
    for piece in pieces:
        text = piece.strip(SPACE)
        if text:
            cells.append(Cell([text.replace("\\|", "|")], number, column + piece.index(text[0])))
        else:
            cells.append(Cell([], number, column))
        column += len(piece) + 1
    return cells


def _fitting(cells: list[Cell], width: int) -> list[Cell]:
    """The row as wide as the head: empty cells too many are dropped, the text of others joins the last cell."""
    while len(cells) > width and not cells[-1].lines:
        del cells[-1]
    if len(cells) <= width:
        return cells
    last = [cell for cell in cells[width - 1 :] if cell.lines]
    text = " | ".join(cell.lines[0] for cell in last)
    return [*cells[: width - 1], last[0]._replace(lines=[text])]
