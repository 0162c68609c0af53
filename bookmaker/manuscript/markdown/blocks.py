"""Lines of Markdown -> the elements of its blocks, their text not yet read.  ``markdown`` calls :func:`parse`.

This is the algorithm of the CommonMark spec's appendix: the open blocks stand in a row, the document first and a
paragraph or listing perhaps last; each line is offered to them in turn, may then open new blocks (``starts`` knows
which), and what is left of it is text.  Every block keeps the number of its first line as ``data-line``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown import attribute_lists
from bookmaker.manuscript.markdown.block import CONTAINERS, Block, Kind
from bookmaker.manuscript.markdown.continuing import GOES_ON, ends_division
from bookmaker.manuscript.markdown.definitions import Definitions
from bookmaker.manuscript.markdown.line import Line

MAX_DEPTH = 100  # open blocks in one another; no book has more, and no later step need fear for its stack

_VERSE_LINE = re.compile(r"\| .*[^|\s][ \t]*")
_VERBATIM = frozenset(("fence", "code", "html", "comment"))


class TooDeep(ValueError):  # noqa: N818 - it says what the blocks are
    """Blocks or elements are nested too deeply from line *number* on."""

    def __init__(self, what: str, limit: int, number: int) -> None:
        super().__init__(f"{what} are nested more than {limit} deep")
        self.number = number


class Grammar(NamedTuple):
    """The rules of a language.

    *first* is asked before all others, *starts* are by the character that a line goes on with, *finish* by the kind
    of block that ends, *over* by that of a block whose last line may be its end (given with the line that follows).
    """

    first: "Rule"
    starts: "Mapping[str, tuple[Rule, ...]]"
    finish: "Mapping[Kind, Callable[[Parser, Block], list[Element]]]"
    over: "Mapping[Kind, Callable[[Block, str], bool]]"


def parse(text: str, grammar: Grammar, definitions: Definitions) -> Element:
    """The ``body`` that holds the blocks of *text*; what it defines is put into *definitions*.  Raises TooDeep."""
    return Parser(text.removesuffix("\n").split("\n"), grammar, definitions).document()


class Parser:
    """The open blocks, and the line that is read; the rules of the grammar build through it."""

    def __init__(self, lines: list[str], grammar: Grammar, definitions: Definitions, first: int = 0) -> None:
        self.lines = lines
        self.grammar = grammar
        self.definitions = definitions
        self.first = first  # how many lines stand before these in the file
        self.at = 0
        self.open = [Block("document", Element("body"), 1)]
        self.depth = 1  # how many of the open blocks the line belongs to
        self.pending: dict[str, str] = {}

    def document(self) -> Element:
        """The element that all lines make."""
        while self.at < len(self.lines):
            text = self.lines[self.at]
            self.at += 1
            if not self._is_more_prose(text):
                self._read(Line(text, self.first + self.at))
        self.close(0)
        return self.open[0].element

    def nested(self, lines: list[str], number: int) -> Element:
        """The element that *lines*, which begin at line *number* of the file, make by themselves."""
        return Parser(lines, self.grammar, self.definitions, number - 1).document()

    def _is_more_prose(self, text: str) -> bool:
        """Most lines of a book by far: a letter begins them, a paragraph at the margin goes on with them."""
        if len(self.open) == 2 and text[:1].isalpha() and self.open[1].kind == "paragraph":
            tip = self.open[1]
            if text[1:2] != ">" and "$$" not in text and not tip.in_formula:
                tip.lines.append(text)
                return True
        return False

    def _read(self, line: Line) -> None:
        self.depth = 1
        for block in self.open[1:]:
            verdict = GOES_ON[block.kind](block, line)
            if verdict == "done":
                block.ended = True
                self.close(self.depth)
                return
            if not verdict:
                break
            self.depth += 1
        tip = self.open[-1]
        if self.depth == len(self.open) and (tip.kind in _VERBATIM or tip.in_formula):
            self.add_text(line)
            return
        if ended := self._ended_division(line):
            self.open[ended].ended = True
            self.close(ended)
            return
        lazy = tip.kind == "paragraph"
        while (inside := self.open[self.depth - 1]).kind in CONTAINERS or inside.kind in (
            "paragraph",
            "list",
            "definitions",
        ):
            started = self._start(line, inside, lazy)
            if not started:
                break
            if started == "leaf":
                return
            lazy = False
        self._add_rest(line)

    def _start(self, line: Line, inside: Block, lazy: bool) -> Literal["container", "leaf"] | None:
        if line.blank:
            return None
        if not lazy and (started := self.grammar.first(self, line, inside)):
            return started
        if line.indent >= 4:
            if lazy or self._in_verse():
                return None
            line.take_columns(4)
            self.start(Block("code", Element("pre"), line.number))
            self.add_text(line)
            return "leaf"
        for rule in self._rules(line.first):
            if started := rule(self, line, inside):
                return started
        return None

    def _rules(self, first: str) -> "tuple[Rule, ...]":
        return self.grammar.starts.get(first) or self.grammar.starts["letter" if first.isalpha() else ""]

    def _add_rest(self, line: Line) -> None:
        inside, tip = self.open[self.depth - 1], self.open[-1]
        self._note_blank(line, inside)
        if self.depth < len(self.open) and tip.kind == "paragraph" and not line.blank:
            self.add_text(line)  # a lazy continuation
            return
        self.close(self.depth)
        if inside.kind == "paragraph":
            self.add_text(line)
        elif not line.blank:
            self.start(Block("paragraph", Element("p"), line.number))
            self.add_text(line)

    def _note_blank(self, line: Line, inside: Block) -> None:
        """What makes a list loose: where blank lines fell."""
        if line.blank and inside.last is not None:
            inside.last.blank = True
        fresh = inside.kind == "item" and inside.last is None and inside.number == line.number
        inside.blank = line.blank and inside.kind != "quote" and not fresh
        for block in self.open[: self.depth - 1]:
            block.blank = False

    def _ended_division(self, line: Line) -> int:
        """The depth of the innermost open division that *line* ends; 0 when it ends none."""
        if line.first not in (":", "{") or line.indent >= 4:
            return 0
        matching = (depth for depth in range(self.depth - 1, 0, -1) if ends_division(self.open[depth], line.words))
        return next(matching, 0)

    # ---- what the rules of ``starts`` call

    def start(self, block: Block) -> None:
        """Open *block* in the innermost block that the line belongs to and that may hold it."""
        self.close(self._holder(block.kind))
        parent = self.open[-1]
        if parent.last is not None and parent.kind in ("item", "list", "definition", "definitions"):
            loose = self.open[-2] if parent.kind in ("item", "definition") else parent
            loose.loose = loose.loose or _ends_blank(parent.last)
        block.element.set("data-line", str(block.number))
        block.before = parent.last
        parent.last = block
        if block.kind in ("paragraph", "note", "comment"):  # their elements come when they are closed
            block.attributes = self.take_pending() if block.kind == "paragraph" else {}
        else:
            attribute_lists.update(block.element.attrib, self.take_pending())
            block.element.tail = "\n"
            parent.element.append(block.element)
        if len(self.open) >= MAX_DEPTH:
            raise TooDeep("blocks", MAX_DEPTH, block.number)
        self.open.append(block)
        self.depth = len(self.open)

    def leaf(self, element: Element, number: int) -> Literal["leaf"]:
        """Put *element* there, which is complete."""
        self.start(Block("leaf", element, number))
        self.close(self.depth - 1)
        return "leaf"

    def withdraw(self, paragraph: Block) -> None:
        """Undo the opening of *paragraph*, the last open block, whose lines turned out to be something else."""
        self.open.pop()
        self.depth = len(self.open)
        self.open[-1].last = paragraph.before

    def reopen(self, block: Block) -> None:
        """Let the line go on in *block*, which was closed before it."""
        self.close(self.depth)
        self.open.append(block)
        self.depth = len(self.open)

    def add_text(self, line: Line) -> None:
        """Add what is left of *line* to the last open block."""
        tip = self.open[-1]
        if tip.kind == "paragraph":
            words = line.words
            if line.indent and not words.startswith("|") and tip.lines and _VERSE_LINE.fullmatch(tip.lines[-1]):
                tip.lines[-1] += f" {words}"  # pandoc's line blocks: what begins with a space goes on
            else:
                tip.lines.append("\u00a0" * line.indent + words if line.indent and self._in_verse() else words)
            if words.count("$$") % 2:
                tip.in_formula = not tip.in_formula and self._closes_soon()
        else:
            tip.lines.append(line.rest)
            following = self.lines[self.at] if self.at < len(self.lines) else ""
            over = self.grammar.over.get(tip.kind)
            if over and over(tip, following):
                self.close(len(self.open) - 1)

    def _in_verse(self) -> bool:
        return any(block.verse for block in self.open)

    def _closes_soon(self) -> bool:
        """Whether a formula that begins in a paragraph has its end there too."""
        for text in self.lines[self.at : self.at + 80]:
            if not text.strip():
                return False
            if "$$" in text:
                return True
        return False

    def ahead(self) -> Iterator[str]:
        """The following lines as the blocks that this line belongs to will see them, to the first that leaves them."""
        holders = [block for block in self.open[1 : self.depth] if block.kind in (*CONTAINERS, "list")]
        for offset in range(self.at, len(self.lines)):
            line = Line(self.lines[offset], offset)
            if not all(GOES_ON[block.kind](block, line) for block in holders) or self._ended_division(line):
                return
            yield line.rest

    def skip(self, count: int) -> None:
        """Pass over the next *count* lines, which have been read by way of :meth:`ahead`."""
        self.at += count

    def close(self, depth: int) -> None:
        """Close all open blocks but the first *depth*."""
        while len(self.open) > max(depth, 1):
            block = self.open.pop()
            parent = self.open[-1]
            if finish := self.grammar.finish.get(block.kind):
                for element in finish(self, block):
                    element.tail = "\n"
                    parent.element.append(element)
        self.depth = min(self.depth, len(self.open))

    def take_pending(self) -> dict[str, str]:
        """The attributes that a line of its own gave to the block that follows it."""
        attributes, self.pending = self.pending, {}
        return attributes

    def _holder(self, kind: Kind) -> int:
        """How many open blocks stay open when one of *kind* begins."""
        depth = self.depth
        wanted = {"item": ("list",), "definition": ("definitions",)}.get(kind, CONTAINERS)
        while depth > 1 and self.open[depth - 1].kind not in wanted:
            depth -= 1
        return depth


def _ends_blank(block: Block) -> bool:
    current: Block | None = block
    while current is not None:
        if current.blank:
            return True
        current = current.last if current.kind in ("list", "item", "definitions", "definition") else None
    return False


Started = Literal["container", "leaf"] | None
Rule = Callable[[Parser, Line, Block], Started]
