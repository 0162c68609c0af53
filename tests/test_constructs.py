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
