"""The EPUB's ways in: the navigation document (contents and landmarks) and the NCX for old readers.

``epub`` calls :func:`nav_document` and :func:`ncx`.  EPUB 3.3, section 7; NCX as EPUB 2.0.1 has it.
"""

import itertools

from bookmaker import languages
from bookmaker.editions.documents import xhtml_document
from bookmaker.model import Book, Entry
from bookmaker.xhtml import escape, escape_attribute, xml_id

NAV_FILE = "nav.xhtml"
COVER_FILE = "cover.xhtml"


def nav_document(book: Book, file_of: dict[str, str]) -> bytes:
    """Contents, shown, and landmarks, hidden: some readers would list them among the chapters."""
    words = languages.words(book.language)
    lists = _captions("loi", words.figures, book.figures, file_of) + _captions(
        "lot", words.tables, book.tables, file_of
    )
    body = (
        f'<nav epub:type="toc" id="toc" role="doc-toc" aria-labelledby="toc-title">'
        f'<h1 id="toc-title">{escape(words.contents)}</h1>{_list(book.contents, file_of)}</nav>\n'
        f'<nav epub:type="landmarks" id="landmarks" aria-labelledby="landmarks-title" hidden="hidden">'
        f'<h2 id="landmarks-title">{escape(words.landmarks)}</h2><ol>{"".join(_landmarks(book, file_of))}</ol></nav>'
        f"{lists}"
    )
    return xhtml_document(words.contents, book.language, body)


def _captions(kind: str, title: str, entries: tuple[Entry, ...], file_of: dict[str, str]) -> str:
    """The list of figures (``loi``) or tables (``lot``): readers offer it in a menu of their own."""
    if not entries:
        return ""
    return (
        f'\n<nav epub:type="{kind}" id="{kind}" aria-labelledby="{kind}-title" hidden="hidden">'
        f'<h2 id="{kind}-title">{escape(title)}</h2>{_list(entries, file_of)}</nav>'
    )


def _list(entries: tuple[Entry, ...], file_of: dict[str, str]) -> str:
    items = []
    for entry in entries:
        below = _list(entry.below, file_of) if entry.below else ""
        items.append(f'<li><a href="{_href(entry, file_of)}">{escape(entry.title)}</a>{below}</li>')
    return f"<ol>{''.join(items)}</ol>"


def _href(entry: Entry, file_of: dict[str, str]) -> str:
    """A chapter by its file alone: some readers scroll past its heading otherwise."""
    file = file_of[entry.target]
    return file if entry.target == xml_id(file.removesuffix(".xhtml")) else f"{file}#{entry.target}"


def _landmarks(book: Book, file_of: dict[str, str]) -> list[str]:
    """Cover, title page, contents, preface, start of the text, back matter: what Kindle and Apple act on."""
    words = languages.words(book.language)
    found = [("cover", COVER_FILE, words.cover)] if book.cover else []
    for chapter in book.chapters:
        if chapter.kind == "titlepage":
            found.append(("titlepage", file_of[chapter.section.attrib["id"]], words.title_page))
    found.append(("toc", f"{NAV_FILE}#toc", words.contents))
    preface = next((chapter for chapter in book.chapters if chapter.kind == "preface"), None)
    if preface:
        found.append(("preface", file_of[preface.section.attrib["id"]], preface.title))
    body = next((chapter for chapter in book.chapters if chapter.matter == "body"), book.chapters[-1])
    found.append(("bodymatter", file_of[body.section.attrib["id"]], words.start))
    back = next((chapter for chapter in book.chapters if chapter.matter == "back"), None)
    if back:
        found.append(("backmatter", file_of[back.section.attrib["id"]], back.title))
    return [f'<li><a epub:type="{kind}" href="{href}">{escape(title)}</a></li>' for kind, href, title in found]


def ncx(book: Book, identifier: str, file_of: dict[str, str]) -> bytes:
    """The contents once more, for readers of EPUB 2."""
    points: list[str] = []
    numbers = itertools.count(1)

    def walk(entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            number = next(numbers)
            points.append(
                f'<navPoint id="point-{number}" playOrder="{number}"><navLabel><text>{escape(entry.title)}</text>'
                f'</navLabel><content src="{_href(entry, file_of)}"/>'
            )
            walk(entry.below)
            points.append("</navPoint>")

    walk(book.contents)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f'xml:lang="{escape_attribute(book.language)}"><head>'
        f'<meta name="dtb:uid" content="{escape_attribute(identifier)}"/>'
        f'<meta name="dtb:depth" content="{_depth(book.contents)}"/>'
        '<meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>'
        f"<docTitle><text>{escape(book.title)}</text></docTitle><navMap>{''.join(points)}</navMap></ncx>\n"
    ).encode()


def _depth(entries: tuple[Entry, ...]) -> int:
    return 1 + max((_depth(entry.below) for entry in entries if entry.below), default=0)
