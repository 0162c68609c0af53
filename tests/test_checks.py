"""Finished files are judged: EPUBs and PDFs that are broken on purpose, judges of the field, exit codes."""

import io
import json
import re
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bookmaker.editions import checks
from bookmaker.editions.checks import judges
from bookmaker.findings import Report
from tests.conftest import needs_pango

BOOK = {
    "book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\ncover = "cover.png"\n',
    "a.md": "# A\n\n![A boat.](boat.png)\n\nThe text of the chapter.\n",
}


def picture(width=1600, height=2560, mode="L"):
    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, "JPEG" if mode == "CMYK" else "PNG")
    return stream.getvalue()


def film(kind):
    stream = io.BytesIO()
    Image.new("L", (8, 8)).save(stream, kind, save_all=True, append_images=[Image.new("L", (8, 8), 90)])
    return stream.getvalue()


COVER = picture()


@pytest.fixture
def found_in(write_book, bookmaker, tmp_path, monkeypatch):
    """``found_in(change)`` gives bookmaker's findings in an EPUB of which *change* made something else.

    *cover* is that of the book; *change* maps a member to its new content, ``None`` for gone, or to a pair of texts of which the second takes the
    place of the first.
    """
    monkeypatch.setattr(checks, "OF_EPUB", checks.OF_EPUB[:1])

    def judged(change: dict[str, object], cover: bytes = COVER) -> list[str]:
        book = write_book({**BOOK, "cover.png": cover, "boat.png": picture(8, 8)})
        assert bookmaker("epub", book, "-o", tmp_path / "x.epub").exit_code == 0
        with zipfile.ZipFile(tmp_path / "x.epub") as epub, zipfile.ZipFile(tmp_path / "y.epub", "w") as changed:
            members = {name: epub.read(name) for name in epub.namelist()}
            for name, new in change.items():
                if isinstance(new, tuple):
                    assert new[0] in members[name].decode(), members[name].decode()
                    members[name] = members[name].decode().replace(*new).encode()
                elif new is None:
                    del members[name]
                else:
                    members[name] = new
            for name, content in members.items():
                changed.writestr(name, content)
        monkeypatch.chdir(tmp_path)
        report = Report()
        checks.judge(Path("y.epub"), "y.epub", report, lambda *_: None)
        return [str(finding).split("\n")[0] for finding in report]

    return judged


CHAPTER, OPF, NAV, CSS = (f"EPUB/{name}" for name in ("a.xhtml", "content.opf", "nav.xhtml", "css/book.css"))
IMG = '<img alt="A boat." src="'


def test_our_own_files_are_without_fault(found_in):
    assert found_in({}) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"mimetype": None}, "y.epub: error: its first member is not the mimetype, as it is [epub-file]"),
        ({"META-INF/container.xml": None}, "META-INF/container.xml is missing or broken"),
        ({OPF: b"<package"}, "its package document is missing or broken"),
        ({CHAPTER: b"<html><p></html>"}, f"y.epub/{CHAPTER}: error: this cannot be read as XHTML"),
        ({CHAPTER: ("<title>A</title>", "<title/>")}, "this document has no title [epub-file]"),
        ({CHAPTER: ("The text", "The text " * 40_000)}, "this document has 360 kB [epub-file]"),
        ({CHAPTER: (' alt="A boat."', "")}, f"y.epub/{CHAPTER}:11: warning: a picture without alt [alt-text]"),
        ({CHAPTER: ('alt="A boat."', 'alt=""')}, f"y.epub/{CHAPTER}:11: error: alternativeText is claimed; 1 pictures"),
        ({CHAPTER: ('alt="A boat."', 'alt=""')}, "error: text alone is said to be enough"),
        ({CHAPTER: ("The text", "<h4>x</h4>The text")}, "a heading of level 4 below one of level 1 [heading-level]"),
        ({CHAPTER: ("The text", "<table><tr><td><table><tr><td/></tr></table></td></tr></table>The text")},
         "a table within a table, which Kindle cannot show [kindle]"),
        ({CHAPTER: ("The text", "<table>" + "<tr><td/></tr>" * 101 + "</table>The text")},
         "note: a table of 101 rows and 1 columns [kindle]"),
        ({CHAPTER: ("The text", '<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>The text')},
         "warning: words in a drawing, which Kindle does not show [kindle]"),
        ({CHAPTER: ("The text", '<svg xmlns="http://www.w3.org/2000/svg"/>The text')},
         "warning: a drawing without title [alt-text]"),
        ({CHAPTER: ("The text", '<svg xmlns="http://www.w3.org/2000/svg"/>The text')},
         f"y.epub/{CHAPTER}:12: error: alternativeText is claimed; 1 pictures"),
        ({CHAPTER: ("The text", '<svg xmlns="http://www.w3.org/2000/svg"/>' * 26 + "The text")},
         "there are 26 drawings in SVG [kindle]"),
        ({CHAPTER: ("The text", '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>The text')},
         "a formula without alttext [formula-text]"),
        ({CHAPTER: ("The text", '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>The text')},
         "the feature MathML is not said, and there is some [epub-claims]"),
        ({OPF: (">readingOrder<", ">MathML<")}, "the feature MathML is claimed, and there is none [epub-claims]"),
        ({OPF: ('"schema:accessibilityHazard"', '"schema:other"')}, "schema:accessibilityHazard is not said"),
        *(({OPF: ("application/x-dtbncx+xml", kind)},
           "y.epub/EPUB/toc.ncx: error: hazards are said to be none, and this is a film [epub-claims]")
          for kind in ("video/mp4", "video/webm", "video/ogg", "video/quicktime", "video/x-m4v")),
        ({OPF: (' properties="cover-image"', "")}, "no picture is marked as the cover [kindle]"),
        ({OPF: (' properties="nav"', "")}, "it has no navigation document [epub-contents]"),
        ({NAV: ("nav.xhtml#toc", "nav.xhtml")}, "no landmark leads to the contents by their id [kindle]"),
        ({NAV: ('epub:type="bodymatter" ', "")}, "no landmark says where the text begins [kindle]"),
        ({NAV: ('<li><a href="a.xhtml">A</a></li>', '<li><a href="cover.xhtml">A</a></li>')},
         f"y.epub/{CHAPTER}:10: warning: this heading is not in the contents [epub-contents]"),
        ({CSS: b"h1 { text-align: left }\np { font-size: 12px }"},
         f"y.epub/{CSS}:2: warning: font-size of the running text is the reader's choice"),
        ({CSS: b"h1 { text-align: left }\n@media all { h1 { margin: calc(1em + 1px) } }"}, f"y.epub/{CSS}:2: warning: Ado"),
        ({CSS: b".1bad { margin: 0 }"}, '".1bad" is no selector that e-readers know [css-syntax]'),
        ({CSS: b"h1 { margin 0 }"}, "this is no declaration [css-syntax]"),
        *(({CSS: css}, "is not CSS") for css in (
            b"h1 { color: }", b'h1 { content: "x', b"@supports (a: b; c) { h1 { margin: 0 } }",
            b"@media (min-width: 3em;) { h1 { margin: 0 } }",
        )),
        ({CSS: b"h1 { margin: 0 }"}, "y.epub: warning: headings have no text-align: h1 [kindle]"),
        ({CSS: b"h1 { text-align: left }", CHAPTER: ("<p>The", "<h2>B</h2><p>The")},
         "headings have no text-align: h2 [kindle]"),
        ({CSS: "@charset 'utf-16'; h1 { text-align: left }\np { font-size: 12px }".encode("utf-16")},
         f"y.epub/{CSS}:2: warning: font-size of the running text is the reader's choice"),
        ({CSS: None}, f"y.epub: error: the manifest names {CSS}, and there is no such file [epub-file]"),
        ({CHAPTER: ("The text", '<h4 aria-level="3">x</h4>The text')}, "a heading of level 3 below one of level 1"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(found_in, change, finding):
    told = found_in(change)
    assert any(finding in each for each in told), told


@pytest.mark.parametrize(
    "drawing",
    ["<svg {}><title>A</title><svg/></svg>", '<svg {} aria-label="A"/>', '<svg {} aria-hidden="true"/>',
     '<svg {} role="presentation"/>'],
)  # fmt: skip
def test_a_drawing_with_words_or_of_none_is_without_fault(found_in, drawing):
    told = found_in({CHAPTER: ("The text", drawing.format('xmlns="http://www.w3.org/2000/svg"') + "The text")})
    assert not any("drawing" in each or "alternativeText" in each for each in told)


MOVES = "error: hazards are said to be none, and this picture moves [epub-claims]"


@pytest.mark.parametrize(
    ("content", "kind", "finding"),
    [
        (picture(3000, 3000), "png", "3000 x 3000 pixels [image-size]"),
        (picture(9, 9, "CMYK"), "jpeg", "this picture is in the colours of ink [image-size]"),
        (b"no picture", "png", "this picture cannot be read [broken-image]"),
        (film("GIF"), "gif", MOVES),
        (film("PNG"), "png", MOVES),
        (film("WEBP"), "webp", MOVES),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><animateMotion/></svg>', "svg+xml", MOVES),
    ],
)
def test_pictures_are_looked_at(found_in, content, kind, finding):
    told = found_in({"EPUB/images/boat": content, OPF: ("</manifest>",
                     f'<item id="boat" href="images/boat" media-type="image/{kind}"/></manifest>')})  # fmt: skip
    assert [each.split(": ", 1)[0] for each in told if finding in each] == ["y.epub/EPUB/images/boat"], told


@pytest.mark.parametrize("kind", ["gif", "png", "webp", "svg+xml"])
def test_what_stands_still_is_no_hazard(found_in, kind):
    told = found_in({"EPUB/images/boat": picture(8, 8), OPF: ("</manifest>",
                     f'<item id="boat" href="images/boat" media-type="image/{kind}"/></manifest>')})  # fmt: skip
    assert told == []


@pytest.mark.parametrize(
    ("cover", "finding"),
    [
        (picture(1000, 1600), "the cover has 1000 x 1600 pixels, too few for Kobo, Apple Books [cover]"),
        (picture(600, 960), "the cover has 600 x 960 pixels, too few for Amazon, Kobo, Apple Books [cover]"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><path d="M0 0h8"/></svg>',
         "the cover is an SVG, which Kindle and Kobo do not show [cover]"),
    ],
)  # fmt: skip
def test_covers_that_stores_refuse_are_found(found_in, cover, finding):
    [told] = found_in({}, cover)
    assert re.fullmatch(rf"y\.epub/EPUB/images/cover-\w+\.(png|svg): warning: {re.escape(finding)}", told)


@pytest.mark.parametrize(
    ("change"),
    [
        {CSS: "h1, .title { text-align: left } /* “é” */".encode("utf-16")},
        {CSS: '@charset "iso-8859-1"; h1 { text-align: left; quotes: "\xab" "\xbb" }'.encode("latin-1")},
        {CSS: b"section[aria-label], section[aria-labelledby], nav { text-align: left }"},
        {CHAPTER: ("The text", '<h4 aria-level="2">x</h4>The text')},
        {OPF: ("</manifest>", '<item id="x" href="https://example.org/a.mp3" media-type="audio/mpeg"/></manifest>')},
    ],
)
def test_what_is_right_is_not_found_wrong(found_in, change):
    assert found_in(change) == []


@pytest.mark.parametrize(("grade", "outcome"), [("error", "failed"), ("warning", "passed"), ("ignore", "passed")])
def test_the_author_grades_our_errors_of_a_finished_file(tmp_path, grade, outcome):
    """A file that is none is an error until its author says otherwise."""
    (tmp_path / "x.epub").write_bytes(b"")
    report = Report(grades={"epub-file": grade})
    [verdict, *_] = checks.judge(tmp_path / "x.epub", "x.epub", report, lambda *_: None)
    assert verdict.outcome == outcome
    assert [finding.severity for finding in report if finding.rule == "epub-file"] == [grade] * (grade != "ignore")


def test_rules_in_a_fence_are_no_danger(found_in):
    fenced = b"h1 { text-align: left }\n@supports (margin: calc(1em + 1px)) { h1 { margin: calc(1em + 1px) } }"
    assert found_in({CSS: fenced}) == []


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut short"])
@pytest.mark.parametrize("name", ["x.epub", "x.pdf"])
def test_a_file_that_is_none(bookmaker, monkeypatch, content, name):
    monkeypatch.setattr(checks, "OF_EPUB", checks.OF_EPUB[:1])
    monkeypatch.setattr(checks, "OF_PDF", checks.OF_PDF[:1])
    Path(name).write_bytes(content)
    outcome = bookmaker("check", name)
    assert outcome.exit_code == 4
    assert f"{name}: error: this cannot be read as" in outcome.errors
    assert "failed  1 error" in outcome.output


def test_a_file_that_is_not_there(bookmaker):
    outcome = bookmaker("check", "gone.epub")
    assert (outcome.exit_code, outcome.errors) == (2, "gone.epub: error: there is no such file [no-source]\n")


# ---- PDFs


@needs_pango
def test_a_pdf_of_ours_is_without_fault(write_book, bookmaker, tmp_path):
    book = write_book({**BOOK, "cover.png": picture(), "boat.png": picture(1200, 900)})
    assert bookmaker("pdf", book, "-o", tmp_path / "x.pdf").exit_code == 0
    report = Report()
    [verdict, _] = checks.judge(tmp_path / "x.pdf", "x.pdf", report, lambda *_: None)
    assert (verdict.outcome, verdict.words, [*report]) == ("passed", "", [])


PLAIN_PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 5 0 R/Resources<</Font<</F 6 0 R>>/XObject<</I 7 0 R>>>>>> endobj
4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>> endobj
5 0 obj <</Length 66>> stream
BT /F 12 Tf 20 20 Td (A word) Tj ET q 100 0 0 100 20 60 cm /I Do Q
endstream endobj
6 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
7 0 obj <</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 4>> stream
abcd
endstream endobj
trailer <</Root 1 0 R>>
"""


def test_what_a_printer_sends_back_is_found(bookmaker, monkeypatch):
    monkeypatch.setattr(checks, "OF_PDF", checks.OF_PDF[:1])
    Path("x.pdf").write_bytes(PLAIN_PDF)
    outcome = bookmaker("check", "x.pdf")
    assert outcome.exit_code == 4
    for finding in (
        "x.pdf: warning: it is not tagged",
        "x.pdf: warning: it has no title [pdf-tags]",
        'x.pdf#page=1: error: the font "Helvetica" is not in the file [pdf-fonts]',
        "x.pdf#page=1: warning: a picture of 1 dots an inch [pdf-pictures]",
        "x.pdf: warning: 1 pages have another size than the others [pdf-file]",
    ):
        assert finding in outcome.errors


# ---- the judges of the field


def stand_in(folder: Path, name: str, script: str) -> None:
    """A command that is found on the path and answers as the judge would."""
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(command.stat().st_mode | stat.S_IEXEC)


@pytest.fixture
def path(tmp_path, monkeypatch):
    folder = tmp_path / "commands"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    return folder


def lines(report):
    return [str(finding).split("\n")[0] for finding in report]


def test_a_judge_that_is_not_here_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    for judge in (judges.epubcheck, judges.ace, judges.verapdf):
        verdict = judge(tmp_path / "x.epub", "x.epub", Report())
        assert verdict.outcome == "not here" and verdict.words


def test_ace_is_heard(path):
    answer = {
        "earl:assertedBy": {"doap:release": {"doap:revision": "1.4.6"}},
        "assertions": [{
            "earl:testSubject": {"url": "a.xhtml"},
            "assertions": [{"earl:test": {"earl:impact": "serious", "dct:title": "image-alt"},
                            "earl:result": {"dct:description": "Fix this\nElement has no alt"}}],
        }],
    }  # fmt: skip
    (path / "answer.json").write_text(json.dumps(answer))
    stand_in(path, "ace", f'cp {path}/answer.json "$4/report.json"')
    report = Report()
    with zipfile.ZipFile("x.epub", "w") as epub:
        epub.writestr("META-INF/container.xml", '<container><rootfile full-path="EPUB/content.opf"/></container>')
    verdict = judges.ace(Path("x.epub"), "x.epub", report)
    assert tuple(verdict) == ("x.epub", "Ace 1.4.6", "failed", "1 error")
    assert lines(report) == ["x.epub/EPUB/a.xhtml: error: image-alt: Fix this [ace]"]


def test_verapdf_is_heard(path):
    (path / "answer.xml").write_text("""<?xml version="1.0" encoding="utf-8"?>
<report><buildInformation><releaseDetails id="gui" version="1.28.1"/></buildInformation><jobs><job>
<validationReport isCompliant="false"><details><rule clause="7.1" testNumber="9" status="failed" failedChecks="3">
<description>Document shall have a
title</description></rule></details></validationReport></job></jobs></report>""")
    stand_in(path, "verapdf", f"cat {path}/answer.xml")
    report = Report()
    verdict = judges.verapdf(Path("x.pdf"), "x.pdf", report)
    assert tuple(verdict) == ("x.pdf", "veraPDF 1.28.1", "failed", "1 error")
    assert lines(report) == ["x.pdf: error: 7.1-9: Document shall have a title (3 times) [verapdf]"]


@pytest.mark.parametrize(("name", "judge"), [("ace", judges.ace), ("verapdf", judges.verapdf)])
@pytest.mark.parametrize("script", ["exit 3", "echo nonsense", "echo '<report/>'"])
def test_a_judge_that_breaks_down_has_not_passed(path, name, judge, script):
    stand_in(path, name, script)
    verdict = judge(Path("x"), "x", Report())
    assert verdict.outcome == "failed" and verdict.words


needs_java = pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck needs Java, which is not on this machine")


@needs_java
def test_epubcheck_is_heard(write_book, bookmaker, tmp_path, monkeypatch):
    """A chapter that EPUBCheck refuses: the place and the words are its own."""
    monkeypatch.chdir(tmp_path)
    book = write_book({**BOOK, "cover.png": picture(), "boat.png": picture(8, 8)})
    assert bookmaker("epub", book, "-o", "x.epub").exit_code == 0
    with zipfile.ZipFile("x.epub") as epub, zipfile.ZipFile("y.epub", "w") as broken:
        for member in epub.infolist():
            content = epub.read(member)
            broken.writestr(member, content.replace(b"<p>The", b'<p align="left">The'))
    report = Report()
    verdict = judges.epubcheck(Path("y.epub"), "y.epub", report)
    assert (verdict.judge, verdict.outcome, verdict.words) == ("EPUBCheck 5.3.0", "failed", "1 error")
    [told] = [line for line in lines(report) if ": error: " in line]
    assert told.startswith("y.epub/EPUB/a.xhtml:") and 'RSC-005: Error while parsing file: attribute "align"' in told


# ---- the command


@needs_pango
def test_a_manuscript_is_checked_with_both_its_editions(write_book, bookmaker, monkeypatch):
    monkeypatch.setattr(checks, "OF_EPUB", checks.OF_EPUB[:1])
    monkeypatch.setattr(checks, "OF_PDF", checks.OF_PDF[:1])
    book = {**BOOK, "cover.png": picture(), "boat.png": picture(1200, 900), "b.md": "# B\n\nThe the end.\n"}
    outcome = bookmaker("check", write_book(book))
    assert outcome.exit_code == 0
    assert 'b.md:3:1: warning: "The the": the word stands twice [doubled-word]' in outcome.errors
    assert outcome.output == "t.pdf\n  bookmaker          passed\nt.epub\n  bookmaker          passed\n"
    assert bookmaker("check", write_book(book), "--strict").exit_code == 3
    book["book.toml"] += '[rules]\ndoubled-word = "error"\n'
    assert bookmaker("check", write_book(book)).exit_code == 4
    book["book.toml"] = book["book.toml"].replace('"error"', '"ignore"')
    outcome = bookmaker("check", write_book(book), "--strict", "--format", "json")
    assert outcome.exit_code == 0
    answer = json.loads(outcome.output)
    assert [finding for finding in answer["findings"] if finding["severity"] != "note"] == []
    assert [(verdict["file"], verdict["outcome"]) for verdict in answer["verdicts"]] == [
        ("t.pdf", "passed"), ("t.epub", "passed"),
    ]  # fmt: skip
    assert not Path("build").exists()


@pytest.mark.parametrize("beside", ["out/book.toml", "book.toml", "manuscript/book.toml"])
@pytest.mark.parametrize(("grade", "told"), [("ignore", ""), ("error", "error: a picture without alt [alt-text]")])
def test_a_finished_file_is_judged_by_the_rules_of_its_book(
    write_book, bookmaker, monkeypatch, tmp_path, beside, grade, told
):
    monkeypatch.setattr(checks, "OF_EPUB", checks.OF_EPUB[:1])
    book = write_book({**BOOK, "cover.png": picture(), "boat.png": picture(8, 8)})
    folder = tmp_path / "elsewhere"
    for path in ("out", "manuscript"):
        (folder / path).mkdir(parents=True)
    assert bookmaker("epub", book, "-o", tmp_path / "x.epub").exit_code == 0
    with zipfile.ZipFile(tmp_path / "x.epub") as epub, zipfile.ZipFile(folder / "out/x.epub", "w") as changed:
        for member in epub.infolist():
            changed.writestr(member, epub.read(member).replace(b' alt="A boat."', b""))
    monkeypatch.chdir(folder)
    assert "warning: a picture without alt" in bookmaker("check", "out/x.epub").errors
    (folder / beside).write_text(f'[book]\ntitle = "T"\ncover = "not-here.png"\n[rules]\nalt-text = "{grade}"\n'
                                 'epub-claims = "ignore"\n')  # fmt: skip
    outcome = bookmaker("check", "out/x.epub")
    assert told in outcome.errors
    assert ("a picture without alt" in outcome.errors) is (grade == "error")
    assert outcome.exit_code == (4 if grade == "error" else 0)


def test_a_mistake_in_the_rules_is_told_before_a_file_is_judged(bookmaker):
    Path("book.toml").write_text('[rules]\nalt-txt = "ignore"\nhtml = "maybe"\n')
    Path("x.epub").write_bytes(b"")
    outcome = bookmaker("check", "x.epub")
    assert outcome.exit_code == 2
    assert 'book.toml:2: error: there is no rule "alt-txt" [configuration]' in outcome.errors
    assert 'book.toml:3: error: "html" must be one of ignore, warning, error' in outcome.errors


@needs_pango
def test_what_an_author_calls_an_error_is_told_with_all_the_rest(write_book, bookmaker, monkeypatch):
    monkeypatch.setattr(checks, "OF_EPUB", checks.OF_EPUB[:1])
    monkeypatch.setattr(checks, "OF_PDF", checks.OF_PDF[:1])
    book = {
        **BOOK,
        "cover.png": picture(),
        "boat.png": picture(1200, 900),
        "b.md": "# B\n\n![](boat.png)\n\nThe the end.\n",
    }
    book["book.toml"] += '[rules]\nalt-text = "error"\n'
    outcome = bookmaker("check", write_book(book))
    assert outcome.exit_code == 4
    assert "b.md:3:5: error: the image boat.png has no alternative text [alt-text]" in outcome.errors
    assert "[doubled-word]" in outcome.errors
    assert outcome.output.startswith("t.pdf\n  bookmaker          passed\nt.epub\n  bookmaker")
    assert bookmaker("epub", write_book(book)).exit_code == 1


def test_what_keeps_the_editions_from_being_made_still_does(write_book, bookmaker):
    book = {**BOOK, "cover.png": b"no picture", "boat.png": picture(8, 8), "b.md": "# B\n\nThe the end.\n"}
    outcome = bookmaker("check", write_book(book))
    assert (outcome.exit_code, outcome.output) == (1, "")
    assert "[broken-image]" in outcome.errors and "[doubled-word]" in outcome.errors
