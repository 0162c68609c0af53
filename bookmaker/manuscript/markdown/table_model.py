"""What the three readers of tables share: the values that they give, captions, and the width of text on a screen.

``pipe_tables``, ``grid_tables`` and ``column_tables`` take lines of text and give a :class:`Table`; the block parser
asks them, and turns the lines of each cell into elements.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple
from unicodedata import category, east_asian_width

Alignment = Literal["", "left", "center", "right"]
SPACE = " \t"
_CAPTION = re.compile(r" {0,3}(?::[ \t]|[Tt]able:)(.*)")
_COLONS: dict[tuple[bool, bool], Alignment] = {
    (False, False): "",
    (True, False): "left",
    (True, True): "center",
    (False, True): "right",
}
_MOST_FILLING = 500_000


class Cell(NamedTuple):
    """The lines of one cell, none when it is empty, and where the first of them begins in the given lines, from 0."""

    lines: list[str]
    line: int
    column: int
    colspan: int = 1
    rowspan: int = 1


class Table(NamedTuple):
    """Rows of cells.  A cell that reaches into further columns or rows stands only in the row where it begins.

    *widths* are relative and sum to 1; there are none when the columns are as wide as their text.  *blocks* says that
    cells hold Markdown blocks rather than inline text.  *excess* names the lines that had more cells than the head.
    """

    alignments: list[Alignment]
    head: list[list[Cell]]
    rows: list[list[Cell]]
    foot: list[list[Cell]]
    widths: list[float]
    blocks: bool
    excess: list[int]


def caption(text: str) -> str | None:
    """The words of a caption (``: Text``, or ``Table: Text``, which may go on), its attributes included."""
    first, feed, rest = text.partition("\n")
    found = _CAPTION.fullmatch(first)
    if not found or (feed and first.lstrip().startswith(":")):
        return None
    return (found[1] + feed + rest).strip(SPACE) or None


def colon_alignment(segment: str) -> Alignment:
    """What the colons at the ends of a piece of border, such as ``:---:``, say."""
    return _COLONS[segment.startswith(":"), segment.endswith(":")]


def is_blank(line: str) -> bool:
    """Whether there is nothing on the line."""
    return not line.strip(SPACE)


def is_indented(line: str) -> bool:
    """Whether the line begins with four columns of space, as code does."""
    return line[:1] in SPACE and line.expandtabs(4).startswith("    ")


def filled(rows: list[list[Cell]], columns: int) -> list[list[Cell]]:
    """The rows themselves, the short ones now with empty cells at their end.

    A wide head above many short rows would ask for more cells than the text has characters; as in cmark-gfm there
    is a limit, behind which rows stay short.
    """
    left = _MOST_FILLING
    for row in rows:
        missing = min(columns - len(row), left)
        left -= missing
        row.extend([Cell([], row[-1].line, row[-1].column) for _ in range(missing)])
    return rows


def screen_columns(line: str) -> Sequence[int]:
    """For each column on a screen the index of the character that begins there, or of the next one.

    East Asian wide characters take two columns, combining and invisible ones none.
    """
    if line.isascii():
        return range(len(line))
    indexes: list[int] = []
    for index, character in enumerate(line):
        if east_asian_width(character) in "WF":
            indexes += (index, index + 1)
        elif category(character) not in ("Mn", "Me", "Cf"):
            indexes.append(index)
    return indexes
