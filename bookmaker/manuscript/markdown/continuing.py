"""Whether a line belongs to an open block, and what of it the block takes.  ``blocks`` asks each block in turn."""

from collections.abc import Callable
from typing import Literal

from bookmaker.manuscript.markdown.block import Block, Kind
from bookmaker.manuscript.markdown.line import Line

Verdict = bool | Literal["done"]


def _always(_: Block, __: Line) -> Verdict:
    return True


def _in_quote(_: Block, line: Line) -> Verdict:
    if line.indent >= 4 or line.first != ">":
        return False
    line.take_indent()
    line.take_characters(1)
    line.take_columns(1)
    return True


def _in_item(block: Block, line: Line) -> Verdict:
    if line.blank:
        return block.last is not None
    if line.indent < block.width:
        return False
    line.take_columns(block.width)
    return True


def _indented(_: Block, line: Line) -> Verdict:
    if not line.blank and line.indent < 4:
        return False
    line.take_columns(4)
    return True


def _prefixed(block: Block, line: Line) -> Verdict:
    if line.indent >= 4 or not line.words.startswith(block.mark):
        return False
    line.take_indent()
    line.take_characters(len(block.mark))
    line.take_columns(1)
    return True


def _in_paragraph(block: Block, line: Line) -> Verdict:
    return block.in_formula or not line.blank


def _in_fence(block: Block, line: Line) -> Verdict:
    if line.indent < 4 and line.first == block.mark[0]:
        words = line.words.rstrip(" \t")
        if len(words) >= len(block.mark) and not words.strip(block.mark[0]):
            return "done"
    line.take_columns(min(block.width, line.indent))
    return True


def _in_html(block: Block, line: Line) -> Verdict:
    return bool(block.mark) or not line.blank or line.number < block.until


def _never(_: Block, __: Line) -> Verdict:
    return False


GOES_ON: dict[Kind, Callable[[Block, Line], Verdict]] = {
    "quote": _in_quote,
    "list": _always,
    "item": _in_item,
    "note": _indented,
    "division": _always,
    "indented-container": _indented,
    "prefixed": _prefixed,
    "definitions": _always,
    "definition": _in_item,
    "paragraph": _in_paragraph,
    "fence": _in_fence,
    "code": _indented,
    "html": _in_html,
    "comment": _always,
    "leaf": _never,
}


def ends_division(block: Block, words: str) -> bool:
    """Whether *words* end the division *block*: ``:::`` or Markua's ``{/name}``."""
    if block.kind != "division":
        return False
    if block.mark.startswith("{"):
        return words.strip() == block.mark
    return words.startswith(":::") and not words.strip().strip(":")
