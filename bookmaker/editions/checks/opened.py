"""An EPUB file -> its parts, as the rules look at them.

``package`` opens a file; ``documents`` and ``sheets`` read its documents and style sheets from it.  Nothing is unpacked
to the disk, no entity is resolved, and a member that would fill the memory is not read.
"""

import posixpath
import urllib.parse
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from bookmaker.findings import Finding, Place

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
_CONTAINER = "META-INF/container.xml"
_LARGEST = 200_000_000  # bytes of one member


class NoEpub(Exception):  # noqa: N818 - it says what is the matter
    """The file cannot be read as an EPUB; the message says why."""


@dataclass(frozen=True)
class Item:
    """A file of the manifest: its path in the zip, its media type and properties."""

    path: str
    media_type: str
    properties: frozenset[str] = frozenset()

    @property
    def is_remote(self) -> bool:
        """Whether it is on a network, as films and sounds may be, and not in the zip."""
        return ":/" in self.path


@dataclass
class Package:
    """An open EPUB: *shown* as its author knows it, the package document, the manifest by id, the spine's paths."""

    shown: str
    archive: zipfile.ZipFile
    root: Any
    items: dict[str, Item]
    spine: list[str]
    trees: dict[str, Any] = field(default_factory=dict)

    def place(self, path: str, line: int = 0) -> Place:
        """A place in the member *path*."""
        return Place(f"{self.shown}/{path}", line)

    def of_type(self, *media_types: str) -> Iterator[Item]:
        """The items of these types."""
        return (item for item in self.items.values() if item.media_type in media_types)

    def read(self, path: str) -> bytes:
        """The bytes of a member; none where there is no such member, or it is too large to be looked at."""
        return _member(self.archive, path)

    def with_property(self, name: str) -> Item | None:
        """The item that has the property *name*: ``nav``, ``cover-image``."""
        return next((item for item in self.items.values() if name in item.properties), None)


def opened(archive: zipfile.ZipFile, shown: str) -> tuple[Package, list[Finding]]:
    """The package in *archive*, as far as it is there, and what is not or cannot be read.  Raises NoEpub."""
    path = _package_document(archive)
    root = _parsed(_member(archive, path))
    if isinstance(root, str):
        raise NoEpub(f"its package document is missing or broken ({root})")
    folder = posixpath.dirname(path)
    items = {
        item.get("id", ""): Item(resolved(folder, item.get("href", "")), item.get("media-type", ""),
                                 frozenset(item.get("properties", "").split()))
        for item in root.iter(f"{OPF}item")
    }  # fmt: skip
    there = set(archive.namelist())
    gone = [key for key, item in items.items() if item.path not in there and not item.is_remote]
    missing = [
        Finding(
            "error", Place(shown), f"the manifest names {items.pop(key).path}, and there is no such file", "epub-file"
        )
        for key in gone
    ]
    refs = [ref.get("idref", "") for ref in root.iter(f"{OPF}itemref")]
    package = Package(shown, archive, root, items, [items[ref].path for ref in refs if ref in items])
    return package, [*missing, *_read_documents(package)]


def folder_of_package(epub: Path) -> str:
    """The folder of the package document in the file *epub*; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(epub) as archive:
            return posixpath.dirname(_package_document(archive))
    except (zipfile.BadZipFile, NoEpub, OSError):
        return ""


def _package_document(archive: zipfile.ZipFile) -> str:
    container = _parsed(_member(archive, _CONTAINER))
    if isinstance(container, str):
        raise NoEpub(f"its {_CONTAINER} is missing or broken ({container})")
    return next((e.get("full-path", "") for e in container.iter("{*}rootfile")), "")


def _read_documents(package: Package) -> Iterator[Finding]:
    for item in package.of_type("application/xhtml+xml"):
        tree = _parsed(package.read(item.path))
        if isinstance(tree, str):
            yield Finding("error", package.place(item.path), f"this cannot be read as XHTML: {tree}", "epub-file")
        else:
            package.trees[item.path] = tree


def resolved(folder: str, href: str) -> str:
    """The path in the zip that *href* means in a file of *folder*."""
    return posixpath.normpath(posixpath.join(folder, urllib.parse.unquote(href.partition("#")[0])))


def _member(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        if archive.getinfo(path).file_size > _LARGEST:
            return b""
        return archive.read(path)
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):  # encrypted, or packed in a strange way
        return b""


def _parsed(content: bytes) -> Any:
    """The root of the XML document, or what is wrong with it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
        etree.strip_tags(root, etree.Entity)
    except etree.XMLSyntaxError as error:
        return error.msg or "not well-formed"
    return root
