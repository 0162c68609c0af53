"""Facing pages that end level, and the report on the layout: small books, and what their pages must be."""

import json
import random
import re
from itertools import pairwise

import pytest

from tests.conftest import needs_pango

pytestmark = needs_pango
WORDS = (
    "the boat lay on sand until water came and nobody in harbour thought of her before that because a small boat "
    "without water is but shed which cannot be entered yet when it came she rose little to left as boats do"
).split()


LOOSE = "a1" * 15 + " "  # two to a line, and nothing to break


def prose(paragraphs: int, seed: int, most: int = 90) -> str:
    """Paragraphs of all lengths, the same for the same *seed*."""
    chance = random.Random(seed)
    return "\n\n".join(
        " ".join(chance.choice(WORDS) for _ in range(chance.randint(5, most))).capitalize() + "."
        for _ in range(paragraphs)
    )


def book(text: str, settings: str = "") -> dict[str, str]:
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n\n[edition.pdf]\n'
    return {"book.toml": toml + settings, "one.md": f"# One\n\n{text}\n"}


@pytest.fixture
def printed(write_book, bookmaker, tmp_path):
    """``printed(files, ...)`` builds the PDF, reports on its layout, and gives the words and the report's messages."""
    import pypdfium2

    def make(files, name="book"):
        target = tmp_path / f"{name}.pdf"
        outcome = bookmaker("pdf", write_book(files, name), "-o", target, "--report", "--format", "json")
        assert outcome.exit_code == 0, outcome.errors
        with pypdfium2.PdfDocument(target) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        findings = json.loads(outcome.output)["findings"]
        return pages, [finding for finding in findings if finding["rule"] == "layout"]

    return make


def of_kind(findings, kind):
    return [finding for finding in findings if f": {kind}: " in finding["message"]]


def text_of(pages: list[str]) -> str:
    """The letters of the text, without heads, folios and what line breaks change."""
    bare = [re.sub(r"\s+(\d+ T|One \d+|\d+)\s*$", "", page) for page in pages]
    return re.sub(r"[\s\ufffe\u00ad-]", "", "".join(bare[4:]))


def test_the_feet_of_a_draft_differ_and_those_of_a_final_edition_do_not(printed):
    text = prose(140, seed=3)
    draft, before = printed(book(text), "draft")
    final, after = printed(book(text, "final = true\n"), "final")
    assert len(of_kind(before, "uneven")) >= 3
    assert not of_kind(after, "uneven")
    assert not of_kind(after, "widow") and not of_kind(after, "orphan")
    assert "surprise" not in str(after)
    assert text_of(draft) == text_of(final)


def test_the_last_page_of_a_text_holds_some_lines_in_a_final_edition(printed):
    text = prose(57, seed=3)
    draft, _ = printed(book(text), "draft")
    final, found = printed(book(text, "final = true\n"), "final")
    folio = 1
    assert len(draft[-1].strip().splitlines()) - folio < 4
    assert len(final[-1].strip().splitlines()) - folio >= 5
    assert not of_kind(found, "uneven")
    assert text_of(draft) == text_of(final)


def test_scene_breaks_give_a_line_where_paragraphs_cannot(printed):
    """Lines of a few words can be set no longer and no shorter."""
    scenes = "\n\n***\n\n".join(prose(9, seed, most=12) for seed in range(16))
    _, before = printed(book(scenes), "draft")
    _, after = printed(book(scenes, "final = true\n"), "final")
    assert len(of_kind(after, "uneven")) < len(of_kind(before, "uneven"))


def test_a_final_edition_of_greedy_lines(printed):
    text = prose(60, seed=5)
    _, before = printed(book(text, 'line_breaking = "greedy"\n'), "draft")
    _, after = printed(book(text, 'line_breaking = "greedy"\nfinal = true\n'), "final")
    assert len(of_kind(after, "uneven")) < len(of_kind(before, "uneven"))


def test_a_surprise_costs_no_more_than_the_level_feet(printed, monkeypatch):
    from bookmaker.editions import spreads

    def fail(*_):
        raise ValueError("no ways")

    text = prose(60, seed=3)
    draft, _ = printed(book(text), "draft")
    monkeypatch.setattr(spreads.Search, "__init__", fail)
    final, told = printed(book(text, "final = true\n"), "final")
    assert final == draft
    assert not of_kind(told, "spread") and len(final) == len(draft)


def test_the_report_says_page_file_and_line(printed):
    text = f"Words.\n\nA line that ends\\\nhere.\n\n{LOOSE * 9}\n"
    _, findings = printed(book(text))
    (left,) = of_kind(findings, "greedy")
    assert left["file"].endswith("one.md") and left["line"] == 5
    assert left["message"] == "page 5: greedy: a paragraph is set line by line: lines of its own"
    assert all(found["line"] == 8 for found in of_kind(findings, "loose line"))
    assert of_kind(findings, "loose line")


def test_the_report_lists_torn_tables_and_moved_notes_by_page(printed):
    rows = "".join(f"| a{n} | {prose(1, n, most=12)} |\n" for n in range(60))
    long = "x" + "".join(f"[^n{n}]" for n in range(30)) + "\n\n"
    notes = "".join(f"[^n{n}]: {prose(1, n)}\n\n" for n in range(30))
    table = f"| Key | Text |\n|---|---|\n{rows}\n"
    pages, findings = printed(book(f"{prose(3, 1)}\n\n{table}{prose(9, 2)}\n\n{long}{prose(40, 3)}\n\n{notes}"))
    (torn,) = [finding for finding in findings if finding["kind"] == "torn-table"]
    first, last = (next(n for n, page in enumerate(pages, 1) if key in page) for key in ("a0 ", "a59 "))
    assert torn["message"] == f"page {first}: torn table: a table goes on to page {last}" and torn["page"] == first
    moved = [finding for finding in findings if finding["kind"] == "moved-note"]
    assert moved
    for finding in (torn, *moved):
        assert finding["line"] and finding["file"].endswith("one.md")
        assert finding["folio"] == str(finding["page"] - 4)  # a title page, its verso, the contents and their verso
    numbers = [finding["page"] for finding in findings]
    assert numbers == [*sorted(filter(None, numbers)), 0]  # how the paragraphs were set is told of no page


def test_what_is_told_of_the_front_matter_has_roman_folios(printed):
    text = "A line that ends\\\nhere."
    files = book(text) | {"preface.md": f"# Preface\n\n{text}\n"}
    files["book.toml"] = f'front_matter = ["preface.md"]\nchapters = ["one.md"]\n{files["book.toml"]}'
    _, findings = printed(files)
    assert [finding["folio"] for finding in of_kind(findings, "greedy")] == ["v", "1"]


def test_a_line_that_is_too_long_is_in_the_report(printed):
    _, findings = printed(book("Words.\n\nA " + "xxx\u2011" * 40 + " word.\n"))
    (found,) = of_kind(findings, "overfull")
    assert found["line"] == 5 and re.search(r"a line is \d+\.\d points too long", found["message"])


def test_the_report_is_printed_where_it_is_asked_for(write_book, bookmaker, tmp_path):
    folder = write_book(book("A line that ends\\\nhere."))
    asked = bookmaker("pdf", folder, "-o", tmp_path / "x.pdf", "--report")
    assert "one.md:3: note: page 5: greedy" in asked.output
    assert "greedy" not in bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").output


def test_no_line_of_the_manuscript_is_in_the_e_book(write_book, bookmaker, tmp_path):
    import zipfile

    outcome = bookmaker("build", write_book(book("Words.")), "-d", tmp_path / "out", "--report")
    assert outcome.exit_code == 0, outcome.errors
    with zipfile.ZipFile(tmp_path / "out" / "t.epub") as epub:
        assert not [name for name in epub.namelist() if b"data-line" in epub.read(name)]


def test_text_passes_a_figure_that_does_not_fit(printed):
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><rect width="10" height="12"/></svg>'
    pictures = "".join(f"![Sea {n}](sea.svg){{alt='A square'}}\n\n{prose(3, n)}\n\n" for n in range(12))
    files = book(prose(2, 50) + "\n\n" + pictures) | {"sea.svg": tall}
    pages, findings = printed(files)
    moved = [finding for finding in findings if "figure did not fit" in finding["message"]]
    assert moved and all(finding["line"] and finding["file"].endswith("one.md") for finding in moved)
    for finding in moved:
        assert finding["kind"] == "late-figure"
        assert pages[finding["page"] - 1].count("Sea ")
    captions = [int(number) for number in re.findall(r"Sea (\d+)", "".join(pages))]
    assert captions == list(range(12))  # no figure passes another
    words = re.sub(r"!\[(.*?)\].*", r"\1", files["one.md"])
    assert sorted(text_of(pages)) == sorted(re.sub(r"[\s#-]", "", words))


def test_a_list_passes_a_figure_that_does_not_fit(printed):
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><rect width="10" height="12"/></svg>'
    items = "".join(f"- {word} {' '.join(WORDS)}\n" for word in WORDS[:9])
    follows = f"As follows:\n\n![Sea](sea.svg){{alt='A square'}}\n\n{items}"
    pages, findings = printed(
        book("".join(f"{prose(5 + n % 7, n)}\n\n{follows}\n" for n in range(12))) | {"sea.svg": tall}
    )
    assert len([finding for finding in findings if finding["kind"] == "late-figure"]) > 3
    holes = [
        number
        for number, (page, after) in enumerate(pairwise(pages[5:]))
        if "Sea" not in page and len(page) < 1200 and "Sea" in after[:300]
    ]
    assert not holes
    assert "".join(pages).count("Sea") == 12


@pytest.mark.parametrize("settings", ["", "final = true\n"])
@pytest.mark.parametrize("length", [2, 12, 60])
@pytest.mark.parametrize("kind", ["list", "paragraph"])
def test_a_figure_stands_no_later_than_on_the_next_page(printed, kind, length, settings):
    """Be what follows it short, a page long with the lines before it, or many pages; of a list, some items pass."""
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><rect width="10" height="12"/></svg>'
    text = {
        "list": "".join(f"{n}. Item{n} {' '.join(WORDS)}\n" for n in range(1, length + 1)),
        "paragraph": " ".join(WORDS * length) + ".\n",
    }[kind]
    follows = "".join(
        f"{prose(3 + n, n)}\n\nAs in figure{n}.\n\n![Sea{n}](sea.svg){{alt='A square'}}\n\n{text}\n" for n in range(6)
    )
    pages, findings = printed(book(follows, settings) | {"sea.svg": tall})
    named, standing = (
        [next(number for number, page in enumerate(pages, 1) if f"{word}{n}" in page) for n in range(6)]
        for word in ("figure", "Sea")
    )
    assert all(at - before in (0, 1) for before, at in zip(named, standing, strict=True))
    late = [finding["page"] for finding in findings if finding["kind"] == "late-figure"]
    assert set(late) <= set(standing) and bool(late) == (kind == "list" or length == 2)
    items = re.findall(r"Item(\d+)", "".join(pages))
    assert items == [str(n) for n in range(1, length + 1)] * 6 * (kind == "list")


def test_a_figure_is_no_later_where_pages_are_laid_out_twice(printed):
    """A reference to a page moves the lines; what passed a figure in the first round does not in the second."""
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><rect width="10" height="12"/></svg>'
    items = "".join(f"- {' '.join(WORDS)}\n" for _ in range(20))
    follows = "".join(
        f"{prose(1 + n % 4, n)}\n\nAs in figure{n}x.\n\n![Sea{n}x](sea.svg){{alt='A square'}}\n\n{items if n % 2 else prose(4, n + 50)}\n\n"
        for n in range(30)
    )
    text = f"See [@sec-end]{{.page}}.\n\n{follows}## The end {{#sec-end}}\n\nText."
    pages, _ = printed(book(text, "final = true\n") | {"sea.svg": tall})
    named, standing = (
        [next(number for number, page in enumerate(pages, 1) if f"{word}{n}x" in page) for n in range(30)]
        for word in ("figure", "Sea")
    )
    assert all(at - before in (0, 1) for before, at in zip(named, standing, strict=True))


def test_a_figure_behind_a_divided_list_is_not_called_late(printed):
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><rect width="10" height="12"/></svg>'
    items = "".join(f"- {' '.join(WORDS)}\n" for _ in range(60))
    figures = "![Sea](sea.svg){alt='A square'}", "![Near](sea.svg){alt='A square' width='10%'}"
    text = f"{prose(3, 3)}\n\n{figures[0]}\n\n{items}\nNear.\n\n{figures[1]}\n\nWords.\n"
    _, findings = printed(book(text) | {"sea.svg": tall})
    assert [finding["line"] for finding in findings if finding["kind"] == "late-figure"] == [9]


@pytest.mark.parametrize("has_caption", [True, False])
def test_text_passes_a_small_table_that_has_a_caption(printed, has_caption):
    rows = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 7
    captions = [f"\n: Sea {n}\n" if has_caption else "" for n in range(20)]
    tables = "".join(f"{rows}{caption}\n{prose(3, n)}\n\n" for n, caption in enumerate(captions))
    pages, findings = printed(book(f"{prose(2, 50)}\n\n{tables}"))
    moved = [finding for finding in findings if "table did not fit" in finding["message"]]
    assert bool(moved) == has_caption and not any(finding.get("kind") == "torn-table" for finding in findings)
    numbers = [int(number) for number in re.findall(r"Sea (\d+)", "".join(pages))]
    assert numbers == list(range(20 if has_caption else 0))


@pytest.mark.parametrize("settings", ["", "final = true\n"])
def test_what_is_counted_later_is_right_where_pages_are_laid_out_again(printed, settings):
    tall = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><rect width="10" height="12"/></svg>'
    before = "".join(
        f"{prose(2, n)} See [@sec-end]{{.page}}.\n\n![Sea](sea.svg){{alt='A square'}}\n\n" for n in range(9)
    )
    pages, _ = printed(
        book(f"{before}{prose(40, 99)}\n\n## The end {{#sec-end}}\n\nText.", settings) | {"sea.svg": tall}
    )
    number = next(
        re.search(r"(\d+)\s*(?:T)?\s*$", page.strip())[1]
        for page in pages
        if "HE END" in page.upper() and "Text." in page
    )
    found = re.findall(r"See\s+page\s+(\d+)\.", "".join(pages[4:]).replace("\xa0", " "))
    assert found == [number] * 9


def test_the_pages_of_the_contents_are_level_and_their_numbers_right(printed):
    long = " of a title that goes on to a second line of the contents, and not far"
    chapters = {
        f"{chapter}.md": f"# Chapter {chapter}\n\nText.\n"
        + "".join(f"\n## Section {chapter}.{n}{long * (n % 3 == chapter % 3)}\n\nText.\n" for n in range(14))
        for chapter in range(1, 7)
    }
    toml = book("", 'theme = "nonfiction"\nopenings = "page"\nfinal = true\n')["book.toml"]
    pages, _ = printed({"book.toml": toml} | chapters)
    first = next(number for number, page in enumerate(pages) if "Chapter 1" in page and "Text." in page)
    begun = {}
    for folio, page in enumerate(pages[first:], 1):
        for section in re.findall(r"Section (\d+\.\d+)", page):
            begun.setdefault(section, folio)
    contents = re.findall(
        r"Section (\d+\.\d+)(?:\D|\n)*?(\d+)$", "\n".join(pages[:first]).replace("\r", ""), re.MULTILINE
    )
    assert {section: int(folio) for section, folio in contents} == begun
    assert len(begun) == 6 * 14
