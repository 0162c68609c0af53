"""Notes numbered from 1 in each chapter, in the order of their calls.  A step of ``book.resolve``."""

from xml.etree.ElementTree import Element

from bookmaker.findings import Report
from bookmaker.model import Book
from bookmaker.xhtml import classes


def number(book: Book, _: Report) -> None:
    """Write the number into each call, and as ``data-number`` on each note."""
    for chapter in book.chapters:
        blocks = [block for block in chapter.section.iter("section") if "notes" in classes(block)]
        notes = {note.attrib["id"]: note for block in blocks for note in block if "note" in classes(note)}
        for call in [link for link in chapter.section.iter("a") if "noteref" in classes(link)]:
            note = notes.get(call.get("href", "").removeprefix("#"))
            if note is not None:
                call.text = note.get("data-number") or _next(notes, note)


def _next(notes: dict[str, Element], note: Element) -> str:
    used = sum("data-number" in other.attrib for other in notes.values())
    note.set("data-number", str(used + 1))
    return note.attrib["data-number"]
