"""The lexers of Pygments, by the name of a language, made quicker; what they find is the same.

``listings`` calls :func:`lexer`.  Pygments tries the rules of a state in turn, some forty for each token of C++,
although few of them can begin with the character that comes next.  Here a state offers these few alone.  What a
rule's pattern may begin with is read from the parser of Python's own regular expressions; where anything in it is
not known, or the next character is not ASCII, the rule is tried as before.
"""

import functools
import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import pygments.lexers
import pygments.util
from pygments.lexer import Lexer, RegexLexer

# Rules as Pygments keeps them: the match of a compiled pattern, what its token is, the state that follows.
Rule: TypeAlias = tuple[Any, Any, Any]
Mask: TypeAlias = int  # the bits of the ASCII characters that something may begin with

_ANYTHING: Mask = (1 << 128) - 1
_FEW = 3  # rules that are tried as quickly as chosen among
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_NO_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")


@functools.cache
def lexer(language: str) -> Lexer | None:
    """The lexer for *language*; ``None`` where Pygments knows none."""
    try:
        found = pygments.lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except pygments.util.ClassNotFound:
        return None
    if isinstance(found, RegexLexer) and _parse() is not None:
        found._tokens = _States(found._tokens)  # this lexer's alone: others keep those of their class
    return found


class _States(dict[str, "_State | Sequence[Rule]"]):
    """The states of a lexer by name, each made ready when it is first entered."""

    def __init__(self, rules: dict[str, Sequence[Rule]]) -> None:
        super().__init__()
        self.rules = rules

    def __missing__(self, name: str) -> "_State | Sequence[Rule]":
        rules = self.rules[name]
        self[name] = _State(rules) if len(rules) > _FEW else rules
        return self[name]


class _State:
    """The rules of a state, as the loop of Pygments goes through them.

    First comes one that never matches: it is shown the text, and chooses those that follow.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.chosen: dict[str, Sequence[Rule]] = {}
        self.now = rules

    def __iter__(self) -> Iterator[Rule]:
        yield self.look, None, None
        yield from self.now

    def look(self, text: str, at: int, *_: int) -> None:
        """Choose the rules that may match *text* at *at*."""
        character = text[at : at + 1]
        self.now = self.chosen.get(character) or self.choose(character)

    def choose(self, character: str) -> Sequence[Rule]:
        if character.isascii() and character:
            rules = tuple(rule for rule in self.rules if _beginnings(rule[0]) >> ord(character) & 1)
        else:
            rules = tuple(self.rules)
        self.chosen[character] = rules
        return rules


# ---- what a pattern may begin with


@functools.cache
def _parse() -> Callable[[str, int], Iterable[tuple[Any, Any]]] | None:
    """What takes patterns apart; it is no public part of Python, and may be gone one day."""
    try:
        return importlib.import_module("re._parser").parse  # type: ignore[no-any-return]
    except (ImportError, AttributeError):
        return None


@functools.lru_cache(maxsize=10_000)
def _beginnings(match: Any) -> Mask:
    """The characters that a match of this pattern may begin with; all, where it may be empty."""
    parse, pattern = _parse(), getattr(match, "__self__", None)
    if parse is None or pattern is None:
        return _ANYTHING
    mask, may_be_empty = _of_sequence(parse(pattern.pattern, pattern.flags))
    return _ANYTHING if may_be_empty else _in_both_cases(mask) if pattern.flags & re.IGNORECASE else mask


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> tuple[Mask, bool]:
    """The characters that *parts*, which follow each other, may begin with, and whether they may match nothing."""
    mask = 0
    for operation, what in parts:
        own, may_be_empty = _of_part(str(operation), what)
        mask |= own
        if not may_be_empty:
            return mask, False
    return mask, True


def _of_part(operation: str, what: Any) -> tuple[Mask, bool]:
    if operation in ("LITERAL", "IN"):
        return _bit(what) if operation == "LITERAL" else _of_set(what), False
    if operation == "SUBPATTERN" and not what[1] and not what[2]:  # a group that has no flags of its own
        return _of_sequence(what[3])
    if operation == "BRANCH":
        masks, empty = zip(*map(_of_sequence, what[1]), strict=True)
        return functools.reduce(int.__or__, masks), any(empty)
    if operation in _REPEATS:
        mask, may_be_empty = _of_sequence(what[2])
        return mask, may_be_empty or not what[0]
    return (0 if operation in _NO_WIDTH else _ANYTHING), True


def _of_set(items: Iterable[tuple[Any, Any]]) -> Mask:
    mask, negated = 0, False
    for operation, what in items:
        kind = str(operation)
        if kind == "NEGATE":
            negated = True
        elif kind == "LITERAL":
            mask |= _bit(what)
        elif kind == "RANGE":
            mask |= _range(*what)
        elif str(what) in _CATEGORIES:
            mask |= _CATEGORIES[str(what)]
        else:
            return _ANYTHING
    return _ANYTHING & ~mask | _SPACES_TO_SOME if negated else mask


def _bit(character: int) -> Mask:
    return 1 << character if character < 128 else 0


def _range(first: int, last: int) -> Mask:
    return ((1 << (last + 1)) - (1 << first)) & _ANYTHING if first < 128 else 0


def _in_both_cases(mask: Mask) -> Mask:
    """*mask* where case does not matter; letters beyond ASCII are an i, a k and an s then, so that these are in it."""
    upper, lower = mask & _range(65, 90), mask & _range(97, 122)
    return mask | upper << 32 | lower >> 32 | functools.reduce(int.__or__, map(_bit, b"IiKkSs"))


_DIGITS = _range(48, 57)
_SPACES_TO_SOME = _range(28, 31)  # but not where re.ASCII is set
_SPACES = _range(9, 13) | _SPACES_TO_SOME | _bit(32)
_WORDS = _DIGITS | _range(65, 90) | _range(97, 122) | _bit(95)
_CATEGORIES = {
    "CATEGORY_DIGIT": _DIGITS,
    "CATEGORY_NOT_DIGIT": _ANYTHING & ~_DIGITS,
    "CATEGORY_SPACE": _SPACES,
    "CATEGORY_NOT_SPACE": _ANYTHING & ~_SPACES | _SPACES_TO_SOME,
    "CATEGORY_WORD": _WORDS,
    "CATEGORY_NOT_WORD": _ANYTHING & ~_WORDS,
}
