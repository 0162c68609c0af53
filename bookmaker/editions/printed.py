"""A Book -> the one HTML tree that is laid out for print: notes at their calls, contents with page numbers.

``pdf`` calls :func:`document`.  The book's own trees are left as they are.
"""

import copy
import re
from itertools import pairwise, zip_longest
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.editions.grid import MARK
from bookmaker.editions.page_references import show_pages
from bookmaker.editions.stills import still
from bookmaker.model import Book, Chapter, Entry, Matter
from bookmaker.xhtml import (
    BLOCKS,
    HEADINGS,
    SVG,
    add_class,
    classes,
    drop_class,
    make,
    move_content,
    name,
    parents,
    replace,
    text,
)

SHORT_OPENING = 180  # characters; a drop cap needs three lines beside it
SHORT_ENTRY = 25  # characters; it stands on one line of the contents
_COLONS = (":", "：")
_OPENING_MARKS = "“”„«»‹›‘’‚¿¡"  # before the first letter of a text
SHORT_LINE = 45  # characters; less is one line in any column of a book
MANY_NOTES = 0.25  # of the text; from below columns WeasyPrint 70 then moves them to the next page, again and again
LONG_NOTE = 1_500  # characters; a longer note stands at the chapter's end, since a page must hold its notes


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
    _drop_rare_openings(body, sum(chapter.matter == "body" and chapter.kind != "part" for chapter in main))
    return make("html", root, _head(book), body)


def _drop_rare_openings(body: Element, chapters: int) -> None:
    """Where nearly all *chapters* are too short, or open with something else, an initial looks like a slip."""
    openings = [first for first in body.iter("p") if "opening" in classes(first)]
    if len(openings) * 3 < chapters:
        for first in openings:
            for dressed in (first, *first.findall("span")):
                drop_class(dressed, "opening", "initial", "leadin")


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
    if not in_columns or not _has_many_notes(section):
        _float_notes(section)
    _title_notes(section, chapter.language or book.language)
    _set_off_pictures(section)
    _mark_opening(section)
    _mark_openers(section)
    _mark_whole_lines(section)
    if in_columns:
        _set_in_columns(section)
    _mark_what_stands_above(section)
    return section


def _spaced(title: str, heading: Element | None) -> str:
    """*title*, with more than a word's space behind the number that is marked in its *heading*."""
    number = next((text(part) for part in heading or () if "number" in classes(part)), "")
    return f"{number}\u2002{title.removeprefix(number).lstrip()}" if number and title.startswith(number) else title


def _place(element: Element, chapter: Chapter, line: int) -> None:
    """Say of everything below *element* whose lines are known where it stands in the manuscript, for ``layout``."""
    line = int(element.attrib.pop("data-line", line))
    if line and chapter.source:
        place = chapter.source.at(line)
        element.set("data-place", f"{place.line} {place.file}")
    for child in element:
        _place(child, chapter, line)


def _has_many_notes(section: Element) -> bool:
    """Whether the notes are long beside the text."""
    block = _notes_of(section)
    below, whole = ("" if element is None else "".join(element.itertext()) for element in (block, section))
    return len(below) > MANY_NOTES * (len(whole) - len(below))


def _float_notes(section: Element) -> None:
    """Move each note to its first call, where the style sheet floats it to the page's foot."""
    block = _notes_of(section)
    notes = {} if block is None else {note.attrib["id"]: note for note in block}
    for identifier in _called(section, notes):
        note = notes[identifier]
        call = next((link for link in section.iter("a") if link.get("href") == f"#{identifier}"), None)
        if block is None or call is None or _stays(note):
            continue
        block.remove(note)
        replace(parents(section)[call], call, _footnote(note))


def _stays(note: Element) -> bool:
    """Whether the note stands at the chapter's end: as its author asked, or because no page's foot can hold it."""
    calls = any("noteref" in classes(link) for link in note.iter("a"))
    return "endnote" in classes(note) or calls or len("".join(note.itertext())) > LONG_NOTE


def _footnote(note: Element) -> Element:
    """The note as a span in the line; its first paragraph runs on after the number."""
    kept = {key: note.attrib[key] for key in ("id", "data-place") if key in note.attrib}
    footnote = make("span", kept | {"class": "footnote", "data-number": note.get("data-number", "")})
    move_content(note, footnote)
    footnote.text = (footnote.text or "").strip() or None
    if len(footnote) and footnote[0].tag == "p" and footnote.text is None:
        first = footnote[0]
        first.tag = "span"
        first.tail = None
    _close_up(footnote)
    return footnote


def _close_up(footnote: Element) -> None:
    """Leave out the space between blocks and lines of verse, of which WeasyPrint 70 makes lines in a footnote."""
    for element in footnote.iter():
        for child in element:
            if (name(child) in BLOCKS or "line" in classes(child)) and not (child.tail or "").strip():
                child.tail = None
        if len(element) and name(element[0]) in BLOCKS and not (element.text or "").strip():
            element.text = None


def _title_notes(section: Element, language: str) -> None:
    """What is left of the notes gets a title, and each note its number."""
    block = _notes_of(section)
    if block is None:
        return
    if not len(block):
        section.remove(block)
        return
    for note in block:
        first = note[0] if len(note) else note
        first.text = f"{note.get('data-number')}.\u2002{(first.text or '').lstrip()}"
    block.insert(0, make("h2", {"class": "notes-title"}, languages.words(language).notes))


def _notes_of(section: Element) -> Element | None:
    return next((element for element in section if "notes" in classes(element)), None)


def _called(section: Element, notes: dict[str, Element]) -> list[str]:
    hrefs = (link.get("href", "").removeprefix("#") for link in section.iter("a") if "noteref" in classes(link))
    return list(dict.fromkeys(href for href in hrefs if href in notes))


def _set_off_pictures(section: Element) -> None:
    """A picture on a line of its own that begins a paragraph stands above it: WeasyPrint 70 sets words beside it,
    where there may be no room."""
    for parent in list(section.iter()):
        for child in list(parent) if name(parent) in ("section", "div", "blockquote") else ():
            if child.tag != "p" or not len(child) or child[0].tag != "img" or (child.text or "").strip():
                continue
            picture, words = child[0], child[0].tail or ""
            if words.startswith("\n") and words.strip():
                child.remove(picture)
                child.text, picture.tail = words.lstrip(), None
                parent.insert(list(parent).index(child), picture)


def _mark_opening(section: Element) -> None:
    """Give the first paragraph what a theme may dress: an initial and a lead-in of a few words."""
    first = next((child for child in section if not _stands_above(child)), None)
    if first is None or first.tag != "p" or len(text(first)) < SHORT_OPENING:
        return
    words = re.match(rf"([{_OPENING_MARKS}]{{0,2}}[\u00a0\u202f]?)(\w)((?:\S*\s+){{1,3}})", (first.text or "").lstrip())
    if not words or not _takes_initial(words[2]):
        return
    add_class(first, "opening")
    rest = (first.text or "").lstrip()[words.end() :]
    first.text = None
    lead_in = make("span", {"class": "leadin"}, words[3])
    lead_in.tail = rest
    initial = make("span", {"class": "initial"}, words[2])
    if words[1]:
        initial = make("span", {"class": "initial"}, make("span", {"class": "mark"}, words[1]))
        initial[0].tail = words[2]
    first.insert(0, initial)
    first.insert(1, lead_in)


def _stands_above(child: Element) -> bool:
    """Whether *child* belongs to the heading of the chapter, not to its text."""
    return child.tag in ("h1", "header") or not {"subtitle", "byline", "epigraph"}.isdisjoint(classes(child))


def _mark_openers(section: Element) -> None:
    """Pictures and lines of a few words behind a heading or a scene break, or first in an item, open what follows."""
    for parent in list(section.iter()):
        opens = name(parent) in ("li", "dd")
        for child, below in zip_longest(parent, parent[1:]):
            lone = _is_lone_picture(child)
            heads = below is None or name(below) in HEADINGS  # nothing that it could open
            if opens and not heads and (lone or (child.tag == "p" and len(text(child)) < SHORT_LINE)):
                add_class(child, "opener")
            opens = name(child) in (*HEADINGS, "hr") or (lone and opens)
        if name(parent) in ("ul", "ol") and len(parent) > 1:
            _keep_outer_items(parent)


def _keep_outer_items(items: Element) -> None:
    """The first of *items* and the last, where they are a line each, do not stand alone on a page."""
    for outer, mark in ((items[0], "opener"), (items[-1], "closer")):
        if len(text(outer)) < SHORT_LINE:
            add_class(outer, mark)


def _mark_what_stands_above(section: Element) -> None:
    """Name what follows, for the distance to it, and what announces it, for it goes overleaf with that.

    ``:has(+ h2)`` would look at all siblings of every element.
    """
    for parent in section.iter():
        for above, below in pairwise(parent):
            if name(below) in ("h2", "table", "figure"):
                add_class(above, f"above-{name(below)}")
            if _announces(above) and not _may_be_passed(below):
                add_class(above, "announces")


def _may_be_passed(element: Element) -> bool:
    """Whether more text may stand before it, since it has a caption, or is text itself; see ``figure_places``."""
    is_captioned = _is_lone_picture(element) or (name(element) == "table" and element.find("caption") is not None)
    return is_captioned or name(element) in ("p", *HEADINGS)


def _announces(element: Element) -> bool:
    """Whether it is one line that ends with a colon; were longer ones not parted, fewer facing pages could be level."""
    return name(element) == "p" and len(line := text(element)) < SHORT_LINE and line.endswith(_COLONS)


def _is_lone_picture(element: Element) -> bool:
    """A picture with its caption, or the words in the place of one, with nothing beside it."""
    if name(element) == "figure":
        return element.find(".//pre") is None and element.find(".//table") is None
    inner = element[0] if len(element) == 1 and name(element) == "p" else None
    while inner is not None and name(inner) == "a" and len(inner) == 1 and not (inner.text or "").strip():
        inner = inner[0]
    return (
        inner is not None
        and ("missing-image" in classes(inner) or name(inner) == "img")
        and text(element) == text(inner)
    )


def _mark_whole_lines(element: Element) -> None:
    """Mark what has a leading or a height of its own, for ``grid``; a listing's rule must not grow with it."""
    for index, child in enumerate(list(element)):
        if name(child) == "pre" or _is_picture_by_itself(child, element):
            kind = "listing" if name(child) == "pre" else "picture"
            tail, child.tail = child.tail, None
            element[index] = make("div", {"class": f"{kind} {MARK}"}, child)
            element[index].tail = tail
            continue
        whole = name(child) in ("figure", "table") or not {"headline", "notes"}.isdisjoint(classes(child))
        if whole or _has_picture_in_line(child):
            add_class(child, MARK)
        if not whole and name(child) not in ("p", *HEADINGS) and "footnote" not in classes(child):
            _mark_whole_lines(child)


def _is_picture_by_itself(child: Element, parent: Element) -> bool:
    """A picture, a drawing or what stands for a film, where a block might stand: in no paragraph, beside no words."""
    strings = [parent.text, *(sibling.tail for sibling in parent)]
    return (
        (child.tag in ("img", f"{SVG}svg") or "player" in classes(child))
        and name(parent) in ("section", "div", "blockquote")
        and not "".join(filter(None, strings)).strip()
    )


def _has_picture_in_line(element: Element) -> bool:
    """A picture, a drawing counts as one, among the words of a paragraph or of what holds words itself."""
    if name(element) in ("p", *HEADINGS):
        return any(name(inner) in ("img", "") for inner in element.iter())
    return name(element) in ("li", "dt", "dd") and any(name(inner) in ("img", "") for inner in element)


def _takes_initial(letter: str) -> bool:
    """Capitals exist in Latin, Greek, Cyrillic and Armenian; other scripts have no drop caps of this kind."""
    return letter.isupper()


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
