"""Which line opens which block: CommonMark's rules, GFM's, and those of the author language.

``markdown`` gives STARTS to ``blocks``.  A rule looks at what is left of a line and either leaves it alone, or takes
what the block's opening is made of and opens it through the parser.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown import attribute_lists, callouts, html_blocks, paragraphs
from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser, Rule, Started
from bookmaker.manuscript.markdown.definition_lists import term
from bookmaker.manuscript.markdown.definitions import label
from bookmaker.manuscript.markdown.divisions import (
    PAGE_BREAK,
    admonition,
    begin_callout,
    brace,
    comment,
    division,
    markua,
)
from bookmaker.manuscript.markdown.formulas import display_formula, formula_end
from bookmaker.manuscript.markdown.line import Line
from bookmaker.manuscript.markdown.list_items import item, lettered_item
from bookmaker.manuscript.markdown.table_blocks import table_row

_ATX = re.compile(r"(#{1,6})(?:[ \t]+(.*))?$")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_NOTE = re.compile(r"\[(\^+[^\]\s]+(?:[ \t]+[^\]\s]+){0,9})\]:[ \t]*")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")


def quote(parser: Parser, line: Line, _: Block) -> Started:
    """``> `` opens a quotation; ``> [!NOTE]`` a callout."""
    line.take_indent()
    line.take_characters(1)
    line.take_columns(1)
    element = Element("blockquote")
    parser.start(Block("quote", element, line.number))
    found = callouts.alert(line.words)
    if found:
        begin_callout(parser, element, found.kind, found.title, line.number)
        line.take_all()
        return "leaf"
    return "container"


def heading(parser: Parser, line: Line, _: Block) -> Started:
    """``# Title {#id .class}``."""
    match = _ATX.match(line.words)
    if not match:
        return None
    element = heading_element(len(match[1]), _unclosed((match[2] or "").strip(" \t")))
    element.text = _unclosed(element.text or "")  # pandoc: attributes stand behind the closing marks
    return parser.leaf(element, line.number)


def _unclosed(words: str) -> str:
    """*words* without the marks that close a heading."""
    stripped = words.rstrip("#")
    return stripped.rstrip(" \t") if not stripped or stripped[-1] in " \t" else words


def heading_element(level: int, words: str) -> Element:
    """A heading with the attributes that its text ends with."""
    words, attributes = attribute_lists.read_at_end(words)
    element = Element(f"h{level}", attributes)
    element.text = words
    return element


def setext(parser: Parser, line: Line, inside: Block) -> Started:
    """``=====`` or ``-----`` below a paragraph makes it a heading."""
    if inside.kind != "paragraph" or line.indent >= 4 or not (match := _SETEXT.match(line.words)):
        return None
    words = paragraphs.take_definitions(inside, parser.definitions).strip()
    if not words:
        return None
    parser.withdraw(inside)
    element = heading_element(1 if match[1][0] == "=" else 2, words)
    if len(words) > 80 or words.endswith((".", "!", "?", "”", '"', "»", "…")):
        message = "a line of dashes below a paragraph makes it a heading"
        parser.definitions.remark(inside.number, "dialect", message, "put a blank line above a scene break")
    attribute_lists.update(element.attrib, inside.attributes)
    parser.leaf(element, inside.number)
    return "leaf"


def scene_break(parser: Parser, line: Line, _: Block) -> Started:
    """``***``, ``* * *``, ``---``."""
    words, mark = line.words, line.first
    if words.strip(mark + " \t") or words.count(mark) < 3:
        return None
    return parser.leaf(Element("hr"), line.number)


def fence(parser: Parser, line: Line, _: Block) -> Started:
    """Three or more backticks or tildes, and an info string."""
    match = _FENCE.match(line.words)
    if not match:
        return None
    indent = line.indent
    block = Block("fence", Element("pre"), line.number, width=indent, mark=match[1] or match[3])
    block.attributes = {"info": (match[2] or match[4] or "").strip()}
    parser.start(block)
    line.take_all()
    return "leaf"


def html(parser: Parser, line: Line, inside: Block) -> Started:
    """A block of HTML, to its blank line or its end tag; Markdown goes on inside ``markdown="1"``."""
    opening = html_blocks.opening(line.words, inside.kind == "paragraph")
    if opening is None:
        return None
    return html_blocks.start(parser, line, opening)


def note(parser: Parser, line: Line, _: Block) -> Started:
    """``[^1]: `` opens a note; Markua's ``[^^1]: `` an endnote."""
    match = _NOTE.match(line.words)
    if not match:
        return None
    line.take_indent()
    line.take_characters(match.end() - len(match[0]) + len(match[0].rstrip(" \t")))
    line.take_indent()
    kind = "note endnote" if match[1].startswith("^^") else "note"
    parser.start(Block("note", Element("aside", {"class": kind}), line.number, mark=label(match[1])))
    return "container"


def formula(parser: Parser, line: Line, _: Block) -> Started:
    """``$$ ... $$``, ``\\[ ... \\]`` and ``\\begin{align} ... \\end{align}``, and ``\\newpage``."""
    words = line.words
    if PAGE_BREAK.match(words):
        return parser.leaf(Element("hr", {"class": "page-break"}), line.number)
    lines = formula_end(words, parser.ahead())
    if lines is None:
        return None
    parser.skip(len(lines) - 1)
    if not all(map(str.strip, lines)):
        message = "this formula runs over a blank line"
        parser.definitions.remark(line.number, "dialect", message, "is it closed where it should be?")
    return parser.leaf(display_formula(lines), line.number)


STARTS: dict[str, tuple[Rule, ...]] = {
    ">": (quote,),
    "#": (heading, item),
    "`": (fence,),
    "~": (fence, term),
    "<": (html,),
    "=": (setext, admonition),
    "-": (setext, table_row, scene_break, item),
    "*": (scene_break, item),
    "_": (scene_break,),
    "+": (item,),
    "(": (item, lettered_item),
    "[": (note,),
    ":": (division, table_row, term),
    "|": (table_row,),
    "!": (admonition,),
    "?": (admonition,),
    "{": (brace,),
    "$": (formula,),
    "\\": (formula,),
    "%": (comment,),
    "letter": (markua, lettered_item),
    **dict.fromkeys("0123456789", (item,)),
    "": (),
}
