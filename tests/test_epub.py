"""What must hold for every EPUB, whatever the book: the zip, the links, the ids, the well-formedness."""

import posixpath
import re
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from bookmaker import config as configuration
from bookmaker.editions import cascade, metadata
from bookmaker.editions.cascade import Dress
from bookmaker.editions.documents import xhtml_document
from bookmaker.findings import Report
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import make
from tests.conftest import HERE, folders, needs_pango

X = "{http://www.w3.org/1999/xhtml}"
BOOKS = folders("books")


@pytest.fixture(params=BOOKS, ids=lambda path: path.name)
def epub(request, copied, bookmaker, tmp_path):
    folder = copied(request.param)
    source = folder if (folder / "book.toml").exists() else next(folder.glob("*.md"))
    assert bookmaker("epub", source, "-o", tmp_path / "x.epub").exit_code == 0
    with zipfile.ZipFile(tmp_path / "x.epub") as opened:
        yield opened


def documents(epub):
    return {name: ET.fromstring(epub.read(name)) for name in epub.namelist() if name.endswith(".xhtml")}


def test_the_mimetype_is_first_and_stored(epub):
    first = epub.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert epub.read("mimetype") == b"application/epub+zip"


def test_every_member_has_the_one_date(epub):
    assert {member.date_time for member in epub.infolist()} == {(2019, 7, 9, 0, 0, 0)}


def test_the_manifest_lists_every_file_once(epub):
    package = ET.fromstring(epub.read("EPUB/content.opf"))
    listed = [f"EPUB/{item.get('href')}" for item in package.iter("{http://www.idpf.org/2007/opf}item")]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(epub.namelist()) - {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}


def test_every_link_and_source_leads_somewhere(epub):
    roots = documents(epub)
    for name, root in roots.items():
        for element in root.iter():
            target = element.get("href") or element.get("src")
            if not target or target.startswith(("http:", "https:", "mailto:")):
                continue
            path, _, fragment = target.partition("#")
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), urllib.parse.unquote(path)))
                if path
                else name
            )
            assert file in epub.namelist(), f"{name}: {target}"
            if fragment:
                assert any(e.get("id") == urllib.parse.unquote(fragment) for e in roots[file].iter()), (
                    f"{name}: {target}"
                )


def test_ids_are_unique_in_the_book(epub):
    ids = [
        e.get("id") for name, root in documents(epub).items() if "nav" not in name for e in root.iter() if e.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_ids_are_ascii(epub):
    ids = [element.get("id") for root in documents(epub).values() for element in root.iter() if element.get("id")]
    assert [name for name in ids if not name.isascii()] == []


def test_links_follow_ids_into_ascii(write_book, unpacked):
    """In the text, in the contents and in the lists, for the NCX too; what would be alike stays apart."""
    text = "# Über\n\n## Größe\n\n## Große\n\n## 第一章\n\n## 第二章\n\n[a](#größe) [b](#große) [c](#第二章)\n\n![Höhe](a.png){#höhe}\n"
    picture = (HERE / "books/manual/square.png").read_bytes()
    toml = '[book]\ntitle = "T"\nlanguage = "de"\nkind = "book"\n'
    files = unpacked(write_book({"book.toml": toml, "a.md": text, "a.png": picture}))
    page = files["a.xhtml"]
    ids = dict(re.findall(r'<(?:h2|figure)[^>]* id="([^"]*)"[^>]*>(.*?)<', page))
    assert list(ids) == ["grosse", "grosse-1", "s", "s-1", "hohe"]
    assert re.findall(r'<a href="#([^"]*)">([abc])</a>', page) == [("grosse", "a"), ("grosse-1", "b"), ("s-1", "c")]
    for file in ("nav.xhtml", "toc.ncx"):
        assert re.findall(r'"a\.xhtml#([^"]*)"', files[file])[:4] == ["grosse", "grosse-1", "s", "s-1"]
    assert 'href="a.xhtml#hohe"' in files["nav.xhtml"]


SCRIPTS = (
    '# A\n\nText.\n\n<script src="tide.js"></script>\n\n<script>go()</script>\n\n'
    '<script src="https://example.org/x.js"></script>\n\n<script src="gone.js"></script>\n'
)


@pytest.mark.parametrize("asked", [True, False])
def test_scripts_are_in_the_book_where_they_are_asked_for(write_book, bookmaker, tmp_path, asked):
    """Those in files beside the manuscript; nothing from a network, and none that was not asked for."""
    toml = f'[book]\ntitle = "T"\nlanguage = "en"\n[edition.epub]\nscripts = {str(asked).lower()}\n'
    book = write_book(
        {"book.toml": toml, "a.md": SCRIPTS, "b.md": "# B\n\nText.\n", "tide.js": 'document.title = "“a” & b";\n'}
    )
    outcome = bookmaker("epub", book, "-o", tmp_path / "x.epub")
    with zipfile.ZipFile(tmp_path / "x.epub") as epub:
        scripts = [name for name in epub.namelist() if name.endswith(".js")]
        page, package = (epub.read(f"EPUB/{name}").decode() for name in ("a.xhtml", "content.opf"))
        assert [epub.read(name) for name in scripts] == ['document.title = "“a” & b";\n'.encode()] * asked
    named = re.findall(r'<script src="([^"]*)"></script>', page)
    assert [f"EPUB/{name}" for name in named] == scripts and page.count("<script") == asked
    assert package.count('properties="scripted"') == package.count("application/javascript") == asked
    assert ("unknown" in package) is asked  # what a script sets in motion, nobody here has seen
    told = re.findall(r"a\.md:\d+:\d+: warning: .* \[(.*)\]", outcome.errors)
    assert told == (["html", "remote-image", "missing-file"] if asked else ["html"] * 4)


PLAYED = (
    "# A\n\n![The tide](https://example.org/tide.mp3)\n\n"
    '<video controls><source src="https://example.org/a.webm?b=1&c"><source src="https://example.org/sea.mp4">'
    '<track src="https://example.org/c.vtt">A film.</video>\n\n<audio src="http://example.org/open.mp3">Bells</audio>\n'
)


@pytest.mark.parametrize("asked", [True, False])
def test_e_readers_fetch_sound_and_film_where_that_is_asked_for(write_book, bookmaker, tmp_path, asked):
    """Only what has an https address that tells its type, and is no text (EPUB 3.3, 3.6)."""
    toml = f'[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n[edition.epub]\nremote = {str(asked).lower()}\n'
    outcome = bookmaker("epub", write_book({"book.toml": toml, "a.md": PLAYED}), "-o", tmp_path / "x.epub")
    assert outcome.exit_code == 0, outcome.errors
    with zipfile.ZipFile(tmp_path / "x.epub") as epub:
        page, package = (epub.read(f"EPUB/{name}").decode() for name in ("a.xhtml", "content.opf"))
        assert not [name for name in epub.namelist() if "example" in name]
    fetched = ["https://example.org/tide.mp3", "https://example.org/a.webm?b=1&amp;c", "https://example.org/sea.mp4"]
    assert re.findall(r' src="(http[^"]*)"', page) == fetched * asked
    assert (
        re.findall(r'<item href="(http[^"]*)" [^>]* media-type="([a-z0-9/]*)"', package)
        == [*zip(fetched, ("audio/mpeg", "video/webm", "video/mp4"), strict=True)] * asked
    )
    assert package.count('properties="remote-resources"') == asked
    assert "http://example.org/open.mp3" in page.replace("<wbr/>", "") and "open.mp3</audio>" not in page


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("HTTPS://Example.org/a.MP3", "https://example.org/a.MP3"),
        ("https://example.org/the tide é.mp3#t=10", "https://example.org/the%20tide%20%C3%A9.mp3"),
        ("https://bücher.example/a.mp4?b=ä", "https://xn--bcher-kva.example/a.mp4?b=%C3%A4"),
        ("https://[example/a.mp3", None),
        ("https://example.org:99999/a.mp3", None),
        ("HTTP://example.org/a.mp3", None),
    ],
)
def test_what_is_fetched_has_one_address_that_is_a_url(write_book, unpacked, written, fetched):
    """As EPUBCheck has it (RSC-020, RSC-008, OPF-074, PKG-009), in the text and in the manifest."""
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n[edition.epub]\nremote = true\n'
    text = f'# A\n\n<audio src="{written}">A</audio>\n\n![B](<{written}>)\n'
    files = unpacked(write_book({"book.toml": toml, "a.md": text}))
    assert re.findall(r'<(?:audio|video) src="([^"]*)"', files["a.xhtml"]) == [fetched] * 2 * bool(fetched)
    assert re.findall(r'href="(https[^"]*)"', files["content.opf"], re.IGNORECASE) == [fetched] * bool(fetched)


def test_what_is_fetched_stands_behind_all_that_is_in_the_book(write_book, unpacked):
    """epub.js takes the pictures and sheets behind such an item one for another."""
    picture = (HERE / "books/manual/square.png").read_bytes()
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n[edition.epub]\nremote = true\n'
    text = "# A\n\n![Tide](https://example.org/tide.mp3?a=1)\n\n![Square](a.png)\n"
    files = unpacked(write_book({"book.toml": toml, "a.md": text, "a.png": picture}))
    assert re.findall(r'<item href="([^"]*)"', files["content.opf"])[-1] == "https://example.org/tide.mp3?a=1"


@needs_pango
def test_scripts_are_for_the_e_book_alone(write_book, bookmaker, tmp_path):
    toml = '[book]\ntitle = "T"\nlanguage = "en"\n[edition.epub]\nscripts = true\n'
    book = write_book({"book.toml": toml, "a.md": SCRIPTS, "tide.js": "go()"})
    assert bookmaker("pdf", book, "-o", tmp_path / "x.pdf").exit_code == 0
    assert b"tide" not in (tmp_path / "x.pdf").read_bytes()


def test_every_note_has_its_call_and_its_way_back(epub):
    for root in documents(epub).values():
        calls = {a.get("href")[1:]: a for a in root.iter(f"{X}a") if a.get("role") == "doc-noteref"}
        notes = [aside for aside in root.iter(f"{X}aside") if aside.get("role") == "doc-footnote"]
        assert {note.get("id") for note in notes} == set(calls)
        for note in notes:
            back = next(a for a in note.iter(f"{X}a") if a.get("role") == "doc-backlink")
            assert back.get("href") == f"#{calls[note.get('id')].get('id')}"
            assert back.text == calls[note.get("id")].text


@pytest.mark.parametrize("dialect", ["commonmark", "python-markdown"])
def test_an_authors_html_is_not_taken_for_our_notes(write_book, unpacked, dialect):
    """Nor does what a paragraph leaves open reach into the notes."""
    html = (
        '<section class="notes x"><aside class="note">Mine</aside></section>\n\n<a class="noteref" href="#a" id="fn-1">Call</a>\n\n'
        "## Heading {.notes}\n\n<h3>Left open"
    )
    book = {
        "book.toml": f'dialect = "{dialect}"\n[book]\ntitle = "T"\nlanguage = "en"\n',
        "a.md": f"# A {{#a}}\n\nText.[^1]\n\n[^1]: A *note*.\n\n{html}\n",
    }
    root = ET.fromstring(unpacked(write_book(book))["a.xhtml"])
    (block,) = (section for section in root.iter(f"{X}section") if section.get("role") == "doc-endnotes")
    (call,) = (a for a in root.iter(f"{X}a") if a.get("role") == "doc-noteref")
    assert [(note.get("id"), "".join(note.itertext()).strip()) for note in block] == [
        (call.get("href")[1:], "1. A note.")
    ]
    assert (call.text, call.get("id")) == ("1", next(block.iter(f"{X}a")).get("href")[1:])
    assert {"Mine", "Call", "Heading", "Left open"} <= {(element.text or "").strip() for element in root.iter()}


def test_what_xml_forbids_is_in_no_title(write_book, unpacked):
    files = unpacked(write_book({"a.md": "# A \x01b\n\n## C\x1bd\n\n[](#c-d)\n"}) / "a.md")
    for name in ("a-b.xhtml", "nav.xhtml", "toc.ncx", "content.opf"):
        ET.fromstring(files[name])
    assert "<title>A b</title>" in files["a-b.xhtml"]  # left out, and said: see findings/character


def test_a_reference_to_nothing_around_a_block(write_book, unpacked):
    book = {"a.md": '# A\n\n<div><a href="" data-ref="x"><p>Words</p></a></div>\n'}
    assert '<div class="unresolved"><p>Words</p></div>' in unpacked(write_book(book) / "a.md")["a.xhtml"]


def test_nothing_is_played_inside_a_link(write_book, unpacked):
    book = {"a.md": "# A {#y}\n\n[x ![Tide](a.mp3)](#y)\n", "a.mp3": b"ID3\x04\0\0\0\0\0\0"}
    assert '<a href="#y">x <span>Tide</span></a>' in unpacked(write_book(book) / "a.md")["a.xhtml"]


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("en", "![The tide](a.mp3)", "Audio"),  # its caption says the rest
        ("en", "Hear ![the tide](a.mp3).", "Audio: the tide"),
        ("de", '<audio src="a.mp3" title="Die Flut"></audio>', "Audio: Die Flut"),
        ("sv", '<audio src="a.mp3"></audio>', "Ljud: a.mp3"),
        ("ru", '<video src="a.mp4" title="Прилив"></video>', "Видео: Прилив"),
        ("en", '<video title="The tide"><source src="a.mp4"></video>', "Video: The tide"),
        ("en", '<video src="a.mp4" title="The tide">Waves come in.</video>', "Waves come in."),
    ],
)
def test_words_stand_for_what_a_reader_cannot_play(write_book, unpacked, language, written, shown):
    toml = f'[book]\ntitle = "T"\nlanguage = "{language}"\n'
    files = {"a.mp3": b"ID3\x04\0\0\0\0\0\0", "a.mp4": b"\0\0\0\x18ftypmp42"}
    page = unpacked(write_book({**files, "book.toml": toml, "a.md": f"# A\n\n{written}\n"}))["a.xhtml"]
    player = ET.fromstring(re.search(r"<(audio|video).*</\1>", page)[0])
    assert "".join(player.itertext()) == shown


def test_a_head_without_words_has_no_scope(write_book, unpacked):
    book = {"a.md": "# A\n\n<table><tr><th scope=row></th><td>x</td></tr></table>\n"}
    assert "<tr><td></td><td>x</td></tr>" in unpacked(write_book(book) / "a.md")["a.xhtml"]


def test_a_table_has_one_caption(write_book, unpacked):
    book = {"a.md": "# A\n\n<table><caption>One</caption><tr><td>x</td></tr></table><dl><dd>Two</dd></dl>\n\n"
            "<table><tr><td>x</td></tr></table><dl><dd><ul><li>Three</li></ul></dd></dl>\n"}  # fmt: skip
    page = unpacked(write_book(book) / "a.md")["a.xhtml"]
    assert page.count("<caption>") == 1
    assert "<dd>Two</dd>" in page and "<dd><ul><li>Three</li></ul></dd>" in page


def test_two_builds_are_one(write_book, bookmaker, monkeypatch, tmp_path):
    book = {
        "book.toml": '[book]\ntitle = "Sea Room"\nlanguage = "en"\n',
        "one.md": "# One\n\n*Text* and **more**.\n",
    }
    files = []
    for zone, folder in (("Asia/Tokyo", "a"), ("America/Lima", "b")):
        monkeypatch.setenv("TZ", zone)
        bookmaker("epub", write_book(book, folder), "-o", tmp_path / f"{folder}.epub")
        files.append((tmp_path / f"{folder}.epub").read_bytes())
    assert files[0] == files[1]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004"
    "0001f61738550000000049454e44ae426082"
)


def test_a_cover_that_is_also_in_the_text_is_packed_once(write_book, unpacked):
    book = {
        "book.toml": '[book]\ntitle = "T"\nlanguage = "en"\ncover = "boat.png"\n',
        "a.md": "# A\n\n![A boat](boat.png)\n",
        "boat.png": PNG,
    }
    package = ET.fromstring(unpacked(write_book(book))["content.opf"])
    pictures = [item for item in package.iter("{http://www.idpf.org/2007/opf}item") if item.get("href").endswith("png")]
    assert [(item.get("id"), item.get("properties")) for item in pictures] == [("cover-image", "cover-image")]


def test_what_goes_into_the_head_is_escaped():
    written = xhtml_document('a < b & "c"', 'en"><x y="', "<p/>").decode()
    root = ET.fromstring(written)
    assert root.get("lang") == 'en"><x y="'
    assert root.find(f"{X}head/{X}title").text == 'a < b & "c"'


def test_blanks_do_not_reach_the_package(write_book):
    book = {"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\nauthors = ["", {name = " "}, "Ada"]\nsubjects = ["", "Sea"]\n'
            'publisher = " "\nsubtitle = " "\nidentifier = " "\nseries = {name = " "}\n', "a.md": "# A\n\nText.\n"}  # fmt: skip
    config = configuration.load(write_book(book), Report())
    made = Book(config, "book", "T", "en", [])
    assert all(item.attributes.get("name") or item.value.strip() for item in metadata.entries(made))
    assert [item.value for item in metadata.entries(made) if item.name in ("creator", "subject")] == ["Ada", "Sea"]
    assert metadata.identifier(made).startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("given", "isbn", "written"),
    [
        ("", "978-3-16-148410-0", ["urn:isbn:9783161484100"]),
        ("doi:10.1000/182", "", ["doi:10.1000/182"]),
        ("doi:10.1000/182", "978-3-16-148410-0", ["doi:10.1000/182", "urn:isbn:9783161484100"]),
        ("978 3 16 148410 0", "", ["urn:isbn:9783161484100"]),
        ("3-16-148410-x", "", ["urn:isbn:316148410X"]),
        ("978-3-16-148410-0", "9783161484100", ["urn:isbn:9783161484100"]),
    ],
)
def test_the_book_is_known_by_its_identifier_and_its_isbn(write_book, unpacked, given, isbn, written):
    """The first one is the package's own, and the NCX repeats it."""
    toml = f'[book]\ntitle = "T"\nlanguage = "en"\nidentifier = "{given}"\n[edition.epub]\nisbn = "{isbn}"\n'
    files = unpacked(write_book({"book.toml": toml, "a.md": "# A\n\nText.\n"}))
    opf = files["content.opf"]
    own = re.search(r'unique-identifier="([^"]*)"', opf)[1]
    assert re.findall(r"<dc:identifier[^>]*>([^<]*)<", opf) == written
    assert re.findall(rf'<dc:identifier id="{own}">([^<]*)<', opf) == written[:1]
    assert f'<meta name="dtb:uid" content="{written[0]}"/>' in files["toc.ncx"]


@pytest.mark.parametrize(
    "toml",
    [
        'identifier = "urn:isbn:978-3-16-148410-1"',
        'identifier = "URN:UUID:1234"',
        'series = { name = "S", number = "٣" }',
        '[edition.epub]\nisbn = "4006381333931"',
        '[edition.epub]\nisbn = "٩٧٨٣١٦١٤٨٤١٠٠"',
    ],
)
def test_what_no_store_takes_as_a_number(toml, write_book, bookmaker):
    """A barcode of something else than a book, digits of another script, a UUID that is none."""
    outcome = bookmaker(
        "epub", write_book({"book.toml": f'[book]\ntitle = "T"\nlanguage = "en"\n{toml}\n', "a.md": "# A\n"})
    )
    assert outcome.exit_code == 2
    assert " is not a" in outcome.errors


def test_the_contents_name_the_language_of_a_chapter(write_book, unpacked):
    """Where it is another than the book's: in the lists of figures too, and in the NCX."""
    toml = 'chapters = ["1.md"]\nback_matter = ["2.md"]\n[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    french = "---\nlang: fr\n---\n# Élan\n\n## Été\n\n![Le port.](a.png)\n"
    picture = (HERE / "books/manual/square.png").read_bytes()
    files = unpacked(write_book({"book.toml": toml, "1.md": "# A\n\nText.\n", "2.md": french, "a.png": picture}))
    named = re.findall(r'<a href="[^"]*"([^>]*)>([^<]*)</a>', files["nav.xhtml"])
    tongue = ' lang="fr" xml:lang="fr"'
    assert named == [("", "A"), (tongue, "Élan"), (tongue, "Été"), (tongue, "Le port.")]
    assert f'<a epub:type="backmatter" href="2.xhtml"{tongue}>Élan</a>' in files["nav.xhtml"]
    labels = re.findall(r"<navLabel([^>]*)><text>([^<]*)<", files["toc.ncx"])
    assert labels == [("", "A"), (' xml:lang="fr"', "Élan"), (' xml:lang="fr"', "Été")]


def test_a_preface_is_a_landmark(write_book, unpacked):
    toml = '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n'
    files = unpacked(write_book({"book.toml": f'front_matter = ["preface.md"]\n{toml}', "preface.md": "# Preface\n\nWhy.\n",
                                 "a.md": "# A\n\nText.\n"}))  # fmt: skip
    assert '<li><a epub:type="preface" href="preface.xhtml">Preface</a></li>' in files["nav.xhtml"]


def test_the_words_that_we_add_are_in_the_face():
    chapter = Chapter("a", "chapter", "a", make("section", {}, "a"))
    made = Book(configuration.Config(configuration.Settings(), Path(), ""), "book", "a", "en", [chapter])
    worn = cascade.characters(made, "h1 { font-family: X } a { font-family: Y }")
    assert set("Contents") <= worn[Dress(("X",), bold=True)] and "a" in worn[Dress(("Y",))]


def test_every_level_one_heading_of_a_file_is_in_the_contents(write_book, unpacked):
    """Only a single file is cut at them."""
    book = {"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\n', "a.md": "# One\n\n## Sub\n\n# Two\n\n## Below\n\nText.\n",
            "b.md": "# Three\n\nText.\n"}  # fmt: skip
    files = unpacked(write_book(book))
    contents = files["nav.xhtml"].split("<ol>", 1)[1].split("</nav>")[0]
    assert contents == (
        '<li><a href="a.xhtml">One</a><ol><li><a href="a.xhtml#sub">Sub</a></li></ol></li>'
        '<li><a href="a.xhtml#two">Two</a><ol><li><a href="a.xhtml#below">Below</a></li></ol></li>'
        '<li><a href="b.xhtml">Three</a></li></ol>'
    )
    assert files["toc.ncx"].count("<navPoint") == 5


def test_a_heading_in_a_note_is_in_no_contents(write_book, unpacked):
    """Where a long chapter is cut, its notes stand before the sections that follow."""
    text = "# One\n\nText.[^1]\n\n## Sub\n\nText.\n\n[^1]: # Note\n\n    Words.\n"
    files = unpacked(write_book({"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\n', "a.md": text}))
    assert ">Note</h1>" in files["a.xhtml"]
    assert re.findall(r">(Sub|Note)</a>", files["nav.xhtml"]) == ["Sub"]


def test_long_names_may_be_turned_over(write_book, unpacked):
    files = {"book.toml": '[book]\ntitle = "T"\n', "a.md": "# A\n\n<https://example.org/a/b> `a_long_name.of_something` `a_b`\n\n    a_long_name.of_something\n"}  # fmt: skip
    text = unpacked(write_book(files))["a.xhtml"]
    assert "<code>a_<wbr/>long_<wbr/>name<wbr/>.of_<wbr/>something</code> <code>a_b</code>" in text
    assert "<code>a_long_name.of_something\n</code>" in text
    assert ">https://example<wbr/>.org/<wbr/>a/<wbr/>b</a>" in text


@pytest.mark.parametrize(("more", "made"), [("", False), ('publisher = "P"\n', True), ('rights = "R"\n', True)])
def test_a_year_alone_is_no_copyright_page(write_book, unpacked, more, made):
    files = {"book.toml": f'[book]\ntitle = "T"\nkind = "book"\ndate = 2021\n{more}', "a.md": "# A\n\nText.\n"}
    assert ("copyright.xhtml" in unpacked(write_book(files))) is made


def test_colours_are_the_readers(unpacked):
    """All but those of pictures, which are drawn on white."""
    sheet = unpacked(HERE / "books/novel")["css/book.css"]
    rules = re.findall(r"^(.+) \{ (.*(?:^|[ -])(?:color|background[\w-]*): .*) \}$", sheet, re.MULTILINE)
    assert [selector for selector, _ in rules] == ["mark", "img, svg"]
    assert "color: inherit" in rules[0][1]


def test_only_what_is_shown_is_packed(write_book, bookmaker, tmp_path):
    """Pictures that only the other edition shows, and those that nothing shows, stay out; a cover is shown."""
    names = ("cover", "wide", "tall", "both", "note")
    files = {
        f"{name}.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 {n}"/>'
        for n, name in enumerate(names, 3)
    }
    text = (
        '# A\n\n![Both](both.svg)\n\n::: {.only edition="pdf"}\nSee ![Wide](wide.svg).[^1]\n:::\n\n'
        '::: {.only edition="epub"}\n![Tall](tall.svg)\n\n: A caption\n:::\n\n[^1]: ![Note](note.svg)\n'
    )
    toml = '[book]\ntitle = "T"\nlanguage = "en"\ncover = "cover.svg"\n'
    assert (
        bookmaker("epub", write_book({"book.toml": toml, "a.md": text} | files), "-o", tmp_path / "x.epub").exit_code
        == 0
    )
    with zipfile.ZipFile(tmp_path / "x.epub") as epub:
        packed = {Path(name).stem.partition("-")[0] for name in epub.namelist() if name.endswith((".svg", ".jpg"))}
    assert packed == {"cover", "tall", "both"}


def test_a_figure_of_the_other_edition_is_not_listed(write_book, unpacked):
    text = '# A\n\n::: {.only edition="pdf"}\n![Wide](a.png)\n:::\n\n::: {.only edition="epub"}\n![Tall](a.png)\n:::\n'
    square = (HERE / "books/manual/square.png").read_bytes()
    nav = unpacked(write_book({"book.toml": '[book]\ntitle = "T"\n', "a.md": text, "a.png": square}))["nav.xhtml"]
    assert ">Tall</a>" in nav and "Wide" not in nav


def test_a_heading_that_skips_a_level_says_the_level_that_it_has(write_book, unpacked):
    text = "# Sea\n\n### Salt\n\n#### Grey\n\n### Fog\n\n## Tide\n\n### Ebb\n"
    document = unpacked(write_book({"a.md": text}) / "a.md")["sea.xhtml"]
    told = re.findall(r'<(h\d)[^>]*?(?: aria-level="(\d)")?>', document)
    assert told == [("h1", ""), ("h3", "2"), ("h4", "3"), ("h3", "2"), ("h2", ""), ("h3", "")]


def test_an_address_written_out_is_no_link(write_book, unpacked):
    text = "# A\n\nWrite to <ada@sea.example>, or [to her](mailto:ada@sea.example).\n"
    document = unpacked(write_book({"a.md": text}) / "a.md")["a.xhtml"]
    assert re.findall(r"<a [^>]*>[^<]*", document) == ['<a href="mailto:ada@sea.example">to her']
    assert "ada@sea.example" in re.sub("<[^>]*>", "", document)
