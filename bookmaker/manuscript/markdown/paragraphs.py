"""What the lines of a paragraph turn out to be: definitions, verse, a grid table, a caption, or prose.

``markdown`` gives :func:`finish` to ``blocks``; ``starts`` builds tables through :func:`table_element`.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from bookmaker.manuscript.markdown import attribute_lists
from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser
from bookmaker.manuscript.markdown.definitions import Definitions, Reference, label
from bookmaker.manuscript.markdown.table_blocks import grid_table, takes_caption
from bookmaker.manuscript.markdown.text import unescape

LABEL = r"\[((?:[^\\\[\]]|\\.){1,999})\]"
DESTINATION = r"<(?:[^<>\n\\]|\\.)*>|[^\s<]\S*"
TITLE = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)"""
_REFERENCE = re.compile(
    rf"{LABEL}:[ \t]*\n?[ \t]*({DESTINATION})(?:(?:[ \t]+|[ \t]*\n[ \t]*)({TITLE}))?[ \t]*(?:\n|$)", re.DOTALL
)
_ABBREVIATION = re.compile(r"\*\[([^\]\n]+)\]:[ \t]*(\S.*)(?:\n|$)")
_CONTENTS = re.compile(r"@?\[toc\]|\[\[_?toc_?\]\]|\$?\{toc\}", re.IGNORECASE)
_VERSE = re.compile(r"\|(?: |$)")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def finish(parser: Parser, block: Block) -> list[Element]:
    """The elements that the lines of *block* make, none where all of them were definitions."""
    written = take_definitions(block, parser.definitions).rstrip()
    lines = written.split("\n")
    if not written or _asks_for_contents(written, block, parser):
        return []
    if lines[0].startswith("+") and (elements := grid_table(lines, block, parser)):
        block.kind = "leaf" if len(elements) == 1 else block.kind  # a table like others, which a caption may follow
        return elements
    if all((_VERSE.match(line) and not line.endswith("|")) or line == "|" for line in lines):
        return [_verse(lines, block)]
    attributes = attribute_lists.read_whole(lines[-1])
    if attributes is not None:
        lines.pop()
        if not lines:
            return _give_to_neighbour(attributes, written, parser, block)
    if attributes is None and (at_end := re.search(r"[ \t]+(\{:[^{}\n]*\})$", lines[-1])):
        attributes = attribute_lists.read_whole(at_end[1])
        lines[-1] = lines[-1][: at_end.start()] if attributes is not None else lines[-1]
    if takes_caption("\n".join(lines), attributes or {}, block, parser):
        return []
    attribute_lists.update(block.element.attrib, block.attributes | (attributes or {}))
    block.element.text = "\n".join(lines)
    _mark_task(block, parser)
    return [block.element]


def _asks_for_contents(written: str, block: Block, parser: Parser) -> bool:
    """Whether *written* is another tool's mark for the table of contents, of which its author then hears."""
    if not _CONTENTS.fullmatch(written):
        return False
    message = f"{written} asks for a table of contents; bookmaker makes its own, so this is left out"
    parser.definitions.remark(block.number, "dialect", message, minor=True)
    return True


def take_definitions(block: Block, definitions: Definitions) -> str:
    """The text of *block* below the link references and abbreviations that it begins with, which are kept."""
    written = "\n".join(block.lines)
    at = 0
    while written[at : at + 1] in ("[", "*"):
        if match := _ABBREVIATION.match(written, at):
            definitions.abbreviations.setdefault(match[1], match[2].strip())
        elif match := _REFERENCE.match(written, at):
            title = _title_on_its_line(match)
            if not _define(match, title, definitions):
                break
        else:
            break
        at = match.end()
    return written[at:]


def _title_on_its_line(match: re.Match[str]) -> str:
    return unescape(match[3][1:-1]) if match[3] else ""


def _define(match: re.Match[str], title: str, definitions: Definitions) -> bool:
    """Keep a reference; whether it is one: its name is not blank, its destination's brackets balance."""
    url = match[2]
    if url.startswith("<"):
        url = url[1:-1]
    elif not match[1].strip() or (url.count("(") != url.count(")") and "\\" not in url):
        return False
    if not match[1].strip():
        return False
    definitions.references.setdefault(label(match[1]), Reference(unescape(url), title))
    return True


def _mark_task(block: Block, parser: Parser) -> None:
    """``[ ]`` and ``[x]`` at a list item's beginning are boxes."""
    item = parser.open[-1]
    text = block.element.text or ""
    if item.kind != "item" or block.before is not None or not (match := _TASK.match(text)):
        return
    box = SubElement(block.element, "span", {"class": "checkbox"})
    box.text = AtomicString("☐" if match[1] == " " else "☑")
    box.tail = " " + text[match.end() :]
    block.element.text = None
    item.element.set("class", "task-list-item")


def _verse(lines: list[str], block: Block) -> Element:
    """A line block: line for line, its indentation kept."""
    rows = [line[2:].rstrip() for line in lines]
    kept = [re.sub("^ +", lambda spaces: "\u00a0" * len(spaces[0]), row) for row in rows]
    verse = Element("div", {"class": "verse", "data-line": str(block.number)})
    stanzas: list[list[str]] = [[]]
    for row in kept:
        if row:
            stanzas[-1].append(row)
        elif stanzas[-1]:
            stanzas.append([])
    for stanza in filter(None, stanzas):
        SubElement(verse, "p", {"data-line": str(block.number)}).text = "\n".join(stanza)
    return verse


def _give_to_neighbour(attributes: dict[str, str], written: str, parser: Parser, block: Block) -> list[Element]:
    """An attribute list by itself belongs to the block right above it; between blank lines it is text."""
    above = parser.open[-1].element
    if block.before is not None and not block.before.blank and len(above):
        attribute_lists.update(above[-1].attrib, attributes)
        return []
    block.element.text = written
    return [block.element]
