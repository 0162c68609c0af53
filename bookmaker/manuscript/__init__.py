"""READ: one Markdown file -> its chapters, each an XHTML tree; a file knows no other.

``build`` calls :func:`read` for every Source; the modules beside this one do one thing each to the tree.
"""

from xml.etree.ElementTree import Element

from bookmaker.config import Config
from bookmaker.findings import BookError, Finding, Report
from bookmaker.manuscript import markdown
from bookmaker.manuscript.figures import mark_figures
from bookmaker.manuscript.headings import chapters_of
from bookmaker.manuscript.images import gather
from bookmaker.manuscript.listings import mark_listings
from bookmaker.manuscript.notes import mark_notes
from bookmaker.manuscript.sanitise import sanitise
from bookmaker.model import Asset, Chapter, Source
from bookmaker.xhtml import parse


def read(source: Source, config: Config, language: str, report: Report) -> tuple[list[Chapter], dict[str, Asset]]:
    """The chapters of *source* and the pictures that they show.

    *language* is the book's, used where the file names none; a manuscript of a single file is split at its
    level-one headings.  Raises BookError when the file cannot be read as a document at all.
    """
    language = source.language or language
    body = to_tree(source, language, report)
    mark_listings(body)
    notes = mark_notes(body)
    mark_figures(body)
    assets = gather(body, source, config.root, report)
    if notes is not None:
        assets |= gather(notes, source, config.root, report)
    return chapters_of(body, notes, source, config.only is not None, report), assets


def to_tree(source: Source, language: str, report: Report) -> Element:
    """The sanitised ``body`` of *source*."""
    html = markdown.to_html(source.text, language)
    try:
        return sanitise(parse(html), lambda words, message: report.warning(source.place(words), message, "html"))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        finding = Finding("error", source.place(), f"this file cannot be read: {reason}", "too-deep")
        raise BookError(finding) from error
