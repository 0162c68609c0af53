"""References and index marks that stand in text without brackets: ``@fig-x``, ``{i: "term"}``.

One of the inline patterns that ``markdown`` registers, after those for code and links.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from bookmaker.manuscript.markdown.spans import REFERENCE_KEY, cross_reference, index_mark

_MACRO = (
    rf"@(?<![\w@/]@)(?P<key>{REFERENCE_KEY})"
    r"|\{i: ?[\"“](?P<entry>[^\"”{}\n]{1,200})[\"”]\}"
)


class Macros(InlineProcessor):
    """The pattern."""

    SIGNS = ("@", "{i:")

    def __init__(self, md: Markdown) -> None:
        super().__init__(_MACRO, md)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        """A reference to be resolved, or a place that the index refers to."""
        element = cross_reference(m["key"]) if m["key"] else index_mark(m["entry"], {})
        return element, m.start(), m.end()
