"""The rules for an EPUB's documents: descriptions, headings, and what Kindle makes of tables and drawings."""

import posixpath
from collections.abc import Iterator
from typing import Any

from bookmaker.editions.checks.opened import TYPE, XHTML, Package, resolved
from bookmaker.findings import Finding, Place

_SVG = "{http://www.w3.org/2000/svg}"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_HEADINGS = [f"{XHTML}h{level}" for level in range(1, 7)]
_MOST_DRAWINGS = 25  # KDP: a book with more has no Enhanced Typesetting
_MOST_ROWS, _MOST_COLUMNS = 100, 10  # KDP: larger tables are cut up
_UNLISTED = frozenset("cover titlepage copyright-page frontispiece dedication epigraph colophon toc".split())


def look_over(package: Package) -> Iterator[Finding]:
    """What is wrong in the documents."""
    drawings = 0
    for path, tree in package.trees.items():
        yield from _of_document(package, path, tree)
        for drawing in tree.iter(f"{_SVG}svg"):
            drawings += 1
            yield from _of_drawing(package, path, drawing)
    for item in package.of_type("image/svg+xml"):
        drawings += 1
        if b"<text" in package.read(item.path):
            yield _words_in_drawing(package.place(item.path))
    if drawings > _MOST_DRAWINGS:
        yield Finding("warning", Place(package.shown), f"there are {drawings} drawings in SVG", "kindle",
                      f"Kindle sets books with more than {_MOST_DRAWINGS} the old way; PNG is no drawing")  # fmt: skip


def _of_document(package: Package, path: str, tree: Any) -> Iterator[Finding]:
    title = tree.find(f"{XHTML}head/{XHTML}title")
    if title is None or not (title.text or "").strip():
        yield Finding("warning", package.place(path), "this document has no title", "epub-file")
    level = 0
    for element in tree.iter():
        if element.tag == f"{XHTML}img" and "alt" not in element.attrib:
            yield Finding("warning", package.place(path, element.sourceline), "a picture without alt", "alt-text")
        elif element.tag == f"{_SVG}svg" and _shows_something(element) and not _said(element):
            yield Finding("warning", package.place(path, element.sourceline), "a drawing without title", "alt-text")
        elif element.tag == _MATH and not element.get("alttext", "").strip():
            yield Finding("note", package.place(path, element.sourceline), "a formula without alttext", "formula-text")
        elif element.tag == f"{XHTML}table":
            yield from _of_table(package, path, element)
        elif element.tag in _HEADINGS:
            said = element.get("aria-level", "")
            depth = int(said) if said.isdecimal() else _HEADINGS.index(element.tag) + 1
            if level and depth > level + 1:
                yield Finding("warning", package.place(path, element.sourceline),
                              f"a heading of level {depth} below one of level {level}", "heading-level")  # fmt: skip
            level = depth


def _of_table(package: Package, path: str, table: Any) -> Iterator[Finding]:
    rows = list(table.iter(f"{XHTML}tr"))
    place = package.place(path, table.sourceline)
    if any(inner is not table for inner in table.iter(f"{XHTML}table")):
        yield Finding("warning", place, "a table within a table, which Kindle cannot show", "kindle")
    columns = max((len(row) for row in rows), default=0)
    if len(rows) > _MOST_ROWS or columns > _MOST_COLUMNS:
        yield Finding("note", place, f"a table of {len(rows)} rows and {columns} columns", "kindle",
                      f"Kindle shows tables of up to {_MOST_ROWS} rows and {_MOST_COLUMNS} columns well")  # fmt: skip


def _of_drawing(package: Package, path: str, drawing: Any) -> Iterator[Finding]:
    if next(drawing.iter(f"{_SVG}text"), None) is not None:
        yield _words_in_drawing(package.place(path, drawing.sourceline))


def _words_in_drawing(place: Place) -> Finding:
    return Finding("warning", place, "words in a drawing, which Kindle does not show", "kindle",
                   "make them paths, or give the drawing as PNG for a Kindle edition")  # fmt: skip


def undescribed(package: Package) -> list[Place]:
    """Where the pictures are that neither have alternative text nor are decoration; the cover's page apart."""
    return [
        package.place(path, image.sourceline)
        for path, tree in package.trees.items()
        for image in tree.iter(f"{XHTML}img", f"{_SVG}svg")
        if _shows_something(image) and not _said(image)
    ]


def _shows_something(image: Any) -> bool:
    """Whether *image* is neither decoration nor part of a drawing."""
    above = image.getparent()
    is_part = above is not None and str(above.tag).startswith(_SVG)
    hidden = image.get("aria-hidden") == "true" or image.get("role") in ("presentation", "none")
    return not is_part and not hidden


def _said(image: Any) -> str:
    """The words that stand for *image*."""
    title = image.findtext(f"{_SVG}title") or "" if image.tag == f"{_SVG}svg" else image.get("alt", "")
    return str(image.get("aria-label", "") or title).strip()


def formulas(package: Package) -> bool:
    """Whether there is MathML."""
    return any(next(tree.iter(_MATH), None) is not None for tree in package.trees.values())


def unlisted(package: Package, nav_path: str, nav: Any) -> Iterator[Finding]:
    """m-045: every document of the spine with a heading of the first level is in the contents."""
    folder = posixpath.dirname(nav_path)
    listed = {
        resolved(folder, link.get("href", ""))
        for part in nav.iter(f"{XHTML}nav") if "toc" in part.get(TYPE, "").split()
        for link in part.iter(f"{XHTML}a")
    }  # fmt: skip
    for path in package.spine:
        tree = package.trees.get(path)
        if tree is None or path in listed or path == nav_path:
            continue
        kinds = {kind for element in tree.iter() for kind in element.get(TYPE, "").split()}
        heading = next(tree.iter(f"{XHTML}h1"), None)
        if heading is not None and not kinds & _UNLISTED:
            yield Finding("warning", package.place(path, heading.sourceline), "this heading is not in the contents",
                          "epub-contents")  # fmt: skip
