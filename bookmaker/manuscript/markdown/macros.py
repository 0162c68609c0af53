"""What stands in text without brackets: references and index marks, ``@fig-x``, ``{i: "term"}``, and CriticMarkup.

One of the inline patterns that ``markdown`` registers, after those for code and links.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from bookmaker.manuscript.markdown.spans import REFERENCE_KEY, cross_reference, index_mark
from bookmaker.xhtml import make

_MACRO = (
    rf"@(?<![\w@/]@)(?P<key>{REFERENCE_KEY})"
    r"|\{i: ?[\"“](?P<entry>[^\"”{}\n]{1,200})[\"”]\}"
    r"|\{(?P<edit>\+\+|--|==|~~|>>)(?P<words>[^{}]+)(?P<end>\+\+|--|==|~~|<<)\}"
)
_EDITS = {"++": "ins", "--": "del", "==": "mark"}


class Macros(InlineProcessor):
    """The pattern."""

    SIGNS = ("@", "{")

    def __init__(self, md: Markdown) -> None:
        super().__init__(_MACRO, md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        """A reference to be resolved, a place that the index refers to, or an edit; a comment leaves nothing."""
        if m["edit"]:
            if m["end"] != m["edit"].replace(">", "<"):
                return None, None, None
            return _edit(m["edit"], m["words"]), m.start(), m.end()
        element = cross_reference(m["key"]) if m["key"] else index_mark(m["entry"], {})
        return element, m.start(), m.end()


def _edit(sign: str, words: str) -> Element | None:
    """What ``{++new++}``, ``{--old--}``, ``{~~old~>new~~}`` and ``{==so==}`` make; nothing for ``{>>a remark<<}``."""
    if sign == ">>":
        return None
    if sign == "~~":
        old, _, new = words.partition("~>")
        return make("span", {}, make("del", {}, old), make("ins", {}, new))
    return make(_EDITS[sign], {}, words)
