"""Drawings inside a chapter: what they refer to is theirs alone, and nothing in them runs or fetches."""

import re
from pathlib import Path

import pytest

from bookmaker import xhtml
from bookmaker.findings import Place, Report
from bookmaker.manuscript import images, svg, svg_files
from bookmaker.model import Source

BOOK = '[book]\ntitle = "T"\nlanguage = "en"\n'
DRAWING = (
    '<svg viewBox="0 0 9 9"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>'
    '<path id="p" d="M0 0h9"/></defs><use href="#p"/><use href="#nowhere"/><rect width="9" height="9" fill="url(#g)"/></svg>'
)


def cleaned(content: bytes) -> str:
    return xhtml.serialise(svg.clean_file(svg_files.read(content)))


def test_two_drawings_with_the_same_ids(write_book, unpacked):
    files = unpacked(write_book({"book.toml": BOOK, "a.md": f"# A\n\n{DRAWING}\n", "b.md": f"# B\n\n{DRAWING}\n"}))
    for name, suffix in (("a.xhtml", ""), ("b.xhtml", "-1")):
        assert f'xlink:href="#p{suffix}"' in files[name]
        assert f'fill="url(#g{suffix})"' in files[name]
        assert "nowhere" not in files[name]
        assert len(re.findall("<use", files[name])) == 1


def test_rules_and_inner_drawings_follow_the_new_ids(write_book, unpacked):
    drawing = (
        '<svg><style>path{fill:url(#g)}</style><linearGradient id="g"><stop offset="0"/></linearGradient>'
        '<path id="p" d="M0 0"/><svg><use href="#p"/></svg></svg>'
    )
    page = unpacked(write_book({"a.md": f"# A\n\n{drawing}\n\n{drawing}\n"}) / "a.md")["a.xhtml"]
    assert page.count("fill:url(#g)") == page.count("fill:url(#g-1)") == 1
    assert page.count('href="#p"') == page.count('href="#p-1"') == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<use href="#g"/>', ""),
        ('<g id="a"><use href="#a"/></g>', '<g id="a"/>'),
        ('<rect width="1" height="1" fill="url(#p)" stroke="url(#nowhere) red"/>', '<rect width="1" height="1" fill="none" stroke="red"/>'),
        ('<path d="M0 0" style="fill: url(#g); clip-path: url(#g)"/>', '<path d="M0 0" style="fill: url(#g); clip-path:none"/>'),
        ('<linearGradient id="h" href="#p"/>', '<linearGradient id="h"/>'),
        ('<text>a<textPath href="#nowhere">b</textPath>c</text>', "<text>a<tspan>b</tspan>c</text>"),
        ('<text>a<use href="#p"/>b</text>', "<text>ab</text>"),
        ('<text>a<a href="#x">b</a>c</text>', "<text>a<tspan>b</tspan>c</text>"),
        ("<foreignObject x='1' y='2%'><p>a<b>b</b></p><p>c</p><script>d</script></foreignObject>",
         '<text x="1" dy="1em"><tspan x="1">ab</tspan><tspan x="1" dy="1.2em">c</tspan></text>'),
        ("<foreignObject>a<br/>b<div/></foreignObject>",
         '<text dy="1em"><tspan x="0">a</tspan><tspan x="0" dy="1.2em">b</tspan></text>'),
    ],
)  # fmt: skip
def test_only_what_can_be_followed_stays_and_no_word_goes(written, kept):
    defs = '<linearGradient id="g"/><path id="p" d="M0 0"/>'
    content = f'<svg xmlns="http://www.w3.org/2000/svg">{defs}{written}</svg>'
    drawing = cleaned(content.encode())
    assert drawing == f'<svg xmlns="http://www.w3.org/2000/svg">{defs}{kept}</svg>'


def test_no_link_leads_to_a_part_that_is_not_shown(write_book, unpacked):
    book = {
        "book.toml": BOOK,
        "a.md": f"# A\n\n[Colours](#g), [line](#shown)\n\n{DRAWING.replace('<rect', '<rect id=shown')}\n",
    }
    page = unpacked(write_book(book))["a.xhtml"]
    assert '<span>Colours</span>, <a href="#shown">line</a>' in page


@pytest.mark.parametrize(
    "evil",
    [
        "<script>x()</script>",
        '<rect width="1" height="1" onclick="x()"/>',
        '<image href="file:///etc/passwd" width="1" height="1"/>',
        '<image href="https://example.org/x.png" width="1" height="1"/>',
        '<rect width="1" height="1" fill="url(https://example.org/#x)"/>',
        "<style>@import url(https://example.org/x.css)</style>",
        "<foreignObject><iframe src='x'/></foreignObject>",
        '<a href="javascript:x()"><rect width="1" height="1"/></a>',
        '<animate attributeName="x"/>',
        """<rect width="1" height="1" style="background: image-set('http://example.org/x.png' 1x)"/>""",
        """<rect width="1" height="1" style="fill: src('//example.org/x')"/>""",
        """<style>path { background: image-set("https://example.org/y.png" 1x) }</style>""",
        """<style>@font-face { font-family: x; src: url(https://example.org/x.otf) }</style>""",
        """<style>path { fill: u\\rl(https://example.org/x) }</style>""",
    ],
)
def test_nothing_runs_or_is_fetched(evil):
    content = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{evil}<path d="M0 0"/></svg>'
    written = cleaned(content.encode())
    assert not re.search("script|onclick|passwd|example|import|iframe|animate", written)
    assert 'd="M0 0"' in written


ILLUSTRATOR = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
    <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
    <!ENTITY ns_svg "http://www.w3.org/2000/svg">
    <!ENTITY red "fill:#f00">
    <!ENTITY isle "<path d='M0 0h9'/>">
]>
<svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" i:viewOrigin="0 9" viewBox="0 0 9 9">
<switch><foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgfRef xlink:href="#a"
 xmlns:xlink="http://www.w3.org/1999/xlink"/></foreignObject><g i:extraneous="self">&isle;<path style="&red;" d="M9 9"/>
<title>Åland</title></g></switch></svg>"""


def test_the_entities_of_a_drawing_stand_for_what_it_says():
    drawing = cleaned(ILLUSTRATOR.encode("iso-8859-1"))
    assert drawing == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><switch><g><path d="M0 0h9"/>'
        '<path d="M9 9" style="fill:#f00"/><title>Åland</title></g></switch></svg>'
    )


@pytest.mark.parametrize("subset", ["", ' SYSTEM "svg.dtd"', " [<!ATTLIST path d CDATA #IMPLIED>]"])
def test_a_doctype_without_entities_says_nothing(subset):
    content = f'<!DOCTYPE svg{subset}><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    assert cleaned(content.encode()).endswith('<path d="M0 0"/></svg>')


def entities(declared: str, used: str = "&a;") -> bytes:
    return f'<!DOCTYPE svg [{declared}]><svg xmlns="http://www.w3.org/2000/svg"><text>{used}</text></svg>'.encode()


LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg",
        b"<p/>",
        entities("", "&a;"),
        entities('<!ENTITY b "c">'),
        entities('<!ENTITY a SYSTEM "file:///etc/hostname">'),
        entities('<!ENTITY % p SYSTEM "file:///etc/hostname"> %p; <!ENTITY a "b">'),
        entities('<!ENTITY a "&b;"><!ENTITY b "&a;">'),
        entities(LAUGHS, "&l9;"),
        entities(LAUGHS, '<tspan id="&l9;"/>'),
        entities(f'<!ENTITY a "{"ha" * 10_000}">', "&a;" * 10_000),
    ],
)
def test_what_is_no_drawing(content):
    assert svg_files.read(content) is None


NAMED = """
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
<style>#Frame\\ 1 { fill: url(#a\\:b) } g:not(#a\\:b) > #ok { fill: red }</style>
<linearGradient id="a:b"><stop offset="0"/></linearGradient><linearGradient id="a:b"><stop offset="1"/></linearGradient>
<g id="Frame 1"/><path id="1a" d="M0 0" fill="url('#a:b')"/><rect id="ok" width="1" height="1" style="fill:url(#a:b)"/>
<use href="#Frame%201"/><use xlink:href="#1a"/><use href="#ok"/></svg>"""


def test_the_ids_of_a_file_are_names_and_what_refers_to_them_follows():
    """Figma names parts as its author names layers, other tools begin with a digit or name two alike."""
    written = cleaned(NAMED.replace("url(#a\\:b)", "url('#a:b')").encode())
    ids = re.findall(r' id="([^"]+)"', written)
    assert ids == ["a-b", "a-b-1", "Frame-1", "s-1a", "ok"]
    assert re.findall('href="#(.+?)"', written) == ["Frame-1", "s-1a", "ok"]
    assert "#Frame-1{fill:url(#a-b)}g:not(#a-b) &gt; #ok{fill:red}" in written
    assert ' fill="url(#a-b)"' in written and ' style="fill:url(#a-b)"' in written


@pytest.mark.parametrize("written", [NAMED, NAMED.replace("a:b", "a").replace("Frame 1", "b")])
def test_ids_in_a_chapter_follow_inside_rules_too(written, write_book, unpacked):
    drawing = re.sub("\n", " ", written)
    page = unpacked(write_book({"book.toml": BOOK, "a.md": f"# A\n\n{drawing}\n\n{drawing}\n"}))["a.xhtml"]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and not any(re.search("[ :]|^[0-9]", each) for each in ids)
    for address in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page):
        assert "".join(address) in ids
    assert page.count("#ok{fill:red}") == page.count("#ok-1{fill:red}") == 1


SIZED = '<rect width="0" height="0" style="width:1px;height:1px"/>'


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<g display="none" visibility="hidden"/>', ""),
        ('<switch><g systemLanguage="fr"/><g/></switch>', ""),
        ('<mask maskContentUnits="objectBoundingBox"/>', ""),
        ('<pattern patternContentUnits="objectBoundingBox"/>', ""),
        ('<text textLength="9" lengthAdjust="spacing" rotate="3" xml:space="preserve">a  b</text>', ""),
        ('<text xml:lang="fr">a</text>', ""),
        ('<text lang="fr">a</text>', '<text xml:lang="fr">a</text>'),
        ('<g xml:lang="not one" xml:space="so" aria-hidden="so"/>', "<g/>"),
        ('<marker overflow="visible"/>', ""),
        ('<g transform-origin="1 -.5" style="fill:red"/>', '<g style="transform-origin:1px -.5px;fill:red"/>'),
        ('<g transform-origin="50% 2em"/>', '<g style="transform-origin:50% 2em;"/>'),
        ('<rect style="width:1px;height:1px"/>', SIZED),
        ('<circle style="r:2px"/>', '<circle r="0" style="r:2px"/>'),
        ('<ellipse rx="2"/>', '<ellipse rx="2" ry="2"/>'),
        ('<stop/>', ""),
        ('<linearGradient><stop/></linearGradient>', '<linearGradient><stop offset="0"/></linearGradient>'),
        ('<path style="d:path(&quot;M0 0&quot;)"/>', ""),
        ('<path/>', "<!---->"),
        ('<g fill="light-dark(#fff, #000)" style="stroke:light-dark( rgb(0, 0, 0), var(--d, red))"/>',
         '<g fill="#fff" style="stroke:rgb(0, 0, 0)"/>'),
        ('<g id="f(x)" class="g(x)"/>', '<g id="f-x-" class="g(x)"/>'),
        ('<svg class="a"/>', ""),
        ('<text><tspan>a<tspan>b</tspan> c</tspan> d</text>', "<text><tspan>a<tspan>b</tspan><tspan> c</tspan></tspan> d</text>"),
        ('<image href="data:image/jpg;base64,/9g="/>',
         '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/jpeg;base64,/9g="/>'),
        ('<g style="fill:red;stroke:url(http://example.org/#a)"/>', '<g style="fill:red"/>'),
        ('<filter x="0" filterUnits="userSpaceOnUse"><feGaussianBlur in="SourceAlpha" stdDeviation="2" result="a"/>'
         '<feMerge><feMergeNode in="a"/></feMerge><feComponentTransfer><feFuncA type="linear" slope="1"/>'
         '</feComponentTransfer><feDropShadow dx="1" flood-color="red"/></filter>', ""),
        ('<g style="filter:drop-shadow(1px 1px red)"/>', ""),
        ('<g fill="url(http://example.org/#a)"/>', '<g fill="none"/>'),
        ('<filter><feImage href="http://example.org/"/><feImage href="#nowhere"/></filter>', "<filter/>"),
    ],
)  # fmt: skip
def test_what_changes_the_picture_stays(written, kept):
    """SVG 2, and what SVG 1.1 wants written where SVG 2 does not."""
    drawing = cleaned(f'<svg xmlns="http://www.w3.org/2000/svg">{written}</svg>'.encode())
    inner = re.sub("^<svg[^>]*>|</svg>$|/>$", "", drawing) if drawing.endswith("</svg>") else ""
    assert inner == {"<!---->": "", "": written if written != "<stop/>" else ""}.get(kept, kept)


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("a.b > c:hover, [id='d'] + e:not(.f, #g):nth-child(2n + 1) { fill: red !important }",
         "a.b > c:hover,[id=\"d\"] + e:not(.f, #g):nth-child(2n + 1){fill:red!important}"),
        (".1x { fill: red } a { fill: blue }", "a{fill:blue}"),
        ("a, { fill: red } a:not( { fill: red }", ""),
        ("a { fill: ; stroke: red; d: $; x: {y}; y: ) }", "a{stroke:red}"),
        ("a { fill: rgb(0 0 0 / 50%); margin: calc(1px + 2px) }", "a{fill:rgb(0 0 0 / 50%);margin:calc(1px + 2px)}"),
        ("a { fill: light-dark(red, blue) }", "a{fill:red}"),
        ("a { font-family: 'x", ""),
    ],
)  # fmt: skip
def test_rules_that_no_reader_takes_go(css, kept):
    """EPUBCheck refuses a book for one of them; the others stay."""
    drawing = cleaned(f'<svg xmlns="http://www.w3.org/2000/svg"><style><![CDATA[{css}]]></style></svg>'.encode())
    assert drawing.replace("&gt;", ">").partition("<style>")[2].removesuffix("</style></svg>") == kept


@pytest.mark.parametrize(
    ("style", "kept"),
    [("fill: red; ", ' style="fill: red; "'), ("fill: red; stroke: ; d: {x}", ' style="fill:red"'), ("fill: $", "")],
)
def test_a_style_that_no_reader_takes_goes(style, kept):
    drawing = cleaned(f'<svg xmlns="http://www.w3.org/2000/svg"><g style="{style}"/></svg>'.encode())
    assert drawing.partition("<g")[2] == f"{kept}/></svg>"


def test_a_shadow_in_a_chapter(write_book, unpacked):
    """HTML's parser does not know how this one is written."""
    drawing = '<svg><title>A</title><filter id="f"><feDropShadow dx="1"/></filter><g filter="url(#f)"/></svg>'
    page = unpacked(write_book({"book.toml": BOOK, "a.md": f"# A\n\n{drawing}\n"}))["a.xhtml"]
    assert '<feDropShadow dx="1"/>' in page and '<g filter="url(#f)"/>' in page


@pytest.mark.parametrize(
    ("drawing", "head"),
    [
        ('<svg role="img" aria-label="A box">', "<title>A box</title>"),
        ('<svg aria-label="y = f(x)">', "<title>y = f(x)</title>"),
        ('<svg aria-label="A box"><title> </title>', "<title>A box</title>"),
        ('<svg aria-labelledby="a b"><desc id="b">box</desc><g><title id="a">A</title></g>', "<title>A box</title>"),
        ('<svg aria-label="A box"><title>Box</title>', 'aria-label="A box"><title>Box</title>'),
    ],
)
def test_what_aria_says_of_a_drawing_is_its_title(drawing, head, write_book, bookmaker, unpacked):
    book = write_book({"book.toml": BOOK, "a.md": f'# A\n\n{drawing}<path d="M0 0"/></svg>\n'})
    assert head in unpacked(book)["a.xhtml"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_drawing_is_known_by_reading_it(encoding, tmp_path):
    """However long the remark before it, and in whichever encoding of Unicode."""
    name = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    remark = f'<?xml version="1.0" encoding="{name}"?>\n<!-- {"x" * 5000} -->'
    file = tmp_path / "a.svg"
    file.write_bytes(f'{remark}<svg xmlns="http://www.w3.org/2000/svg"><text>Å</text></svg>'.encode(encoding))
    asset = images.load(file, "a.svg", Place("a.md"), Report())
    assert asset is not None and "<text>Å</text>" in asset.content.decode()


def test_the_rules_of_a_drawing_reach_nothing_outside_it(write_book, unpacked):
    rules = (
        ".a, path > .b { fill: rgb(1, 2, 3); stroke: url(#g) } @media print { p { display: none } } p { display: none }"
    )
    drawing = f'<svg viewBox="0 0 1 1"><style>{rules}</style><path class="a" d="M0 0"/></svg>'
    page = unpacked(write_book({"book.toml": BOOK, "a.md": f"# A\n\n{drawing}\n\nText.\n"}))["a.xhtml"]
    own = re.search(r'<svg [^>]*class="(s-[0-9a-f]{8})"', page)[1]
    style = page.split("<style>")[1].split("</style>")[0]
    assert style == (f".{own}.a,path &gt; .{own}.b{{fill:rgb(1, 2, 3);stroke:none}}p.{own}{{display:none}}")


@pytest.mark.parametrize(
    ("selector", "kept"),
    [
        ("#m .a", "#m .s.a"),
        ("#m", ".s#m"),
        (".b.c > g", ".b.c > g.s"),
        ("svg", "svg.s"),
        (":root", ".s.s-root"),
        (":root .a", ".s-root .s.a"),
        ("*", "*.s"),
        ("#m:not(.d) g, g:hover", "#m:not(.d) g.s,g.s:hover"),
        ("a b+[id='d']", 'a b+.s[id="d"]'),
    ],
)
def test_a_rule_holds_in_the_drawing_alone(selector, kept, write_book, unpacked):
    """For the drawing itself, with which Mermaid's rules begin, and for what ``use`` repeats too, below nothing."""
    drawing = f'<svg id="m" class="b c"><title>A</title><style>{selector}{{fill:red}}</style><g class="a"/><g/></svg>'
    page = unpacked(write_book({"book.toml": BOOK, "a.md": f"# A\n\n{drawing}\n"}))["a.xhtml"]
    own = re.search(r' class="b c (s-[0-9a-f]{8})', page)[1]
    assert f'<g class="a {own}"/><g class="{own}"/>' in page
    style = page.split("<style>")[1].split("{fill")[0].replace("&gt;", ">")
    assert style.replace(own, "s") == kept


def test_rules_between_cdata_marks(write_book, bookmaker, unpacked):
    """So they come from R and from D2."""
    drawing = "<svg><title>A</title><style><![CDATA[\n.a > .b { fill: red }\n]]></style><g/></svg>"
    folder = write_book({"book.toml": BOOK, "a.md": f"# A\n\n{drawing}\n"})
    assert "{fill:red}" in unpacked(folder)["a.xhtml"]
    assert bookmaker("epub", folder).errors.count("warning") == 0


LABEL = """<foreignObject width="100%" requiredFeatures="x"><div xmlns="http://www.w3.org/1999/xhtml">A long <b>label</b>
</div></foreignObject>"""
UNKNOWN = (
    '<foreignObject requiredExtensions="http://example.org/"><i:a xmlns:i="http://example.org/">x</i:a></foreignObject>'
)


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        (f'{LABEL}<text x="1" y="2">A lo...</text>', '<text x="1" y="2">A long label</text>'),
        (f'{LABEL}<text x="1">A <tspan>long</tspan> label</text>', '<text x="1">A <tspan>long</tspan> label</text>'),
        ('<foreignObject><p>a</p><p>b</p></foreignObject><text x="1" y="2">a...</text>',
         '<text x="1" y="2"><tspan x="1" dy="-0.6em">a</tspan><tspan x="1" dy="1.2em">b</tspan></text>'),
        (f'{LABEL}<g><path d="M0 0"/></g>', '<g><path d="M0 0"/></g>'),
        (LABEL, '<text dy="1em">A long label</text>'),
        (f'{UNKNOWN}<g id="a"/><g id="b"/>', '<g id="a"/>'),
        ('<g requiredFeatures="x"/><text>This is no SVG</text>', "<g/>"),
        ('<text systemLanguage="fr">a</text><text>b</text><text>c</text>', '<text systemLanguage="fr">a</text><text>b</text>'),
    ],
)  # fmt: skip
def test_of_a_choice_stays_what_is_shown(choice, shown, tmp_path):
    """draw.io writes each label twice, and at the end that it cannot be shown; print would show all of it."""
    report, file = Report(), tmp_path / "a.svg"
    file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><switch>{choice}</switch></svg>', "utf-8")
    asset = images.load(file, "a.svg", Place("a.md"), report)
    assert f"<switch>{shown}</switch>" in asset.content.decode()
    assert not [*report]


def test_what_a_program_keeps_for_itself_is_no_text(write_book, bookmaker):
    """Illustrator writes its own file behind the drawing."""
    kept = '<i:aipgf xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/">KLUv/QBY</i:aipgf>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><path d="M0 0"/>{kept}</svg>'
    folder = write_book({"book.toml": BOOK, "a.md": f"# A\n\n{drawing}\n\n![B](b.svg)\n", "b.svg": drawing})
    assert "words" not in bookmaker("epub", folder).errors


def test_the_rules_of_a_file_stay_as_they_are():
    content = b'<svg xmlns="http://www.w3.org/2000/svg"><style>.a{fill:red}</style><path class="a" d="M0 0"/></svg>'
    assert "<style>.a{fill:red}</style>" in cleaned(content)


def test_a_picture_that_may_not_be_read(write_book, bookmaker, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    book = {"book.toml": BOOK + 'cover = "boat.svg"\n', "a.md": "# A\n\n![A boat](boat.svg)\n", "boat.svg": "<svg/>"}
    monkeypatch.setattr(images.Path, "read_bytes", refuse)
    source = Source(Path("a.md"), "a.md", book["a.md"])
    report, folder = Report(), write_book(book)
    body = xhtml.parse(f'<p><img src="{folder}/boat.svg" alt="A boat"></p>')
    assert images.gather(body, source, Path("/"), report) == {}
    assert [finding.rule for finding in report] == ["broken-image"]
    assert images.load(folder / "boat.svg", "boat.svg", Place("a.md"), report) is None
