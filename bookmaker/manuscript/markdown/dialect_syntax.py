"""Our own rules for Python-Markdown, as one extension; ``markdown`` loads it.

- A picture keeps the words between its brackets as ``data-caption``, so that ``{alt="..."}`` may say something else.
- A backslash at a line's end breaks the line.
- ``~~struck~~``, ``H~2~O``, ``x^2^`` and ``==marked==``.  pymdownx has them too, but raises IndexError on formulas.
- ``$...$`` and ``$$...$$`` stay as they were written, out of the way of emphasis, until formulas are set.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import AtomicString

_TAGS = {
    "del": r"(~~)(?=\S)(.+?)(?<=\S)~~",
    "mark": r"(==)(?=[^\s=])(.+?)(?<=[^\s=])==",
    "sub": r"(~)([^\s~^]+?)~",
    "sup": r"(\^)([^\s~^\[\]]+?)\^",
}
_DISPLAY_MATH = r"(?s)\$\$(.+?)\$\$"
_INLINE_MATH = r"(?<![\\$])\$(?=[^\s$])([^$\n]*[^\s$\\])\$(?!\d)"  # pandoc's rule: no space inside, no digit after


class BookSyntax(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the rules, the first two under the names of those that they replace."""
        md.inlinePatterns.register(_Image(IMAGE_LINK_RE, md), "image_link", 150)
        md.inlinePatterns.register(_ImageReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash_break", 185)
        md.inlinePatterns.register(_Math(_DISPLAY_MATH, md), "display_math", 189)
        md.inlinePatterns.register(_Math(_INLINE_MATH, md), "inline_math", 188)
        for priority, (tag, pattern) in enumerate(reversed(_TAGS.items()), 65):
            md.inlinePatterns.register(SimpleTagInlineProcessor(pattern, tag), tag, priority)


class _Image(ImageInlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        return _captioned(super().handleMatch(m, data))


class _ImageReference(ImageReferenceInlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        return _captioned(super().handleMatch(m, data))


def _captioned(match: Any) -> Any:
    image = match[0]
    if isinstance(image, Element):
        image.set("data-caption", image.get("alt", ""))
    return match


class _Math(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        formula = Element("span", {"class": "math"})
        formula.text = AtomicString(m[0])
        return formula, m.start(0), m.end(0)
