"""Listings: ``pre > code.language-x`` -> ``pre.listing``, coloured by Pygments, with its title as caption.

``manuscript`` calls :func:`mark_listings` on the sanitised body of a file.
"""

import functools
from xml.etree.ElementTree import Element, SubElement

import pygments.lexers
import pygments.util
from pygments.lexer import Lexer
from pygments.token import STANDARD_TYPES, Text, Whitespace, _TokenType

from bookmaker.xhtml import add_class, append_text, classes, make, move_content, name, parents, replace

_LANGUAGE = "language-"


def mark_listings(body: Element) -> None:
    """Colour each listing whose language is known; one with a title or a caption becomes a figure."""
    above: dict[Element, Element] = {}
    for listing in [element for element in body.iter("pre") if len(element) == 1 and name(element[0]) == "code"]:
        add_class(listing, "listing")
        code = listing[0]
        language = next((kind for kind in classes(code) if kind.startswith(_LANGUAGE)), "").removeprefix(_LANGUAGE)
        lexer = _lexer(language)
        if lexer and not len(code):
            _colour(code, lexer)
        title = listing.attrib.pop("title", "")
        if title:
            above = above or parents(body)
            _make_figure(above[listing], listing, title)


@functools.cache
def _lexer(language: str) -> Lexer | None:
    try:
        return pygments.lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except pygments.util.ClassNotFound:
        return None


def _colour(code: Element, lexer: Lexer) -> None:
    """A span with Pygments' short class around each token that has one."""
    written, code.text = code.text or "", None
    kind, words = "", ""
    for _, token, value in lexer.get_tokens_unprocessed(written):
        token_kind = "" if value.isspace() else _short(token)
        if token_kind != kind:
            _add(code, kind, words)
            kind, words = token_kind, ""
        words += value
    _add(code, kind, words)


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


def _make_figure(parent: Element, listing: Element, title: str) -> None:
    figure = make("figure", {"class": "listing"}, make("figcaption", {}, title))
    if listing.get("id"):
        figure.set("id", listing.attrib.pop("id"))
    inner = make("pre", dict(listing.attrib))
    move_content(listing, inner)
    figure.append(inner)
    replace(parent, listing, figure)
