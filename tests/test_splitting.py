"""Long chapters in the EPUB: where they are cut, what goes along, and what is never left alone."""

import re

import pytest

from bookmaker.editions import splitting
from bookmaker.xhtml import make, text

TOML = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
LINE = "Salt lies on the stones. " * 8  # 200 bytes


@pytest.fixture
def parts_of(write_book, unpacked, monkeypatch):
    """``parts_of(text)`` gives the documents of a chapter, of which none is to be longer than 1,000 bytes."""
    monkeypatch.setattr(splitting, "MOST_BYTES", 1000)

    def parts(markdown: str) -> dict[str, str]:
        files = unpacked(write_book({"book.toml": TOML, "a.md": markdown}))
        return {name: page for name, page in files.items() if re.fullmatch(r"a(-\d)?\.xhtml", name)}

    return parts


def headings(page):
    return re.findall(r"<h\d[^>]*>(.*?)</h\d>", page)


def paragraphs(count, *calls):
    return "".join(f"{LINE}{calls[number] if number < len(calls) else ''}\n\n" for number in range(count))


def test_a_long_chapter_is_cut_at_its_sections(parts_of):
    parts = parts_of(f"# A\n\n{paragraphs(2)}## B\n\n{paragraphs(3)}## C\n\n{paragraphs(3)}[back](#b)\n")
    assert {name: headings(page) for name, page in parts.items()} == {
        "a.xhtml": ["A"], "a-1.xhtml": ["B"], "a-2.xhtml": ["C"],
    }  # fmt: skip
    assert 'href="a-1.xhtml#b"' in parts["a-2.xhtml"]


def test_short_sections_stay_together(parts_of):
    parts = parts_of(f"# A\n\n{paragraphs(1)}## B\n\n{paragraphs(1)}## C\n\n{paragraphs(1)}## D\n\n{paragraphs(3)}")
    assert [headings(page) for page in parts.values()] == [["A", "B", "C"], ["D"]]


def test_a_heading_is_never_alone(parts_of):
    """Of a title, sections and what is below them, each with a heading at once, all stay with the text."""
    parts = parts_of(f"# A\n\n## B\n\n### C\n\n{paragraphs(4)}## D\n\n### E\n\n{paragraphs(4)}### F\n\n{paragraphs(4)}")
    assert [headings(page) for page in parts.values()] == [["A", "B", "C"], ["D", "E"], ["F"]]


def test_a_heading_stays_with_a_listing_that_is_too_long(parts_of):
    code = "    x = 1\n" * 200
    parts = parts_of(f"# A\n\n{code}\n## B\n\n{code}")
    assert [headings(page) for page in parts.values()] == [["A"], ["B"]]


def test_no_document_is_a_line_alone(parts_of):
    parts = parts_of(f"# A\n\n{paragraphs(4)}## B\n\n{paragraphs(4)}* * *\n\nThe end.\n")
    assert len(parts) == 2
    assert "The end." in parts["a-1.xhtml"]


def test_notes_are_weighed_where_they_are_called(parts_of):
    """Four short paragraphs fit, but not with their long notes."""
    notes = "".join(f"[^{number}]: {LINE}{LINE}\n\n" for number in range(4))
    calls = "".join(f"## S{number}\n\nWords, and more.[^{number}]\n\n" for number in range(4))
    parts = parts_of(f"# A\n\n{calls}{notes}")
    assert [headings(page) for page in parts.values()] == [["A", "S0"], ["S1"], ["S2"], ["S3"]]
    assert [page.count('role="doc-footnote"') for page in parts.values()] == [1, 1, 1, 1]


def test_a_note_that_a_note_calls_goes_with_it(parts_of):
    parts = parts_of(f"# A\n\n{paragraphs(1, '[^1]')}## B\n\n{paragraphs(4)}\n\n[^1]: One.[^2]\n\n[^2]: Two.\n")
    assert [page.count('role="doc-footnote"') for page in parts.values()] == [2, 0]


def test_what_is_added_to_notes_and_their_calls_is_weighed(write_book, unpacked):
    """Two thousand short notes, of which the way back is the greater part; brackets in code are written longer."""
    calls = "".join(f"{'Salt. ' * 10}`a<b>&c`[^{number}]\n\n" for number in range(2000))
    notes = "".join(f"[^{number}]: Note.\n\n" for number in range(2000))
    files = unpacked(write_book({"book.toml": TOML, "a.md": f"# A\n\n{calls}{notes}"}))
    sizes = [len(page.encode()) for name, page in files.items() if re.fullmatch(r"a(-\d)?\.xhtml", name)]
    assert len(sizes) > 1 and max(sizes) < splitting.MOST_BYTES * 1.05


@pytest.mark.parametrize(("first", "starts"), [("- ", []), ("1. ", ["5", "9"]), ("7. ", ["7", "11", "15"])])
def test_a_list_that_is_too_long_goes_on_counting(parts_of, first, starts):
    parts = parts_of("# A\n\n" + "".join(f"{first}{LINE}\n" for _ in range(10)) + "\nThe end.\n")
    assert [page.count("<li>") for page in parts.values()] == [4, 4, 2]
    assert re.findall(r'<ol start="(\d+)"', "".join(parts.values())) == starts


def test_a_division_that_is_too_long_goes_on_in_another(parts_of):
    parts = parts_of(f"# A\n\n::: {{.letter #l}}\n## B\n\n{paragraphs(4)}## C\n\n{paragraphs(4)}:::\n\n[End](#l)\n")
    assert [headings(page) for page in parts.values()] == [["A", "B"], ["C"]]
    assert re.findall(r'<div[^>]* id="l"', parts["a.xhtml"]) and 'id="l"' not in parts["a-1.xhtml"]
    assert [page.count("letter") for page in parts.values()] == [1, 1]
    assert '<a href="a.xhtml#l">End' in parts["a-1.xhtml"]


def test_sections_may_stand_in_divisions(parts_of):
    section = f"<section>\n\n## S\n\n{paragraphs(3)}</section>\n\n"
    parts = parts_of(f"# A\n\n<div>\n\n{section * 3}</div>\n")
    assert [headings(page) for page in parts.values()] == [["A", "S"], ["S"], ["S"]]


def test_what_no_cut_may_go_through_stays_whole(parts_of):
    rows = "| a | b |\n|---|---|\n" + f"| {LINE} | x |\n" * 9
    parts = parts_of(f"# A\n\n{rows}\n<div>Loose <b>words</b> {LINE * 9}</div>\n")
    assert [page.count("<table") for page in parts.values()] == [1, 0]
    assert parts["a-1.xhtml"].count("<div") == 1


def test_nothing_is_lost_and_nothing_twice_however_deep_it_stands():
    """A megabyte in divisions within divisions."""
    leaves = [make("p", {}, f"{number} {LINE}") for number in range(5000)]
    blocks = leaves
    while len(blocks) > 1:
        blocks = [
            make("div", {"class": "x"}, make("h3", {}, "H"), *blocks[at : at + 8]) for at in range(0, len(blocks), 8)
        ]
    section = make("section", {"class": "chapter"}, make("h1", {}, "A"), *blocks)
    words = text(section)
    parts = splitting.split(section)
    assert " ".join(map(text, parts)) == words
    assert len(parts) > 3
    assert all(splitting.weight(part) < splitting.MOST_BYTES * 1.2 for part in parts)
    assert all(len(text(part)) > splitting.MOST_BYTES / 20 for part in parts)
