"""The table of contents as a tree of entries.  The last step of ``book.resolve``."""

from bookmaker.findings import Report
from bookmaker.model import Book, Chapter, Entry
from bookmaker.xhtml import text

_MADE = ("titlepage", "copyright-page")


def list_up(book: Book, _: Report) -> None:
    """Every chapter with its sections; the chapters of a part below the part."""
    entries: list[Entry] = []
    part: Chapter | None = None
    for chapter in book.chapters:
        if chapter.kind in _MADE:
            continue
        entry = _entry(chapter)
        if chapter.kind == "part":
            part = chapter
            entries.append(entry)
        elif part is not None and chapter.part == part.part:
            above = entries[-1]
            entries[-1] = Entry(above.title, above.target, (*above.below, entry))
        else:
            part = None
            entries.append(entry)
    book.contents = tuple(entries)


def _entry(chapter: Chapter) -> Entry:
    sections = tuple(
        Entry(text(heading), heading.attrib["id"])
        for heading in chapter.section.iter("h2")
        if text(heading) and heading.get("id")
    )
    return Entry(chapter.title, chapter.section.attrib["id"], sections)
