"""The table of contents: what a reader may jump to.  A step of ``book.resolve``."""

from bookmaker.findings import Report
from bookmaker.model import Book, Chapter, Entry
from bookmaker.xhtml import name, text

_MADE = ("titlepage", "copyright-page")


def list_up(book: Book, _: Report) -> None:
    """Every chapter with its sections; the chapters of a part below the part."""
    entries: list[Entry] = []
    part: Chapter | None = None
    for chapter in book.chapters:
        if chapter.kind in _MADE:
            continue
        if chapter.kind == "part":
            part = chapter
            entries += _entries(chapter)
        elif part is not None and chapter.part == part.part:
            above = entries[-1]
            entries[-1] = Entry(above.title, above.target, (*above.below, *_entries(chapter)))
        else:
            part = None
            entries += _entries(chapter)
    book.contents = tuple(entries)


def _entries(chapter: Chapter) -> list[Entry]:
    """The chapter with its sections; each further level-one heading of its file stands beside it, with its own."""
    entries = [Entry(chapter.title, chapter.section.attrib["id"])]
    title = next(chapter.section.iter("h1"), None)
    for heading in chapter.section.iter():
        words = text(heading) if name(heading) in ("h1", "h2") and heading is not title else ""
        if not words or not heading.get("id"):
            continue
        entry = Entry(words, heading.attrib["id"])
        if name(heading) == "h1":
            entries.append(entry)
        else:
            above = entries[-1]
            entries[-1] = Entry(above.title, above.target, (*above.below, entry))
    return entries
