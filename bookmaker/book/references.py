"""Names and links: every chapter and id gets a name that is unique in the book, every link its target.

Steps of ``book.resolve``.  A link is looked up in its own file, then in the file that it names, then in the book;
one that leads nowhere becomes plain text, with a finding.
"""

import re
import urllib.parse
from pathlib import Path
from xml.etree.ElementTree import Element

from bookmaker.findings import Report
from bookmaker.model import Book, Chapter, Source
from bookmaker.xhtml import SVG, XLINK_HREF, holds_block, unique, xml_id

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
_WRITTEN_ID = "data-written-id"  # while the steps run: the id that the author, or the file, knew
_URL_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)")
_EXTERNAL = re.compile(r"(https?|mailto|tel|ftp):", re.IGNORECASE)


def name_chapters(book: Book, _: Report) -> None:
    """Slugs unique in the book; each chapter's section gets its slug as id."""
    taken = set(_RESERVED)
    for chapter in book.chapters:
        chapter.slug = unique(chapter.slug, taken)
        taken.add(chapter.slug)
        written = chapter.section.get("id")
        if written:
            chapter.section.set(_WRITTEN_ID, written)
        chapter.section.set("id", xml_id(chapter.slug))


def make_ids_unique(book: Book, report: Report) -> None:
    """The first bearer of an id in the book keeps it; each later one gets ``-1``, ``-2`` ..."""
    taken = {xml_id(chapter.slug) for chapter in book.chapters} | _RESERVED
    for chapter in book.chapters:
        in_file: set[str] = set()
        for element in chapter.section.iter():
            written = element.get("id")
            if not written or element is chapter.section:
                continue
            if written in in_file and chapter.source:
                report.warning(chapter.source.place(f"#{written}"), f'the id "{written}" stands twice in this file',
                               "duplicate-id", "links go to the first")  # fmt: skip
            in_file.add(written)
            element.set(_WRITTEN_ID, written)
            element.set("id", unique(xml_id(written), taken))
            taken.add(element.attrib["id"])
        for drawing in chapter.section.iter(f"{SVG}svg"):
            _follow_renamed(drawing)


def _follow_renamed(drawing: Element) -> None:
    """What a drawing refers to inside itself goes by its new id; what refers to nothing goes."""
    renamed = {e.attrib[_WRITTEN_ID]: e.attrib["id"] for e in drawing.iter() if _WRITTEN_ID in e.attrib}
    for parent in list(drawing.iter()):
        for element in list(parent):
            target = element.get(XLINK_HREF, "")
            if target.startswith("#") and target[1:] not in renamed:
                parent.remove(element)
    for element in drawing.iter():
        for key, value in element.attrib.items():
            if key == XLINK_HREF and value.startswith("#"):
                element.set(key, f"#{renamed[value[1:]]}")
            elif "url(" in value:
                element.set(key, _URL_REFERENCE.sub(lambda m: f"url(#{renamed.get(m[1], m[1])})", value))


def resolve_links(book: Book, report: Report) -> None:
    """``href="#id"`` with an id of the book for every link inside it; well-formed URLs outside it."""
    index = _Index(book)
    for chapter in book.chapters:
        for link in chapter.section.iter("a"):
            _resolve(link, chapter, index, report)
    for chapter in book.chapters:
        for element in chapter.section.iter():
            element.attrib.pop(_WRITTEN_ID, None)


class _Index:
    """Where ids and files are: by source file, and in the whole book."""

    def __init__(self, book: Book) -> None:
        self.root = book.config.root
        self.files: dict[Path, str] = {}
        self.ids: dict[Path, dict[str, str]] = {}
        self.book: dict[str, str] = {}
        for chapter in book.chapters:
            if chapter.source is None:
                continue
            path = chapter.source.path.resolve()
            self.files.setdefault(path, chapter.section.attrib["id"])
            for element in chapter.section.iter():
                if written := element.get(_WRITTEN_ID):
                    self.ids.setdefault(path, {}).setdefault(written, element.attrib["id"])
                    self.book.setdefault(written, element.attrib["id"])

    def id_in(self, path: Path, fragment: str) -> str | None:
        """The book's id for *fragment* as it was written in the file *path*."""
        known = self.ids.get(path, {})
        return next((known[form] for form in _forms(fragment) if form in known), None)

    def id_in_book(self, fragment: str) -> str | None:
        """The book's id for *fragment* as any file wrote it first."""
        return next((self.book[form] for form in _forms(fragment) if form in self.book), None)

    def file(self, source: Source, written: str) -> Path | None:
        """The file of the book that the relative path *written* names in *source*."""
        for base in (self.root,) if written.startswith("/") else (source.path.parent, self.root):
            target = (base / written.lstrip("/")).resolve()
            stem = target.with_suffix("") if target.suffix in (".html", ".htm", ".xhtml") else target
            named = (target, *(stem.with_name(stem.name + end) for end in (".md", ".markdown") if stem.name))
            for path in (*named, stem / "index.md", stem / "README.md"):
                if path in self.files:
                    return path
        return None


def _forms(fragment: str) -> tuple[str, ...]:
    """The ids that a link to *fragment* may mean: as written, lower-case, with the prefix that XML asked for."""
    return (fragment, fragment.lower(), xml_id(fragment), xml_id(fragment.lower()))


def _resolve(link: Element, chapter: Chapter, index: _Index, report: Report) -> None:
    href = link.get("href")
    if href is None or chapter.source is None:
        return
    if _EXTERNAL.match(href) and _is_url(href):
        link.set("href", _quoted(href))
        return
    target = _target(href, chapter.source, index)
    if target is not None:
        link.set("href", f"#{target}")
        return
    reason = "is not one that a book may hold" if re.match(r"[a-z][a-z0-9+.-]*:", href, re.I) else "leads nowhere"
    report.warning(chapter.source.place(f"({href}" if f"({href}" in chapter.source.text else href),
                   f"the link to {href or 'nothing'} {reason}; its words stay", "broken-link")  # fmt: skip
    link.tag = "div" if holds_block(link) else "span"
    link.attrib.pop("href")


def _target(href: str, source: Source, index: _Index) -> str | None:
    path, _, fragment = href.partition("#")
    path, fragment = (urllib.parse.unquote(part) for part in (path.partition("?")[0], fragment))
    here = source.path.resolve()
    if "\0" in path or href.startswith("//"):
        return None
    if not path:
        return (index.id_in(here, fragment) or index.id_in_book(fragment)) if fragment else None
    file = index.file(source, path)
    if file is None:
        return None
    return (
        index.id_in(file, fragment) or index.id_in_book(fragment) or index.files[file]
        if fragment
        else index.files[file]
    )


def _is_url(href: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(href)
    except ValueError:
        return False
    return bool(parts.netloc or parts.path) and not re.search(r"[\s<>\[\]]", parts.netloc)


def _quoted(url: str) -> str:
    """*url* with what a URL may not hold percent-encoded, and nothing encoded twice."""
    stray_percent = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url.strip())
    return urllib.parse.quote(stray_percent, safe="%/:=&?~#+!$,;'@()*")
