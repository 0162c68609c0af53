"""Type as each language sets it: tables of what an author writes and what a reader sees."""

import re
import time
import unicodedata
from pathlib import Path
from xml.etree.ElementTree import fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookmaker.findings import Report
from bookmaker.manuscript.typography import set_type, typeset
from bookmaker.xhtml import text
from tests.benchmarks.reader import read_text

TABLES = sorted((Path(__file__).parent / "typography").glob("*.tsv"))
LANGUAGES = [table.stem for table in TABLES]


def decoded(written: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), written)


def cases():
    for table in TABLES:
        for line in table.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                given_text, expected = line.split("\t")
                yield pytest.param(table.stem, decoded(given_text), decoded(expected), id=f"{table.stem}: {given_text}")


@pytest.mark.parametrize(("language", "text", "expected"), list(cases()))
def test_a_line_is_set(language, text, expected):
    assert typeset(text, language) == expected
    assert typeset(expected, language) == expected


def test_where_the_marks_of_a_language_are_unknown_its_author_has_the_last_word():
    assert typeset("\"Ég sagði 'nei'\", d'Artagnan -- '90...", "is") == "\"Ég sagði 'nei'\", d’Artagnan – '90…"


@pytest.mark.parametrize(
    "piece",
    [
        "('a ",
        "\"'a ",
        "'90 ",
        "'a \"b ",
        "'a.' 'b ",
        "--a ",
        "a-- ",
        'ב"הארץ ',
        "'ג'ורג' ",
        "100 ",
        "\n-- a",
        "… ' \" ",
        ",,a ",
        "``a ",
        "\n-No -a ",
        "'Hans' Buch ",
        " – a",
        "A--a ",
        "6'2\" ",
    ],
)
def test_a_long_paragraph_takes_no_longer_than_its_length(piece):
    def seconds(count):
        start = time.process_time()
        for language in ("en", "he", "de", "fr"):
            typeset(piece * count, language)
        return time.process_time() - start

    assert min(seconds(2400) for _ in range(2)) < 24 * min(seconds(300) for _ in range(3))  # 64 times, if by its square


prose = st.text(st.sampled_from("\"\"\"'''   abcéжА9051.,;:!?-–—…()[]«»„“”‘’\u00a0\u202f\n%°§/") | st.characters(blacklist_categories=("Cs", "Cn")), max_size=40)  # fmt: skip


@given(
    prose,
    st.sampled_from([*LANGUAGES, "cs", "fi", "da", "hu", "el", "tr", "fa", "pt-PT", "de-CH", "fr-CH", "zh-Hant", "xx"]),
)
def test_nothing_is_lost_and_a_second_time_changes_nothing(text, language):
    once = typeset(text, language)
    assert typeset(once, language) == once
    assert kept(once) == kept(text)


def kept(text: str) -> str:
    """*text* without what typography is about."""
    return "".join(
        c
        for c in text.replace(",,", "").replace("``", "")
        if not c.isspace() and unicodedata.category(c) not in ("Pi", "Pf", "Pd") and c not in "\"'„‚….′″׳״「」『』−"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>"<em>Hello</em>," he said.</p>', "<p>“<em>Hello</em>,” he said.</p>"),
        ('<p><em>"Hello"</em> "there"</p>', "<p><em>“Hello”</em> “there”</p>"),
        ("<p><em>rock</em> 'n' <b>roll</b></p>", "<p><em>rock</em> ’n’ <b>roll</b></p>"),
        ('<p>"<b>One"</b>, <i>"two"</i></p>', "<p>“<b>One”</b>, <i>“two”</i></p>"),
        ('<p><code>"a"</code> "b" <kbd>"c"</kbd></p>', '<p><code>"a"</code> “b” <kbd>"c"</kbd></p>'),
        ('<p>"<code>x</code>"</p>', "<p>“<code>x</code>”</p>"),
        ('<p><span class="verbatim">"a"</span> <span class="math">b\'</span></p>', '<p><span class="verbatim">"a"</span> <span class="math">b\'</span></p>'),
        ('<pre>"a"</pre>', '<pre>"a"</pre>'),
        ('<p>"Yes"<a class="noteref">1</a> he said.</p>', '<p>“Yes”<a class="noteref">1</a> he said.</p>'),
        ('<p>"Yes<a class="noteref">1</a>" he said.</p>', '<p>“Yes<a class="noteref">1</a>” he said.</p>'),
        ('<p>"a</p><p>"b"</p>', "<p>“a</p><p>“b”</p>"),
        ('<ul><li>"a"</li><li>"b"<ul><li>"c"</li></ul></li></ul>', "<ul><li>“a”</li><li>“b”<ul><li>“c”</li></ul></li></ul>"),
        ('<table><tr><td>"a</td><td>b"</td></tr></table>', "<table><tr><td>“a</td><td>b”</td></tr></table>"),
        ('<p>"a"<br/>"b"</p>', "<p>“a”<br />“b”</p>"),
        ('<p>"a" <span lang="de">"b"</span> "c"</p>', '<p>“a” <span lang="de">„b“</span> “c”</p>'),
        ('<p lang="fr">"a" !</p>', '<p lang="fr">«\u00a0a\u00a0»\u202f!</p>'),
        ("<p>It<em>'s</em> so</p>", "<p>It<em>’s</em> so</p>"),
    ],
)  # fmt: skip
def test_across_elements(html, expected):
    body = fromstring(f"<body>{html}</body>")
    set_type(body, "en")
    assert tostring(body, encoding="unicode") == f"<body>{expected}</body>"


def test_a_quote_behind_a_backslash_stays_straight():
    section = read_text(r"""*don\'t* say \"so\", he said: "a \"b\" c" \*d\*, isn't it? `\"` [e](f "g")""", Report())[
        0
    ].section
    assert text(section).endswith("""don't say "so", he said: “a "b" c” *d*, isn’t it? \\" e""")


def test_dashes_and_ellipses_behind_a_backslash_are_none():
    section = read_text(r"Wait \... wait... a\--b c--d this \- that - those, 3\. i\. 5 \. 6", Report())[0].section
    assert text(section).endswith("Wait ... wait… a--b c—d this - that – those, 3. i. 5 . 6")


@pytest.mark.parametrize(
    ("language", "paragraphs", "expected"),
    [
        ("de", ("»a«", '"b"', "'c'"), ("»a«", "»b«", "›c‹")),
        ("de", ('"b"', "»a«", "„c“", "„d“"), ("„b“", "»a«", "„c“", "„d“")),
        ("pt", ("«a»", '"b"'), ("«a»", "«b»")),
        ("sv", ("»a»", '"b"'), ("»a»", "»b»")),
        ("sv", ('"b"', "”a”", "»c»"), ("”b”", "”a”", "»c»")),
        ("es", ("«a “b” c»", '"d"'), ("«a “b” c»", "«d»")),
        ("en", ("«a»", '"b"'), ("«a»", "“b”")),
        ("en", ("or--so", "so---or"), ("or–so", "so—or")),
        ("en", ("or--so", "a rule: ----"), ("or—so", "a rule: ----")),
    ],
)
def test_a_document_has_the_quotation_marks_and_dashes_that_its_author_takes(language, paragraphs, expected):
    body = fromstring("<body>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</body>")
    set_type(body, language)
    assert tuple(paragraph.text for paragraph in body) == expected
