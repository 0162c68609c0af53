"""READ: one Markdown file -> its chapters, each an XHTML tree; a file knows no other.

``build`` calls :func:`read` for every Source; the modules beside this one do one thing each to the tree.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from xml.etree.ElementTree import Element

from bookmaker.characters import UNDIVIDED
from bookmaker.config import Config
from bookmaker.findings import BookError, Finding, Report
from bookmaker.manuscript import images, markdown, media, remarks, scripts
from bookmaker.manuscript.abbreviations import mark_abbreviations, unused
from bookmaker.manuscript.directions import mark_directions
from bookmaker.manuscript.edition_marks import mark_editions
from bookmaker.manuscript.figures import caption_pictures, mark_figures
from bookmaker.manuscript.headings import chapters_of, introduce
from bookmaker.manuscript.html_fragments import parse_html
from bookmaker.manuscript.includes import expand
from bookmaker.manuscript.listings import colour_listings, mark_listings
from bookmaker.manuscript.markdown import dialect
from bookmaker.manuscript.markdown.blocks import TooDeep
from bookmaker.manuscript.markdown.callouts import mark_callouts
from bookmaker.manuscript.markdown.definitions import Definitions
from bookmaker.manuscript.notes import note_section, take_notes
from bookmaker.manuscript.sanitise import sanitise
from bookmaker.manuscript.typography import join_lines, set_type
from bookmaker.manuscript.unread import report_html, report_lost, report_unread
from bookmaker.manuscript.verse import mark_verse
from bookmaker.manuscript.wording import set_names
from bookmaker.model import Asset, Chapter, Source
from bookmaker.xhtml import is_blank

_WRAPPED = rf"[{UNDIVIDED}][^\w\n]{{0,9}}\n"  # Chinese or Japanese at a line's end; compiled where it is needed


def read(source: Source, config: Config, language: str, report: Report) -> tuple[list[Chapter], dict[str, Asset]]:
    """The chapters of *source* and the pictures that they show; none where there is nothing to be seen.

    *language* is the book's, used where the file names none; a manuscript of a single file is split at its
    level-one headings.  Raises BookError when the file cannot be read as a document at all.
    """
    source = expand(source, config, report)
    if config.settings.typography:
        source = set_names(source, language)
    language = source.language or language
    assets: dict[str, Asset] = {}
    with _nothing_collected():
        body = to_tree(source, config, language, report)
        notes = take_notes(body)
        if is_blank(body):
            return [], {}
        for tree in (body, notes):
            if tree is not None:
                media.play_pictures(tree, config.settings.edition.epub.remote)
                assets |= media.gather(tree, source, config.root, report)
                assets |= images.gather(tree, source, config.root, report)
                assets |= scripts.gather(tree, source, config.root, report)
        chapters = chapters_of(body, notes, source, config.only is not None, report)
        if source.subtitle or source.authors:
            introduce(chapters[0], source, language)
        for chapter in chapters:
            colour_listings(chapter.section)
    return chapters, assets


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A tree is hundreds of thousands of objects, none of them garbage before its end: looking for some costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def to_tree(source: Source, config: Config, language: str, report: Report) -> Element:
    """The sanitised ``body`` of *source*, its notes in a section at its end, every block with its line."""
    definitions, wishes = Definitions(), config.settings.edition.epub
    tell = remarks.listener(source, report)
    try:
        if config.settings.dialect == "python-markdown":
            raw = dialect.read(source.text, tell)
            report_lost(raw, source, report)
        else:
            raw, definitions = _read(source, config, report)
        mark_editions(raw, source, report)
        body = sanitise(raw, tell, wishes.scripts, wishes.remote)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        place = source.place("", error.number) if isinstance(error, TooDeep) else source.place()
        raise BookError(Finding("error", place, f"this file cannot be read: {reason}", "too-deep")) from error
    mark_directions(body, language)
    mark_listings(body)
    mark_callouts(body, language)
    mark_verse(body)
    mark_figures(body)
    remarks.look_over(body, definitions.missing_notes, source, report)
    if not source.text.isascii() and re.search(_WRAPPED, source.text):
        join_lines(body, language)
    if config.settings.typography:
        set_type(body, language)
    if definitions.has_escapes:
        remarks.forget_escapes(body)
    mark_abbreviations(body, definitions.abbreviations)
    for name in unused(body, definitions.abbreviations):
        report.note(source.place(f"*[{name}]:"), f"the abbreviation {name} stands nowhere in this file", "unused-note")
    return body


def _read(source: Source, config: Config, report: Report) -> tuple[Element, Definitions]:
    """The tree of *source* as HTML's parser would have it, and what it defines."""
    document = markdown.read(source.text, config.settings.autolinks)
    remarks.tell(document.definitions, source, report)
    caption_pictures(document)
    root = document.root
    for tree in (root, *document.definitions.notes.values()):
        report_unread(tree, source, report)
    tell = remarks.listener(source, report)
    look = partial(report_html, source=source, report=report)
    parse_html(root, tell, look)
    for note in document.definitions.notes.values():  # each by itself: what one leaves open stays in it
        parse_html(note, tell, look)
    if notes := note_section(document.definitions, root):
        root.append(notes)
    return root, document.definitions
