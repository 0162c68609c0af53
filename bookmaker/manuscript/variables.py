"""``{{title}}``, ``{{var.name}}``, ``{{< var name >}}`` -> what ``book.toml`` says, as text that means no markup.

``includes`` calls :func:`fill_in` last.  Code and code spans are left alone, and so is all else that stands in braces.
"""

import bisect
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bookmaker import languages
from bookmaker.config import Config
from bookmaker.findings import Place, Report
from bookmaker.manuscript.code_lines import CodeLines
from bookmaker.manuscript.excerpts import name_like
from bookmaker.model import Source

_METADATA = (
    "title", "subtitle", "language", "identifier", "publisher", "date", "dateline", "standfirst", "description",
    "rights", "source",
)  # fmt: skip
_VARIABLE = re.compile(
    r"(?<!\{)\{\{(?:[ \t]*(?P<name>(?:var\.)?[\w.-]{1,64})[ \t]*"
    r"|<[ \t]*(?P<kind>var|meta)[ \t]+(?P<quarto>[\w.-]{1,64})[ \t]*>)\}\}(?!\})"
)
_TAG = r"<[A-Za-z/][^<>]*>"
_TOKEN = re.compile(rf"\\[^\n]|(?P<run>`+)|(?P<tag>{_TAG})|(?P<variable>{_VARIABLE.pattern})|\n")
_RAW_HTML = re.compile(r"[ >]*<[A-Za-z/!?]")
# What Markdown reads as markup: anywhere, and at the beginning of a line.
_MARKUP = re.compile(r"[\\`*\[\]<~^$|{}]|(?<!\w)@|(?<![^\W_])_|_(?![^\W_])|=(?==)|(?<==)=|%(?=%)|(?<=%)%|&(?=#?\w+;)")
_MARKUP_AT_START = re.compile(r"(\d{1,9})(?=[.)])|(?=[#>+:=!?-])")
_BEFORE_TEXT = re.compile(r"[\s>*+.)\d-]{0,64}")


def fill_in(source: Source, config: Config, report: Report) -> Source:
    """*source* with its variables replaced; the same object when there are none.  No line is added or lost."""
    if "{{" not in source.text or not _VARIABLE.search(source.text):
        return source
    writer = _Writer(source, _values(source, config), report)
    text = "\n".join(writer.written(block, first) for block, first in _blocks(source.text))
    return replace(source, text=text, filled=writer.filled) if text != source.text else source


def _values(source: Source, config: Config) -> dict[str, str]:
    """The value of each variable that has one."""
    book, edition = config.book, config.settings.edition
    authors = languages.names(book.authors_only, source.language or book.language)
    values = {name: getattr(book, name) for name in _METADATA}
    values |= {"author": authors, "authors": authors, "isbn": edition.pdf.isbn or edition.epub.isbn}
    values |= {f"var.{name}": value for name, value in config.settings.variables.items()}
    return {name: value for name, value in values.items() if value}


def _blocks(text: str) -> Iterator[tuple[str, int]]:
    """*text* in pieces that a code span does not leave, with the index of their first lines; -1 where it is code."""
    code = CodeLines()
    block: list[str] = []
    first = 0
    for index, line in enumerate(text.split("\n")):
        kind = code.read(line)
        if kind != "more" and block:
            yield "\n".join(block), first
            block = []
        if kind == "code":
            yield line, -1
        else:
            first = first if block else index
            block.append(line)
    if block:
        yield "\n".join(block), first


@dataclass
class _Writer:
    """Writes the blocks of one source with the *values* of its variables."""

    source: Source
    values: dict[str, str]
    report: Report
    filled: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    def written(self, block: str, first: int) -> str:
        """*block*, whose first line has the index *first* in the source; code has none and stays as it is."""
        if first < 0 or "{{" not in block:
            return block
        runs = _backtick_runs(block)
        escape = _referenced if _RAW_HTML.match(block) else _escaped
        pieces: list[str] = []
        copied = line_start = 0
        line = first
        token = _TOKEN.search(block)
        while token:
            start, end = token.span()
            if token["run"]:
                end = _end_of_span(runs.get(end - start, []), end, end - start)
            elif token["tag"]:
                pieces += block[copied:start], _VARIABLE.sub(self._in_tag, token["tag"])
                copied = end
                self._note(line, start - line_start, end - start, len(pieces[-1]))
            elif token["variable"]:
                value = self._value(token, line, start - line_start + 1)
                if value is not None:
                    opens = _BEFORE_TEXT.fullmatch(block, line_start, start) is not None
                    pieces += block[copied:start], escape(value, opens)
                    copied = end
                    self._note(line, start - line_start, end - start, len(pieces[-1]))
            if below := block.count("\n", start, end):
                line += below
                line_start = block.rindex("\n", start, end) + 1
            token = _TOKEN.search(block, end)
        return "".join([*pieces, block[copied:]])

    def _note(self, line: int, at: int, before: int, after: int) -> None:
        """Keep that *after* characters stand in *line* now where *before* of them were written behind *at*."""
        if before != after:
            above = self.filled.setdefault(line, [])
            longer = above[-1][2] if above else 0
            above.append((at + longer, at + longer + after, longer + after - before))

    def _value(self, variable: re.Match[str], line: int, column: int) -> str | None:
        """The value of *variable*; None, with a finding where it is one of the author's own, if there is none."""
        name = _name(variable)
        own = name.removeprefix("var.")
        if name not in self.values and own != name:
            known = (known.removeprefix("var.") for known in self.values if known.startswith("var."))
            hint = name_like(own, known) or "give it a value under [variables] in book.toml"
            self.report.warning(Place(*self._origin(line), column), f'there is no variable "{own}"', "variable", hint)
        return self.values.get(name)

    def _origin(self, line: int) -> tuple[str, int]:
        source = self.source
        return source.origins[line] if source.origins else (source.shown, source.first_line + line)

    def _in_tag(self, variable: re.Match[str]) -> str:
        """In the attributes of HTML nothing is Markdown."""
        return html.escape(self.values[_name(variable)]) if _name(variable) in self.values else variable[0]


def _name(variable: re.Match[str]) -> str:
    return variable["name"] or (f"var.{variable['quarto']}" if variable["kind"] == "var" else variable["quarto"])


def _backtick_runs(block: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = {}
    for run in re.finditer("`+", block):
        runs.setdefault(len(run[0]), []).append(run.start())
    return runs


def _end_of_span(closing: list[int], start: int, length: int) -> int:
    """Where the code span ends whose text begins at *start*; there itself when none of the *closing* runs ends it."""
    index = bisect.bisect_left(closing, start)
    return closing[index] + length if index < len(closing) else start


def _escaped(value: str, opens_line: bool) -> str:
    """*value* with a backslash before what Markdown would read as markup."""
    text = _MARKUP.sub(r"\\\g<0>", value)
    return _MARKUP_AT_START.sub(r"\g<1>\\", text, count=1) if opens_line and _MARKUP_AT_START.match(text) else text


def _referenced(value: str, opens_line: bool) -> str:  # noqa: ARG001 - the other way to escape needs it
    """*value* with character references, which raw HTML knows as well as Markdown does."""
    return _MARKUP.sub(lambda markup: f"&#{ord(markup[0])};", value)
