"""Everything between brackets: links, pictures, note calls, inline notes, spans, references, wikilinks.

The second of the inline patterns that ``markdown`` registers.  All brackets of a text are matched in one pass
(CommonMark's appendix: no link inside a link, the innermost first), then each is made into its element.
"""

import functools
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from bookmaker.manuscript.markdown import attribute_lists
from bookmaker.manuscript.markdown.attribute_lists import AttributeList
from bookmaker.manuscript.markdown.definitions import Definitions, label
from bookmaker.manuscript.markdown.inline import Inline
from bookmaker.manuscript.markdown.spans import CROSS_REFERENCE, citation, cross_reference, index_mark, refers
from bookmaker.manuscript.markdown.text import unescape

_TOKEN = re.compile(r"!\[|\^\[|\[|\]")
_TITLE = re.compile(r'"[^"]*"|\'[^\']*\'|\([^()]*\)')
_SPACE = re.compile(r"[ \t\n]*")
_ANY_REFERENCE = re.compile(r"-?@([\w:.-]*\w)")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$", re.I)
_SIZE = re.compile(r"\|(\d{1,4}%?)(?:x\d{1,4})?$")
_NAMED = re.compile(r"\[([^\[\]]{0,999})\]")
_MOST_OPEN = 100
NOTE = "#note:"  # what the address of a note begins with until it has an id


@dataclass(slots=True)
class _Bracket:
    """What opens at *open*: its kind, where its words begin and end, where all of it ends."""

    kind: str  # link, image, note, inline-note, span, reference, citation, wikilink, embed
    open: int
    inner: int
    close: int
    end: int
    url: str = ""
    title: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class _Target(NamedTuple):
    url: str
    title: str
    end: int


class _Opener(NamedTuple):
    mark: str
    start: int
    end: int


class Brackets(InlineProcessor):
    """The pattern.  *captions* keeps the words between each picture's brackets, as Markdown."""

    NESTS = True
    SIGNS = ("[",)

    def __init__(self, md: Markdown, inline: Inline, definitions: Definitions) -> None:
        super().__init__(r"!\[|\^\[|\[", md)
        self.inline = inline
        self.definitions = definitions
        self.captions: dict[Element, str] = {}
        self._found = functools.lru_cache(maxsize=2 * _MOST_OPEN)(self._match)  # the texts that are being read

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The element that opens at *m*; nothing where the bracket is only a character."""
        bracket = self._found(data).get(m.start())
        if bracket is None:
            return None, None, None
        element = _MAKE[bracket.kind](self, bracket, data)
        return element, bracket.open, bracket.end

    # ---- finding

    def _match(self, data: str) -> dict[int, _Bracket]:
        found: dict[int, _Bracket] = {}
        openers: list[_Opener] = []
        active = 0  # openers below this place cannot be links any more
        skip_to = 0
        for token in _TOKEN.finditer(data):
            if token.start() < skip_to:
                continue
            if token[0] != "]":
                if len(openers) < _MOST_OPEN:
                    openers.append(_Opener(token[0], token.start(), token.end()))
                continue
            if not openers:
                continue
            opener = openers.pop()
            bracket = self._bracket(opener, token.start(), data, len(openers) >= active)
            active = min(active, len(openers))
            if bracket is None:
                continue
            found[bracket.open] = bracket
            skip_to = bracket.end
            if bracket.kind in ("wikilink", "embed") and openers:
                openers.pop()
            if bracket.kind in ("link", "reference", "wikilink", "note"):
                active = len(openers)
        return found

    def _bracket(self, opener: _Opener, close: int, data: str, may_link: bool) -> _Bracket | None:
        """What the brackets from *opener* to *close* are, if anything."""
        words = data[opener.end : close]
        found = self._wikilink(opener, close, words, data) or self._note(opener, close, words)
        if found is None and opener.mark != "^[" and (may_link or opener.mark == "!["):
            found = self._link(opener, close, words, data)
        if found is None and opener.mark == "[":
            found = _span(opener, close, words, self._attributes(data, close + 1))
        return found

    def _wikilink(self, opener: _Opener, close: int, words: str, data: str) -> _Bracket | None:
        """``[[...]]``, unless what it holds is the name of a link, or it is the words of one: ``[[1]](address)``."""
        found = None if label(words) in self.definitions.references else _wikilink(opener, close, data)
        if found and found.kind == "wikilink":
            inner = data[found.open + 1 : close + 1]
            if self._inline_target(data, found.end) or self._reference_target(inner, data, found.end):
                return None
        return found

    def _note(self, opener: _Opener, close: int, words: str) -> _Bracket | None:
        if opener.mark == "^[":
            return _Bracket("inline-note", opener.start, opener.end, close, close + 1) if words.strip() else None
        if not words.startswith("^") or opener.mark != "[":
            return None
        if label(words) in self.definitions.notes:
            return _Bracket("note", opener.start, opener.end, close, close + 1)
        if "\n" in words or words.lstrip("^")[:1] in ("", " ", "\t"):
            return None
        self.definitions.missing_notes.append(self.inline.source(words))
        return None

    def _link(self, opener: _Opener, close: int, words: str, data: str) -> _Bracket | None:
        target = self._inline_target(data, close + 1) or self._reference_target(words, data, close + 1)
        if target is None and opener.mark == "[":
            target = self._heading_target(words, data, close + 1)
        if target is None:
            return None
        kind = "image" if opener.mark == "![" else "link"
        behind = self._attributes(data, target.end)
        end, attributes = (behind.end, behind.attributes) if behind else (target.end, {})
        return _Bracket(kind, opener.start, opener.end, close, end, target.url, target.title, attributes)

    def _attributes(self, data: str, at: int) -> AttributeList | None:
        """The list at *at*, its values as they were written."""
        found = attribute_lists.read(data, at) if data.startswith("{", at) else None
        if found is None or "\u0002" not in data[at : found.end]:
            return found
        given = {key: unescape(self.inline.source(value)) for key, value in found.attributes.items()}
        return AttributeList(given, found.end)

    def _inline_target(self, data: str, at: int) -> _Target | None:
        """``(destination "title")`` at *at* (CommonMark 6.3)."""
        if not data.startswith("(", at):
            return None
        at = _after_space(data, at + 1)
        if data.startswith(")", at):
            return _Target("", "", at + 1)
        destination = self._destination(data, at)
        if destination is None:
            return None
        url, at = destination
        spaced = _after_space(data, at)
        title = _TITLE.match(data, spaced) if spaced > at else None
        end = _after_space(data, title.end()) if title else spaced
        if not data.startswith(")", end):
            return None
        written = self.inline.source(title[0][1:-1]) if title else ""
        return _Target(url, unescape(written), end + 1)

    def _destination(self, data: str, at: int) -> tuple[str, int] | None:
        if data.startswith("<", at):
            match = re.compile(r"<([^<>\n]*)>").match(data, at)
            return (unescape(self.inline.source(match[1])), match.end()) if match else None
        depth, end = 0, at
        for piece in re.compile("[^\x00\x01\x04-\x20\x7f()]+|[()]").finditer(data, at):
            if piece.start() != end:
                break
            depth += {"(": 1, ")": -1}.get(piece[0], 0)
            if depth < 0 or depth > 32:
                break
            end = piece.end()
        if depth > 0:
            return None
        written = self.inline.source(data[at:end])
        if written.startswith("<"):  # HTML to the pattern before this one
            if not written.endswith(">") or "\n" in written or ">" in written[:-1]:
                return None
            written = written[1:-1]
        return unescape(written), end

    def _reference_target(self, words: str, data: str, at: int) -> _Target | None:
        """``[label]``, ``[]`` or nothing at *at*, with a definition for the label."""
        end, named = at, words
        if data.startswith("[", at):
            close = data.find("]", at)
            if close > 0 and "[" not in data[at + 1 : close]:
                named, end = data[at + 1 : close] or words, close + 1
                if end == at + 2 and "[" in words:
                    return None
        if len(named) > 2000:
            return None
        written = self.inline.source(named)
        if end == at and re.search(r"(?<!\\)[\[\]]", written):
            return None
        reference = self.definitions.references.get(label(written)) if written.strip() else None
        if reference is None and end > at and named is not words:
            return None
        return _Target(reference.url, reference.title, end) if reference else None

    def _heading_target(self, words: str, data: str, at: int) -> _Target | None:
        """The heading of this file that *words* are, or that the brackets at *at* name (pandoc's implicit
        references); attributes behind the words make a span of them."""
        named = _NAMED.match(data, at)
        if data.startswith("{", at) or not self.definitions.headings:
            return None
        written = label(self.inline.source(named[1] or words if named else words))
        identifier = self.definitions.headings.get(written)
        return _Target(f"#{identifier}", "", named.end() if named else at) if identifier else None

    # ---- making

    def link(self, bracket: _Bracket, data: str) -> Element:
        """``a[href]``, or with no words of its own a cross-reference."""
        words = data[bracket.inner : bracket.close]
        if not words.strip() and bracket.url.startswith("#"):
            return cross_reference(bracket.url[1:])
        link = Element("a", _with_title(bracket, {"href": bracket.url}))
        link.text = words
        attribute_lists.update(link.attrib, bracket.attributes)
        return link

    def image(self, bracket: _Bracket, data: str) -> Element:
        """``img``; its alternative text is what the words between the brackets say."""
        words = data[bracket.inner : bracket.close]
        image = Element("img", _with_title(bracket, {"src": bracket.url}))
        if size := _SIZE.search(words):  # Obsidian's
            words = words[: size.start()]
        image.set("alt", self.inline.plain(self.inline.read(words, 1)))
        image.set("data-caption", "")  # without words it is not yet decoration, as HTML's alt="" is
        self.captions[image] = self.inline.source(words)
        if size:
            image.set("width", size[1])
        attribute_lists.update(image.attrib, attribute_lists.described(bracket.attributes))
        return image

    def note(self, bracket: _Bracket, data: str) -> Element:
        """``a.noteref``: the call of a note that is defined elsewhere in the file."""
        return note_call(label(data[bracket.inner : bracket.close]))

    def inline_note(self, bracket: _Bracket, data: str) -> Element:
        """The call of a note whose text stands right here."""
        name = label(f"^^[{len(self.definitions.notes) + 1}]")  # a name that nobody can write
        note = Element("aside", {"class": "note"})
        paragraph = SubElement(note, "p")
        paragraph.text = self.inline.source(data[bracket.inner : bracket.close])
        self.definitions.notes[name] = note
        self.definitions.inline_notes.append(note)
        return note_call(name)

    def span(self, bracket: _Bracket, data: str) -> Element:
        """``span`` with attributes; ``.index`` makes it a place that the index refers to."""
        attributes = dict(bracket.attributes)
        words = data[bracket.inner : bracket.close]
        names = attributes.get("class", "").split()
        if "index" in names:
            entry = attributes.pop("entry", "") or self.inline.plain(self.inline.read(words, 1))
            marks = {
                f"data-{key}": attributes.pop(key) for key in ("see", "seealso", "range", "sort") if key in attributes
            }
            element = index_mark(entry, {**marks, **attributes})
        else:
            element = Element("span", attributes)
        element.text = words
        return element

    def reference(self, bracket: _Bracket, data: str) -> Element:
        """``[@fig-x]``, ``[@sec-x]{.page}``; several, or one with words around it, stand in a span.

        Citations among them keep the brackets, which these lose.
        """
        parts = [part.strip() for part in data[bracket.inner : bracket.close].split(";")]
        key = CROSS_REFERENCE if any(map(CROSS_REFERENCE.search, parts)) else _ANY_REFERENCE
        words = "; ".join(part if key.search(part) else f"[{part}]" for part in parts)
        pieces = key.split(words)  # text and keys by turns
        span = Element("span", {"class": "references"})
        span.text = pieces[0]
        for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
            link = cross_reference(name)
            if kinds := bracket.attributes.get("class", "").split():
                link.set("class", " ".join("page-reference" if kind == "page" else kind for kind in kinds))
            link.tail = after
            span.append(link)
        return span if len(span) > 1 or "".join(pieces[::2]).strip() else span[0]

    def citation(self, bracket: _Bracket, data: str) -> Element:
        """``span.citation``, as it was written until there is a bibliography."""
        written = self.inline.source(data[bracket.open : bracket.end])
        span = Element("span", {"class": "citation", "data-cite": written[1:-1]})
        span.text = AtomicString(written)
        return span

    def wikilink(self, bracket: _Bracket, _: str) -> Element:
        """``[[Page#Heading|text]]``: a link to a file or heading by its name."""
        link = Element("a", {"href": bracket.url, "data-wikilink": bracket.url})
        link.text = AtomicString(bracket.title)
        return link

    def embed(self, bracket: _Bracket, _: str) -> Element:
        """``![[picture.png|300]]``."""
        image = Element("img", {"src": bracket.url, "alt": bracket.title, "data-caption": "", **bracket.attributes})
        self.captions[image] = bracket.title
        return image


def note_call(name: str) -> Element:
    """``a.noteref`` to the note *name*."""
    return Element("a", {"class": "noteref", "href": NOTE + name})


def _with_title(bracket: _Bracket, attributes: dict[str, str]) -> dict[str, str]:
    return {**attributes, "title": bracket.title} if bracket.title else attributes


def _after_space(data: str, at: int) -> int:
    match = _SPACE.match(data, at)
    return match.end() if match else at


def _span(opener: _Opener, close: int, words: str, behind: AttributeList | None) -> _Bracket | None:
    """Words with the attributes *behind* them, or a reference or citation by its key."""
    if behind:
        of_page = "page" in behind.attributes.get("class", "").split()
        named = CROSS_REFERENCE.match(words.strip()) or (
            of_page and (refers(words) or _ANY_REFERENCE.fullmatch(words.strip()))
        )
        kind = "reference" if named else "span"
        return _Bracket(kind, opener.start, opener.end, close, behind.end, attributes=behind.attributes)
    kind = citation(words) if "@" in words else ""
    return _Bracket(kind, opener.start, opener.end, close, close + 1) if kind else None


def _wikilink(opener: _Opener, close: int, data: str) -> _Bracket | None:
    """``[[...]]``, where *opener* is the inner bracket."""
    outer = opener.start - 1
    if opener.mark != "[" or data[max(outer, 0)] != "[" or outer < 0 or not data.startswith("]]", close):
        return None
    if outer > 0 and data[outer - 1] == "[":
        return None
    words = data[opener.end : close]
    if not words.strip() or re.search(r"[\u0002\n\[\]]", words):
        return None
    page, _, shown = words.partition("|")
    embeds = outer > 0 and data[outer - 1] == "!"
    if embeds:
        before, _, last = shown.rpartition("|")
        size = re.fullmatch(r"(\d+%?)(?:x\d+)?", last.strip())
        attributes = {"width": size[1]} if size else {}
        if not _PICTURE_FILE.search(page.strip()):
            return None
        url, described = urllib.parse.quote(page.strip()), (before if size else shown).strip()
        return _Bracket("embed", outer - 1, opener.end, close, close + 2, url, described, attributes)
    words = shown.strip() or page.strip().lstrip("#").replace("#", " > ")
    return _Bracket("wikilink", outer, opener.end, close, close + 2, page.strip(), words)


_MAKE: dict[str, Callable[[Brackets, _Bracket, str], Element]] = {
    "link": Brackets.link,
    "image": Brackets.image,
    "note": Brackets.note,
    "inline-note": Brackets.inline_note,
    "span": Brackets.span,
    "reference": Brackets.reference,
    "citation": Brackets.citation,
    "wikilink": Brackets.wikilink,
    "embed": Brackets.embed,
}
