"""A Book -> the one HTML tree that is laid out for print: notes at their calls, contents with page numbers.

``pdf`` calls :func:`document`.  The book's own trees are left as they are.
"""

import copy
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.model import Book, Chapter, Entry
from bookmaker.xhtml import add_class, append_text, classes, make, move_content, parents, replace, text

LONG_NOTE = 1_500  # characters; a longer note stands at the chapter's end, since a page must hold its notes


def document(book: Book) -> Element:
    """The ``html`` element."""
    root = {"lang": book.language, "dir": languages.direction(book.language)}
    body = make("body", {"class": book.kind})
    front = [chapter for chapter in book.chapters if chapter.matter == "front"]
    for chapter in front:
        if chapter.kind in ("titlepage", "copyright-page"):
            body.append(_section(chapter, book))
    if book.kind == "book":
        body.append(_contents(book))
    for chapter in front:
        if chapter.kind not in ("titlepage", "copyright-page"):
            add_class(section := _section(chapter, book), "front")
            body.append(section)
    main = [chapter for chapter in book.chapters if chapter.matter != "front"]
    for number, chapter in enumerate(main):
        section = _section(chapter, book)
        if number == 0:
            add_class(section, "first")
        body.append(section)
    return make("html", root, _head(book), body)


def _head(book: Book) -> Element:
    metadata = book.config.book
    pairs = [
        ("author", ", ".join(metadata.authors_only)),
        ("description", metadata.description or metadata.standfirst),
        ("keywords", ", ".join(metadata.subjects)),
        ("dcterms.created", metadata.date),
        ("generator", "bookmaker"),
    ]
    head = make("head", {}, make("title", {}, book.title))
    for name, content in pairs:
        if content:
            head.append(make("meta", {"name": name, "content": content}))
    return head


def _section(chapter: Chapter, book: Book) -> Element:
    """A copy of the chapter's tree with what print needs: heads' words, pictures by URL, notes in place."""
    section = copy.deepcopy(chapter.section)
    section.set("data-book", book.title)
    section.set("data-chapter", chapter.title)
    if chapter.language and chapter.language != book.language:
        section.set("lang", chapter.language)
        section.set("dir", languages.direction(chapter.language))
    if book.kind == "book" or chapter.language:
        _place_notes(section, chapter.language or book.language)
    else:
        _place_notes(section, book.language)
    _mark_runs(section)
    return section


def _place_notes(section: Element, language: str) -> None:
    """Move each note to its first call, where the style sheet floats it to the page's foot."""
    block = next((element for element in section if "notes" in classes(element)), None)
    if block is None:
        return
    notes = {note.attrib["id"]: note for note in block}
    for identifier in _called(section, notes):
        note = notes[identifier]
        call = next((link for link in section.iter("a") if link.get("href") == f"#{identifier}"), None)
        if call is None or len("".join(note.itertext())) > LONG_NOTE or _calls_notes(note):
            continue
        footnote = make("span", {"class": "footnote", "id": identifier, "data-number": note.get("data-number", "")})
        move_content(note, footnote)
        block.remove(note)
        replace(parents(section)[call], call, footnote)
    if len(block):
        block.insert(0, make("h2", {"class": "notes-title"}, languages.words(language).notes))
        for note in block.iter("aside"):
            first = note[0] if len(note) else note
            first.text = f"{note.get('data-number')}. {first.text or ''}"
    else:
        section.remove(block)


def _called(section: Element, notes: dict[str, Element]) -> list[str]:
    hrefs = (link.get("href", "").removeprefix("#") for link in section.iter("a") if "noteref" in classes(link))
    return list(dict.fromkeys(href for href in hrefs if href in notes))


def _calls_notes(note: Element) -> bool:
    return any("noteref" in classes(link) for link in note.iter("a"))


def _mark_runs(section: Element) -> None:
    """The first paragraph after the opening gets a class: themes set it with a drop cap or a lead-in."""
    for child in section:
        if child.tag == "p" and len(text(child)) > 120:
            add_class(child, "opening")
        if child.tag not in ("h1", "header"):
            return


def _contents(book: Book) -> Element:
    title = languages.words(book.language).contents
    section = make("section", {"class": "contents", "data-book": book.title, "data-chapter": title, "id": "contents"})
    section.append(make("h1", {}, title))
    section.append(make("nav", {}, _list(book.contents)))
    return section


def _list(entries: tuple[Entry, ...]) -> Element:
    items = make("ol")
    for entry in entries:
        item = make("li", {}, make("a", {"href": f"#{entry.target}"}, entry.title))
        if entry.below:
            item.append(_list(entry.below))
        items.append(item)
    append_text(items, "")
    return items
