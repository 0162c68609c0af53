"""A Book -> the one HTML tree that is laid out for print: notes at their calls, contents with page numbers.

``pdf`` calls :func:`document`.  The book's own trees are left as they are.
"""

import copy
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.editions import marks
from bookmaker.editions.openings import drop_rare_openings, mark_opening
from bookmaker.editions.page_references import show_pages
from bookmaker.editions.printed_notes import place_notes
from bookmaker.editions.stills import still
from bookmaker.model import Book, Chapter, Entry, Matter
from bookmaker.xhtml import HEADINGS, add_class, classes, make, name, text

SHORT_ENTRY = 25  # characters; it stands on one line of the contents


def document(book: Book, in_columns: bool) -> Element:
    """The ``html`` element.  Where the text is *in_columns*, notes stand at the foot below all of them."""
    root = {"lang": book.language, "dir": languages.direction(book.language)}
    body = make("body", {"class": book.kind})
    front = [chapter for chapter in book.chapters if chapter.matter == "front"]
    for chapter in front:
        if chapter.kind in ("titlepage", "copyright-page"):
            body.append(_section(chapter, book, in_columns))
    if book.kind == "book":
        body.append(_contents(book))
    for chapter in front:
        if chapter.kind not in ("titlepage", "copyright-page"):
            add_class(section := _section(chapter, book, in_columns), "front")
            body.append(section)
    main = [chapter for chapter in book.chapters if chapter.matter != "front"]
    for number, chapter in enumerate(main):
        section = _section(chapter, book, in_columns)
        if number == 0:
            add_class(section, "first")
        body.append(section)
    show_pages(body, book.language)
    drop_rare_openings(body, sum(chapter.matter == "body" and chapter.kind != "part" for chapter in main))
    return make("html", root, _head(book), body)


def _head(book: Book) -> Element:
    metadata = book.config.book
    pairs = [
        ("author", ", ".join(metadata.authors_only)),
        ("description", metadata.description or metadata.standfirst),
        ("keywords", ", ".join(topic.name for topic in metadata.topics)),
        ("dcterms.created", metadata.date),
        ("generator", "bookmaker"),
    ]
    head = make("head", {}, make("title", {}, book.title))
    for key, content in pairs:
        if content:
            head.append(make("meta", {"name": key, "content": content}))
    return head


def _section(chapter: Chapter, book: Book, in_columns: bool) -> Element:
    """A copy of the chapter's tree with what print needs: heads' words, pictures by URL, notes in place."""
    section = copy.deepcopy(chapter.section)
    section.set("data-book", book.title)
    section.set("data-chapter", _spaced(chapter.title, next(chapter.section.iter("h1"), None)))
    if chapter.language and chapter.language != book.language:
        section.set("lang", chapter.language)
        section.set("dir", languages.direction(chapter.language))
    for cell in section.findall(".//thead/tr/td"):  # PDF/UA: every cell below it wants a head, were it without words
        cell.tag = "th"
        cell.set("scope", "col")
    _place(section, chapter, 0)
    still(section, book, chapter.language or book.language)
    place_notes(section, chapter.language or book.language, in_columns)
    marks.number_lists(section)
    marks.set_off_pictures(section)
    mark_opening(section)
    marks.mark_openers(section)
    marks.mark_whole_lines(section)
    if in_columns:
        _set_in_columns(section)
    marks.mark_what_stands_above(section)
    return section


def _spaced(title: str, heading: Element | None) -> str:
    """*title*, with more than a word's space behind the number that is marked in its *heading*."""
    parts = () if heading is None else heading
    number = next((text(part) for part in parts if "number" in classes(part)), "")
    return f"{number}\u2002{title.removeprefix(number).lstrip()}" if number and title.startswith(number) else title


def _place(element: Element, chapter: Chapter, line: int) -> None:
    """Say of everything below *element* whose lines are known where it stands in the manuscript, for ``layout``."""
    line = int(element.attrib.pop("data-line", line))
    if line and chapter.source:
        place = chapter.source.at(line)
        element.set("data-place", f"{place.line} {place.file}")
    for child in element:
        _place(child, chapter, line)


def _set_in_columns(section: Element) -> None:
    """Wrap all that runs in columns; the headline, wide figures and the notes stand across, between the wraps.

    WeasyPrint 70 has ``column-span``, but fails on one that meets a page's end.
    """
    children = list(section)
    for child in children:
        section.remove(child)
    run: Element | None = None
    for child in children:
        if child.tag in ("header", "footer") or "wide" in classes(child) or "notes" in classes(child):
            section.append(child)
            run = None
        else:
            if run is None:
                run = make("div", {"class": "columns"})
                section.append(run)
            run.append(child)


def _contents(book: Book) -> Element:
    title = languages.words(book.language).contents
    section = make("section", {"class": "contents", "data-book": book.title, "data-chapter": title, "id": "contents"})
    if book.config.book.contents_depth:
        add_class(section, "asked")  # its depth is the author's wish, whatever a theme thinks of sections
    section.append(make("h1", {}, title))
    matter_of = {chapter.section.attrib["id"]: chapter.matter for chapter in book.chapters}
    for chapter in book.chapters:
        matter_of |= dict.fromkeys((heading.get("id", "") for heading in chapter.section.iter("h1")), chapter.matter)
    section.append(make("nav", {}, _list(book.contents, matter_of, _heading_of(book))))
    return section


def _heading_of(book: Book) -> dict[str, Element]:
    """The heading that each id leads to: its own, or that of a chapter."""
    found: dict[str, Element] = {}
    for chapter in book.chapters:
        for heading in (element for element in chapter.section.iter() if name(element) in HEADINGS):
            found.setdefault(chapter.section.attrib["id"], heading)
            found[heading.get("id", "")] = heading
    return found


def _list(
    entries: tuple[Entry, ...], matter_of: dict[str, Matter], heading_of: dict[str, Element], above: Matter = "body"
) -> Element:
    """A list whose items say what they lead to: a theme may leave sections out, and front matter has roman folios."""
    items = make("ol")
    for entry in entries:
        matter = matter_of.get(entry.target, above)
        kind = "chapter" if entry.target in matter_of else "section"
        title = _spaced(entry.title, heading_of.get(entry.target))
        item = make("li", {"class": f"{kind} {matter}"}, make("a", {"href": f"#{entry.target}"}, title))
        if len(entry.title) < SHORT_ENTRY:
            add_class(item, "short")
        if entry.below:
            item.append(_list(entry.below, matter_of, heading_of, matter))
        items.append(item)
    return items
