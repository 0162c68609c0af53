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
from bookmaker.xhtml import HEADINGS, classes

_DIVISION = re.compile(r"(:{3,})[ \t]*(?:(\{.*\})|([A-Za-z][\w-]*)([ \t]*\{.*\}|[ \t].*)?)[ \t]*:*[ \t]*$")

_BARE_ATTRIBUTES = re.compile(r"""(?:(?:[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'=]+)|[.#][\w-]+)(?:[ \t]+|$))+""")

_ADMONITION = re.compile(r"(!!!|\?\?\?\+?|===[!+]?)[ \t]*([\w-]+(?:[ \t]+[\w-]+)*)?[ \t]*(\"[^\"]*\")?[ \t]*$")

_MARKUA = re.compile(r"([ATWEDIQXBC])>(?=[ \t]|$)")

_MARKUA_BLOCK = re.compile(r"\{(blurb|aside)(?:,\s*([^{}]*))?\}[ \t]*$")

_MARKUA_CALLOUTS = {
    "A": "aside", "B": "centre", "C": "centre", "D": "discussion", "E": "error", "I": "information",
    "Q": "question", "T": "tip", "W": "warning", "X": "exercise",
}  # fmt: skip

_OF_EPIGRAPHS = ("author", "by", "source", "cite")

_FIGURE = re.compile("(?:fig|tbl|lst)[-:].")

_LONGEST_COMMENT = 50  # lines, where words stand behind its beginning

PAGE_BREAK = re.compile(
    r"(?:\\(?:newpage|pagebreak|clearpage)|\{[ \t]*pagebreak[ \t]*\}|\{\{<\s*pagebreak\s*>\}\})[ \t]*$"
)


def division(parser: Parser, line: Line, _: Block) -> Started:
    """``::: {.name}`` or ``::: name Title`` opens a division, to the next ``:::``."""
    match = _DIVISION.match(line.words)
    if not match:
        return None
    attributes: dict[str, str] = {}
    words = (match[4] or "").strip()
    if match[2] or words.startswith("{") or _BARE_ATTRIBUTES.fullmatch(words):
        read = attribute_lists.read_whole(match[2] or (words if words.startswith("{") else f"{{{words}}}"))
        if read is None:
            return None
        attributes, words = read, ""
    if match[3]:
        attribute_lists.add_classes(attributes, match[3])
    element = Element("div", attributes)
    verse = not VERSE.isdisjoint(classes(element))
    parser.start(Block("division", element, line.number, mark=match[1], verse=verse))
    title = attributes.get("title") or words.rstrip(": \t")
    if callouts.is_callout(element):
        begin_callout(parser, element, element.get("class", ""), title, line.number)
    else:
        _doubt(parser, element, line.number)
    if title and element.tag == "div":
        element.attrib.pop("title", None)
        SubElement(element, "p", {"class": "division-title", "data-line": str(line.number)}).text = title
    line.take_all()
    return "leaf"


def begin_callout(parser: Parser, element: Element, kinds: str, title: str | None, number: int) -> None:
    """Make *element* a callout; its author hears of a kind that is none."""
    kind = callouts.begin(element, kinds, title, number)
    if not callouts.is_known(kind):
        near = callouts.nearest(kind)
        message = f'there is no callout of the kind "{kind}"; it is set as a note'
        parser.definitions.remark(number, "dialect", message, near and f'did you mean "{near}"?', minor=not near)


def _doubt(parser: Parser, element: Element, number: int) -> None:
    """Ask the author of a division whose name is nearly that of one with a meaning."""
    for name in classes(element):
        if meant := callouts.misspelt(name):
            message = f'a division "{name}" is nothing but its name'
            parser.definitions.remark(number, "dialect", message, f'did you mean "{meant}"?')


def finish_division(parser: Parser, block: Block) -> list[Element]:
    """Its author hears of a division without an end."""
    if not block.ended:
        message = "this division is never closed: all below it, to the end of what it stands in, belongs to it"
        parser.definitions.remark(block.number, "dialect", message, f"close it with a line of its own: {block.mark}")
    if block.element.tag == "aside" and len(block.element) and block.element[0].tag in HEADINGS:
        block.element[0].tag = "p"  # Quarto: a heading that begins a callout is its title
        attribute_lists.add_classes(block.element[0].attrib, "callout-title")
    last = block.element[-1] if len(block.element) > 1 else None
    if _FIGURE.match(block.element.get("id", "")) and last is not None and last.tag == "p" and _is_caption(last):
        block.element.tag, last.tag = "figure", "figcaption"
    if "epigraph" in classes(block.element):
        named = [block.element.attrib.pop(key) for key in _OF_EPIGRAPHS if key in block.element.attrib]
        if named:
            line = SubElement(block.element, "p", {"class": "attribution", "data-line": str(block.number)})
            line.text = ", ".join(named)
    return []


def _is_caption(paragraph: Element) -> bool:
    """Whether *paragraph*, the last of a division that is a figure to Quarto, is its caption: no picture alone."""
    return not re.fullmatch(r"!\[[^\n]*", (paragraph.text or "").strip()) and "class" not in paragraph.attrib


def finish_indented(parser: Parser, block: Block) -> list[Element]:
    """Its author hears of a callout or tab without content."""
    if block.last is None:
        message = "nothing is indented below this line, so that it holds nothing"
        parser.definitions.remark(block.number, "dialect", message, "indent what belongs to it by four spaces")
    return []


def finish_quote(parser: Parser, block: Block) -> list[Element]:
    """Its author hears of a callout without title or content."""
    if block.element.tag == "aside" and not len(block.element):
        message = "no line below this one begins with >, so that it holds nothing"
        parser.definitions.remark(block.number, "dialect", message, "write > before each line that belongs to it")
    return []


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
    kinds, title = match[2] or "note", match[3].strip('"') if match[3] is not None else None
    if title is None and (words := _without_sides(kinds.split()[1:])):  # the quotation marks forgotten
        kinds, title = kinds.split()[0], " ".join(words)
    begin_callout(parser, element, kinds, title, line.number)
    line.take_all()
    return "leaf"


def _without_sides(words: list[str]) -> list[str]:
    """*words* unless they only say on which side of a page a callout stands."""
    return [] if {*words} <= {"inline", "end", "left", "right"} else words


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
        begin_callout(parser, element, attributes.get("class", match[1]), attributes.get("title"), line.number)
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
    paragraph = itertools.takewhile(_may_go_on, itertools.islice(parser.ahead(), _LONGEST_COMMENT))
    following = parser.ahead() if alone else paragraph
    if closed or not any(_ends_comment(block, text) for text in following):
        parser.close(parser.depth - 1)
        if not closed:
            message = "%% without another %% makes a comment of the rest of its line, which is left out"
            parser.definitions.remark(line.number, "dialect", message, "write \\%% for the characters themselves")
    line.take_all()
    return "leaf"


def _may_go_on(words: str) -> bool:
    """Whether a comment with words behind its beginning may go on in the line *words*: not in the next such one."""
    return bool(words.strip()) and not words.lstrip().startswith("%%")


def _ends_comment(block: Block, words: str) -> bool:
    """Whether *words*, a line, end *block*: with their last characters, or their first if its beginning stood alone."""
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
