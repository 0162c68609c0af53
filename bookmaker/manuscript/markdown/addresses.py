"""Bare addresses in text, ``https://example.org`` and ``name@example.org``, as links (GFM's extended autolinks).

One of the inline patterns that ``markdown`` registers, unless ``autolinks = false``.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from bookmaker.characters import UNDIVIDED

_ADDRESS = (
    r"(?<![A-Za-z0-9_/])(?:https?://|ftp://|www\.)(?=[^\s<])|"
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9_-]{1,63}){1,8}(?![\w-])"
)
_REST = re.compile("[^\\s<\u0002\u0003]+")
_EAST_ASIAN = f"[{UNDIVIDED}\uac00-\ud7a3]"
# A host may be in these letters; its Latin parts do not go on in them, and their punctuation is in none.
_BEHIND_HOST = (
    f"(?<=[A-Za-z0-9]){_EAST_ASIAN}|"
    "[\u3000-\u3004\u3008-\u3020\u3030\u303d\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")


class BareAddresses(InlineProcessor):
    """The pattern; never inside another link."""

    ANCESTOR_EXCLUDES = ("a",)
    SIGNS = ("://", "www.", "@")

    def __init__(self, md: Markdown) -> None:
        super().__init__(_ADDRESS, md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The link that begins at *m*."""
        if "@" in m[0]:
            return (None, None, None) if m[0][-1] in "-_" else (_link("mailto:" + m[0], m[0]), m.start(), m.end())
        rest = _REST.match(data, m.start())
        written = _trimmed(_ended(rest[0], m.end() - m.start())) if rest else ""
        domain = written.partition("://")[2] or written
        if not _is_domain(re.split(r"[/?#:]", domain, maxsplit=1)[0]):
            return None, None, None
        url = "http://" + written if m[0] == "www." else written
        return _link(url, written), m.start(), m.start() + len(written)


def _ended(written: str, start: int) -> str:
    """*written*, whose host begins at *start*, without the Chinese, Japanese or Korean text right behind it."""
    if written.isascii():
        return written
    host = re.split(r"[/?#:]", written[start:], maxsplit=1)[0]
    if behind := re.search(_BEHIND_HOST, host):
        return written[: start + behind.start()]
    end = start + len(host)
    behind = re.search(_EAST_ASIAN, written[end:])
    return written[: end + behind.start()] if behind else written


def _trimmed(written: str) -> str:
    """*written* without the punctuation that belongs to the sentence around it."""
    opened, closed = written.count("("), written.count(")")
    while written:
        if written[-1] in "?!.,:*_~'\"”’»…。，、；）】」":
            written = written[:-1]
        elif written[-1] == ")" and closed > opened:
            written, closed = written[:-1], closed - 1
        elif written[-1] == ";":
            shorter = _ENTITY.sub("", written)
            written = shorter if shorter != written else written[:-1]
        else:
            break
    return written


def _is_domain(domain: str) -> bool:
    """Letters, digits, hyphens and dots, no underscore in the last two parts; a host without a dot is one too."""
    parts = domain.split(".")
    return bool(domain) and all(parts) and not any("_" in part for part in parts[-2:])


def _link(url: str, words: str) -> Element:
    link = Element("a", {"href": url})
    link.text = AtomicString(words)
    return link
