"""A Source -> the same with the files that it includes in their places, and variables as their values.

``manuscript`` calls :func:`expand` before anything else reads the text.  mdBook's, Quarto's, pymdownx's, Leanpub's
and Obsidian's directives are known, each alone on its line; the first three count inside fences too.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from bookmaker.config import Config
from bookmaker.findings import Place, Report
from bookmaker.manuscript import variables
from bookmaker.manuscript.code_lines import CodeLines
from bookmaker.manuscript.excerpts import (
    LARGEST,
    IncludedFile,
    Unusable,
    find,
    find_note,
    is_markdown,
    open_file,
)
from bookmaker.manuscript.lexers import lexer
from bookmaker.model import Source

_DEEPEST = 16
_DIRECTIVE = re.compile(
    r"""^(?P<indent>[ \t>]*)(?:
        \{\{[ ]*\#(?P<mdbook>include|rustdoc_include|playground)[ \t]+(?P<target>[^{}\s][^{}\n]*)\}\}
      | \{\{<[ ]*include[ ]+(?P<quarto>[^{}<>\s][^{}<>\n]*)>\}\}
      | -+8<-+[ \t]+(?P<mark>["'])(?P<snippet>[^"'\n]+)(?P=mark)
      | <<(?:\[(?P<title>[^\]\n]*)\])?\((?P<leanpub>[^()\n]+)\)
      | !\[\[(?P<note>[^\[\]|\#\n]+)(?P<heading>\#[^\[\]|\n]*)?(?:\|[^\[\]\n]*)?\]\]
    )[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
_ESCAPE = re.compile(
    r"""\\(?=\{\{[ ]*\#(?:include|rustdoc_include|playground)\b|\{\{<[ ]*include\b)|[\\;](?=-+8<-+[ \t]+["'])"""
)
_SIGNS = ("{{", "8<", "<<(", "<<[", "![[")  # one of them is in every directive
# Files that are no code to their author, though Pygments can colour them.
_PROSE = frozenset("adoc asciidoc csv htm html org rst svg tex text tsv txt xhtml".split())
# Where a file's extension is not the name of its language.
_LANGUAGES = {
    "cc": "cpp", "h": "c", "hpp": "cpp", "htm": "html", "kt": "kotlin", "mjs": "js", "mk": "make", "ml": "ocaml",
    "patch": "diff", "txt": "text", "vb": "vb.net",
}  # fmt: skip


class _Directive(NamedTuple):
    """What a line asks for: a file as text, as a listing of its own, or a note; *indent* stands before it."""

    kind: Literal["text", "listing", "note"]
    name: str
    part: str = ""
    title: str = ""
    indent: str = ""
    in_code: bool = True


def expand(source: Source, config: Config, report: Report) -> Source:
    """*source* with every include directive replaced by the lines that it names, and every known variable.

    A directive that cannot be followed is replaced by nothing, with a finding.  The same object comes back when
    there is nothing to replace.
    """
    if any(sign in source.text for sign in _SIGNS) and (_DIRECTIVE.search(source.text) or _ESCAPE.search(source.text)):
        expansion = _Expansion(config, report)
        written = source.text.split("\n")
        path = source.path.resolve()
        own = IncludedFile(path, source.shown, os.path.relpath(path, config.root), tuple(written))
        expansion.add(enumerate(written, source.first_line), (own,))
        if expansion.lines != written:
            origins = tuple(expansion.origins) if expansion.moved else ()
            source = replace(source, text="\n".join(expansion.lines), origins=origins)
    return variables.fill_in(source, config, report)


@dataclass
class _Expansion:
    """The lines of one source so far, with where they came from."""

    config: Config
    report: Report
    lines: list[str] = field(default_factory=list)
    origins: list[tuple[str, int]] = field(default_factory=list)
    moved: bool = False
    room: int = LARGEST
    code: CodeLines = field(default_factory=CodeLines)
    files: dict[Path, IncludedFile] = field(default_factory=dict)

    def add(self, lines: Iterable[tuple[int, str]], chain: tuple[IncludedFile, ...], indent: str = "") -> None:
        """Write *lines*, those of the last file of *chain*, and what their directives include."""
        for number, line in lines:
            directive = _directive(line)
            origin = (chain[-1].shown, number)
            try:
                path = self._target(directive, indent + line, chain[-1]) if directive else None
                if directive and path:
                    self.moved = True
                    self._include(directive, path, chain, indent + directive.indent, origin)
                else:
                    self._write(indent, self._unescaped(line, indent), origin)
            except Unusable as wrong:
                self.moved = True
                column = len(directive.indent) + 1 if directive else 0
                self.report.warning(Place(*origin, column), str(wrong), wrong.rule, wrong.hint)

    def _unescaped(self, line: str, indent: str) -> str:
        """*line* without the marks of escaped directives, which in prose are as Markdown has them."""
        if not _ESCAPE.search(line):
            return line
        in_code = replace(self.code).read(indent + line) == "code"
        return _ESCAPE.sub(lambda mark: "" if in_code or line.count("`", 0, mark.start()) % 2 else "\\", line)

    def _target(self, directive: _Directive, line: str, includer: IncludedFile) -> Path | None:
        """The file that is asked for; None where *line* is to stand: in code, or as a picture of Obsidian's."""
        if not directive.in_code and replace(self.code).read(line) == "code":
            return None
        looked_up = find_note if directive.kind == "note" else find
        return looked_up(directive.name, includer.path, self.config)

    def _include(
        self, directive: _Directive, path: Path, chain: tuple[IncludedFile, ...], indent: str, origin: tuple[str, int]
    ) -> None:
        file = self._open(path, directive.name, chain)
        in_code = replace(self.code).read(f"{indent}x") == "code"
        chosen = file.excerpt(directive.part, in_code)
        self.room -= sum(len(line) + len(indent) + 1 for _, line in chosen)
        if self.room < 0:
            raise Unusable(f"the included file {directive.name} is too much: with it, {chain[0].name} includes more "
                           f"than {LARGEST >> 20} MiB")  # fmt: skip
        if directive.kind == "listing" or (not in_code and _is_code(directive.name)):
            self._write_listing(directive, chosen, indent, file.shown, origin)
        elif file.is_markdown:
            if directive.kind == "note":
                self._write(indent, "", origin)
            self.add(chosen, (*chain, file), indent)
            if directive.kind == "note":
                self._write(indent, "", origin)
        else:
            for number, line in chosen:
                self._write(indent, line, (file.shown, number))

    def _open(self, path: Path, name: str, chain: tuple[IncludedFile, ...]) -> IncludedFile:
        """The file at *path*, unless it is being included already, or too many are."""
        if path in (file.path for file in chain):
            circle = " -> ".join([*(file.name for file in chain), next(f.name for f in chain if f.path == path)])
            raise Unusable(f"the included file {name} includes itself: {circle}")
        if len(chain) > _DEEPEST:
            raise Unusable(f"the included file {name} is the {len(chain)}th in a chain of files that include each "
                           f"other; {_DEEPEST} is the most")  # fmt: skip
        if path not in self.files:
            self.files[path] = open_file(path, name, self.config, self.report)
        return self.files[path]

    def _write_listing(
        self, directive: _Directive, lines: list[tuple[int, str]], indent: str, shown: str, origin: tuple[str, int]
    ) -> None:
        """Write *lines* inside a fence that none of them can end."""
        longest = max((len(run) for _, line in lines for run in re.findall(r"`{3,}", line)), default=2)
        fence = "`" * (longest + 1)
        language = _language(directive.name)
        title = directive.title.replace("&", "&amp;").replace('"', "&quot;")
        self._write(indent, f'{fence}{language} {{title="{title}"}}' if title else f"{fence}{language}", origin)
        for number, line in lines:
            self._write(indent, line, (shown, number))
        self._write(indent, fence, origin)

    def _write(self, indent: str, line: str, origin: tuple[str, int]) -> None:
        whole = indent + line if line else indent.rstrip()
        self.code.read(whole)
        self.lines.append(whole)
        self.origins.append(origin)


def _language(name: str) -> str:
    """What the code in a file of this *name* is called in the head of a listing."""
    extension = name.rpartition("/")[2].rpartition(".")[2].lower()
    return _LANGUAGES.get(extension, extension if extension.isalnum() else "")


def _is_code(name: str) -> bool:
    """Whether a file of this *name* holds what can only be shown as a listing."""
    return (
        "." in name
        and not is_markdown(name)
        and name.rpartition(".")[2].lower() not in _PROSE
        and bool(lexer(_language(name)))
    )


def _directive(line: str) -> _Directive | None:
    """The directive that *line* is, if it is one."""
    match = _DIRECTIVE.match(line)
    if not match:
        return None
    indent = match["indent"]
    if match["mdbook"]:
        listing = match["mdbook"] == "playground"  # what follows its file is for mdBook's editor
        name, part = _divided(match["target"].split()[0] if listing else match["target"].strip())
        return _Directive("listing" if listing else "text", name, part, indent=indent)
    if match["quarto"]:
        return _Directive("text", match["quarto"].strip(" \"'"), indent=indent)
    if match["snippet"]:
        name, part = _divided(match["snippet"].strip())
        return _Directive("text", name, f"{part}:" if part.isdecimal() else part, indent=indent)
    if match["leanpub"]:
        name = match["leanpub"].strip()
        kind: Literal["text", "listing"] = "text" if is_markdown(name) else "listing"
        return _Directive(kind, name, "", match["title"] or "", indent, in_code=False)
    name, heading = match["note"].strip(), match["heading"] or ""
    return _Directive("note", name, heading if heading.strip("# ") else "", indent=indent, in_code=False)


def _divided(target: str) -> tuple[str, str]:
    """A file and the part of it that is meant; an address on a network is left whole."""
    name, _, part = target.partition(":")
    return (target, "") if part.startswith("//") else (name, part)
