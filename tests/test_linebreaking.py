"""Total fit: the algorithm on letters that are all one wide, and in the pages that WeasyPrint makes with it."""

import re
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.editions import linebreaking
from bookmaker.editions.linebreaking import totalfit
from bookmaker.editions.linebreaking.totalfit import OVERFULL, Break, Line, Paragraph, Taste
from tests.conftest import needs_pango


class Typewriter:
    """Measures of a text whose letters and spaces are one wide."""

    def __init__(self, text: str) -> None:
        self.text = text

    def x(self, place: int) -> float:
        return float(place)

    def spaces(self, place: int) -> int:
        return self.text.count(" ", 0, place)

    def hang_before(self, place: int) -> float:
        return 0.0

    def hang_after(self, at: Break) -> float:
        return 0.0


def paragraph(text: str, width: float, hyphens: str = "|") -> Paragraph:
    """*text* as a paragraph to be broken at spaces and where *hyphens* stand."""
    places = [match.start() for match in re.finditer(re.escape(hyphens), text)]
    plain = text.replace(hyphens, "")
    found = [Break(m.start(), m.end(), 0) for m in re.finditer(" ", plain)]
    found += [Break(place - n, place - n, 50, True, 1.0) for n, place in enumerate(places)]
    breaks = [*sorted(found), Break(len(plain), len(plain), float("-inf"))]
    return Paragraph(Typewriter(plain), breaks, 0, lambda _: width, 1.0, 1.0, 0)


PLAIN = Taste(expansion=0)


def set_in(text: str, width: float, taste: Taste = PLAIN) -> list[str]:
    given = paragraph(text, width)
    lines = totalfit.best_lines(given, taste)
    return [given.measures.text[line.start : line.end] + "-" * line.hyphenated for line in lines]


def test_a_paragraph_of_one_line():
    assert set_in("short", 20) == ["short"]


def test_a_loose_line_is_shared_out():
    """Filled line by line, the second would be "bb" alone before a long word; all three are looked at together."""
    text = "aaa bb cc dddd eeeeee ffff gg hh ii"
    lines = set_in(text, 12)
    assert " ".join(lines) == text
    assert max(map(len, lines[:-1])) - min(map(len, lines[:-1])) <= 3


def test_a_word_is_broken_only_for_the_better():
    assert set_in("aaaa bbbb cc|dddd eeee ffff", 9) == ["aaaa bbbb", "ccdddd", "eeee ffff"]
    assert set_in("aaaa bbbb cccc|dddddddddd eeee ffff gggg", 15)[0] == "aaaa bbbb cccc-"


@pytest.mark.parametrize("width", range(14, 22))
def test_no_three_hyphens_in_a_row(width):
    """Unless every other way is hopeless."""
    text = " ".join(["abcd|efgh ij kl|mnop"] * 12)
    hyphens = "".join("-" if line.endswith("-") else " " for line in set_in(text, width))
    assert "---" not in hyphens


def test_hyphens_would_stand_in_a_row_otherwise():
    """What the test above guards against does happen where ladders cost nothing."""
    free = replace(PLAIN, ladder=0.0, double_hyphen=0.0, most_hyphens=99)
    text = " ".join(["abcd|efgh ij kl|mnop"] * 12)
    rows = [
        "".join("-" if line.endswith("-") else " " for line in set_in(text, width, free)) for width in range(14, 24)
    ]
    assert any("---" in row for row in rows)


def test_a_word_that_is_too_long_stands_out():
    lines = totalfit.best_lines(paragraph("aa " + "b" * 30 + " cc", 10), Taste())
    assert [line.ratio < OVERFULL for line in lines] == [False, True, False]


def test_a_heading_is_set_in_lines_of_even_length():
    even = replace(Taste(expansion=0), rag=4.0, even=True)
    assert set_in("The tide tables of the old harbour", 30, even) == ["The tide tables", "of the old harbour"]


words = st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=1, max_size=60)


@given(words, st.integers(10, 40), st.sampled_from([Taste(), Taste(expansion=0, rag=4.0)]))
def test_every_letter_is_set_once_and_within_the_measure(words, width, taste):
    text = " ".join(words)
    given = paragraph(text, width)
    lines = totalfit.best_lines(given, taste)
    assert " ".join(text[line.start : line.end] for line in lines) == text
    for line in lines:
        spaces = text.count(" ", line.start, line.end)
        least = (line.end - line.start) * (1 - taste.expansion) - spaces * taste.shrink
        assert least <= width + 0.01 or line.ratio < OVERFULL


def demerits(lines: list[Line], given: Paragraph, taste: Taste) -> float:
    """What *lines* cost, reckoned from the first to the last."""
    node = totalfit._Node(0, 1, 0, 0.0, None, None)
    ends = {at.end: at for at in given.breaks}
    for line in lines:
        at = ends[line.end]
        width, spaces = line.end - line.start, given.measures.spaces(line.end) - given.measures.spaces(line.start)
        ratio = totalfit._ratio(given.available(0) - width, width, spaces, given, taste)
        ratio = min(ratio, 0.0) if at.penalty == float("-inf") else ratio
        fitness = totalfit._fitness(ratio, at)
        cost = node.demerits + totalfit._own_demerits(ratio, at, taste)
        cost += totalfit._demerits_beside(node, at, fitness, width, spaces, given, taste)
        node = totalfit._Node(node.number + 1, fitness, node.hyphens + 1 if at.flagged else 0, cost, node, line)
    return node.demerits


@given(words, st.integers(12, 40))
def test_no_way_is_better_than_line_by_line(words, width):
    """The lines that are chosen cost no more than those that a greedy breaker makes."""
    text, taste = " ".join(words), Taste(expansion=0, tolerance=1e9)
    given = paragraph(text, width)
    greedy, start = [], 0
    while start < len(text):
        room = text.rfind(" ", start, start + width + 1)
        end = len(text) if len(text) - start <= width else room if room > start else -1
        assert end > 0
        greedy.append(Line(start, end, end + 1, False, 0.0))
        start = end + 1
    best = totalfit.best_lines(given, taste)
    assert demerits(best, given, taste) <= demerits(greedy, given, taste) + 1e-6


# ---- in pages

PROSE = (
    "The boat lay on the sand until the water came, and nobody in the harbour thought of her before that; for what is a "
    "boat without water, they said, but a shed that cannot be entered? Yet when it came she rose, a little to the left, "
    "as boats do that are loaded by people in a hurry, and the extraordinarily long mooring line straightened itself. "
)


def pages(book, bookmaker, tmp_path, *options) -> list[str]:
    outcome = bookmaker("pdf", book, "-o", tmp_path / "x.pdf", "-v", *options)
    assert outcome.exit_code == 0, outcome.errors
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        return [page.get_textpage().get_text_range() for page in document], outcome.errors


def book_of(text: str, breaking: str) -> dict[str, str]:
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n[edition.pdf]\ntrim = "140mm 900mm"\n'
    toml += f'line_breaking = "{breaking}"\n'  # all of it stands on one page
    return {"book.toml": toml, "a.md": f"# A\n\n{text}\n"}


def letters(pages: list[str]) -> str:
    """All text without what line breaks change."""
    return re.sub(r"[\s\ufffe\u00ad-]", "", "".join(pages))


RICH = "\n\n".join([
    PROSE * 3,
    "*An emphasis that is " + PROSE + "* and goes on. " + PROSE,
    PROSE + "With a note.[^1] " + PROSE + "`code that is set apart` and [a link](https://example.org/) " + PROSE,
    "> " + PROSE * 2,
    "- " + PROSE + "\n- " + PROSE,
    "A drop cap follows no rule, “" + PROSE + "” she said. " + PROSE,
    "[^1]: " + PROSE,
])  # fmt: skip


@needs_pango
def test_the_words_are_those_of_a_greedy_setting(write_book, bookmaker, tmp_path):
    optimum, told = pages(write_book(book_of(RICH, "optimum")), bookmaker, tmp_path)
    greedy, _ = pages(write_book(book_of(RICH, "greedy"), "greedy"), bookmaker, tmp_path)
    assert letters(optimum) == letters(greedy)
    assert re.search(r"\d+ paragraphs set by total fit", told) and "surprise" not in told


@needs_pango
def test_lines_end_at_one_edge(write_book, bookmaker, tmp_path):
    pages(write_book(book_of(PROSE * 12, "optimum")), bookmaker, tmp_path)
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        text = document[len(document) - 1].get_textpage()
        edges = [text.get_rect(number)[2] for number in range(text.count_rects())]
    longest = max(edges)
    full = [edge for edge in edges if edge > longest - 30]
    assert len(full) > 15 and longest - min(full) < 5  # a hyphen hangs out by that much


@needs_pango
def test_no_anchor_is_lost_where_a_line_ends(write_book, bookmaker, tmp_path):
    """An empty anchor after every word: some stand where lines end."""
    anchored = " ".join(f'{word}<a id="w{number}"></a>' for number, word in enumerate(PROSE.split()))
    links = " ".join(f"[{number}](#w{number})" for number in range(len(PROSE.split())))
    _, told = pages(write_book(book_of(f"{anchored}\n\n{links}", "optimum")), bookmaker, tmp_path)
    assert "No anchor" not in told and "surprise" not in told


@needs_pango
def test_another_weasyprint_breaks_its_lines_itself(write_book, bookmaker, tmp_path, monkeypatch):
    monkeypatch.setattr(linebreaking, "WRITTEN_FOR", "1.0")
    _, told = pages(write_book(book_of(PROSE, "optimum")), bookmaker, tmp_path)
    assert "0 paragraphs set by total fit; 1 left to WeasyPrint (WeasyPrint 70.0 1)" in told


@needs_pango
def test_a_surprise_costs_no_more_than_the_paragraph(write_book, bookmaker, tmp_path, monkeypatch):
    greedy, _ = pages(write_book(book_of(PROSE, "greedy"), "greedy"), bookmaker, tmp_path)

    def fail(*_):
        raise ValueError("no lines")

    monkeypatch.setattr(totalfit, "good_lines", fail)
    found, told = pages(write_book(book_of(PROSE, "optimum")), bookmaker, tmp_path)
    assert letters(found) == letters(greedy)
    assert "surprise: ValueError('no lines')" in told


@needs_pango
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A picture ![a boat](boat.png) in the line. " + PROSE, "a picture in the line"),
        ("A line that ends\\\nhere. " + PROSE, "lines of its own"),
    ],
)
def test_what_is_unusual_is_left_to_weasyprint(write_book, bookmaker, tmp_path, text, reason):
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004"
        "0001f61738550000000049454e44ae426082"
    )
    found, told = pages(write_book({**book_of(text, "optimum"), "boat.png": png}), bookmaker, tmp_path)
    assert reason in told
    assert "mooring" in letters(found)
