"""The comparison with other programs: what judges print is understood, and an EPUB is read as it is."""

import json
import zipfile
from collections import Counter

import pytest

from tests.benchmarks import judges, makers, peers
from tests.benchmarks.opened import opened

CHECKED = """FAIL book.epub {'ERROR': 2, 'WARNING': 1, 'USAGE': 1}
  WARNING PKG-010 x0: The file name "a b.png" contains spaces.  @ book.epub:-1:-1
  ERROR RSC-005 x16: Error while parsing file: attribute "align" not allowed here  @ 2.xhtml:28:32
  ERROR RSC-005 x4: Error while parsing file: value of attribute "id" is invalid  @ content.opf:14:73
"""
READ = """FAIL epub.js 0.3.93 book.epub
   {"spine":6}
   ! link in lamp.xhtml not in spine: tide.md
PASS foliate-js 1.0.1 book.epub
"""
KOBO = "[ SUMMARY ]\n  Kobo/RMSDK : 2 error, 1 warning, 0 info\n"


def test_epubcheck_counts_places():
    assert judges.epubcheck(CHECKED) == {("WARNING", "PKG-010"): 1, ("ERROR", "RSC-005"): 20}
    assert judges.epubcheck("PASS book.epub {}\n") == Counter()


@pytest.mark.parametrize("said", ["", "Traceback (most recent call last):", "FAIL x\n  FATAL JAVA x0: no memory  @ ::"])
def test_no_verdict_is_neither_praise_nor_blame(said):
    assert judges.epubcheck(said) is None
    assert judges.kobo(said) is None
    assert judges.verdict(said, "epub.js") is None


def test_each_reader_has_its_verdict():
    assert judges.verdict(READ, "epub.js") is False
    assert judges.verdict(READ, "foliate-js") is True
    assert judges.verdict(READ, "Readium") is None
    assert judges.kobo(KOBO) == (2, 1)


def test_ace_counts_violations_by_rule():
    violations = [{"earl:test": {"dct:title": title}} for title in ("epub-lang", "label", "label")]
    report = {"assertions": [{"assertions": violations[:2]}, {"assertions": violations[2:]}]}
    assert judges.ace(json.dumps(report)) == {"label": 2, "epub-lang": 1}


def test_a_book_is_read_as_it_is(tmp_path):
    package = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title id="t">T</dc:title><!-- none --><meta property="schema:accessMode">textual</meta></metadata><manifest>
        <item href="nav.xhtml" media-type="application/xhtml+xml"/><item href="gone.xhtml" media-type="application/xhtml+xml"/>
        <item href="text/a%20b.xhtml" media-type="application/xhtml+xml"/></manifest></package>"""
    nav = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
        <nav epub:type="landmarks"><a epub:type="toc" href="#toc">T</a></nav>
        <nav epub:type="page-list"><a href="text/a%20b.xhtml#p1">1</a></nav></body></html>"""
    text = """<html xmlns="http://www.w3.org/1999/xhtml"><body><p id="p1"><a href="../nav.xhtml">up</a>
        <a href="two.md#x">lost</a><a href="https://sea.example">away</a><img src="../sea.png"/></p></body></html>"""
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    with zipfile.ZipFile(tmp_path / "x.epub", "w") as epub:
        epub.writestr("META-INF/container.xml", container)
        epub.writestr("OPS/book.opf", package)
        epub.writestr("OPS/nav.xhtml", nav)
        epub.writestr("OPS/text/a b.xhtml", text)
        epub.writestr("OPS/sea.png", b"")
    book = opened(tmp_path / "x.epub")
    assert (book.metadata, book.accessibility) == (["title", "schema:accessMode"], ["schema:accessMode"])
    assert (book.landmarks, book.pages) == (["toc"], 1)
    assert [address for _, address in book.dangling] == ["#toc", "two.md#x"]
    assert len(book.references) == 5


def test_the_table_stands_between_its_markers():
    assert (
        peers.filled("a\n<!-- peers -->\nold\n<!-- /peers -->\nb", "new")
        == "a\n<!-- peers -->\nnew\n<!-- /peers -->\nb"
    )
    with pytest.raises(ValueError, match="markers"):
        peers.filled("a", "new")


def test_what_is_absent_is_in_the_table():
    absent = peers.Result(makers.MAKERS[-1], makers.MAKERS[-1].title, "not installable here")
    assert peers.table([absent], ("Ace", "Links")).splitlines()[2:] == [
        "| Ace: violations | not installable here |",
        "| links and pictures that lead nowhere |  |",
    ]


def test_every_program_is_given_the_same_book():
    for maker in makers.MAKERS:
        recipe = makers.RECIPES / maker.recipe
        files = "".join(path.read_text() for path in sorted(recipe.glob("*"))) if recipe.is_dir() else ""
        given = files + "".join(maker.commands)
        assert all(words in given for words in ("The Keeper's Handbook", "Ada Lund", "images/cover.png", "en")), (
            maker.title
        )


def test_the_sample_has_nothing_to_find_fault_with(bookmaker, copied):
    manuscript = copied(makers.SAMPLE)
    (manuscript / "book.toml").write_bytes((makers.RECIPES / "bookmaker" / "book.toml").read_bytes())
    assert bookmaker("epub", manuscript, "--strict", "-o", "x.epub").exit_code == 0
