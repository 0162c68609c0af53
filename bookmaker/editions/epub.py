"""A Book -> the e-book, EPUB 3.3.  EbookLib packages it and does no more; only this module imports it.

``build`` calls :func:`write`.  Every document goes in as finished bytes: EbookLib's own chapter, cover and navigation
classes re-serialise and damage what they are given.
"""

import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # EbookLib 0.20 imports through six
    from ebooklib import epub

from bookmaker import languages
from bookmaker.editions import documents, fonts, metadata, navigation
from bookmaker.editions.theme import ebook_sheet, of_book
from bookmaker.findings import Progress, Report
from bookmaker.model import Book

_XHTML, _CSS = "application/xhtml+xml", "text/css"
_STORED = (".png", ".jpg", ".gif")  # compressed already
_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_DC_ORDER = "identifier title language creator contributor publisher date description subject source rights".split()


def write(book: Book, target: Path, stamp: datetime, _report: Report, _progress: Progress) -> None:
    """Package *book* as *target*; see :class:`bookmaker.editions.Edition`."""
    theme = of_book(book, "epub", {})
    package = _package(book)
    file_of = {key: documents.file_name(chapter) for key, chapter in book.chapter_of.items()}
    embedded = fonts.embed(book, theme)
    sheet = ebook_sheet(theme, fonts.face_rules(embedded, "../fonts"))
    _add(package, "css", "css/book.css", _CSS, sheet.encode())
    if embedded:
        package.add_metadata(None, "meta", "true", {"property": "ibooks:specified-fonts"})
    for face in embedded:
        stem, _, extension = face.name.rpartition(".")
        _add(package, f"font-{stem.lower()}", f"fonts/{face.name}", f"font/{extension}", face.content)
    _add_pictures(package, book)
    package.spine = _spine(package, book, file_of)
    ncx = navigation.ncx(book, package.uid, file_of)
    _add(package, "ncx", "toc.ncx", "application/x-dtbncx+xml", ncx)
    writer = _Writer(str(target), package, {"raise_exceptions": True, "stamp": stamp})
    writer.process()
    writer.write()


def _package(book: Book) -> Any:
    package = epub.EpubBook()
    package.metadata.clear()  # a random identifier and a generator
    package.FOLDER_NAME = "EPUB"
    package.title, package.language = book.title, book.language
    package.set_identifier(metadata.identifier(book))
    if languages.direction(book.language) == "rtl":
        package.set_direction("rtl")
    for item in metadata.entries(book):
        package.add_metadata(item.namespace, item.name, item.value, item.attributes)
    return package


def _add_pictures(package: Any, book: Book) -> None:
    """Each picture once, be it shown in the text, on the cover or in both places."""
    pictures = dict(book.assets)
    if book.cover:
        pictures = {book.cover.name: book.cover} | pictures
        package.add_metadata("OPF", "cover", None, {"name": "cover", "content": "cover-image"})
    for asset in pictures.values():
        is_cover = book.cover is not None and asset.name == book.cover.name
        uid = "cover-image" if is_cover else f"image-{asset.name.replace('.', '-')}"
        properties = ["cover-image"] if is_cover else []
        _add(package, uid, f"images/{asset.name}", asset.media_type, asset.content, properties)


def _spine(package: Any, book: Book, file_of: dict[str, str]) -> list[Any]:
    """Cover, title page, contents, chapters; an article's contents come last, out of the reader's way."""
    spine: list[Any] = []
    if book.cover:
        cover = documents.cover_document(book, book.cover)
        spine.append(_add(package, "cover", navigation.COVER_FILE, _XHTML, cover))
    nav = _add(package, "nav", navigation.NAV_FILE, _XHTML, navigation.nav_document(book, file_of), ["nav"])
    chapters = []
    for number, chapter in enumerate(book.chapters, 1):
        content, properties = documents.chapter_document(chapter, book, file_of)
        item = _add(package, f"chapter-{number}", documents.file_name(chapter), _XHTML, content, properties)
        chapters.append(item)
    if book.kind == "article":
        return [*spine, *chapters, nav]
    made = sum(chapter.kind in ("titlepage", "copyright-page") for chapter in book.chapters)
    return [*spine, *chapters[:made], nav, *chapters[made:]]


def _add(
    package: Any, uid: str, name: str, media_type: str, content: bytes, properties: list[str] | None = None
) -> Any:
    item = epub.EpubItem(uid=uid, file_name=name, media_type=media_type, content=content)
    item.properties = properties or []
    item.is_linear = True
    package.add_item(item)
    return item


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with its two indeterminate parts replaced: the package document's dates, and the zip."""

    def write(self) -> None:
        with _Zip(self.file_name, self.options["stamp"]) as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        root = etree.fromstring(etree.tostring(root))  # it was built without namespaces
        root.set("{http://www.w3.org/XML/1998/namespace}lang", self.book.language)
        root.set("prefix", "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/")
        holder = root.find(f"{{{_OPF}}}metadata")
        for element in holder:
            if element.get("property") == "dcterms:modified":
                element.text = self.options["stamp"].strftime("%Y-%m-%dT%H:%M:%SZ")
            if element.get("name"):
                element.text = None
        holder[:] = _in_order(list(holder))
        etree.indent(root)
        etree.cleanup_namespaces(root, top_nsmap={None: _OPF, "dc": _DC})  # type: ignore[dict-item]
        content = etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
        self.out.writestr(f"{self.book.FOLDER_NAME}/content.opf", content)


def _in_order(entries: list[Any]) -> list[Any]:
    """Dublin Core first, each kind together; then the rest as it came."""

    def rank(element: Any) -> int:
        tag = etree.QName(element)
        return _DC_ORDER.index(tag.localname) if tag.namespace == _DC else len(_DC_ORDER)

    return sorted(entries, key=rank)


class _Zip(zipfile.ZipFile):
    """A zip that depends on its content and one date alone."""

    def __init__(self, path: str, stamp: datetime) -> None:
        super().__init__(path, "w")
        self.date = max(stamp.timetuple()[:6], (1980, 1, 1, 0, 0, 0))

    def writestr(self, member: Any, content: Any, *_: Any) -> None:
        name = member.filename if isinstance(member, zipfile.ZipInfo) else member
        info = zipfile.ZipInfo(name, self.date)
        info.create_system = 3
        info.external_attr = 0o644 << 16
        stored = name == "mimetype" or name.endswith(_STORED)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(info, content, info.compress_type, None if stored else 9)
