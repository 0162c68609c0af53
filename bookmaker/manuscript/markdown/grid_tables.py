"""Grid tables: pandoc's and reStructuredText's, with cells that reach over several columns and rows.

In come lines of text, out comes a ``table_model.Table``; the block parser asks.  Cells are traced along their borders
as docutils does it: from the upper left corner to the right, down, and back.  Text is measured as it stands on a
screen, where East Asian characters take two columns, or by characters if more of the borders meet so.
"""

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

from bookmaker.manuscript.markdown.table_model import SPACE, Alignment, Cell, Table, colon_alignment, screen_columns

_FIRST = re.compile(r" {0,3}\+(?::?-++:?\+)++[ \t]*")
_BORDER = re.compile(r"\+(?:(?::?-++:?\+)++|(?::?=++:?\+)++)")
_STROKE = re.compile(r"[+-]+")
_LINE = re.compile(r" {0,3}[+|]")
_STRAIGHTENED = str.maketrans("=:", "--")


class _Grid(NamedTuple):
    """The lines, their indentation removed, in four views."""

    lines: list[str]
    drawn: list[str]  # one character for each screen column, full borders of hyphens only
    strokes: list[list[tuple[int, int]]]  # where pieces of border may run: begin and end
    columns: list[Sequence[int]]  # which character of the line begins in each screen column
    width: int


class _Box(NamedTuple):
    """The borders of a cell, as indexes of lines and screen columns."""

    top: int
    left: int
    bottom: int
    right: int


def grid(lines: list[str], start: int, end: int) -> tuple[Table, int] | None:
    """The table that begins at ``lines[start]``, and the first line below it; None also for a malformed grid.

    Ask where a block begins, not at each line of a paragraph.
    """
    if start >= end or not _FIRST.fullmatch(lines[start]):
        return None
    after = start + 1
    while after < end and _LINE.match(lines[after]):
        after += 1
    given = [line.expandtabs(4) for line in lines[start:after]]
    bare = [line.strip(SPACE) for line in given]
    last = max(number for number, line in enumerate(bare) if _BORDER.fullmatch(line) and len(line) == len(bare[0]))
    bare = bare[: last + 1]
    measures = [_characters] if all(map(str.isascii, bare)) else [screen_columns, _characters]
    drawn, boxes = max((_traced(bare, measure) for measure in measures), key=lambda traced: len(traced[1]))
    if not boxes:
        return None
    indents = [len(line) - len(line.lstrip(" ")) for line in given]
    return _table(drawn, boxes, start, indents), start + last + 1


def _traced(bare: list[str], measure: Callable[[str], Sequence[int]]) -> tuple[_Grid, list[_Box]]:
    drawn = _drawn(bare, measure)
    return drawn, _boxes(drawn)


def _characters(line: str) -> Sequence[int]:
    return range(len(line))


def _drawn(bare: list[str], measure: Callable[[str], Sequence[int]]) -> _Grid:
    columns = [measure(line) for line in bare]
    drawn = [
        line.translate(_STRAIGHTENED)
        if _BORDER.fullmatch(line)
        else line
        if len(places) == len(line)
        else "".join(line[place : place + 1] for place in places)
        for line, places in zip(bare, columns, strict=True)
    ]
    strokes = [[found.span() for found in _STROKE.finditer(line)] for line in drawn]
    return _Grid(bare, drawn, strokes, columns, len(bare[0]))


def _boxes(drawn: _Grid) -> list[_Box]:
    """All cells from top to bottom; none when they do not cover the table without a gap."""
    bottom, right = len(drawn.lines) - 1, drawn.width - 1
    done = [0] * right  # how far down each column is covered
    corners = [(0, 0)]
    boxes = []
    while corners:
        top, left = heapq.heappop(corners)
        if top == bottom or left == right or done[left] > top:
            continue
        box = _box(drawn, top, left)
        if box is None or any(covered != top for covered in done[left : box.right]):
            return []
        done[left : box.right] = [box.bottom] * (box.right - left)
        heapq.heappush(corners, (top, box.right))
        heapq.heappush(corners, (box.bottom, left))
        boxes.append(box)
    return boxes if all(covered == bottom for covered in done) else []


def _box(drawn: _Grid, top: int, left: int) -> _Box | None:
    """The smallest cell with its upper left corner here."""
    border = drawn.drawn[top]
    right = left
    while right < drawn.width - 1:
        right += 1
        if border[right : right + 1] == "+":
            for bottom in range(top + 1, len(drawn.lines)):
                if _closes(drawn, bottom, left, right):
                    return _Box(top, left, bottom, right)
                if not (_is_side(drawn, bottom, left) and _is_side(drawn, bottom, right)):
                    break
        elif border[right : right + 1] != "-":
            break
    return None


def _closes(drawn: _Grid, number: int, left: int, right: int) -> bool:
    line = drawn.drawn[number]
    if right >= len(line) or line[left] != "+" or line[right] != "+":
        return False
    strokes = drawn.strokes[number]
    _, end = strokes[bisect_right(strokes, left, key=itemgetter(0)) - 1]
    return end > right and (right < drawn.width - 1 or len(line) == drawn.width)


def _is_side(drawn: _Grid, number: int, column: int) -> bool:
    """Whether a vertical border passes; at the table's right side it may be out of place or missing."""
    return column == drawn.width - 1 or drawn.drawn[number][column : column + 1] in ("|", "+")


def _table(drawn: _Grid, boxes: list[_Box], start: int, indents: list[int]) -> Table:
    edges = sorted({edge for box in boxes for edge in (box.left, box.right)})
    column_at = {edge: number for number, edge in enumerate(edges)}
    tops = sorted({edge for box in boxes for edge in (box.top, box.bottom)})
    row_at = {edge: number for number, edge in enumerate(tops)}
    rows: list[list[Cell]] = [[] for _ in tops[1:]]
    for box in sorted(boxes):
        cell = _cell(drawn, box)
        rows[row_at[box.top]].append(
            cell._replace(
                line=start + cell.line,
                column=indents[cell.line] + cell.column,
                colspan=column_at[box.right] - column_at[box.left],
                rowspan=row_at[box.bottom] - row_at[box.top],
            )
        )
    doubles = [edge for edge in tops if "=" in drawn.lines[edge] and _BORDER.fullmatch(drawn.lines[edge])]
    head = row_at[doubles[0]] if doubles and doubles[0] < tops[-1] else 0
    foot = row_at[doubles[-2]] if len(doubles) > 2 and doubles[-1] == tops[-1] else len(rows)
    alignments = _alignments(drawn.lines[tops[head]], edges)
    widths = [(right - left) / edges[-1] for left, right in pairwise(edges)]
    return Table(alignments, rows[:head], rows[head:foot], rows[foot:], widths, True, [])


def _alignments(border: str, edges: list[int]) -> list[Alignment]:
    """What the colons of a border say about each column between the edges."""
    segments = border[1:-1].split("+")
    ends = list(accumulate(len(segment) + 1 for segment in segments))
    return [colon_alignment(segments[bisect_left(ends, edge)]) for edge in edges[1:]]


def _cell(drawn: _Grid, box: _Box) -> Cell:
    """The lines inside the borders, without the indentation that they share and blank lines around them."""
    numbers = range(box.top + 1, box.bottom)
    texts = [_inside(drawn, number, box) for number in numbers]
    filled = [index for index, text in enumerate(texts) if text]
    if not filled:
        return Cell([], min(box.top + 1, box.bottom), box.left)
    indent = min(len(texts[index]) - len(texts[index].lstrip(" ")) for index in filled)
    first = filled[0]
    column = drawn.columns[numbers[first]][box.left + 1] + indent
    return Cell([text[indent:] for text in texts[first : filled[-1] + 1]], numbers[first], column)


def _inside(drawn: _Grid, number: int, box: _Box) -> str:
    """The text of a line between the borders; in the last column as far as it goes."""
    line, columns = drawn.lines[number], drawn.columns[number]
    if box.left + 1 >= len(columns):
        return ""
    begin = columns[box.left + 1]
    if box.right < drawn.width - 1:
        return line[begin : columns[box.right]].rstrip(SPACE)
    return line[begin:].removesuffix("|").rstrip(SPACE)
