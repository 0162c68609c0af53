"""Names and links: every chapter and id gets a name that is unique in the book, every link its target.

Steps of ``book.resolve``.  A link is looked up in its own file, then in the file that it names, then in the book;
one that leads nowhere becomes plain text, with a finding.
"""

import os
import re
from xml.etree.ElementTree import Element

from bookmaker.addresses import url
from bookmaker.book import drawings
from bookmaker.book.selection import EDITIONS, TWIN, Editions, shown_in
from bookmaker.book.targets import WRITTEN_ID, Index
from bookmaker.findings import Place, Report
from bookmaker.model import Book, Chapter, Source
from bookmaker.xhtml import HEADINGS, SVG, Ids, classes, heading_id, holds_block, links, text, xml_id

_RESERVED = {
    "nav",
    "cover",
    "title-page",
    "copyright",
    "toc",
    "content",
    "contents",
    "headline",
    "title",
    "landmarks",
}
# A caption's, not that of an abbreviation at its end.
_FULL_STOP = re.compile(r"(?<!\.)(?<!\b\w)(?<!\b(?:al|co|jr|sr))(?<!\b(?:etc|inc|ltd))\.$", re.IGNORECASE)
_CAPTIONS = ("figcaption", "caption")
_TITLES = frozenset(("callout-title", "division-title", "tab-title"))


def name_chapters(book: Book, _: Report) -> None:
    """Slugs unique in the book; each chapter's section gets its slug as id."""
    slugs = Ids(_RESERVED)
    for chapter in book.chapters:
        chapter.slug = slugs.take(chapter.slug)
        written = chapter.section.get("id")
        if written:
            chapter.section.set(WRITTEN_ID, written)
        chapter.section.set("id", xml_id(chapter.slug))


def make_ids_unique(book: Book, report: Report) -> None:
    """The first bearer of an id in the book keeps it; each later one gets ``-1``, ``-2`` ...

    Two of one file that no edition shows together are the same thing to every link.
    """
    ids = Ids({xml_id(chapter.slug) for chapter in book.chapters} | _RESERVED)
    in_book: dict[str, tuple[Source | None, Editions]] = {}
    for chapter in book.chapters:
        in_file: dict[str, tuple[str, Editions]] = {}
        shown = shown_in(chapter.section)
        line = 0
        for element in chapter.section.iter():
            line = int(element.get("data-line", line))
            written = element.get("id")
            if not written or element is chapter.section:
                continue
            here = shown.get(element, EDITIONS)
            first, elsewhere = in_file.get(written, ("", frozenset()))
            is_twin = bool(first) and not here & elsewhere
            if chapter.source and not is_twin and not _is_made(element, written):
                other, there = in_book.setdefault(written, (None, here))
                if first or (other and here & there):
                    another = other if other is not chapter.source else None
                    name = os.path.relpath(another.path, book.config.root) if another else ""
                    _report_twice(written, chapter.source.place(f"#{written}", line), name, report)
                in_book[written] = (other or chapter.source, here | there)
            element.set(WRITTEN_ID, written)
            element.set("id", ids.take(xml_id(written)))
            if is_twin:
                element.set(TWIN, first)
            in_file[written] = (first or element.attrib["id"], here | elsewhere)
        drawings.follow_renamed(chapter.section)


def _report_twice(written: str, place: Place, other: str, report: Report) -> None:
    """Report the second place of an id that the same file, or the *other* of this name, has before it."""
    if not other:
        report.warning(place, f'the id "{written}" stands twice in this file', "duplicate-id", "links go to the first")
        return
    report.warning(place, f'the id "{written}" stands in {other} too', "duplicate-id",
                   "links go to the one in their own file, those of other files to the first")  # fmt: skip


def _is_made(element: Element, written: str) -> bool:
    """Whether the reader gave *element* its id *written*: a note's, a heading's; those of drawings are their own."""
    if element.tag in HEADINGS:
        return re.sub(r"-\d+$", "", written) == re.sub(r"-\d+$", "", heading_id(text(element)))
    return str(element.tag).startswith(SVG) or not {"note", "noteref"}.isdisjoint(classes(element))


def resolve_links(book: Book, report: Report) -> None:
    """``href="#id"`` with an id of the book for every link inside it; well-formed URLs outside it."""
    index = Index(book)
    for chapter in book.chapters:
        for link, line in links(chapter.section):
            _resolve(link, line, chapter, index, report)
    for chapter in book.chapters:
        for element in chapter.section.iter():
            element.attrib.pop(WRITTEN_ID, None)


def resolve_references(book: Book, report: Report) -> None:
    """``a[data-ref]`` becomes a link to what it names, with its title or caption for words."""
    index = Index(book)
    for chapter in book.chapters:
        for link, line in links(chapter.section):
            if "data-ref" not in link.attrib:
                continue
            key = link.attrib.pop("data-ref")
            found = index.named(chapter.source, (key, key.replace(":", "-", 1), key.replace("-", ":", 1)))
            if found is None:
                _report_reference(key, link, line, chapter, index, report)
                continue
            link.set("href", f"#{index.elements[found].attrib[WRITTEN_ID]}")  # which resolve_links looks up likewise
            if not text(link):
                link.text = _title_of(index.elements[found]) or key
                if link.text == key and chapter.source:
                    message = f"what has the id {key} has no title or caption, so that the reference reads {key}"
                    report.warning(chapter.source.place(key, line), message, "reference",
                                   f"write words for it: [the words](#{key})")  # fmt: skip


def _report_reference(key: str, link: Element, line: int, chapter: Chapter, index: Index, report: Report) -> None:
    near = index.nearest(key, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "give the figure, table or heading this id: {#" + key + "}"
    if chapter.source:
        place = chapter.source.place(key, line)
        report.warning(place, f"nothing in the book has the id {key}", "reference", hint)
    link.tag = "div" if holds_block(link) else "span"
    if not text(link):
        link.text = key
    link.attrib = {"class": "unresolved"}


def _title_of(element: Element) -> str:
    """What a reference to *element* reads: a heading's words, a figure's or table's caption, a division's title.

    A caption's full stop stays behind: the sentence with the reference goes on.
    """
    return text(element) if element.tag in HEADINGS else _FULL_STOP.sub("", _caption_of(element))


def _caption_of(element: Element) -> str:
    for child in element.iter():
        if child.tag in _CAPTIONS or not _TITLES.isdisjoint(classes(child)):
            return text(child)
    missing = next((child for child in element.iter("span") if "missing-image" in classes(child)), None)
    return text(missing)[1:-1] if missing is not None else ""


def forget_labels(book: Book, _: Report) -> None:
    """The labels of notes have served: nothing of them goes into an edition."""
    for chapter in book.chapters:
        for element in chapter.section.iter():
            element.attrib.pop("data-label", None)


def _resolve(link: Element, line: int, chapter: Chapter, index: Index, report: Report) -> None:
    href = link.get("href")
    if href is None or chapter.source is None:
        return
    if address := url(href):
        link.set("href", address)
        _give_words(link, href)
        return
    target = index.target(href, chapter.source, line, wiki=link.attrib.pop("data-wikilink", None) is not None)
    if target.id:
        link.set("href", f"#{target.id}")
        _give_words(link, index.titles.get(target.id) or _title_of(index.elements[target.id]) or href)
    if target.id and target.complete:
        return
    place = chapter.source.place(f"({href}", line)
    if not place.column:
        place = chapter.source.place(href, line)
    if target.id:
        fragment = href.partition("#")[2]
        message = f"{href.partition('#')[0]} has nothing with the id {fragment}; the link goes to its beginning"
        report.warning(place, message, "broken-link", index.hint(fragment))
        return
    reason = "is not one that a book may hold" if re.match(r"[a-z][a-z0-9+.-]*:", href, re.I) else "leads nowhere"
    if not href.startswith("#"):
        reason += chapter.source.searched(line)
    report.warning(place, f"the link to {href or 'nothing'} {reason}; its words stay", "broken-link",
                   index.hint(href.partition("#")[2]))  # fmt: skip
    _give_words(link, href)
    link.tag = "div" if holds_block(link) else "span"
    link.attrib.pop("href")


def _give_words(link: Element, words: str) -> None:
    """A link that its author left without words reads *words*."""
    if not len(link) and not (link.text or "").strip() and "noteref" not in classes(link):
        link.text = words
