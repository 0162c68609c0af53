"""Attribute lists, ``{#id .class key="value"}``: text -> attributes.  Rules call it wherever one may stand.

Pandoc's, Python-Markdown's (``{: ...}``) and Markua's (``{key: value, key: value}``) lists are one grammar here.
Braces that hold anything else are no list, and stay text.
"""

import re
from typing import NamedTuple

from bookmaker.manuscript.markdown.text import unescape

_KEY = r"[A-Za-z_][\w:.-]*"
_VALUE = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s"'{}=,]+)"""
_TOKEN = re.compile(
    rf"\s*(?:\#(?P<id>[^\s{{}}#=,]+)|\.(?P<class>[^\s{{}}#.=,]+)|(?P<dash>-)(?=[\s}}])|(?P<key>{_KEY})\s*[=:]\s*(?P<value>{_VALUE}))"
    r"\s*,?"
)
_DEEPEST = 10  # braces that are tried from the end of a text
_SPAN_END = re.compile(r"(?:(?<!\\)\]|\]\([^()\n]*\)|`)\Z")
_LONGEST = 2000  # characters of an address
_OF_PICTURES = {"fig-alt": "alt", "fig-cap": "caption"}
_OPEN = re.compile(r"\{:?")


class AttributeList(NamedTuple):
    """What a list says, and where it ends in the text that it was read from."""

    attributes: dict[str, str]
    end: int


def read(text: str, start: int = 0) -> AttributeList | None:
    """The list that opens at *start*; ``None`` when there is none, or it is not well-formed.

    ``{-}`` is pandoc's short form of ``{.unnumbered}``.
    """
    opening = _OPEN.match(text, start)
    if not opening:
        return None
    attributes: dict[str, str] = {}
    at, found = opening.end(), False
    while token := _TOKEN.match(text, at):
        found, at = True, token.end()
        _add(attributes, token)
    close = re.compile(r"\s*\}").match(text, at)
    return AttributeList(attributes, close.end()) if found and close else None


def _add(attributes: dict[str, str], token: re.Match[str]) -> None:
    if token["id"]:
        attributes["id"] = token["id"]
    elif token["class"] or token["dash"]:
        add_classes(attributes, token["class"] or "unnumbered")
    elif token["key"] == "class":
        add_classes(attributes, unquoted(token["value"]))
    else:
        attributes[token["key"]] = unescape(unquoted(token["value"]))


def add_classes(attributes: dict[str, str], classes: str) -> None:
    """Give *attributes* more classes, separated by spaces."""
    attributes["class"] = f"{attributes.get('class', '')} {classes}".strip()


def unquoted(value: str) -> str:
    """*value* without the quotation marks around it."""
    return value[1:-1] if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1 else value


def read_at_end(text: str) -> tuple[str, dict[str, str]]:
    """*text* without the list that ends it, and the attributes; none when it ends in no list, or in that of a span."""
    stripped = text.rstrip(" \t")
    start = len(stripped) if stripped.endswith("}") else -1
    for _ in range(_DEEPEST):  # a value may hold braces
        start = stripped.rfind("{", 0, max(start, 0))
        if start < 0:
            break
        found = read(stripped, start) if stripped[max(start - 1, 0)] != "\\" else None
        if found and found.end == len(stripped):
            of_span = _SPAN_END.search(stripped, max(start - _LONGEST, 0), start)
            return (text, {}) if of_span else (stripped[:start].rstrip(" \t"), found.attributes)
    return text, {}


def read_whole(text: str) -> dict[str, str] | None:
    """The attributes of *text* when it is one list and nothing else."""
    stripped = text.strip()
    found = read(stripped) if stripped.startswith("{") else None
    return found.attributes if found and found.end == len(stripped) else None


def described(attributes: dict[str, str]) -> dict[str, str]:
    """The *attributes* of a picture with Quarto's and Markua's names for two of them as we have them."""
    return {_OF_PICTURES.get(key, key): value for key, value in attributes.items()}


def update(target: dict[str, str], attributes: dict[str, str]) -> None:
    """Put *attributes* over those of *target*; classes add up."""
    for key, value in attributes.items():
        if key == "class":
            add_classes(target, value)
        else:
            target[key] = value
