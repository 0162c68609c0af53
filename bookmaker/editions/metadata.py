"""What the EPUB says of itself: Dublin Core, refinements, and accessibility metadata that is true of this book.

``epub`` calls :func:`entries`.  EPUB 3.3 section 5.5, EPUB Accessibility 1.1 section 2.2.
"""

import re
import uuid
from collections.abc import Iterator
from typing import NamedTuple

from bookmaker import notation
from bookmaker.config import Person, Series
from bookmaker.editions import accessibility
from bookmaker.model import Book

_RELATORS = {  # MARC relator codes
    "author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill", "photographer": "pht",
    "contributor": "ctb", "foreword": "wpr", "afterword": "aft", "introduction": "aui", "annotator": "ann",
    "compiler": "com", "designer": "bkd", "cover-designer": "cov", "proofreader": "pfr", "narrator": "nrt",
}  # fmt: skip


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Item(NamedTuple):
    """One element of the package's metadata: ``DC`` name, ``meta`` property or ``OPF`` name, value, attributes."""

    namespace: str | None
    name: str
    value: str | None
    attributes: dict[str, str]


def identifier(book: Book) -> str:
    """The EPUB's own identifier: the given one, its ISBN, or a UUID that title and authors fix for ever."""
    if given := book.config.book.identifier.strip():
        return _urn(given) if notation.is_isbn(given) else given
    if isbn := book.config.settings.edition.epub.isbn.strip():
        return _urn(isbn)
    written = book.config.as_written
    seed = "|".join((written.title or book.title, *written.authors_only, book.language))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'bookmaker:{seed}')}"


def _urn(isbn: str) -> str:
    return f"urn:isbn:{re.sub(r'[^0-9X]', '', isbn.upper())}"


def entries(book: Book) -> list[Item]:
    """All metadata, the EPUB's own identifier apart, in the order in which it is written."""
    return [*_isbn(book), *_titles(book), *_people(book), *_facts(book), *_series(book), *_accessibility(book)]


def _dc(tag: str, value: str, identifier: str = "") -> Item:
    return Item("DC", tag, value, {"id": identifier} if identifier else {})


def _meta(prop: str, value: str, refines: str = "", **attributes: str) -> Item:
    return Item(
        None,
        "meta",
        value,
        {"property": prop, **({"refines": f"#{refines}"} if refines else {}), **attributes},
    )


def _isbn(book: Book) -> Iterator[Item]:
    """The ISBN where the EPUB is not known by it."""
    isbn = book.config.settings.edition.epub.isbn.strip()
    if isbn and _urn(isbn) != identifier(book):
        yield _dc("identifier", _urn(isbn), "isbn")


def _titles(book: Book) -> Iterator[Item]:
    subtitle, file_as = book.config.book.subtitle, book.config.book.file_as
    yield _dc("title", book.title, "title")
    yield _meta("title-type", "main", "title")
    if file_as.strip():
        yield _meta("file-as", file_as, "title")
    if subtitle.strip():
        yield _dc("title", subtitle, "subtitle")
        yield _meta("title-type", "subtitle", "subtitle")
        yield _meta("display-seq", "1", "title")
        yield _meta("display-seq", "2", "subtitle")
    yield _dc("language", book.language)


def _people(book: Book) -> Iterator[Item]:
    named = (person for person in book.config.book.people if person.name.strip())
    for number, person in enumerate(named, 1):
        tag = "creator" if person.role == "author" else "contributor"
        yield from _person(person, tag, f"{tag}-{number}")


def _person(person: Person, tag: str, key: str) -> Iterator[Item]:
    yield _dc(tag, person.name, key)
    yield _meta("role", _RELATORS[person.role], key, scheme="marc:relators")
    if person.file_as.strip():
        yield _meta("file-as", person.file_as, key)


def _facts(book: Book) -> Iterator[Item]:
    metadata = book.config.book
    for tag, value in (
        ("publisher", metadata.publisher),
        ("date", metadata.date),
        ("description", metadata.description or metadata.standfirst),
        ("rights", metadata.rights),
        ("source", metadata.source),
    ):
        if value.strip():
            yield _dc(tag, value)
    for number, subject in enumerate((topic for topic in metadata.topics if topic.name.strip()), 1):
        yield _dc("subject", subject.name, f"subject-{number}" if subject.scheme and subject.code else "")
        if subject.scheme and subject.code:
            yield _meta("authority", subject.scheme, f"subject-{number}")
            yield _meta("term", subject.code, f"subject-{number}")


def _series(book: Book) -> Iterator[Item]:
    """As a collection, and as Calibre and the readers that follow it look for it."""
    given = book.config.book.series
    series = given if isinstance(given, Series) else Series(given or "")
    if not series.name.strip():
        return
    yield _meta("belongs-to-collection", series.name, id="series")
    yield _meta("collection-type", "series", "series")
    yield Item("OPF", "calibre:series", None, {"name": "calibre:series", "content": series.name})
    if series.number.strip():
        yield _meta("group-position", series.number, "series")
        yield Item("OPF", "calibre:series_index", None, {"name": "calibre:series_index", "content": series.number})


def _accessibility(book: Book) -> Iterator[Item]:
    """The claims, in English where they are sentences of ours."""
    for claim in accessibility.claims(book):
        if claim.is_link:
            yield Item(None, "link", None, {"rel": claim.prop, "href": claim.value})
        elif claim.prop == "schema:accessibilitySummary" and not book.config.settings.accessibility.summary:
            yield _meta(claim.prop, claim.value, **{_XML_LANG: "en"})
        else:
            yield _meta(claim.prop, claim.value)
