"""Pictures: the files that a chapter names -> assets, read by content and confined to the manuscript's folder.

``manuscript`` calls :func:`gather` for each chapter, ``build`` calls :func:`load` for the cover.
"""

import hashlib
import io
import urllib.parse
import warnings
from pathlib import Path
from xml.etree.ElementTree import Element

from PIL import Image, ImageFile, ImageOps

from bookmaker.findings import Report
from bookmaker.manuscript import svg
from bookmaker.model import Asset, Source
from bookmaker.xhtml import SVG, ascii_name, name, parents, serialise, text

_KEPT = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg"), "GIF": ("gif", "image/gif")}
_COLOURS = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
MAX_PIXELS = 100_000_000
LONGEST_SHOWN = 60  # characters of a picture's address in a message


def gather(body: Element, source: Source, root: Path, report: Report) -> dict[str, Asset]:
    """The pictures of *body* by name; each ``img`` now names its asset, or gave way to its words with a finding."""
    assets: dict[str, Asset] = {}
    above = parents(body)
    line = 0
    for image in list(body.iter()):
        line = int(image.get("data-line", line))
        if image.tag != "img":
            continue
        written = image.get("src", "")
        asset = _find(written, source, line, root, report)
        if asset is None:
            words = image.get("alt") or _shown(image.get("src") or "?")
            image.tag, image.attrib, image.text = "span", {"class": "missing-image"}, f"[{words}]"
            if name(above[image]) == "figure":
                _drop_repeated_caption(above[image], words)
            continue
        if not image.get("alt") and image.get("role") != "presentation":
            message = f"the image {_shown(written)} has no alternative text"
            report.warning(source.place(written, line), message, "alt-text",
                           'write {alt="What it shows"} behind it, or {.decorative} if it shows nothing')  # fmt: skip
        assets[asset.name] = asset
        image.set("src", f"asset:{asset.name}")
    return assets


def _drop_repeated_caption(figure: Element, words: str) -> None:
    """The words in a missing picture's place need not be said again below it."""
    for caption in figure.findall("figcaption"):
        if text(caption) == words:
            figure.remove(caption)


def _find(written: str, source: Source, line: int, root: Path, report: Report) -> Asset | None:
    parts, shown, place = _split(written), _shown(written), source.place(written, line)
    if parts.scheme == "data":
        report.warning(place, f"the image {shown} is written into the text, and left out", "data-image",
                       "save it as a file beside the manuscript and name that")  # fmt: skip
        return None
    if parts.scheme or parts.netloc:
        report.warning(place, f"the image {shown} is not in the manuscript's folder", "remote-image",
                       "nothing is fetched from a network: save it beside the manuscript")  # fmt: skip
        return None
    base = root if parts.path.startswith("/") else source.path.parent
    candidates = [base / urllib.parse.unquote(parts.path).lstrip("/"), base / written.lstrip("/")]
    path = next((path for path in candidates if "\0" not in str(path) and _is_file(path)), None)
    if path is None:
        report.warning(place, f"the image {shown} does not exist", "missing-image")
    elif not path.resolve().is_relative_to(root):
        report.warning(place, f"the image {shown} leads out of the manuscript's folder", "outside")
    else:
        asset = load(path)
        if asset is None:
            report.warning(place, f"the image {shown} cannot be read as a picture", "broken-image")
        return asset
    return None


def _shown(written: str) -> str:
    """*written* as a message can hold it."""
    return written if len(written) <= LONGEST_SHOWN else written[: LONGEST_SHOWN - 1] + "…"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the system, a folder that may not be looked into
        return False


def _split(written: str) -> urllib.parse.SplitResult:
    try:
        return urllib.parse.urlsplit(written)
    except ValueError:
        return urllib.parse.SplitResult("invalid", "", written, "", "")


def load(path: Path) -> Asset | None:
    """The picture in *path*; ``None`` when none can be read there.  What no e-reader shows becomes PNG or JPEG."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if b"<svg" in content[:4096].lower():
        return _drawing(path.stem, content)
    picture = _opened(content)
    if picture is None:
        return None
    kind = picture.format or ""
    if kind not in _KEPT or picture.mode not in _COLOURS:
        content, kind = _converted(picture)
    extension, media_type = _KEPT[kind]
    return Asset(_name(path.stem, content, extension), media_type, content)


def _opened(content: bytes) -> Image.Image | None:
    """The picture, all of it read; ``None`` when it is none, is cut short, or would fill the memory."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for all
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return picture


def _converted(picture: Image.Image) -> tuple[bytes, str]:
    upright = ImageOps.exif_transpose(picture)
    transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    photographic = picture.format in ("JPEG", "WEBP", "TIFF", "MPO", "AVIF") and not transparent
    stream = io.BytesIO()
    if photographic:
        upright.convert("RGB").save(stream, "JPEG", quality=92)
        return stream.getvalue(), "JPEG"
    upright.convert("RGBA" if transparent else "RGB").save(stream, "PNG", optimize=True)
    return stream.getvalue(), "PNG"


def _drawing(stem: str, content: bytes) -> Asset | None:
    try:
        root = svg.clean_file(content)
    except RecursionError:  # nested as no drawing is
        return None
    if root is None or root.tag != SVG + "svg":
        return None
    cleaned = ('<?xml version="1.0" encoding="utf-8"?>\n' + serialise(root) + "\n").encode()
    return Asset(_name(stem, cleaned, "svg"), "image/svg+xml", cleaned)


def _name(stem: str, content: bytes, extension: str) -> str:
    """A name that says what it is and that no other picture has."""
    return f"{ascii_name(stem, 'image')}-{hashlib.sha256(content).hexdigest()[:8]}.{extension}"
