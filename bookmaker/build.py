"""READ, RESOLVE, WRITE on one page: a manuscript -> its finished editions.  ``cli`` calls :func:`build`.

The only place that knows where files go: an edition is written beside its target and takes its place when complete.
"""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bookmaker import config as configuration
from bookmaker import languages, manuscript
from bookmaker.book import guess_language, resolve
from bookmaker.bootstrap import pango_advice
from bookmaker.config import Config
from bookmaker.editions import EDITIONS, theme
from bookmaker.findings import BookError, Finding, MissingLibrary, Place, Report, Stopped
from bookmaker.manuscript import images, sources
from bookmaker.model import Asset, Book, Chapter, Source
from bookmaker.xhtml import ascii_name

if TYPE_CHECKING:
    from bookmaker.editions import pdf

Progress = Callable[[str, int, int], None]
_DEFAULT_THEME = {"article": "article", "book": "novel"}


@dataclass(frozen=True)
class Request:
    """What the command line asked for: *output* names the one file, else files go into *folder* under the title."""

    source: Path
    editions: tuple[str, ...] = EDITIONS
    folder: Path = Path("build")
    output: Path | None = None
    strict: bool = False


def build(request: Request, report: Report, progress: Progress) -> list[Path]:
    """The files written.

    Raises BookError or Stopped when the manuscript, the configuration or the target has an error.  An edition whose
    library is missing is an error in the report, and does not keep the other from being made.
    """
    config = configuration.load(request.source, report)
    report.stop_on_errors(configuration.CONFIGURATION)
    _check_target(request.output.parent if request.output else request.folder)
    book, stamp = read_book(config, report, progress)
    stop_if_strict(request, report)
    written = []
    for edition in request.editions:
        progress(f"making the {edition.upper()}", 0, 0)
        target = request.output or request.folder / f"{_file_stem(book)}.{edition}"
        try:
            with _beside(target) as partial:
                _write(edition, book, partial, stamp, report, progress)
                stop_if_strict(request, report)
        except MissingLibrary as error:
            hint = f"install it: {pango_advice()}"
            report.error(Place(str(request.source)), str(error), "missing-library", hint)
        else:
            written.append(target)
    return written


def stop_if_strict(request: Request, report: Report) -> None:
    """Raise Stopped (exit 3) when warnings are to fail and there are some."""
    if request.strict and report.count("warning"):
        raise Stopped(3)


def read_book(config: Config, report: Report, progress: Progress) -> tuple[Book, datetime]:
    """The resolved book, and the moment that its files carry."""
    found = sources.find(config, report)
    report.stop_on_errors(configuration.CONFIGURATION)
    language = guess_language(config, "\n".join(source.text[:4000] for source in found))
    chapters: list[Chapter] = []
    assets: dict[str, Asset] = {}
    for number, source in enumerate(found, 1):
        progress("reading chapters", number, len(found))
        read, shown = manuscript.read(source, config, language, report)
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
    cover = images.load(config.root / config.book.cover)
    if cover is None:
        report.error(config.place("book", "cover"), f'the cover "{config.book.cover}" cannot be read as a picture',
                     "broken-image", "make it a JPEG, a PNG or an SVG")  # fmt: skip
    return cover


def _stamp(config: Config, found: list[Source]) -> datetime:
    """SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else when the manuscript was last changed."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return datetime.fromtimestamp(int(given), UTC)
    files = [source.path for source in found]
    if Path(config.file).is_file():
        files.append(Path(config.file))
    newest = max(path.stat().st_mtime for path in files)
    return datetime.fromtimestamp(int(newest), UTC)


def _file_stem(book: Book) -> str:
    return ascii_name(book.title, ascii_name(book.config.root.name, "book"))


def _write(edition: str, book: Book, target: Path, stamp: datetime, report: Report, progress: Progress) -> None:
    """Hand *book* to one edition; the libraries of the others are not loaded."""
    if edition == "epub":
        from bookmaker.editions import epub  # noqa: PLC0415

        epub.write(book, _theme(book, edition, {}), target, stamp)
        return
    from bookmaker.editions import pdf  # noqa: PLC0415

    settings = book.config.settings.edition.pdf
    wishes = {
        "--page-size": settings.trim,
        "--columns": str(settings.columns or ""),
        "--opening": settings.openings or "",
    }
    if languages.direction(book.language) == "rtl":
        wishes |= {"--left-head": "chapter", "--right-head": "book"}
    changes = {token: value for token, value in wishes.items() if value}
    laid_out = pdf.write(book, _theme(book, edition, changes), target, stamp, progress)
    _report_layout(laid_out, Place(book.config.file), report)


def _report_layout(laid_out: "pdf.LaidOut", place: Place, report: Report) -> None:
    if laid_out.missing:
        shown = " ".join(laid_out.missing[:12]) + (" …" if len(laid_out.missing) > 12 else "")
        report.warning(
            place,
            f"no font here has these {len(laid_out.missing)} characters, which are boxes in the PDF: {shown}",
            "missing-glyph",
            "install fonts for the script, such as Noto (Debian: fonts-noto-core, fonts-noto-cjk)",
        )
    for complaint in laid_out.complaints:
        report.note(place, f"WeasyPrint: {complaint}", "layout")


def _theme(book: Book, edition: str, changes: dict[str, str]) -> theme.Theme:
    given = getattr(book.config.settings.edition, edition).theme
    return theme.load(given or _DEFAULT_THEME[book.kind], book.config.place("edition", edition, "theme"), changes)


# ---- files


def _check_target(folder: Path) -> None:
    """Make *folder*, and find out now, not after the work, whether files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A path beside *target* that takes its place when all went well, and is gone otherwise."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        yield partial
        partial.replace(target)
    except OSError as error:
        if error.errno is None:  # a library's, not the system's: a bug of ours
            raise
        raise _unwritable(target, error) from error
    finally:
        partial.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> BookError:
    hint = "choose another folder with -d"
    if error.errno == errno.ENOSPC:
        hint = "the disk is full; what was there before is untouched"
    finding = Finding("error", Place(str(path)), f"cannot be written: {error.strerror or error}", "unwritable", hint)
    return BookError(finding, configuration.CONFIGURATION)
