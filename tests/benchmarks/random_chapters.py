"""Chapters that nobody would write: Markdown and HTML thrown together at random, with words that must survive it.

``fuzz`` calls :func:`chapter`; the same seed gives the same chapter.  In the pieces below ``§`` stands for a word that
a reader must find, ``¤`` for one that may go (it stands in a script, say), and ``☠`` for a beginning without end that
may swallow all that follows, as it would in a browser.
"""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from tests.benchmarks import random_pieces as pieces

WORD = re.compile(r"w\d{5}q\d{3}")
_DEEPEST = 4


class Chapter(NamedTuple):
    """A file of the manuscript: its number, its Markdown, and the words that its reader must find."""

    number: int
    text: str
    words: frozenset[str]


def chapter(seed: int, number: int) -> Chapter:
    """The chapter with *number* among those of *seed*."""
    template = _Author(random.Random(f"{seed}:{number}")).chapter()
    words: list[str] = []
    lasting: set[str] = set()
    swallowed = False

    def put(mark: re.Match[str]) -> str:
        nonlocal swallowed
        swallowed = swallowed or mark[0] == "☠"
        if mark[0] == "☠":
            return ""
        words.append(f"w{number:05d}q{len(words):03d}")
        if mark[0] == "§" and not swallowed:
            lasting.add(words[-1])
        return words[-1]

    return Chapter(number, re.sub("[§¤☠]", put, template), frozenset(lasting))


class _Author:
    """Throws the dice for one chapter; every method gives text with marks in it."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.notes = 0

    def chapter(self) -> str:
        """Three to twelve blocks, mostly with blank lines between them."""
        text = ""
        for _ in range(self.dice.randint(3, 12)):
            text += self.block(0) + self.dice.choice(("\n\n", "\n\n", "\n\n", "\n"))
        return text

    def maybe(self, chance: float) -> bool:
        return self.dice.random() < chance

    def times(self, most: int, piece: Callable[[], str], between: tuple[str, ...] = ("", " ", "\n")) -> str:
        """One to *most* of *piece*."""
        return "".join(piece() + self.dice.choice(between) for _ in range(self.dice.randint(1, most)))

    # ---- blocks

    def block(self, depth: int) -> str:
        if depth > _DEEPEST:
            return "§ §"
        kinds = (self.paragraph, self.heading, self.held, self.noted, self.markdown, self.html_block, self.known_block)
        return self.dice.choices(kinds, (4, 2, 2, 1, 3, 6, 2))[0](depth)

    def paragraph(self, depth: int) -> str:
        return self.times(5, lambda: self.inline(depth))

    def heading(self, depth: int) -> str:
        words = self.dice.choice(("", "§", "§ §", self.inline(depth + 2).replace("\n", " ")))
        if self.maybe(0.2):
            return f"{words or '§'}\n{self.dice.choice(('===', '---'))}"
        return f"{'#' * self.dice.randint(1, 6)} {words} {self.dice.choice(('', '', '#', pieces.braces(self.dice)))}"

    def held(self, depth: int) -> str:
        """Blocks inside a quotation, a list, a division, a callout."""
        inner = self.block(depth + 1) + self.dice.choice(("\n", "\n\n")) + self.block(depth + 1)
        first, rest = self.dice.choice(pieces.HOLDERS)
        if rest is None:  # closed by a line of its own
            return f"{first}\n{inner}\n\n:::"
        return first + inner.replace("\n", "\n" + rest)

    def noted(self, depth: int) -> str:
        """A note with its call before it, so that what keeps the one from being read keeps the other."""
        self.notes += 1
        label = f"n{self.notes}"
        body = self.inline(depth + 1).replace("\n", " ")
        more = "\n\n    " + self.block(depth + 2).replace("\n", "\n    ") if self.maybe(0.3) else ""
        call = self.dice.choice(pieces.CALLS).replace("N", label)
        return f"{call}\n\n[^{label}]: ¤ {body.replace('§', '¤')}{more.replace('§', '¤')}\n\n<!-- -->\n\n"

    def markdown(self, _: int) -> str:
        return self.dice.choice(pieces.BLOCKS).replace("◆", pieces.braces(self.dice))

    def known_block(self, depth: int) -> str:
        """Tables, lists, figures, players, drawings, formulas: made well, or nearly."""
        return self.fill(self.dice.choice(pieces.HTML), depth)

    def html_block(self, depth: int) -> str:
        text = self.element(self.dice.choice(pieces.BLOCK_TAGS), depth)
        return text if self.maybe(0.7) else text.replace("\n\n", "\n")

    # ---- phrases and tags

    def inline(self, depth: int) -> str:
        if depth > _DEEPEST:
            return "§"
        kinds = (
            lambda: "§",
            lambda: self.dice.choice(pieces.TEXT),
            lambda: self.fill(self.dice.choice(pieces.MARKDOWN), depth),
            lambda: self.element(self.dice.choice(pieces.PHRASE_TAGS), depth),
            self.stray,
            lambda: self.fill(self.dice.choice(pieces.HTML), depth),
            lambda: self.dice.choice(pieces.HIDDEN),
        )
        return self.dice.choices(kinds, (6, 3, 6, 6, 1, 1, 0.5))[0]()

    def element(self, tag: str, depth: int) -> str:
        """*tag* with its content, now and then without its end or with another's."""
        content = self.times(3, lambda: self.inside(depth + 1))
        end = self.dice.choices((f"</{tag}>", "", f"</{self.dice.choice(pieces.TAGS)}>"), (8, 1, 0.5))[0]
        return f"{self.start(tag)}{content}{end}"

    def inside(self, depth: int) -> str:
        if depth > _DEEPEST:
            return "§"
        if self.maybe(0.35):
            return self.element(self.dice.choice(pieces.TAGS), depth)
        if self.maybe(0.1):
            return "\n\n" + self.block(depth + 1) + "\n\n"
        return self.inline(depth)

    def start(self, tag: str) -> str:
        """A start tag with some attributes."""
        given = "".join(
            f" {self.dice.choice(pieces.ATTRIBUTES)}" for _ in range(self.dice.choice((0, 0, 0, 1, 1, 2, 4)))
        )
        return f"<{tag}{given}{self.dice.choices(('', ' /'), (30, 1))[0]}>"

    def stray(self) -> str:
        """A tag that nothing closes or opened, or a beginning without end."""
        if self.maybe(0.04):
            return "☠" + self.dice.choice(pieces.ENDLESS)
        if self.maybe(0.5):
            return self.start(self.dice.choice(pieces.VOID_TAGS))
        return f"</{self.dice.choice(pieces.TAGS)}>" if self.maybe(0.5) else self.start(self.dice.choice(pieces.TAGS))

    def fill(self, piece: str, depth: int) -> str:
        """*piece* with an element or a phrase for each ``…``, an attribute for each ``◆``."""
        plays = "<audio" in piece or "<video" in piece  # inside a link, or one another, they go with their words
        piece = re.sub("…", lambda _: self.inside(depth + 2), piece)
        piece = piece.replace("§", "¤") if plays else piece
        return re.sub("◆", lambda _: self.dice.choice(pieces.ATTRIBUTES), piece)
