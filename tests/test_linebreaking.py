"""Total fit: the algorithm on letters that are all one wide, and in the pages that WeasyPrint makes with it."""

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.editions import linebreaking
from bookmaker.editions.linebreaking import identifiers, ideographs, totalfit
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

    def gaps(self, place: int) -> int:
        return sum(ideographs.is_gap(self.text, before) for before in range(place + 1))

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
        ratio = totalfit._ratio(given.available(0) - width, width, spaces, 0, given, taste)
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


# ---- ideographs


def test_ideographs_are_moved_apart():
    text = "天地玄黄宇宙洪荒日月盈"
    breaks = [*(Break(place, place, 0) for place in range(1, 11)), Break(11, 11, float("-inf"))]
    lines = totalfit.best_lines(Paragraph(Typewriter(text), breaks, 0, lambda _: 4.1, 1.0, 1.0, 0), PLAIN)
    assert [text[line.start : line.end] for line in lines] == ["天地玄黄", "宇宙洪荒", "日月盈"]
    assert lines[0].ratio == pytest.approx(0.1 / (3 * PLAIN.gap))


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("天地", "天|地"),
        ("ひらがなー", "ひ|ら|が|な|ー"),
        ("用Git的", "用|Git|的"),  # letters stay together
        ("用 Git 的", "用 Git 的"),  # there are spaces
        ("是，那「一」。好", "是，|那|「一」。|好"),  # a mark stays with what it belongs to
        ("等……再——说", "等|……|再|——|说"),  # one sign of two
        ("は\u3099", "は\u3099"),  # a mark on a letter
        ("한국어 책", "한국어 책"),
        ("plain words", "plain words"),
    ],
)
def test_where_ideographs_may_be_moved_apart(text, gaps):
    found = "".join("|" * ideographs.is_gap(text, place) + character for place, character in enumerate(text))
    assert found == gaps


@pytest.mark.parametrize(
    ("text", "lacking", "extras"),
    [
        ("天地玄", 1, [0.5, 0.5, 0]),
        ("天 地玄", 2, [0, 1.4, 0.6, 0]),  # a space gives more, as far as it is stretched best
        ("天 地玄", -1, [0, -1, 0, 0]),  # and alone where there is too little room
        ("天，地玄", 12.8, [0, 10.9, 1.9, 0]),  # from here on words fall apart, and it is a mark's turn
        ("天地玄", 9, [4.5, 4.5, 0]),
        ("words", 1, [0] * 5),
    ],
)
def test_who_gets_what_a_line_lacks(text, lacking, extras):
    assert ideographs.shares(text, lacking, 7 / 3, 1.0) == pytest.approx(extras)


@pytest.mark.parametrize(
    ("mark", "language", "hangs"),
    [("。", "zh-Hans", True), ("。", "ja", True), ("。", "zh-TW", False), ("」", "zh-TW", True), ("天", "ja", False)],
)
def test_marks_with_a_blank_half_hang_by_it(mark, language, hangs):
    assert ideographs.hangs_by_half(mark, language) is hangs


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("see http://www.macports.org/a_b?x=1&y=2.", "http://www|.macports|.org/a|_b|?x=1|&y=2."),
        ("git@example:gitolite-admin", "git|@example:|gitolite-admin"),
        ("receive.denyFastForwards, authorized_keys", "receive|.denyFastForwards,"),
        ("the file authorized_keys", "authorized|_keys"),
        ("[@muennighoff2025s1]", "[@muennighoff2025s1]"),
        ("std::vector", "std::|vector"),
        ("Lehrer_innen", "Lehrer_innen"),
        ("/usr/local/lib/file-1.2.3.tar.gz", "/usr/local/lib/file-1.2.3|.tar|.gz"),
        ("and/or, he/she/it, e.g. 12.30 z.B. U.S.A. N.A.T.O.", ""),
        ("Mitarbeiter:innen, Angestellte:r, étudiant.e.s: “Well…” he said—once", ""),
        ("中文中文.abcdef中文", ""),
    ],
)
def test_where_a_line_may_end_in_a_name(text, lines):
    """The first name in *text*, with a bar wherever a line may end."""
    name = next(identifiers.names(text, 0, len(text)), identifiers.Name(0, 0, False))
    places = [name.start, *identifiers.places(text, name), name.end]
    assert "|".join(text[start:end] for start, end in pairwise(places)) == lines


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


def book_of(text: str, breaking: str, language: str = "en") -> dict[str, str]:
    toml = f'[book]\ntitle = "T"\nlanguage = "{language}"\nkind = "book"\n[edition.pdf]\ntrim = "140mm 900mm"\n'
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
def test_a_line_without_spaces_is_no_longer_than_the_others(write_book, bookmaker, tmp_path):
    text = "\n\n".join(f"See https://www.{'a1' * number}.example/{'b2' * 15}." for number in range(5, 20))
    outcome = bookmaker("pdf", write_book(book_of(text, "optimum")), "-o", tmp_path / "x.pdf", "--report", "-v")
    assert outcome.exit_code == 0 and "points too long" not in outcome.output + outcome.errors


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
@pytest.mark.parametrize(
    "words", ["http://www.extraordinary.example", "`extraordinary.example`", "extraordinary.example"]
)
def test_no_hyphen_is_put_into_a_name(write_book, bookmaker, tmp_path, words):
    """A name, one place further to the right in each paragraph: somewhere it must be broken."""
    text = "\n\n".join(f"{'w' * number}ind and waves and the harbour, {words} and so on." for number in range(1, 30))
    found, _ = pages(write_book(book_of(text, "optimum")), bookmaker, tmp_path)
    names = [name.strip() for name in re.findall(r"bour,(.*?)\sand", found[-1], re.DOTALL)]
    assert {"".join(name.split()) for name in names} == {words.strip("`")}
    assert any("\n" in name for name in names)


@pytest.mark.parametrize(
    ("word", "language", "hyphenated"),
    [
        ("o’clock", "en-GB", "o’clock"),
        ("mustn’t", "en-US", "mustn’t"),
        ("l’extraordinaire", "fr", "l’ex-tra-or-di-naire"),
    ],
)
def test_where_a_word_with_an_apostrophe_is_hyphenated(word, language, hyphenated):
    from bookmaker.editions.linebreaking import breaks

    places = [0, *breaks._positions(word, language, 2, 3), len(word)]
    assert "-".join(word[start:end] for start, end in pairwise(places)) == hyphenated


@needs_pango
@pytest.mark.parametrize("follows", ["[^1]", " /usr/local/share/bookmaker"])
def test_no_line_begins_with_a_call_or_ends_with_the_slash_of_a_path(write_book, bookmaker, tmp_path, follows):
    text = "\n\n".join(f"{'w' * number}ind and waves and the night came{follows}." for number in range(1, 30))
    notes = "" if "/" in follows else "\n\n[^1]: A note.\n"
    found, _ = pages(
        write_book(book_of(text.replace("came[^1].", "came?[^1]") + notes, "optimum")), bookmaker, tmp_path
    )
    lines = [line.strip() for page in found for line in page.splitlines()]
    assert len(lines) > 30 and not any(line == "1" or line.endswith(" /") for line in lines[:-3])


@needs_pango
def test_other_words_with_marks_in_them_have_their_hyphens(write_book, bookmaker, tmp_path):
    words = "Wissenschaftsmitarbeiter:innen"
    text = "\n\n".join(f"{'w' * number}ind und Wellen im Hafen, {words} oder anderes." for number in range(1, 30))
    found, _ = pages(write_book(book_of(text, "optimum", "de")), bookmaker, tmp_path)
    names = [name.strip() for name in re.findall(r"fen,(.*?)\soder", found[-1], re.DOTALL)]
    broken = [name for name in names if name != words]
    assert broken and all(re.search(r"[\ufffe:]\s*\w", name) and name.replace("\ufffe", "") == words for name in broken)


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
    assert "0 paragraphs set by total fit; 1 left to WeasyPrint: WeasyPrint 70.0 (1)" in told


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


@needs_pango
def test_no_picture_is_blamed_where_there_is_none(write_book, bookmaker, tmp_path):
    contents = {"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n', "a.md": f"# Salt\n\n{PROSE}\n"}
    _, told = pages(write_book(contents), bookmaker, tmp_path)
    assert "1 left to WeasyPrint: a block in the line (1)" in told


CHINESE = (
    "船躺在沙滩上，一直等到潮水上来；在此之前，港口里没有人想起过她。没有水的船算什么呢，他们说，不过是一间进不去的棚子罢了。"
    "她浮起来的时候（稍微向左倾斜），那根长得出奇的 mooring rope 自己拉直了，孩子们在 harbour 的台阶上数着Git一样短的词。"
)
KOREAN = (
    "배는 물이 들어올 때까지 모래 위에 누워 있었고, 그 전에는 항구의 어느 누구도 배를 생각하지 않았다. 물이 없는 배는 "
    "들어갈 수 없는 헛간일 뿐이라고 사람들은 말했다. 그러나 배는 떠올랐고 유난히 긴 mooring 밧줄은 저절로 팽팽해졌다. "
)


def can_show(language: str) -> bool:
    """Whether there is a font for *language*."""
    listing = ["fc-list", f":lang={language}", "family"]
    return bool(shutil.which("fc-list") and subprocess.run(listing, capture_output=True, check=False).stdout.strip())


@needs_pango
@pytest.mark.parametrize("breaking", ["optimum", "greedy"])
@pytest.mark.parametrize(("language", "prose"), [("zh-CN", CHINESE), ("ko", KOREAN)])
def test_lines_of_east_asian_text_are_flush(language, prose, breaking, write_book, bookmaker, tmp_path):
    if not can_show(language):
        pytest.skip(f"no font for {language}")
    found, told = pages(write_book(book_of(prose * 12, breaking, language)), bookmaker, tmp_path, "--report")
    assert "overfull" not in told and "loose line" not in told
    lines = [line for line in found[-1].splitlines() if len(line) > 20]
    assert len(lines) > 15
    assert breaking == "greedy" or all(line.strip() in prose * 2 for line in lines)  # no space more or less
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        edges = full_edges(document[len(document) - 1].get_textpage(), "，。）" if breaking == "optimum" else "")
    assert len(edges) > 15 and max(edges) - min(edges) < 0.5


def full_edges(text, hanging: str) -> list[float]:
    """Where the lines of *text* end that another follows, without the half of a mark that is *hanging* out."""
    edges, last = [], (0.0, 0.0, "")
    for number in range(text.count_chars()):
        if (character := text.get_text_range(number, 1)).isspace():
            continue
        left, _, right, _ = text.get_charbox(number, loose=True)
        if left < last[0] and last[2] not in ".,":
            edges.append(last[1])
        last = left, (left + right) / 2 if character in hanging else right, character
    return edges[2:-1]  # behind the heading and the first line, and before the folio
