"""An author's own theme on its way into the EPUB: what is left out, what is fenced, and that the author is told where."""

import re

import pytest

from bookmaker.editions import theme
from bookmaker.editions.ebook_sheet import ebook_sheet
from bookmaker.findings import Report
from tests.conftest import needs_pango

TOML = '[book]\ntitle = "T"\nlanguage = "en"\n[edition.epub]\ntheme = "mine/"\n[edition.pdf]\ntheme = "mine/"\n'


@pytest.fixture
def sheet_of(tmp_path):
    """``sheet_of(css)`` gives the e-book's sheet of a theme that holds nothing else, and what its author is told."""

    def compiled(css: str) -> tuple[str, list[str]]:
        for name in ("tokens.css", "base.css", "ebook.css"):
            (tmp_path / name).write_text("")
        (tmp_path / "theme.css").write_text(css)
        report = Report()
        sheet = ebook_sheet(theme.Theme("mine", tmp_path, {}, tmp_path, "mine"), report)
        return sheet, [str(finding).split("\n")[0] for finding in report]

    return compiled


@pytest.mark.parametrize(
    ("css", "sheet", "rule"),
    [
        ("h1 { color: red }", "h1 { color: red }\n", ""),
        ("p { color: red; margin: 0 }", "p { margin: 0 }\n", "css-reader"),
        ("body { font: 12px/1.4 Arial }", "", "css-reader"),
        ("body p { text-align: left }", "", "css-reader"),
        (".note p { text-align: left }", ".note p { text-align: left }\n", ""),
        ("div { direction: rtl; margin: 0 }", "div { margin: 0 }\n", "css-refused"),
        ("div { unicode-bidi: embed }", "", "css-refused"),
        ("div { position: fixed }", "", "css-refused"),
        ('a[href="x" i] { margin: 0 }', "", "css-refused"),
        ("p:nth-child(2 of .a) { margin: 0 }", "", "css-refused"),
        (':lang("en", "de") { margin: 0 }', "", "css-refused"),
        (":lang(de) { margin: 0 }", ":lang(de) { margin: 0 }\n", ""),
        ("h1, { margin: 0 }", "", "css-refused"),
        ("div:has(p) { margin: 0 }", "", "css-engine"),
        ("h1 { margin: calc(1em + 2px) }",
         "@supports (margin: calc(1em + 2px)) {\nh1 { margin: calc(1em + 2px) }\n}\n", "css-engine"),
        ("h1 { margin: 1rem; padding: 0 }",
         "h1 { padding: 0 }\n@supports (margin: 1rem) {\nh1 { margin: 1rem }\n}\n", "css-engine"),
        ("ul { display: flex }", "@supports (display: flex) {\nul { display: flex }\n}\n", "css-engine"),
        ("h1 { width: 50dvh }", "@supports (width: 50dvh) {\nh1 { width: 50dvh }\n}\n", "css-engine"),
        ("h1 { margin: round(1em, 2px) }",
         "@supports (margin: round(1em, 2px)) {\nh1 { margin: round(1em, 2px) }\n}\n", "css-engine"),
        ("h1 { width: 5px\\9; margin: 0 }", "h1 { margin: 0 }\n", "css-syntax"),
        ("h1 { width: 1-->; margin: 0 }", "h1 { margin: 0 }\n", "css-syntax"),
        ("h1 { width: calc(1px !important); margin: 0 }", "h1 { margin: 0 }\n", "css-syntax"),
        ("@media (min-width: 40rem) { h1 { margin: 0 } }", "", "css-engine"),
        ("@media (min-width: calc(1em + 2px)) { h1 { margin: 0 } }", "", "css-engine"),
        ("h1 { background: url(a.png) }", "", "css-file"),
        *((f'h1 {{ background: {function}("http://example.org/a.png" 1x) }}', "", "css-file")
          for function in ("url", "src", "image", "image-set", "-webkit-image-set", "cross-fade")),
        ("@import url(other.css);", "", "css-file"),
        ('@font-face { font-family: "X"; src: url(https://example.org/x.woff2) }', "", "css-file"),
        ('@font-face { font-family: "X"; src: url(../../outside.otf) }', "", "css-file"),
        ("@layer a { h1 { margin: 0 } }", "", "css-engine"),
        ("h1 { margin 0 }", "", "css-syntax"),
        ("h1 { & b { margin: 0 } }", "", "css-syntax"),
        ("h1 { margin: 0", "h1 { margin: 0 }\n", ""),
        ("}", "", "css-syntax"),
        ("h2 { color: ; margin: 0 }", "h2 { margin: 0 }\n", "css-syntax"),
        ("h2 { color: {red}; margin: 0 }", "h2 { margin: 0 }\n", "css-syntax"),
        ("h2 { color: red); margin: 0 }", "h2 { margin: 0 }\n", "css-syntax"),
        ("h2 { margin: (1em ; padding: 0 }", "", "css-syntax"),
        ("h2 { margin: 0 !important !important }", "", "css-syntax"),
        ("h2 { color\\9: red; padding: 0 }", "h2 { padding: 0 }\n", "css-syntax"),
        ("h2 { margin: 1<!--em; padding: 0 }", "h2 { padding: 0 }\n", "css-syntax"),
        ("h2 { margin: 0 --> ; padding: 0 }", "h2 { padding: 0 }\n", "css-syntax"),
        ("h2 { margin: 1@media; padding: 0 }", "h2 { padding: 0 }\n", "css-syntax"),
        ("@media all and (min-width:@media 3em) { h1 { margin: 0 } }", "", "css-syntax"),
        ('h2 { content: "x\n; margin: 0 }', "h2 { margin: 0 }\n", "css-syntax"),
        ('h2 { content: "x', "", "css-syntax"),
        (".1bad { margin: 0 }", "", "css-syntax"),
        (".-1a { margin: 0 }", "", "css-syntax"),
        ("a:not() { margin: 0 }", "", "css-syntax"),
        ("h1; h2 { margin: 0 }", "", "css-syntax"),
        ("@media all and (min-width: 3em;) { h1 { margin: 0 } }", "", "css-syntax"),
        ("@media all and (min-width: 3em { h1 { margin: 0 } }", "", "css-syntax"),
        ("@media screen or (color), print { h1 { margin: 0 } }", "", "css-syntax"),
        ("@supports (display: grid; x) { h1 { margin: 0 } }", "", "css-syntax"),
        ("@supports display: grid { h1 { margin: 0 } }", "", "css-syntax"),
        ("@supports () { h1 { margin: 0 } }", "", "css-syntax"),
        ("@supports { h1 { margin: 0 } }", "", "css-syntax"),
        ("h1 { content: \"\\9\"; font-family: a\\9; margin: 0 }",
         "h1 { content: \"\t\"; font-family: a\\\t; margin: 0 }\n", ""),
        (r".\31 .a { margin: 0 }", ".\\31 .a { margin: 0 }\n", ""),
        (r".\31  .a { margin: 0 }", ".\\31  .a { margin: 0 }\n", ""),
        ("h1 { content: 'a   b' }", 'h1 { content: "a   b" }\n', ""),
        ("h1 { content: 'calc(1rem) url(x)' }", 'h1 { content: "calc(1rem) url(x)" }\n', ""),
        ("h1 { margin: 0 !important;; }", "h1 { margin: 0 !important }\n", ""),
        ("@page { size: A5; @bottom-center { content: counter(page) } }", "", ""),
        ("@media print { p { color: red } }", "", ""),
        ("@media screen { h1 { margin: 0 } }", "h1 { margin: 0 }\n", ""),
        ("@media (prefers-color-scheme: dark) { h1 { color: #eee } }",
         "@media all and (prefers-color-scheme: dark) {\nh1 { color: #eee }\n}\n", ""),
        ("h1 { string-set: a content(); bookmark-level: 1; margin: 1rlh }", "", ""),
        (".note::footnote-call { margin: 0 }", "", ""),
        ("b, .note::footnote-call { margin: 0 }", "b { margin: 0 }\n", ""),
        ("li::marker { color: red }", "", "css-engine"),
        ("h1::selection { color: red }", "", "css-ignored"),
        ("h1 >> b { color: red }", "", "css-syntax"),
        ("[epub|type=part] h1 { color: red }", "", "css-ignored"),
        ("[lang|=en] h1 { color: red }", "[lang|=en] h1 { color: red }\n", ""),
        (":root { --indent: 1em }", "", ""),
        (":root { font-size: 1.2em; widows: 2 }", ":root { widows: 2 }\n", "css-reader"),
        ("@keyframes in { from { opacity: 0 } }", "", "css-ignored"),
        ('@counter-style stars { symbols: "*" }', "", "css-ignored"),
        ('@namespace epub "http://www.idpf.org/2007/ops";', "", "css-ignored"),
        ("@stars { h1 { margin: 0 } }", "", "css-ignored"),
        ('@charset "utf-8";', "", ""),
        ("h1 { aspect-ratio: 1; margin: 0 }", "h1 { aspect-ratio: 1; margin: 0 }\n", "css-ignored"),
        ("h1 { transition: none }", "h1 { transition: none }\n", "css-ignored"),
        ("h1 { colr: red }", "h1 { colr: red }\n", "css-ignored"),
        ("h1 { -webkit-hyphens: none }", "h1 { -webkit-hyphens: none }\n", ""),
        ("@media print, screen { h1 { margin: 0 } }", "h1 { margin: 0 }\n", ""),
        ("@media print, (min-width: 30em) { h1 { margin: 0 } }",
         "@media all and (min-width: 30em) {\nh1 { margin: 0 }\n}\n", ""),
        ("@media not print { h1 { margin: 0 } }", "h1 { margin: 0 }\n", ""),
        ("@media print and (color), only print, not screen { h1 { margin: 0 } }", "", ""),
        ("@media (width > 30em) { h1 { margin: 0 } }", "", "css-engine"),
        ("@media screen;", "", "css-syntax"),
        ("@supports (color: red) { h1 { margin: 0 } }", "@supports (color: red) {\nh1 { margin: 0 }\n}\n", ""),
        ('@font-face { font-family: "X"; unicode-range: U+41 }', "", "css-ignored"),
        ('@font-face { font-family: "X"; font-display: swap }', "", ""),
        ('@font-face { font-family: "X"; font-style: {italic} }', "", "css-syntax"),
        ('@font-face { font-family "X" }', "", "css-syntax"),
        ('@media screen { @font-face { font-family: "X" } }', "", "css-ignored"),
    ],
)  # fmt: skip
def test_what_becomes_of_it(sheet_of, css, sheet, rule):
    compiled, told = sheet_of(f"\n\n{css}\n")
    assert compiled == sheet
    assert [finding.rpartition("[")[2].rstrip("]") for finding in told] == [rule] * bool(rule)
    assert all(finding.startswith("mine/theme.css:3: ") for finding in told)


@pytest.mark.parametrize(
    "selector",
    ["p", "p + p", ".chapter", ".chapter p", "section", "section > p", "main p", "div, h1", "li", "td", "dd", "*", "html",
     "ul li > p", "[dir=rtl] p", "h1, p:not(.note)", "body div p", "P", "p:nth-child(2n + 0)", "body .chapter *",
     "p:first-child", "section p:last-of-type", "p[class]", "[class]", "em", "p span", ".chapter strong", "p > *"],
)  # fmt: skip
def test_running_text_is_the_readers_however_it_is_named(sheet_of, selector):
    compiled, told = sheet_of(f"{selector} {{ font-size: 1.1em; margin: 0 }}")
    assert compiled == f"{selector} {{ margin: 0 }}\n"
    assert ["font-size of the running text" in finding for finding in told] == [True]


@pytest.mark.parametrize(
    "selector",
    ["h1", ".chapter h1", ".note p", "p.note", "#x p", "h1 + p", "p::first-line", "blockquote p", "pre",
     "table", "th", "figcaption", "hr + p", "header p", "h1 em", ".note em", "span.note", "a", "code", "sup", "mark"],
)  # fmt: skip
def test_what_is_set_apart_from_it_is_the_authors(sheet_of, selector):
    css = f"{selector} {{ font-size: 1.1em; color: red }}\n"
    assert sheet_of(css) == (css, [])


@pytest.mark.parametrize(
    "forced", ["all: unset", "zoom: 2", "-webkit-text-fill-color: #111", "background-image: none, none"]
)
def test_nothing_is_forced_on_it_by_another_name(sheet_of, forced):
    compiled, [told] = sheet_of(f"p {{ {forced} }}")
    assert compiled == "" and told.endswith("[css-reader]")


def test_columns_may_be_aligned(sheet_of):
    assert sheet_of("td { text-align: center }\n") == ("td { text-align: center }\n", [])


def test_what_leaves_it_to_the_reader_stays(sheet_of):
    assert sheet_of("p { color: inherit }\n") == ("p { color: inherit }\n", [])


FILES = {"book.toml": TOML, "a.md": "# A\n\nText.\n"}


def test_a_theme_of_ones_own_dresses_both_editions(write_book, unpacked):
    folder = write_book({**FILES, "mine/theme.css": ":root { --indent: 3em } h1 { letter-spacing: 0.5em }"})
    sheet = unpacked(folder)["css/book.css"]
    assert "text-indent: 3em" in sheet and "letter-spacing: 0.5em" in sheet


@pytest.mark.parametrize("edition", ["epub", pytest.param("pdf", marks=needs_pango)])
def test_a_token_that_is_set_in_vain_is_named(write_book, bookmaker, tmp_path, edition):
    css = ":root { --a: 1em }\nh1 { --b: 1em }\n@media print { :root { --c: 1em } }\n"
    book = write_book({**FILES, "mine/theme.css": css, "mine/base.css": ":root { --d: 1em }\n"})
    told = bookmaker(edition, book, "-o", tmp_path / f"x.{edition}").errors
    assert re.findall(r"mine/(\w+).css:(\d): warning: (--\w) is a token, and set here in vain \[theme\]", told) == [
        ("base", "1", "--d"), ("theme", "2", "--b"), ("theme", "3", "--c"),
    ]  # fmt: skip


def test_a_token_that_nothing_sets_may_have_a_stand_in(write_book, unpacked):
    css = ":root { --rule: thin solid } h1 { border: var(--rule, 0); margin: var(--gap, 7em) }"
    sheet = unpacked(write_book({**FILES, "mine/theme.css": css}))["css/book.css"]
    assert "border: thin solid; margin: 7em" in sheet


def test_a_sheet_of_ones_own_stands_in_for_the_one_of_that_name(write_book, unpacked):
    folder = write_book({**FILES, "mine/theme.css": "", "mine/base.css": "h1 { margin: 7em }"})
    sheet = unpacked(folder)["css/book.css"]
    assert "margin: 7em" in sheet and "blockquote" not in sheet


def test_a_font_of_ones_own_is_subset_and_named(write_book, unpacked, bookmaker, tmp_path):
    font = (theme.styles_folder() / "fonts/LibertinusSans-Regular.otf").read_bytes()
    css = '@font-face { font-family: "Book Text"; src: url("type/my font.otf") }'
    sheet = unpacked(write_book({**FILES, "mine/theme.css": css, "mine/type/my font.otf": font}))["css/book.css"]
    assert 'font-family: "Book Text"' in sheet and "url(../fonts/my-font.otf)" in sheet


def test_a_font_that_is_none_is_left_out(write_book, bookmaker):
    css = '@font-face { font-family: "Book Text";\n  src: url(my.otf) }'
    outcome = bookmaker("epub", write_book({**FILES, "mine/theme.css": css, "mine/my.otf": "no font"}))
    assert outcome.exit_code == 0
    finding = "mine/theme.css:2: warning: the font my.otf cannot be read; the e-book goes without [css-file]"
    assert finding in outcome.errors


@pytest.mark.parametrize(
    "before", ["", "url(gone.otf), ", "url(bad.otf), ", "local('x'), url('bad.otf') format('opentype'), "]
)
def test_the_first_font_that_can_be_read_is_taken(write_book, unpacked, before):
    """Its name may have brackets in it, in quotation marks."""
    font = (theme.styles_folder() / "fonts/LibertinusSans-Regular.otf").read_bytes()
    css = f'@font-face {{ font-family: "Book Text"; src: {before}url("My (1).otf") }}'
    book = {**FILES, "mine/theme.css": css, "mine/My (1).otf": font, "mine/bad.otf": "no font"}
    assert "url(../fonts/my-1.otf)" in unpacked(write_book(book))["css/book.css"].lower()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("../outside/", 'the theme "../outside/" leads out of the manuscript\'s folder [outside]'),
        ("mine/", "there is no mine/theme.css [theme]"),
    ],
)
def test_a_folder_that_is_no_theme(write_book, bookmaker, given, message):
    outcome = bookmaker("epub", write_book({**FILES, "book.toml": TOML.replace('"mine/"', f'"{given}"')}))
    assert outcome.exit_code == 2
    assert f"book.toml:5: error: {message}" in outcome.errors


def test_a_sheet_that_is_not_utf8(write_book, bookmaker):
    outcome = bookmaker("epub", write_book({**FILES, "mine/theme.css": b"h1 { }\n/* \xe9 */"}))
    assert outcome.exit_code == 2
    assert "mine/theme.css:2:4: error: this is not UTF-8" in outcome.errors
