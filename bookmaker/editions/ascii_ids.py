"""Ids with letters outside ASCII -> ids that every reader and store takes, with all that leads to them.

``epub`` calls :func:`in_ascii` on the documents before they are written.  EPUBCheck takes the others too, but some
readers (Apple Books, older engines of Readium and Vivliostyle) do not follow the links to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bookmaker.editions.documents import Document
from bookmaker.model import Book, Entry
from bookmaker.xhtml import Ids, ascii_name, name, xml_id


def in_ascii(book: Book, documents: Iterable[Document]) -> Book:
    """*book* with its lists as the ids in *documents* have it, which are ASCII from now on; those in drawings stay."""
    elements = [element for document in documents for element in document.section.iter()]
    ids = Ids(element.attrib["id"] for element in elements if "id" in element.attrib)
    known: dict[str, str] = {}
    for element in elements:
        if name(element) and not (given := element.get("id", "")).isascii():
            element.attrib["id"] = known[given] = ids.take(xml_id(ascii_name(given.casefold(), "s")))
    if not known:
        return book
    for link in elements:
        if link.tag == "a" and (target := known.get(link.get("href", "").removeprefix("#"))):
            link.set("href", f"#{target}")
    contents, figures, tables = (_led_on(entries, known) for entries in (book.contents, book.figures, book.tables))
    return replace(book, contents=contents, figures=figures, tables=tables)


def _led_on(entries: tuple[Entry, ...], known: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, target=known.get(entry.target, entry.target), below=_led_on(entry.below, known))
        for entry in entries
    )
