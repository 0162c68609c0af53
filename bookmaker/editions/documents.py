"""Chapters -> the XHTML documents of the EPUB: semantics, links from file to file, notes with their way back.

``epub`` calls :func:`chapter_document` and :func:`cover_document`.  EPUB 3.3's structural vocabulary and DPUB-ARIA 1.1.
"""

import copy
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.model import Asset, Book, Chapter
from bookmaker.xhtml import (
    EPUB_NAMESPACE,
    HTML_NAMESPACE,
    SVG,
    add_class,
    classes,
    escape,
    escape_attribute,
    make,
    serialise,
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


def file_name(chapter: Chapter) -> str:
    """The chapter's file in the EPUB."""
    return f"{chapter.slug}.xhtml"


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
    alt = book.config.book.cover_alt or f"{title}: {book.title}"
    body = (
        f'<section class="cover" epub:type="cover" aria-label="{escape_attribute(title)}">'
        f'<img class="cover" role="doc-cover" src="images/{cover.name}" alt="{escape_attribute(alt)}"/></section>'
    )
    return xhtml_document(title, book.language, body)


def chapter_document(chapter: Chapter, book: Book, file_of: dict[str, str]) -> tuple[bytes, list[str]]:
    """The chapter's document, and the manifest properties that it calls for; *file_of* gives each id's file."""
    section = copy.deepcopy(chapter.section)
    language = chapter.language or book.language
    _say_what_it_is(section, chapter)
    _link_notes(section, language)
    own_file = file_name(chapter)
    for link in section.iter("a"):
        target = link.get("href", "").removeprefix("#")
        if link.get("href", "").startswith("#") and file_of.get(target, own_file) != own_file:
            link.set("href", f"{file_of[target]}#{target}")
    for image in section.iter("img"):
        image.set("src", image.get("src", "").replace("asset:", "images/", 1))
    properties = ["svg"] if any(str(element.tag).startswith(SVG + "svg") for element in section.iter()) else []
    return xhtml_document(chapter.title, language, serialise(section)), properties


def _say_what_it_is(section: Element, chapter: Chapter) -> None:
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
