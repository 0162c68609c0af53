"""Variables: which braces are one, what stands in their place, and that it is never markup."""

import pytest

from bookmaker import config
from bookmaker.findings import Place, Report
from bookmaker.manuscript.includes import expand
from bookmaker.model import Source

TOML = """\
[book]
title = "Salt *and* Stone"
authors = ["Ada Lund", "Jon Ek", { name = "Eva By", role = "translator" }]
language = "en"
date = 2021-05-01

[edition.epub]
isbn = "978-3-16-148410-0"

[variables]
name = "Bo"
edition-2 = 2
under = "_a_b_"
year = "1984. A year"
html = "a <b> & c"
quote = 'say "so"'
"""


@pytest.fixture
def filled(write_book):
    def run(text, first_line=1, toml=TOML):
        root = write_book({"book.toml": toml, "one.md": text})
        report = Report()
        source = expand(Source(root / "one.md", "one.md", text, first_line), config.load(root, report), report)
        return source, list(report)

    return run


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{{title}}", r"Salt \*and\* Stone"),
        ("# {{ title }} #", r"# Salt \*and\* Stone #"),
        ("by {{author}} in {{language}}", "by Ada Lund and Jon Ek in en"),
        ("{{date}}, {{isbn}}", "2021-05-01, 978-3-16-148410-0"),
        ("{{var.name}}{{ var.edition-2 }}", "Bo2"),
        ("{{< var name >}} {{< meta title >}}", r"Bo Salt \*and\* Stone"),
        ("| {{var.name}} |\n|---|\n| {{var.name}} |", "| Bo |\n|---|\n| Bo |"),
        ("a {{var.under}}", r"a \_a_b\_"),
        ("{{var.year}}", r"1984\. A year"),
        ("In {{var.year}}", "In 1984. A year"),
        ("> - {{var.year}}", r"> - 1984\. A year"),
        ("{{var.html}}", r"a \<b> & c"),
        ('<p title="{{var.quote}}">{{var.html}} {{title}}</p>', None),
        ('A <i title="{{var.html}}">{{title}}</i>', None),
        ("[{{var.name}}]({{var.name}}.md)", "[Bo](Bo.md)"),
        ("[^1]: Note\n\n    {{var.name}}", "[^1]: Note\n\n    Bo"),
        ("- item\n\n    {{var.name}}", "- item\n\n    Bo"),
        ("a `tick {{var.name}}", "a `tick Bo"),
        (r"a \`{{var.name}}` b", r"a \`Bo` b"),
        ("``a ` {{var.name}}`` {{var.name}}", "``a ` {{var.name}}`` Bo"),
        ("one `two\n{{var.name}}` {{var.name}}", "one `two\n{{var.name}}` Bo"),
        ("one `two\n\n{{var.name}}` three", "one `two\n\nBo` three"),
    ],
)
def test_a_variable_becomes_its_value(written, text, filled):
    source, told = filled(written)
    if text is not None:
        assert source.text == text
    assert told == []
    assert source.text.count("\n") == written.count("\n")
    assert source.origins == ()


def test_in_html_a_value_is_text_too(filled):
    source, _ = filled('<p title="{{var.quote}}">{{title}}</p>\n\nA <i title="{{var.html}}">{{title}}</i>\n')
    assert source.text == (
        '<p title="say &quot;so&quot;">Salt &#42;and&#42; Stone</p>\n\n'
        'A <i title="a &lt;b&gt; &amp; c">Salt \\*and\\* Stone</i>\n'
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "`{{title}}`",
        "```\n{{title}}\n```",
        "~~~ {.jinja}\n{{var.unknown}}\n~~~",
        "    {{var.name}}",
        "- a\n\n      {{title}}",
        "> ```\n> {{title}}\n> ```",
        r"\{{title}}",
        "{{{title}}}",
        "{{{< var name >}}}",
        "{{ page.title }} {{title | upper}} {{ subtitle }} {{ x }} {% raw %} {{}} {{< meta x >}}",
        "{{#title A name}} {{/if}} {{tit\nle}}",
    ],
)
def test_all_else_stays_as_written(text, filled):
    source, told = filled(text)
    assert (source.text, told) == (text, [])


def test_an_unknown_variable_of_the_authors_is_told(filled):
    source, told = filled("One.\n\nTwo `x\ny` and\n  {{var.nme}} {{< var weather >}} {{var.name}}\n", first_line=5)
    assert source.text.endswith("  {{var.nme}} {{< var weather >}} Bo\n")
    assert [(finding.rule, finding.place, finding.hint) for finding in told] == [
        ("variable", Place("one.md", 9, 3), 'did you mean "name"?'),
        ("variable", Place("one.md", 9, 15), "give it a value under [variables] in book.toml"),
    ]


def test_an_unknown_variable_in_an_included_file_is_told_there(filled, tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "two.md").write_text("Two.\n\nAnd {{var.x}}.\n")
    _, told = filled("One.\n\n{{#include two.md}}\n")
    assert [(finding.place.file.rpartition("/")[2], finding.place.line) for finding in told] == [("two.md", 3)]


@pytest.mark.parametrize("value", ["*a* _b_ __c__", "[x](y)", "`code`", "# no", "- no", "1) no", "> no", "![x](y)"])
def test_a_value_is_not_markdown(value, write_book, unpacked):
    book = write_book({"book.toml": f"[variables]\nx = '{value}'\n", "one.md": "# One\n\n{{var.x}}\n"})
    assert f">{value.replace('>', '&gt;')}</p>" in "".join(unpacked(book).values())


def test_front_matter_of_a_single_file_has_variables(write_book, unpacked):
    text = "---\ntitle: Tides\nvariables:\n  moon: full\n  high: 3.4\n---\n\nA {{var.moon}} moon, {{var.high}} high.\n"
    assert "A full moon, 3.4 high." in "".join(unpacked(write_book({"one.md": text}) / "one.md").values())


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("variables = 3\n", '"variables" must be a table, not 3'),
        ("[variables]\na = true\n", '"a" must be text in quotes, not true'),
        ("[variables.a]\nb = 1\n", "\"a\" must be text in quotes, not {'b': 1}"),
    ],
)
def test_a_value_is_text(toml, message, filled):
    _, told = filled("{{var.a}}", toml=toml)
    assert [finding.message for finding in told if finding.severity == "error"] == [message]
