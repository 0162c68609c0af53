"""What stands above a file's text: which forms are read, what only looks like them, and where a mistake is shown."""

import time

import pytest

from bookmaker import config, front_matter
from bookmaker.findings import Report
from bookmaker.manuscript import sources


@pytest.fixture
def report() -> Report:
    return Report()


def told(report: Report) -> list[str]:
    return [str(finding).partition("\n")[0] for finding in report]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("---\ntitle: Boats\n---\nText.\n", {"title": "Boats"}),
        ("---  \ntitle: Boats\n...\nText.\n", {"title": "Boats"}),
        ("\ufeff---\ntitle: Boats\n---\nText.\n", {"title": "Boats"}),
        ("\n\n<!-- who\nwhen -->\n\n---\ntitle: Boats\n---\nText.\n", {"title": "Boats"}),
        ("---\n# by hand\n\ntitle: Boats\n---\nText.\n", {"title": "Boats"}),
        ("---\n\ntitle: Boats\n\n---\nText.\n", {"title": "Boats"}),
        ("---\nlang: no\n---\nText.\n", {"language": "no"}),
        ("---\nlang: pt_BR\n---\nText.\n", {"language": "pt-BR"}),
        ("---\ndate: 2020-05-01 10:00:00 +0200\n---\nText.\n", {"date": "2020-05-01"}),
        ("---\ntitle: !expr x()\n---\nText.\n", {"title": "x()"}),
        ("---\ndc:title: Boats\n---\nText.\n", {"dc:title": "Boats"}),
        ("---\nauthor:\n- {name: Ada Lund, orcid: 1}\n- Jon Ek\n---\nText.\n", {"authors": ["Ada Lund", "Jon Ek"]}),
        ("---\nauthor: {name: Jon Ek, role: editor}\n---\nText.\n", {"authors": [{"name": "Jon Ek", "role": "editor"}]}),
        ("---\n---\nText.\n", {}),
        ("+++\ntitle = 'Boats'\ntags = ['sea']\n[extra]\nx = 1\n+++\nText.\n",
         {"title": "Boats", "subjects": ["sea"], "extra": {"x": 1}}),
        ("% Boats\n  and Ships\n% Ada Lund; Jon Ek\n  Eva Ros\n% 2020-05-01\nText.\n",
         {"title": "Boats and Ships", "authors": ["Ada Lund", "Jon Ek", "Eva Ros"], "date": "2020-05-01"}),
        ("% Boats\n%\n% 2020\nText.\n", {"title": "Boats", "date": "2020"}),
        ("%\n% Ada Lund\nText.\n", {"authors": ["Ada Lund"]}),
    ],
)  # fmt: skip
def test_front_matter(text, table, report):
    found = front_matter.read(text, "one.md", report)
    assert found.table == table
    assert found.body == "Text.\n"
    assert not told(report)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nIt was late.\n",
        "---\n\nIt was late.\n\n---\n\nIt was later.\n",
        "---\nIt was late.\n---\n",
        "---\nHe said: go.\nAnd nobody went.\n---\n",
        "---\n\nAda: and so it went.\n\n---\n",
        "---\n- one\n- two\n---\n",
        "---\n# Heading\n---\n",
        "---\ntitle: Boats\n",
        "----\ntitle: Boats\n----\n",
        " ---\ntitle: Boats\n---\n",
        "Text.\n\n---\ntitle: Boats\n---\n",
        "<!-- x --> Text.\n---\ntitle: Boats\n---\n",
        "+++\nIt was late.\n+++\n",
        "+++\ntitle = 'Boats'\n",
        "%% a comment %%\n",
        "%TeX\n",
        "%\n",
        "",
    ],
)
def test_what_only_looks_like_it_stays_text(text, report):
    assert front_matter.read(text, "one.md", report) == front_matter.FrontMatter({}, text)
    assert not told(report)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- x -->\n---\ntitle: Boats\nrights: a: b\n---\n",
         "one.md:4: error: the front matter is not YAML: mapping values are not allowed here [front-matter]"),
        ("---\ntitle: Boats\nlength: !!int many\n---\n",
         "one.md:3: error: the front matter is not YAML: invalid literal for int() with base 10: 'many' [front-matter]"),
        ("+++\ntitle = 'Boats'\nrights = what\n+++\n",
         "one.md:3: error: the front matter is not TOML: Invalid value [front-matter]"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line(text, expected, report):
    assert front_matter.read(text, "one.md", report).body == ""
    assert told(report) == [expected]


def test_a_single_file(write_book, report):
    text = "% Boats\n% Ada Lund\n% May 1, 2020\n\nText.\n"
    book = config.load(write_book({"one.md": text.replace("\n", "\r\n")}) / "one.md", report)
    assert (book.book.title, book.book.authors, book.book.date) == ("Boats", ("Ada Lund",), "")
    assert [finding.place.line for finding in report] == [3]
    assert report.count("note") == 1
    assert book.place("title").line == 1


def test_lines_are_those_of_the_names_that_the_author_wrote(write_book, report):
    text = "\n---\ntitle: Boats\nlayout: post\nweight: 3\nlang: not a language\n---\nText.\n"
    config.load(write_book({"one.md": text}) / "one.md", report)
    assert [(finding.rule, finding.place.line) for finding in report] == [("foreign-key", 4), ("configuration", 6)]


def test_a_chapters_own_front_matter(write_book, report):
    book = write_book(
        {
            "1.md": "---\ntitle: Before\nmatter: front\nlayout: post\n---\nText.\n",
            "2.md": "<!-- x -->\n\n---\nlang: fr\ntitle: [not, text]\n---\n\nTexte.\n",
            "3.md": "---\n\nIt was late.\n",
        }
    )
    first, second, third = sources.find(config.load(book, report), report)
    assert (first.title, first.matter, first.text, first.first_line) == ("Before", "front", "Text.\n", 6)
    assert (second.language, second.matter, second.place("Texte").line) == ("fr", "body", 8)
    assert (third.title, third.text) == ("", "---\n\nIt was late.\n")
    assert not told(report)


@pytest.mark.parametrize(
    "line",
    [
        "<!-- x -->\n",
        "<!--",
        "---\n",
        "---\nx\n",
        "+++\n",
        "% x\n",
        "%\n",
        " x\n",
        "\n",
        "---\n\n",
        "% x\n  y\n",
        "# x\n",
    ],
)
@pytest.mark.parametrize("start", ["", "---\n", "+++\n", "---\nx: |\n", "% x\n"])
def test_the_time_grows_with_the_text(start, line, report):
    text = start + line * (500_000 // len(line))
    began = time.perf_counter()
    front_matter.read(text, "one.md", report)
    assert time.perf_counter() - began < 5


CHAPTER = """---
title: Working *with* `data`
subtitle: Of "salt"
author: [{name: Jon Ek, orcid: 1}, Ada Lund]
abstract: All of it.
---

Text.
"""


def test_what_a_chapter_says_of_itself_stands_behind_its_title(write_book, unpacked, bookmaker, tmp_path):
    book = {
        "book.toml": '[book]\ntitle = "The *whole* sea"\nauthors = ["Ada Lund"]\nlanguage = "en"\n',
        "1.md": CHAPTER,
        "2.md": "---\nauthor: Ada Lund\n---\n# Two\n\nText.\n",
    }
    files = unpacked(write_book(book))
    assert (
        'Working <em>with</em> <code>data</code></h1><p class="subtitle">Of “salt”</p>'
        '<p class="byline"><span class="by">By Jon Ek and Ada Lund</span></p><p>Text.</p>' in files["1.xhtml"]
    )
    assert "Working with data</a>" in files["nav.xhtml"]
    assert '<dc:title id="title">The whole sea</dc:title>' in files["content.opf"]
    assert "byline" not in files["2.xhtml"]  # who wrote the book wrote this
    assert "1.md:5: note: not read in a chapter: description" in bookmaker("epub", "book", "-v", "-o", "x.epub").errors


@pytest.mark.parametrize("title", ["a * b * c", "snake_case_name", "The <b>sea</b> *x*", "[sky](x.md) *y*", "# *x*"])
def test_signs_that_are_no_marks_stay_in_a_title(title, write_book, unpacked):
    files = unpacked(write_book({"a.md": f"---\ntitle: '{title}'\n---\n\nText.\n"}) / "a.md")
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    assert f'<dc:title id="title">{escaped}</dc:title>' in files["content.opf"]
