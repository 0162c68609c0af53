"""Listings: fenced and indented code -> ``pre > code``; what an info string says, in every dialect.

``markdown`` gives :func:`finish_fence` and :func:`finish_code` to ``blocks``.
"""

import itertools
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from bookmaker.manuscript.edition_marks import MARKS
from bookmaker.manuscript.markdown import attribute_lists
from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser
from bookmaker.manuscript.markdown.text import unescape
from bookmaker.plain_yaml import NotYaml, parse_yaml
from bookmaker.xhtml import RAW, classes, drop_class

_LANGUAGE = re.compile(r"[^\s,{}]+")
_CHUNK = re.compile(r"\{(r|python|julia|stan|bash|sql|ojs|dot|mermaid)(?:[ ,](?!.*[ ,][.#])(.*))?\}$", re.I)
_NAMED = re.compile(r"\{[A-Za-z][\w+#-]*[ ,]")  # a language without a full stop before it
# What knitr and Quarto know of a chunk: in its braces, in lines of YAML above its code.
_LABEL = re.compile(r"\s*,?\s*([\w:-]+)\s*(?:,|$)")
_OPTION = re.compile(r"""([\w.-]+)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
_OPTION_LINE = re.compile(r"(?:#|//|--|%%)\|(?: (.*))?$")
_CAPTIONS = ("fig-cap", "tbl-cap", "lst-cap")
_REFERRED_TO = re.compile(r"(?:fig|tbl|tab|lst)[-:].")
_DIRECTIVE = re.compile(r"\{([A-Za-z][\w-]*)\}")
# How pandoc, Quarto, Markua, MkDocs and Hugo ask for numbered lines, and name the number of the first.
_NUMBERED = ("numberLines", "number-lines", "line-numbers", "linenos", "code-line-numbers")
_FIRST_NUMBER = ("startFrom", "start-from", "number-from", "linenums", "linenostart")
_RAW = re.compile(r"\{=(\w+)\}$")
# A sentence, or several: a capital first, a full stop last, and nothing between that only code has.
_PROSE = re.compile(r"""["'“‘„«»—–]{0,2} ?(?=[^\W\d_a-zß-öø-ÿ])[\w ,.;:!?'"“”‘’„«»—–…()*%&$€£/-]*[.!?…]["'”’»“)*]*""")
EDITIONS = {"html": "", "html5": "", "xhtml": "", "epub": "epub", "epub3": "epub", "pdf": "pdf"}


class Info(NamedTuple):
    """What stands behind a fence: the language, other attributes, and whether the code was meant to be run."""

    language: str
    attributes: dict[str, str]
    chunk: bool = False


def read_info(info: str) -> Info:
    """What *info* says: ``rust,ignore``, ``python {#lst-x title="a.py"}``, ``{.python}``, ``{r, echo=FALSE}``."""
    attributes = attribute_lists.read_whole("{." + info[1:] if _NAMED.match(info) else info)
    if (chunk := _CHUNK.match(info)) and (attributes or {}).keys().isdisjoint(("title", *_NUMBERED, *_FIRST_NUMBER)):
        label, options = _LABEL.match(chunk[2] or ""), _OPTION.findall(chunk[2] or "")
        given = {key: attribute_lists.unquoted(value) for key, value in options}
        return Info(chunk[1].lower(), _of_chunk({"label": label and label[1], **given}), chunk=True)
    if attributes:
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


def _of_chunk(options: Mapping[Any, Any]) -> dict[str, str]:
    """The caption in the *options* of a chunk, and the id that references name; to knitr's labels they add a kind."""
    given = {str(key).replace(".", "-"): value for key, value in options.items() if isinstance(value, str) and value}
    captions = [key for key in _CAPTIONS if key in given]
    found = {"caption": given[captions[0]].strip()} if captions else {}
    label = given.get("label", "")
    if captions and label and not _REFERRED_TO.match(label):
        label = f"{captions[0][:3]}-{label}"
    return {"id": label, **found} if _REFERRED_TO.match(label) else found


def _take_options(lines: list[str]) -> dict[str, str]:
    """What the YAML says with which the *lines* of a chunk begin, and which is taken from them where it is YAML."""
    written = [match[1] or "" for match in itertools.takewhile(bool, map(_OPTION_LINE.match, lines)) if match]
    try:
        options = parse_yaml("\n".join(written)) if written else {}
    except NotYaml:
        return {}
    del lines[: len(written)]
    return _of_chunk(options) if isinstance(options, dict) else {}


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
    understood = read.chunk or attribute_lists.read_at_end(info)[1] or (_NAMED.match(info) and read.attributes)
    if "{" in info and not understood:
        message = f"what stands behind this fence is no list of attributes: {info}"
        hint = "put a value with spaces in quotation marks, and close the brace"
        if directive := _DIRECTIVE.match(info):
            message = f"{directive[0]} is a directive of MyST's, of which bookmaker knows none; it is shown as code"
            hint = f"write ::: {directive[1]}"
        parser.definitions.remark(block.number, "attribute", message, hint)
    options = {}
    if read.chunk:
        parser.definitions.remark(block.number, "chunk", f"this {read.language} code is shown; bookmaker never runs it")
        options = _take_options(block.lines)
    given = {key: value for key, value in element.attrib.items() if key != "data-line"}
    language = read.language or given.pop("lang", "") or given.pop("format", "")
    element.attrib = {"data-line": str(block.number)}
    attribute_lists.update(element.attrib, {**given, **read.attributes, **options})
    _number(element)
    _fill(element, block.lines, language)
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


def finish_code(parser: Parser, block: Block) -> list[Element]:
    """Code that is indented by four columns; blank lines at its end are not part of it."""
    while block.lines and not block.lines[-1].strip():
        block.lines.pop()
    given = block.element.attrib
    language = given.pop("lang", "") or given.pop("format", "")
    if not language and _is_prose(block.lines):
        message = "this is indented by four spaces or a tab, which makes code of it"
        hint = "take the spaces away if it is text; put it between lines of ``` if it is code"
        parser.definitions.remark(block.number, "dialect", message, hint)
    _fill(block.element, block.lines, language)
    return []


def _is_prose(lines: list[str]) -> bool:
    """Whether the first of the paragraphs in *lines* is one that a typewriter would have indented."""
    first = [line.strip() for line in itertools.takewhile(str.strip, lines)]
    return (
        sum(line.count(" ") for line in first) + len(first) > 3
        and all("  " not in line and "---" not in line for line in first)
        and bool(_PROSE.fullmatch(" ".join(first)))
    )


def _fill(element: Element, lines: list[str], language: str) -> None:
    code = SubElement(element, "code", {"class": f"language-{language}"} if language else {})
    code.text = AtomicString("".join(f"{line}\n" for line in lines))
