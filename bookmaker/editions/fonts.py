"""The theme's faces, cut down to the characters of one book, as OpenType for the EPUB.

``epub`` calls :func:`embed`.  Faces are named by role: "Book Text", "Book Heading", "Book Mono".  WOFF2 would
be a fifth smaller, but Adobe's engine, Kobo, Calibre and MuPDF cannot read it.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2

from bookmaker import languages
from bookmaker.editions import cache
from bookmaker.editions.theme import Theme, parsed, print_sheet
from bookmaker.findings import Place, Report
from bookmaker.model import Book
from bookmaker.xhtml import HEADINGS, Ids, ascii_name, make, name

_MONO = frozenset(("code", "kbd", "pre", "samp"))
_HEADING = frozenset((*HEADINGS, "header", "figcaption", "caption", "th", "td", "nav"))
_ITALIC = frozenset(("em", "i", "cite", "dfn", "var", "figcaption", "header", "blockquote"))
_BOLD = frozenset(("strong", "b", "th", "dt", *HEADINGS))
_FEATURES = [
    "kern",
    "liga",
    "clig",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "onum",
    "lnum",
    "pnum",
    "tnum",
    "smcp",
    "c2sc",
]
_ALWAYS = " -–—‘’“”….0123456789"  # what readers add, and hyphenation
_SUBSETTER = "subset 3"  # change it when the way of subsetting changes


@dataclass(frozen=True)
class Face:
    """One ``@font-face`` of the theme."""

    family: str
    style: str
    weight: str
    file: Path


@dataclass(frozen=True)
class EmbeddedFace:
    """A face as the EPUB carries it."""

    face: Face
    name: str
    content: bytes


def faces(theme: Theme) -> list[Face]:
    """The faces that the theme declares."""
    found = []
    for rule in parsed(print_sheet(theme)):
        if rule.type == "at-rule" and rule.lower_at_keyword == "font-face" and (face := _face(rule, theme)):
            found.append(face)
    return found


def _face(rule: Any, theme: Theme) -> Face | None:
    """The face that *rule* declares; ``None`` where its font is not there."""
    values = {
        node.lower_name: tinycss2.serialize(node.value).strip()
        for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if node.type == "declaration"
    }
    file = re.search(r"""url\(["']?([^"')]+)["']?\)""", values.get("src", ""))
    path = theme.file(file[1]) if file else None
    if path is None or "font-family" not in values:
        return None
    return Face(
        values["font-family"].strip("\"'"),
        values.get("font-style", "normal"),
        values.get("font-weight", "normal"),
        path,
    )


def embed(book: Book, theme: Theme, report: Report) -> list[EmbeddedFace]:
    """The faces that *book* needs, each with no more than its characters."""
    needed = characters(book)
    embedded: list[EmbeddedFace] = []
    names = Ids(())
    for face in faces(theme):
        wanted = needed.get(_need(face), set())
        if not wanted:
            continue
        content = subset(face.file.read_bytes(), "".join(sorted(wanted | set(_ALWAYS))))
        if content:
            name = names.take(ascii_name(face.file.stem, "font"))
            embedded.append(EmbeddedFace(face, f"{name}.{'otf' if content.startswith(b'OTTO') else 'ttf'}", content))
        else:
            report.warning(Place(face.file.name), "this font cannot be read; the e-book goes without", "css-file",
                           "give it as OpenType: .otf or .ttf")  # fmt: skip
    return embedded


def face_rules(embedded: Iterable[EmbeddedFace], folder: str) -> str:
    """The ``@font-face`` rules for *embedded*, the files being in *folder*, relative to the sheet."""
    return "".join(
        f'@font-face {{ font-family: "{item.face.family}"; font-style: {item.face.style}; '
        f"font-weight: {item.face.weight}; src: url({folder}/{item.name}) }}\n"
        for item in embedded
    )


def _need(face: Face) -> str:
    if face.family == "Book Mono":
        return "mono" if (face.style, face.weight) == ("normal", "normal") else ""
    if face.family == "Book Heading":
        return "heading"
    if face.style == "italic":
        return "bold italic" if face.weight in ("bold", "700") else "italic"
    return "bold" if face.weight in ("bold", "700") else "text"


def characters(book: Book) -> dict[str, set[str]]:
    """The characters of *book* by what they are set in: text, heading, mono, italic, bold, bold italic."""
    needed: dict[str, set[str]] = {}
    for chapter in book.chapters:
        _collect(chapter.section, frozenset(("text",)), needed)
    titles = (book.title, *languages.words(book.language), *(chapter.title for chapter in book.chapters))
    _collect(make("h1", {}, *titles), frozenset(("text",)), needed)  # of the contents, the landmarks, the cover
    return {role: {c for c in found if not c.isspace()} for role, found in needed.items()}


def _collect(element: Element, roles: frozenset[str], needed: dict[str, set[str]]) -> None:
    tag = name(element)
    if tag in _MONO:
        roles = frozenset(("mono",))
    else:
        added = {role for role, tags in (("heading", _HEADING), ("italic", _ITALIC), ("bold", _BOLD)) if tag in tags}
        roles |= added
        if {"italic", "bold"} <= roles:
            roles |= {"bold italic"}
    for role in roles:
        needed.setdefault(role, set()).update(element.text or "")
    for child in element:
        _collect(child, roles, needed)
        for role in roles:
            needed[role].update(child.tail or "")


def subset(font: bytes, wanted: str) -> bytes:
    """*font* with no more than the characters *wanted*, as OpenType; nothing where it cannot be read."""
    return cache.kept(_SUBSETTER, (font, wanted.encode("utf-8", "replace")), lambda: _make_subset(font, wanted))


def _make_subset(font: bytes, wanted: str) -> bytes:
    from fontTools import subset as fonttools  # noqa: PLC0415 - a tenth of a second that a cached build need not pay
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    options = fonttools.Options(layout_features=_FEATURES, hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM", "PfEd", "DSIG"]
    try:
        face = TTFont(io.BytesIO(font), recalcTimestamp=False)
    except (TTLibError, ImportError):  # no font, or WOFF2, which wants a library more
        return b""
    face.flavor = None  # WOFF is for the web
    subsetter = fonttools.Subsetter(options)
    subsetter.populate(text=wanted)
    subsetter.subset(face)
    stream = io.BytesIO()
    face.save(stream, reorderTables=True)
    return stream.getvalue()


def letters_of(font: bytes, number: int = 0) -> set[str]:
    """The characters that *font* has; *number* is the font's own in a collection."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        face = TTFont(io.BytesIO(font), fontNumber=number, lazy=True)
    except TTLibError:
        return set()
    return {chr(code) for code in face.getBestCmap() or ()}
