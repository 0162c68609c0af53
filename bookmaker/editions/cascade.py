"""The family, style and weight of every character of a book: the e-book's sheet, applied as a reader applies it.

``fonts`` calls :func:`characters`, to embed the faces that are seen and no more of them than is read.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list

from bookmaker import languages
from bookmaker.editions.theme import parsed
from bookmaker.model import Book, Entry
from bookmaker.xhtml import make

# What every reader brings; the theme's rules come after it.
_BROUGHT = """
h1, h2, h3, h4, h5, h6, th, b, strong { font-weight: bold }
address, cite, dfn, em, i, var { font-style: italic }
code, kbd, pre, samp { font-family: monospace }
"""
_AS_ABOVE = ("inherit", "initial", "revert", "unset")
HEAVY = 600  # of font-weight, from 1 to 1000


class Dress(NamedTuple):
    """What a run of characters wears; *capitals* where small letters may be shown as large ones."""

    families: tuple[str, ...] = ()
    italic: bool = False
    bold: bool = False
    capitals: bool = False


def characters(book: Book, sheet: str) -> dict[Dress, set[str]]:
    """The characters of *book*, contents and all, by what *sheet* dresses them in."""
    attributes = {"lang": book.language, "dir": languages.direction(book.language)}
    sections = (chapter.section for chapter in book.chapters)
    page = make("html", attributes, make("body", {}, _contents(book), *sections))
    worn: dict[Dress, set[str]] = {}
    _walk(ElementWrapper.from_xml_root(page), _matcher(_BROUGHT + sheet), Dress(), worn)
    return {dress: {letter for letter in letters if not letter.isspace()} for dress, letters in worn.items()}


def _contents(book: Book) -> Element:
    """The contents as the navigation document has them, with every word that may stand above them."""
    titles = (make("h2", {}, *languages.words(book.language)), make("h1", {}, *languages.words(book.language)))
    lines = (make("li", {}, make("a", {"href": "#"}, title)) for title in (book.title, *_titles(book.contents)))
    return make("nav", {}, *titles, make("ol", {}, *lines))


def _titles(entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        yield entry.title
        yield from _titles(entry.below)


def _walk(wrapper: ElementWrapper, matcher: Matcher, above: Dress, worn: dict[Dress, set[str]]) -> None:
    dress, parts = above, []
    for *_, pseudo, (changes, _) in sorted(matcher.match(wrapper), key=lambda match: match[3][1]):
        if pseudo is None:
            dress = dress._replace(**changes)
        else:
            parts.append(changes)
    element = wrapper.etree_element
    _wear(dress, element.text, worn)
    for changes in parts:  # a first line or letter: any of its words
        _wear(dress._replace(**changes), "".join(element.itertext()), worn)
    for child in wrapper.iter_children():
        _walk(child, matcher, dress, worn)
        _wear(dress, child.etree_element.tail, worn)


def _wear(dress: Dress, words: str | None, worn: dict[Dress, set[str]]) -> None:
    if words:
        worn.setdefault(dress, set()).update(words + words.upper() if dress.capitals else words)


def _matcher(sheet: str) -> Matcher:
    """The rules of *sheet* that speak of faces; each with what it changes, and whether it is important."""
    matcher = Matcher()
    for rule in _rules(parsed(sheet)):
        try:
            selectors = compile_selector_list(rule.prelude)
        except SelectorError:
            continue
        for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if node.type == "declaration" and (changes := _changes(node.lower_name, node.value)):
                for selector in selectors:
                    matcher.add_selector(selector, (changes, node.important))
    return matcher


def _rules(nodes: list[Any]) -> Iterator[Any]:
    """The rules among *nodes*, those within ``@media`` and ``@supports`` too."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword in ("media", "supports") and node.content:
            yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _changes(name: str, value: list[Any]) -> dict[str, Any]:
    """What the declaration of *name* changes in a :class:`Dress`."""
    words = {part.lower_value for part in value if part.type == "ident"}
    if not words.isdisjoint(_AS_ABOVE):
        return {}
    heavy = any(part.value >= HEAVY for part in value if part.type == "number")
    if name in ("font-variant", "font-variant-caps", "text-transform"):
        return {"capitals": any(word.endswith(("-caps", "case", "capitalize")) for word in words)}
    every = {
        "italic": not words.isdisjoint(("italic", "oblique")),
        "bold": heavy or not words.isdisjoint(("bold", "bolder")),
        "families": _families(value),
    }
    known = {"font-style": ("italic",), "font-weight": ("bold",), "font-family": ("families",), "font": tuple(every)}
    return {key: every[key] for key in known.get(name, ())}


def _families(value: list[Any]) -> tuple[str, ...]:
    """The names in *value*, quoted or not; those of a shorthand follow its size."""
    groups: list[list[str]] = [[]]
    for part in value:
        if part == ",":
            groups.append([])
        elif part.type in ("dimension", "percentage"):
            groups = [[]]
        elif part.type in ("string", "ident"):
            groups[-1].append(part.value)
    return tuple(" ".join(names) for names in groups if names)
