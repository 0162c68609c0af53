"""Drawings inside a chapter: what they refer to is theirs alone, and nothing in them runs or fetches."""

import re

import pytest

from bookmaker import xhtml
from bookmaker.manuscript import svg

BOOK = '[book]\ntitle = "T"\nlanguage = "en"\n'
DRAWING = (
    '<svg viewBox="0 0 9 9"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>'
    '<path id="p" d="M0 0h9"/></defs><use href="#p"/><use href="#nowhere"/><rect width="9" height="9" fill="url(#g)"/></svg>'
)


def test_two_drawings_with_the_same_ids(write_book, unpacked):
    files = unpacked(write_book({"book.toml": BOOK, "a.md": f"# A\n\n{DRAWING}\n", "b.md": f"# B\n\n{DRAWING}\n"}))
    for name, suffix in (("a.xhtml", ""), ("b.xhtml", "-1")):
        assert f'xlink:href="#p{suffix}"' in files[name]
        assert f'fill="url(#g{suffix})"' in files[name]
        assert "nowhere" not in files[name]
        assert len(re.findall("<use", files[name])) == 1


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
    ],
)
def test_nothing_runs_or_is_fetched(evil):
    content = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{evil}<path d="M0 0"/></svg>'
    written = xhtml.serialise(svg.clean_file(content.encode()))
    assert not re.search("script|onclick|passwd|example|import|iframe|animate", written)
    assert 'd="M0 0"' in written


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg", b"<p/>", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'],
)
def test_what_is_no_drawing(content):
    assert svg.clean_file(content) is None
