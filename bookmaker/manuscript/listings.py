"""Listings: ``pre > code.language-x`` -> ``pre.listing``, coloured by Pygments, with its title as caption.

``manuscript`` calls :func:`mark_listings` on the sanitised body of a file, and :func:`colour_listings` last of all:
most elements of a technical book are the words of its code, and no other step need walk over them.
"""

import functools
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
    """Colour each listing below *tree* whose language is known."""
    for listing in _listings(tree):
        code = listing[0]
        language = next((kind for kind in classes(code) if kind.startswith(_LANGUAGE)), "").removeprefix(_LANGUAGE)
        known = lexer(language)
        if known and not len(code):
            _colour(code, known)


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


def _make_figure(parent: Element, listing: Element, title: str) -> None:
    figure = make("figure", {"class": "listing"}, make("figcaption", {}, title))
    if listing.get("id"):
        figure.set("id", listing.attrib.pop("id"))
    inner = make("pre", dict(listing.attrib))
    move_content(listing, inner)
    figure.append(inner)
    replace(parent, listing, figure)
