"""Which files make the book, in which order -> a list of :class:`Source`.

``build`` calls :func:`order`, and when the configuration has no mistakes :func:`read`; :func:`find` is both.
The order is ``book.toml``'s; without one, that of another tool (see ``orders``); else the files as a person would
sort them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bookmaker import front_matter
from bookmaker.config import CONFIGURATION, Config, Metadata, check_inside, stop
from bookmaker.findings import Place, Report
from bookmaker.manuscript import orders
from bookmaker.manuscript.orders import Entry
from bookmaker.model import Matter, Source
from bookmaker.notation import is_language
from bookmaker.text_files import clean, one_line, read_text

_OF_BOOKS = Metadata.__dataclass_fields__.keys() - {"title", "subtitle", "authors", "language"}


class Listed(NamedTuple):
    """A file that is there, and what the order says of it."""

    path: Path
    matter: Matter = "body"
    part: str = ""
    title: str = ""


def find(config: Config, report: Report) -> list[Source]:
    """The files of the manuscript, read.  Raises Stopped when one is not there, BookError when there are none."""
    listed = order(config, report)
    report.stop_on_errors(CONFIGURATION)
    return read(listed, config, report)


def order(config: Config, report: Report) -> list[Listed]:
    """The files of the manuscript in their order; those that are not there are in the report."""
    return [Listed(config.only)] if config.only else list(_there(_entries(config, report), config, report))


def read(listed: list[Listed], config: Config, report: Report) -> list[Source]:
    """The files *listed*, read.  Raises BookError when there are none, or one cannot be read."""
    sources = [_read(file, config, report) for file in listed]
    if not sources:
        stop(Place(config.file), "there is no Markdown file here", "empty", exit_code=1)
    return sources if config.only else list(_lift_parts(sources))


def _entries(config: Config, report: Report) -> list[Entry]:
    if config.settings.chapters or config.settings.parts:
        return list(_from_settings(config))
    if listed := list(_from_settings(config)) or orders.find(config, report):
        return listed
    folder = (config.root / config.folder).resolve()
    inside = folder.is_dir() and folder.is_relative_to(config.root)
    found = orders.natural(config.root, folder if inside else config.root)
    found = found or orders.natural(config.root, suffixes=(".qmd", ".rmd"))
    return [Entry(name, Place(config.file)) for name in found]


def _from_settings(config: Config) -> Iterator[Entry]:
    settings = config.settings
    lists: list[tuple[tuple[str | int, ...], tuple[str, ...], Matter, str]] = [
        (("front_matter",), settings.front_matter, "front", ""),
        (("chapters",), settings.chapters, "body", ""),
        *(
            (("parts", number, "chapters"), part.chapters, "body", part.title)
            for number, part in enumerate(settings.parts)
        ),
        (("back_matter",), settings.back_matter, "back", ""),
    ]
    for key, names, matter, part in lists:
        for number, name in enumerate(names):
            yield Entry(name, config.place(*key, number), matter, part)


def _there(entries: Iterable[Entry], config: Config, report: Report) -> Iterator[Listed]:
    """The files that are there, each once; an error for one that the book needs."""
    seen: set[Path] = set()
    for entry in entries:
        path = check_inside(config, entry.name, entry.place, "the file", report if entry.needed else Report())
        if path and path not in seen:
            seen.add(path)
            yield Listed(path, entry.matter, entry.part, entry.title)
        elif path:
            report.warning(entry.place, f'"{entry.name}" is named twice; it stands where it was named first',
                           "configuration")  # fmt: skip
        elif not entry.needed:
            report.warning(entry.place, f'the file "{entry.name}" does not exist and is left out', "missing-file")


def _read(listed: Listed, config: Config, report: Report) -> Source:
    shown = config.file if config.only else str(orders.shown_folder(config) / listed.path.relative_to(config.root))
    text = clean(read_text(listed.path, shown), shown, report)
    front = front_matter.read(text, shown, report)

    def words(key: str) -> str:
        """The value of *key* as text in one line; nothing where it is no text."""
        value = front.table.get(key)
        if value is None or isinstance(value, dict | list | bool):
            return ""
        return one_line(str(value), Place(shown, *front.spot((key,))), report)

    matter, language = front.table.get("matter"), words("language")
    if language and not is_language(language):
        report.warning(Place(shown, *front.spot(("language",))), f'language "{language}" is not a language tag',
                       "configuration", 'write a BCP 47 tag, such as "en", "pt-BR" or "zh-Hans"')  # fmt: skip
        language = ""
    authors = tuple(front_matter.names(front.table.get("authors")))
    if not config.only and (unread := [key for key in front.table if key in _OF_BOOKS]):
        report.note(Place(shown, *front.spot((unread[0],))), f"not read in a chapter: {', '.join(unread)}",
                    "foreign-key", "what is true of the whole book stands in book.toml")  # fmt: skip
    return Source(
        path=listed.path,
        shown=shown,
        text=front.body,
        first_line=text[: len(text) - len(front.body)].count("\n") + 1,
        title=words("title") or listed.title,
        language=language,
        matter=matter if matter in ("front", "body", "back") else listed.matter,
        part=listed.part,
        subtitle="" if config.only else words("subtitle"),
        authors=() if config.only or authors == config.book.authors_only else authors,
    )


_PART = re.compile(
    r"\s*(?P<above>\{class: *part\}[ \t]*\n)?(?P<mark>-?#)[ \t]+"
    r"(?P<bookdown>\((?:PART(?:\\?\*)?|APPENDIX)\))?(?P<title>[^\n{]*)(?P<behind>\{[^{}\n]*\})?[ \t]*(?:\n|\Z)"
)


def _lift_parts(sources: list[Source]) -> Iterator[Source]:
    """Make a part of the heading with which Leanpub and bookdown open one: ``-# Part``, ``# (PART) Part``."""
    part, appendix = "", False
    last = max((number for number, source in enumerate(sources, 1) if source.text.strip()), default=0)
    for number, source in enumerate(sources, 1):
        heading = _PART.match(source.text)
        if heading and _opens_part(heading) and (heading.end() < len(source.text) or number < last):
            appendix = appendix or heading["bookdown"] == "(APPENDIX)"
            part = "" if appendix else heading["title"].strip()
            lines = heading[0].count("\n")
            source = replace(source, text=source.text[heading.end() :], first_line=source.first_line + lines)  # noqa: PLW2901
            if not source.text.strip():
                continue
        matter: Matter = "back" if appendix and source.matter == "body" else source.matter
        yield replace(source, matter=matter, part=source.part or (part if matter == "body" else ""))


def _opens_part(heading: re.Match[str]) -> bool:
    behind = re.sub(r"\s", "", heading["behind"] or "")
    written_behind = "class:part" in behind or ".part}" in behind
    return bool(heading["above"] or heading["bookdown"] or heading["mark"] == "-#" or written_behind)
