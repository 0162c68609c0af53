"""What would not fit a printed page, made to fit before it is laid out: deep indents, long words, wide or tall tables.

``pdf`` calls :func:`fit` with the tree that ``printed`` made and the theme's :func:`measure`.  WeasyPrint lets a word
or a table that is too wide run off the page, and drops the head of a table whose first row is higher than the page.
"""

import copy
import re
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker import notation
from bookmaker.editions import long_code
from bookmaker.editions.grid import MARK
from bookmaker.editions.long_code import CODE, CODE_WIDTH, LONG_CODE
from bookmaker.xhtml import (
    add_class,
    classes,
    holds_block,
    is_blank,
    make,
    move_content,
    name,
    replace,
    text,
)
from bookmaker.xhtml import parents as parents_of

LONG_WORD = 40  # characters; what is longer has no hyphenation
BESIDE_CODE = 3  # characters; the rule, the ground or the air beside a listing takes no more
LONG_KEY = 20  # characters of a name with digits or signs in it, which no column of a table is widened for
DEEPEST = 8  # indents in one another
TALL_CELL = 600  # characters; a row of such is divided over pages
WORDY = 2  # lines to a row; the rows of a table that has more stand farther apart than lines
SMALL_TABLE = 12  # lines, about a third of a page; such a table is not divided
_INDENTS = {"blockquote": 2, "ul": 1, "ol": 1, "dd": 1}  # a quotation has one on each side
_LONG = re.compile(rf"[!-,.0-\u08ff\u1e00-\u1fff]{{{LONG_WORD},}}")  # of letters between which lines are not broken
_LONG_IN_CELL = re.compile(rf"{_LONG.pattern}|(?=[!-,.0-~]*[\d_@])[!-,.0-~]{{{LONG_KEY},}}")
_UNBROKEN = re.compile(r"[^\s\-\u2010-\u2015/\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")
_THIN, _BROAD = set("fijlrtI.,:;'’!|()[]"), set("mwMWOQ%@&")
_FIGURES = re.compile(
    r"(?=.*\d)[\d\s.,:;/()+\-\u2010-\u2015\u2212\u00b1\u00d7%\u2030\u00b0'\u2019\u2032\u2033\u0024\u20ac\u00a3]{1,24}"
)
_SIZES = {"": (0.86, 1.6), "narrow": (0.72, 0.8)}  # of a table, by class: of its type, and of the gap in em of it


class Measure(NamedTuple):
    """The width of a line and of all columns together, in em of the text; how many characters of code a line holds."""

    line: float
    page: float
    code: int


class WideTable(NamedTuple):
    """A table that was too wide: what stands for it, the number of its columns, and their words."""

    records: Element
    columns: int
    words: str


def measure(tokens: Mapping[str, str], in_columns: bool) -> Measure | None:
    """The measure that a theme's *tokens* make of a text, *in_columns* or not; None where they are no plain lengths."""
    trim = notation.trim(tokens["--page-size"])
    names = ("--margin-inner", "--margin-outer", "--column-gap", "--text-size")
    lengths = [notation.millimetres(tokens[token]) for token in names]
    inner, outer, gap, em = (length or 0 for length in lengths)
    if trim is None or not all(lengths) or not tokens["--columns"].isdecimal():
        return None
    page, columns = trim[0] - inner - outer, int(tokens["--columns"]) if in_columns else 1
    line = ((page + gap) / columns - gap) / em
    return Measure(line, page / em, _characters(line, em, tokens["--code-size"]))


def _characters(line: float, em: float, size: str) -> int:
    """How many characters of code, set in a *size*, stand in a *line* of so many *em*, which is in millimetres."""
    number = size.removesuffix("em")
    own = float(number) if number.replace(".", "", 1).isdecimal() else (notation.millimetres(size) or 0) / em
    return int(line / (CODE_WIDTH * own)) - BESIDE_CODE if own else LONG_CODE


def fit(root: Element, width: Measure | None) -> list[WideTable]:
    """Make what stands in *root* fit; gives the tables whose rows are now lists."""
    _mark_deep(root)
    long_code.mark(root, width.code if width else LONG_CODE)
    _mark_long_words(root)
    for row in root.iter("tr"):
        if any(len(text(cell)) > TALL_CELL for cell in row):
            add_class(row, "tall")
    if width is None:
        return []
    return list(_fit_tables(root, width))


def _mark_deep(root: Element) -> None:
    """What is indented so often that no room would be left: from there on it is indented no more."""
    level, depth = [root], {root: 0}
    for element in level:  # grows
        for child in element:
            depth[child] = depth[element] + _INDENTS.get(name(child), 0)
            if depth[child] > DEEPEST and name(child) in _INDENTS:
                add_class(child, "deep")
            level.append(child)


def _mark_long_words(root: Element) -> None:
    """Each word that is too long for a line, in a span of its own."""
    in_tables = {inner for table in root.iter("table") for inner in table.iter()}
    for element in list(root.iter()):
        if not name(element) or name(element) in CODE or "long-words" in classes(element):
            continue
        long = _LONG_IN_CELL if element in in_tables else _LONG
        for number, child in reversed([*enumerate(element, 1)]):  # the last first: the places before it stay
            if child.tail and long.search(child.tail):
                _insert(element, number, child.tail, long)
        if element.text and long.search(element.text):
            _insert(element, 0, element.text, long)


def _insert(element: Element, at: int, words: str, long: re.Pattern[str]) -> None:
    """Put *words* into *element* as its child number *at* and what follows, the *long* ones in spans."""
    pieces = re.split(f"({long.pattern})", words)
    if at:
        element[at - 1].tail = pieces[0]
    else:
        element.text = pieces[0]
    for number in range(1, len(pieces), 2):
        span = make("span", {"class": "long-words"}, pieces[number])
        span.tail = pieces[number + 1]
        element.insert(at, span)
        at += 1


def _fit_tables(root: Element, width: Measure) -> Iterator[WideTable]:
    """Give tables that are too wide smaller type; where that is not enough, set each row as a list."""
    parents = parents_of(root)
    for table in list(root.iter("table")):
        room = width.page if "wide" in classes(table) else width.line
        figures = {cell for cell in table.iter() if name(cell) in ("td", "th") and _FIGURES.fullmatch(text(cell))}
        if _kind(_widths(table, figures), room) is None:
            figures = set()  # rather is a number broken
        widths = _widths(table, figures)
        kind = _kind(widths, room)
        for cell in figures:
            add_class(cell, "figures")
        if kind is None and _is_plain(table):
            replace(parents[table], table, records := _records(table))
            yield WideTable(records, len(widths), text(table))
            continue
        if kind != "":
            add_class(table, "narrow")
        lines = _lines(table, room)
        if lines <= SMALL_TABLE:
            add_class(table, "undivided")
        if lines > WORDY * sum(1 for _ in table.iter("tr")):
            add_class(table, "wordy")


def _lines(table: Element, room: float) -> float:
    """About how many lines *table* has: each row one, and what its words fill of the width."""
    return sum(1 + sum(_em(text(cell)) for cell in row) * _SIZES[""][0] / room for row in table.iter("tr"))


def _kind(widths: Mapping[int, float], room: float) -> str | None:
    """The class of a table whose columns need *widths* that fits *room*."""
    return next((kind for kind, (em, gap) in _SIZES.items() if _width(widths, em, gap) <= room), None)


def _widths(table: Element, whole: Set[Element]) -> dict[int, float]:
    """The number of each column of *table*, and how many em its longest word is wide; a *whole* cell is one word."""
    widest: dict[int, float] = {}
    for row in table.iter("tr"):
        column = 0
        for cell in row:
            span = int(cell.get("colspan", "1"))
            words = [text(cell)] if cell in whole else _UNBROKEN.findall("".join(cell.itertext()))
            words = words if span == 1 else []
            width = max((_em(word) for word in words if len(word) < LONG_WORD), default=0.5)
            for spanned in range(column, column + span):
                widest[spanned] = max(widest.get(spanned, 0.5), width)
            column += span
    return widest


def _em(word: str) -> float:
    """About how wide *word* is, set in a book's serif."""
    return sum(0.32 if c in _THIN else 0.8 if c in _BROAD else 0.66 if c.isupper() else 0.48 for c in word)


def _width(columns: Mapping[int, float], em: float, gap: float) -> float:
    return em * (sum(columns.values()) + max(0, len(columns) - 1) * gap)


def _is_plain(table: Element) -> bool:
    """Whether every row has its cells side by side, one for each column."""
    return not any(cell.get(span, "1") != "1" for cell in table.iter() for span in ("colspan", "rowspan"))


def _records(table: Element) -> Element:
    """Each row of *table* as a block of its own: the first cell as its title, the others as lines below their heads."""
    kept = {key: table.attrib[key] for key in ("id", "lang", "dir", "data-place") if key in table.attrib}
    records = make("figure", kept | {"class": f"records {MARK}"})
    caption = table.find("caption")
    if caption is not None:
        move_content(caption, title := make("figcaption"))
        records.append(title)
    rows = list(table.iter("tr"))
    heads = list(rows.pop(0)) if table.find("thead/tr") is not None else []
    filled = {number for row in rows for number, cell in enumerate(row) if not is_blank(cell)}
    for row in rows:
        first, *others = (
            _field("li" if number else "div", cell, text(heads[number]) if number < len(heads) else "")
            for number, cell in enumerate(row)
            if number == 0 or number not in filled or not is_blank(cell)  # no head is lost
        )
        fields = [make("ul", {}, *others)] if others else []
        records.append(make("div", {"class": "record"}, first, *fields))
    return records


def _field(tag: str, cell: Element, head: str) -> Element:
    """A copy of what stands in *cell*, behind the *head* of its column."""
    value = make("div" if holds_block(cell) else "span", {"class": "value"})
    move_content(copy.deepcopy(cell), value)
    place = {key: cell.attrib[key] for key in ("data-place",) if key in cell.attrib}
    if not head:
        return make(tag, place, value)
    colon = "" if head[-1] in ":?!" else ":"
    return make(tag, place, make("b", {}, f"{head}{colon}"), " ", value)
