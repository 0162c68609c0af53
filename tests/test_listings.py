"""Listings are coloured as Pygments colours them, however its lexers are driven."""

import re

import pygments.lexers
import pytest

from bookmaker.findings import Report
from bookmaker.manuscript import lexers
from tests.benchmarks.reader import read_text
from tests.conftest import HERE

LANGUAGES = (
    "cpp",
    "python",
    "rust",
    "js",
    "html+jinja",
    "css",
    "sql",
    "bash",
    "php",
    "haskell",
    "ruby",
    "md",
    "yaml",
    "c#",
)
ODD = "".join(map(chr, range(256))) + '\nſelect Kelvin İF ıf "ß" \'é\' R"x(a)x" """b\n#define A \\\n 1\r\n'
TEXTS = (
    ODD,
    (HERE.parent / "bookmaker" / "cli.py").read_text(encoding="utf-8"),
    (HERE.parent / "styles" / "base.css").read_text(encoding="utf-8")[:8000],
    "#include <set>\ntemplate <class T> int f(T a) { // x\n  return a->b[1] + 0x1F; }\n",
    "<?php echo $a; ?><b class='x'>{{ y }}{% if z %}</b><script>let a = `b${c}`</script>\n",
    "SELECT a FROM b WHERE c = 'd'; -- e\n",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexer_that_chooses_its_rules_finds_what_one_that_tries_all_of_them_does(language):
    plain = pygments.lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False)
    quick = lexers.lexer(language)
    for text in TEXTS:
        assert list(quick.get_tokens_unprocessed(text)) == list(plain.get_tokens_unprocessed(text))


@pytest.mark.parametrize("flags", [0, re.ASCII, re.IGNORECASE, re.MULTILINE | re.DOTALL])
@pytest.mark.parametrize("pattern", [
    r"\d", r"\D", r"\s", r"\S", r"\w", r"\W", r"[\w-]", r"[^\s]", r"[^a-f\d]", ".", "[\x80-\uffff]", "[^\x00-\x7f]",
    "a|b|[0-9]+x", "(?:x?)y", "a*b", "(?i:k)a", "ſ", "[^q]", r"\bfoo", "(?=a)[abc]", "x??y", r"(a)\1", "(?:)", "K|İ",
])  # fmt: skip
def test_no_character_that_a_pattern_may_begin_with_is_passed_over(pattern, flags):
    compiled = re.compile(pattern, flags)
    begins = lexers._beginnings(compiled.match)
    for character in map(chr, range(128)):
        if any(compiled.match(character + more) for more in ("", "x", "y", "a", "b", "oo", "9x")):
            assert begins >> ord(character) & 1, character


NUMBERED = {
    "pandoc": ('```py {.numberLines startFrom="9"}\n# a\n\n"""b\nc"""\n```', ' 9  # a\n10  \n11  """b\n12  c"""\n'),
    "MkDocs": ('``` linenums="7"\na\n```', "7  a\n"),
    "Markua": ("{line-numbers: true, number-from: 3}\n```\na\n```", "3  a\n"),
    "Hugo": ("```go {linenos=table,linenostart=5}\na\n```", "5  a\n"),
    "Quarto": ('```{.py code-line-numbers="true"}\na\n```', "1  a\n"),
    "R Markdown": ('```{python, title="T t.py", numberLines=true}\na\n```', "1  a\n"),
    "no numbers": ("``` {linenos=false}\na\n```", "a\n"),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERED.values(), ids=NUMBERED)
def test_lines_are_numbered_where_any_dialect_asks_for_it(text, expected):
    listing = next(read_text(text, Report())[0].section.iter("pre"))
    assert "".join(listing.itertext()) == expected
    assert all(mark.get("aria-hidden") == "true" for mark in listing.iter("span") if "line-number" in mark.get("class"))
