"""A Book -> the e-book, EPUB 3.3.  EbookLib packages it and does no more; only this module imports it.

``build`` calls :func:`write`.  Every document goes in as finished bytes: EbookLib's own chapter, cover and navigation
classes re-serialise and damage what they are given.
"""

import warnings
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # EbookLib 0.20 imports through six
    from ebooklib import epub

from bookmaker import languages
from bookmaker.editions import cover as covers
from bookmaker.editions import documents, fonts, images, metadata, navigation
from bookmaker.editions.ascii_ids import in_ascii
from bookmaker.editions.documents import Document
from bookmaker.editions.ebook_sheet import ebook_sheet
from bookmaker.editions.theme import Theme, of_book
from bookmaker.findings import Progress, Report
from bookmaker.model import Asset, Book

_XHTML, _CSS = "application/xhtml+xml", "text/css"
_STORED = (".png", ".jpg", ".gif", ".mp3", ".m4a", ".opus", ".mp4", ".webm")  # compressed already
_MOST_BYTES = 650_000_000  # Amazon's limit, the lowest of the stores'
_OPF, _DC = "http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"
_DC_ORDER = "identifier title language creator contributor publisher date description subject source rights".split()


def write(book: Book, target: Path, stamp: datetime, report: Report, _progress: Progress) -> None:
    """Package *book* as *target*; see :class:`bookmaker.editions.Edition`."""
    theme = of_book(book, "epub", {})
    book = _for_readers(book, theme, report)
    package = _package(book)
    pages = documents.documents_of(book)
    book = in_ascii(book, pages)
    file_of = documents.files_of(pages)
    _add_style(package, book, theme, report)
    _add_assets(package, book)
    package.spine = _spine(package, book, pages, file_of)
    ncx = navigation.ncx(book, package.uid, file_of)
    _add(package, "ncx", "toc.ncx", "application/x-dtbncx+xml", ncx)
    _add_fetched(package, book)
    writer = _Writer(str(target), package, {"raise_exceptions": True, "stamp": stamp})
    writer.process()
    writer.write()


def _for_readers(book: Book, theme: Theme, report: Report) -> Book:
    """*book* with a cover, and with its pictures as readers and stores want them."""
    pictures = {name: images.fitted(asset, report) for name, asset in book.assets.items()}
    if book.cover:
        for finding in covers.judged(book.cover.content, book.cover.media_type, book.config.place("book", "cover")):
            report.add(finding)
    drawn = images.fitted(book.cover, report) if book.cover else covers.made(book, theme, report)
    weight = sum(len(asset.content) for asset in pictures.values())
    if weight > _MOST_BYTES:
        report.warning(book.config.place("book"), f"pictures, sounds and films have {weight / 1e6:.0f} MB in all",
                       "image-size", "Amazon takes no book above 650 MB")  # fmt: skip
    return replace(book, assets=pictures, cover=drawn)


def _add_style(package: Any, book: Book, theme: Theme, report: Report) -> None:
    """The style sheet and the faces that it names."""
    sheet = ebook_sheet(theme, report)
    embedded = fonts.embed(book, theme, sheet, report) if book.config.settings.edition.epub.embed_fonts else []
    faces = fonts.face_rules(embedded, "../fonts")
    _add(package, "css", "css/book.css", _CSS, (faces + sheet).encode())
    if embedded:
        package.add_metadata(None, "meta", "true", {"property": "ibooks:specified-fonts"})
    for face in embedded:
        stem, _, extension = face.name.rpartition(".")
        _add(package, f"font-{stem.lower()}", f"fonts/{face.name}", f"font/{extension}", face.content)


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


def _add_assets(package: Any, book: Book) -> None:
    """Each picture, sound and film once, be it shown in the text, on the cover or in both places."""
    assets = {asset.name: asset for asset in (book.cover, *book.assets.values()) if asset and not asset.is_remote}
    package.add_metadata("OPF", "cover", None, {"name": "cover", "content": "cover-image"})
    for asset in assets.values():
        is_cover = book.cover is not None and asset.name == book.cover.name
        uid = "cover-image" if is_cover else _asset_id(asset)
        properties = ["cover-image"] if is_cover else []
        _add(package, uid, documents.asset_href(asset), asset.media_type, asset.content, properties)


def _add_fetched(package: Any, book: Book) -> None:
    """What readers fetch, behind all that is in the book: epub.js takes one picture for another behind such an item."""
    for asset in book.assets.values():
        if asset.is_remote:
            _add(package, _asset_id(asset), documents.asset_href(asset), asset.media_type, asset.content)


def _asset_id(asset: Asset) -> str:
    return f"asset-{asset.name.replace('.', '-')}"


def _spine(package: Any, book: Book, pages: list[Document], file_of: dict[str, str]) -> list[Any]:
    """Cover, title page, contents, chapters; an article's contents come last, out of the reader's way."""
    spine: list[Any] = []
    if book.cover:
        cover = documents.cover_document(book, book.cover)
        spine.append(_add(package, "cover", navigation.COVER_FILE, _XHTML, cover))
    nav = _add(package, "nav", navigation.NAV_FILE, _XHTML, navigation.nav_document(book, file_of), ["nav"])
    written = []
    for number, page in enumerate(pages, 1):
        content, properties = documents.chapter_document(page, book, file_of)
        written.append(_add(package, f"chapter-{number}", page.file, _XHTML, content, properties))
    if book.kind == "article":
        return [*spine, *written, nav]
    made = sum(page.chapter.kind in ("titlepage", "copyright-page") for page in pages)
    return [*spine, *written[:made], nav, *written[made:]]


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
            self.book.items = [item for item in self.book.items if not item.file_name.startswith("https:")]
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
