"""READ, RESOLVE, WRITE on one page: a manuscript -> its finished editions.  ``cli`` calls :func:`build`, :func:`check`.

An edition is written beside its target and takes its place when complete; ``delivery`` sees to that.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bookmaker import config as configuration
from bookmaker import delivery, editions, manuscript, metadata_rules
from bookmaker.book import guess_language, resolve
from bookmaker.book.selection import for_edition
from bookmaker.bootstrap import pango_advice
from bookmaker.config import Config
from bookmaker.editions import theme
from bookmaker.findings import MissingLibrary, Place, Progress, Report, Stopped
from bookmaker.manuscript import images, prose, sources, wording
from bookmaker.manuscript.sources import Listed
from bookmaker.model import Asset, Book, Chapter, Source
from bookmaker.xhtml import ascii_name

if TYPE_CHECKING:
    from bookmaker.editions.checks.verdict import Verdict

_LAST_SECOND = 4_354_819_198  # of 2107: a zip knows no later one


@dataclass(frozen=True)
class Request:
    """What the command line asked for: *output* names the one file, else files go into *folder* under the title."""

    source: Path
    editions: tuple[str, ...] = editions.EDITIONS
    folder: Path = Path("build")
    output: Path | None = None
    strict: bool = False

    @property
    def elsewhere(self) -> str:
        """What to do when a file cannot be written where it was asked for."""
        return "choose another place with -o" if self.output else "choose another folder with -d"


def build(request: Request, report: Report, progress: Progress) -> list[Path]:
    """The files written: all that were asked for, or none when something is in the way.

    Raises BookError or Stopped when the manuscript, the configuration or the target has an error.  An edition whose
    library is missing is an error in the report, and does not keep the other from being made.
    """
    if request.output:
        delivery.check_name(request.output, request.editions[0], report)
        delivery.check_place(request.output, request.editions[0], report)
    config, order = configured(request.source, report)
    delivery.open_folder(request.output.parent if request.output else request.folder, request.elsewhere)
    book, stamp = read_book(config, order, report, progress)
    targets = {edition: _target(request, book, edition) for edition in request.editions}
    for edition, target in targets.items():
        delivery.check_place(target, edition, report)
    report.stop_on_errors(configuration.CONFIGURATION)
    stop_if_refused(request, report)
    with delivery.beside(request.elsewhere) as partials:
        for edition, target in targets.items():
            partials[target] = delivery.name_beside(target, "partial")
            with delivery.telling(target, request.elsewhere, partials):
                written = _write(request, book, edition, partials[target], stamp, report, progress)
            if not written:
                partials.pop(target).unlink(missing_ok=True)
        stop_if_refused(request, report)
    return list(partials)


def check(request: Request, report: Report, progress: Progress) -> "list[Verdict]":
    """What there is to say of the finished file that the request names, or of a manuscript and both its editions.

    Raises what :func:`build` raises; what is wrong with an edition is in the report and in the verdicts.
    """
    from bookmaker.editions import checks  # noqa: PLC0415 - a build need not load them

    if request.source.suffix.lower() in (".epub", ".pdf"):
        if not request.source.is_file():
            configuration.stop(Place(str(request.source)), "there is no such file", "no-source")
        configuration.heed_rules(request.source, report)
        return checks.judge(request.source, str(request.source), report, progress)
    report.patient = True
    config, order = configured(request.source, report)
    book, stamp = read_book(config, order, report, progress, as_editor=True)
    verdicts = []
    with delivery.scratch() as folder:
        for edition in request.editions:
            target = folder / f"{_file_stem(book)}.{edition}"
            with delivery.telling(target, delivery.ELSEWHERE):
                written = _write(request, book, edition, target, stamp, report, progress)
            if written:
                verdicts += checks.judge(target, target.name, report, progress)
    return verdicts


def _write(request: Request, book: Book, edition: str, target: Path, stamp: datetime, report: Report,
           progress: Progress) -> bool:  # fmt: skip
    """Write one edition; an error in the report, and False, where its library is missing."""
    progress(f"making the {edition.upper()}", 0, 0)
    try:
        editions.load(edition).write(for_edition(book, edition), target, stamp, report, progress)
    except MissingLibrary as error:
        hint = f"install it: {pango_advice()}"
        report.error(Place(str(request.source)), str(error), "missing-library", hint)
        return False
    return True


def stop_if_refused(request: Request, report: Report) -> None:
    """Raise Stopped when there is what the author wants no edition with: an error, or under --strict a warning.

    A missing library keeps one edition from being made, and no other.
    """
    if any(finding.severity == "error" and finding.rule != "missing-library" for finding in report):
        raise Stopped(1)
    if request.strict and report.count("warning"):
        raise Stopped(3)


def configured(source: Path, report: Report) -> tuple[Config, list[Listed]]:
    """The configuration of the manuscript at *source*, and the files in their order; Stopped on mistakes, all told."""
    config = configuration.load(source, report)
    order = sources.order(config, report)
    metadata_rules.check(config, report)
    theme.check(config, report)
    with report.taking_in():
        _given_moment()
    report.stop_on_errors(configuration.CONFIGURATION)
    return config, order


def read_book(
    config: Config, order: list[Listed], report: Report, progress: Progress, as_editor: bool = False
) -> tuple[Book, datetime]:
    """The resolved book, and the moment that its files carry; *as_editor* says what a copy editor would mark."""
    found = sources.read(order, config, report)
    language = guess_language(config, "\n".join(source.text[:4000] for source in found))
    chapters: list[Chapter] = []
    assets: dict[str, Asset] = {}
    blank: list[Source] = []
    for number, source in enumerate(found, 1):
        progress("reading chapters", number, len(found))
        read, shown = manuscript.read(source, config, language, report)
        for chapter in read if as_editor else ():
            prose.look_over(chapter, language, not config.settings.typography, report)
        chapters += read
        assets |= shown
        if not read:
            blank.append(source)
    if not chapters:
        configuration.stop(Place(config.file), "the manuscript is empty", "empty", exit_code=1)
    for source in blank:
        report.warning(source.place(), "this file is empty and left out", "empty-file")
    cover = _cover(config, report)
    report.stop_on_errors()
    book = resolve(wording.set_metadata(config, language), language, chapters, assets, cover, report)
    report.stop_on_errors()
    return book, _stamp(config, found)


def _cover(config: Config, report: Report) -> Asset | None:
    if not config.book.cover:
        return None
    place, shown = config.place("book", "cover"), str(Path(config.file).parent / config.book.cover)
    cover = images.load(config.root / config.book.cover, shown, place, report)
    if cover is None:
        message = f'the cover "{config.book.cover}" cannot be read as a picture'
        report.error(place, message, "broken-image", images.instead(config.root / config.book.cover))
    return cover


def _given_moment() -> datetime | None:
    """SOURCE_DATE_EPOCH where it is set (reproducible-builds.org)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not re.fullmatch(r"[0-9]{1,10}", given) or int(given) > _LAST_SECOND:
            configuration.stop(Place("SOURCE_DATE_EPOCH"), f'"{given[:60]}" is not a moment between 1970 and 2107',
                               "configuration", "unset it, or give seconds since 1970")  # fmt: skip
        return datetime.fromtimestamp(int(given), UTC)
    return None


def _stamp(config: Config, found: list[Source]) -> datetime:
    """The moment that was given, else when the manuscript was last changed."""
    if given := _given_moment():
        return given
    files = [source.path for source in found]
    if Path(config.file).is_file():
        files.append(Path(config.file))
    newest = max(path.stat().st_mtime for path in files)
    return datetime.fromtimestamp(min(max(0, int(newest)), _LAST_SECOND), UTC)


def _target(request: Request, book: Book, edition: str) -> Path:
    return request.output or request.folder / f"{_file_stem(book)}.{edition}"


def _file_stem(book: Book) -> str:
    """The title in ASCII; where it holds none, the file's name, whatever it is, or the folder's."""
    only = book.config.only
    return ascii_name(
        book.config.as_written.title or book.title, only.stem if only else ascii_name(book.config.root.name, "book")
    )
