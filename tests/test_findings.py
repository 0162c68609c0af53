"""One folder of small manuscripts for each rule: what the author is told, and the exit code."""

import re
import typing
from pathlib import Path

import pytest

from bookmaker.build import Request, check
from bookmaker.findings import Report, Rule
from tests.conftest import folders

MADE_BY_THE_MACHINE = {
    "bug",
    "missing-library",
    "unwritable",
    "layout",
    "wide-table",
    "missing-glyph",
    "image-size",
    "ace",
    "epub-claims",
    "epub-contents",
    "epub-file",
    "epubcheck",
    "kindle",
    "pdf-file",
    "pdf-fonts",
    "pdf-pictures",
    "pdf-tags",
    "verapdf",
}  # test_cli, test_pdf, test_images and test_checks show them
OF_CHECK = (  # what only `bookmaker check` says
    "alt-words",
    "doubled-word",
    "formula-text",
    "link-text",
    "note-place",
    "punctuation",
    "quotation-marks",
    "straight-quote",
)


@pytest.mark.parametrize(
    "folder", [path for path in folders("findings") if path.name not in OF_CHECK], ids=lambda path: path.name
)
def test_the_author_is_told(folder, copied, bookmaker, expect, monkeypatch):
    book = copied(folder)
    (book.parent / "outside.png").write_bytes(b"not yours")
    monkeypatch.chdir(book)
    source = "nowhere" if folder.name == "no-source" else "." if (book / "book.toml").exists() else _only(book)
    outcome = bookmaker("epub", source, "-v", "-o", book.parent / "out.epub")
    told = re.sub(r"^(?:[a-z ]+(?:EPUB|PDF)? \.\.\.|[\d.]+ s)\n", "", outcome.errors, flags=re.MULTILINE)
    expect(folder / "expected.txt", f"exit {outcome.exit_code}\n{told}")
    assert "Traceback" not in outcome.errors


@pytest.mark.parametrize("name", OF_CHECK)
def test_the_author_who_asks_is_told(name, copied, expect, monkeypatch):
    folder, report = Path(__file__).parent / "findings" / name, Report()
    monkeypatch.chdir(copied(folder))
    check(Request(Path("a.md"), editions=()), report, lambda *_: None)
    expect(folder / "expected.txt", "".join(f"{finding}\n" for finding in report))


def _only(book: Path) -> str:
    files = sorted(book.glob("*.md"))
    return files[0].name if len(files) == 1 else "."


def test_every_rule_has_a_folder():
    shown = {
        rule
        for folder in folders("findings")
        for rule in re.findall(
            r": (?:error|warning|note): .*\[([a-z-]+)\]$",
            (folder / "expected.txt").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    assert set(typing.get_args(Rule)) - MADE_BY_THE_MACHINE == shown
