"""Chapters -> the XHTML documents of the EPUB: semantics, links from file to file, notes with their way back.

``epub`` calls :func:`documents_of`, then :func:`chapter_document` for each, and :func:`cover_document`.
EPUB 3.3's structural vocabulary and DPUB-ARIA 1.1.
"""

import copy
import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.editions import stills
from bookmaker.editions.splitting import split
from bookmaker.model import Asset, Book, Chapter
from bookmaker.xhtml import (
    EPUB_NAMESPACE,
    HEADINGS,
    HTML_NAMESPACE,
    MATHML,
    SVG,
    Ids,
    add_class,
    append_text,
    classes,
    escape,
    escape_attribute,
    make,
    name,
    serialise,
    text,
)

EPUB_TYPE = f"{{{EPUB_NAMESPACE}}}type"
# epub:type of a chapter -> its DPUB-ARIA role; what has none there has none here.
_ROLES = {
    kind: f"doc-{kind}"
    for kind in (
        "abstract", "acknowledgments", "afterword", "appendix", "bibliography", "chapter", "colophon", "conclusion",
        "dedication", "epigraph", "epilogue", "foreword", "glossary", "introduction", "part", "preface", "prologue",
    )
}  # fmt: skip

_PROPERTIES = ((f"{MATHML}math", "mathml"), (f"{SVG}svg", "svg"), ("script", "scripted"))
_LONG_NAME = re.compile(r"\S{16}")
_BREAKABLE = re.compile(r"(?<=\w/)(?=\w)|(?<=[_=(,@\\])(?=\w)|(?<=\w)(?=\.\w)")


class Document(NamedTuple):
    """A content document before it is written: a chapter, or the part of a long one."""

    file: str
    chapter: Chapter
    section: Element
    is_first: bool


def documents_of(book: Book) -> list[Document]:
    """The documents of all chapters, in reading order."""
    stems = Ids(chapter.slug for chapter in book.chapters)
    found = []
    for chapter in book.chapters:
        whole = copy.deepcopy(chapter.section)
        _say_levels(whole)
        for number, section in enumerate(split(whole)):
            stem = stems.take(chapter.slug) if number else chapter.slug
            for element in section.iter():
                element.attrib.pop("data-line", None)  # it is there for what is said of the printed pages
            found.append(Document(f"{stem}.xhtml", chapter, section, number == 0))
    return found


def _say_levels(section: Element) -> None:
    """Where a heading skips a level, say the one that it has in the chapter: screen readers tell of the gap else.

    It keeps the look that the author gave it.
    """
    above: list[tuple[str, int]] = []  # the headings that this one is under: name, level
    for heading in section.iter():
        if name(heading) not in HEADINGS:
            continue
        while above and above[-1][0] >= heading.tag:
            above.pop()
        level = above[-1][1] + 1 if above else int(heading.tag[1])
        above.append((heading.tag, level))
        if heading.tag != f"h{level}":
            heading.set("aria-level", str(level))


def _leave_addresses_to_the_eye(section: Element) -> None:
    """An e-mail address that is written out is no link: e-readers cannot write, and MuPDF looks for it in the book."""
    for link in list(section.iter("a")):
        if link.get("href", "").lower() == f"mailto:{''.join(link.itertext())}".lower():
            link.tag = "span"
            del link.attrib["href"]


def files_of(documents: list[Document]) -> dict[str, str]:
    """Every id of the book with the file that holds it."""
    return {
        element.attrib["id"]: document.file
        for document in documents
        for element in document.section.iter()
        if "id" in element.attrib
    }


def asset_href(asset: Asset) -> str:
    """Where the EPUB keeps *asset*, or where readers fetch it."""
    if asset.is_remote:
        return asset.file
    kind = asset.media_type.partition("/")[0]
    return f"{ {'image': 'images', 'text': 'captions', 'application': 'scripts'}.get(kind, kind) }/{asset.name}"


def xhtml_document(title: str, language: str, body: str) -> bytes:
    """A whole XHTML document; *body* holds the ``body`` element's content."""
    tag = escape_attribute(language)
    direction = ' dir="rtl"' if languages.direction(language) == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="{HTML_NAMESPACE}" xmlns:epub="{EPUB_NAMESPACE}" lang="{tag}" xml:lang="{tag}"{direction}>\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n'
        '<link rel="stylesheet" type="text/css" href="css/book.css"/>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def cover_document(book: Book, cover: Asset) -> bytes:
    """The cover in a document of its own, as an image and nothing else: Kindle drops a cover page with text."""
    title = languages.words(book.language).cover
    makers = languages.names(book.config.book.authors_only, book.language)
    alt = book.config.book.cover_alt or ". ".join(filter(None, (f"{title}: {book.title}", makers)))
    body = (
        f'<section class="cover" epub:type="cover" aria-label="{escape_attribute(title)}">'
        f'<img class="cover" role="doc-cover" src="{asset_href(cover)}" alt="{escape_attribute(alt)}"/></section>'
    )
    return xhtml_document(title, book.language, body)


def chapter_document(document: Document, book: Book, file_of: dict[str, str]) -> tuple[bytes, list[str]]:
    """The document as it is written, and the manifest properties that it calls for; *file_of* gives each id's file."""
    chapter, section = document.chapter, document.section
    language = chapter.language or book.language
    _say_what_it_is(section, chapter, document.is_first)
    _link_notes(section, language)
    for aside in section.iter("aside"):
        aside.attrib.setdefault("role", "note")  # else a landmark, and every one would want a name of its own
    for table in section.iter("table"):
        if table.find("colgroup") is not None:
            add_class(table, "measured")  # its columns are parts of a whole
    for player, label in stills.players(section, book, language):
        if not text(player).strip() and all(child.tag in ("source", "track") for child in player):
            append_text(player, label)
    _let_long_names_break(section)
    _leave_addresses_to_the_eye(section)
    for link in section.iter("a"):
        target = link.get("href", "").removeprefix("#")
        if link.get("href", "").startswith("#") and file_of.get(target, document.file) != document.file:
            link.set("href", f"{file_of[target]}#{target}")
    tags = {element.tag for element in section.iter()}
    properties = [word for tag, word in _PROPERTIES if tag in tags]
    if any(asset.is_remote for asset in _name_assets(section, book)):
        properties.append("remote-resources")
    return xhtml_document(chapter.title, language, serialise(section)), properties


def _name_assets(section: Element, book: Book) -> list[Asset]:
    """Say of each picture, sound and film below *section* where it is; gives them."""
    named = []
    for element in section.iter():
        for attribute in ("src", "poster"):
            if element.get(attribute, "").startswith("asset:"):
                named.append(asset := book.assets[element.attrib[attribute].removeprefix("asset:")])
                element.set(attribute, asset_href(asset))
    return named


def _say_what_it_is(section: Element, chapter: Chapter, is_first: bool) -> None:
    if not is_first:  # the chapter goes on: it is not another one
        section.set("aria-label", chapter.title)
        return
    section.set(EPUB_TYPE, chapter.kind)
    if chapter.kind in _ROLES:
        section.set("role", _ROLES[chapter.kind])
    heading = next(section.iter("h1"), None)
    if chapter.kind in ("titlepage", "copyright-page") or heading is None or not heading.get("id"):
        section.set("aria-label", chapter.title)
    else:
        section.set("aria-labelledby", heading.attrib["id"])
    if chapter.kind == "titlepage" and heading is not None:
        heading.set(EPUB_TYPE, "title")
        for paragraph in section.iter("p"):
            if "subtitle" in classes(paragraph):
                paragraph.set(EPUB_TYPE, "subtitle")
                paragraph.set("role", "doc-subtitle")


def _let_long_names_break(section: Element) -> None:
    """Code in running text and tables, and addresses: behind a stroke, a low line or a bracket, before a dot."""
    inside = {code for listing in section.iter("pre") for code in listing.iter("code")}
    for element in (*section.iter("code"), *section.iter("a")):
        words = element.text or ""
        if element in inside or len(element) or not _LONG_NAME.search(words):
            continue
        element.text, *others = _BREAKABLE.split(words)
        for piece in others:
            opportunity = make("wbr")
            opportunity.tail = piece
            element.append(opportunity)


def _link_notes(section: Element, language: str) -> None:
    words = languages.words(language)
    first_call: dict[str, str] = {}
    for call in [link for link in section.iter("a") if "noteref" in classes(link)]:
        call.set(EPUB_TYPE, "noteref")
        call.set("role", "doc-noteref")
        first_call.setdefault(call.get("href", "").removeprefix("#"), call.get("id", ""))
    block = next((element for element in section if "notes" in classes(element)), None)
    if block is None:
        return
    block.set(EPUB_TYPE, "footnotes")
    block.set("role", "doc-endnotes")
    block.set("aria-label", words.notes)
    for note in block:
        number = note.attrib.pop("data-number", "")
        note.set(EPUB_TYPE, "footnote")
        note.set("role", "doc-footnote")
        _add_backlink(note, number, first_call.get(note.get("id", ""), ""), words.back)


def _add_backlink(note: Element, number: str, call: str, label: str) -> None:
    """The note's number is the way back: nothing is added that print does not show."""
    link = make("a", {"class": "backlink", "href": f"#{call}", "role": "doc-backlink", "aria-label": label}, number)
    if note.find("p") is not None and note[0].tag == "p" and not (note.text or "").strip():
        holder = note[0]
    else:
        holder = make("p", {"class": "number"})
        note.insert(0, holder)
    add_class(holder, "first")
    words, holder.text = holder.text or "", None
    holder.insert(0, link)
    link.tail = f". {words.lstrip()}"
