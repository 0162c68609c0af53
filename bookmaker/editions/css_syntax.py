"""What tinycss2 read of a style sheet -> its words as they are written again, and what of it is not CSS.

``ebook_sheet`` and ``checks`` ask before they look at what a rule or a declaration means: tinycss2 never fails, it
leaves an error among the values or closes a bracket that its author left open.
"""

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

_SPACE = ("whitespace", "comment")
_NAME = re.compile(r"[\w-]+", re.ASCII)  # of a property
_VENDOR = re.compile(r"-(?:webkit|moz|ms|o|epub)-")
# A media type, or a feature in brackets, and more of those: Media Queries 3.
_FEATURE = r"\(\s*-?[a-z][\w-]*(?:\s*:\s*[^\s()][^()]*)?\)"
_QUERY = re.compile(rf"(?:(?:(?:only|not) )?[a-z][\w-]*|{_FEATURE})(?: and {_FEATURE})*", re.IGNORECASE)
_STRAYS = (";", "!", "<!--", "-->")
_JOINTS = frozenset(("and", "or", "not"))


def written(values: list[Any]) -> str:
    """*values* in one line, with single spaces between them and none around; spaces that end an escape stay."""
    words: list[Any] = []
    for value in values:
        if value.type == "whitespace":
            value = tinycss2.ast.WhitespaceToken(value.source_line, value.source_column, " ")  # noqa: PLW2901
        if value.type != "comment":
            words.append(value)
    while words and words[-1].type == "whitespace":
        words.pop()
    while words and words[0].type == "whitespace":
        words.pop(0)
    text: str = tinycss2.serialize(words)
    return text


def between_commas(values: list[Any]) -> list[list[Any]]:
    """*values* as a list has them: those between its commas."""
    parts: list[list[Any]] = [[]]
    for value in values:
        if value == ",":
            parts.append([])
        else:
            parts[-1].append(value)
    return parts


def inside(values: list[Any]) -> Iterator[Any]:
    """*values* with all that stands in their brackets."""
    for value in values:
        yield value
        yield from inside(getattr(value, "arguments", None) or getattr(value, "content", None) or [])


def functions(values: list[Any]) -> Iterator[str]:
    """The names of the functions in *values*, in small letters, without what an engine puts before its own."""
    for value in inside(values):
        if value.type in ("function", "url"):
            yield _VENDOR.sub("", value.lower_name) if value.type == "function" else "url"


def addresses(values: list[Any]) -> Iterator[str]:
    """The addresses that ``url()`` names in *values*, in quotation marks or not."""
    for value in inside(values):
        if value.type == "url":
            yield value.value
        elif value.type == "function" and value.lower_name == "url":
            yield from (each.value for each in value.arguments if each.type == "string")


def fault(values: list[Any]) -> str:
    """What keeps *values* from being read: nothing where each bracket, quotation mark, semicolon is in its place."""
    for value in inside(values):
        if value.type == "error":
            return f"{value.message[0].lower()}{value.message[1:]}"
        if value.type in ("{} block", "at-keyword") or any(value == stray for stray in _STRAYS):
            return f"a stray {tinycss2.serialize([value])[:1]}"
        if value.type == "dimension" and not value.unit.isalpha():
            return f"no unit is spelt {tinycss2.serialize([value]).strip()}"
    return ""


def fault_of_declaration(name: str, values: list[Any]) -> str:
    """What keeps the declaration of *name* and its *values* from being read."""
    if not _NAME.fullmatch(name):
        return "no name is spelt like that"
    if not any(value.type not in _SPACE for value in values):
        return "it has no value"
    if any(value.type == "() block" for value in values):
        return "a bracket without a function"
    return fault(values)


def fault_of_query(values: list[Any]) -> str:
    """What keeps *values*, one query behind ``@media``, from being read by readers that know Media Queries 3."""
    return fault(values) or ("" if _QUERY.fullmatch(written(values)) else "this is no query")


def fault_of_condition(values: list[Any]) -> str:
    """What keeps *values*, behind ``@supports``, from being read."""
    words = [value for value in values if value.type not in _SPACE]
    if not words or words[-1].type == "ident":
        return "this is no condition"
    for value in words:
        is_joint = value.type == "ident" and value.lower_value in _JOINTS
        if not is_joint and value.type not in ("() block", "function"):
            return "a condition stands in brackets"
        if value.type == "() block" and not written(value.content):
            return "the brackets are empty"
    return fault(values)
