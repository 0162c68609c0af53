"""What the print edition's steps have found -> findings for its author.  ``pdf`` calls each once.

All take the *place* of what has none of its own: the book's settings.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker import characters
from bookmaker.editions.layout import place_of
from bookmaker.editions.linebreaking import Tally
from bookmaker.editions.spreads import Count
from bookmaker.findings import Place, Report
from bookmaker.xhtml import text

_NO_GLYPH = re.compile(r'\.notdef glyph .*"(.)" \(U\+', re.DOTALL)


def of_tables(tables: list[tuple[Element, int]], place: Place, report: Report) -> None:
    """Which tables were too wide for a page."""
    for table, columns in tables:
        words = f"“{text(table)[:40]} …”"
        report.warning(
            place_of(table) or place,
            f"the {columns} columns of the table {words} do not fit on a page; each row is a paragraph in the PDF",
            "wide-table",
            "divide it, leave columns out, or choose a larger trim",
        )


def of_figures(figures: list[Element], place: Place, report: Report) -> None:
    """Which figures stand in the PDF behind a paragraph that follows them in the manuscript."""
    for figure in dict.fromkeys(figures):
        message = "this figure did not fit on its page; in the PDF the next paragraph stands before it"
        report.note(place_of(figure) or place, message, "layout")


def of_lines(tally: Tally, place: Place, report: Report) -> None:
    """How the paragraphs were broken, in a note."""
    if not tally.paragraphs and not tally.fallbacks:
        return
    reasons = ", ".join(f"{reason} {count}" for reason, count in tally.fallbacks.most_common())
    left = f"; {tally.fallbacks.total()} left to WeasyPrint ({reasons})" if reasons else ""
    report.note(place, f"{tally.paragraphs} paragraphs set by total fit{left}", "layout")


def of_spreads(count: Count, place: Place, report: Report) -> None:
    """How level facing pages end, in a note."""
    if count.spreads:
        left = f"; {count.surprises} surprises" if count.surprises else ""
        report.note(
            place,
            f"{count.spreads} pairs of facing pages, {count.uneven} uneven, {count.evened} of them evened out{left}",
            "layout",
        )


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
            report.note(place, f"WeasyPrint: {complaint}", "layout")
