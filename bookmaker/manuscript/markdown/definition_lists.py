"""Definition lists: a term, and ``: `` before each of its definitions.  ``starts`` names the rule in its table."""

import re
from xml.etree.ElementTree import Element, SubElement

from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser, Started
from bookmaker.manuscript.markdown.line import Line
from bookmaker.manuscript.markdown.table_blocks import is_caption

_TERM = re.compile(r"[:~](?=[ \t]+\S)")


def term(parser: Parser, line: Line, inside: Block) -> Started:
    """``: `` after a term opens its definition; the term was a paragraph until now."""
    if not _TERM.match(line.words) or line.indent > 2:
        return None
    if inside.kind == "paragraph":
        terms, paragraph = inside.lines, inside
        parser.withdraw(inside)
    elif inside.kind == "definitions":
        terms, paragraph = [], None
    else:
        paragraph = inside.last
        if (
            paragraph is None
            or paragraph.kind != "paragraph"
            or len(paragraph.lines) != 1
            or not _is_term(paragraph.lines[0])
        ):
            return None
        if len(inside.element) == 0 or inside.element[-1] is not paragraph.element or is_caption(line, parser):
            return None
        terms = paragraph.lines
        inside.element.remove(paragraph.element)
        inside.last = paragraph.before
    definitions = _definitions(parser, paragraph.number if paragraph else line.number)
    for offset, words in enumerate(terms):
        number = str((paragraph.number if paragraph else line.number) + offset)
        SubElement(definitions.element, "dt", {"data-line": number}).text = words.strip()
    if paragraph is not None and paragraph.blank:
        definitions.loose = True
    _start_definition(parser, line)
    return "container"


def _is_term(words: str) -> bool:
    return not words.startswith((":", "|"))


def _definitions(parser: Parser, number: int) -> Block:
    """The list that the definition goes into: the one that is open or stands right before, or a new one."""
    inside = parser.open[parser.depth - 1]
    if inside.kind == "definitions":
        return inside
    if inside.last is not None and inside.last.kind == "definitions":
        parser.reopen(inside.last)
    else:
        parser.start(Block("definitions", Element("dl"), number))
    return parser.open[-1]


def _start_definition(parser: Parser, line: Line) -> None:
    indent = line.indent
    line.take_indent()
    line.take_characters(1)
    padding = line.indent
    line.take_columns(padding if padding < 5 else 1)
    width = min(indent + 1 + (padding if padding < 5 else 1), 4)
    parser.start(Block("definition", Element("dd"), line.number, width=width))
