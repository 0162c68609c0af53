"""Whatever an author writes: well-formed XHTML, one tree to two parsers, no word lost, nothing changed by a second look."""

import re
import xml.etree.ElementTree as ET
from html.entities import html5
from pathlib import Path
from unittest import mock

import tinyhtml5
from hypothesis import assume, given
from hypothesis import strategies as st

from bookmaker import manuscript, xhtml
from bookmaker.config import Config, Settings
from bookmaker.findings import BookError, Report
from bookmaker.manuscript import remarks
from bookmaker.manuscript.typography import set_type
from bookmaker.model import Source
from bookmaker.xhtml import SWALLOWING
from tests.test_xhtml import as_xml, outline

# W stands for a word that a reader must see.
FRAGMENTS = [
    "W", "W W.", '"W"', "W's", "*W*", "**W**", "***W***", "_W_", "*W", "W**", "`W`", "``W `", "`", "[W](u)", "[W](<u v>)",
    "[W][a]", "[W]", "![W](i.png)", "![](i.png){.decorative #f}", "[[W]]", "[W]{.smallcaps lang=fr}", "~~W~~", "H~W~O",
    "W^2^", "==W==", "$W$", "$$W$$", "\\(W\\)", "<b>W</b>", "<i>W", "</i>", "<br>", "<kbd>W</kbd>", "<your W>", "<div>",
    "</div>", "<p>W", "<table><tr><td>W", "</table>", "<ul><li>W", "<em><p>W</p></em>", "<https://a.b/c>", "https://a.b/W",
    "a@b.org", "&amp;", "&copy; W", "&nosuch;", "\\*W\\*", "W\\", "W  ", "[^n]", "^[W *W*]", "[@W, p. 3]", "@fig-x",
    "{.cls}", "{W}", "{{W}}", "(W", ")", "<", ">", "|", "#", "-", "1.", ":", "~", "=", "*", "_", "^", "[", "]", "!", "\\",
    "# W", "## W {#id}", "W\n===", "W\n---", "- W", "  - W", "   W", "    W", "\tW", "1. W", "2) W", "- [ ] W", "+ W",
    "> W", ">W", "> [!NOTE] W", "```", "```py\nW\n```", "~~~", "***", "---", "| W | W |\n|---|--:|\n| W | W |", "| W",
    "W\n: W", "W\n\n:   W", "::: {.note}", ":::", "::: verse\nW\nW\n:::", "!!! note \"W\"\n    W", "??? tip\n    W",
    "A> W", "T> W\nT> W", "{blurb, class: tip}\nW\n{/blurb}", "\\newpage", "$$\nW\n$$", "\\begin{align}\nW\n\\end{align}",
    "+---+---+\n| W | W |\n+===+===+\n| W | W |\n+---+---+", "=== \"W\"\n    W", "#. W", "(@) W", "\n", "\n\n", " ",
]  # fmt: skip
CONSTRUCTS = [
    ": W", "Table: W {#tbl-x}", "W   W\n--- ---\nW   W", "+---+\n| W |\n+---+\n\n: W", "\\[ W_1 = W \\]", "\\[W\\]", "\\[", "\\]",
    "[](u#W)", '[W]{.only edition="epub"}', "`<b>W</b>`{=html}", "`<i>W`{=epub}", "`<title>W`{=html}", "~~W。~~后", "==W。==后",
    "::: verse\n  W\n      W\n:::", "%% W %%", "%% W", "%%", "![](i.png){fig-alt=sea}", "![[i.png|W|300]]", "a=\"W\"",
    "^[W", "[^W]", "{.cls}\n", "```{=html}\n<b>W\n```", "<div markdown=\"1\">\n\nW", "@W", "W@fig-W.org", "\u00a0", "\ufeff",
]  # fmt: skip
HTML = [
    *(f"<{name}>" for name in sorted(SWALLOWING)), *(f"</{name}>" for name in sorted(SWALLOWING)),
    *(f"<{name}>W</{name}>" for name in sorted(SWALLOWING)), *(f"<{name} a='W'/>" for name in sorted(SWALLOWING)),
    "<!-- W -->", "<!-- W", "-->", "<!-->", "<? W ?>", "<? W", "<!W>", "<!W", "<![CDATA[W]]>", "<![CDATA[ W", "</ W>",
    "<div title=\"W", "<div title='W'>W</div>", "<b W", "<p>Use <title> W", "<pre>W", "<pre>W</pre>", "<center>W</center>",
    "<details><summary>W</summary>W", "</details>", "<select><option>W<option>W</select>", "<ruby>W<rp>(</rp><rt>W</ruby>",
    "<svg><title>sea</title><text>W</text></svg>", "<script>if (a<b) { c('</p>') }</script>", "<font>W", "<li>W", "<dl><dt>W",
    "<caption>W", "<td>W", "<frame>W", "<body>W", "</body>", "<html>W", "<head>W", "<image>W", "<h2>W", "<a name=W>W", "</p>",
]  # fmt: skip
ENTITIES = st.integers(0, 0x110010).map("&#{};".format) | st.sampled_from(sorted(html5)).map("&{}W".format)
BEFORE = "[a]: http://a.example/ 'Title'\n\n[^n]: A note.\n\n"
documents = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS + CONSTRUCTS), st.sampled_from(HTML), ENTITIES),
        st.sampled_from(["", " ", "\n", "\n\n", "\n    ", "\n> ", "\n- "]),
    ),
    max_size=14,
).map(lambda parts: number("".join(fragment + after for fragment, after in parts)))


def number(text: str) -> str:
    """Each W with a number of its own."""
    count = iter(range(10_000))
    return re.sub("W", lambda _: f"W{next(count)}x", text)


def read(text: str, report: Report | None = None, **settings: object) -> ET.Element | None:
    source = Source(Path("a.md"), "a.md", BEFORE + text)
    config = Config(Settings(**settings), Path.cwd(), "a.md", only=Path("a.md"))
    try:
        return manuscript.to_tree(source, config, "en", report or Report())
    except BookError as error:
        if error.finding.rule != "too-deep":
            raise
        return None


def shown(body: ET.Element) -> set[str]:
    """The words that a reader sees, hears, or finds as an address."""
    addresses = " ".join(element.get("href", "") + " " + element.get("src", "") for element in body.iter())
    return set(re.findall(r"W\d+x", xhtml.text(body) + addresses))


def reported(text: str, report: Report) -> set[str]:
    """The words of *text* that stand in what its author was told is left out: an element, a comment, an attribute."""
    told: list[str] = []
    for finding in report:
        if "left out" in finding.message:
            told.append(finding.message)
            if element := re.search(r"<(\w+)> cannot be|this <(svg)> draws nothing", finding.message):
                name = element[1] or element[2]
                told += re.findall(rf"<{name}\b.*</{name}\b", text, re.DOTALL | re.IGNORECASE)
            if "this comment has no end" in finding.message:
                told += re.findall(r"<!--.*", text, re.DOTALL)
            if "the rest of its line" in finding.message:
                told += re.findall(r"%%.*", text)
    return set(re.findall(r"W\d+x", " ".join(told)))


@given(documents)
def test_two_parsers_read_one_tree(text):
    body = read(text)
    if body is None:
        return
    written = xhtml.serialise(body)
    document = tinyhtml5.parse(f"<!DOCTYPE html><html><head></head>{written}</html>", namespace_html_elements=False)
    assert outline(as_xml(written)[0]) == outline(document.find("body"))


@given(documents)
def test_no_word_is_lost(text):
    assume("[^n]:" not in text)  # a second note of one name is left out, and its author told
    report = Report()
    body = read(text, report)
    if body is None:
        return
    hidden = reported(text, report)
    for pattern in (
        r"^[ >\t*+\-\d.)]*(?:`{3,}[^`\n]*|~{3,}[^\n]*)$",  # what stands behind a fence names its language
        r":::+[ \t]*[\w-]+",  # a division's name
        r"\[[^\]\n]*\]:([^\n]*)",  # a link's definition
        r"<[A-Za-z/!?][^>]*>",
        r"""<[A-Za-z](?>=\s*(?>"[^"]*"|'[^']*')|[^>])*>""",  # a value in quotes may hold what ends a tag
        r"<!--.*?-->|<\?.*?\?>",
        r"%%.*?%%",
        r"%%[^\n]*?%%",
        r"^[ >\t*+\-\d.)]*%%.*?%%",
    ):
        for match in re.finditer(pattern, text, re.M | re.S):
            hidden.update(re.findall(r"W\d+x", match[0]))
    assert set(re.findall(r"W\d+x", text)) - hidden <= shown(body)


@given(documents)
def test_type_is_set_once_and_for_all(text):
    with mock.patch.object(remarks, "forget_escapes"):  # what was escaped stays itself, once and twice
        body = read(text)
    if body is not None:
        written = xhtml.serialise(body)
        set_type(body, "en")
        assert xhtml.serialise(body) == written


@given(documents)
def test_python_markdowns_own_dialect_gives_one_tree_too(text):
    body = read(text, dialect="python-markdown")
    if body is not None:
        as_xml(xhtml.serialise(body))


def test_notes_may_be_defined_in_notes():
    """Python-Markdown finds the second while it writes the first."""
    body = read("T[^1] U[^2]\n\n[^1]: One\n\n    [^2]: Two\n", dialect="python-markdown")
    assert [xhtml.text(note) for note in body.iter("aside")] == ["A note.", "One", "Two"]


def test_a_file_of_references_is_not_empty(write_book, bookmaker):
    outcome = bookmaker("epub", write_book({"a.md": "@fig-a\n"}) / "a.md")
    assert outcome.exit_code == 0 and "[empty]" not in outcome.errors
