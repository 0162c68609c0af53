"""Which files make the book, in which order -> a list of :class:`Source`.  ``build`` calls :func:`find`.

The order is ``book.toml``'s; without one, Leanpub's ``Book.txt`` or mdBook's ``SUMMARY.md``; else the files as a
person would sort them.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bookmaker.config import (
    CONFIGURATION,
    Config,
    check_inside,
    parse_front_matter,
    read_text,
    split_front_matter,
    stop,
)
from bookmaker.findings import Place, Report
from bookmaker.model import Matter, Source

_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_ABOUT_THE_PROJECT = re.compile(
    r"(readme|licen[cs]e|copying|changelog|contributing|code_of_conduct|source|summary)\b", re.I
)


class Listed(NamedTuple):
    """A file as the order names it."""

    path: Path
    matter: Matter = "body"
    part: str = ""


def find(config: Config, report: Report) -> list[Source]:
    """The files of the manuscript, read.  Raises BookError when there are none, or one cannot be read."""
    order = _order(config, report)
    report.stop_on_errors(CONFIGURATION)
    sources = [_read(listed, config, report) for listed in order]
    if not sources:
        stop(Place(config.file), "there is no Markdown file here", "empty", exit_code=1)
    if not any(source.text.strip() for source in sources):
        stop(Place(config.file), "the manuscript is empty", "empty", exit_code=1)
    for source in sources:
        if not source.text.strip():
            report.warning(source.place(), "this file is empty and left out", "empty-file")
    return [source for source in sources if source.text.strip()]


def _order(config: Config, report: Report) -> list[Listed]:
    if config.only:
        return [Listed(config.only)]
    listed = list(_from_settings(config, report))
    if listed or config.settings.chapters or config.settings.parts:
        return listed
    for name in ("Book.txt", "manuscript/Book.txt"):
        if (config.root / name).is_file():
            return list(_from_book_txt(config.root / name, config, report))
    for name in ("SUMMARY.md", "src/SUMMARY.md"):
        if (config.root / name).is_file():
            return list(_from_summary(config.root / name, config, report))
    return [Listed(path) for path in _natural(config.root)]


def _from_settings(config: Config, report: Report) -> Iterator[Listed]:
    settings = config.settings
    lists: list[tuple[str, tuple[str, ...], Matter, str]] = [
        ("front_matter", settings.front_matter, "front", ""),
        ("chapters", settings.chapters, "body", ""),
        *(("parts", part.chapters, "body", part.title) for part in settings.parts),
        ("back_matter", settings.back_matter, "back", ""),
    ]
    for key, names, matter, part in lists:
        for name in names:
            path = check_inside(config, name, _place_of_name(config, key, name), "the file", report)
            if path:
                yield Listed(path, matter, part)


def _place_of_name(config: Config, key: str, name: str) -> Place:
    """The line of ``book.toml`` that names the file, else that of its list."""
    text = read_text(Path(config.file), config.file)
    offset = text.find(f'"{name}"')
    return Place(config.file, text.count("\n", 0, offset) + 1) if offset >= 0 else config.place(key)


def _from_book_txt(path: Path, config: Config, report: Report) -> Iterator[Listed]:
    matter: Matter = "body"
    names: dict[str, Matter] = {"frontmatter": "front", "mainmatter": "body", "backmatter": "back"}
    for number, line in enumerate(read_text(path, str(path)).splitlines(), 1):
        entry = line.strip()
        if entry.strip("{}:") in names:
            matter = names[entry.strip("{}:")]
        elif entry and not entry.startswith("#"):
            place = Place(_shown(path, config), number)
            name = (path.parent / entry).relative_to(config.root)
            if (found := check_inside(config, str(name), place, "the file", report)) and _is_markdown(found):
                yield Listed(found, matter)


def _from_summary(path: Path, config: Config, report: Report) -> Iterator[Listed]:
    part = ""
    for number, line in enumerate(read_text(path, str(path)).splitlines(), 1):
        if (title := re.match(r"#\s+(.+)", line)) and number > 1:
            part = title[1].strip()
        for name in re.findall(r"\]\(([^)#]+\.md)\)", line):
            place = Place(_shown(path, config), number)
            inside = (path.parent / name).relative_to(config.root)
            if found := check_inside(config, str(inside), place, "the file", report):
                yield Listed(found, "body", part)


def _natural(root: Path) -> list[Path]:
    found = [
        path for path in root.rglob("*")
        if _is_markdown(path) and path.is_file() and path.resolve().is_relative_to(root)
        and not any(part.startswith((".", "_build", "node_modules")) for part in path.relative_to(root).parts)
    ]  # fmt: skip
    found.sort(key=lambda path: _natural_key(path.relative_to(root)))
    chapters = [path for path in found if not _ABOUT_THE_PROJECT.match(path.stem)]
    return chapters or found


def _is_markdown(path: Path) -> bool:
    return path.suffix.lower() in _MARKDOWN


def _natural_key(path: Path) -> list[list[tuple[int, int | str]]]:
    """``2-sea`` before ``10-sky``; a folder's index before all else in it."""
    return [
        [(0, "")] if re.fullmatch(r"(index|_index|preface)\.\w+", part, re.I)
        else [(1, int(run)) if run.isdecimal() else (2, run.lower()) for run in re.findall(r"\d+|\D+", part)]
        for part in path.parts
    ]  # fmt: skip


def _read(listed: Listed, config: Config, report: Report) -> Source:
    shown = _shown(listed.path, config)
    text = read_text(listed.path, shown)
    front, body = split_front_matter(text)
    table = parse_front_matter(text, shown, report) if front else {}
    title, language = table.get("title"), table.get("language")
    return Source(
        path=listed.path,
        shown=shown,
        text=body,
        first_line=text[: len(text) - len(body)].count("\n") + 1,
        title=" ".join(str(title).split()) if title else "",
        language=str(language) if language else "",
        matter=listed.matter,
        part=listed.part,
    )


def _shown(path: Path, config: Config) -> str:
    """*path* as the author would name it: from where the command was given."""
    if config.only:
        return config.file
    folder = Path(config.file).parent if config.file.endswith(".toml") else Path(config.file)
    return str(folder / path.resolve().relative_to(config.root))
