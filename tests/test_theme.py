"""The themes, each for two editions: what the e-book's sheet may hold, that every token has its value, that they differ."""

import itertools
import re
import shutil
from pathlib import Path

import pytest
import tinycss2
from fontTools.ttLib import TTFont

from bookmaker.config import Config, Settings
from bookmaker.editions import cascade, fonts, theme
from bookmaker.editions.ebook_sheet import ebook_sheet
from bookmaker.findings import BookError, Place, Report
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import parse
from tests.conftest import HERE, THEMES, needs_pango

FORBIDDEN = re.compile(
    r"@page|@supports|var\(|calc\(|min\(|max\(|clamp\(|--\w|::footnote|string-set|bookmark-|footnote;|target-counter|"
    r"leader\(|unicode-bidi|position: fixed|\d(vh|vw|rem|rlh)\b|display: (flex|grid)|:has\(|:is\(|;;"
)


def sheet_of(loaded):
    """The e-book's sheet; the themes of bookmaker give no cause to complain."""
    report = Report()
    sheet = ebook_sheet(loaded, report)
    assert [str(finding) for finding in report] == []
    return sheet


@pytest.fixture(params=THEMES)
def loaded(request):
    return theme.load(request.param, Place("book.toml"), {})


def test_no_token_is_left(loaded):
    assert "var(" not in theme.print_sheet(loaded)


def test_the_ebook_sheet_holds_what_readers_know(loaded):
    sheet = sheet_of(loaded)
    assert not FORBIDDEN.search(sheet), FORBIDDEN.search(sheet)
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        assert rule.type in ("qualified-rule", "at-rule"), rule


def test_running_text_is_left_to_the_reader(loaded):
    for selector, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet_of(loaded)):
        if {"body", "p", "html"} & {part.strip() for part in selector.split(",")}:
            assert not re.search(r"(^|[\s;])(font-size|line-height|color|text-align):", declarations), selector


def test_a_theme_may_speak_to_one_edition_alone(tmp_path, monkeypatch):
    for name in ("base.css", "print.css", "ebook.css"):
        (tmp_path / name).write_text("")
    (tmp_path / "tokens.css").write_text(":root { --a: 1em }")
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/mine.css").write_text(
        ":root { --b: var(--a) } p { margin: var(--b) } @media print { p { margin: 2em } } @media screen { p { margin: 3em } }"
    )
    monkeypatch.setattr(theme, "styles_folder", lambda: tmp_path)
    assert sheet_of(theme.load("mine", Place("x"), {})) == "p { margin: 1em }\np { margin: 3em }\n"


def test_old_names_stand_beside_new_ones(tmp_path, monkeypatch):
    for name in ("base.css", "print.css", "tokens.css"):
        (tmp_path / name).write_text("")
    (tmp_path / "ebook.css").write_text("h1 { break-before: page; hyphens: none }")
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/mine.css").write_text("")
    monkeypatch.setattr(theme, "styles_folder", lambda: tmp_path)
    assert sheet_of(theme.load("mine", Place("x"), {})) == (
        "h1 { break-before: page; page-break-before: always; hyphens: none; -epub-hyphens: none; -webkit-hyphens: none }\n"
    )


def test_a_token_without_value_is_an_error(tmp_path, monkeypatch):
    for name in ("base.css", "print.css", "ebook.css", "tokens.css"):
        (tmp_path / name).write_text("")
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/mine.css").write_text("p { margin: var(--nothing) }")
    monkeypatch.setattr(theme, "styles_folder", lambda: tmp_path)
    with pytest.raises(BookError, match="--nothing"):
        theme.print_sheet(theme.load("mine", Place("x"), {}))


@pytest.mark.parametrize("name", ["../tokens", "no such", ""])
def test_a_name_that_is_no_theme(name):
    with pytest.raises(BookError, match="there is no theme"):
        theme.load(name, Place("book.toml"), {})


MEASURES = ("--page-size", "--text-size", "--leading", "--margin-inner", "--margin-top", "--opening-size")


def test_no_two_themes_are_alike():
    """Each has a page, a type area and openings of its own."""
    tokens = [theme.load(name, Place(""), {}).tokens for name in THEMES]
    assert len(tokens) == 5
    for one, other in itertools.combinations(tokens, 2):
        assert sum(one[measure] != other[measure] for measure in MEASURES) >= 4


def test_a_copy_in_the_manuscript_is_the_same_theme(loaded, tmp_path):
    (tmp_path / "mine").mkdir()
    shutil.copy(loaded.folder / f"themes/{loaded.name}.css", tmp_path / "mine/theme.css")
    own = theme.named("mine/", Config(Settings(), tmp_path, "book.toml"), "pdf", {})
    assert theme.print_sheet(own) == theme.print_sheet(loaded)
    assert sheet_of(own) == sheet_of(loaded)
    assert [(face.family, face.file) for face in fonts.faces(own)] == [
        (face.family, face.file) for face in fonts.faces(loaded)
    ]


@needs_pango
@pytest.mark.parametrize("name", THEMES)
def test_the_sampler_is_set_in_every_theme_without_a_finding(name, copied, bookmaker, tmp_path):
    folder = copied(HERE / "books" / "sampler")
    with (folder / "book.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[edition.epub]\ntheme = "{name}"\n\n[edition.pdf]\ntheme = "{name}"\n')
    outcome = bookmaker("build", folder, "--strict", "-d", tmp_path / "out")
    assert (outcome.exit_code, outcome.errors) == (0, "")


def test_large_print_has_no_italics_and_no_small_capitals():
    large = theme.load("large-print", Place(""), {})
    assert float(large.tokens["--text-size"].removesuffix("pt")) >= 16
    section = parse('<section><p><em>a</em><cite>b</cite></p><p class="smallcaps">c</p><h3>d</h3></section>')[0]
    book = Book(Config(Settings(), Path(), ""), "book", "T", "en", [Chapter("a", "chapter", "", section)])
    assert not [dress for dress in cascade.characters(book, sheet_of(large)) if dress.italic]
    assert "font-variant-caps: normal !important" in sheet_of(large)


@needs_pango
@pytest.mark.parametrize("name", THEMES)
def test_a_line_holds_as_many_characters_as_one_reads_well(name, write_book, bookmaker, tmp_path):
    import pypdfium2

    settings = f'[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n\n[edition.pdf]\ntheme = "{name}"\n'
    words = (
        "The nets lay where the men had thrown them, stiff with salt, and nobody had the heart to pull them in. " * 5
    )
    folder = write_book({"book.toml": settings, "a.md": f"# A\n\n{words}\n\n> {words}\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        text = document[4].get_textpage().get_text_range()
    lines = [len(line) for line in text.splitlines()[4:-2]]
    assert len(lines) > 8 and 55 <= sum(lines) / len(lines) <= 75


@needs_pango
def test_the_contents_of_a_manual_open_where_its_chapters_do(write_book, bookmaker, tmp_path):
    import pypdfium2

    settings = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n\n[edition.pdf]\ntheme = "manual"\n'
    folder = write_book({"book.toml": settings, "a.md": "# Cables\n\nText.\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    tops = []
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        for page in (document[2], document[4]):
            textpage = page.get_textpage()
            tops.append(round(textpage.get_charbox(0)[3], 1))
            textpage.close()
    assert tops[0] == tops[1]


@needs_pango
def test_the_manual_holds_eighty_columns_of_code(write_book, bookmaker, tmp_path):
    import pypdfium2

    lines = ["".join(str(column % 10) for column in range(width)) for width in (80, 82)]
    settings = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n\n[edition.pdf]\ntheme = "manual"\n'
    folder = write_book({"book.toml": settings, "a.md": f"# A\n\n    {lines[0]}\n    {lines[1]}\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        shown = document[len(document) - 1].get_textpage().get_text_range().splitlines()
    assert [line in shown for line in lines] == [True, False]


STYLES = {("normal", "normal"), ("italic", "normal"), ("normal", "bold"), ("italic", "bold")}


def test_the_text_has_four_whole_faces_on_one_line(loaded):
    """One that lacks letters is mixed with others; one with another ascent tears the lines apart."""
    faces = {(face.style, face.weight): face for face in fonts.faces(loaded) if face.family == "Book Text"}
    assert set(faces) == STYLES
    opened = [TTFont(face.file) for face in faces.values()]
    assert len({(font["hhea"].ascent, font["hhea"].descent, font["head"].unitsPerEm) for font in opened}) == 1
    for font in opened:
        assert set(map(ord, "AWZaz09éößœŁłşÅ’‘“”„«»–—…€αβΩбыЖ")) <= set(font.getBestCmap())


@pytest.mark.parametrize(
    ("language", "cut"),
    [("ja", "JP"), ("ko-KR", "KR"), ("zh", "SC"), ("zh-Hans-TW", "SC"), ("zh-TW", "TC"), ("zh-Hant", "TC"),
     ("zh-Hant-HK", "HK"), ("en", "SC"), ("jam", "SC")],
)  # fmt: skip
def test_characters_have_the_shapes_of_the_books_language(language, cut):
    book = Book(Config(Settings(), Path(), ""), "article", "T", language, [])
    sheet = theme.print_sheet(theme.of_book(book, "pdf", {}))
    assert set(re.findall(r"Noto (?:Serif|Sans) CJK (\w+)", sheet)) == {cut}


@pytest.mark.parametrize(
    ("language", "indent", "digits"),
    [("zh-Hans", "2em", "lining-nums"), ("ja", "1em", "lining-nums"), ("ko", "1em", "lining-nums"),
     ("en", "1.4em", "oldstyle-nums")],
)  # fmt: skip
def test_indents_and_digits_are_those_of_the_script(language, indent, digits):
    book = Book(Config(Settings(), Path(), ""), "book", "T", language, [])
    for edition in ("pdf", "epub"):
        tokens = theme.of_book(book, edition, {}).tokens
        assert tokens["--indent"] == indent
        assert tokens["--figures"].startswith(digits)
