"""The table of contents, the lists of figures and tables: what a reader may jump to.  Steps of ``book.resolve``."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bookmaker.findings import Report
from bookmaker.model import Book, Chapter, Entry
from bookmaker.xhtml import HEADINGS, Ids, classes, local_name, name, text

_MADE = ("titlepage", "copyright-page")
_DEPTH = 2  # levels of headings, where the author asks for no other number


@dataclass
class _Open:
    """An entry, its level, and what was found below it so far."""

    level: int
    entry: Entry
    below: list[Entry] = field(default_factory=list)


def list_up(book: Book, _: Report) -> None:
    """Every chapter with its sections; the chapters of a part below the part."""
    depth = book.config.book.contents_depth or _DEPTH
    entries: list[Entry] = []
    part: Chapter | None = None
    for chapter in book.chapters:
        if chapter.kind in _MADE:
            continue
        if chapter.kind == "part":
            part = chapter
            entries += _entries(chapter, depth, _foreign(chapter, book))
        elif part is not None and chapter.part == part.part:
            above = entries[-1]
            entries[-1] = replace(above, below=(*above.below, *_entries(chapter, depth, _foreign(chapter, book))))
        else:
            part = None
            entries += _entries(chapter, depth, _foreign(chapter, book))
    book.contents = tuple(entries)


def _foreign(chapter: Chapter, book: Book) -> str:
    """The language of *chapter* where it is another than that of the *book*."""
    return chapter.language if chapter.language != book.language else ""


def _entries(chapter: Chapter, depth: int, language: str) -> list[Entry]:
    """The chapter with its sections, *depth* levels in all, which are in *language*; each further level-one heading of
    its file stands beside it, with its own.  What stands in a note heads no section."""
    in_notes = {below for block in chapter.section if "notes" in classes(block) for below in block.iter()}
    title = next(chapter.section.iter("h1"), None)
    listed = [(1, Entry(chapter.title, chapter.section.attrib["id"], (), language))]
    for heading in chapter.section.iter():
        level = HEADINGS.index(name(heading)) + 1 if name(heading) in HEADINGS[:depth] else 0
        if (
            level
            and heading is not title
            and heading not in in_notes
            and heading.get("id")
            and (words := text(heading))
        ):
            listed.append((level, Entry(words, heading.attrib["id"], (), language)))
    return _nested(listed)


def _nested(listed: list[tuple[int, Entry]]) -> list[Entry]:
    """Entries with their levels, each below the last one of a higher level."""
    found: list[_Open] = [_Open(0, Entry("", ""))]
    for level, entry in [*listed, (0, Entry("", ""))]:
        while len(found) > 1 and found[-1].level >= level:
            closed = found.pop()
            found[-1].below.append(replace(closed.entry, below=tuple(closed.below)))
        found.append(_Open(level, entry))
    return found[0].below


def list_captions(book: Book, _: Report) -> None:
    """The pictures and the tables that have captions; each gets an id where it has none."""
    ids = Ids(book.chapter_of)
    book.figures = tuple(_captioned(book, "figure", "figcaption", "figure", ids))
    book.tables = tuple(_captioned(book, "table", "caption", "table", ids))


def _captioned(book: Book, tag: str, caption_tag: str, wanted: str, ids: Ids) -> Iterator[Entry]:
    for chapter in book.chapters:
        for element in chapter.section.iter(tag):
            caption = element.find(caption_tag)
            is_listing = tag == "figure" and not any(local_name(below) in ("img", "svg") for below in element.iter())
            if caption is not None and not is_listing and (words := text(caption)):
                if not element.get("id"):
                    element.set("id", ids.take(wanted))
                yield Entry(words, element.attrib["id"], (), _foreign(chapter, book))
