"""Tables as authors draw them, with what is read from them; no letter lost, nothing else taken for a table."""

import re
import time
from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.manuscript.markdown.column_tables import multiline, simple
from bookmaker.manuscript.markdown.grid_tables import grid
from bookmaker.manuscript.markdown.pipe_tables import pipe
from bookmaker.manuscript.markdown.table_model import caption


def quotes_stop(line):
    return line.startswith(">")


def plain_pipe(lines, start, end):
    return pipe(lines, start, end, quotes_stop)


READERS = {"pipe": plain_pipe, "grid": grid, "simple": simple, "multiline": multiline}


def drawn(picture):
    """The lines of a picture, without the margin of its last line, which is blank, or has none."""
    *lines, last = picture.removeprefix("\n").split("\n")
    return [line.removeprefix(last) for line in lines] if last.isspace() else [*lines, last]


def read(reader, picture):
    lines = drawn(picture)
    found = reader(lines, 0, len(lines))
    assert found, "no table"
    return found[0]


def shown(rows):
    """One string for each row: ``a / b | c`` has two cells, the first of two lines; spans stand as ``2x1``."""
    return [" | ".join(map(cell_shown, row)) for row in rows]


def cell_shown(cell):
    span = f" {cell.colspan}x{cell.rowspan}" if (cell.colspan, cell.rowspan) != (1, 1) else ""
    return " / ".join(cell.lines) + span


def cells(table):
    return list(chain.from_iterable(table.head + table.rows + table.foot))


# --- pipe tables


def test_pipe_table_has_a_head_alignments_and_rows():
    table = read(
        plain_pipe,
        """
        | tide | moon | wind  | hour |
        | ---- | :--- | :---: | ---: |
        | ebb  | new  | north | 7    |
        | flow | full | west  | 13   |
        """,
    )
    assert table.alignments == ["", "left", "center", "right"]
    assert shown(table.head) == ["tide | moon | wind | hour"]
    assert shown(table.rows) == ["ebb | new | north | 7", "flow | full | west | 13"]
    assert (table.foot, table.widths, table.blocks, table.excess) == ([], [], False, [])


@pytest.mark.parametrize(
    ("picture", "rows"),
    [
        ("tide | moon\n:-: | --:\nebb | new", ["tide | moon", "ebb | new"]),  # no outer bars
        ("| a |\n| - |\n| b |", ["a", "b"]),  # one column
        ("| a |\n:--\nb", ["a", "b"]),  # the only bar is in the head
        ("a |\n-|\nb", ["a", "b"]),
        ("  | a | b |\n   | - | - |\n| c | d |", ["a | b", "c | d"]),  # up to three spaces before it
        (r"| a\|b | `c\|d` |" "\n|--|--|\n" r"| \\| e | f |", ["a|b | `c|d`", r"\| e | f"]),  # escaped bars
        ("| a | b |\n|---|---|\n| c |\nd", ["a | b", "c | ", "d | "]),  # short rows
        ("| a | b |\n|---|---|\n| | c |\n||", ["a | b", " | c", " | "]),  # empty cells
        ("| a | b |\n|---|---|", ["a | b"]),  # nothing but a head
        ("| a | b |\n|---+---|\n| c | d |", ["a | b", "c | d"]),  # as Emacs draws it
    ],
)
def test_pipe_rows(picture, rows):
    table = read(plain_pipe, picture)
    assert shown(table.head + table.rows) == rows


@pytest.mark.parametrize(
    "picture",
    [
        "| a | b |\n| --- |\n| c |",  # the head has more cells than the delimiter row
        "| a |\n| - | - |",
        "| a |\n---",  # a heading
        "a\n:--",  # no bar at all
        "a | b\n- | -",  # a list
        "| a | b |\n| -- | b |",
        "| a | b |\n\n|---|---|",
        "    | a |\n| - |",  # code
        "| a |\n    | - |",
        "| a |",
        "|---|---|",
        "| a\n+---+",
    ],
)
def test_no_pipe_table(picture):
    lines = picture.split("\n")
    assert plain_pipe(lines, 0, len(lines)) is None


@pytest.mark.parametrize("end", ["", "   ", "> a quotation", "    code"])
def test_pipe_table_ends(end):
    lines = ["| a | b |", "|---|---|", "| c | d |", end, "| e | f |"]
    table, after = plain_pipe(lines, 0, len(lines))
    assert (shown(table.rows), after) == (["c | d"], 3)


def test_pipe_table_without_head():
    delimiter_first = drawn("|:--|--:|\n| ebb | new |\n| flow | full |")
    empty_head = drawn("|   |   |\n|:--|--:|\n| ebb | new |\n| flow | full |")
    for lines in (delimiter_first, empty_head):
        table, after = plain_pipe(lines, 0, len(lines))
        assert (table.alignments, table.head, after) == (["left", "right"], [], len(lines))
        assert shown(table.rows) == ["ebb | new", "flow | full"]
    assert pipe(delimiter_first, 0, 3, quotes_stop, headless=False) is None
    assert plain_pipe(["--- | ---", "prose"], 0, 2) is None


def test_excess_text_stays_in_the_last_cell_and_is_told():
    table = read(plain_pipe, "| a | b |\n|---|---|\n| c | d | e | f |\n| g | h | |\n| i | | j |")
    assert shown(table.rows) == ["c | d | e | f", "g | h", "i | j"]
    assert [len(row) for row in table.rows] == [2, 2, 2]
    assert table.excess == [2, 4]


# --- grid tables


def test_grid_table_has_head_foot_and_blocks():
    table = read(
        grid,
        """
        +------+:---------------+------+
        | Fish | Where          | Size |
        +=====:+:===============+:====:+
        | cod  | - cold water   | 2 m  |
        |      | - banks        |      |
        |      |                |      |
        |      |       indented |      |
        +------+----------------+------+
        | ling |                | 1 m  |
        +======+================+======+
        | two  | seas           | 3 m  |
        +======+================+======+
        """,
    )
    assert table.alignments == ["right", "left", "center"]
    assert shown(table.head) == ["Fish | Where | Size"]
    assert shown(table.rows) == ["cod | - cold water / - banks /  /       indented | 2 m", "ling |  | 1 m"]
    assert shown(table.foot) == ["two | seas | 3 m"]
    assert table.blocks
    assert table.widths == [7 / 31, 17 / 31, 7 / 31]


def test_grid_table_without_head_has_its_colons_above():
    table = read(grid, "+--:+:-:+:--+---+\n| a | b | c | d |\n+---+---+---+---+")
    assert table.alignments == ["right", "center", "left", ""]
    assert (shown(table.head), shown(table.rows)) == ([], ["a | b | c | d"])


def test_two_double_borders_make_a_head_but_no_foot():
    table = read(grid, "+---+\n| a |\n+===+\n| b |\n+===+")
    assert (shown(table.head), shown(table.rows), shown(table.foot)) == (["a"], ["b"], [])


def test_grid_spans():
    table = read(
        grid,
        """
        +------------------+--------+
        | Harbour          | Boats  |
        |                  +---+----+
        |                  | n | m  |
        +=======+==========+===+====+
        | north | old      | 3 | 12 |
        | coast +----------+---+----+
        |       | new      | no data|
        |       +----------+        |
        |       | newest   |        |
        +-------+----------+--------+
        """,
    )
    assert shown(table.head) == ["Harbour 2x2 | Boats 2x1", "n | m"]
    assert shown(table.rows) == ["north / coast 1x3 | old | 3 | 12", "new | no data 2x2", "newest"]
    assert len(table.alignments) == len(table.widths) == 4


@pytest.mark.parametrize(
    "picture",
    [
        "+------+------+\n| 港口 | a    |\n+------+------+\n| b    | 潮水 |\n+------+------+",  # by width on a screen
        "+----+----+\n| 港口 | a  |\n+----+----+\n| b  | 潮水 |\n+----+----+",  # by characters
    ],
)
def test_wide_characters_in_grids(picture):
    assert shown(read(grid, picture).rows) == ["港口 | a", "b | 潮水"]


def test_the_right_side_of_a_grid_may_be_ragged():
    table = read(grid, "+---+---+\n| a | too long |\n| b | c\n+---+---+")
    assert shown(table.rows) == ["a / b | too long / c"]


@pytest.mark.parametrize(
    "picture",
    [
        "+---+---+",
        "+---+---+\n| a | b |",
        "+---+---+\n| a | b |\n+---+",  # a border too short
        "+---+---+\n| a | b |\n\n+---+---+",
        "+---+---+\n| a | b |\ntext\n+---+---+",
        "+---+---+\n| a | b |\n+---+   |\n|       |\n+---+---+",  # no corner where the cells meet
        "+---+---+\n| a | b |\n    +---+\n+---+---+",
        "+===+===+\n| a | b |\n+===+===+",
        "    +---+\n| a |\n+---+",
        "+ a list\n+ of two",
        "| a | b |\n|---|---|",
    ],
)
def test_no_grid_table(picture):
    lines = picture.split("\n")
    assert grid(lines, 0, len(lines)) is None


def test_grid_table_ends_with_its_last_border():
    lines = ["before", " +---+", " | a |", " +---+", "| a line of verse", "+ b"]
    table, after = grid(lines, 1, len(lines))
    assert (shown(table.rows), after) == (["a"], 4)


# --- simple and multiline tables


def test_simple_table_is_aligned_by_its_head():
    table = read(
        simple,
        """
           Right  Left      Centre   Plain
        --------  -------  --------  -----
              12  ebb        new      7
             130             full     13
        """,
    )
    assert table.alignments == ["right", "left", "center", ""]
    assert shown(table.head) == ["Right | Left | Centre | Plain"]
    assert shown(table.rows) == ["12 | ebb | new | 7", "130 |  | full | 13"]
    assert (table.widths, table.blocks) == ([], False)


def test_simple_table_without_head_lies_between_hyphens():
    table = read(simple, "-----  -----\n   12  ebb\n  130  flow\n-----  -----")
    assert (table.alignments, shown(table.head)) == (["right", "left"], [])
    assert shown(table.rows) == ["12 | ebb", "130 | flow"]


@pytest.mark.parametrize(
    ("below", "after"),
    [([], 4), (["", "text"], 4), (["---  ---"], 5), (["---------", "", "text"], 5), (["--- ---", ": Tides"], 5)],
)
def test_simple_table_ends(below, after):
    lines = ["a    b", "---  ---", "c    d", "---  e", *below]
    table, found = simple(lines, 0, len(lines))
    assert (shown(table.rows), found) == (["c | d", "--- | e"], after)


def test_words_are_never_cut_in_two():
    table = read(simple, "a    b    c\n---  ---  ---\none  two  three\nfourteen  15\n1  1600  170")
    assert shown(table.rows) == ["one | two | three", "fourteen |  | 15", "1 | 1600 | 170"]
    assert shown(read(simple, "name     n\n-----  ---\nebb   1300").rows) == ["ebb | 1300"]


@pytest.mark.parametrize("row", ["港口  a", "潮水    a"])
def test_wide_characters_in_columns(row):
    assert shown(read(simple, f"b     c\n----  ---\n{row}").rows)[0].split(" | ") == row.split()


def test_multiline_table():
    table = read(
        multiline,
        """
        ---------------------------------
           Boat  Master        Catch
         number
        -------  ------------  ----------
             12  an old hand   cod and
                               ling

              9  no one
        ---------------------------------
        """,
    )
    assert table.alignments == ["right", "left", "left"]
    assert shown(table.head) == ["Boat / number | Master | Catch"]
    assert shown(table.rows) == ["12 | an old hand | cod and / ling", "9 | no one | "]
    assert table.widths == [7 / 29, 12 / 29, 10 / 29]
    assert not table.blocks


def test_multiline_table_without_head():
    table = read(multiline, "-----  -----\none    two\n       more\n\nthree  four\n-----  -----")
    assert (table.alignments, table.head) == (["left", "left"], [])
    assert shown(table.rows) == ["one | two / more", "three | four"]
    one_row = "-----  -----\none    two\nmore\n\n-----  -----"
    assert shown(read(multiline, one_row).rows) == ["one / more | two"]
    assert simple(one_row.split("\n"), 0, 5) is None


@pytest.mark.parametrize(
    "text",
    [
        "Title\n-----\ntext",
        "Title\n-----\n\ntext",
        "---\ntitle: Tides\nauthor: none\n---\n\ntext",
        "---\n\ntext\n\n---",
        "- - -\ntext\n- - -\n",
        "text\n- - -\ntext",
        "--- ---\n\ntext that goes on\n\n--- ---",
        "A longer line of prose\n--- ---\nand more of it",
        "--- ---\nA longer line of prose\n--- ---",
        "---\nA longer line of prose\n--- ---\nand more\n\n---",
        "a  b\n-- --",
        "a  b\n-- --\n\nc",
        "-- --\na  b\n-- --\nc",
        "-- --\na  b\n\nc  d\n-----  --\n",
        "------\na  b\n-- --\nc  d\n\ntext without an end",
        "    -- --\n    a  b\n    -- --",
        "--\na\n--",
    ],
)
def test_what_is_no_table_of_columns(text):
    lines = text.split("\n")
    assert simple(lines, 0, len(lines)) is None
    assert multiline(lines, 0, len(lines)) is None


# --- captions


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (": Tides of a year", "Tides of a year"),
        ("  Table:  Tides {#tbl-tides .wide} ", "Tides {#tbl-tides .wide}"),
        ("table: tides", "tides"),
        (":::", None),
        (":-- | --:", None),
        (":smile: said nobody", None),
        (": ", None),
        ("Table:", None),
        ("Tables: many", None),
        ("    : code", None),
    ],
)
def test_captions(line, text):
    assert caption(line) == text


# --- all of them


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("pipe", ["| one | two\\|three |", "|---|--|", "four | five"]),
        ("grid", ["  +-----+-------+", "  | one | two   |", "  |     |  four |", "  +-----+-------+"]),
        ("grid", ["+------+-----+", "| 港口 | one |", "+------+-----+"]),
        ("simple", ["one  two", "---  ---", "four five", "     six"]),
        ("multiline", ["-------", "one  two", "---  ---", "     four", "five", "", "-------"]),
    ],
)
def test_every_cell_knows_where_its_text_begins(name, lines):
    lines = ["", *lines]
    table, after = READERS[name](lines, 1, len(lines))
    assert after == len(lines)
    for cell in cells(table):
        if cell.lines:
            assert lines[cell.line][cell.column :].replace("\\|", "|").startswith(cell.lines[0])


def letters(texts):
    return Counter(character for text in texts for character in text if character.isalnum())


def check(reader, lines):
    """Whether there is a table; if so, it has all letters of its lines, and nothing beyond ``end`` is read."""
    found = reader(lines, 0, len(lines))
    if found:
        table, after = found
        assert 0 < after <= len(lines)
        assert letters(chain.from_iterable(cell.lines for cell in cells(table))) == letters(lines[:after])
        assert all(sum(cell.colspan for cell in row) <= len(table.alignments) for row in table.head + table.rows)
        assert not table.widths or sum(table.widths) == pytest.approx(1)
        assert reader([*lines, "| + beyond"], 0, len(lines)) == found
    return found is not None


@pytest.mark.parametrize("name", READERS)
@given(st.text("+-=|: ab\\\n", max_size=120))
def test_random_lines_raise_nothing_and_lose_nothing(name, text):
    check(READERS[name], text.split("\n"))


PIECES = ["---", "===", "-", ":--", "a", "b c", "字", "|", "+", " ", "  ", "\\|"]
pieced = st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), min_size=2, max_size=7)


@pytest.mark.parametrize("name", READERS)
@given(pieced, st.sampled_from(["+---+---+", "--- ---", "| a | b", "-------"]), st.data())
def test_lines_that_nearly_are_tables_lose_nothing(name, lines, line, data):
    for _ in range(3):
        lines.insert(data.draw(st.integers(0, len(lines))), line)
    check(READERS[name], lines)


@given(st.lists(st.sampled_from("ab字 |+-"), min_size=9, max_size=30), st.lists(st.sampled_from("|+- a"), min_size=12))
def test_grids_with_noise_lose_nothing(noise, borders):
    picture = [list("+---+---+"), *[list("|   |   |") for _ in range(5)], list("+---+---+")]
    for number, character in enumerate(borders):
        picture[1 + number % 5][(0, 4, 8)[number // 5 % 3]] = character
    for number, character in enumerate(noise):
        picture[1 + number % 5][(1, 2, 3, 5, 6, 7)[number // 5 % 6]] = character
    check(grid, ["".join(line) for line in picture])


rectangles = st.lists(
    st.lists(st.sampled_from(["", "a", "bb", "字", "c d"]), min_size=3, max_size=3), min_size=1, max_size=4
)


@given(rectangles)
def test_a_drawn_grid_is_read_back(texts):
    border = "+-----+-----+-----+"
    rows = ["|" + "|".join(f" {text}{' ' * (4 - len(text) - text.count('字'))}" for text in row) + "|" for row in texts]
    lines = [border, *chain.from_iterable((row, border) for row in rows)]
    table, after = grid(lines, 0, len(lines))
    assert ([[" ".join(cell.lines) for cell in row] for row in table.rows], after) == (texts, len(lines))


BIG = 1 << 17
HUGE = {
    "pipe, many rows": (plain_pipe, ["| a | b |", "|---|---|"] + ["| c | d |"] * (BIG // 10)),
    "pipe, a wide head above short rows": (plain_pipe, ["|a" * (BIG // 8), "|-" * (BIG // 8)] + ["b"] * (BIG // 4)),
    "pipe, a wide row": (plain_pipe, ["|a|", "|-|", "b|" * (BIG // 2)]),
    "pipe, spaces": (plain_pipe, ["|a|", "|-" + " " * BIG + "x"]),
    "grid, many cells": (grid, ["+-" * 200 + "+", "|a" * 200 + "|"] * (BIG // 800) + ["+-" * 200 + "+"]),
    "grid, short lines": (grid, ["+-" * (BIG // 8) + "+"] + ["|"] * (BIG // 4) + ["+-" * (BIG // 8) + "+"]),
    "grid, crosses": (grid, ["+-" * (BIG // 8) + "+", "+" + "-" * (BIG // 8) + "x" + "+" * (BIG // 8)] * 2),
    "grid, never closed": (grid, ["+-" * 180 + "+"] + ["|" * 361] * 360 + ["+--"]),
    "simple, wide head above short rows": (simple, ["a", "-- " * (BIG // 12)] + ["b"] * (BIG // 4)),
    "simple, a word across all columns": (simple, ["a", "-- " * (BIG // 6), "b" * (BIG // 2)]),
    "simple, a wide gap": (simple, ["a", "--" + " " * (BIG // 2) + "--", " " * (BIG // 2) + "bbbb"]),
    "multiline, many rows": (multiline, ["-" * 9, "a", "--- ---"] + ["b", ""] * (BIG // 3) + ["-" * 9]),
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_huge_tables_take_no_more_than_their_length(name):
    reader, lines = HUGE[name]
    began = time.process_time()
    reader(lines, 0, len(lines))
    assert time.process_time() - began < 3  # quadratic, each would take minutes


def test_asking_at_every_line_is_not_quadratic():
    lines = ["--- ---", "a", "", "-------", "b", "--- ---", "c"] * 4000 + ["d"]
    began = time.process_time()
    for reader in (simple, multiline):
        for start in range(len(lines)):
            reader(lines, start, len(lines))
    assert time.process_time() - began < 3


def test_the_filling_of_short_rows_has_a_limit():
    table = read(plain_pipe, "\n".join(["|a" * 3000, "|-" * 3000] + ["b"] * 3000))
    assert len(cells(table)) < 600_000
    assert re.fullmatch("b+", "".join(row[0].lines[0] for row in table.rows))
