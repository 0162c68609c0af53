"""Blocks of HTML in Markdown (CommonMark 4.6): where they begin, where they end.  ``starts`` calls it.

Four things are read as their authors mean them rather than as the spec has it: a heading, list or fence may follow
an end tag without a blank line, text may follow a line that is an image and nothing else, a drawing or formula may
hold blank lines, and ``markdown="1"`` lets Markdown go on inside an element.
"""

import re
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser
from bookmaker.manuscript.markdown.line import Line
from bookmaker.manuscript.markdown.lists import TIGHT
from bookmaker.xhtml import RAW, VOID

_ATTRIBUTE = r"""(?:\s+[A-Za-z_:@][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)"""
OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*{_ATTRIBUTE}*\s*/?>"
CLOSE_TAG = r"</[A-Za-z][A-Za-z0-9-]*\s*>"
_BLOCK_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li "
    "link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th "
    "thead title tr track ul video audio svg math picture canvas object"
).replace(" ", "|")
_FOREIGN = ("svg", "math")
_FOREIGN_TAG = re.compile(r"<(?:svg|math)\b", re.I)
_BY_END = (
    (re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|$)", re.I), "</script>|</pre>|</style>|</textarea>"),
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<![A-Za-z]"), ">"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK_NAMES})(?=[\s>]|/>|$)", re.I)
_ANY_TAG = re.compile(rf"(?:{OPEN_TAG}|{CLOSE_TAG})\s*$")
_TAG_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_WITH_MARKDOWN = re.compile(r"""(<[A-Za-z][^<>]*?)\s+markdown(?:\s*=\s*(?:"\w*"|'\w*'|\w+))?(?=[\s>])([^<>]*>)""", re.I)
_OF_LINES = re.compile(r"<(?:p|h[1-6]|dt|td|th|summary|figcaption|caption|span)\b", re.I)
_VOID_ALONE = re.compile(rf"<(?:img|br|hr|input){_ATTRIBUTE}*\s*/?>", re.I)
_NEW_BLOCK = re.compile(r" {0,3}(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|:::)")
_PAGE_BREAK = re.compile(r"<!--\s*(?:page[ -]?break|new[ -]?page)\s*-->\s*", re.I)


class Opening(NamedTuple):
    """What begins: ``element`` to its blank line, or anything to one of *ends*."""

    ends: str = ""


def opening(words: str, in_paragraph: bool) -> Opening | None:
    """The block of HTML that *words* begin; ``None`` when they begin none."""
    for pattern, ends in _BY_END:
        if pattern.match(words):
            return Opening(ends)
    if _BLOCK_TAG.match(words) or (not in_paragraph and _ANY_TAG.match(words)):
        return Opening()
    return None


def start(parser: Parser, line: Line, opened: Opening) -> Literal["container", "leaf"]:
    """Open the block, or close an opening tag with ``markdown="1"`` at once so that Markdown goes on after it."""
    words = line.words
    if not opened.ends and (tag := _WITH_MARKDOWN.match(words)):
        element = Element(RAW)
        element.text = AtomicString(tag[1] + tag[2])
        line.take_indent()
        line.take_characters(tag.end())
        parser.leaf(element, line.number)
        if _OF_LINES.match(tag[1]):  # what follows is its text, not a paragraph inside it
            parser.pending = {TIGHT: ""}
        return "leaf" if line.blank else "container"
    block = Block("html", Element(RAW), line.number, mark=opened.ends)
    name = _TAG_NAME.match(words)
    block.attributes["tag"] = name[1].lower() if name and not opened.ends else ""
    if block.attributes["tag"]:
        block.until = _end(parser, line)
    parser.start(block)
    parser.add_text(line)
    return "leaf"


def _end(parser: Parser, line: Line) -> int:
    """The line that ends the last drawing or formula of the block begun on *line*; 0 where none does before another
    one begins behind a blank line."""
    end, passed_blank = 0, False
    levels = {tag: _levels(line.words, tag) for tag in _FOREIGN}
    for number, text in enumerate(parser.ahead(), line.number + 1):
        is_open = any(level > 0 for level in levels.values())
        if is_open and passed_blank and _FOREIGN_TAG.search(text):
            break
        if not text.strip():
            if not is_open:
                break
            passed_blank = True
        elif "<" in text:
            levels = {tag: level + _levels(text, tag) for tag, level in levels.items()}
            if is_open and all(level <= 0 for level in levels.values()):
                end, passed_blank = number, False
    return end


def _levels(text: str, tag: str) -> int:
    """How many more of the element begin in *text* than end there."""
    return len(re.findall(rf"<{tag}\b", text, re.I)) - len(re.findall(rf"</{tag}\b", text, re.I))


def is_over(block: Block, following: str) -> bool:
    """Whether the block of HTML ends with the line that was just added, *following* being the next line."""
    last = block.lines[-1]
    if block.mark:
        searched = last.replace("<!-->", "", 1).replace("<!--->", "", 1) if len(block.lines) == 1 else last
        first = 2 if len(block.lines) == 1 and block.mark == ">" else 0
        return any(end in searched.lower()[first:] for end in block.mark.split("|"))
    block.width += _levels(last, re.escape(block.attributes["tag"]))
    balanced = block.width <= 0 or block.attributes["tag"] in VOID
    if _WITH_MARKDOWN.match(following.lstrip()) or (len(block.lines) == 1 and _VOID_ALONE.fullmatch(last.strip())):
        return True
    return balanced and bool(_NEW_BLOCK.match(following))


def finish(_: Parser, block: Block) -> list[Element]:
    """Give the element what was written; a comment that asks for a new page is one."""
    written = "\n".join(block.lines)
    if _PAGE_BREAK.fullmatch(written):
        block.element.tag = "hr"
        block.element.set("class", "page-break")
    else:
        block.element.text = AtomicString(written)
        block.element.attrib = {key: value for key, value in block.element.attrib.items() if key == "data-line"}
    return []
