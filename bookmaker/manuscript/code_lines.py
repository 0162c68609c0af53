"""Which lines of a Markdown text are code: fences and indented blocks, in lists, quotes and notes too.

``includes`` and ``variables`` tell a :class:`CodeLines` one line after the other, before the reader sees the text.
"""

import re
from dataclasses import dataclass
from typing import Literal

# "start" opens a paragraph or another block of prose (blank lines count as such), "more" goes on with a paragraph.
Kind = Literal["code", "start", "more"]

_QUOTE = 0
_DEEPEST = 64  # what lies deeper is read as if it did not
# What opens a container -> by how much the lines inside it are indented; None is the width of the mark itself.
_OPENERS: tuple[tuple[re.Pattern[str], int | None], ...] = (
    (re.compile(r" {0,3}> ?"), _QUOTE),
    (re.compile(r" {0,3}(?:[-+*:]|\d{1,9}[.)])(?: {1,4}(?! )| |$)"), None),
    (re.compile(r" {0,3}\[\^[^\]\s]+(?:[ \t]+[^\]\s]+){0,9}\]:"), 4),
    (re.compile(r" {0,3}(?:!!!|\?\?\?\+?|===\+?!?) .*"), 4),
)
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_FENCE_END = re.compile(r" {0,3}(`{3,}|~{3,}) *$")


@dataclass
class CodeLines:
    """Where the lines so far have led: the containers around the next one, an open fence, an open paragraph."""

    containers: tuple[int, ...] = ()
    fence: str = ""
    paragraph: bool = False

    def read(self, line: str) -> Kind:
        """What the next line is."""
        line = line.expandtabs(4).rstrip(" ")
        depth, at = self._inside(line)
        if self.fence and depth == len(self.containers):
            end = _FENCE_END.match(line, at)
            if end and end[1].startswith(self.fence):
                self.fence = ""
            return "code"
        self.fence = ""
        if at == len(line):  # a blank line ends a paragraph, and a quote with all that is in it
            self.containers, self.paragraph = self.containers[:depth], False
            return "start"
        opened, at = self._opened(line, at, depth)
        fence, ends_here = _FENCE.match(line, at), _RULE.match(line, at) or _HEADING.match(line, at)
        if self.paragraph and not (opened or fence or ends_here):
            return "more"
        self.containers = self.containers[:depth] + opened
        self.paragraph = False
        if line.startswith("    ", at):
            return "code"
        if fence:
            self.fence = fence[1]
            return "code"
        self.paragraph = not ends_here and at < len(line)
        return "start"

    def _inside(self, line: str) -> tuple[int, int]:
        """How many of the open containers *line* is in, and where its own text begins."""
        at = 0
        for depth, width in enumerate(self.containers):
            quoted = _OPENERS[0][0].match(line, at) if width == _QUOTE else None
            if quoted:
                at = quoted.end()
            elif width != _QUOTE and (at == len(line) or line.startswith(" " * width, at)):
                at = min(at + width, len(line))
            else:
                return depth, at
        return len(self.containers), at

    def _opened(self, line: str, at: int, depth: int) -> tuple[tuple[int, ...], int]:
        """The containers that begin in *line* at *at*, and where the text inside them begins."""
        opened: tuple[int, ...] = ()
        rule = len(line.rstrip(f"{line[-1]} "))  # before this no scene break can begin
        while depth + len(opened) < _DEEPEST and not (at >= rule and _RULE.match(line, at)):
            for opener, width in _OPENERS:
                if mark := opener.match(line, at):
                    opened += (mark.end() - at if width is None else width,)
                    at = mark.end()
                    break
            else:
                break
        return opened, at
