"""A Book -> the print edition, a tagged PDF/UA-1 file, by WeasyPrint 70, which only this module imports.

``build`` calls :func:`write`.  Pictures come from the book's own assets and fonts from the styles folder; nothing
else is read, and nothing is fetched.
"""

import contextlib
import gc
import hashlib
import io
import logging
import re
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import pydyf
import pyphen
from cssselect2 import ElementWrapper

from bookmaker import languages
from bookmaker.editions import (
    folios,
    grid,
    images,
    indents,
    layout,
    margins,
    moved_notes,
    notdef,
    page_numbers,
    print_findings,
    printed,
    spreads,
    table_columns,
    tagging,
    turned_code,
)
from bookmaker.editions.figure_places import passed_figures
from bookmaker.editions.fitting import fit, measure
from bookmaker.editions.linebreaking import Tally, total_fit
from bookmaker.editions.theme import Theme, of_book, print_sheet
from bookmaker.findings import MissingLibrary, Place, Progress, Report
from bookmaker.model import Book
from bookmaker.xhtml import make

_PAGE = re.compile(r"Creating layout - Page (\d+)")
_PLAIN_ENGLISH = re.compile(r"en(?:[-_][a-z]{4})?", re.IGNORECASE)  # and perhaps a script
_STEPS = {"Step 6": "writing the pages"}


def write(book: Book, target: Path, stamp: datetime, report: Report, progress: Progress) -> None:
    """Lay *book* out as *target*; see :class:`bookmaker.editions.Edition`."""
    weasyprint = _weasyprint()
    theme = of_book(book, "pdf", _wishes(book, report))
    in_columns = book.kind == "article" and theme.tokens["--columns"] != "1"
    theme = margins.fitted(theme, book.config.settings.edition.pdf.trim, in_columns)
    root = printed.document(book, in_columns)
    place = Place(book.config.file)
    tables = fit(root, measure(theme.tokens, in_columns))
    head = root[0]
    head.append(make("meta", {"name": "dcterms.modified", "content": stamp.strftime("%Y-%m-%dT%H:%M:%SZ")}))
    sheet = print_sheet(theme)
    digest = hashlib.sha256(repr((book.title, sheet, stamp)).encode()).digest()[:16]
    tally = Tally()
    count = spreads.Count()
    breaking = total_fit(tally, line_by_line=_is_greedy(book))
    levelling = spreads.level(count) if book.config.settings.edition.pdf.final else nullcontext()
    with _listening(progress) as complaints, _quick_pages(), _deep_stack(), american_hyphens(), breaking:
        fetcher = _fetcher(book, theme)
        fonts = weasyprint.text.fonts.FontConfiguration()
        css = weasyprint.CSS(string=sheet, base_url=f"{theme.folder.as_uri()}/", font_config=fonts, url_fetcher=fetcher)
        html = _html(weasyprint, root, fetcher)
        with (
            grid.whole_lines(),
            table_columns.shared(),
            indents.from_the_right(),
            turned_code.hanging(),
            passed_figures() as passed,
            levelling,
            moved_notes.kept(),
            page_numbers.settled(),
        ):
            document = html.render(stylesheets=[css], font_config=fonts, pdf_tags=True)
        boxes = [page._page_box for page in document.pages]
        pages = folios.of(boxes)
        if report.on_layout:
            print_findings.of_pages(layout.entries(boxes), pages, place, report)
        begun = layout.pages_of([*passed, *(table.records for table in tables)], boxes)
        standing = {element: pages[number - 1] for element, number in begun.items()}
        variant = book.config.settings.edition.pdf.standard
        document.write_pdf(target, finisher=_finisher(book), pdf_variant=variant, pdf_tags=True, pdf_identifier=digest)
    print_findings.of_tables(tables, standing, place, report)
    print_findings.of_figures(passed, standing, place, report)
    print_findings.of_engine(complaints, place, report)
    print_findings.of_lines(tally, place, report)
    print_findings.of_spreads(count, place, report)


def _wishes(book: Book, report: Report) -> dict[str, str]:
    """The tokens that the book's settings and its language change."""
    settings = book.config.settings.edition.pdf
    columns = settings.columns
    if columns and columns > 1 and book.kind == "book":
        report.warning(book.config.place("edition", "pdf", "columns"),
                       "columns are for articles: this is a book and set in one", "configuration")  # fmt: skip
        columns = None
    wishes = {
        "--columns": str(columns or ""),
        "--opening": settings.openings or "",
        "--word-spacing": "-0.05em" if _is_greedy(book) else "",
    }
    if languages.direction(book.language) == "rtl":
        wishes |= {
            "--left-head": "chapter",
            "--right-head": "book",
            "--hang-left": "0mm",
            "--hang-right": "var(--hang)",
        }
    return {token: value for token, value in wishes.items() if value}


def _is_greedy(book: Book) -> bool:
    return book.config.settings.edition.pdf.line_breaking == "greedy"


def _is_archive(book: Book) -> bool:
    return book.config.settings.edition.pdf.standard.startswith("pdf/a")


def _finisher(book: Book) -> Callable[[Any, Any], None]:
    """What is done to the PDF just before it is written: tags and fonts mended, pages numbered and turned."""

    def finish(document: Any, pdf: Any) -> None:
        tagging.mend(document, pdf)
        notdef.mend(pdf)
        folios.label(document, pdf)
        if _is_archive(book):
            _show_as_they_are(pdf)
        if languages.direction(book.language) == "rtl":
            pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())["Direction"] = "/R2L"

    return finish


def _show_as_they_are(pdf: Any) -> None:
    """Ask no viewer to smooth pictures, which ISO 19005-2, 6.2.8, forbids to an archive."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Interpolate" in item.extra:
            item.extra["Interpolate"] = "false"


def _weasyprint() -> Any:
    """The library; its import alone costs half a second, which an EPUB need not pay."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # without Pango it prints advice, where findings are to be data
            import weasyprint  # noqa: PLC0415
            import weasyprint.text.fonts  # noqa: PLC0415
    except OSError as error:
        raise MissingLibrary("the PDF edition needs Pango, which is not on this machine") from error
    return weasyprint


def _html(weasyprint: Any, root: Any, fetcher: Any) -> Any:
    """WeasyPrint's document of our own tree, which saves writing it as HTML and parsing it again."""
    html = weasyprint.HTML(string="<html></html>", base_url="book:/", url_fetcher=fetcher)
    wrapper = ElementWrapper.from_html_root(root, content_language=None)
    html.wrapper_element, html.etree_element = wrapper, wrapper.etree_element
    return html


def _fetcher(book: Book, theme: Theme) -> Any:
    """Answers for the book's assets and for the theme's files; refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    base = f"{theme.folder.as_uri()}/"

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urllib.parse.urlsplit(url)
            if parts.scheme == "asset" and parts.path in book.assets:
                asset = book.assets[parts.path]
                content = images.in_rgb(asset.content) if _is_archive(book) else asset.content
                return URLFetcherResponse(url, content, {"Content-Type": asset.media_type})
            if parts.scheme == "data":
                return super().fetch(url, headers)
            path = theme.file(urllib.parse.unquote(url.removeprefix(base))) if url.startswith(base) else None
            if path:
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "application/octet-stream"})
            raise ValueError(f"not a part of the book: {url[:200]}")

    return Fetcher(allowed_protocols={"data"})


@contextlib.contextmanager
def _quick_pages() -> Iterator[None]:
    """Two mends for long books, measured at 0.6 of the time for 750 pages.

    pydyf builds the list of all pages anew for every tag, which is quadratic; and the garbage collector walks
    millions of boxes that are all in use.
    """

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        kids = pdf.pages["Kids"]
        known: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_known_references", (-1, ()))
        if known[0] != len(kids):
            known = (len(kids), tuple(f"{number} 0 R".encode("ascii") for number in kids[::3]))
            pdf._known_references = known
        return known[1]

    slow, was_collecting = pydyf.PDF.page_references, gc.isenabled()
    pydyf.PDF.page_references = property(page_references)
    gc.disable()
    try:
        yield
    finally:
        pydyf.PDF.page_references = slow
        if was_collecting:
            gc.enable()


@contextlib.contextmanager
def american_hyphens() -> Iterator[None]:
    """English of no country is hyphenated as in America, of any other as in Britain: pyphen says Britain to both."""

    def fallback(language: str) -> str | None:
        found: str | None = known("en-US" if _PLAIN_ENGLISH.fullmatch(language) else language)
        return "en_GB" if found == "en" else found  # pyphen asks once more, with what it was told

    known, pyphen.language_fallback = pyphen.language_fallback, fallback
    try:
        yield
    finally:
        pyphen.language_fallback = known


@contextlib.contextmanager
def _deep_stack() -> Iterator[None]:
    """WeasyPrint calls itself some twenty times for each level of nesting; ``sanitise`` bounds the levels."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


@contextlib.contextmanager
def _listening(progress: Progress) -> Iterator[list[str]]:
    """WeasyPrint speaks through two loggers: one counts pages, the other complains."""
    complaints: list[str] = []

    class Counter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if page := _PAGE.search(message):
                progress("laying out pages", int(page[1]), 0)
            for step, words in _STEPS.items():
                if step in message:
                    progress(words, 0, 0)

    class Complaints(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING and not record.name.endswith("progress"):
                complaints.append(record.getMessage())

    pairs = [
        (logging.getLogger("weasyprint.progress"), Counter()),
        (logging.getLogger("weasyprint"), Complaints()),
    ]
    before = [(logger, logger.level, logger.propagate) for logger, _ in pairs]
    for logger, listener in pairs:
        logger.addHandler(listener)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    try:
        yield complaints
    finally:
        for (logger, listener), (_, level, propagate) in zip(pairs, before, strict=True):
            logger.removeHandler(listener)
            logger.setLevel(level)
            logger.propagate = propagate
