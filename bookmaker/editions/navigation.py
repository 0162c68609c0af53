"""The EPUB's ways in: the navigation document (contents and landmarks) and the NCX for old readers.

``epub`` calls :func:`nav_document` and :func:`ncx`.  EPUB 3.3, section 7; NCX as EPUB 2.0.1 has it.
"""

import itertools

from bookmaker import languages
from bookmaker.editions.documents import xhtml_document
from bookmaker.model import Book, Chapter, Entry
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
        tongue = f"{_tongue(entry.language, 'lang')}{_tongue(entry.language)}"
        items.append(f'<li><a href="{_href(entry, file_of)}"{tongue}>{escape(entry.title)}</a>{below}</li>')
    return f"<ol>{''.join(items)}</ol>"


def _tongue(language: str, attribute: str = "xml:lang") -> str:
    """The *attribute* that names *language*; nothing where it is the document's."""
    return f' {attribute}="{escape_attribute(language)}"' if language else ""


def _href(entry: Entry, file_of: dict[str, str]) -> str:
    """A chapter by its file alone: some readers scroll past its heading otherwise."""
    file = file_of[entry.target]
    return file if entry.target == xml_id(file.removesuffix(".xhtml")) else f"{file}#{entry.target}"


def _landmarks(book: Book, file_of: dict[str, str]) -> list[str]:
    """Cover, title page, contents, preface, start of the text, back matter: what Kindle and Apple act on."""
    words = languages.words(book.language)
    found = [_landmark("cover", COVER_FILE, words.cover)] if book.cover else []

    def lead(kind: str, chapter: Chapter | None, title: str = "") -> None:
        if chapter:
            foreign = chapter.language if chapter.language != book.language and not title else ""
            file = file_of[chapter.section.attrib["id"]]
            found.append(_landmark(kind, file, title or chapter.title, foreign))

    lead("titlepage", _first(book, kind="titlepage"), words.title_page)
    found.append(_landmark("toc", f"{NAV_FILE}#toc", words.contents))
    lead("preface", _first(book, kind="preface"))
    lead("bodymatter", _first(book, matter="body") or book.chapters[-1], words.start)
    lead("backmatter", _first(book, matter="back"))
    return found


def _first(book: Book, **wanted: str) -> Chapter | None:
    """The first chapter that is what is *wanted*."""
    return next((each for each in book.chapters if all(getattr(each, key) == wanted[key] for key in wanted)), None)


def _landmark(kind: str, href: str, title: str, language: str = "") -> str:
    tongue = f"{_tongue(language, 'lang')}{_tongue(language)}"
    return f'<li><a epub:type="{kind}" href="{href}"{tongue}>{escape(title)}</a></li>'


def ncx(book: Book, identifier: str, file_of: dict[str, str]) -> bytes:
    """The contents once more, for readers of EPUB 2."""
    points: list[str] = []
    numbers = itertools.count(1)

    def walk(entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            number = next(numbers)
            points.append(
                f'<navPoint id="point-{number}" playOrder="{number}"><navLabel{_tongue(entry.language)}>'
                f'<text>{escape(entry.title)}</text></navLabel><content src="{_href(entry, file_of)}"/>'
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
