"""What no page is wide or high enough for: nothing of it is lost, nothing runs off the page, and the author is told."""

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from bookmaker.editions.fitting import Measure, measure
from bookmaker.editions.table_columns import Column, widths
from tests.conftest import needs_pango

pytestmark = needs_pango
WORDS = "The nets lay where the men had thrown them, stiff with salt, and nobody had the heart to pull them in. "
TOML = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'


def table(columns: int, rows: int, word: str = "value") -> str:
    lines = [[f"column{n}" for n in range(columns)], ["---"] * columns]
    lines += [[f"{word}{row}x{n}" for n in range(columns)] for row in range(rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


@pytest.fixture
def printed(write_book, bookmaker, tmp_path):
    """``printed(text)``: the words on the pages, all of them inside the type area's width, and what was said."""

    def lay_out(text):
        outcome = bookmaker(
            "pdf", write_book({"book.toml": TOML, "a.md": f"# N\n\n{text}\n"}), "-o", tmp_path / "x.pdf"
        )
        assert outcome.exit_code == 0, outcome.errors
        words = ""
        with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
            for page in document:
                textpage = page.get_textpage()
                for number in range(textpage.count_chars()):
                    left, _, right, _ = textpage.get_charbox(number)
                    assert left > 40 and right < page.get_width() - 40
                words += textpage.get_text_bounded().replace("\ufffe", "").replace("\u00ad", "") + "\n"
                textpage.close()
        return words, outcome.errors

    return lay_out


def test_a_table_that_is_a_little_too_wide_is_set_smaller(printed):
    words, told = printed(table(7, 2))
    assert all(f"value{row}x{n}" in words for row in range(2) for n in range(7))
    assert "column0 column1 column2" in re.sub(r"\s+", " ", words)
    assert told == ""


def test_a_line_of_code_is_not_broken_behind_its_indent(printed, tmp_path):
    code = 'def f():\n    """The instruments that have no entry among *lines*, a star left out."""\n'
    printed(f"```py\n{code}```\n")
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "instruments" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        words = textpage.get_text_range()
        (outer, *_), (inner, *_) = (textpage.get_charbox(words.index(start)) for start in ("def f", '"""The'))
        textpage.close()
    assert inner - outer > 15  # points, for four spaces


@pytest.mark.parametrize("fence", ["py", "{.py .numberLines}"])
def test_what_is_turned_over_of_a_line_of_code_begins_deeper_than_the_line(printed, tmp_path, fence):
    printed(f"```{fence}\nxxxx\n    {', '.join(['xxxx'] * 24)}\n```\n")
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "xxxx" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        words = textpage.get_text_range()
        boxes = {textpage.get_charbox(match.start()) for match in re.finditer("xxxx", words)}
        textpage.close()
    lines: dict[float, float] = {}
    for left, bottom, *_ in boxes:
        lines[round(bottom)] = min(left, lines.get(round(bottom), left))
    first, code, *turned = [left for _, left in sorted(lines.items(), reverse=True)]
    character = (code - first) / 4
    assert len(turned) >= 2
    assert all(round((left - code) / character) == 4 for left in turned)


def test_a_long_word_of_code_in_a_list_is_not_broken_off_its_indent(printed, tmp_path):
    code = "".join(f"  xxxx\n      {'y' * number} = 1\n" for number in range(40, 60))
    printed(f"- Item\n\n  ```\n{code}  ```\n")
    indents = []
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        for page in document:
            textpage = page.get_textpage()
            for line in re.finditer(r"xxxx\s+y", textpage.get_text_range()):
                outer, second, inner = (
                    textpage.get_charbox(at)[0] for at in (line.start(), line.start() + 1, line.end() - 1)
                )
                indents.append(round((inner - outer) / (second - outer)))
            textpage.close()
    assert len(indents) > 15 and set(indents) == {4}


@pytest.mark.parametrize(
    "code", ["xxxx\ncafé\nxxxx\nxxxx\nxxxx", "├── xxxx\n" * 5, 'xxxx\n"""测量水深"""\nxxxx\nxxxx\nxxxx']
)
def test_a_line_below_letters_of_several_bytes_is_not_taken_for_the_rest_of_one(printed, tmp_path, code):
    printed(f"```\n{code.strip()}\n```\n")
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "xxxx" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        found = [at.start() for at in re.finditer("xxxx", textpage.get_text_range())]
        lefts = {round(textpage.get_charbox(start)[0]) for start in found}
        textpage.close()
    assert len(found) > 3 and len(lefts) == 1


def test_a_listing_over_several_pages_loses_no_letter(printed):
    words, _ = printed("```\n" + "".join(f"é = a{number}\n\n" for number in range(200)) + "```\n")
    assert re.findall(r"= (\w+)", words) == [f"a{number}" for number in range(200)]
    assert words.count("é =") == 200


def test_a_page_begins_with_no_empty_line_of_code(printed, tmp_path):
    printed("```py\n" + "tide = 1\n\n" * 200 + "```\n")
    tops = set()
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        pages = [page for page in document if page.get_textpage().get_text_range().count("tide") > 9]
        for page in pages[1:]:
            textpage = page.get_textpage()
            tops.add(round(textpage.get_charbox(textpage.get_text_range().index("tide"))[3], 1))
            textpage.close()
    assert len(pages) > 5 and len(tops) == 1


def test_quotations_and_lists_in_one_another_stay_on_the_page(printed):
    lists = "".join(f"{'  ' * depth}- level{depth} here\n" for depth in range(30))
    words, _ = printed(f"{'> ' * 60}{WORDS}\n\n{lists}")
    assert "salt" in words and all(f"level{depth} " in words for depth in range(30))


def test_each_row_of_a_table_that_fits_no_page_is_a_list(printed):
    words, told = printed(table(40, 3) + "\n: Sea {#tbl-sea}\n\nSee @tbl-sea.")
    lines = [line.strip() for line in words.splitlines()]
    assert all(f"column{n}: value{row}x{n}" in lines for row in range(3) for n in range(40))
    assert "Sea" in words
    assert re.match(r"\S*a.md:3: warning: the 40 columns", told) and "[wide-table]" in told


def test_what_has_no_value_is_left_out_of_a_row_s_list_unless_nobody_has_one(printed):
    words, _ = printed(table(40, 2).replace("value0x7", "").replace("value0x9", "").replace("value1x9", ""))
    assert words.count("column7:") == 1 and words.count("column9:") == 2


@pytest.mark.parametrize("columns", [30, 40])
def test_the_lists_of_rows_stay_whole(printed, tmp_path, columns):
    printed(table(columns, 6, "long" * 3))
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    rows = [{n for n, page in enumerate(pages) if f"{'long' * 3}{row}x" in page} for row in range(6)]
    assert all(len(found) == 1 for found in rows) == (columns == 30)  # 40 lines are more than a page


def test_short_cells_and_numbers_are_not_broken_beside_long_text(printed):
    long = (
        "The size of the finished page, for which names are known, and two lengths with a cross between them do too. "
    )
    rows = f"| trim | 152 by 229 mm | {long} |\n| year | 1851–1860 | {long * 3} |\n"
    words, _ = printed(f"| Option | Default | Description |\n|---|---|---|\n{rows}")
    lines = words.replace("\u00a0", " ").splitlines()
    assert any("152 by 229 mm" in line for line in lines) and any("1851–1860" in line for line in lines)


def test_a_table_is_rather_broken_in_its_numbers_than_in_its_rows(printed):
    words, told = printed(
        "| a | b | c | d |\n|---|---|---|---|\n" + f"| {' | '.join(['1000 2000 3000 4000 500'] * 4)} |\n"
    )
    assert told == "" and words.count("3000") == 4


@pytest.mark.parametrize(
    ("columns", "room", "expected"),
    [
        ([(20, 60, [60, 50]), (30, 900, [900, 700])], 300, [60, 240]),  # a short one keeps its natural width
        ([(20, 400, [400, 400]), (20, 400, [400, 400])], 300, [150, 150]),  # what is alike shares alike
        ([(50, 250, [250, *[50] * 19]), (30, 250, [250] * 20)], 310, [60, 250]),  # a rare long cell gives way
        ([(40, 40, [40]), (40, 40, [40]), (60, 800, [800])], 200, [40, 40, 120]),
        # a title is broken beside what is broken anyway
        ([(40, 80, [80, 30]), (60, 240, [240, 240]), (60, 240, [240, 240])], 200, [40, 80, 80]),
    ],
)
def test_columns_share_the_room_so_that_lines_are_few(columns, room, expected):
    found = widths([Column(*column) for column in columns], room)
    assert sum(found) == pytest.approx(room)
    assert found == pytest.approx(expected, abs=6)


def test_a_caption_stands_on_the_page_of_the_first_row(printed, tmp_path):
    caption = f"\n: Begun, {WORDS * 3} ended\n\n"
    printed("".join(f"{WORDS * n}\n\n{table(2, 2, f'cell{n}of')}{caption}" for n in range(1, 30)))
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    counted = [[page.count(word) for word in ("Begun", "ended", "of0x0")] for page in pages]
    assert all(begun == ended == rows for begun, ended, rows in counted)
    assert sum(begun for begun, _, _ in counted) == 29


@pytest.mark.parametrize("behind", [0, 12])
def test_notes_for_which_a_page_has_no_room_are_on_the_next_ones(printed, behind):
    calls = "".join(f"[^n{n}]" for n in range(30))
    notes = "".join(f"[^n{n}]: note{n}of {WORDS * (n % 4 + 1)}\n\n" for n in range(30))
    words, _ = printed(f"{WORDS * 40}\n\nx{calls}\n\n{WORDS * 9 * behind}\n\n{notes}")
    assert re.findall(r"note(\d+)of", words) == [str(n) for n in range(30)]


def test_a_row_higher_than_a_page_goes_on_overleaf_below_its_head(printed):
    words, _ = printed(f"| Head | b |\n|---|---|\n| {WORDS * 60} | short |\n")
    assert words.count("salt") == 60
    assert words.count("Head") >= 2


@pytest.mark.parametrize(
    "text", ["{} and more", "## {}", "- {}", "*{}*", "| a | b |\n|---|---|\n| {} | {} |", "x[^a]\n\n[^a]: {}", "> {}"]
)
def test_a_word_longer_than_a_line_is_broken(printed, text):
    word = "".join(f"x{number}y" for number in range(80))
    words, _ = printed(text.format(word, word))
    assert re.sub(r"\s+", "", words).count(word) == text.count("{}")


@pytest.mark.parametrize(
    ("tokens", "made"),
    [({}, Measure(12, 25, 17)), ({"--columns": "1"}, Measure(25, 25, 38)), ({"--page-size": "A5"}, Measure(14, 29, 20)),
     ({"--page-size": "A5 landscape"}, Measure(22, 44, 33)), ({"--page-size": "133mm"}, Measure(12, 25, 17)),
     ({"--code-size": "2mm"}, Measure(12, 25, 37)), ({"--code-size": "smaller"}, Measure(12, 25, 30)),
     ({"--margin-inner": "calc(1mm + 2%)"}, None)],
)  # fmt: skip
def test_the_measure(tokens, made):
    plain = {"--page-size": "133mm 200mm", "--margin-inner": "15mm", "--margin-outer": "18mm", "--column-gap": "4mm",
             "--columns": "2", "--text-size": "4mm", "--code-size": "1em"}  # fmt: skip
    found = measure(plain | tokens, in_columns=True)
    assert (found and Measure(round(found.line), round(found.page), found.code)) == made
    if found:
        assert measure(plain | tokens, in_columns=False) == measure(
            plain | tokens | {"--columns": "1"}, in_columns=True
        )


def sizes_of(word: str, path: Path) -> set[float]:
    """The sizes, in points, of what begins with *word* on the pages."""
    sizes = set()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            textpage = page.get_textpage()
            search = textpage.search(word, match_case=True)
            while found := search.get_next():
                sizes.add(round(pypdfium2.raw.FPDFText_GetFontSize(textpage, found[0]) * 0.75, 1))  # of pixels
            search.close()
            textpage.close()
    return sizes


@pytest.mark.parametrize(("kind", "columns", "size"), [("book", 3, 8.3), ("article", 3, 6.9), ("article", 2, 8.3)])
def test_a_table_of_a_book_is_not_measured_by_a_theme_s_columns(write_book, bookmaker, tmp_path, kind, columns, size):
    settings = f'[book]\ntitle = "T"\nlanguage = "en"\nkind = "{kind}"\n\n[edition.pdf]\ntheme = "article"\n'
    text = f"# T\n\n{table(columns, 2, 'thermometer')}\n: Words of the caption\n\n{WORDS}\n"
    folder = write_book({"book.toml": settings, "a.md": text})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    assert sizes_of("thermometer", tmp_path / "x.pdf") == {size}
    assert all(caption > 6 for caption in sizes_of("Words", tmp_path / "x.pdf"))  # what is small is small once


def test_a_word_of_code_that_has_no_room_is_broken_and_no_other(printed):
    long = "".join(f"x{number}y" for number in range(30))
    lines = [f"return [{'a' * number} for name in INSTRUMENTS if INSTRUMENTS not in read]" for number in range(30)]
    words, _ = printed(f"```py\nread = {long}\n{chr(10).join(lines)}\n```\n")
    assert words.count("INSTRUMENTS") == 60 and long in re.sub(r"\s+", "", words)


def test_tables_in_columns_have_small_gaps_and_none_behind_the_last_column(write_book, bookmaker, tmp_path):
    rows = (
        "| 06.00 | Barometer | 1012 | Steady, if the last was the same |\n| 12.00 | Thermometer | -3 | In the shade |\n"
    )
    read = f"| Time | Instrument | Reading | It tells |\n|---|---|--:|---|\n{rows}"
    narrow = "| thermometer | thermometer | thermometer |\n|---|---|--:|\n| thermometer | thermometer | 1012xxx |\n"
    settings = (
        '[book]\ntitle = "T"\nlanguage = "en"\nkind = "article"\n\n[edition.pdf]\ntheme = "article"\ncolumns = 2\n'
    )
    folder = write_book({"book.toml": settings, "a.md": f"# T\n\n{narrow}\n{read}\n{WORDS * 12}\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        textpage = document[0].get_textpage()
        words = textpage.get_text_range()
        _, _, right, _ = textpage.get_charbox(words.index("1012xxx") + 6)
        textpage.close()
    assert "Steady, if the" in words
    assert abs(right - 79.5 * 72 / 25.4) < 1  # the end of the first column


def test_a_long_word_of_code_that_has_room_breaks_no_other(printed):
    code = 'read = {line.removeprefix("*").strip().lower()} - {letters_of_it} # those of instruments'
    words, _ = printed(f"```py\n{code}\n```\n")
    assert set(code.split()) <= set(words.split())


@pytest.mark.parametrize(("rows", "whole"), [(6, True), (60, False)])
def test_a_small_table_is_not_divided(printed, tmp_path, rows, whole):
    printed("".join(f"{WORDS * n}\n\n{table(3, rows, f'of{n}row')}\n" for n in range(3, 15)))
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    assert all(sum(f"of{n}row" in page for page in pages) == 1 for n in range(3, 15)) == whole


def test_code_in_a_table_has_no_wide_gaps(printed, tmp_path):
    rule, cell = "+------------+------------+", "| ```        | ```        |"
    row = f"{cell}\n| xxxx       | yyyy       |\n{cell}\n{rule}\n"
    printed(f"{rule}\n| a          | b          |\n+============+============+\n{row * 3}")
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "xxxx" in page.get_textpage().get_text_range())
        words = page.get_textpage()
        found = [words.get_charbox(at.start())[1] for at in re.finditer("xxxx", words.get_text_range())]
    assert len(found) == 3 and found[0] - found[2] < 4 * 14, found


def test_no_column_is_widened_for_a_long_key(printed, tmp_path):
    cell = "What it does, in as many words as are wanted, and a few more. " * 2
    rows = "".join(f"| [@author{n}ofthatverylongtitle] | {cell} | {cell} |\n" for n in range(4))
    words, _ = printed(f"| Key | One | Other |\n|---|---|---|\n{rows}")
    assert len(re.findall(r"\[@author\d", words)) == 4
    assert "[@author0ofthatverylongtitle]" not in words
    assert "[@author0ofthatverylongtitle]" in re.sub(r"\s", "", words)


def test_rows_of_several_lines_stand_farther_apart_than_their_lines(printed, tmp_path):
    rows = f"| xxxx | {'xxxx ' * 30} |\n" * 3
    printed(f"| a | b |\n|---|---|\n{rows}")
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "xxxx" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        words = textpage.get_text_range()
        feet = {round(textpage.get_charbox(at.start())[1], 1) for at in re.finditer("x", words)}
    gaps = sorted(upper - lower for lower, upper in pairwise(sorted(feet)))
    assert len(gaps) > 6 and gaps[-2] > 1.4 * gaps[0], gaps
