"""Small whole books, and what they must become: every text file of the EPUB, and the text of every page."""

import pytest

from tests.conftest import folders, needs_pango

BOOKS = folders("books")


@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_the_epub_is_as_expected(folder, copied, unpacked, expect):
    files = unpacked(_source(copied(folder)))
    assert {path.name for path in (folder / "expected").glob("*.*") if path.name != "pages.txt"} <= {
        *files,
        "content.opf",
    }
    for name, text in files.items():
        if not name.endswith(".css"):
            expect(folder / "expected" / name, text)


@needs_pango
@pytest.mark.parametrize("folder", BOOKS, ids=lambda path: path.name)
def test_the_pages_are_as_expected(folder, copied, bookmaker, expect, tmp_path):
    import pypdfium2

    outcome = bookmaker("pdf", _source(copied(folder)), "-o", tmp_path / "x.pdf")
    assert outcome.exit_code == 0, outcome.errors
    if "[missing-glyph]" in outcome.errors:
        pytest.skip("no font here has every letter of this book, so its lines are others")
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    pages = [f"--- page {number}\n{_text(page)}\n" for number, page in enumerate(document, 1)]
    document.close()
    expect(folder / "expected" / "pages.txt", "".join(pages))


def _source(folder):
    return folder if (folder / "book.toml").exists() else next(folder.glob("*.md"))


def _text(page):
    textpage = page.get_textpage()
    text = "\n".join(line.rstrip() for line in textpage.get_text_range().splitlines())
    textpage.close()
    return text
