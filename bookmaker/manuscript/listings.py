"""Listings: ``pre > code.language-x`` -> ``pre.listing``, coloured by Pygments, with its title as caption.

``manuscript`` calls :func:`mark_listings` on the sanitised body of a file, and :func:`colour_listings` last of all:
most elements of a technical book are the words of its code, and no other step need walk over them.
"""

import functools
import itertools
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from pygments.lexer import Lexer
from pygments.token import STANDARD_TYPES, Text, Whitespace, _TokenType

from bookmaker.manuscript.lexers import lexer
from bookmaker.xhtml import add_class, append_text, classes, make, move_content, name, parents, replace

_LANGUAGE = "language-"


def mark_listings(body: Element) -> None:
    """Give each listing its class; one with a title or a caption becomes a figure."""
    above: dict[Element, Element] = {}
    for listing in _listings(body):
        add_class(listing, "listing")
        title = listing.attrib.pop("title", "")
        if title:
            above = above or parents(body)
            _make_figure(above[listing], listing, title)


def colour_listings(tree: Element) -> None:
    """Colour each listing below *tree* whose language is known, and number the lines where that was asked."""
    for listing in _listings(tree):
        code = listing[0]
        language = next((kind for kind in classes(code) if kind.startswith(_LANGUAGE)), "").removeprefix(_LANGUAGE)
        known = lexer(language)
        if known and not len(code):
            _colour(code, known)
        if first := listing.attrib.pop("data-number", ""):
            _number(code, int(first))


def _listings(tree: Element) -> list[Element]:
    return [element for element in tree.iter("pre") if len(element) == 1 and name(element[0]) == "code"]


def _colour(code: Element, known: Lexer) -> None:
    """A span with Pygments' short class around each token that has one."""
    written, code.text = code.text or "", None
    kind, pieces = "", [""]
    for _, token, value in known.get_tokens_unprocessed(written):
        token_kind = "" if value.isspace() else _short(token)
        if token_kind != kind:
            _add(code, kind, "".join(pieces))
            kind, pieces = token_kind, []
        pieces.append(value)
    _add(code, kind, "".join(pieces))


def _add(code: Element, kind: str, words: str) -> None:
    if kind and words:
        SubElement(code, "span", {"class": kind}).text = words
    elif words:
        append_text(code, words)


@functools.cache
def _short(token: _TokenType) -> str:
    while token not in STANDARD_TYPES:
        token = token.parent
    return "" if token in (Text, Whitespace) else STANDARD_TYPES[token]


def _number(code: Element, first: int) -> None:
    """``span.line-number`` before each line; spaces make the numbers equally wide.

    They are words, since the oldest readers know no counters, and hidden from those that read aloud.
    """
    end = first + "".join(code.itertext()).removesuffix("\n").count("\n") + 1
    width = len(str(end - 1))
    marks = (
        make("span", {"class": "line-number", "aria-hidden": "true"}, f"{number:{width}}  ")
        for number in range(first, end)
    )
    beginning = next(marks)
    _number_lines(code, marks)
    beginning.tail, code.text = code.text, None
    code.insert(0, beginning)


def _number_lines(element: Element, marks: Iterator[Element]) -> None:
    words, inner = element.text, list(element)
    element.text, element[:] = None, []
    _add_lines(element, words, marks)
    for child in inner:
        tail, child.tail = child.tail, None
        element.append(child)
        _number_lines(child, marks)
        _add_lines(element, tail, marks)


def _add_lines(element: Element, words: str | None, marks: Iterator[Element]) -> None:
    """Add *words* to *element*, behind each line feed the next of *marks* while there are any."""
    first, *others = (words or "").split("\n")
    append_text(element, first)
    for line in others:
        append_text(element, "\n")
        element.extend(itertools.islice(marks, 1))
        append_text(element, line)


def _make_figure(parent: Element, listing: Element, title: str) -> None:
    figure = make("figure", {"class": "listing"}, make("figcaption", {}, title))
    if listing.get("id"):
        figure.set("id", listing.attrib.pop("id"))
    inner = make("pre", dict(listing.attrib))
    move_content(listing, inner)
    figure.append(inner)
    replace(parent, listing, figure)
