"""Made covers: every word is there, and none stands outside its margins."""

import pytest
from PIL import Image, ImageChops, ImageColor

from bookmaker.editions import cover, fonts, lettering, patterns, theme
from bookmaker.editions.lettering import Line
from bookmaker.findings import Place

LONG = "The Surprisingly Long and Winding Title of a Book about Everything that One May Know of the Sea, and of Salt"
WORDS = [
    cover.Words("Salt & Stone", "A story in two parts", "Ada Lund", "Shores 2 · Small Press", "3 May 2021"),
    cover.Words("Japan rules out talks with Seoul over its export curbs", "", "The desk", "bookmaker", "9 July 2019"),
    cover.Words("It", "", "", ""),
    cover.Words(LONG, LONG, ", ".join(["Maria Magdalena von Hohenstein-Waldburg"] * 3), f"{LONG} · {LONG}", "2021"),
    cover.Words("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "Roman", "", ""),
    cover.Words("Jaffa, f", "Jaffa, f", "j", "Jaffa"),
]


def drawn(kind, words):
    own = theme.load("article" if kind == "article" else "novel", Place(""), {})
    text = {(face.style, face.weight): face for face in fonts.faces(own) if face.family == "Book Text"}
    styles = (("normal", "bold" if kind == "article" else "normal"), ("italic", "normal"), ("normal", "normal"))
    faces = cover.Faces(*(lettering.Face(text[style].file.read_bytes()) for style in styles))
    return cover._drawn(kind, words, faces, "de" if "dampf" in words.title else "en")


def is_blank(sheet, box, colour):
    part = sheet.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, colour)).getbbox() is None


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.title[:12])
def test_an_article_keeps_its_margins(words):
    sheet, (width, height), margin = drawn("article", words), cover.SIZE, cover._MARGIN
    paper = patterns.paper_of(words.title, (9, 9))[1].paper
    assert is_blank(sheet, (0, 430, margin, height), paper)
    assert is_blank(sheet, (width - margin + 1, 430, width, height), paper)
    assert is_blank(sheet, (0, height - 110, width, height), paper)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.title[:12])
def test_a_book_keeps_within_its_label(words):
    sheet, (width, height) = drawn("book", words), cover.SIZE
    paper = patterns.paper_of(words.title, (9, 9))[1].paper
    left = (width - cover._LABEL) // 2
    rows = [y for y in range(height) if sheet.getpixel((left + 10, y)) == ImageColor.getrgb(paper)]
    assert rows and rows[0] > 40 and rows[-1] < height - 40
    for x in (left + 50, left + cover._LABEL - cover._PADDING + 1):
        assert is_blank(sheet, (x, height // 3, x + cover._PADDING - 52, height // 2), paper)


def test_a_long_word_is_divided_where_its_language_allows():
    face = lettering.Face((theme.styles_folder() / "fonts/EBGaramond12-Regular.otf").read_bytes())
    settings = [Line(face, size) for size in (60, 50, 40)]
    _, lines = lettering.fitted("Straßenverkehrsordnung", settings, 230, 400, 1.2, "de")
    assert "".join(line.removesuffix("-") for line in lines) == "Straßenverkehrsordnung" and len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])
    assert lettering.fitted("Straßenverkehrsordnung", settings, 230, 400, 1.2, "tlh")[1][0].endswith("…")


def test_words_that_are_cut_off_say_so():
    face = lettering.Face((theme.styles_folder() / "fonts/EBGaramond12-Regular.otf").read_bytes())
    line, lines = lettering.fitted(LONG, [Line(face, 40)], 400, 100, 1.2, "en")
    assert len(lines) == 2 and lines[-1].endswith("…") and line.width(lines[-1]) <= 400


def test_scales_lie_over_the_row_above():
    """Seen at the seam of two tiles, which is no other than the middle of one."""
    sheet = patterns._tile(patterns._scales, patterns._PALETTES[0])
    half = patterns._TILE // 2
    moved = ImageChops.offset(sheet, half, patterns._TILE // 4)
    difference = ImageChops.difference(sheet, moved).convert("L")
    assert sum(difference.histogram()[24:]) < 0.02 * half**2
