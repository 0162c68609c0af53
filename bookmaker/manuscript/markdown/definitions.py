"""What a file defines in one place and uses in another: link references, notes, abbreviations.

``blocks`` collects them, ``brackets`` and ``abbreviations`` use them, and what nobody used is a finding.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.findings import Rule


class Reference(NamedTuple):
    """Where a link reference leads, and its title."""

    url: str
    title: str


class Remark(NamedTuple):
    """Something about a line of the file that its author should hear."""

    line: int
    rule: Rule
    message: str
    hint: str = ""
    minor: bool = False


@dataclass
class Definitions:
    """By name, as :func:`label` writes it; the first definition of a name holds."""

    references: dict[str, Reference] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)  # the ids that they have, or will get
    notes: dict[str, Element] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    inline_notes: list[Element] = field(default_factory=list)
    missing_notes: list[str] = field(default_factory=list)
    foreign_spans: list[tuple[str, str]] = field(default_factory=list)  # what is meant for other formats, and which
    short_brackets: list[str] = field(default_factory=list)  # escaped, around what could be a formula too
    remarks: list[Remark] = field(default_factory=list)
    has_escapes: bool = False  # whether characters.ESCAPED stands in the text

    def remark(self, line: int, rule: Rule, message: str, hint: str = "", *, minor: bool = False) -> None:
        """Keep what the author should hear of *line*; a *minor* matter needs nothing done."""
        self.remarks.append(Remark(line, rule, message, hint, minor))


def label(written: str) -> str:
    """*written* as names are compared: case folded, white space collapsed (CommonMark 4.7)."""
    return re.sub(r"\s+", " ", written.strip()).casefold().upper()
