"""The faces of the e-book: those that are seen, no more of them than is read, one line for each family."""

import io
import zipfile
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from bookmaker import config as configuration
from bookmaker.editions import cascade, fonts, theme
from bookmaker.editions.cascade import Dress
from bookmaker.findings import Place
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import parse
from tests.conftest import HERE

SETTINGS = 'title = "T"\nlanguage = "en"\n'
THEMES = [theme.load(name, Place(""), {}) for name in ("article", "novel")]
FACES = [(face, each) for each in THEMES for face in fonts.faces(each)]


def dressed(html, sheet, language="en"):
    """The characters of *html* by what *sheet* dresses them in, without those of the contents."""
    chapter = Chapter("a", "chapter", "", parse(f"<section>{html}</section>")[0])
    settings = configuration.Config(configuration.Settings(), HERE, "")
    worn = cascade.characters(Book(settings, "book", "", language, [chapter]), sheet + "nav { font-family: none }")
    return {dress: "".join(sorted(letters)) for dress, letters in worn.items() if "none" not in dress.families}


@pytest.mark.parametrize(
    ("html", "sheet", "worn"),
    [
        ("<p>a<em>b<strong>c</strong></em>d</p>", "", {(0, 0): "ad", (1, 0): "b", (1, 1): "c"}),
        ("<p><em>a<em>b</em></em></p>", "em em { font-style: normal }", {(1, 0): "a", (0, 0): "b"}),
        ("<h1>a</h1><h2>b</h2>", "h1 { font-weight: normal }", {(0, 0): "a", (0, 1): "b"}),
        (
            "<p class='x'>a</p><p>b</p>",
            ".x { font-style: italic } p { font-style: normal }",
            {(1, 0): "a", (0, 0): "b"},
        ),
        ("<p class='x'>a</p>", "p { font-style: italic !important } .x { font-style: normal }", {(1, 0): "a"}),
        ("<p>a</p>", "@media screen { p { font-weight: 700 } }", {(0, 1): "a"}),
        ("<p>ab</p>", "p::first-letter { font-weight: bold }", {(0, 0): "ab", (0, 1): "ab"}),
        ("<p>a</p>", "p { font: italic bold 1em/1.2 X }", {(1, 1): "a"}),
        ("<p>a</p>", "p:unheard-of { font-weight: bold } p { font-style: inherit }", {(0, 0): "a"}),
    ],
)
def test_what_characters_wear(html, sheet, worn):
    found = dressed(html, sheet)
    assert {(int(dress.italic), int(dress.bold)): letters for dress, letters in found.items()} == worn


def test_small_letters_that_may_be_shown_as_large_ones():
    found = dressed("<p>ab</p>", "p { font-variant: small-caps; font-family: 'A B', C D, serif }")
    assert found == {Dress(("A B", "C D", "serif"), capitals=True): "ABab"}


@pytest.mark.parametrize(("face", "of"), FACES, ids=lambda each: getattr(each, "name", None) or each.file.stem)
def test_every_face_of_a_family_has_the_same_line(face, of):
    """``line-height: normal`` is the reader's, and its measure is the font's: letters stand in the middle of it."""
    upright = next(each for each in fonts.faces(of) if each.family == face.family)
    made = TTFont(io.BytesIO(fonts.subset(face.file.read_bytes(), "dp", upright.file.read_bytes(), [])))
    same = TTFont(io.BytesIO(fonts.subset(upright.file.read_bytes(), "dp", upright.file.read_bytes(), [])))
    line, windows, em = made["hhea"], made["OS/2"], made["head"].unitsPerEm
    assert (line.ascent, line.descent) == (same["hhea"].ascent, same["hhea"].descent)
    assert line.ascent - line.descent == pytest.approx(1.32 * em, abs=1)
    assert (windows.sTypoAscender, windows.sTypoDescender) == (line.ascent, line.descent)
    assert (windows.usWinAscent, -windows.usWinDescent) == (line.ascent, line.descent)
    assert (line.lineGap, windows.sTypoLineGap, windows.fsSelection >> 7 & 1) == (0, 0, 1)
    assert abs(line.ascent - reach(made, "d", 3) - (reach(made, "p", 1) - line.descent)) < 0.05 * em


def reach(face, letter, side):
    pen = BoundsPen(face.getGlyphSet())
    face.getGlyphSet()[face.getBestCmap()[ord(letter)]].draw(pen)
    return pen.bounds[side]


def test_a_line_that_is_wider_stays():
    """Mono's is as wide as ours already, and in the middle it is."""
    mono = (theme.styles_folder() / "fonts/JetBrainsMono-Regular.ttf").read_bytes()
    metrics = TTFont(io.BytesIO(fonts.subset(mono, "a", mono, [])))["hhea"]
    assert (metrics.ascent, metrics.descent) == (935, -385)


@pytest.fixture
def carried(bookmaker, tmp_path):
    """``carried(folder)`` builds the EPUB and gives its fonts by name."""

    def carry(source):
        assert bookmaker("epub", source, "-o", tmp_path / "x.epub").exit_code == 0
        with zipfile.ZipFile(tmp_path / "x.epub") as epub:
            return {Path(name).name: epub.read(name) for name in epub.namelist() if "/fonts/" in name}

    return carry


def test_words_that_the_theme_alone_slants_are_in_the_face(write_book, carried):
    files = {"book.toml": f'[book]\n{SETTINGS}subtitle = "Quiz"\nkind = "book"\n', "a.md": "# A\n\nText.\n"}
    faces = carried(write_book(files))
    assert set(faces) == {"ebgaramond12-regular.otf", "ebgaramond12-italic.otf"}  # nothing is bold
    assert set("Quiz") <= fonts.letters_of(faces["ebgaramond12-italic.otf"])


def test_no_face_for_figures_alone(write_book, carried):
    files = {"book.toml": '[book]\ntitle = "كتاب"\nlanguage = "ar"\nkind = "book"\n', "a.md": "# كتاب\n\nنص 12.\n"}
    assert carried(write_book(files)) == {}


def test_a_novel_carries_less_than_40_kilobytes_for_each_face(carried):
    assert max(map(len, carried(HERE / "books/novel").values())) < 40_000
