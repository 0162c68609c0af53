"""Blocks between marks: divisions, callouts in every dialect, comments, page breaks, attributes for the block below.

``starts`` names these rules in its table.
"""

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
    element = Element("div", attribute_lists.for_edition(attributes))
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
    closed = "%%" in words[2:]
    block = Block("comment", Element("div"), line.number, mark="%%")
    parser.start(block)
    if closed or words.strip() != "%%" or not any("%%" in text for text in parser.ahead()):
        parser.close(parser.depth - 1)
        if not closed:
            message = "%% without another %% makes a comment of the rest of its line, which is left out"
            parser.definitions.remark(line.number, "dialect", message, "write \\%% for the characters themselves")
    line.take_all()
    return "leaf"


def finish_comment(_: Parser, block: Block) -> list[Element]:
    """What stands behind the comment's end, on the same line, is a paragraph."""
    words = block.lines[-1].partition("%%")[2].strip() if block.lines else ""
    if not words:
        return []
    paragraph = Element("p", {"data-line": str(block.number + len(block.lines))})
    paragraph.text = words
    return [paragraph]
