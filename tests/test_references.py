"""References inside a book: whose words they show, and where they lead."""

import re

import pytest

FIGURES = {
    "book.toml": '[book]\ntitle = "Sea"\nlanguage = "en"\n',
    "a.md": "# A\n\n: First {#tbl-x}\n\n| a |\n|---|\n| 1 |\n\n@tbl-y\n",
    "b.md": "# B\n\n: Second {#tbl-x}\n\n| a |\n|---|\n| 1 |\n\nREFERENCE\n\n: Third {#tbl-y}\n\n| a |\n|---|\n| 1 |\n",
}


def links(chapter: str) -> list[tuple[str, str]]:
    """The address and the words of every link in the text of *chapter*."""
    return re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', chapter)


@pytest.mark.parametrize("written", ["@tbl-x", "[@tbl-x]", "[](#tbl-x)", "@tbl:x"])
def test_a_file_means_its_own_table_first(written, write_book, unpacked):
    book = {**FIGURES, "b.md": FIGURES["b.md"].replace("REFERENCE", written)}
    files = unpacked(write_book(book))
    assert links(files["b.xhtml"]) == [("#tbl-x-1", "Second")]
    assert links(files["a.xhtml"]) == [("b.xhtml#tbl-y", "Third")]


def test_a_page_is_known_by_its_title_too(write_book, unpacked):
    book = {"a.md": "# A\n\n[[The Sea#Salt|salt]]\n", "03-sea.md": "# The Sea\n\n## Salt\n", "c.md": "# C\n\n## Salt\n"}
    files = unpacked(write_book({**book, "book.toml": 'chapters = ["a.md", "c.md", "03-sea.md"]\n'}))
    assert links(files["a.xhtml"]) == [("03-sea.xhtml#salt-1", "salt")]


def test_a_callout_is_known_by_its_title(write_book, unpacked):
    text = (
        "# A\n\n::: {.callout-note #nte-x title='Salt *water*'}\nText.\n:::\n\n::: {.callout-tip #tip-y}\nText.\n:::\n"
    )
    files = unpacked(write_book({"a.md": f"{text}\n@nte-x, @tip-y\n", "book.toml": FIGURES["book.toml"]}))
    assert links(files["a.xhtml"]) == [("#nte-x", "Salt water"), ("#tip-y", "Tip")]


@pytest.mark.parametrize(("heading", "slug"), [
    ("Salt -- and Stone", "salt----and-stone"), ("Salt --- and", "salt-----and"), ("🚀 Rocket", "-rocket"),
    ("A & B", "a--b"),
])  # fmt: skip
def test_a_heading_is_known_by_its_name_on_github(heading, slug, write_book, unpacked):
    files = unpacked(write_book({"a.md": f"# A\n\n[it](#{slug})\n\n## {heading}\n", "book.toml": FIGURES["book.toml"]}))
    identifier = re.search('<h2 id="([^"]*)"', files["a.xhtml"])[1]
    assert links(files["a.xhtml"]) == [(f"#{identifier}", "it")]


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("Sea.", "Sea"),
        ("Sea …", "Sea …"),
        ("A sea. Its salt.", "A sea. Its salt"),
        ("Salt etc.", "Salt etc."),
        ("At 3 p.m.", "At 3 p.m."),
    ],
)
def test_a_reference_reads_a_caption_without_its_full_stop(write_book, unpacked, caption, words):
    text = f"# A\n\n![{caption}](x.png){{#fig-x}}\n\nSee @fig-x.\n"
    files = unpacked(write_book({"a.md": text, "book.toml": FIGURES["book.toml"]}))
    assert links(files["a.xhtml"]) == [("#fig-x", words)]


def test_a_picture_that_is_not_there_is_known_by_its_caption(write_book, unpacked):
    files = unpacked(
        write_book({"a.md": "# A\n\n![Sea](x.png){#fig-x}\n\n@fig-x\n", "book.toml": FIGURES["book.toml"]})
    )
    assert links(files["a.xhtml"]) == [("#fig-x", "Sea")]
