"""A cover for a book whose author gave none, drawn from its title and its makers in the theme's own type.

``epub`` calls :func:`made`; :func:`judged` tells what is wrong with one that was given, or is in a finished EPUB.  A
book gets what small presses gave theirs: patterned paper and a label.  An article gets the head of a newspaper.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from bookmaker import languages
from bookmaker.config import Series
from bookmaker.editions import cache, fonts, lettering, patterns
from bookmaker.editions.lettering import Face, Line
from bookmaker.editions.theme import Theme
from bookmaker.findings import Finding, Place, Report
from bookmaker.model import Asset, Book

SIZE = (1575, 2520)  # pixels, 1 : 1.6 as KDP wants it, and below the 4 megapixels of Apple
_LEAST = {"Amazon": (625, 1000), "Kobo": (1072, 1448), "Apple Books": (1400, 1400)}  # pixels, wide and high
_LONGEST = 10_000  # pixels of a side: Amazon
_MAKER = "cover 2"  # change it when the drawing changes
_SMALL_CAPS = ("c2sc", "smcp")
_MARGIN = 130  # pixels, of an article's sheet
_LABEL, _PADDING, _GAP = 1135, 120, 116  # pixels: a book's label, the blank inside it, the blank between its lines


class Words(NamedTuple):
    """What stands on the cover; empty where there is nothing to say."""

    title: str
    subtitle: str
    author: str
    foot: str
    date: str = ""


class Faces(NamedTuple):
    """The faces that its words are set in."""

    title: Face
    italic: Face
    plain: Face


def judged(content: bytes, media_type: str, place: Place) -> Iterator[Finding]:
    """Which stores refuse the cover of this *content*, or show it badly.  Raises OSError where it is no picture."""
    if media_type == "image/svg+xml":
        yield Finding("warning", place, "the cover is an SVG, which Kindle and Kobo do not show", "cover",
                      "make it a JPEG or PNG of 1600 x 2560 pixels")  # fmt: skip
        return
    width, height = Image.open(io.BytesIO(content)).size
    refusing = [store for store, (least_width, least_height) in _LEAST.items()
                if width < least_width or height < least_height]  # fmt: skip
    if refusing:
        yield Finding("warning", place, f"the cover has {width} x {height} pixels, too few for {', '.join(refusing)}",
                      "cover", "make it 1600 x 2560 pixels, or as near as you can")  # fmt: skip
    elif max(width, height) > _LONGEST:
        yield Finding("warning", place, f"the cover has {width} x {height} pixels; Amazon takes {_LONGEST} a side",
                      "cover")  # fmt: skip


class Block(NamedTuple):
    """Lines that belong together, set alike; *leading* in ems."""

    line: Line
    lines: list[str]
    leading: float

    @property
    def height(self) -> float:
        """In pixels."""
        return len(self.lines) * self.line.size * self.leading


def made(book: Book, theme: Theme, report: Report) -> Asset:
    """The cover as a PNG, the same for the same words and fonts."""
    words = _words(book)
    files = {key: path.read_bytes() for key, path in _files(book, theme).items()}
    language = book.language
    key = "\0".join((book.kind, language, *words))

    def draw() -> bytes:
        """The cover with its words; nothing where no font has their letters."""
        faces = _faces(words, files, language, "serif:bold" if book.kind == "article" else "serif")
        return _png(_drawn(book.kind, words, faces, language)) if faces else b""

    content = cache.kept(_MAKER, (key.encode("utf-8", "replace"), *files.values()), draw)
    if not content:
        report.warning(book.config.place("book", "title"), "no font here has the letters of the title, so the cover "
                       "is made without words", "cover", "name one in book.toml, or install fonts")  # fmt: skip
        content = _png(_drawn(book.kind, words, None, language))
    return Asset("cover.png", "image/png", content)


def _drawn(kind: str, words: Words, faces: Faces | None, language: str) -> Image.Image:
    return _article(words, faces, language) if kind == "article" else _book(words, faces, language)


def _words(book: Book) -> Words:
    metadata = book.config.book
    series = metadata.series if isinstance(metadata.series, Series) else Series(metadata.series or "")
    row = " ".join(part for part in (series.name, series.number) if part)
    author = languages.names(metadata.authors_only, book.language) if metadata.authors_only else ""
    if book.kind == "article":
        date = languages.date(metadata.date, book.language) if metadata.date else ""
        return Words(book.title, metadata.standfirst or metadata.subtitle, author, metadata.publisher, date)
    return Words(book.title, metadata.subtitle, author, " · ".join(filter(None, (row, metadata.publisher))))


def _files(book: Book, theme: Theme) -> dict[str, Path]:
    """The theme's faces that a cover is set in: an article's headline is bold."""
    weight = "bold" if book.kind == "article" else "normal"
    wanted = {"title": ("normal", weight), "italic": ("italic", "normal"), "plain": ("normal", "normal")}
    text = {(face.style, face.weight): face for face in fonts.faces(theme) if face.family == "Book Text"}
    return {role: text[style].file for role, style in wanted.items() if style in text}


def _faces(words: Words, files: dict[str, bytes], language: str, title_style: str) -> Faces | None:
    """One face for each role; the plain one stands in for another that lacks a letter."""
    found = {}
    for role, said in (("title", words.title), ("italic", words.subtitle), ("plain", "".join(words[2:]))):
        own = [files[each] for each in (role, "plain") if each in files]
        found[role] = lettering.face_for(said, own, language, title_style if role == "title" else "serif")
    title = found["title"]
    return Faces(title, found["italic"] or title, found["plain"] or title) if title else None


# ---- a book: a label on patterned paper


def _book(words: Words, faces: Faces | None, language: str) -> Image.Image:
    sheet, palette = patterns.paper_of(words.title, SIZE)
    if faces is None:
        return sheet
    drawing, measure, middle = ImageDraw.Draw(sheet), _LABEL - 2 * _PADDING, SIZE[0] / 2
    title, title_lines = _title(words.title, faces.title, range(176, 70, -6), measure, (840, 1.14), language)
    author = _capitals(words.author, faces.plain, 64, measure, language, 4)
    subtitle = _smaller(words.subtitle, faces.italic, min(70, title.size // 2 + 8), measure, language, 4)
    foot, foot_lines = _capitals(words.foot, faces.plain, 44, measure, language, 3)
    blocks = [
        block for block in (Block(*author, 1.4), Block(title, title_lines, 1.14), Block(*subtitle, 1.3)) if block.lines
    ]
    rows = sum(block.height for block in blocks) + (len(blocks) - 1) * _GAP
    foot_height = len(foot_lines) * foot.size * 1.4 + 110 if foot_lines else 0
    height = max(860, int(rows + foot_height + 2 * _PADDING + 90))
    left, top = (SIZE[0] - _LABEL) // 2, int((SIZE[1] - height) * 0.4)
    _label(drawing, (left, top, left + _LABEL, top + height), palette)
    y = top + (height - foot_height - rows) / 2
    for number, (line, lines, leading) in enumerate(blocks):
        y = _centred(drawing, line, lines, middle, y, leading, palette.ink)
        if number == 0 and words.author:
            _ornament(drawing, middle, y + (_GAP - 0.6 * line.size + 0.15 * title.size) / 2, palette)
        y += _GAP
    _centred(drawing, foot, foot_lines, middle, top + height - foot_height + 6, 1.4, palette.ink)
    return sheet


def _label(drawing: ImageDraw.ImageDraw, box: tuple[int, int, int, int], palette: patterns.Palette) -> None:
    """Paper with a frame of a thick and a thin line."""
    left, top, right, bottom = box
    drawing.rectangle(box, palette.paper)
    for inset, width in ((26, 7), (42, 2)):
        drawing.rectangle(
            (left + inset, top + inset, right - inset, bottom - inset), outline=palette.ground, width=width
        )


def _ornament(drawing: ImageDraw.ImageDraw, x: float, y: float, palette: patterns.Palette) -> None:
    drawing.line((x - 110, y, x - 26, y), palette.ground, 3)
    drawing.line((x + 26, y, x + 110, y), palette.ground, 3)
    drawing.polygon([(x - 12, y), (x, y - 12), (x + 12, y), (x, y + 12)], palette.ground)


# ---- an article: the head of a newspaper


def _article(words: Words, faces: Faces | None, language: str) -> Image.Image:
    pattern, palette = patterns.paper_of(words.title, (SIZE[0], 420))
    sheet = Image.new("RGB", SIZE, palette.paper)
    sheet.paste(pattern, (0, 0))
    if faces is None:
        return sheet
    drawing, left, right, measure = ImageDraw.Draw(sheet), _MARGIN, SIZE[0] - _MARGIN, SIZE[0] - 2 * _MARGIN
    _strip(drawing, faces.plain, (words.foot, words.date), 500, language, palette)
    height = 900 if words.subtitle else 1300
    title, title_lines = _title(words.title, faces.title, range(230, 70, -6), measure, (height, 1.1), language)
    room = int((2060 - 700 - len(title_lines) * title.size * 1.1) / (70 * 1.36))
    below, below_lines = _smaller(words.subtitle, faces.italic, 70, measure, language, room)
    author, author_lines = _capitals(words.author, faces.plain, 56, measure, language, 2)
    y = _aside(drawing, title, title_lines, left, right, 700, 1.1, palette.ink)
    y = _aside(drawing, below, below_lines, left, right, y + 60, 1.36, palette.ink)
    if author_lines:
        drawing.line((left, SIZE[1] - 330, right, SIZE[1] - 330), palette.ground, 3)
        _aside(drawing, author, author_lines, left, right, SIZE[1] - 300, 1.4, palette.ink)
    drawing.rectangle((left, SIZE[1] - 130, right, SIZE[1] - 116), palette.ground)
    return sheet


def _strip(drawing: ImageDraw.ImageDraw, face: Face, words: tuple[str, str], y: int, language: str,
           palette: patterns.Palette) -> None:  # fmt: skip
    """Who publishes it and when, between two rules."""
    left, right = _MARGIN, SIZE[0] - _MARGIN
    drawing.rectangle((left, y, right, y + 14), palette.ground)
    if not any(words):
        return
    for number, said in enumerate(words):
        line, lines = _capitals(said, face, 44, (right - left) / 2 - 20, language, 1)
        if lines:
            at_right = bool(number) == (line.direction == "ltr")
            x = right - line.width(lines[0]) if at_right else left
            line.draw(drawing, x, y + 80, lines[0], palette.ink)
    drawing.line((left, y + 116, right, y + 116), palette.ground, 3)


# ---- lines


def _title(words: str, face: Face, sizes: range, measure: float, room: tuple[float, float],
           language: str) -> tuple[Line, list[str]]:  # fmt: skip
    """The title as large as *room*, its height and its leading, allows."""
    settings = [Line(face, size, direction=languages.direction(language)) for size in sizes]
    return lettering.fitted(words, settings, measure, *room, language)


def _smaller(words: str, face: Face, size: int, measure: float, language: str, most: int) -> tuple[Line, list[str]]:
    """Words below the title, in at most *most* lines of *size*, or some more of a smaller one."""
    settings = [Line(face, each, direction=languages.direction(language)) for each in range(size, 34, -4)]
    if not words:
        return settings[0], []
    even = len(words) < 200  # a sentence; more is a paragraph
    return lettering.fitted(words, settings, measure, most * size * 1.2, 1.2, language, even)


def _capitals(words: str, face: Face, size: int, measure: float, language: str, most: int) -> tuple[Line, list[str]]:
    """Words in spaced small capitals, where their script has such letters, in at most *most* lines of *size*."""
    direction = languages.direction(language)
    spaced = words.upper() != words.lower() and direction == "ltr"
    look = (0.08, _SMALL_CAPS, direction) if spaced else (0.0, (), direction)
    settings = [Line(face, each, *look) for each in range(size, size * 2 // 3, -4)]
    return lettering.fitted(words, settings, measure, most * size * 1.4, 1.4, language) if words else (settings[0], [])


def _centred(drawing: ImageDraw.ImageDraw, line: Line, lines: Iterable[str], x: float, y: float, leading: float,
             colour: str) -> float:  # fmt: skip
    for words in lines:
        y += line.size * leading
        line.draw(drawing, x - line.width(words) / 2, y - line.size * (leading - 0.8), words, colour)
    return y


def _aside(drawing: ImageDraw.ImageDraw, line: Line, lines: Iterable[str], left: float, right: float, y: float,
           leading: float, colour: str) -> float:  # fmt: skip
    """Lines at the side that reading begins on."""
    for words in lines:
        y += line.size * leading
        x = left if line.direction == "ltr" else right - line.width(words)
        line.draw(drawing, x, y - line.size * (leading - 0.8), words, colour)
    return y


def _png(sheet: Image.Image) -> bytes:
    stream = io.BytesIO()
    sheet.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(stream, "PNG", compress_level=9)
    return stream.getvalue()
