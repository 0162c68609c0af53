"""The reader as the measurements call it: the one place to change when the reader's functions do."""

from collections.abc import Iterator
from pathlib import Path

from bookmaker import config as configuration
from bookmaker import manuscript
from bookmaker.book import guess_language
from bookmaker.config import Config, Settings
from bookmaker.findings import Report
from bookmaker.manuscript import markdown, remarks, sources
from bookmaker.model import Chapter, Source
from bookmaker.xhtml import serialise


def rendered(text: str, autolinks: bool = False) -> str:
    """*text* as HTML, before anything is done to it for the sake of a book."""
    body = markdown.read(text, autolinks=autolinks).root
    remarks.forget_escapes(body)
    for element in body.iter():
        element.attrib.pop("data-line", None)
    return serialise(body).removeprefix("<body>").removesuffix("</body>")


def read(source: Source, config: Config, language: str, report: Report) -> list[Chapter]:
    """The chapters of one file."""
    return manuscript.read(source, config, language, report)[0]


def read_text(text: str, report: Report) -> list[Chapter]:
    """The chapters of a file that holds *text*."""
    path = Path("text.md")
    return read(Source(path, path.name, text), Config(Settings(), Path.cwd(), path.name, only=path), "en", report)


def sources_of(path: Path, report: Report) -> Iterator[tuple[Source, Config, str]]:
    """The files of the manuscript at *path*, a folder or one file, with what :func:`read` wants beside each."""
    config = configuration.load(path, report)
    found = sources.find(config, report)
    language = guess_language(config, "\n".join(source.text[:4000] for source in found))
    for source in found:
        yield source, config, language
