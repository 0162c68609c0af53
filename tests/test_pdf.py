"""What the print edition must be: pages, folios, heads, notes, tags.  Read with pdfium, which is not our engine."""

import re
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from bookmaker import notation
from bookmaker.editions import margins, pdf, theme
from bookmaker.findings import Place
from tests.conftest import THEMES, needs_pango

pytestmark = needs_pango
leaves_its_profile_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint 70
PARAGRAPH = (
    "The nets lay where the men had thrown them, stiff with salt, and nobody had the heart to pull them in. " * 40
)
BOOK = {
    "book.toml": 'front_matter = ["preface.md"]\nchapters = ["one.md", "two.md"]\n\n'
    '[book]\ntitle = "Sea Room"\nauthors = ["Ada Lund"]\nlanguage = "en"\nrights = "© Ada Lund"\nkind = "book"\n',
    "preface.md": "# Preface\n\nWhy.\n",
    "one.md": f"# Salt\n\n{PARAGRAPH}\n\n{PARAGRAPH}[^a]\n\n[^a]: A note at the foot.\n",
    "two.md": f"# Sand\n\n## The tide\n\n{PARAGRAPH}\n",
}


@pytest.fixture
def pages(write_book, bookmaker, tmp_path):
    """``pages(files)`` builds the PDF and gives the text of its pages."""
    import pypdfium2

    def lay_out(files):
        outcome = bookmaker("pdf", write_book(files), "-o", tmp_path / "x.pdf")
        assert outcome.exit_code == 0, outcome.errors
        document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
        texts = []
        for page in document:
            textpage = page.get_textpage()
            texts.append(textpage.get_text_range().replace("\r\n", "\n"))
            textpage.close()
        document.close()
        return texts

    return lay_out


def test_a_book_has_its_matter_in_order(pages):
    texts = pages(BOOK)
    assert texts[0].startswith("Sea Room\nAda Lund")
    assert "© Ada Lund" in texts[1]
    assert texts[2].startswith("Contents")
    assert texts[3] == ""
    assert texts[4].startswith("Preface") and texts[4].rstrip().endswith("v")
    sand = next(number for number, text in enumerate(texts) if text.startswith("Sand\n"))
    assert re.search(rf"Preface\W+v\b.*Salt\W+1\b.*Sand\W+{sand - 5}\b", texts[2], re.DOTALL)


@pytest.mark.parametrize(
    ("asked", "listed"), [("", False), ("contents_depth = 1\n", False), ("contents_depth = 2\n", True)]
)
def test_a_novel_lists_sections_when_it_is_asked_to(pages, asked, listed):
    toml = BOOK["book.toml"] + asked + '\n[edition.pdf]\ntheme = "novel"\n'
    files = BOOK | {"book.toml": toml, "preface.md": "# Preface\n\n## The crew\n\nWho.\n"}
    contents = next(text for text in pages(files) if text.startswith("Contents"))
    assert bool(re.search(r"(?i)the crew\W+v\b", contents)) is listed
    assert bool(re.search(r"(?i)the tide\W+\d", contents)) is listed


def test_viewers_count_as_the_printed_folios_do(write_book, bookmaker, tmp_path):
    import pypdfium2

    article = {"book.toml": '[book]\ntitle = "Ice"\nkind = "article"\n', "a.md": f"# Ice\n\n{PARAGRAPH * 3}\n"}
    for files, front in ((BOOK, ["i", "ii", "iii", "iv", "v", "vi"]), (article, [])):
        assert bookmaker("pdf", write_book(files, f"book{len(front)}"), "-o", tmp_path / "x.pdf").exit_code == 0
        with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
            labels = [document.get_page_label(number) for number in range(len(document))]
            texts = [page.get_textpage().get_text_range() for page in document]
        assert labels == front + [str(number) for number in range(1, len(labels) - len(front) + 1)]
        printed = {label: text for label, text in zip(labels, texts, strict=True) if text.strip()}
        assert all(
            re.search(rf"(?m)(^|\s){label}\s*$", text) for label, text in printed.items() if label in ("v", "1", "3")
        )


def test_chapters_open_on_rectos_without_a_head(pages):
    texts = pages(BOOK)
    openings = [number for number, text in enumerate(texts) if text.startswith(("Salt\nT", "Sand\n"))]
    assert len(openings) == 2
    for number in openings:
        assert number % 2 == 0
        assert "Sea Room" not in texts[number] and "SEA ROOM" not in texts[number]


@pytest.mark.parametrize("name", ["novel", "manual"])
def test_a_part_page_is_counted_but_bears_its_title_alone(pages, name):
    parts = '[[parts]]\ntitle = "By Land"\nchapters = ["one.md"]\n\n[[parts]]\ntitle = "By Water"\nchapters = ["two.md"]\n\n'
    toml = BOOK["book.toml"].replace('chapters = ["one.md", "two.md"]\n\n', parts)
    texts = pages(BOOK | {"book.toml": f'{toml}\n[edition.pdf]\ntheme = "{name}"\n'})
    assert [text for text in texts if text.startswith("By ")] == ["By Land", "By Water"]
    contents, first = next(text for text in texts if text.startswith("Contents")), texts.index("By Land")
    water = texts.index("By Water") - first + 1
    assert re.search(rf"By Land\W+1\b.*By Water\W+{water}\b", contents, re.DOTALL)


def test_the_number_of_a_chapter_is_set_off_in_contents_and_heads(pages):
    texts = pages(BOOK | {"one.md": f"# [7]{{.number}} Salt\n\n## [7.1]{{.number}} Nets\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n",
                          "book.toml": BOOK["book.toml"] + "contents_depth = 2\n"})  # fmt: skip
    contents, *others = [text for text in texts if "7\u2002Salt" in text]
    assert contents.startswith("Contents") and "7.1\u2002Nets" in contents and others


def test_heads_and_folios_run(pages):
    texts = pages(BOOK)
    first = next(number for number, text in enumerate(texts) if text.startswith("Salt\nT"))
    assert texts[first].rstrip().endswith("1")
    verso, recto = texts[first + 1], texts[first + 2]
    assert re.search(r"\b2\b", verso) and "sea room" in verso.lower()
    assert re.search(r"\b3\b", recto) and "Salt" in recto


def test_a_note_stands_on_the_page_of_its_call(pages):
    called = [text for text in pages(BOOK) if "A note at the foot." in text]
    assert len(called) == 1
    assert "1. A note at the foot." in called[0].replace("\u2002", " ")


def test_an_endnote_stands_at_the_chapter_s_end(pages):
    text = f"# Salt\n\nOne[^1] and two[^^2]. {PARAGRAPH * 3}\n\n[^1]: At the foot.\n\n[^^2]: At the end.\n"
    texts = pages({"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\n', "a.md": text})
    foot, end = (next(n for n, page in enumerate(texts) if words in page) for words in ("At the foot.", "At the end."))
    assert foot < end and re.search(r"Notes\s+2\.\s+At the end\.", texts[end])


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "See page 1 and page v."), ("ja", "See 1ページ and vページ."), ("de", "See Seite 1 and Seite v.")],
)
def test_a_reference_to_a_page_reads_its_folio(pages, language, expected):
    settings = f'front_matter = ["0.md"]\nchapters = ["1.md", "2.md"]\n\n[book]\ntitle = "T"\nlanguage = "{language}"\n'
    texts = pages({
        "book.toml": settings, "0.md": "# Preface {#sec-preface}\n\nWords.\n", "1.md": f"# One {{#sec-one}}\n\n{PARAGRAPH}\n",
        "2.md": "# Two\n\nSee [@sec-one]{.page} and [@sec-preface]{.page}.\n",
    })  # fmt: skip
    assert expected.replace(" ", "") in "".join(texts[-1].split())


def test_an_article_is_no_novel(pages):
    texts = pages({"book.toml": '[book]\ntitle = "Ice"\nstandfirst = "It went."\nauthors = ["Ada Lund"]\n'
                   'date = 2024-03-05\nlanguage = "en-GB"\n', "ice.md": f"# Ice\n\n{PARAGRAPH}[^1]\n\n[^1]: The note.\n"})  # fmt: skip
    assert texts[0].startswith("Ice\nIt went.\n")
    assert "By Ada Lund" in texts[0] and "5 March 2024" in texts[0]
    assert not any("Contents" in text for text in texts)
    assert "The note." in texts[-1]


@pytest.mark.parametrize(("trim", "width", "height"), [("A5", 420, 595), ("5.5in 8.5in", 396, 612)])
def test_the_trim_is_as_asked(write_book, bookmaker, tmp_path, trim, width, height):
    import pypdfium2

    folder = write_book(BOOK | {"book.toml": BOOK["book.toml"] + f'\n[edition.pdf]\ntrim = "{trim}"\n'})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    assert [round(side) for side in document[0].get_size()] == [width, height]
    document.close()


@pytest.mark.parametrize(
    ("name", "trim", "in_columns", "measure"),
    [
        ("novel", "", False, 100),
        ("novel", "5in 8in", False, 87),
        ("novel", "A5", False, 108),
        ("novel", "A4", False, 110),
        ("article", "A4", True, 160),
        ("article", "A4", False, 110),
        ("article", "", False, 100),
    ],
)
def test_lines_grow_little_on_a_broader_page(name, trim, in_columns, measure):
    fitted = margins.fitted(theme.load(name, Place(""), {}), trim, in_columns).tokens
    width, _ = notation.trim(fitted["--page-size"])
    beside = [notation.millimetres(fitted[f"--margin-{side}"]) for side in ("inner", "outer")]
    assert width - sum(beside) == pytest.approx(measure, abs=0.1)
    assert (beside[0] <= beside[1]) and fitted["--page-size"] == (trim or fitted["--page-size"])


def test_bookmarks_metadata_and_tags(write_book, bookmaker, tmp_path):
    import pypdfium2

    bookmaker("pdf", write_book(BOOK), "-o", tmp_path / "x.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    assert [mark.get_title() for mark in document.get_toc()] == [
        "Contents",
        "Preface",
        "Salt",
        "Sand",
        "The tide",
    ]
    assert document.get_metadata_dict()["Title"] == "Sea Room"
    assert document.get_metadata_dict()["Author"] == "Ada Lund"
    assert document.is_tagged()
    document.close()


def test_two_builds_are_one(write_book, bookmaker, tmp_path, monkeypatch):
    files = []
    for zone in ("Asia/Tokyo", "America/Lima"):
        monkeypatch.setenv("TZ", zone)
        bookmaker("pdf", write_book(BOOK, zone.replace("/", "-")), "-o", tmp_path / "x.pdf")
        files.append((tmp_path / "x.pdf").read_bytes())
    assert files[0] == files[1]


def test_a_character_that_no_font_has(write_book, bookmaker, tmp_path):
    outcome = bookmaker(
        "pdf", write_book(BOOK | {"two.md": "# Two\n\nA private sign: \ue123.\n"}), "-o", tmp_path / "x.pdf"
    )
    assert outcome.exit_code == 0
    assert "no font here has this character, a box in the PDF: U+E123 [missing-glyph]" in outcome.errors


def test_nothing_outside_the_book_is_read(write_book, bookmaker, tmp_path, monkeypatch):
    """Whatever names a file beside the book, it is neither opened nor shown."""
    import sys

    secret = tmp_path / "secret.png"
    secret.write_bytes(b"\x89PNG secret")
    opened: list[str] = []
    watching = [True]
    sys.addaudithook(lambda event, given: opened.append(str(given[0])) if watching and event == "open" else None)
    text = (
        f'# One\n\n<p style="background: url({secret.as_uri()})">x</p>\n\n<img src="{secret.as_uri()}" alt="x">\n\n'
        f'![x](../secret.png)\n\n![x]({secret})\n\n[link](../secret.png)\n\n<object data="{secret.as_uri()}"></object>\n\n'
        f'<svg viewBox="0 0 9 9"><image href="{secret.as_uri()}" width="9" height="9"/>'
        f'<rect width="9" height="9" style="fill: url({secret.as_uri()})"/></svg>\n'
    )
    outcome = bookmaker("pdf", write_book(BOOK | {"one.md": text}), "-o", tmp_path / "x.pdf")
    watching.clear()
    assert outcome.exit_code == 0
    assert "is not in the manuscript's folder [remote-image]" in outcome.errors
    assert "leads out of the manuscript's folder [outside]" in outcome.errors
    assert any(name.endswith("one.md") for name in opened)
    assert not any("secret" in name for name in opened)


@pytest.mark.parametrize("kind", ["article", "book"])
def test_columns_are_for_articles_in_every_theme(write_book, bookmaker, tmp_path, kind):
    import pypdfium2

    settings = f'[book]\ntitle = "T"\nlanguage = "en"\nkind = "{kind}"\n\n[edition.pdf]\ntheme = "novel"\ncolumns = 2\n'
    outcome = bookmaker(
        "pdf", write_book({"book.toml": settings, "a.md": f"# T\n\n{PARAGRAPH}\n"}), "-o", tmp_path / "x.pdf"
    )
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    page = document[0 if kind == "article" else 4]
    textpage = page.get_textpage()
    lefts = {round(textpage.get_rect(number)[0]) for number in range(textpage.count_rects())}
    textpage.close()
    middle = page.get_width() / 2
    document.close()
    assert any(middle < left < middle + 20 for left in lefts) == (kind == "article")
    assert ("columns are for articles" in outcome.errors) == (kind == "book")


def test_every_level_one_heading_is_in_the_printed_contents(pages):
    texts = pages(BOOK | {"two.md": f"# Sand\n\n{PARAGRAPH}\n\n# Stone\n\n{PARAGRAPH}\n"})
    assert re.search(r"Sand\W+\d+\b.*Stone\W+\d+", texts[2], re.DOTALL)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<audio src="a.mp3"></audio>', "Audio: a.mp3"),
        ("![The tide](a.mp3)", "Audio\nThe tide"),
        ('<video src="a.mp4" title="The tide"></video>', "Video: The tide"),
        ('<video src="a.mp4">Waves come in.</video>', "Video: Waves come in."),
    ],
)
def test_words_stand_for_what_paper_cannot_play(pages, written, shown):
    files = {"a.mp3": b"ID3\x04\0\0\0\0\0\0", "a.mp4": b"\0\0\0\x18ftypmp42"}
    assert shown in "".join(pages({**files, "a.md": f"# A\n\nText.\n\n{written}\n\nText.\n"}))


def test_the_author_of_an_article_s_file_is_named_above_its_columns(write_book, bookmaker, tmp_path):
    import pypdfium2

    files = {"book.toml": '[edition.pdf]\ntheme = "article"\ncolumns = 2\n',
             "ice.md": f"---\ntitle: Ice\nauthors: [Ada Lund]\n---\n\nmmmm {PARAGRAPH}\n\n{'mmmm words. ' * 900}\n"}  # fmt: skip
    assert bookmaker("pdf", write_book(files), "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        textpage = document[0].get_textpage()
        words = textpage.get_text_range()
        boxes = [textpage.get_charbox(number) for number in range(textpage.count_chars())]
        textpage.close()
    byline, first = words.index("By "), words.index("mmmm")
    assert round(boxes[byline][0] - boxes[first][0]) == 0  # no indent
    assert all(bottom < boxes[byline][1] for _, bottom, *_ in boxes[first:])
    lines = heights_of("mmmm", tmp_path / "x.pdf", 12.5)
    assert max(lines) - min(lines) < 0.3, lines


def test_a_listing_with_a_title_takes_no_paragraph_along_to_the_next_page(pages):
    listing = '```py {{title="t{0}.py"}}\none{0}\ntwo\nthree\n```\n\n'
    text = "".join("Line.\n\n" * number + f"Before{number}.\n\n" + listing.format(number) for number in range(10, 30))
    texts = pages({"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n', "a.md": f"# A\n\n{text}"})
    parted = 0
    for number in range(10, 30):
        before, listed = (next(page for page in texts if word in page) for word in (f"Before{number}", f"one{number}"))
        assert f"t{number}.py" in listed
        parted += before is not listed
    assert parted


@pytest.mark.parametrize("lines", [34, 35, 36])
def test_whose_an_article_is_stands_on_no_page_of_its_own(pages, lines):
    settings = '[book]\ntitle = "Ice"\nlanguage = "en"\nkind = "article"\nsource = "AP"\nrights = "© Norrhamn Courier"\n\n' \
               '[edition.pdf]\ntheme = "article"\ncolumns = 1\n'  # fmt: skip
    text = "A line of a few words.\n\n" * lines + PARAGRAPH[:300]
    last = next(text for text in pages({"book.toml": settings, "ice.md": f"# Ice\n\n{text}\n"}) if "Source:" in text)
    assert re.search(r"salt|heart", last)


def test_an_article_says_who_photographed_it_and_whose_it_is(pages):
    settings = '[book]\ntitle = "Ice"\nlanguage = "en"\nauthors = ["Ada Lund", {name = "Jon Ek", role = "photographer"}]\n' \
               'rights = "© Norrhamn Courier"\nsource = "https://example.org/ice"\n'  # fmt: skip
    texts = pages({"book.toml": settings, "ice.md": f"# Ice\n\n{PARAGRAPH}[^1]\n\n[^1]: The note.\n"})
    text = "".join(texts)
    assert "By Ada Lund Photographs by Jon Ek" in text
    assert re.search(r"© Norrhamn Courier\s+Source: https://example.org/ice\s+1\.\s+The note\.", text)


@pytest.mark.parametrize(("language", "source", "shown"),
                         [("de", "dpa", "Quelle: dpa"), ("en", "Source: AP", "Source: AP"), ("fr", "Source : AFP", "Source : AFP"),
                          ("en", "Sourceworks Ltd", "Source: Sourceworks Ltd")])  # fmt: skip
def test_a_source_is_called_so_once(pages, language, source, shown):
    settings = f'[book]\ntitle = "Ice"\nlanguage = "{language}"\nkind = "article"\nsource = "{source}"\n'
    lines = pages({"book.toml": settings, "ice.md": "# Ice\n\nIt went.\n"})[0].replace("\xa0", " ").splitlines()
    assert shown in lines


def test_an_arabic_book_is_turned_from_the_left(write_book, bookmaker, tmp_path):
    for language, turned in (("ar", True), ("en", False)):
        book = {"book.toml": f'[book]\ntitle = "T"\nlanguage = "{language}"\n', "a.md": "# A\n\nText.\n"}
        bookmaker("pdf", write_book(book, language), "-o", tmp_path / "x.pdf")
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", (tmp_path / "x.pdf").read_bytes(), re.DOTALL)
        assert any(b"/Direction /R2L" in _inflated(stream) for stream in streams) == turned


def _inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_code_is_broken_at_spaces_where_it_can_be(pages):
    listing = "def float_the_boat(length: float, width: float, displacement: float, name: str):\n    return length"
    texts = pages({"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nkind = "article"\n',
                   "a.md": f"# T\n\n```python\n{listing}\n```\n\n{PARAGRAPH}\n"})  # fmt: skip
    assert set(re.findall(r"\w+", listing)) <= set(re.findall(r"\w+", texts[0]))


@pytest.mark.parametrize("before", ["", "> ", "- A\n\n  ", "> [!TIP]\n> "])
def test_a_listing_is_broken_before_words_that_fit_a_line_of_their_own(pages, before):
    listing = "    masked_sum = sum_of(values, mask, axis=1, constant_normalizer=max_gen_length)"
    joined = "x" * 200
    mark = before.rpartition("\n")[2]
    code = f"{before}```python\n{mark}{listing}\n{mark}```\n\n```\n{joined}\n```\n\n"
    texts = pages(BOOK | {"one.md": f"# Salt\n\n{code}{PARAGRAPH}\n"})
    text = next(text for text in texts if "masked_sum" in text)
    assert all(word in text for word in listing.split())
    assert joined in re.sub(r"\s", "", text) and joined not in text


LINE = "Line.\n\n"
BLOCKS = ["- one\n- two\n    - three", "1. one\n2. two", "> Quoted.", "    code\n    of three\n    lines", "> [!TIP]\n> Tip.", "***",
          "| a | b |\n|---|---|\n| c | d |", "![Caption](boat.png)", "Word ![x](boat.png) word", "- Item ![x](boat.png)\n- item", "Words: 日本語、עברית.", "### Sub",
          "Term\n: Its description", "## Head", "#### Low", "> [!TIP]\n> One.\n\n> [!NOTE]\n> Another.", "::: verse\nOne\ntwo\n:::",
          "::: letter\nThe day\n{: .dateline}\n\nDear\n\nAda\n{: .signature}\n:::"]  # fmt: skip


OPENING = """\
# [1]{.number} Salt

And more
{: .subtitle}

::: epigraph
No end.

A man
{: .attribution}
:::

"""


def test_the_text_of_a_chapter_opens_behind_its_subtitle_and_epigraph(write_book, bookmaker, tmp_path):
    import pypdfium2

    folder = write_book(BOOK | {"one.md": f"{OPENING}{PARAGRAPH}\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        words = next(page.get_textpage() for page in document if "No end." in page.get_textpage().get_text_range())
        text = words.get_text_range()
        initial = re.match(r"1\s+Salt\s+And more\s+No end\.\s+A man\s+(T)\s*he nets", text)
        assert initial, text
        _, bottom, _, top = words.get_charbox(initial.start(1))
    assert top - bottom > 2 * 14


@pytest.mark.parametrize("name", THEMES)
def test_the_lines_after_every_block_stand_on_the_grid(write_book, bookmaker, tmp_path, name):
    leading = float(theme.load(name, Place(""), {}).tokens["--leading"].removesuffix("pt"))
    text = "".join(f"{block}\n\nmmmm {number}.\n\n" for number, block in enumerate(BLOCKS * 2))
    settings = f'{BOOK["book.toml"]}\n[edition.pdf]\ntheme = "{name}"\n'
    folder = write_book(BOOK | {"book.toml": settings, "one.md": f"{OPENING}mmmm.\n\n{text}"})
    (folder / "boat.png").write_bytes((Path(__file__).parent / "books" / "guide" / "boat.png").read_bytes())
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    lines = heights_of("mmmm", tmp_path / "x.pdf", leading)
    assert max(lines) - min(lines) < 0.3, lines


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("settings", ["", 'standfirst = "Low water."\n', 'authors = ["Ada Lund"]\n'])
def test_the_lines_below_a_headline_stand_on_the_grid(write_book, bookmaker, tmp_path, name, settings):
    leading = float(theme.load(name, Place(""), {}).tokens["--leading"].removesuffix("pt"))
    toml = f'[book]\ntitle = "Ice"\nlanguage = "en"\nkind = "article"\n{settings}\n[edition.pdf]\ntheme = "{name}"\n'
    folder = write_book({"book.toml": toml, "a.md": f"# Ice\n\nmmmm {PARAGRAPH * 2}\n\n{'mmmm words. ' * 900}\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    lines = heights_of("mmmm", tmp_path / "x.pdf", leading)
    assert max(lines) - min(lines) < 0.3, lines


def heights_of(word: str, path: Path, leading: float) -> set[float]:
    """How far above a multiple of *leading* each *word* in the file stands."""
    import pypdfium2

    heights = set()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            textpage = page.get_textpage()
            found = re.finditer(word, textpage.get_text_range())
            heights |= {round(textpage.get_charbox(match.start())[1] % leading, 1) for match in found}
            textpage.close()
    return heights


def test_what_opens_a_scene_is_never_alone_at_a_foot(pages):
    scene = "***\n\n![Mark](mark.png)\n\nThe scene.\n\n"
    chapters = {f"{n}.md": f"# C{n}\n\n{LINE * n}{scene}" for n in range(12, 28)}
    toml = f'chapters = {list(chapters)}\n\n[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    texts = [re.sub(r"\d+\s*$", "", text.strip()).strip() for text in pages({"book.toml": toml} | chapters)]
    openers = [text for text in texts if "[Mark]" in text]
    assert len(openers) == 16
    for text in openers:
        assert re.search(r"Line\.\s+\*\s\*\s\*\s+\[Mark\]\s+The scene\.(\s+\d+ T)?$", text), text


def test_a_heading_behind_pictures_stays_with_its_table(pages):
    table = "| Day |\n|-----|\n" + "| one |\n" * 5
    picture = "![Mark](mark.png)\n\n"
    chapters = {
        f"{n}.md": f"# C{n}\n\n## Sky\n\n{picture * n}A few words.\n\n## Tables\n\n{table}" for n in range(6, 16)
    }
    toml = f'chapters = {list(chapters)}\n\n[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    headed = [text for text in pages({"book.toml": toml} | chapters) if re.search("^Tables", text, re.M)]
    assert len(headed) == 10 and all("Day" in text for text in headed)


def test_notes_of_an_article_stand_below_its_columns_unless_they_are_many(pages):
    settings = {"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nkind = "article"\n\n[edition.pdf]\ncolumns = 2\n'}
    texts = pages(settings | {"a.md": f"# T\n\nOne.[^1] {PARAGRAPH * 3}\n\n[^1]: The note.\n"})
    assert "1. The note." in texts[0].replace("\u2002", " ") and len(texts) > 1
    texts = pages(settings | {"a.md": f"# T\n\nOne.[^1] {PARAGRAPH}\n\n[^1]: {'The note. ' * 140}\n"})
    assert "\nNotes\n" in "".join(texts)


def test_nothing_in_the_text_leads_to_notdef(write_book, bookmaker, tmp_path):
    """In a face of either kind: Book Text is OpenType, Book Mono TrueType."""
    import pypdfium2

    book = {"one.md": "# Salt \ue123\n\nA \ue124 and **\ue125**.\n\n```\n\ue126 listing \ue127\n```\n"}
    assert bookmaker("pdf", write_book(BOOK | book), "-o", tmp_path / "x.pdf").exit_code == 0
    streams = re.findall(rb"stream\n(.*?)\nendstream", (tmp_path / "x.pdf").read_bytes(), re.DOTALL)
    plain = b"\n".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")
    assert plain.count(b"/WP-Encod-0") >= 3
    assert not re.search(rb"^<[0-9a-f]{4}> 0$", plain, re.MULTILINE)
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert set("\ue123\ue124\ue125\ue126\ue127") <= set(text)


@pytest.mark.parametrize(
    ("language", "parts"), [("en", "point-ed"), ("en-Latn", "point-ed"), ("en-US", "point-ed"), ("en-AU", "poin-ted")]
)
def test_english_of_no_country_is_american(language, parts):
    """The novel in tests/books shows it in print."""
    import pyphen

    before = pyphen.language_fallback
    with pdf.american_hyphens():
        assert pyphen.Pyphen(lang=pyphen.language_fallback(language)).inserted("pointed") == parts
        assert pyphen.language_fallback("xx") is None
    assert pyphen.language_fallback is before


LONG = "The Slow and Quiet Turning of a Great Many Tides about the Outer Islands of the Northern Coast"


def test_a_running_head_that_is_too_long_ends_after_a_word_and_keeps_off_the_folio(pages):
    texts = pages(BOOK | {"one.md": f"# {LONG}\n\n{PARAGRAPH * 3}\n"})
    heads = [match[1] for text in texts if (match := re.search(r"^(The Slow.*)… 3$", text, re.MULTILINE))]
    assert len(heads) == 1 and f"{LONG} ".startswith(f"{heads[0].strip()} ")


def test_no_line_of_the_contents_is_a_leader_alone(pages):
    chapters = {f"{n}.md": f"# The tides about the {'i' * n}slands\n\nWords.\n" for n in range(50, 104, 2)}
    toml = f'chapters = {list(chapters)}\n\n[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    contents = next(text for text in pages({"book.toml": toml} | chapters) if text.startswith("Contents"))
    turned = [line for line in contents.splitlines() if line.strip() == "The tides about the"]
    assert turned
    assert not [line for line in contents.splitlines() if re.fullmatch(r"[\s.]*\d+\s*", line)]


def test_the_rule_beside_a_listing_that_goes_on_overleaf_ends_with_its_last_line(write_book, bookmaker, tmp_path):
    import pypdfium2

    tall = "    ```\n    " + "\n    ".join(["mmmm"] * 5) + "\n    ```\n"
    folder = write_book(BOOK | {"one.md": "# Salt\n\n" + LINE * 18 + f"!!! warning\n    mmmm\n\n{tall}\n"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if page.get_textpage().get_text_range().startswith("Salt"))
        words = page.get_textpage()
        text = words.get_text_range()
        lowest = min(words.get_charbox(match.start())[1] for match in re.finditer("mmmm", text))
        rules = [thing.get_bounds() for thing in page.get_objects() if thing.type == 2]
    assert "Warning" in text and text.count("mmmm") == 1
    assert min(bottom for _, bottom, _, _ in rules) > lowest - 8


@leaves_its_profile_open
@pytest.mark.parametrize(
    ("asked", "part"),
    [("", rb'pdfuaid:part="1"'), ("pdf/a-2b", rb'pdfaid:part="2"'), ("pdf/a-3b", rb'pdfaid:part="3"')],
)
def test_the_file_claims_the_standard_that_was_asked_for_and_is_tagged(write_book, bookmaker, tmp_path, asked, part):
    toml = BOOK["book.toml"] + (f'[edition.pdf]\nstandard = "{asked}"\n' if asked else "")
    assert bookmaker("pdf", write_book(BOOK | {"book.toml": toml}), "-o", tmp_path / "x.pdf").exit_code == 0
    written = (tmp_path / "x.pdf").read_bytes()
    streams = b"".join(_inflated(piece) for piece in re.findall(rb"stream\r?\n(.*?)endstream", written, re.DOTALL))
    assert part in streams
    assert b"/StructTreeRoot" in written + streams


@leaves_its_profile_open
@pytest.mark.parametrize(("asked", "smoothed", "colours"), [("pdf/a-2b", False, "RGB"), ("pdf/ua-1", True, "CMYK")])
def test_pictures_of_an_archive_are_shown_as_they_are_and_in_rgb(
    write_book, bookmaker, tmp_path, asked, smoothed, colours
):
    toml = f'[book]\ntitle = "T"\nlanguage = "en"\n\n[edition.pdf]\nstandard = "{asked}"\n'
    book = write_book({"book.toml": toml, "a.md": "# A\n\n![Sea](sea.jpg)\n"})
    Image.new("CMYK", (30, 20), (10, 120, 30, 0)).save(book / "sea.jpg")
    assert bookmaker("pdf", book, "-o", tmp_path / "x.pdf").exit_code == 0
    written = (tmp_path / "x.pdf").read_bytes()
    picture = re.search(rb"<<[^>]*/Subtype /Image.*?>>", written, re.DOTALL)[0].decode("latin-1")
    assert f"/ColorSpace /Device{colours}" in picture and f"/Interpolate {str(smoothed).lower()}" in picture


def test_a_quotation_mark_stands_beside_the_initial(pages):
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    found = pages({"book.toml": toml, "a.md": f'# A\n\n"{PARAGRAPH}"\n'})
    assert any("\n“T\nhe nets" in text for text in found), found


def test_the_last_line_of_a_box_does_not_stand_alone_on_its_page(pages):
    box = "> [!NOTE]\n> " + "The wave leaves no time to hold on. " * 5 + "So hold{0}.\n>\n> Tie yourself{0}.\n\n"
    text = "".join("Line.\n\n" * number + box.format(number) for number in range(10, 30))
    texts = pages({"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n', "a.md": f"# A\n\n{text}"})
    for number in range(10, 30):
        (page,) = [page for page in texts if f"yourself{number}" in page]
        assert f"hold{number}" in page


def test_no_line_of_a_stanza_stands_alone_on_its_page(pages):
    verse = "\n|\n".join("\n".join(f"| Sea {stanza}.{line}" for line in range(2 + stanza % 4)) for stanza in range(60))
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    text = pages({"book.toml": toml, "a.md": f"# A\n\n{verse}\n"})
    found = [re.findall(r"Sea (\d+)\.(\d+)", page) for page in text]
    full = [page for page in found if page]
    assert len(full) > 4 and sum(map(len, full)) == sum(2 + stanza % 4 for stanza in range(60))
    for page in full:
        assert page[0][0] == page[1][0] and page[-1][0] == page[-2][0]


QUOTING = """first line.

    > xxxx second.

    xxxx third.

    > | xxxx fourth
    > | xxxx fifth

    xxxx sixth.
"""


@pytest.mark.parametrize("name", THEMES)
def test_quotations_in_a_note_have_no_wide_gaps(write_book, bookmaker, tmp_path, name):
    leading = float(theme.load(name, Place(""), {}).tokens["--note-leading"].removesuffix("pt"))
    settings = f'{BOOK["book.toml"]}\n[edition.pdf]\ntheme = "{name}"\n'
    folder = write_book(BOOK | {"book.toml": settings, "one.md": f"# Salt\n\nText.[^a]\n\n[^a]: xxxx {QUOTING}"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    lines = [bottom for page in bottoms_of("xxxx", tmp_path / "x.pdf") for bottom in page]
    assert len(lines) == 6
    assert all(0.9 < (above - below) / leading < 1.7 for above, below in pairwise(lines)), lines


@pytest.mark.parametrize("block", ["- xxxx", "Salt\n: xxxx", "> xxxx"])
def test_nothing_stands_above_a_block_at_a_page_s_head(write_book, bookmaker, tmp_path, block):
    text = "".join(f"{'xxxx words. ' * (n % 40)}\n\n{block}\n\n" for n in range(1, 120))
    folder = write_book(BOOK | {"one.md": f"# Salt\n\n{text}"})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    _, *heads = [max(page) for page in bottoms_of("xxxx|Salt$", tmp_path / "x.pdf") if page]
    assert len(heads) > 9 and max(heads) - min(heads) < 2, heads


def test_lists_are_numbered_as_they_are_written(pages):
    text = "5. five\n6. six\n\nMore.\n\n1911. Was a year.\n\nMore.\n\nc) see\nd) dee\n\nMore.\n\n"
    text += "<ol reversed><li>two</li><li>one</li></ol>\n\nMore.\n\n<ol><li>one</li><li value='7'>seven</li></ol>\n"
    found = re.findall(r"(?m)^ ?(\d+\.|[cd]\.) *\r?$", "\n".join(pages(BOOK | {"one.md": f"# Salt\n\n{text}"})))
    assert found == ["5.", "6.", "1911.", "c.", "d.", "2.", "1.", "1.", "7."]


def test_the_first_line_of_an_item_is_not_alone_at_a_foot(pages):
    text = "".join(f"{'Words. ' * (n % 30)}\n\n- Item {n} opens\n\n  Item {n} goes on.\n\n" for n in range(1, 90))
    texts = pages(BOOK | {"one.md": f"# Salt\n\n{text}"})
    opened, gone_on = ([set(re.findall(rf"Item (\d+) {how}", page)) for page in texts] for how in ("opens", "goes on"))
    assert opened == gone_on and sum(map(len, opened)) == 89


@pytest.mark.parametrize("below", ["    code {}", "- Item {}", "> Item {}", "| Item {} |\n|---|\n| b |"])
def test_what_a_line_announces_is_on_its_page(pages, below):
    text = "".join(f"{'Words. ' * (n % 30)}\n\nWrite {n}:\n\n{below.format(n)}\n\n" for n in range(1, 90))
    texts = pages(BOOK | {"one.md": f"# Salt\n\n{text}"})
    word = re.search(r"\w+(?= \{)", below)[0]
    announced, shown = ([set(re.findall(rf"{how} (\d+)", page)) for page in texts] for how in ("Write", word))
    assert announced == shown and sum(map(len, announced)) == 89


@pytest.mark.parametrize(("language", "words"), [("ar", "قد يقوم أحد الأعضاء. "), ("he", "הרשתות היו מונחות. ")])
def test_paragraphs_that_are_read_from_the_right_have_their_indent_there(
    write_book, bookmaker, tmp_path, language, words
):
    import pypdfium2

    toml = BOOK["book.toml"].replace('"en"', f'"{language}"')
    folder = write_book(BOOK | {"book.toml": toml, "one.md": f"# {words}\n\n" + f"mmmm {words * 9}\n\n" * 3})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    rights = []
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        for page in document:
            textpage = page.get_textpage()
            found = re.finditer("mmmm", textpage.get_text_range())
            rights += [textpage.get_charbox(match.end() - 1)[2] for match in found]
            textpage.close()
    first, *others = rights
    assert [round(first - other, 1) for other in others] == [15.4, 15.4]  # 1.4 em of 11 points


def bottoms_of(pattern: str, path: Path) -> list[list[float]]:
    """Page by page, how far above its foot each place stands that *pattern* matches."""
    import pypdfium2

    pages = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            textpage = page.get_textpage()
            found = re.finditer(pattern, textpage.get_text_range().replace("\r\n", "\n "), re.MULTILINE)
            pages.append([textpage.get_charbox(match.start())[1] for match in found])
            textpage.close()
    return pages


def test_an_initial_is_not_for_one_chapter_among_many(pages):
    short = {f"{name}.md": f"# {name.title()}\n\nIt went.\n" for name in ("fog", "ice", "ebb")}
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    assert any("\nT\nhe nets" in text for text in pages({"book.toml": toml, "a.md": f"# A\n\n{PARAGRAPH}\n"}))
    among = pages({"book.toml": toml, "a.md": f"# A\n\n{PARAGRAPH}\n"} | short)
    assert any("A\nThe nets" in text for text in among)


def test_formulas_as_they_were_written_are_no_prose(write_book, bookmaker, tmp_path):
    import pypdfium2

    formula = " + ".join(rf"\frac{{xxxx_{n}}}{{\internationalization_{n}}}" for n in range(20))
    files = BOOK | {"one.md": f"# Salt\n\nThis is so:\n\n$$ {formula} $$\n\nwhere xxxx is.\n"}
    assert bookmaker("pdf", write_book(files), "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "frac" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        words = textpage.get_text_range()
        left, *starts = [textpage.get_charbox(words.index(start))[0] for start in ("This", "$$", "where")]
        ends = [textpage.get_charbox(at.start() - 1)[2] for at in re.finditer("\r?\n", words)]
    assert "\ufffe" not in words  # a hyphen
    assert starts[0] > left + 10 and starts[1] == pytest.approx(left, abs=1)
    assert len({round(end) for end in ends[4:-3]}) > 3, ends  # they are not flush


def test_captions_of_tables_are_as_large_as_those_of_figures(write_book, bookmaker, tmp_path):
    import pypdfium2

    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    text = "![Figured](mark.svg){width=20%}\n\n: Tabled\n\n| a | b |\n|---|---|\n| c | d |\n"
    folder = write_book(BOOK | {"one.md": f"# Salt\n\n{text}", "mark.svg": drawing})
    for name in THEMES:
        (folder / "book.toml").write_text(BOOK["book.toml"] + f'[edition.pdf]\ntheme = "{name}"\n', encoding="utf-8")
        assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
        with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
            page = next(page for page in document if "Tabled" in page.get_textpage().get_text_range())
            textpage = page.get_textpage()
            words = textpage.get_text_range()
            ends = [words.index(word) + len(word) - 1 for word in ("Figured", "Tabled")]
            figure, table = (top - bottom for _, bottom, _, top in map(textpage.get_charbox, ends))
        assert table == pytest.approx(figure, rel=0.05), name


def test_no_short_item_stands_alone_at_a_foot_or_a_head(pages):
    text = "".join(
        f"{'Words. ' * (n % 30)}\n\n- Item {n}.\n- Item {n}.\n- Item {n}.\n- Item {n}.\n\n" for n in range(1, 60)
    )
    texts = pages(BOOK | {"one.md": f"# Salt\n\n{text}"})
    for n in range(1, 60):
        found = [count for page in texts if (count := page.count(f"Item {n}."))]
        assert sum(found) == 4 and 1 not in found, (n, found)


def test_no_row_of_a_table_is_alone_on_its_page(pages):
    text = "".join(
        f"{'Words. ' * (5 * n % 230)}\n\n| a | b |\n|---|---|\n" + f"| Row {n}. | {'word ' * 40} |\n" * 5 + "\n"
        for n in range(1, 40)
    )
    texts = pages(BOOK | {"one.md": f"# Salt\n\n{text}"})
    for n in range(1, 40):
        found = [count for page in texts if (count := page.count(f"Row {n}."))]
        assert sum(found) == 5 and 1 not in found, (n, found)


@pytest.mark.parametrize(("language", "same"), [("zh-Hans", True), ("en", False)])
def test_in_chinese_the_first_paragraph_is_indented_as_well(write_book, bookmaker, tmp_path, language, same):
    import pypdfium2

    toml = BOOK["book.toml"].replace('language = "en"', f'language = "{language}"')
    files = BOOK | {"book.toml": toml, "one.md": "# Salt\n\nText.\n\n## Head\n\nFirst words.\n\nSecond words.\n"}
    assert bookmaker("pdf", write_book(files), "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "First words" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        words = textpage.get_text_range()
        first, second = (textpage.get_charbox(words.index(word), loose=True)[0] for word in ("First", "Second"))
    assert (abs(first - second) < 1) == same


@pytest.mark.parametrize("name", THEMES)
def test_headings_and_captions_in_chinese_are_upright(write_book, bookmaker, tmp_path, name):
    import ctypes

    import pypdfium2

    toml = BOOK["book.toml"].replace('language = "en"', 'language = "zh"') + f'[edition.pdf]\ntheme = "{name}"\n'
    text = "# Salt\n\n### 第3\n\n文\n\n#### 第4\n\n: 表5\n\n| 甲6 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n术7\n: 解\n"
    folder = write_book(BOOK | {"book.toml": toml, "one.md": text})
    assert bookmaker("pdf", folder, "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "丁" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        for digit in "34567":
            face = ctypes.create_string_buffer(99)
            at = textpage.get_text_range().index(digit)
            pypdfium2.raw.FPDFText_GetFontInfo(textpage, at, face, 99, ctypes.c_int())
            assert b"Book" in face.value and b"Italic" not in face.value, digit


def test_no_words_go_on_beside_a_picture_on_a_line_of_its_own(write_book, bookmaker, tmp_path):
    import pypdfium2

    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><rect width="90" height="9"/></svg>'
    files = BOOK | {"one.md": f"# Salt\n\nText.\n\n![A bar](bar.svg)\nBeginning. {PARAGRAPH}\n", "bar.svg": wide}
    assert bookmaker("pdf", write_book(files), "-o", tmp_path / "x.pdf").exit_code == 0
    with pypdfium2.PdfDocument(tmp_path / "x.pdf") as document:
        page = next(page for page in document if "Beginning" in page.get_textpage().get_text_range())
        textpage = page.get_textpage()
        boxes = [textpage.get_charbox(number) for number in range(textpage.count_chars())]
        assert max(right for _, _, right, _ in boxes) < page.get_width() - 50
