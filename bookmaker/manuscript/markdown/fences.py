"""Listings: fenced and indented code -> ``pre > code``; what an info string says, in every dialect.

``markdown`` gives :func:`finish_fence` and :func:`finish_code` to ``blocks``.
"""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from bookmaker.manuscript.edition_marks import MARKS
from bookmaker.manuscript.markdown import attribute_lists
from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser
from bookmaker.manuscript.markdown.text import unescape
from bookmaker.xhtml import RAW, classes, drop_class

_LANGUAGE = re.compile(r"[^\s,{}]+")
_CHUNK = re.compile(r"\{(r|python|julia|stan|bash|sql|ojs|dot|mermaid)\b(?![^}]*\.)(?:[ ,][^}]*)?\}$", re.I)
_DIRECTIVE = re.compile(r"\{([A-Za-z][\w-]*)\}")
# How pandoc, Quarto, Markua, MkDocs and Hugo ask for numbered lines, and name the number of the first.
_NUMBERED = ("numberLines", "number-lines", "line-numbers", "linenos", "code-line-numbers")
_FIRST_NUMBER = ("startFrom", "start-from", "number-from", "linenums", "linenostart")
_RAW = re.compile(r"\{=(\w+)\}$")
EDITIONS = {"html": "", "html5": "", "xhtml": "", "epub": "epub", "epub3": "epub", "pdf": "pdf"}


class Info(NamedTuple):
    """What stands behind a fence: the language, other attributes, and whether the code was meant to be run."""

    language: str
    attributes: dict[str, str]
    chunk: bool = False


def read_info(info: str) -> Info:
    """What *info* says: ``rust,ignore``, ``python {#lst-x title="a.py"}``, ``{.python}``, ``{r, echo=FALSE}``."""
    if chunk := _CHUNK.match(info):
        return Info(chunk[1].lower(), {}, chunk=True)
    if attributes := attribute_lists.read_whole(info):
        names = attributes.pop("class", "").split()
        names.sort(key=MARKS.__contains__)  # the language comes first
        language = attributes.pop("lang", attributes.pop("format", names[0] if names and names[0] not in MARKS else ""))
        rest = names[1:] if names and language == names[0] else names
        return Info(language, {**attributes, **({"class": " ".join(rest)} if rest else {})})
    first = _LANGUAGE.match(info.removeprefix("{"))
    language = unescape(first[0]) if first else ""
    _, found = attribute_lists.read_at_end(info)
    if not found:
        found = {
            key: attribute_lists.unquoted(value)
            for key, value in re.findall(r"""\b(title|linenums)=("[^"]*"|'[^']*'|\S+)""", info)
        }
    return Info(language.lstrip("."), found)


def finish_fence(parser: Parser, block: Block) -> list[Element]:
    """The listing, or what ``{=html}`` passes through."""
    info, element = block.attributes["info"], block.element
    if not block.ended:
        message = "this fence is never closed: all below it, to the end of what it stands in, is code"
        parser.definitions.remark(block.number, "dialect", message, f"close it with a line of its own: {block.mark}")
    if raw := _RAW.match(info):
        _pass_through(raw[1].lower(), parser, block)
        return []
    read = read_info(info)
    if "{" in info and not read.chunk and not attribute_lists.read_at_end(info)[1]:
        message = f"what stands behind this fence is no list of attributes: {info}"
        hint = "put a value with spaces in quotation marks, and close the brace"
        if directive := _DIRECTIVE.match(info):
            message = f"{directive[0]} is a directive of MyST's, of which bookmaker knows none; it is shown as code"
            hint = f"write ::: {directive[1]}"
        parser.definitions.remark(block.number, "attribute", message, hint)
    lines = block.lines
    if read.chunk:
        parser.definitions.remark(block.number, "chunk", f"this {read.language} code is shown; bookmaker never runs it")
        lines = [line for line in lines if not line.startswith("#|")]
    given = {key: value for key, value in element.attrib.items() if key != "data-line"}
    language = read.language or given.pop("lang", "") or given.pop("format", "")
    element.attrib = {"data-line": str(block.number)}
    attribute_lists.update(element.attrib, {**given, **read.attributes})
    _number(element)
    _fill(element, lines, language)
    return []


def _number(listing: Element) -> None:
    """``data-number``, the number of the first line, where *listing* asks for numbers in any dialect."""
    asked = [listing.attrib.pop(key) for key in _NUMBERED if key in listing.attrib]
    first = next((listing.attrib.pop(key) for key in _FIRST_NUMBER if key in listing.attrib), "")
    named = [name for name in _NUMBERED if name in classes(listing)]
    drop_class(listing, *named)
    if first.isdecimal() or named or any(value.lower() not in ("false", "0", "no") for value in asked):
        listing.set("data-number", first if first.isdecimal() else "1")


def _pass_through(form: str, parser: Parser, block: Block) -> None:
    if form not in EDITIONS:
        message = f"what is meant for {form} alone has no place in either edition and is left out"
        parser.definitions.remark(block.number, "raw", message)
        block.element.tag, block.element.text = RAW, AtomicString("<!-- -->")
        return
    html = Element(RAW)
    html.text = AtomicString("\n".join(block.lines))
    block.element.tag = "div"
    block.element.append(html)
    if EDITIONS[form]:
        block.element.set("data-only", EDITIONS[form])


def finish_code(_: Parser, block: Block) -> list[Element]:
    """Code that is indented by four columns; blank lines at its end are not part of it."""
    while block.lines and not block.lines[-1].strip():
        block.lines.pop()
    given = block.element.attrib
    language = given.pop("lang", "") or given.pop("format", "")
    _fill(block.element, block.lines, language)
    return []


def _fill(element: Element, lines: list[str], language: str) -> None:
    code = SubElement(element, "code", {"class": f"language-{language}"} if language else {})
    code.text = AtomicString("".join(f"{line}\n" for line in lines))
