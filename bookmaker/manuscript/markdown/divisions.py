"""Blocks between marks: divisions, callouts in every dialect, comments, page breaks, attributes for the block below.

``starts`` names these rules in its table.
"""

import itertools
import re
from xml.etree.ElementTree import Element, SubElement

from bookmaker.manuscript.markdown import attribute_lists, callouts
from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser, Started
from bookmaker.manuscript.markdown.line import Line
from bookmaker.manuscript.verse import VERSE
from bookmaker.xhtml import classes

_DIVISION = re.compile(r"(:{3,})[ \t]*(?:(\{.*\})|([A-Za-z][\w-]*)([ \t]*\{.*\}|[ \t].*)?)[ \t]*:*[ \t]*$")

_ADMONITION = re.compile(r"(!!!|\?\?\?\+?|===[!+]?)[ \t]*([\w-]+(?:[ \t]+[\w-]+)*)?[ \t]*(\"[^\"]*\")?[ \t]*$")

_MARKUA = re.compile(r"([ATWEDIQXBC])>(?=[ \t]|$)")

_MARKUA_BLOCK = re.compile(r"\{(blurb|aside)(?:,\s*([^{}]*))?\}[ \t]*$")

_MARKUA_CALLOUTS = {
    "A": "aside", "B": "centre", "C": "centre", "D": "discussion", "E": "error", "I": "information",
    "Q": "question", "T": "tip", "W": "warning", "X": "exercise",
}  # fmt: skip

_LONGEST_COMMENT = 50  # lines, where words stand behind its beginning

PAGE_BREAK = re.compile(r"(?:\\(?:newpage|pagebreak|clearpage)|\{pagebreak\}|\{\{<\s*pagebreak\s*>\}\})[ \t]*$")


def division(parser: Parser, line: Line, _: Block) -> Started:
    """``::: {.name}`` or ``::: name Title`` opens a division, to the next ``:::``."""
    match = _DIVISION.match(line.words)
    if not match:
        return None
    attributes: dict[str, str] = {}
    if match[2] or (match[4] or "").strip().startswith("{"):
        read = attribute_lists.read_whole(match[2] or match[4])
        if read is None:
            return None
        attributes = read
    if match[3]:
        attribute_lists.add_classes(attributes, match[3])
    element = Element("div", attributes)
    verse = not VERSE.isdisjoint(classes(element))
    parser.start(Block("division", element, line.number, mark=match[1], verse=verse))
    words = (match[4] or "").strip()
    title = attributes.get("title") or ("" if words.startswith("{") else words.rstrip(": \t"))
    if callouts.is_callout(element):
        callouts.begin(element, element.get("class", ""), title, line.number)
    elif title:
        element.attrib.pop("title", None)
        SubElement(element, "p", {"class": "division-title", "data-line": str(line.number)}).text = title
    line.take_all()
    return "leaf"


def admonition(parser: Parser, line: Line, inside: Block) -> Started:
    """``!!! note "Title"``, ``??? note``, MkDocs' callouts; ``=== "Title"``, its tabs: their content is indented."""
    match = _ADMONITION.match(line.words)
    if not match or not (match[2] or match[3]):
        return None
    element = Element("div")
    if match[1].startswith("="):
        if match[2] or inside.kind == "paragraph":
            return None
        parser.start(Block("indented-container", element, line.number))
        element.set("class", "tab")
        SubElement(element, "p", {"class": "tab-title", "data-line": str(line.number)}).text = match[3].strip('"')
        line.take_all()
        return "leaf"
    parser.start(Block("indented-container", element, line.number))
    callouts.begin(
        element, match[2] or "note", (match[3] or "").strip('"') if match[3] is not None else None, line.number
    )
    line.take_all()
    return "leaf"


def markua(parser: Parser, line: Line, inside: Block) -> Started:
    """``A> ``, ``T> ``, ``W> `` ...: Markua's asides and blurbs, a letter before each line."""
    match = _MARKUA.match(line.words)
    if not match or inside.kind == "paragraph":
        return None
    line.take_indent()
    line.take_characters(2)
    line.take_columns(1)
    element = Element("div")
    callouts.begin(element, _MARKUA_CALLOUTS[match[1]], None, line.number)
    parser.start(Block("prefixed", element, line.number, mark=match[0]))
    return "container"


def brace(parser: Parser, line: Line, inside: Block) -> Started:
    """``{blurb, class: tip}`` to ``{/blurb}``, ``{pagebreak}``, or attributes for the block below."""
    words = line.words
    if match := _MARKUA_BLOCK.match(words):
        attributes = attribute_lists.read_whole("{" + (match[2] or "") + "}") or {}
        element = Element("div")
        parser.start(Block("division", element, line.number, mark="{/" + match[1] + "}"))
        callouts.begin(element, attributes.get("class", match[1]), attributes.get("title"), line.number)
        line.take_all()
        return "leaf"
    if PAGE_BREAK.match(words):
        return parser.leaf(Element("hr", {"class": "page-break"}), line.number)
    following = parser.lines[parser.at] if parser.at < len(parser.lines) else ""
    attributes_alone = attribute_lists.read_whole(words) if inside.kind != "paragraph" and following.strip() else None
    if attributes_alone is None or words.startswith("{:"):
        return None
    parser.close(parser.depth)
    parser.pending = attributes_alone
    return "leaf"


def comment(parser: Parser, line: Line, _: Block) -> Started:
    """``%% ... %%`` (Obsidian, alone on its lines) and ``%% ...`` to the line's end (Markua)."""
    words = line.words
    if not words.startswith("%%") or words[2:].partition("%%")[2].strip():  # what follows is no comment
        return None
    closed, alone = "%%" in words[2:], words.strip() == "%%"
    block = Block("comment", Element("div"), line.number, mark="" if alone else "end")
    parser.start(block)
    paragraph = itertools.takewhile(str.strip, itertools.islice(parser.ahead(), _LONGEST_COMMENT))
    following = parser.ahead() if alone else paragraph
    if closed or not any(_ends_comment(block, text) for text in following):
        parser.close(parser.depth - 1)
        if not closed:
            message = "%% without another %% makes a comment of the rest of its line, which is left out"
            parser.definitions.remark(line.number, "dialect", message, "write \\%% for the characters themselves")
    line.take_all()
    return "leaf"


def _ends_comment(block: Block, words: str) -> bool:
    """Whether the line *words* ends *block*: with its first characters or its last, if words stand behind the
    comment's beginning with its last alone, since each such line may be a comment by itself."""
    stripped = words.strip()
    begins = stripped.startswith("%%")
    return (begins and not block.mark) or (not begins and re.search(r"(?<!\d)%%$", stripped) is not None)


def is_over(block: Block, _: str) -> bool:
    """Whether the comment ends with the line that was just added."""
    return _ends_comment(block, block.lines[-1])


def finish_comment(_: Parser, block: Block) -> list[Element]:
    """What stands behind the comment's end, on the same line, is a paragraph."""
    words = block.lines[-1].strip().removeprefix("%%") if block.lines else ""
    words = "" if words.endswith("%%") else words.strip()
    if not words:
        return []
    paragraph = Element("p", {"data-line": str(block.number + len(block.lines))})
    paragraph.text = words
    return [paragraph]
