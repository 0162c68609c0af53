"""Pages that nobody writes: title page, copyright page, part pages; an article's headline.

Steps of ``book.resolve``; everything comes from the metadata.
"""

import re
from itertools import takewhile
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.findings import Report
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import classes, make, text


def add_parts(book: Book, _: Report) -> None:
    """A part page before the first chapter of each part."""
    chapters: list[Chapter] = []
    part = ""
    for chapter in book.chapters:
        if chapter.part and chapter.part != part:
            heading = make("h1", {}, chapter.part)
            page = make("section", {"class": "chapter part"}, heading)
            chapters.append(Chapter("part", "part", chapter.part, page, "body", part=chapter.part))
        part = chapter.part
        chapters.append(chapter)
    book.chapters = chapters


def add_pages(book: Book, _: Report) -> None:
    """An article's headline block, or a book's title page and copyright page."""
    if book.kind == "article":
        _add_headline(book)
        return
    title_page = Chapter(
        "title-page", "titlepage", languages.words(book.language).title_page, _title_page(book), "front"
    )
    copyright_page = _copyright_page(book)
    pages = [title_page]
    if copyright_page is not None:
        wording = languages.words(book.language).copyright_page
        pages.append(Chapter("copyright", "copyright-page", wording, copyright_page, "front"))
    book.chapters = pages + book.chapters


def _add_headline(book: Book) -> None:
    """``header.headline`` in the place of the chapter's heading, ``footer.imprint`` at the end."""
    section, metadata = book.chapters[0].section, book.config.book
    heading = section.find("h1")
    own: list[Element] = []
    if heading is None or (metadata.title and text(heading) != metadata.title):
        heading = make("h1", {"id": "headline"}, book.title)
    else:
        own = _lines_behind(heading, section)
        for element in (heading, *own):
            section.text = (section.text or "") + (element.tail or "")
            element.tail = None
            section.remove(element)
    header = make("header", {"class": "headline"}, heading)
    header.extend(line for line in own if "subtitle" in classes(line))
    for words, name in ((metadata.subtitle, "subtitle"), (metadata.standfirst, "standfirst")):
        if words:
            header.append(make("p", {"class": name}, words))
    header.extend(line for line in own if "byline" in classes(line))
    if strip := _byline(book):
        header.append(make("p", {"class": "byline"}, *strip))
    header.tail, section.text = section.text, None
    section.insert(0, header)
    if lines := [line for line in (metadata.rights, metadata.publisher, _source(book)) if line]:
        section.append(make("footer", {"class": "imprint"}, *(make("p", {}, line) for line in lines)))
    book.chapters[0].title = text(heading)


def _lines_behind(heading: Element, section: Element) -> list[Element]:
    """What the front matter of the article's file says besides its title."""
    behind = list(section)[list(section).index(heading) + 1 :]
    return list(takewhile(lambda line: not {"subtitle", "byline"}.isdisjoint(classes(line)), behind))


def _byline(book: Book) -> list[Element | str]:
    metadata = book.config.book
    spans = []
    if metadata.authors_only:
        by = languages.words(book.language).by.format(languages.names(metadata.authors_only, book.language))
        spans.append(make("span", {"class": "by"}, by))
    spans += [make("span", {"class": "contributor"}, phrase) for phrase in _contributors(book)]
    if metadata.dateline:
        spans.append(make("span", {"class": "dateline"}, metadata.dateline))
    if metadata.date:
        written = languages.date(metadata.date, book.language)
        spans.append(make("time", {"datetime": metadata.date}, written))
    strip: list[Element | str] = []
    for span in spans:
        strip += [make("span", {"class": "divider"}, "\u00a0· "), span] if strip else [span]
    return strip


def _source(book: Book) -> str:
    """Where the text comes from, called so; who has written the label into it has it once."""
    source, labelled = book.config.book.source, languages.words(book.language).source
    label = re.split(r"\W", labelled, maxsplit=1)[0]
    return source if not source or re.match(rf"{label}\s*[:：]", source, re.IGNORECASE) else labelled.format(source)


def _title_page(book: Book) -> Element:
    metadata = book.config.book
    section = make(
        "section",
        {"class": "titlepage", "id": "title-page"},
        make("h1", {"class": "title", "id": "title"}, book.title),
    )
    if metadata.subtitle:
        section.append(make("p", {"class": "subtitle"}, metadata.subtitle))
    if metadata.authors_only:
        section.append(make("p", {"class": "author"}, languages.names(metadata.authors_only, book.language)))
    for phrase in _contributors(book):
        section.append(make("p", {"class": "contributor"}, phrase))
    if metadata.publisher:
        section.append(make("p", {"class": "imprint"}, metadata.publisher))
    return section


def _contributors(book: Book) -> list[str]:
    """Who did what besides writing it: one phrase for each role."""
    words = languages.words(book.language)
    phrases = {
        "translator": words.translated,
        "illustrator": words.illustrated,
        "photographer": words.photographed,
        "editor": words.edited,
    }
    people = {role: [person.name for person in book.config.book.people if person.role == role] for role in phrases}
    return [phrases[role].format(languages.names(names, book.language)) for role, names in people.items() if names]


def _copyright_page(book: Book) -> Element | None:
    """What the metadata says of rights and editions; ``None`` when it says nothing."""
    metadata, edition = book.config.book, book.config.settings.edition
    imprint = ", ".join(words for words in (metadata.publisher, metadata.date[:4]) if words)
    if imprint == metadata.date[:4] and not (metadata.rights or metadata.source):
        imprint = ""  # a year alone is no imprint
    lines = [
        metadata.rights,
        imprint,
        f"ISBN {edition.pdf.isbn} (PDF)" if edition.pdf.isbn else "",
        f"ISBN {edition.epub.isbn} (EPUB)" if edition.epub.isbn else "",
        _source(book),
    ]
    if not any(lines):
        return None
    paragraphs = [make("p", {}, line) for line in lines if line]
    return make("section", {"class": "copyright", "id": "copyright"}, make("div", {"class": "imprint"}, *paragraphs))
