"""The theme's faces, cut down to the characters of one book, as OpenType for the EPUB.

``epub`` calls :func:`embed`.  Faces are named by role: "Book Text", "Book Heading", "Book Mono".  WOFF2 would
be a fifth smaller, but Adobe's engine, Kobo, Calibre and MuPDF cannot read it.
"""

import io
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

from bookmaker.editions import cache, cascade, css_syntax
from bookmaker.editions.cascade import Dress
from bookmaker.editions.theme import Theme, parsed
from bookmaker.findings import Place, Report
from bookmaker.model import Book
from bookmaker.xhtml import Ids, ascii_name

_FEATURES = "kern liga clig ccmp locl mark mkmk onum lnum pnum tnum".split()
_SMALL_CAPITALS = ["smcp", "c2sc"]  # twice the letters: where they are seen
_ALWAYS = " -–—‘’“”….0123456789"  # what readers add, and hyphenation
_SUBSETTER = "subset 4"  # change it when the way of subsetting changes
_LINE = 1.32  # ems from line to line where the reader sets none: old books have 1.25 to 1.4
_USE_TYPO_METRICS, _KNOWS_TYPO_METRICS = 1 << 7, 4  # of OS/2: a bit of fsSelection, and the version that brought it


@dataclass(frozen=True)
class Face:
    """One ``@font-face`` of the theme; *place* is where its file is named."""

    family: str
    style: str
    weight: str
    file: Path
    place: Place

    @property
    def italic(self) -> bool:
        """Whether it leans."""
        return self.style.startswith(("italic", "oblique"))

    @property
    def bold(self) -> bool:
        """Whether it is a heavy one."""
        return self.weight == "bold" or (self.weight.isdigit() and int(self.weight) >= cascade.HEAVY)


@dataclass(frozen=True)
class EmbeddedFace:
    """A face as the EPUB carries it."""

    face: Face
    name: str
    content: bytes


def faces(theme: Theme) -> list[Face]:
    """The faces that the theme declares."""
    found = []
    for sheet in theme.sheets("print.css"):
        for rule in parsed(sheet.css):
            if rule.type == "at-rule" and rule.lower_at_keyword == "font-face" and rule.content is not None:
                found += [*_face(rule, theme, sheet.file)]
    return found


def _face(rule: Any, theme: Theme, sheet: str) -> Iterator[Face]:
    """The face that *rule*, of the file *sheet*, declares; none where its font is not there."""
    nodes = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    said = {
        node.lower_name: node
        for node in nodes
        if node.type == "declaration" and not css_syntax.fault_of_declaration(node.lower_name, node.value)
    }
    if not {"font-family", "src"} <= said.keys():
        return
    files = [path for address in css_syntax.addresses(said["src"].value) if (path := theme.file(address))]
    if not files:
        return
    values = {name: css_syntax.written(node.value) for name, node in said.items()}
    yield Face(
        values["font-family"].strip("\"'"),
        values.get("font-style", "normal"),
        values.get("font-weight", "normal"),
        next(filter(_can_be_read, files), files[0]) if len(files) > 1 else files[0],
        Place(sheet, said["src"].source_line),
    )


def _can_be_read(file: Path) -> bool:
    """Whether *file* is a font; the next in the list of its face stands in where it is none."""
    return bool(letters_of(file.read_bytes()))


def embed(book: Book, theme: Theme, sheet: str, report: Report) -> list[EmbeddedFace]:
    """The faces that *book* needs when *sheet* dresses it, each with no more than its characters."""
    found, embedded, names = faces(theme), list[EmbeddedFace](), Ids(())
    for face, worn in _sorted(found, cascade.characters(book, sheet)).items():
        font, wanted = face.file.read_bytes(), set[str]().union(*worn.values())
        if not _serves(font, wanted):
            continue
        features = _FEATURES + _SMALL_CAPITALS * any(dress.capitals for dress in worn)
        upright = _upright(face, found).file.read_bytes()
        content = subset(font, "".join(sorted(wanted | set(_ALWAYS))), upright, features)
        if content:
            name = names.take(ascii_name(face.file.stem, "font"))
            embedded.append(EmbeddedFace(face, f"{name}.{'otf' if content.startswith(b'OTTO') else 'ttf'}", content))
        else:
            report.warning(face.place, f"the font {face.file.name} cannot be read; the e-book goes without", "css-file",
                           "give it as OpenType: .otf or .ttf")  # fmt: skip
    return embedded


def _sorted(found: list[Face], worn: dict[Dress, set[str]]) -> dict[Face, dict[Dress, set[str]]]:
    """What each face serves: of the first family that the theme brings, the nearest in style, then in weight."""
    served: dict[Face, dict[Dress, set[str]]] = {face: {} for face in found}
    for dress, letters in worn.items():
        families = ([face for face in found if face.family == family] for family in dress.families)
        if family := next(filter(None, families), None):
            nearest = min(family, key=lambda face: (face.italic != dress.italic, face.bold != dress.bold))
            served[nearest][dress] = letters
    return served


def _serves(font: bytes, wanted: set[str]) -> bool:
    """Whether *font* has a letter of *wanted*: its figures alone would stand among those of another script's face."""
    letters = {letter for letter in wanted if letter.isalpha()}
    if not letters or not letters.isdisjoint(string.ascii_letters):
        return bool(wanted)
    known = letters_of(font)
    return not known or not letters.isdisjoint(known)  # none are known of a file that is no font


def _upright(face: Face, found: list[Face]) -> Face:
    """The regular face of the same family, else the first that there is."""
    family = [each for each in found if each.family == face.family]
    return min(family, key=lambda each: (each.italic, each.bold))


def face_rules(embedded: Iterable[EmbeddedFace], folder: str) -> str:
    """The ``@font-face`` rules for *embedded*, the files being in *folder*, relative to the sheet."""
    return "".join(
        f'@font-face {{ font-family: "{item.face.family}"; font-style: {item.face.style}; '
        f"font-weight: {item.face.weight}; src: url({folder}/{item.name}) }}\n"
        for item in embedded
    )


def subset(font: bytes, wanted: str, upright: bytes, features: list[str]) -> bytes:
    """*font* with no more than the characters *wanted*, as OpenType; nothing where it cannot be read.

    *upright* is its family's regular face, which gives all of them their line; *features* are those that stay.
    """
    ingredients = (font, wanted.encode("utf-8", "replace"), upright, " ".join(features).encode())
    return cache.kept(_SUBSETTER, ingredients, lambda: _make_subset(font, wanted, upright, features))


def _make_subset(font: bytes, wanted: str, upright: bytes, features: list[str]) -> bytes:
    from fontTools import subset as fonttools  # noqa: PLC0415 - a tenth of a second that a cached build need not pay
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    options = fonttools.Options(layout_features=features, hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM", "PfEd", "DSIG"]
    try:
        face = TTFont(io.BytesIO(font), recalcTimestamp=False)
        above, below = _line(TTFont(io.BytesIO(upright)))
    except (TTLibError, ImportError):  # no font, or WOFF2, which wants a library more
        return b""
    face.flavor = None  # WOFF is for the web
    subsetter = fonttools.Subsetter(options)
    subsetter.populate(text=wanted)
    subsetter.subset(face)
    _set_line(face, above, below)
    stream = io.BytesIO()
    face.save(stream, reorderTables=True)
    return stream.getvalue()


def _line(face: Any) -> tuple[float, float]:
    """How far the line of *face* reaches above and below the baseline, in ems, its letters in the middle.

    A reader sets ``line-height: normal``, which the book leaves to it, by these: EB Garamond's own would have no lead.
    """
    em, metrics, outlines = face["head"].unitsPerEm, face["hhea"], face.getGlyphSet()
    height = max(_LINE, (metrics.ascent - metrics.descent + metrics.lineGap) / em)
    top, bottom = metrics.ascent / em, metrics.descent / em
    glyphs = face.getBestCmap() or {}
    if ord("d") in glyphs and ord("p") in glyphs:
        top, bottom = (_extent(outlines, glyphs[ord(letter)])[end] / em for letter, end in (("d", 3), ("p", 1)))
    above = round(top + (height - top + bottom) / 2, 3)
    return above, round(height - above, 3)


def _extent(outlines: Any, glyph: str) -> tuple[float, float, float, float]:
    from fontTools.pens.boundsPen import BoundsPen  # noqa: PLC0415

    pen = BoundsPen(outlines)
    outlines[glyph].draw(pen)
    return pen.bounds or (0, 0, 0, 0)


def _set_line(face: Any, above: float, below: float) -> None:
    """Say it in each of the three places where systems look for it."""
    em, metrics = face["head"].unitsPerEm, face["hhea"]
    ascent, descent = round(above * em), round(below * em)
    metrics.ascent, metrics.descent, metrics.lineGap = ascent, -descent, 0
    if windows := face.get("OS/2"):
        windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = ascent, -descent, 0
        windows.usWinAscent, windows.usWinDescent = ascent, descent
        if windows.version >= _KNOWS_TYPO_METRICS:
            windows.fsSelection |= _USE_TYPO_METRICS


def letters_of(font: bytes, number: int = 0) -> set[str]:
    """The characters that *font* has; *number* is the font's own in a collection."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        face = TTFont(io.BytesIO(font), fontNumber=number, lazy=True)
    except (TTLibError, ImportError):  # no font, or WOFF2, which wants a library more
        return set()
    return {chr(code) for code in face.getBestCmap() or ()}
