"""What an EPUB says of itself, read from its package, its navigation and its documents."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

_TYPE = "{http://www.idpf.org/2007/ops}type"
_ACCESSIBILITY = re.compile(r"schema:access|a11y:|dcterms:conformsTo$")
_PARSER = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Opened:
    """The documents of an EPUB by name, and the name of its package document."""

    documents: dict[str, Element]
    names: frozenset[str]
    package: str

    @cached_property
    def metadata(self) -> list[str]:
        """Every entry of the metadata, as the name of its property."""
        metadata = self.documents[self.package].find("{*}metadata")
        entries = () if metadata is None else metadata.iterchildren(tag=etree.Element)
        return [
            str(entry.get("property") or entry.get("name") or entry.get("rel") or etree.QName(entry).localname)
            for entry in entries
        ]

    @property
    def accessibility(self) -> list[str]:
        """The entries of the metadata that tell whom the book suits."""
        return [name for name in self.metadata if _ACCESSIBILITY.match(name)]

    @property
    def landmarks(self) -> list[str]:
        """What the landmarks name."""
        return [str(link.get(_TYPE, "?")) for link in self._navigation("landmarks")]

    @property
    def pages(self) -> int:
        """How many pages of a printed edition can be looked up."""
        return len(self._navigation("page-list"))

    @property
    def references(self) -> list[tuple[str, str]]:
        """Every link and picture that names something in the book, and the document that it is in."""
        found = ((name, address) for name, root in self.documents.items() for address in _addresses(root))
        return [(name, address) for name, address in found if not re.match(r"[a-z][a-z0-9+.-]*:", address, re.I)]

    @property
    def dangling(self) -> list[tuple[str, str]]:
        """Those of the references that lead nowhere."""
        return [(name, address) for name, address in self.references if not self._leads(name, address)]

    def _leads(self, name: str, address: str) -> bool:
        path, _, fragment = address.partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        if target not in self.names:
            return False
        root = self.documents.get(target)
        return not fragment or root is None or unquote(fragment) in self._ids[target]

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        return {
            name: {str(element.get(key)) for element in root.iter("{*}*") for key in ("id", "name")}
            for name, root in self.documents.items()
        }

    def _navigation(self, kind: str) -> list[Element]:
        """The links of the navigation of a *kind*."""
        navigations = (nav for root in self.documents.values() for nav in root.iter("{*}nav"))
        return [link for nav in navigations if kind in nav.get(_TYPE, "").split() for link in nav.iter("{*}a")]


def opened(book: Path) -> Opened:
    """The EPUB at *book*."""
    with zipfile.ZipFile(book) as epub:
        container = etree.fromstring(epub.read("META-INF/container.xml"), _PARSER)
        package = next(container.iter("{*}rootfile")).get("full-path", "")
        names = frozenset(epub.namelist())
        documents = {package: etree.fromstring(epub.read(package), _PARSER)}
        for item in documents[package].iter("{*}item"):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href", ""))))
            if item.get("media-type") == "application/xhtml+xml" and name in names:
                documents[name] = etree.fromstring(epub.read(name), _PARSER)
        return Opened(documents, names, package)


def _addresses(root: Element) -> Iterator[str]:
    for link in root.iter("{http://www.w3.org/1999/xhtml}a"):
        if link.get("href") is not None:
            yield link.get("href", "")
    for picture in root.iter("{http://www.w3.org/1999/xhtml}img"):
        yield picture.get("src", "")
