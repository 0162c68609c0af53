"""The rules for a finished EPUB that EPUBCheck does not have: files, ways in, and claims that must be true.

``judge`` is called for every EPUB.  What stores and devices ask for is quoted from their guidelines: KDP's and Kobo's
of 2025, Apple's Asset Guide 5.3; the numbers f-008 and the like are Standard Ebooks'.
"""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from bookmaker.editions import cover as covers
from bookmaker.editions.checks import documents, sheets
from bookmaker.editions.checks.opened import OPF, TYPE, XHTML, Item, NoEpub, Package, opened
from bookmaker.editions.checks.verdict import Verdict, verdict
from bookmaker.editions.images import MOST_BYTES, MOST_PIXELS, moves
from bookmaker.editions.splitting import MOST_BYTES as LONGEST_DOCUMENT
from bookmaker.findings import Finding, Place, Report

_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_SAFE_NAME = re.compile(r"[A-Za-z0-9._/-]+")
_ROOM = 1.2  # a document may be longer by this much: a block is never cut


def judge(path: Path, shown: str, report: Report) -> Verdict:
    """bookmaker's verdict on the EPUB *path*."""
    try:
        with zipfile.ZipFile(path) as archive:
            package, found = opened(archive, shown)
            for rules in (_of_files, _of_pictures, _of_ways_in, _of_claims, documents.look_over, sheets.look_over):
                found += rules(package)
    except (zipfile.BadZipFile, NoEpub, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        found = [Finding("error", Place(shown), f"this cannot be read as an EPUB: {reason}", "epub-file")]
    return verdict(shown, "bookmaker", found, report)


def _of_files(package: Package) -> Iterator[Finding]:
    """f-008: names that every store's server takes; Kobo's 300 kB for a document."""
    first = next(iter(package.archive.infolist()), None)
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        yield Finding("error", Place(package.shown), "its first member is not the mimetype, as it is", "epub-file")
    for item in package.items.values():
        if not item.is_remote and not _SAFE_NAME.fullmatch(item.path):
            yield Finding("warning", package.place(item.path), "some stores refuse a file of this name", "epub-file",
                          "letters, digits, hyphens and dots are safe")  # fmt: skip
    for path in package.trees:
        size = len(package.read(path))
        if size > LONGEST_DOCUMENT * _ROOM:
            yield Finding("warning", package.place(path), f"this document has {size // 1000} kB", "epub-file",
                          "old e-ink devices are slow above 300 kB: divide it, or a long table or listing")  # fmt: skip


def _of_pictures(package: Package) -> Iterator[Finding]:
    """f-016, f-018; Apple and Kobo: RGB; the covers that stores want."""
    for item in package.of_type(*_PICTURES):
        content, place = package.read(item.path), package.place(item.path)
        try:
            picture = Image.open(io.BytesIO(content))
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
            yield Finding("error", place, "this picture cannot be read", "broken-image")
            continue
        if picture.width * picture.height > MOST_PIXELS:
            yield Finding("warning", place, f"{picture.width} x {picture.height} pixels", "image-size",
                          "Apple Books takes 4 megapixels")  # fmt: skip
        if len(content) > MOST_BYTES:
            yield Finding("warning", place, f"this picture has {len(content) / 1e6:.1f} MB", "image-size",
                          "e-readers are slow above 1.5 MB")  # fmt: skip
        if picture.mode in ("CMYK", "YCCK"):
            yield Finding("warning", place, "this picture is in the colours of ink", "image-size", "RGB is for screens")
    if cover := package.with_property("cover-image"):
        with contextlib.suppress(OSError, Image.DecompressionBombError):  # said above
            yield from covers.judged(package.read(cover.path), cover.media_type, package.place(cover.path))


def _of_ways_in(package: Package) -> Iterator[Finding]:
    """What Kindle and Apple act on: the cover, the landmarks with the contents' fragment, every document listed."""
    place = Place(package.shown)
    if package.with_property("cover-image") is None:
        yield Finding("warning", place, "no picture is marked as the cover", "kindle", 'properties="cover-image"')
    nav = package.with_property("nav")
    tree = package.trees.get(nav.path) if nav else None
    if nav is None or tree is None:
        yield Finding("error", place, "it has no navigation document", "epub-contents")
        return
    landmarks = {
        kind: link.get("href", "")
        for part in tree.iter(f"{XHTML}nav") if "landmarks" in part.get(TYPE, "").split()
        for link in part.iter(f"{XHTML}a")
        for kind in link.get(TYPE, "").split()
    }  # fmt: skip
    if "#" not in landmarks.get("toc", ""):
        yield Finding("warning", package.place(nav.path), "no landmark leads to the contents by their id", "kindle",
                      f'Kindle wants href="{nav.path.rpartition("/")[2]}#toc"')  # fmt: skip
    if "bodymatter" not in landmarks:
        yield Finding("warning", package.place(nav.path), "no landmark says where the text begins", "kindle",
                      'epub:type="bodymatter" does')  # fmt: skip
    yield from documents.unlisted(package, nav.path, tree)


def _of_claims(package: Package) -> Iterator[Finding]:
    """m-028, m-029, m-038, m-077; EPUB Accessibility 1.1, 2.2: what the package says of itself must be true."""
    said: dict[str, set[str]] = {}
    for meta in package.root.iter(f"{OPF}meta"):
        said.setdefault(meta.get("property", ""), set()).add((meta.text or "").strip())
    place = Place(package.shown)
    for prop in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard",
                 "accessibilitySummary"):  # fmt: skip
        if not said.get(f"schema:{prop}"):
            yield Finding("warning", place, f"schema:{prop} is not said", "epub-claims")
    features = said.get("schema:accessibilityFeature", set())
    undescribed, formulas = documents.undescribed(package), documents.formulas(package)
    if undescribed and "alternativeText" in features:
        yield Finding("error", undescribed[0], f"alternativeText is claimed; {len(undescribed)} pictures have none",
                      "epub-claims")  # fmt: skip
    if undescribed and "textual" in said.get("schema:accessModeSufficient", ()):
        yield Finding("error", undescribed[0], "text alone is said to be enough, and a picture has no description",
                      "epub-claims")  # fmt: skip
    if formulas != ("MathML" in features) and (formulas or "MathML" in features):
        words = "not said, and there is some" if formulas else "claimed, and there is none"
        yield Finding("warning", place, f"the feature MathML is {words}", "epub-claims")
    if "none" in said.get("schema:accessibilityHazard", ()):
        for item in package.items.values():
            if item.media_type.startswith("video/"):
                yield Finding("error", package.place(item.path), "hazards are said to be none, and this is a film",
                              "epub-claims")  # fmt: skip
            elif _moves(package, item):
                yield Finding("error", package.place(item.path), "hazards are said to be none, and this picture moves",
                              "epub-claims")  # fmt: skip


def _moves(package: Package, item: Item) -> bool:
    content = package.read(item.path) if item.media_type.startswith("image/") else b""
    if item.media_type == "image/svg+xml":
        return b"<animate" in content
    return moves(content, item.media_type)
