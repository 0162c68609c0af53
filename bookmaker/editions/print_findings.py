"""What the print edition's steps have found -> findings for its author.  ``pdf`` calls each once.

All take the *place* of what has none of its own: the book's settings.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from bookmaker import characters
from bookmaker.editions.fitting import WideTable
from bookmaker.editions.layout import Entry, place_of
from bookmaker.editions.linebreaking import Tally
from bookmaker.editions.spreads import Count
from bookmaker.findings import NO_PAGE, Page, Place, Report

_NO_GLYPH = re.compile(r'\.notdef glyph .*"(.)" \(U\+', re.DOTALL)


Standing = Mapping[Element, Page]  # where in the PDF something begins


def of_tables(tables: Sequence[WideTable], standing: Standing, place: Place, report: Report) -> None:
    """Which tables were too wide for a page."""
    for table in tables:
        report.warning(
            place_of(table.records) or place,
            f"the {table.columns} columns of the table “{table.words[:40]} …” do not fit on a page; each row is a list "
            "in the PDF",
            "wide-table",
            "divide it, leave columns out, or choose a larger trim",
            standing.get(table.records, NO_PAGE),
        )


def of_figures(figures: Sequence[Element], standing: Standing, place: Place, report: Report) -> None:
    """Which figures stand in the PDF behind text that follows them in the manuscript."""
    for figure in dict.fromkeys(figures):
        what = "table" if figure.tag == "table" else "figure"
        message = f"this {what} did not fit on its page; in the PDF text that follows it stands before it"
        report.seen(standing.get(figure, NO_PAGE), "late figure", place_of(figure) or place, message)


def of_pages(entries: Sequence[Entry], pages: Sequence[Page], place: Place, report: Report) -> None:
    """What is not quite good on the *pages*."""
    for entry in entries:
        report.seen(pages[entry.page - 1], entry.kind, entry.place or place, entry.message)


def of_lines(tally: Tally, place: Place, report: Report) -> None:
    """How the paragraphs were broken, in a note."""
    if not tally.paragraphs and not tally.fallbacks:
        return
    reasons = ", ".join(f"{reason} ({count})" for reason, count in tally.fallbacks.most_common())
    left = f"; {tally.fallbacks.total()} left to WeasyPrint: {reasons}" if reasons else ""
    report.seen(NO_PAGE, "paragraphs", place, f"{tally.paragraphs} paragraphs set by total fit{left}")


def of_spreads(count: Count, place: Place, report: Report) -> None:
    """How level facing pages end, in a note."""
    if count.spreads:
        left = f"; {count.surprises} surprises" if count.surprises else ""
        told = f"{count.spreads} pairs of facing pages, {count.uneven} uneven, {count.evened} of them evened out{left}"
        report.seen(NO_PAGE, "spreads", place, told)


def of_engine(complaints: list[str], place: Place, report: Report) -> None:
    """The characters that no font has, in one warning; whatever else WeasyPrint said, as notes."""
    missing = sorted({match[1] for complaint in complaints if (match := _NO_GLYPH.search(complaint))})
    if missing:
        shown = ", ".join(map(characters.shown, missing[:12])) + (" …" if len(missing) > 12 else "")
        said = f"these {len(missing)} characters, which are boxes" if len(missing) > 1 else "this character, a box"
        report.warning(
            place,
            f"no font here has {said} in the PDF: {shown}",
            "missing-glyph",
            "install fonts for the script, such as Noto (Debian: fonts-noto-core, fonts-noto-cjk)",
        )
    for complaint in complaints:
        if not _NO_GLYPH.search(complaint):
            report.seen(NO_PAGE, "engine", place, f"WeasyPrint: {complaint}")
