"""A file that others include: where it lies, what it says, and which of its lines are meant.

``includes`` calls :func:`find` or :func:`find_note`, then :func:`open_file`; whatever keeps a file from being
included is an :class:`Unusable`, in the author's words.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bookmaker import front_matter
from bookmaker.config import Config
from bookmaker.findings import BookError, Report, Rule, did_you_mean
from bookmaker.manuscript.code_lines import CodeLines
from bookmaker.text_files import clean, read_text

LARGEST = 16 * 1024 * 1024
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown", ".qmd", ".rmd", ".markua")
_LISTED = 1000  # as many names of a folder are looked at for the one that was meant
_MARKERS = (
    re.compile(r"\bANCHOR(?P<end>_END)?:[ \t]*(?P<name>[\w-]+)"),  # mdBook
    re.compile(r"-8<-+[ \t]+\[[ \t]*(?:start|(?P<end>end))[ \t]*:[ \t]*(?P<name>[\w-]+)[ \t]*\]"),  # pymdownx
)
_LINES = re.compile(r"(\d{0,9})(?::(\d{0,9}))?")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t](.*)")
_OTHER_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,5}$")


class Unusable(Exception):  # noqa: N818 - it says what is wrong with the file
    """This file, or this part of it, cannot be included."""

    def __init__(self, message: str, hint: str = "", rule: Rule = "include") -> None:
        super().__init__(message)
        self.hint = hint
        self.rule = rule


@dataclass(frozen=True)
class IncludedFile:
    """The lines of a file; the first *above* of them are front matter.

    *shown* is what its author knows it by, *name* its path in the manuscript's folder.
    """

    path: Path
    shown: str
    name: str
    lines: tuple[str, ...]
    above: int = 0

    @property
    def is_markdown(self) -> bool:
        """Whether the file is Markdown, so that its own directives count."""
        return is_markdown(self.path.name)

    @cached_property
    def anchors(self) -> dict[str, range]:
        """The lines of each anchor; one without an end goes on to the end of the file, as in mdBook."""
        found: dict[str, range] = {}
        ended: set[str] = set()
        for number, line in enumerate(self.lines, 1):
            if not (marker := _marker(line)):
                continue
            name = marker["name"]
            if marker["end"] and name in found and name not in ended:
                found[name] = range(found[name].start, number)
                ended.add(name)
            elif not marker["end"]:
                found.setdefault(name, range(number + 1, len(self.lines) + 1))
        return found

    def excerpt(self, part: str, in_code: bool) -> list[tuple[int, str]]:
        """The lines that *part* names, with their numbers: all, ``3:9``, an anchor, or ``#`` and a heading."""
        if not part:
            numbers = range(1 if in_code else self.above + 1, len(self.lines) + 1)
        elif part.startswith("#"):
            numbers = self._section(part.rpartition("#")[2])
        elif lines := _LINES.fullmatch(part):
            numbers = self._numbered(lines[1], lines[2], part)
        else:
            numbers = self._anchored(part)
        chosen = ((number, self.lines[number - 1]) for number in numbers)
        return [(number, line) for number, line in chosen if not _marker(line)]

    def _numbered(self, first: str, last: str | None, part: str) -> range:
        start = max(1, int(first or 1))
        end = start if last is None else min(int(last or len(self.lines)), len(self.lines))
        if start > end or start > len(self.lines):
            raise Unusable(f"{self.name} has no lines {part}: it has {len(self.lines)} in all")
        return range(start, end + 1)

    def _anchored(self, name: str) -> range:
        if name not in self.anchors:
            hint = f'mark its lines with "ANCHOR: {name}" above and "ANCHOR_END: {name}" below, in comments'
            raise Unusable(f'{self.name} has no anchor "{name}"', name_like(name, self.anchors) or hint)
        return self.anchors[name]

    def _section(self, title: str) -> range:
        """From the heading that says *title* to the next of its level or above."""
        code, start, level = CodeLines(), 0, 0
        for number, line in enumerate(self.lines[self.above :], self.above + 1):
            heading = _HEADING.match(line) if code.read(line) != "code" else None
            if heading and start and len(heading[1]) <= level:
                return range(start, number)
            if heading and not start and _words(heading[2]) == _words(title):
                start, level = number, len(heading[1])
        if not start:
            raise Unusable(f'{self.name} has no heading "{title}"')
        return range(start, len(self.lines) + 1)


def is_markdown(name: str) -> bool:
    """Whether a file of this *name* is Markdown."""
    return name.lower().endswith(_MARKDOWN)


def find(written: str, includer: Path, config: Config) -> Path:
    """The file that *includer* calls *written*: from its own folder, else from the manuscript's."""
    outside = Unusable(f"the included file {written} is not in the manuscript's folder",
                       "only what is in that folder is included: copy the file there", "outside")  # fmt: skip
    if "://" in written or Path(written).is_absolute() or written.startswith("/"):
        raise outside
    places = [_resolved(folder / written) for folder in (includer.parent, config.root)]
    for place in places:
        if place and place.is_relative_to(config.root) and _is_regular(place):
            return place
    if places[0] and not places[0].is_relative_to(config.root):
        raise outside
    raise Unusable(f"the included file {written} does not exist", _near(includer.parent / written, config))


def find_note(written: str, includer: Path, config: Config) -> Path | None:
    """The note that Obsidian would embed: beside *includer*, else the first of that name; None for a picture."""
    name = written if is_markdown(written) else f"{written}.md"
    try:
        return find(name, includer, config)
    except Unusable as wrong:
        if wrong.rule == "outside":
            raise
        missing = wrong
    parts = _folded(name).split("/")
    for path in config.notes.get(parts[-1], ()):
        resolved = _resolved(path)
        inside = resolved and resolved.is_relative_to(config.root) and _is_regular(resolved)
        if inside and _folded(path.as_posix()).split("/")[-len(parts) :] == parts:
            return resolved
    if _OTHER_FILE.search(written) and not is_markdown(written):
        return None
    raise Unusable(str(missing), name_like(parts[-1], config.notes) or missing.hint)


def open_file(path: Path, written: str, config: Config, report: Report) -> IncludedFile:
    """The file at *path*, text of no more than LARGEST bytes."""
    if path.stat().st_size > LARGEST:
        raise Unusable(f"the included file {written} is too large", f"at most {LARGEST >> 20} MiB are included")
    try:
        text = read_text(path, written)
    except BookError as error:
        raise Unusable(f"the included file {written} cannot be included: {error.finding.message}",
                       error.finding.hint) from error  # fmt: skip
    if "\0" in text:
        raise Unusable(f"the included file {written} is not text")
    text = clean(text, _shown(path, config), report)
    body = front_matter.read(text, written, Report()).body if is_markdown(path.name) else text
    above = text[: len(text) - len(body)].count("\n")
    lines = text.removesuffix("\n").split("\n") if text else []
    return IncludedFile(path, _shown(path, config), str(path.relative_to(config.root)), tuple(lines), above)


def name_like(word: str, known: Iterable[str]) -> str:
    """The hint that names the nearest of *known*, empty where none is near."""
    others = [name for name in itertools.islice(known, _LISTED) if name != word]
    return did_you_mean(word[:255], others)


def _near(path: Path, config: Config) -> str:
    folder = _resolved(path.parent)
    if not folder or not folder.is_relative_to(config.root) or not folder.is_dir():
        return "the path counts from the folder of the file that includes it"
    names = sorted(entry.name for entry in folder.iterdir())
    return name_like(path.name, names) or "the path counts from the folder of the file that includes it"


def _resolved(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, links in a ring
        return None


def _is_regular(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _shown(path: Path, config: Config) -> str:
    """*path* as the author would name it: from where the command was given."""
    given = Path(config.file)
    folder = given.parent if config.only or given.suffix == ".toml" else given
    return str(folder / path.relative_to(config.root))


def _marker(line: str) -> re.Match[str] | None:
    return next((found for marker in _MARKERS if (found := marker.search(line))), None)


def _words(heading: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\{[^{}]*\}\s*$", "", heading).casefold())


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
