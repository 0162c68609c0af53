"""Notes numbered from 1 in each chapter, in the order of their calls.  A step of ``book.resolve``."""

from bookmaker.findings import Report
from bookmaker.model import Book
from bookmaker.xhtml import classes


def number(book: Book, _: Report) -> None:
    """Write the number into each call, and as ``data-number`` on each note."""
    for chapter in book.chapters:
        blocks = [block for block in chapter.section.iter("section") if "notes" in classes(block)]
        notes = {note.attrib["id"]: note for block in blocks for note in block if "note" in classes(note)}
        used = sum("data-number" in note.attrib for note in notes.values())
        for call in [link for link in chapter.section.iter("a") if "noteref" in classes(link)]:
            note = notes.get(call.get("href", "").removeprefix("#"))
            if note is None:
                continue
            if "data-number" not in note.attrib:
                used += 1
                note.set("data-number", str(used))
            call.text = note.attrib["data-number"]
