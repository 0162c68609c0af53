"""Includes: what each directive brings, where its lines are said to come from, and what is refused."""

import dataclasses
import os
from pathlib import Path

import pytest

from bookmaker import config
from bookmaker.findings import Place, Report
from bookmaker.manuscript import excerpts
from bookmaker.manuscript.code_lines import CodeLines
from bookmaker.manuscript.includes import expand
from bookmaker.model import Source

TOML = '[book]\ntitle = "A small book"\n'
RUST = """use tide;
// ANCHOR: harbour
fn harbour() {
    // ANCHOR: bell
    ring();
    // ANCHOR_END: bell
}
// ANCHOR_END: harbour
fn sea() {}
"""
PYTHON = "# --8<-- [start:rope]\nrope = 3\n# --8<-- [end:rope]\nknot = 4\n"
NOTE = "---\ntags: [sea]\n---\n# Ropes\n\nHemp.\n\n## Knots\n\nA bowline.\n\n### Hitches\n\nTwo.\n\n## Blocks\n\nOak.\n"


@pytest.fixture
def expanded(write_book):
    """``expanded(text, {"file": "..."})`` gives the expanded Source and the findings."""

    def run(text, files=(), name="one.md", first_line=1):
        root = write_book({"book.toml": TOML, "main.rs": RUST, "a.py": PYTHON, name: text, **dict(files)})
        report = Report()
        settings = config.load(root, report)
        source = Source(root / name, name, text, first_line)
        return expand(source, settings, report), list(report)

    return run


LINES = RUST.splitlines()
PLAIN = [LINES[0], LINES[2], LINES[4], LINES[6], LINES[8]]  # without the marks of anchors


def listing(language, lines):
    return [f"```{language}", *lines, "```"]


@pytest.mark.parametrize(
    ("directive", "lines"),
    [
        ("{{#include main.rs}}", listing("rs", PLAIN)),
        ("{{ #include  main.rs }}", listing("rs", PLAIN)),
        ("{{#rustdoc_include main.rs:harbour}}", listing("rs", PLAIN[1:4])),
        ("{{#include main.rs:bell}}", listing("rs", ["    ring();"])),
        ("{{#include main.rs:9}}", listing("rs", ["fn sea() {}"])),
        ("{{#include main.rs:3:5}}", listing("rs", ["fn harbour() {", "    ring();"])),
        ("{{#include main.rs::3}}", listing("rs", PLAIN[:2])),
        ("{{#include main.rs:7:}}", listing("rs", PLAIN[3:])),
        ("{{#include main.rs:7:900}}", listing("rs", PLAIN[3:])),
        ("{{#playground main.rs:bell editable}}", ["```rs", "    ring();", "```"]),
        ("{{< include main.rs >}}", listing("rs", PLAIN)),
        ('{{< include "main.rs" >}}', listing("rs", PLAIN)),
        ('--8<-- "main.rs:3:3"', listing("rs", ["fn harbour() {"])),
        ("-8<- 'main.rs:9'", listing("rs", ["fn sea() {}"])),
        ('--8<-- "a.py:rope"', listing("py", ["rope = 3"])),
        ("<<(a.py)", ["```py", "rope = 3", "knot = 4", "```"]),
        ('<<[A "rope"](a.py)', ['```py {title="A &quot;rope&quot;"}', "rope = 3", "knot = 4", "```"]),
        ("<<[Ropes](ropes.md)", NOTE.splitlines()[3:]),
        ('--8<-- "b.txt"', ["b *c*"]),
        ("> {{#include a.py:rope}}", ["> ```py", "> rope = 3", "> ```"]),
        ("{{#include ropes.md:8:10}}", ["## Knots", "", "A bowline."]),
        ("![[ropes]]", ["", *NOTE.splitlines()[3:], ""]),
        ("![[ropes.md#Knots|these]]", ["", *NOTE.splitlines()[7:15], ""]),
        ("![[Ropes#ropes#hitches]]", ["", "### Hitches", "", "Two.", "", ""]),
    ],
)
def test_a_directive_brings_its_lines(directive, lines, expanded):
    source, told = expanded(f"Before.\n\n{directive}\n\nAfter.\n", {"ropes.md": NOTE, "b.txt": "b *c*\n"})
    assert source.text.split("\n")[2:-3] == lines
    assert told == []
    assert len(source.origins) == len(source.text.split("\n"))


def test_nothing_to_replace_gives_the_same_object(expanded):
    for text in ("Plain {{ braces }}.", "![[boat.png]]", "`{{#include main.rs}}`", "See {{#include main.rs}} there."):
        source, told = expanded(text)
        assert source.text == text
        assert (source.origins, told) == ((), [])
    report = Report()
    assert expand(source, config.load(source.path.parent, report), report) is source


def test_lines_know_where_they_come_from(expanded):
    text = "# One\n\n{{#include main.rs:harbour}}\n\nThe end.\n"
    source, _ = expanded(text, first_line=4)
    assert source.origins == (
        *(("one.md", number) for number in (4, 5, 6)),
        *((source.origins[3][0], number) for number in (3, 5, 7)),
        *(("one.md", number) for number in (6, 7, 8, 9)),
    )
    assert source.origins[3][0].endswith("book/main.rs")
    assert source.place("ring").line == 5
    assert source.place("The end.") == Place("one.md", 8, 1)


@pytest.mark.parametrize("around", ["```rs\n{}\n```", "Text.\n\n    {}", "- x\n\n  ~~~\n  {}\n  ~~~"])
def test_code_in_code_gets_no_listing_of_its_own(around, expanded):
    source, _ = expanded(around.format("{{#include main.rs:9}}"))
    assert source.text == around.format("fn sea() {}")


def test_includes_in_included_files_count_from_there(expanded):
    files = {
        "tales/night.md": "---\ntitle: Night\n---\nDark.\n\n{{#include parts/star.md}}\n",
        "tales/parts/star.md": "A star.\n",
    }
    source, told = expanded("{{#include tales/night.md}}\n", files)
    assert (source.text, told) == ("Dark.\n\nA star.\n", [])
    assert [(name.rpartition("/")[2], number) for name, number in source.origins] == [
        ("night.md", 4),
        ("night.md", 5),
        ("star.md", 1),
        ("one.md", 2),
    ]


def test_a_path_may_also_count_from_the_manuscripts_folder(expanded):
    source, told = expanded('--8<-- "code/b.txt"\n', {"code/b.txt": "b\n"}, name="tales/one.md")
    assert (source.text, told) == ("b\n", [])


def test_the_indentation_is_given_to_every_line(expanded):
    text = "- a list\n\n  ```rust\n  {{#include main.rs:harbour}}\n  ```\n\n> {{#include two.md}}\n"
    source, _ = expanded(text, {"two.md": "a\n\nb\n"})
    assert source.text == (
        "- a list\n\n  ```rust\n  fn harbour() {\n      ring();\n  }\n  ```\n\n> a\n>\n> b\n"
    )  # fmt: skip


def test_in_code_only_the_directives_that_are_for_it(expanded):
    text = '```\n<<(a.py)\n![[ropes]]\n{{#include a.py:4}}\n--8<-- "a.py:4:4"\n{{< include two.md >}}\n```\n\n    <<(a.py)\n'
    source, told = expanded(text, {"ropes.md": NOTE, "two.md": "---\na: b\n---\nText.\n"})
    assert source.text == (
        "```\n<<(a.py)\n![[ropes]]\nknot = 4\nknot = 4\n---\na: b\n---\nText.\n```\n\n    <<(a.py)\n"
    )  # fmt: skip
    assert told == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("\\{{#include a.py}}", "\\{{#include a.py}}"),  # Markdown itself takes the backslash away
        ("A `\\{{#include a.py}}` in a line.", "A `{{#include a.py}}` in a line."),
        ('```\n\\--8<-- "a.py"\n```', '```\n--8<-- "a.py"\n```'),
        (';--8<-- "a.py"', '\\--8<-- "a.py"'),
        ("```\n\\{{< include a.py >}}\n```", "```\n{{< include a.py >}}\n```"),
        ("\\<<(a.py)", "\\<<(a.py)"),
        ("\\![[ropes]]", "\\![[ropes]]"),
    ],
)
def test_what_is_escaped_stays(written, text, expanded):
    source, told = expanded(written)
    assert (source.text, source.origins, told) == (text, (), [])


def test_a_note_is_looked_for_everywhere_by_name(expanded):
    files = {"vault/deep/Tide Table.md": "Deeper.\n", "vault/Tide Table.md": "Low.\n", "vault/.trash/x.md": "No.\n"}
    source, told = expanded("![[tide table]]\n![[deep/Tide Table]]\n![[x]]\n", files)
    assert source.text.split() == ["Low.", "Deeper."]
    assert [finding.message for finding in told] == ["the included file x.md does not exist"]


def test_a_listing_ends_where_its_file_ends(expanded):
    source, _ = expanded("<<(a.txt)\n", {"a.txt": "````\nticks\n````\n"})
    assert source.text == "`````text\n````\nticks\n````\n`````\n"


@pytest.mark.parametrize(
    ("directive", "rule", "words"),
    [
        ("{{#include mian.rs}}", "include", 'mian.rs does not exist [include]\n    did you mean "main.rs"?'),
        ("{{#include main.rs:habour}}", "include", 'no anchor "habour" [include]\n    did you mean "harbour"?'),
        ("{{#include main.rs:12}}", "include", "has no lines 12: it has 9 in all"),
        ("{{#include main.rs:5:3}}", "include", "has no lines 5:3"),
        ("{{#include tales}}", "include", "does not exist"),
        ('--8<-- "binary"', "include", "binary is not text"),
        ("<<(latin)", "include", "not UTF-8"),
        ("![[ropes#Sails]]", "include", 'no heading "Sails"'),
        ("![[rope]]", "include", 'did you mean "ropes.md"?'),
        ("{{#include " + "long" * 200 + "}}", "include", "does not exist"),
        ("{{#include a\0b}}", "include", "does not exist"),
        ("{{#include ring.md}}", "include", "does not exist"),
        ("{{#include ../../secret.txt}}", "outside", "../../secret.txt is not in the manuscript's folder"),
        ("{{#include ../nothing.txt}}", "outside", "not in the manuscript's folder"),
        ("{{#include tales/../../secret.txt}}", "outside", "not in the manuscript's folder"),
        ("{{#include link.txt}}", "outside", "not in the manuscript's folder"),
        ("{{#include folder/secret.txt}}", "outside", "not in the manuscript's folder"),
        ("![[link]]", "outside", "not in the manuscript's folder"),
        ("<<(/etc/hostname)", "outside", "/etc/hostname is not in"),
        ('--8<-- "https://example.org/a.md"', "outside", "not in the manuscript's folder"),
    ],
)
def test_what_cannot_be_included_is_told_and_left_out(directive, rule, words, expanded, tmp_path):
    (tmp_path / "secret.txt").write_text("secret\n")
    book = tmp_path / "book"
    book.mkdir()
    for name, target in (
        ("link.txt", "../secret.txt"),
        ("link.md", "../secret.txt"),
        ("folder", ".."),
        ("ring.md", "ring.md"),
    ):
        (book / name).symlink_to(target)
    files = {"tales/x.md": "", "ropes.md": NOTE, "binary": b"a\0b", "latin": "Gr\xe5".encode("latin-1")}
    source, told = expanded(f"Before.\n{directive}\nAfter.\n", files)
    assert source.text == "Before.\nAfter.\n"
    assert source.place("After.") == Place("one.md", 3, 1)
    assert [(finding.rule, finding.severity, finding.place) for finding in told] == [
        (rule, "warning", Place("one.md", 2, 1))
    ]
    assert words in str(told[0])


def test_a_link_inside_the_folder_is_followed(expanded, tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "link.rs").symlink_to("main.rs")
    source, told = expanded("{{#include link.rs:9}}\n")
    assert (source.text, told) == ("```rs\nfn sea() {}\n```\n", [])


def test_a_pipe_is_not_read(expanded, tmp_path):
    (tmp_path / "book").mkdir()
    os.mkfifo(tmp_path / "book" / "pipe.txt")
    _, told = expanded("{{#include pipe.txt}}\n")
    assert [finding.message for finding in told] == ["the included file pipe.txt does not exist"]


def test_a_circle_is_told_with_its_files(expanded):
    files = {"two.md": "Two.\n\n{{#include three.md}}\n", "three.md": "Three.\n\n  {{#include two.md}}\n"}
    source, told = expanded("{{#include two.md}}\n", files)
    assert source.text == "Two.\n\nThree.\n\n"
    assert [finding.place.file.rpartition("/")[2] for finding in told] == ["three.md"]
    assert (told[0].place.line, told[0].place.column) == (3, 3)
    links = told[0].message.partition(": ")[2].split(" -> ")
    assert [link.rpartition("/")[2] for link in links] == ["one.md", "two.md", "three.md", "two.md"]


def test_a_chain_has_an_end(expanded):
    files = {f"{n}.md": f"{n}\n{{{{#include {n + 1}.md}}}}\n" for n in range(1, 20)}
    source, told = expanded("{{#include 1.md}}\n", files)
    assert source.text.split() == [str(n) for n in range(1, 17)]
    assert "17th in a chain" in told[0].message


def test_there_is_an_end_to_what_is_included(expanded, monkeypatch):
    monkeypatch.setattr("bookmaker.manuscript.includes.LARGEST", 100)
    monkeypatch.setattr(excerpts, "LARGEST", 100)
    files = {"ten.txt": "123456789\n", "large.txt": "x" * 101}
    monkeypatch.setattr("bookmaker.manuscript.includes._Expansion.room", 100)
    text = "{{#include large.txt}}\n" + "{{#include ten.txt}}\n" * 12
    source, told = expanded(text, files)
    assert source.text == "123456789\n" * len(source.text.split())
    assert "large.txt is too large" in told[0].message
    assert all("ten.txt is too much" in finding.message for finding in told[1:])


def test_the_reader_includes(write_book, unpacked):
    book = write_book(
        {"book.toml": TOML + 'language = "en"\n', "one.md": "# One\n\n![[note]]\n", "parts/note.md": "By {{title}}.\n"}
    )
    text = "".join(unpacked(book).values())
    assert "By A small book." in text


def test_what_an_included_file_names_may_lie_beside_it(write_book, bookmaker, unpacked, monkeypatch):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    book = {
        "book.toml": 'chapters = ["one.md", "parts/two.md"]\n' + TOML + 'language = "en"\n',
        "one.md": "# One\n\n{{#include parts/note.md}}\n",
        "parts/two.md": "# Two\n",
        "parts/note.md": "![Sea](sea.svg)\n\n[it](two.md)\n\n![Sky](sky.svg)\n\n[x](no.md)\n",
        "parts/sea.svg": drawing,
    }
    monkeypatch.chdir(write_book(book))
    told = bookmaker("epub", ".", "-o", "x.epub").errors
    assert (
        "parts/note.md:5:8: warning: the image sky.svg does not exist, neither beside one.md nor beside note.md" in told
    )
    assert (
        "parts/note.md:7:4: warning: the link to no.md leads nowhere, neither beside one.md nor beside note.md" in told
    )
    assert told.count("warning") == 2
    page = unpacked(Path())["one.xhtml"]
    assert 'alt="Sea"' in page and ">it</a>" in page


CODE = """\
start
more

    code
- item

      code
  start
      lazy

  ```
  fence

  still
  ```
  start
- ~~~
  fence
out of the item, so out of the fence

> ```
> fence
> ```
> start
>     lazy

>     code

[^1]: A note

    start

!!! note
    start

1. one

   start

        code
-     code

***
    code
"""


def test_lines_of_code():
    lines = CodeLines()
    for line in CODE.splitlines():
        kind = lines.read(line)
        words = line.strip("> 1-.")
        if words.startswith(("code", "fence", "still", "```", "~~~")):
            assert kind == "code", line
        elif words:
            assert kind == ("more" if words in ("more", "lazy") else "start"), line


def test_lines_of_code_may_be_asked_for_ahead():
    lines = CodeLines()
    lines.read("- a")
    assert dataclasses.replace(lines).read("        b") == "more"
    assert lines.read("") == "start"
    assert lines.read("        b") == "code"
