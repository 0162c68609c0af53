"""Markdown text -> HTML text: the one Python-Markdown set-up.  ``manuscript`` calls it once for each file."""

import re

import markdown

from bookmaker import languages
from bookmaker.manuscript.syntax import BookSyntax

_EXTENSIONS = (
    "abbr", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables",
    "pymdownx.highlight", "pymdownx.saneheaders", "pymdownx.superfences", "pymdownx.tasklist",
)  # fmt: skip
_OPTIONS: dict[str, dict[str, object]] = {
    "footnotes": {"SEPARATOR": "-", "BACKLINK_TEXT": ""},  # an id with a colon is not an XML name
    "pymdownx.highlight": {"pygments_lang_class": True, "guess_lang": False, "anchor_linenums": False},
    "pymdownx.superfences": {"relaxed_headers": True},  # else ```rust,ignore becomes inline code
}
# ```rust,ignore: what follows the comma is for mdBook's test runner, not for a reader.
_FENCE_REMARKS = re.compile(r"^([ >]*(?:`{3,}|~{3,})[ ]*[\w+#.-]+),[^\n`]*$", re.MULTILINE)


def to_html(text: str, language: str) -> str:
    """*text* as an HTML fragment, with the quotation marks and dashes of *language*."""
    text = _FENCE_REMARKS.sub(r"\1", text)
    extensions: list[str | markdown.Extension] = [*_EXTENSIONS, BookSyntax()]
    options: dict[str, dict[str, object]] = dict(_OPTIONS)
    if marks := languages.quotes(language):
        extensions.append("smarty")
        options["smarty"] = {"substitutions": _substitutions(marks)}
    return markdown.Markdown(extensions=extensions, extension_configs=options).convert(text)


def _substitutions(marks: str) -> dict[str, str]:
    keys = ("left-double-quote", "right-double-quote", "left-single-quote", "right-single-quote")
    return dict(zip(keys, marks, strict=True))
