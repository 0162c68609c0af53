"""Reading orders of other tools: which files, in which order, in which part; and what is said where one is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bookmaker import config
from bookmaker.findings import Report, Stopped
from bookmaker.manuscript import sources
from bookmaker.model import Source
from tests.conftest import SHARED

Read = Callable[[dict[str, str]], list[Source]]


@pytest.fixture
def report() -> Report:
    return Report()


@pytest.fixture
def load(write_book, monkeypatch, report) -> Callable[[dict[str, str]], config.Config]:
    """``load({"mkdocs.yml": "..."}, )`` gives the configuration of the folder, which is ``.``."""

    def load(files: dict[str, str]) -> config.Config:
        monkeypatch.chdir(write_book(files))
        return config.load(Path(), report)

    return load


@pytest.fixture
def read(load, report) -> Read:
    return lambda files: sources.find(load(files), report)


def files(*names: str) -> dict[str, str]:
    return {name: f"Text of {name}.\n" for name in names}


def told(report: Report) -> list[str]:
    return [str(finding).partition("\n")[0] for finding in report]


def order(found: list[Source]) -> list[tuple[str, str, str]]:
    return [(source.shown, source.matter, source.part) for source in found]


# ---- mdBook and GitBook

SUMMARY = """# Summary

[Before](before.md)
<!-- [Not yet](never.md) -->

# On Land

- [The *Gate*](gate.md)
    - [The Path](land/path.md)
- [Unwritten]()

---

# At Sea

1. [The Boat](the%20boat.md)

[After](after.md)
"""


def test_summary_of_mdbook(read, report):
    found = read(
        {"src/SUMMARY.md": SUMMARY}
        | files(
            "src/before.md", "src/gate.md", "src/land/path.md", "src/the boat.md", "src/after.md", "src/unlisted.md"
        )
    )
    assert order(found) == [
        ("src/before.md", "front", ""),
        ("src/gate.md", "body", "On Land"),
        ("src/land/path.md", "body", "On Land"),
        ("src/the boat.md", "body", "At Sea"),
        ("src/after.md", "back", ""),
    ]
    assert [source.title for source in found] == ["Before", "The Gate", "The Path", "The Boat", "After"]
    assert told(report) == ['src/SUMMARY.md:10: note: the chapter "Unwritten" has no file yet [empty-file]']


def test_links_without_a_list_are_the_book(read):
    found = read({"SUMMARY.md": "[One](one.md)\n\n[Two](two.md)\n"} | files("one.md", "two.md"))
    assert order(found) == [("one.md", "body", ""), ("two.md", "body", "")]


def test_summary_of_gitbook(read, report):
    summary = (
        "# Summary\n\n* [Start](README.md)\n\n## Tools\n\n"
        '* [Saw](saw.md "Sharp")\n    * [Its teeth](saw.md#teeth)\n* [Shop](https://example.org/x.md)\n'
    )
    assert order(read({"SUMMARY.md": summary} | files("README.md", "saw.md"))) == [
        ("README.md", "body", ""),
        ("saw.md", "body", "Tools"),
    ]
    assert not told(report)


def test_a_chapter_named_summary_is_no_order(read):
    found = read(
        {"SUMMARY.md": "# Summary\n\nIn short, see [the first](one.md) chapter.\n"} | files("one.md", "two.md")
    )
    assert [source.shown for source in found] == ["one.md", "two.md"]


def test_mdbooks_own_book_toml(load, report):
    book = load(
        {
            "book.toml": '[book]\ntitle = "Boats"\nauthors = ["Ada Lund"]\nlanguage = "en"\nsrc = "text"\n'
            'multilingual = false\n\n[build]\nbuild-dir = "out"\n\n[output.html]\ntheme = "x"\n',
            "text/SUMMARY.md": "- [One](one.md)\n",
        }
        | files("text/one.md", "SUMMARY.md")
    )
    assert (book.book.title, book.book.authors, book.book.language) == ("Boats", ("Ada Lund",), "en")
    assert [source.shown for source in sources.find(book, report)] == ["text/one.md"]
    assert told(report) == ["book.toml:8: note: mdBook's, left unread: build, output, book.multilingual [foreign-key]"]


def test_a_misspelt_key_in_mdbooks_book_toml_is_still_told(load, report):
    load({"book.toml": '[book]\ntitel = "Boats"\nsrc = "src"\n'} | files("src/one.md"))
    assert told(report) == ['book.toml:2: error: unknown key "titel" [configuration]']


# ---- Leanpub


def test_book_txt(read, report):
    found = read(
        {
            "manuscript/Book.txt": "frontmatter:\npreface.md\n{mainmatter}\none.txt\n\nland.md\n# two.md\nthree.md\n"
            "boat.png\n{backmatter}\nafter.md\n",
            "manuscript/Sample.txt": "one.txt\n",
            "manuscript/land.md": "# On Land {class: part}\n",
        }
        | files(*(f"manuscript/{name}" for name in ("preface.md", "one.txt", "two.md", "three.md", "after.md")))
    )
    assert order(found) == [
        ("manuscript/preface.md", "front", ""),
        ("manuscript/one.txt", "body", ""),
        ("manuscript/three.md", "body", "On Land"),
        ("manuscript/after.md", "back", ""),
    ]
    assert told(report) == [
        'manuscript/Book.txt:9: warning: "manuscript/boat.png" is not Markdown and left out [configuration]'
    ]


@pytest.mark.parametrize(
    "heading", ["-# Land\n", "{class: part}\n# Land\n", "# Land {.part}\n", "# (PART\\*) Land {-}\n"]
)
def test_a_part_that_opens_with_its_heading(heading, read):
    found = read({"Book.txt": "a.md\nb.md\nc.md\n", "b.md": f"{heading}\n# Gate\n"} | files("a.md", "c.md"))
    assert order(found) == [("a.md", "body", ""), ("b.md", "body", "Land"), ("c.md", "body", "Land")]
    assert found[1].text.strip() == "# Gate"
    assert found[1].place("# Gate").line == heading.count("\n") + 2


# ---- Quarto and bookdown

QUARTO = """project: {type: book}
lang: en_GB
book:
  title: "Boats: an Account"
  author:
    - name: {given: Ada, family: Lund}
      affiliation: The Harbour
    - Jon Ek
  date: last-modified
  chapters:
    - index.qmd
    - part: On Land
      chapters: [gate.qmd, file: path.qmd]
    - part: sea.qmd
      chapters:
        - text: The Boat
          file: boat.qmd
    - ---
    - notebook.ipynb
  appendices:
    - tools.qmd
bibliography: x.bib
"""


def test_quarto(load, report):
    book = load(
        {"_quarto.yml": QUARTO} | files(*(f"{x}.qmd" for x in "index gate path sea boat tools unlisted".split()))
    )
    assert (book.book.title, book.book.authors) == ("Boats: an Account", ("Ada Lund", "Jon Ek"))
    assert (book.book.language, book.book.date) == ("en-GB", "")
    assert order(sources.find(book, report)) == [
        ("index.qmd", "body", ""),
        ("gate.qmd", "body", "On Land"),
        ("path.qmd", "body", "On Land"),
        ("sea.qmd", "body", ""),
        ("boat.qmd", "body", ""),
        ("tools.qmd", "back", ""),
    ]
    assert told(report) == [
        '_quarto.yml: note: date "last-modified" is left unread [foreign-key]',
        '_quarto.yml:19: warning: "notebook.ipynb" is not Markdown and left out [configuration]',
    ]


def test_bookdown_without_a_list_takes_its_own_files(load, report):
    book = load(
        {
            "_bookdown.yml": 'book_filename: "boats"\n',
            "index.Rmd": "---\ntitle: Boats\nauthor: Ada Lund\ndate: 2020-05-01\nsite: x\n---\n\n# Preface {-}\n",
        }
        | files("02-sea.Rmd", "01-land.Rmd", "_draft.Rmd", "notes/x.Rmd", "readme.md")
    )
    assert (book.book.title, book.book.authors, book.book.date) == ("Boats", ("Ada Lund",), "2020-05-01")
    assert [source.shown for source in sources.find(book, report)] == ["index.Rmd", "01-land.Rmd", "02-sea.Rmd"]


def test_bookdown_with_a_list_and_an_appendix(read):
    found = read(
        {
            "_bookdown.yml": "rmd_files:\n  html: [x.Rmd]\n  latex: [b.Rmd, index.Rmd, tools.Rmd]\n",
            "tools.Rmd": "# (APPENDIX) More {-}\n\n# Tools\n",
        }
        | files("index.Rmd", "b.Rmd", "x.Rmd")
    )
    assert order(found) == [("index.Rmd", "body", ""), ("b.Rmd", "body", ""), ("tools.Rmd", "back", "")]


def test_rmd_files_alone_are_a_book(read):
    assert [source.shown for source in read(files("2.qmd", "index.Rmd", "x.txt"))] == ["index.Rmd", "2.qmd"]


# ---- MkDocs

MKDOCS = """site_name: Boats
site_author: Ada Lund
docs_dir: text
theme: {name: material, language: en}
extra:
  token: !ENV [NOBODY_SETS_THIS, false]
  emoji: !!python/name:os.system
  ran: !!python/object/apply:pathlib.Path.touch [ran]
nav:
  - index.md
  - Land:
    - The Gate: gate.md
    - Deeper:
      - land/path.md
  - Shop: https://example.org/
  - Sea: [boat.md]
"""


def test_mkdocs(load, report):
    book = load(
        {"mkdocs.yml": MKDOCS} | files(*(f"text/{x}.md" for x in ("index", "gate", "land/path", "boat", "unlisted")))
    )
    assert (book.book.title, book.book.authors, book.book.language) == ("Boats", ("Ada Lund",), "en")
    found = sources.find(book, report)
    assert order(found) == [
        ("text/index.md", "body", ""),
        ("text/gate.md", "body", "Land"),
        ("text/land/path.md", "body", "Land"),
        ("text/boat.md", "body", "Sea"),
    ]
    assert found[1].title == "The Gate"
    assert not told(report)
    assert not list(Path().rglob("ran"))


def test_mkdocs_without_nav_reads_its_folder(read):
    assert [
        s.shown for s in read({"mkdocs.yml": "site_name: Boats\n"} | files("docs/b.md", "docs/index.md", "z.md"))
    ] == [
        "docs/index.md",
        "docs/b.md",
    ]


def test_mkdocs_with_a_list_of_links(read, report):
    found = read(
        {
            "mkdocs.yml": "plugins:\n  - search\n  - literate-nav: {nav_file: nav.md}\n",
            "docs/nav.md": "- [Nav](nav.md)\n- Land\n    - Near\n        - [Gate](gate.md)\n- [Sea](sea.md)\n- [Made](made.md)\n",
        }
        | files("docs/gate.md", "docs/sea.md")
    )
    assert order(found) == [("docs/gate.md", "body", "Land"), ("docs/sea.md", "body", "")]
    assert told(report) == [
        'docs/nav.md:6: warning: the file "docs/made.md" does not exist and is left out [missing-file]'
    ]


# ---- what goes wrong


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("SUMMARY.md", "- [A](a.md)\n- [No](no.md)\n", 'SUMMARY.md:2: error: the file "no.md" does not exist [missing-file]'),
        ("Book.txt", "a.md\nno.md\n", 'Book.txt:2: error: the file "no.md" does not exist [missing-file]'),
        ("Book.txt", "/etc/no.md\n", 'Book.txt:1: error: the file "/etc/no.md" leads out of the manuscript\'s folder [outside]'),
        ("_quarto.yml", 'book:\n  chapters: ["a\\0.md"]\n', '_quarto.yml:2: error: the file "a<U+0000>.md" does not exist [missing-file]'),
        ("Book.txt", "a" * 999 + ".md\n", f'Book.txt:1: error: the file "{"a" * 999}.md" does not exist [missing-file]'),
        ("_quarto.yml", "book:\n  chapters:\n    - ../x.qmd\n", '_quarto.yml:3: error: the file "../x.qmd" leads out of the manuscript\'s folder [outside]'),
        ("_bookdown.yml", "rmd_files: [a.md,\n  no.Rmd]\n", '_bookdown.yml:2: error: the file "no.Rmd" does not exist [missing-file]'),
        ("mkdocs.yml", "nav:\n  - A: no.md\n", 'mkdocs.yml:2: error: the file "docs/no.md" does not exist [missing-file]'),
        ("mkdocs.yml", "docs_dir: ..\n", "mkdocs.yml: error: docs_dir \"..\" leads out of the manuscript's folder [outside]"),
        ("mkdocs.yml", "nav:\n  - A: [\n", "mkdocs.yml:3: error: this is not YAML: expected the node content, but found '<stream end>' [configuration]"),
        ("mkdocs.yml", "nav: &a\n  - *a\n", "mkdocs.yml:1: error: this is not YAML: its aliases make it grow without bound [configuration]"),
        ("mkdocs.yml", f"nav: {'[' * 5000}\n", "mkdocs.yml:1: error: this is not YAML: it is nested too deeply [configuration]"),
    ],
)  # fmt: skip
def test_errors_name_file_and_line(name, text, expected, read, report):
    with pytest.raises(Stopped) as stopped:
        read({name: text, "a.md": "Text.\n"})
    assert stopped.value.exit_code == 2
    assert expected in told(report)


def test_aliases_that_multiply_are_refused(load, report):
    rows = "".join(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    load({"mkdocs.yml": "x0: &a0 [x.md]\n" + rows + "nav: *a11\n", "a.md": "Text.\n"})
    assert told(report) == [
        "mkdocs.yml:1: error: this is not YAML: its aliases make it grow without bound [configuration]"
    ]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("book.toml", 'chapters = [\n  "a.md",\n  "a.md",\n]\n', 3),
        ("Book.txt", "a.md\na.md\n", 2),
        ("SUMMARY.md", "- [A](a.md)\n- [A](./a.md)\n", 2),
    ],
)
def test_a_file_named_twice_is_used_once(name, text, line, read, report):
    assert [source.shown for source in read({name: text} | files("a.md", "b.md"))] == ["a.md"]
    assert told(report) == [
        f'{name}:{line}: warning: "a.md" is named twice; it stands where it was named first [configuration]'
    ]


def test_book_toml_comes_first_and_then_mdbook(read):
    manuscript = files("a.md", "b.md", "c.md") | {"SUMMARY.md": "- [B](b.md)\n", "Book.txt": "c.md\n"}
    assert [source.shown for source in read(manuscript)] == ["b.md"]
    assert [source.shown for source in read(manuscript | {"book.toml": 'chapters = ["a.md"]\n'})] == ["a.md"]


def test_a_link_that_leads_out_gives_no_order(read, report, tmp_path):
    (tmp_path / "secret.yml").write_text("site_name: Secret\n")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/mkdocs.yml").symlink_to(tmp_path / "secret.yml")
    with pytest.raises(Stopped):
        read(files("a.md"))
    assert [finding.rule for finding in report] == ["outside"]


@pytest.mark.parametrize(
    ("folder", "chapters"),
    {
        "cp-algorithms": 166, "deep-review": 11, "necromancer": 25, "nixos-prod": 12, "opensource-guide": 349,
        "pandoc-manual": 21, "progit": 58, "pumpkin-zh": 21, "rlhf-book": 21,
    }.items(),
)  # fmt: skip
def test_every_real_manuscript_has_an_order(folder, chapters, report):
    path = SHARED / "manuscripts" / folder
    if not path.is_dir():
        pytest.skip(f"{folder} is not at hand")
    assert len(sources.find(config.load(path, report), report)) == chapters
    assert report.count("error") == 0
