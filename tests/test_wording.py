"""What ``book.toml`` says, as type: in the heads, on the title page and in the metadata, but in no identifier."""

import re

import pytest

TOML = """typography = {typography}
[[parts]]
title = "The King's Part"
chapters = ["1.md", "2.md"]
[book]
title = "The Necromancer's Apprentice"
subtitle = 'A "true" story -- or not'
file_as = "Necromancer's Apprentice, The"
authors = ["J. R. O'Brien", {{ name = "Ada 'Byte' D'Or", role = "translator" }}]
publisher = "Penny's Press"
description = "What's in it..."
language = "en"
"""
BOOK = {"1.md": "---\ntitle: Salt's chapter\n---\n\nText.\n", "2.md": "---\nlang: fr\n---\n# Sable\n\nTexte.\n"}


def built(unpacked, write_book, typography):
    files = unpacked(write_book(BOOK | {"book.toml": TOML.format(typography=typography)}))
    return files, files["content.opf"]


def test_what_is_shown_is_typeset(unpacked, write_book):
    files, package = built(unpacked, write_book, "true")
    assert '<dc:title id="title">The Necromancer’s Apprentice</dc:title>' in package
    assert "<dc:description>What’s in it…</dc:description>" in package
    assert ">J. R. O’Brien<" in package  # no no-break space in a name
    assert ">Necromancer's Apprentice, The<" in package
    page = files["title-page.xhtml"]
    for words in ("The Necromancer’s Apprentice", "A “true” story – or not", "J. R. O’Brien", "Ada ‘Byte’ D’Or", "Penny’s Press"):  # fmt: skip
        assert words in page
    assert "Salt’s chapter" in files["1.xhtml"]
    assert sum("<h1>The King’s Part" in text or "The King’s Part</h1>" in text for text in files.values()) == 1


def test_where_none_is_wanted_it_is_as_typed(unpacked, write_book):
    files, package = built(unpacked, write_book, "false")
    assert "The Necromancer's Apprentice" in package
    assert "Salt's chapter" in files["1.xhtml"]


def test_identifier_and_file_name_do_not_depend_on_it(write_book, unpacked, bookmaker, tmp_path):
    identifiers = {
        re.search("urn:uuid:[^<]+", built(unpacked, write_book, typography)[1])[0] for typography in ("true", "false")
    }
    assert len(identifiers) == 1
    bookmaker("epub", tmp_path / "book")
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["the-necromancer-s-apprentice.epub"]


@pytest.mark.parametrize("kind", ["article", "book"])
def test_a_headline_is_the_title_however_it_is_typed(write_book, unpacked, kind):
    text = f"---\ntitle: Salt's end\nkind: {kind}\nlanguage: en\n---\n\n# Salt's end\n\nText.\n"
    files = unpacked(write_book({"a.md": text}) / "a.md")
    headings = re.findall(r"<h1[^>]*>([^<]+)</h1>", "".join(files.values()))
    assert headings.count("Salt’s end") == (1 if kind == "article" else 2)
