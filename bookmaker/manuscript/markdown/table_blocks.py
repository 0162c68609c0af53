"""Tables in a text: where they begin, and the elements that they make.

``starts`` names the rules in its table, ``paragraphs`` asks for the tables and captions that its lines turn out to be.
"""

import itertools
import re
from xml.etree.ElementTree import Element, SubElement

from bookmaker.manuscript.markdown import attribute_lists, column_tables, grid_tables, pipe_tables
from bookmaker.manuscript.markdown.block import CONTAINERS, Block
from bookmaker.manuscript.markdown.blocks import Parser, Started
from bookmaker.manuscript.markdown.line import Line
from bookmaker.manuscript.markdown.table_model import Cell, Table, caption, is_blank

_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")

_COLUMNS = re.compile(r" {0,8}-{2,}(?: +-+)+ *$")

_GRID = re.compile(r" {0,3}\+(?::?-+:?\+)+[ \t]*$")

_DEEPEST_HEAD = 12  # lines

_MOST_ROWS = 2000

_OTHER_BLOCK = re.compile(
    r">|#{1,6}[ \t]|```|~~~|[-*+][ \t]|\d{1,9}[.)][ \t]|:::|</?[A-Za-z!]|(?::|[Tt]able:)[ \t]|(?:[-*_][ \t]*){3,}$"
)


def table_row(parser: Parser, line: Line, inside: Block) -> Started:
    """The delimiter row below a pipe table's head, or above a table that has none."""
    words = line.words
    if not _DELIMITERS.match(words):
        return None
    in_paragraph = inside.kind == "paragraph"
    head = inside.lines[-1] if in_paragraph else ""
    if "|" not in head + words or not (in_paragraph or words.startswith("|")):
        return None
    lines = [*([head] if in_paragraph else []), words, *itertools.takewhile(str.strip, parser.ahead())]
    found = pipe_tables.pipe(lines, 0, len(lines), _ends_table, headless=not in_paragraph)
    if found is None:
        return None
    if in_paragraph:
        inside.lines.pop()
        if not inside.lines:
            parser.withdraw(inside)
            parser.pending = inside.attributes
    return _put_table(found, line.number - in_paragraph, 1 + in_paragraph, parser)


def _put_table(found: tuple[Table, int], number: int, read: int, parser: Parser) -> Started:
    """The table in its place; *read* of its lines were taken before the parser looks ahead."""
    table, end = found
    parser.skip(end - read)
    if parser.open[parser.depth - 1].kind == "paragraph":
        parser.close(parser.depth - 1)
    before = parser.open[parser.depth - 1].last
    return parser.leaf(table_element(table, number, parser, before), number)


def column_table(parser: Parser, line: Line, inside: Block) -> Started:
    """Pandoc's tables of columns, which lines of dashes divide; asked before anything else may begin."""
    words = line.rest
    following = parser.lines[parser.at] if parser.at < len(parser.lines) else ""
    if inside.kind not in CONTAINERS or not (_COLUMNS.match(following) or words.lstrip().startswith("---")):
        return None
    if not any(map(_COLUMNS.match, [words, *itertools.islice(parser.ahead(), _DEEPEST_HEAD)])):
        return None
    lines = column_tables.within_reach(words, itertools.islice(parser.ahead(), _MOST_ROWS))
    for read in (column_tables.simple, column_tables.multiline):
        if found := read(lines, 0, len(lines)):
            return _put_table(found, line.number, 1, parser)
    return None


def _ends_table(line: str) -> bool:
    """Whether *line* is no row of the pipe table above it, but the beginning of another block."""
    stripped = line.lstrip(" ")
    if len(line) - len(stripped) >= 4:
        return True
    return bool(_OTHER_BLOCK.match(stripped)) or attribute_lists.read_whole(stripped) is not None


def is_caption(line: Line, parser: Parser) -> bool:
    """Whether *line* is a caption by itself, with a table below it: pandoc's guard against a definition."""
    if caption(line.words) is None:
        return False
    below = list(itertools.islice(itertools.dropwhile(is_blank, parser.ahead()), _DEEPEST_HEAD))
    if pipe_tables.pipe(below, 0, min(len(below), 2), _ends_table):
        return True
    if len(below) > 1 and _GRID.match(below[0]):
        return below[1].lstrip().startswith(("|", "+"))
    return any(map(_COLUMNS.match, below)) and _reads_columns(parser)


def _reads_columns(parser: Parser) -> bool:
    lines = list(itertools.islice(itertools.dropwhile(is_blank, parser.ahead()), _MOST_ROWS))
    return any(read(lines, 0, len(lines)) for read in (column_tables.simple, column_tables.multiline))


def takes_caption(written: str, attributes: dict[str, str], block: Block, parser: Parser) -> bool:
    """Whether *written*, the paragraph *block*, is the caption of the table before it, which has it now."""
    words = caption(written)
    above = parser.open[-1].element
    if words is None or not len(above) or above[-1].tag != "table" or above[-1].find("caption") is not None:
        return False
    if block.before is None or block.before.kind != "leaf":
        return False
    _give_caption(above[-1], words, block.number)
    attribute_lists.update(above[-1].attrib, attributes)
    return True


def _give_caption(table: Element, words: str, number: int) -> None:
    words, attributes = attribute_lists.read_at_end(words)
    attribute_lists.update(table.attrib, attributes)
    element = Element("caption", {"data-line": str(number)})
    element.text = words
    table.insert(0, element)


def table_element(table: Table, number: int, parser: Parser, before: Block | None) -> Element:
    """``table`` with ``thead``, ``tbody`` and ``tfoot``; *before*, the paragraph above, may be its caption."""
    element = Element("table", {"data-line": str(number)})
    holder = parser.open[min(parser.depth, len(parser.open)) - 1].element
    if before is not None and before.kind == "paragraph" and len(holder) and holder[-1] is before.element:
        words = caption(before.element.text or "")
        if words is not None:
            holder.remove(before.element)
            _give_caption(element, words, before.number)
    if table.widths:
        group = SubElement(element, "colgroup")
        for width in table.widths:
            SubElement(group, "col", {"style": f"width: {width:.1%}"})
    for tag, cell_tag, rows in (("thead", "th", table.head), ("tbody", "td", table.rows), ("tfoot", "td", table.foot)):
        if rows:
            group = SubElement(element, tag)
            for row in rows:
                _row(SubElement(group, "tr"), cell_tag, row, table, number, parser)
    if table.excess:
        message = "this row has more cells than the table's head"
        for index in table.excess:
            parser.definitions.remark(number + index, "table", message, "the words are in its last cell")
    return element


def _row(target: Element, tag: str, row: list[Cell], table: Table, number: int, parser: Parser) -> None:
    column = 0
    for cell in row:
        attributes = {"data-line": str(number + cell.line)}
        attributes |= {
            key: str(span) for key, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if span > 1
        }
        side = table.alignments[column] if column < len(table.alignments) else ""
        if side:
            attributes["style"] = f"text-align: {side}"
        element = SubElement(target, tag, attributes)
        if table.blocks:
            inner = parser.nested(cell.lines, number + cell.line)
            if len(inner) == 1 and inner[0].tag == "p":
                element.text = inner[0].text
                element.extend(inner[0])
            else:
                element.extend(inner)
        else:
            element.text = "\n".join(cell.lines)
        column += cell.colspan


def grid_table(lines: list[str], block: Block, parser: Parser) -> list[Element]:
    """The grid table that *lines* of the paragraph *block* draw, and what follows it; none when they draw none."""
    found = grid_tables.grid(lines, 0, len(lines))
    if found is None:
        return []
    table, end = found
    elements = [table_element(table, block.number, parser, block.before)]
    attribute_lists.update(elements[0].attrib, block.attributes)
    if end < len(lines):
        rest = "\n".join(lines[end:])
        words = caption(rest)
        if words is not None:
            _give_caption(elements[0], words, block.number + end)
        else:
            paragraph = Element("p", {"data-line": str(block.number + end)})
            paragraph.text = rest
            elements.append(paragraph)
    return elements
