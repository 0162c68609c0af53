"""READ, RESOLVE, WRITE on one page: a manuscript -> its finished editions.  ``cli`` calls :func:`build`, :func:`check`.

The only place that knows where files go: an edition is written beside its target and takes its place when complete.
"""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bookmaker import config as configuration
from bookmaker import editions, manuscript
from bookmaker.book import guess_language, resolve
from bookmaker.book.selection import for_edition
from bookmaker.bootstrap import pango_advice
from bookmaker.config import Config
from bookmaker.findings import BookError, Finding, MissingLibrary, Place, Progress, Report, Stopped
from bookmaker.manuscript import images, prose, sources
from bookmaker.model import Asset, Book, Chapter, Source
from bookmaker.xhtml import ascii_name

if TYPE_CHECKING:
    from bookmaker.editions.checks.verdict import Verdict

_LAST_SECOND = 4_354_819_198  # of 2107: a zip knows no later one
_BEGINNINGS = (b"PK\x03\x04", b"%PDF")  # of an EPUB, of a PDF


@dataclass(frozen=True)
class Request:
    """What the command line asked for: *output* names the one file, else files go into *folder* under the title."""

    source: Path
    editions: tuple[str, ...] = editions.EDITIONS
    folder: Path = Path("build")
    output: Path | None = None
    strict: bool = False


def build(request: Request, report: Report, progress: Progress) -> list[Path]:
    """The files written: all that were asked for, or none when something is in the way.

    Raises BookError or Stopped when the manuscript, the configuration or the target has an error.  An edition whose
    library is missing is an error in the report, and does not keep the other from being made.
    """
    config = configuration.load(request.source, report)
    report.stop_on_errors(configuration.CONFIGURATION)
    _check_target(request)
    book, stamp = read_book(config, report, progress)
    stop_if_refused(request, report)
    with _beside() as partials:
        for edition in request.editions:
            target = request.output or request.folder / f"{_file_stem(book)}.{edition}"
            partials[target] = target.with_name(f".{target.name}.partial")
            if not _write(request, book, edition, partials[target], stamp, report, progress):
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
        return checks.judge(request.source, str(request.source), report, progress)
    config = configuration.load(request.source, report)
    report.stop_on_errors(configuration.CONFIGURATION)
    remarks = Report(grades=report.grades)  # none of them, however it is graded, keeps the editions from being made
    book, stamp = read_book(config, report, progress, remarks)
    for remark in remarks:
        report.add(remark)
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        for edition in request.editions:
            target = Path(folder, f"{_file_stem(book)}.{edition}")
            if _write(request, book, edition, target, stamp, report, progress):
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


def read_book(
    config: Config, report: Report, progress: Progress, remarks: Report | None = None
) -> tuple[Book, datetime]:
    """The resolved book, and the moment that its files carry; *remarks* takes in what a copy editor would mark."""
    found = sources.find(config, report)
    report.stop_on_errors(configuration.CONFIGURATION)
    language = guess_language(config, "\n".join(source.text[:4000] for source in found))
    chapters: list[Chapter] = []
    assets: dict[str, Asset] = {}
    for number, source in enumerate(found, 1):
        progress("reading chapters", number, len(found))
        read, shown = manuscript.read(source, config, language, report)
        if remarks is not None:
            for chapter in read:
                prose.look_over(chapter, language, not config.settings.typography, remarks)
        chapters += read
        assets |= shown
    cover = _cover(config, report)
    report.stop_on_errors()
    book = resolve(config, language, chapters, assets, cover, report)
    report.stop_on_errors()
    return book, _stamp(config, found)


def _cover(config: Config, report: Report) -> Asset | None:
    if not config.book.cover:
        return None
    cover = images.load(config.root / config.book.cover, str(Path(config.file).parent / config.book.cover))
    if cover is None:
        report.error(config.place("book", "cover"), f'the cover "{config.book.cover}" cannot be read as a picture',
                     "broken-image", "make it a JPEG, a PNG or an SVG")  # fmt: skip
    return cover


def _stamp(config: Config, found: list[Source]) -> datetime:
    """SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else when the manuscript was last changed."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not re.fullmatch(r"[0-9]{1,10}", given) or int(given) > _LAST_SECOND:
            configuration.stop(Place("SOURCE_DATE_EPOCH"), f'"{given[:60]}" is not a moment between 1970 and 2107',
                               "configuration", "unset it, or give seconds since 1970")  # fmt: skip
        return datetime.fromtimestamp(int(given), UTC)
    files = [source.path for source in found]
    if Path(config.file).is_file():
        files.append(Path(config.file))
    newest = max(path.stat().st_mtime for path in files)
    return datetime.fromtimestamp(min(max(0, int(newest)), _LAST_SECOND), UTC)


def _file_stem(book: Book) -> str:
    """The title in ASCII; where it holds none, the file's name, whatever it is, or the folder's."""
    only = book.config.only
    return ascii_name(book.title, only.stem if only else ascii_name(book.config.root.name, "book"))


# ---- files


def _check_target(request: Request) -> None:
    """Make the folder, and find out now, not after the work, whether files can be written there."""
    if request.output:
        _check_name(request.output, request.editions[0])
    folder = request.output.parent if request.output else request.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error


def _check_name(target: Path, edition: str) -> None:
    """Refuse a name that is not the edition's, and a file that is no edition: a chapter or a picture, say."""
    if target.suffix.lower() != f".{edition}":
        configuration.stop(Place(str(target)), f"this is no name for the {edition.upper()}", "configuration",
                           f"name it {target.with_suffix(f'.{edition}').name}")  # fmt: skip
    try:
        with target.open("rb") as there:
            beginning = there.read(4)
    except OSError:  # there is none, or it cannot be read: writing will tell
        return
    if beginning and beginning not in _BEGINNINGS:
        configuration.stop(Place(str(target)), f"there is a file already, and it is no {edition.upper()}: it stays",
                           "configuration", "choose another name, or delete it first")  # fmt: skip


@contextmanager
def _beside() -> Iterator[dict[Path, Path]]:
    """Targets with the files beside them that take their places when all went well, and are gone otherwise."""
    partials: dict[Path, Path] = {}
    try:
        yield partials
        _put_in_place(partials)
    except OSError as error:
        if error.errno is None:  # a library's, not the system's: a bug of ours
            raise
        names = f"{error.filename} {error.filename2}"  # none, where the disk is full
        raise _unwritable(next((path for path in partials if path.name in names), [*partials][-1]), error) from error
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)


def _put_in_place(partials: dict[Path, Path]) -> None:
    """Rename them all, or, when one cannot be renamed, none."""
    earlier: list[Path] = []
    with ExitStack() as undo:
        for number, (target, partial) in enumerate(partials.items(), 1):
            if number < len(partials):  # the last one needs no way back
                if target.is_file():
                    earlier.append(target.replace(target.with_name(f".{target.name}.earlier")))
                    undo.callback(earlier[-1].replace, target)
                else:
                    undo.callback(target.unlink, missing_ok=True)
            partial.replace(target)
        undo.pop_all()
    for path in earlier:
        path.unlink()


def _unwritable(path: Path, error: OSError) -> BookError:
    hint = "choose another folder with -d"
    if error.errno == errno.ENOSPC:
        hint = "the disk is full; what was there before is untouched"
    finding = Finding("error", Place(str(path)), f"cannot be written: {error.strerror or error}", "unwritable", hint)
    return BookError(finding, configuration.CONFIGURATION)
