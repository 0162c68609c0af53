"""Spans that nothing inside them can change: code, escapes, autolinks, HTML, characters by name, formulas, breaks.

The first of the inline patterns that ``markdown`` registers.  They bind equally tightly in CommonMark (6.1, 6.5,
6.6), so one pattern finds them all and the leftmost wins.
"""

import re
import string
from bisect import bisect_left
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from bookmaker.characters import ESCAPED
from bookmaker.manuscript.markdown import attribute_lists
from bookmaker.manuscript.markdown.definitions import Definitions
from bookmaker.manuscript.markdown.fences import EDITIONS
from bookmaker.manuscript.markdown.formulas import inline_display
from bookmaker.manuscript.markdown.html_blocks import CLOSE_TAG, OPEN_TAG
from bookmaker.manuscript.markdown.text import ESCAPE, REFERENCE, character
from bookmaker.xhtml import RAW, make

_PLAIN_ESCAPE = r"\\[!-')-/:-?\\-`{-~]"  # what begins nothing but a character
# Each form is written with its first character by itself, for the sake of speed: so the others are passed over.
_SPAN = (
    rf"``*|\\\n|\\index\{{|\\@ref\(|\\\(|{_PLAIN_ESCAPE}(?:{_PLAIN_ESCAPE})*|{ESCAPE}|<|{REFERENCE}|[ ][ ]+\n|\$\$?|%%"
)
# As a reference they are meant as themselves; of a second & behind the first, ``&amp;nbsp;``, nobody knows.
_SIGNS = frozenset(string.punctuation) - {"&"}
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]*)>")
_ADDRESS = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_TAG = re.compile(rf"{OPEN_TAG}|{CLOSE_TAG}")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_ENCLOSED = (("<!-->", ""), ("<!--->", ""), ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
_DECLARATION = re.compile(r"<![A-Za-z][^>]*>")
_RAW_FORM = re.compile(r"\{=(\w+)\}")
_INLINE_MATH = re.compile(r"\$(?=[^\s$])((?:[^$\\]|\\.)*?[^\s\\]|(?:[^$\\]|\\.)*?\\[^\s])\$(?![\d$])", re.DOTALL)
_PARENTHESES = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
_SHORT_BRACKETS = re.compile(r"(?<!\w)\\\[[A-Za-z]\\\]")
_REFERENCE_MACRO = re.compile(r"\\@ref\(([\w:.-]+)\)")
_INDEX_MACRO = re.compile(r"\\index\{([^{}]*)\}")

Found = tuple[Element | str | None, int | None, int | None]
_NOTHING: Found = (None, None, None)


class LiteralSpans(InlineProcessor):
    """The pattern."""

    def __init__(self, md: Markdown, definitions: Definitions) -> None:
        super().__init__(_SPAN, md)
        self._definitions = definitions
        self._text: str | None = None
        self._runs: dict[int, list[int]] = {}
        self._absent: dict[str, int] = {}

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]  # noqa: N802
        """The element, or the character, that begins at *m*; nothing where it is only a character after all."""
        if data is not self._text:
            self._text, self._runs, self._absent = data, {}, {}
        return _READ[m[0][0]](self, m, data)

    def _space(self, m: re.Match[str], _: str) -> Found:
        return _break(), m.start(), m.end()

    def _comment(self, m: re.Match[str], data: str) -> Found:
        """Obsidian's ``%% ... %%``, which words around it do not touch: ``5%% and 6%% more`` holds none."""
        end = self._find("%%", data, m.end())
        if end < 0 or data[m.start() - 1 : m.start()].isalnum() or data[end + 2 : end + 3].isalnum():
            return _NOTHING
        return "", m.start(), end + 2

    def _named(self, m: re.Match[str], _: str) -> Found:
        named = character(m[0])
        if named is None:
            return _NOTHING
        return self._escaped(named) if named in _SIGNS else AtomicString(named), m.start(), m.end()

    def _find(self, words: str, data: str, start: int) -> int:
        """Where *words* come next, -1 if nowhere, which is remembered: no text is searched twice."""
        if self._absent.get(words, len(data) + 1) <= start:
            return -1
        at = data.find(words, start)
        if at < 0:
            self._absent[words] = start
        return at

    def _code(self, m: re.Match[str], data: str) -> Found:
        if not self._runs:
            for run in re.finditer("`+", data):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        starts = self._runs.get(len(m[0]), [])
        following = bisect_left(starts, m.end())
        if following == len(starts):
            return _NOTHING
        end = starts[following]
        words = data[m.end() : end].replace("\n", " ")
        if words[:1] == words[-1:] == " " and words.strip(" "):
            words = words[1:-1]
        if form := _RAW_FORM.match(data, end + len(m[0])):
            return self._for_format(words, form[1]), m.start(), form.end()
        code = Element("code")
        code.text = AtomicString(words)
        return code, m.start(), take_attributes(code, data, end + len(m[0]))

    def _for_format(self, words: str, form: str) -> Element | str:
        """Pandoc's ``{=html}`` behind code: HTML for both editions, or for the one that is named."""
        edition = EDITIONS.get(form.lower())
        if edition is None:
            self._definitions.foreign_spans.append((words, form))
            return ""
        return _raw(words) if not edition else make("span", {"data-only": edition}, _raw(words))

    def _angle(self, m: re.Match[str], data: str) -> Found:
        start = m.start()
        if link := _AUTOLINK.match(data, start) or _ADDRESS.match(data, start):
            url = link[1] if link.re is _AUTOLINK else f"mailto:{link[1]}"
            return _link(url, link[1]), start, link.end()
        if self._find(">", data, start) < 0:
            return _NOTHING
        if tag := _TAG.match(data, start) or _DECLARATION.match(data, start):
            return Element("br") if _BREAK.fullmatch(tag[0]) else _raw(tag[0]), start, tag.end()
        return self._enclosed(start, data)

    def _enclosed(self, start: int, data: str) -> Found:
        """A comment, an instruction or character data: all to its end."""
        for begin, closing in _ENCLOSED:
            if data.startswith(begin, start):
                end = self._find(closing, data, start + len(begin))
                return (_raw(data[start : end + len(closing)]), start, end + len(closing)) if end >= 0 else _NOTHING
        return _NOTHING

    def _dollar(self, m: re.Match[str], data: str) -> Found:
        if m[0] == "$$":
            end = self._find("$$", data, m.end())
            return (_math(data[m.start() : end + 2]), m.start(), end + 2) if end > m.end() else _NOTHING
        if self._find("$", data, m.end()) < 0:
            return _NOTHING
        formula = _INLINE_MATH.match(data, m.start())
        return (_math(formula[0]), m.start(), formula.end()) if formula else _NOTHING

    def _backslash(self, m: re.Match[str], data: str) -> Found:
        if m[0] == "\\\n":
            return _break(), m.start(), m.end()
        if m[0] == "\\(" and self._find("\\)", data, m.end()) >= 0:
            formula = _PARENTHESES.match(data, m.start())
            if formula and re.search(r"[\\^_=<>+*/]|^\s*\w\s*$|^\s*[A-Za-z](?:\s+[A-Za-z])+\s*$", formula[1]):
                return _math(formula[0]), m.start(), formula.end()
        if m[0] == "\\[" and self._find("\\]", data, m.end()) >= 0 and (formula := inline_display(data, m.start())):
            return _math(formula[0]), m.start(), formula.end()
        if short := _SHORT_BRACKETS.match(data, m.start()):
            self._definitions.short_brackets.append(short[0])
        if m[0] == "\\index{" and (mark := _INDEX_MACRO.match(data, m.start())):
            return index_mark(mark[1], {}), m.start(), mark.end()
        if m[0] == "\\@ref(" and (mark := _REFERENCE_MACRO.match(data, m.start())):
            return cross_reference(mark[1]), m.start(), mark.end()
        return _NOTHING if m[0][1].isalpha() else (self._escaped(m[0][1::2]), m.start(), m.end())

    def _escaped(self, signs: str) -> AtomicString:
        self._definitions.has_escapes = True
        return AtomicString("".join(f"{ESCAPED}{sign}" for sign in signs))


_READ: dict[str, Callable[[LiteralSpans, re.Match[str], str], Found]] = {
    "`": LiteralSpans._code,
    "\\": LiteralSpans._backslash,
    "<": LiteralSpans._angle,
    "&": LiteralSpans._named,
    " ": LiteralSpans._space,
    "$": LiteralSpans._dollar,
    "%": LiteralSpans._comment,
}


def take_attributes(element: Element, data: str, end: int) -> int:
    """Give *element* the attributes that stand right behind it in *data*; where they end."""
    if not data.startswith("{", end):
        return end
    found = attribute_lists.read(data, end)
    if found is None:
        return end
    attribute_lists.update(element.attrib, found.attributes)
    return found.end


# What numbers what: a reference is by one of these and a name, ``@fig-sea``; crossref allows a capital.
REFERENCE_KEY = r"(?:[Ff]ig|[Tt]bl|[Tt]ab|[Ss]ec|[Ee]q|[Ll]st|[Tt]hm|nte|tip|wrn|imp|cau)[-:][\w:.-]*\w"
CROSS_REFERENCE = re.compile(rf"-?(?<!\w-)@(?<![\w/]@)({REFERENCE_KEY})")
_KEY = re.compile(r"(?<!\w)-?@[\w{]")
_CITATION = re.compile(r"(?:^|[\s;])-?@[\w{]")


def cross_reference(key: str, words: str = "") -> Element:
    """``a[data-ref]``: a place to be filled with the number or title of what *key* names."""
    link = Element("a", {"data-ref": key.replace(":", "-", 1), "href": "#" + key})
    link.text = AtomicString(words)
    return link


def index_mark(entry: str, attributes: dict[str, str]) -> Element:
    """``span[data-index]``: a place that the index refers to, under *entry* (levels are divided by ``!``)."""
    return Element("span", {"data-index": entry, **attributes})


def _link(url: str, words: str) -> Element:
    link = Element("a", {"href": url})
    link.text = AtomicString(words)
    return link


def _raw(written: str) -> Element:
    element = Element(RAW)
    element.text = AtomicString(written)
    return element


def _math(written: str) -> Element:
    formula = Element("span", {"class": "math"})
    formula.text = AtomicString(written)
    return formula


def _break() -> Element:
    line_break = Element("br")
    line_break.tail = "\n"
    return line_break


def citation(words: str) -> str:
    """What *words* between brackets are, ``reference`` or ``citation``; empty where they are neither."""
    if not re.match(r"[^@]{0,60}-?@", words.strip()):
        return ""
    if refers(words):
        return "reference"
    return "citation" if _CITATION.search(words) else ""


def refers(words: str) -> bool:
    """Whether *words* name what is in the book, by no key but of that kind in one part between semicolons."""
    parts = words.split(";")
    mixed = any(
        CROSS_REFERENCE.search(part) and len(CROSS_REFERENCE.findall(part)) < len(_KEY.findall(part)) for part in parts
    )
    return not mixed and any(map(CROSS_REFERENCE.search, parts))
