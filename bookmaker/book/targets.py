"""Where links may lead: the ids and files of the book, under every name that an author may know them by.

``references`` builds an :class:`Index` once every id of the book is unique.
"""

import difflib
import functools
import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.model import Book, Source
from bookmaker.xhtml import HEADINGS, SVG, heading_id, text, xml_id

WRITTEN_ID = "data-written-id"  # while the steps run: the id that the author, or the file, knew

_PARTS = frozenset(
    SVG + tag for tag in "clipPath defs linearGradient marker mask pattern radialGradient stop symbol".split()
)
_PATIENCE = 200_000  # comparisons: who has so many mistakes needs no more hints


class Target(NamedTuple):
    """The id that a link leads to; *complete* unless only its file was found."""

    id: str | None
    complete: bool = True


class Index:
    """Ids by source file and in the whole book, files by path and by name."""

    def __init__(self, book: Book) -> None:
        self.root = book.config.root
        self.patience = _PATIENCE
        # What is asked for again and again.
        self.nearest = functools.cache(self._nearest)
        self._file = functools.cache(self._find_file)
        self._resolved = functools.cache(Path.resolve)
        self.files: dict[Path, str] = {}
        self.names: dict[str, Path] = {}
        self.titled: dict[str, Path] = {}
        self.ids: dict[Path, dict[str, str]] = {}
        self.book: dict[str, str] = {}
        self.elements: dict[str, Element] = {}
        self.titles = {chapter.section.attrib["id"]: chapter.title for chapter in book.chapters}
        aliases: list[tuple[Path, str, str]] = []
        for chapter in book.chapters:
            if chapter.source is None:
                continue
            path = chapter.source.path.resolve()
            self.files.setdefault(path, chapter.section.attrib["id"])
            self.names.setdefault(path.stem.lower(), path)
            self.titled.setdefault(" ".join(chapter.title.lower().split()), path)
            for element in _shown(chapter.section):
                if written := element.get(WRITTEN_ID):
                    identifier = element.attrib["id"]
                    self.elements[identifier] = element
                    self.ids.setdefault(path, {}).setdefault(written, identifier)
                    self.book.setdefault(written, identifier)
                    if element.tag in HEADINGS:
                        aliases += ((path, slug, identifier) for slug in _slugs(text(element)))
        for path, slug, identifier in aliases:  # a name that somebody gave goes before those that tools make
            self.ids[path].setdefault(slug, identifier)
            self.book.setdefault(slug, identifier)

    def id_in(self, path: Path, fragment: str) -> str | None:
        """The book's id for *fragment* as it was written in the file *path*."""
        known = self.ids.get(path, {})
        return next((known[form] for form in _forms(fragment) if form in known), None)

    def id_in_book(self, fragment: str) -> str | None:
        """The book's id for *fragment* as any file wrote it first."""
        return next((self.book[form] for form in _forms(fragment) if form in self.book), None)

    def named(self, source: Source | None, keys: Iterable[str]) -> str | None:
        """The book's id for the first of *keys* that *source* knows, else for the first that any file does."""
        here = self._resolved(source.path) if source else None
        own = (self.id_in(here, key) for key in keys) if here else ()
        return next(filter(None, (*own, *(self.id_in_book(key) for key in keys))), None)

    def target(self, href: str, source: Source, line: int, wiki: bool) -> Target:
        """Where *href*, written in *line* of *source*, leads; *wiki* says that it names a page or heading, no path."""
        path, _, fragment = href.partition("#")
        if not wiki:
            path, fragment = (urllib.parse.unquote(part) for part in (path.partition("?")[0], fragment))
        elif fragment:
            fragment = heading_id(fragment.rpartition("#")[2])
        if "\0" in path or href.startswith("//"):
            return Target(None)
        if not path:
            here = self._resolved(source.path)
            return Target((self.id_in(here, fragment) or self.id_in_book(fragment)) if fragment else None)
        if wiki:
            file = self.names.get(path.rpartition("/")[2].lower().removesuffix(".md"))
            file = file or (self.titled.get(path.strip().lower()) if fragment else None)
        else:
            file = self._file(source.path.parent, path)
            if file is None and source.origins:
                file = self._file(source.folder(line), path)
        if file is None:
            return Target(self.id_in_book(heading_id(path)) if wiki and not fragment else None)
        if not fragment:
            return Target(self.files[file])
        found = self.id_in(file, fragment)
        return Target(found) if found else Target(self.files[file], complete=False)

    def hint(self, fragment: str) -> str:
        """Where *fragment* is in another file, else the known ids that are nearest to it."""
        if found := next((form for form in _forms(fragment) if form in self.book), None):
            path = next(path for path, ids in self.ids.items() if found in ids)
            return f"{path.name} has it: link to {path.name}#{found}"
        near = self.nearest(fragment, 0.6) if fragment else []
        return f"did you mean #{' or #'.join(near)}?" if near else ""

    def _nearest(self, words: str, likeness: float) -> list[str]:
        """The three known ids that are most like *words*, as long as there is patience to compare them with all."""
        self.patience -= len(self.book)
        return difflib.get_close_matches(words, self.book, 3, likeness) if self.patience > 0 else []

    def _find_file(self, folder: Path, written: str) -> Path | None:
        """The file of the book that the relative path *written* names in a file of *folder*."""
        for base in (self.root,) if written.startswith("/") else (folder, self.root):
            target = (base / written.lstrip("/")).resolve()
            stem = target.with_suffix("") if target.suffix in (".html", ".htm", ".xhtml") else target
            named = (target, *(stem.with_name(stem.name + end) for end in (".md", ".markdown") if stem.name))
            for path in (*named, stem / "index.md", stem / "README.md"):
                if path in self.files:
                    return path
        return None


def _shown(section: Element) -> Iterator[Element]:
    """What is below *section*, without the parts of drawings that other parts are made of."""
    hidden = {below for part in section.iter() if part.tag in _PARTS for below in part.iter()}
    return (element for element in section.iter() if element not in hidden)


def _forms(fragment: str) -> tuple[str, ...]:
    """The ids that a link to *fragment* may mean: as written, lower-case, with the prefix that XML asked for."""
    return (fragment, fragment.lower(), xml_id(fragment), xml_id(fragment.lower()))


def _slugs(words: str) -> tuple[str, ...]:
    """The ids that GitHub (from the dashes as they were written), pandoc, Python-Markdown and MkDocs would have made
    of a heading."""
    as_written = (re.sub("[–—]", dash, words.lower()) for dash in ("--", "---"))
    github = (re.sub(r"[^\w\s-]", "", written).replace(" ", "-") for written in as_written)
    pandoc = re.sub(r"\s+", "-", re.sub(r"[^\w\s.-]", "", words.lower()).strip())
    pandoc = re.sub(r"^[^a-z\u0080-\U0010ffff]+", "", pandoc)
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    toc = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_words).strip().lower())
    return tuple(slug for slug in (*github, pandoc, toc) if slug)
