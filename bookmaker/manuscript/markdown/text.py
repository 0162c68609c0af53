"""Strings of Markdown as what they stand for: backslash escapes and character references resolved.

``spans`` and ``brackets`` call it for destinations and titles, ``fences`` for info strings.
"""

import html
import html.entities
import re

from bookmaker.characters import LOST, UNWRITABLE

ESCAPE = r"\\[!-/:-@\[-`{-~]"
REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_EITHER = re.compile(f"({ESCAPE})|({REFERENCE})")


def character(reference: str) -> str | None:
    """What a character reference stands for; ``None`` when there is no such character."""
    if reference[1] == "#":
        meant = html.unescape(reference)
        return LOST if not meant or UNWRITABLE.search(meant) else meant
    return html.entities.html5.get(reference[1:])


def unescape(written: str) -> str:
    """*written* without its escapes and references."""
    return _EITHER.sub(lambda m: m[1][1] if m[1] else character(m[2]) or m[2], written)
