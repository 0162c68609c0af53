"""TOML -> where each of its keys and values stands, which ``tomllib`` does not tell.

``config`` and ``front_matter`` call :func:`places` for text that ``tomllib`` has read without complaint, on which it
relies, and :func:`advice` for text that it has not.
"""

import bisect
import contextlib
import re
import tomllib

from bookmaker.tables import Key, Spot

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""+' "|'''.*?'''+" r'|"(?:\\.|[^"\\])*"' "|'[^']*'",
    re.DOTALL,
)
_BARE = re.compile(r"[\w-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")  # a number, a date, true or false


_UNQUOTED = re.compile(r"""\s*([\w.-]+)\s*=\s*([^\s"'\[{#][^"#]*?)\s*(?:#.*)?""")


def advice(source: str, line: int) -> str:
    """What its author probably meant with *line*, from 1, which ``tomllib`` cannot read: text that has no quotes."""
    written = _UNQUOTED.fullmatch([*source.splitlines(), ""][line - 1])
    return f'put it in quotes: {written[1]} = "{written[2]}"' if written else ""


def places(source: str) -> dict[Key, Spot]:
    """The line and column of every key and of every value in a list, by its path; a list's items by number, from 0."""
    scanner = _Scanner(source)
    with contextlib.suppress(RecursionError):  # as deep as that, the places found so far will do
        scanner.read_document()
    return scanner.places


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.places: dict[Key, Spot] = {}
        self.tables: dict[Key, int] = {}  # how many [[tables]] each path has so far
        self.lines = [0, *(newline.end() for newline in re.finditer("\n", source))]

    def read_document(self) -> None:
        """Go through all of the text."""
        table: Key = ()
        while not self.skip_blank():
            if self.takes("[["):
                table = self.read_header(is_one_of_many=True)
            elif self.takes("["):
                table = self.read_header(is_one_of_many=False)
            else:
                self.read_pair(table)

    def read_header(self, *, is_one_of_many: bool) -> Key:
        """The path of a ``[table]`` whose opening brackets are read; ``[[table]]`` is one more of its kind."""
        start = self.source.rfind("\n", 0, self.at) + 1
        names, key = self.read_names(), Key()
        for number, name in enumerate(names, 1):
            key = (*key, name)
            self.note(key, start)
            if is_one_of_many and number == len(names):
                self.tables[key] = self.tables.get(key, 0) + 1
            if key in self.tables:
                key = (*key, self.tables[key] - 1)
                self.note(key, start)
        while self.takes("]"):
            pass
        return key

    def read_pair(self, table: Key) -> None:
        """``name = value`` in *table*."""
        start, key = self.at, table
        for name in self.read_names():
            key = (*key, name)
            self.note(key, start)
        self.takes("=")
        self.read_value(key)

    def read_names(self) -> list[str]:
        """A key's names between the dots."""
        names: list[str] = []
        while not names or self.takes("."):
            self.skip_blank()
            if bare := _BARE.match(self.source, self.at):
                names.append(bare[0])
                self.at = bare.end()
            elif quoted := _STRING.match(self.source, self.at):
                names.append(tomllib.loads(f"name = {quoted[0]}")["name"])
                self.at = quoted.end()
            else:
                break
        return names

    def read_value(self, key: Key) -> None:
        """The value of *key*, and the places of what it holds."""
        self.skip_blank()
        if self.takes("["):
            number = 0
            while not self.takes("]"):
                self.note((*key, number), self.at)
                self.read_value((*key, number))
                self.takes(",")
                number += 1
        elif self.takes("{"):
            while not self.takes("}"):
                self.read_pair(key)
                self.takes(",")
        elif value := _STRING.match(self.source, self.at) or _SCALAR.match(self.source, self.at):
            self.at = value.end()

    def skip_blank(self) -> bool:
        """Pass space and comments; whether nothing follows."""
        blank = _BLANK.match(self.source, self.at)
        self.at = blank.end() if blank else self.at
        return self.at >= len(self.source)

    def takes(self, mark: str) -> bool:
        """Pass space and *mark*, with the space behind it, if it is there."""
        self.skip_blank()
        if not self.source.startswith(mark, self.at):
            return False
        self.at += len(mark)
        self.skip_blank()
        return True

    def note(self, key: Key, at: int) -> None:
        """*key* stands at *at*, unless it stands elsewhere already; a column only where something stands before it."""
        line = bisect.bisect(self.lines, at)
        start = self.lines[line - 1]
        self.places.setdefault(key, (line, at - start + 1 if self.source[start:at].strip() else 0))
