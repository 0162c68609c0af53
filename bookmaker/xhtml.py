"""XHTML as bookmaker holds it: ElementTree elements, HTML names bare, SVG and MathML in Clark notation.

HTML text comes in through :func:`parse`, goes out through :func:`serialise`; the rest walks and builds.  All
phases call it, and it is the only place that knows how XHTML is written.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from bookmaker import html5
from bookmaker.characters import LOST, UNWRITABLE

HTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
EPUB_NAMESPACE = "http://www.idpf.org/2007/ops"
SVG = "{http://www.w3.org/2000/svg}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
_UNSEEN = frozenset((f"{MATHML}annotation", f"{SVG}title", f"{SVG}desc", f"{SVG}style", "source", "track"))
_SIGNS = frozenset(MATHML + tag for tag in ("mi", "mn", "mo", "ms", "mtext"))
_SEEN = frozenset(("img", "audio", "video", "hr"))  # without a word
RAW = "raw-html"  # an element whose text is HTML still to be parsed
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

BLOCKS = frozenset(
    "address article aside blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What stands behind the tags of these, to their end tags, is no text of the page, and in some of them no markup either.
RAW_TEXT = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
SWALLOWING = RAW_TEXT | frozenset(
    "applet audio canvas datalist frameset map math noscript object optgroup option rp select svg template "
    "video".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_PREFIXES = {
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    EPUB_NAMESPACE: "epub:",
}
_XML_NAME = re.compile(r"[A-Za-z_][\w.\-]*(:[A-Za-z_][\w.\-]*)?")
_NAME_START = re.compile(
    "[A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_NOT_IN_NAME = re.compile(f"(?!{_NAME_START.pattern})[^0-9.\u00b7\u0300-\u036f-]")
# HTML5 ignores the slash of <div/> and would swallow what follows; authors who write it mean an empty element.
_SELF_CLOSED = re.compile(
    rf"<(a|aside|b|div|em|figure|i|li|p|section|span|strong|td|th|{'|'.join(sorted(SWALLOWING - {'svg', 'math'}))})"
    r"""((?:\s(?:[^<>"'/]|"[^"]*"|'[^']*'|/(?!>))*)?)/>""",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_INSTRUCTION = re.compile(r"<\?.*?\?>", re.DOTALL)


def parse(html: str) -> Element:
    """The ``body`` element of *html*, a fragment, as an HTML5 browser would read it."""
    html = _SELF_CLOSED.sub(r"<\1\2></\1>", html)
    html = _CDATA.sub(lambda section: escape(section[1]), html)
    html = _INSTRUCTION.sub("", html)
    document = "<!DOCTYPE html><html><head><title></title></head><body>" + UNWRITABLE.sub(LOST, html)
    body = html5.read(document)
    if body is None:
        return Element("body")
    for element in body.iter():  # a character reference may have brought back what the text did not hold
        element.text = element.text and UNWRITABLE.sub(LOST, element.text)
        element.tail = element.tail and UNWRITABLE.sub(LOST, element.tail)
        for key, value in element.items():
            if UNWRITABLE.search(value):
                element.set(key, UNWRITABLE.sub(LOST, value))
    return body


def make(tag: str, attributes: dict[str, str] | None = None, *content: "Element | str | None") -> Element:
    """A new element; text and elements in *content* follow each other as given, ``None`` is left out."""
    element = Element(tag, attributes or {})
    for part in content:
        if isinstance(part, str):
            append_text(element, part)
        elif part is not None:
            element.append(part)
    return element


def append_text(element: Element, text: str) -> None:
    """Add *text* after all that *element* holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def name(element: Element) -> str:
    """The element's HTML name; empty for comments and for anything in SVG or MathML."""
    return element.tag if isinstance(element.tag, str) and not element.tag.startswith("{") else ""


def local_name(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text(element: Element) -> str:
    """The visible text below *element*, white space collapsed, note calls left out, pictures by their alt."""
    return UNWRITABLE.sub("\ufffd", " ".join("".join(_strings(element)).split()))


def links(section: Element) -> list[tuple[Element, int]]:
    """Every link below *section*, with the line of the file that the block around it begins on; 0 is unknown."""
    found, line = [], 0
    for element in section.iter():
        line = int(element.get("data-line", line))
        if element.tag == "a":
            found.append((element, line))
    return found


def formula_words(formula: Element) -> str:
    """What stands for *formula*, MathML, where it cannot be drawn: its ``alttext``, else its TeX, else its signs."""
    notes = [note for note in formula.iter(f"{MATHML}annotation") if "tex" in note.get("encoding", "")]
    signs = "".join(element.text or "" for element in formula.iter() if element.tag in _SIGNS)
    tex = (notes[0].text or "") if notes else ""
    return " ".join((formula.get("alttext") or tex or signs or "".join(formula.itertext())).split())


def _strings(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or "noteref" in classes(element) or element.tag in _UNSEEN:
        return
    if element.tag == "img":
        yield element.get("alt", "")
    apart = " " if element.tag in ("br", "rt") or element.tag in BLOCKS else ""
    yield apart
    yield element.text or ""
    for child in element:
        yield from _strings(child)
        yield child.tail or ""
    yield apart


def holds_block(element: Element) -> bool:
    """Whether a block stands anywhere below *element*."""
    return any(name(below) in BLOCKS for below in element.iter() if below is not element)


def is_blank(element: Element) -> bool:
    """Whether nothing below *element* can be seen or heard: no word, picture, rule or reference."""
    if any(part.strip() for part in _strings(element)):
        return False
    return not any(
        below.tag in _SEEN or below.tag == f"{SVG}svg" or "data-ref" in below.attrib or "data-wikilink" in below.attrib
        for below in element.iter()
    )


def classes(element: Element) -> list[str]:
    """The element's classes."""
    return element.get("class", "").split()


def add_class(element: Element, *names: str) -> None:
    """Give *element* the classes that it does not have yet."""
    element.set("class", " ".join(dict.fromkeys([*classes(element), *names])))


def drop_class(element: Element, *names: str) -> None:
    """Take those classes from *element*, and the attribute with the last."""
    kept = [name for name in classes(element) if name not in names]
    if kept:
        element.set("class", " ".join(kept))
    else:
        element.attrib.pop("class", None)


def parents(root: Element) -> dict[Element, Element]:
    """Every element below *root* with the element that holds it."""
    return {child: parent for parent in root.iter() for child in parent}


def replace(parent: Element, old: Element, new: Element | None) -> None:
    """Put *new* in the place of *old*, or take *old* out; the text that follows it stays."""
    index = list(parent).index(old)
    if new is not None:
        new.tail = old.tail
        parent[index] = new
        return
    tail = old.tail or ""
    parent.remove(old)
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def move_content(source: Element, target: Element) -> None:
    """Append all that *source* holds, text and elements, to *target*."""
    append_text(target, source.text or "")
    source.text = None
    for child in list(source):
        source.remove(child)
        target.append(child)


class Ids:
    """Ids that are taken, and the next number for each that was wanted more than once."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """*wanted*, or the first of ``wanted-1``, ``wanted-2`` ... that is not taken (GitHub's rule); it is now."""
        number, candidate = self._next.get(wanted, 0), wanted
        while candidate in self._taken:
            number += 1
            candidate = f"{wanted}-{number}"
        self._next[wanted] = number
        self._taken.add(candidate)
        return candidate


def heading_id(words: str) -> str:
    """The id of a heading that reads *words*: GitHub's slug, prefixed where XML wants a letter first."""
    kept = (c for c in words.lower() if c in "-_ " or unicodedata.category(c)[0] in "LMN")
    return xml_id("".join(kept).strip().replace(" ", "-"))


def xml_id(wanted: str) -> str:
    """*wanted* as an XML name without colon (EPUBCheck refuses any other id)."""
    kept = _NOT_IN_NAME.sub("-", wanted)
    return kept if kept and _NAME_START.match(kept) else f"s-{kept}"


def ascii_name(wanted: str, otherwise: str) -> str:
    """*wanted* as a file name's stem that every store and reader takes, or *otherwise* when nothing is left."""
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or otherwise


def escape(string: str) -> str:
    """*string* as character data."""
    return _referenced(UNWRITABLE.sub("\ufffd", string))


def _referenced(string: str) -> str:
    return string.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(string: str) -> str:
    """*string* between double quotes."""
    return escape(string).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def serialise(element: Element) -> str:
    """*element* as XHTML text that an XML parser and an HTML parser read as the same tree; its tail is left out."""
    parts: list[str] = []
    _write(element, "", parts)
    return UNWRITABLE.sub(LOST, "".join(parts))


def _write(element: Element, namespace: str, parts: list[str]) -> None:
    if not isinstance(element.tag, str):  # comments and instructions are the author's own business
        return
    if element.tag == RAW:
        parts.append(element.text or "")
        return
    uri, _, tag = element.tag.rpartition("}")
    uri = uri.removeprefix("{")
    declaration = f' xmlns="{uri or HTML_NAMESPACE}"' if uri != namespace else ""
    parts.append(f"<{tag}{declaration}{''.join(_attributes(element))}")
    empty = not len(element) and not element.text
    if tag in VOID if not uri else empty:
        parts.append("/>")
        return
    parts.append(">")
    if element.text:
        parts.append(_referenced(element.text))
    for child in element:
        _write(child, uri, parts)
        if child.tail:
            parts.append(_referenced(child.tail))
    parts.append(f"</{tag}>")


def _attributes(element: Element) -> Iterator[str]:
    written = set()
    for key, value in element.attrib.items():
        declared, written_name = _written_name(key)
        if not written_name or written_name in written:
            continue
        written.add(written_name)
        yield f'{declared} {written_name}="{escape_attribute(value)}"'


@functools.lru_cache(maxsize=1000)
def _written_name(key: str) -> tuple[str, str]:
    """What has to be declared for an attribute, and what it is called; empty where XML has no such name."""
    uri, _, local = key.rpartition("}")
    name = _PREFIXES.get(uri.removeprefix("{"), "") + local
    if name.startswith("xmlns") or not _XML_NAME.fullmatch(name):
        return "", ""
    if ":" in name and name.split(":")[0] + ":" not in _PREFIXES.values():
        return "", ""
    return ' xmlns:xlink="http://www.w3.org/1999/xlink"' if uri.endswith("xlink") else "", name
