"""Constructs of the author language one by one: a piece of Markdown, and what must stand in its tree."""

import re
from pathlib import Path

import pytest

from bookmaker import manuscript
from bookmaker.config import Config, Settings
from bookmaker.findings import Report
from bookmaker.model import Source
from bookmaker.xhtml import serialise

GRID = "+---+---+\n| a | b |\n+---+---+\n"
PIPE = "| a | b |\n|---|---|\n| 1 | 2 |\n"
COLUMNS = "a   b\n--- ---\n1   2\n"
SHOWN = {
    "a caption below a grid table": (GRID + "\n: Sea {#tbl-x}\n", '<table id="tbl-x"><caption>Sea</caption>'),
    "each of two grid tables has its own": (
        f"{GRID}\n: Sea\n\n{GRID}\n: Sky\n",
        "<caption>Sea</caption>.*<table><caption>Sky</caption>",
    ),
    "a caption after a paragraph": (f"Text.\n\n: Sea\n\n{PIPE}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "above a grid table": (f"Text.\n\n: Sea\n\n{GRID}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "above a table of columns": (f"Text.\n\n: Sea\n\n{COLUMNS}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "right above a table": (f"Text.\n\n: Sea\n{PIPE}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "a definition without a table": ("Sea\n\n: Water.\n\nText.", "<dt>Sea</dt><dd><p>Water.</p>"),
    "a definition right below its term": (f"Sea\n: Water.\n\n{PIPE}", "<dt>Sea</dt><dd>Water.</dd></dl>\n<table>"),
    "a displayed formula in a line": (
        r"so that \[ a_1*b* = c*d* \] holds",
        r'<p>so that <span class="math">\[ a_1*b* = c*d* \]</span> holds</p>',
    ),
    "a displayed formula by itself": (r"\[c*d*\]", r'<p class="display-math"><span class="math">\[c*d*\]</span></p>'),
    "brackets that are only brackets": (
        r"He \[*sighs*\] in \[C++\]. \[[1](http://sea.example/a_b)\]",
        'He [<em>sighs</em>] in [C++]. [<a href="http://sea.example/a_b">1</a>]',
    ),
    "a span for one edition": (
        '[x]{.only edition="epub"} [y]{.content-hidden when-format=pdf}',
        '<span data-only="epub">x</span> <span data-not="pdf">y</span>',
    ),
    "a heading that ends in a span": ("# The [Sea]{.smallcaps}", '<h1>The <span class="smallcaps">Sea</span></h1>'),
    "a heading that ends in a picture": ("# ![](x.png){alt=Sea}", '<h1><img src="x.png" alt="Sea"/></h1>'),
    "a comment before words": ("%% x %% Sea\n\n%%\nx\n%% Sky", "<p> Sea</p>\n<p>Sky</p>"),
    "an address to write to": ("<reader@sea.example>", '<a href="mailto:reader@sea.example">reader@sea.example</a>'),
    "a link behind a link by a file's name": (
        "[[2]] then [a](https://e.org/1) then [b](https://e.org/2). [x [[2]] y](z) [c](d)",
        'then <a href="https://e.org/1">a</a> then <a href="https://e.org/2">b</a>.'
        ' [x <a href="2" data-wikilink="2">2</a> y](z) <a href="d">c</a>',
    ),
    "raw HTML in a line": ("`<b>x</b>`{=html} `<i>y</i>`{=pdf}", '<b>x</b> <span data-only="pdf"><i>y</i></span>'),
    "struck and marked before a letter of Chinese": (
        "~~删除。~~后==重点。==后",
        "<del>删除。</del>后<mark>重点。</mark>后",
    ),
    "verse with its indentation": (
        "::: verse\nSea\n  and *sky*\n\n      deep\n:::",
        '<br/></span>\n<span class="line">\u00a0\u00a0and <em>sky</em></span></p>.*<span class="line">\u00a0{6}deep</span>',
    ),
    "Quarto's words for a picture": ('![Sea](x.png){fig-alt="Grey"}', 'src="x.png" alt="Grey"/><figcaption>Sea<'),
    "Obsidian's words and width": ("A ![[x.png|Sea|300]].", 'src="x.png" alt="Sea" style="width: 300px"'),
    "a drawing whose tag ends in an address": (
        "<svg xmlns=http://sea.example/><text>Sea</text></svg> Sky",
        "</svg> Sky",
    ),
    "a quotation mark behind an equals sign": ('figure src="x.png" as "a="', "figure src=“x.png” as “a=”"),
}


def shown(text: str, **settings: object) -> str:
    """The tree of *text* as XHTML, without the lines that it came from."""
    source, config = Source(Path("a.md"), "a.md", text), Config(Settings(**settings), Path.cwd(), "a.md")
    written = serialise(manuscript.to_tree(source, config, "en", Report()))
    return re.sub(r' data-line="\d+"', "", written)


@pytest.mark.parametrize(("text", "expected"), SHOWN.values(), ids=SHOWN)
def test_what_is_written_stands_in_the_tree(text, expected):
    found = shown(text)
    assert re.search(expected if ".*" in expected else re.escape(expected), found, re.DOTALL), found


def test_a_link_without_words_reads_as_what_it_leads_to(write_book, unpacked):
    book = {
        "book.toml": '[book]\ntitle = "Sea"\nlanguage = "en"\n',
        "1.md": "# One\n\nSee [](2.md#tide), [](2.md), [](#one) and [](https://sea.example/).[^1]\n\n[^1]: Note.\n",
        "2.md": "# Two\n\n## The *tide* {#tide}\n\nText.\n",
    }
    links = re.findall(r'<a href="[^"]*">(.*?)</a>', unpacked(write_book(book))["1.xhtml"])
    assert [link.replace("<wbr/>", "") for link in links[:4]] == ["The tide", "Two", "One", "https://sea.example/"]
