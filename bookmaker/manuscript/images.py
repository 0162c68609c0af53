"""Pictures: the files that a chapter names -> assets, read by content, as good as their author gave them.

``manuscript`` calls :func:`gather` for each chapter, ``build`` calls :func:`load` for the cover.
"""

import hashlib
import io
import re
import warnings
from pathlib import Path
from xml.etree.ElementTree import Element

from PIL import Image, ImageFile, ImageOps

from bookmaker import drawings
from bookmaker.findings import Place, Report
from bookmaker.manuscript import files, svg, svg_files, svg_losses
from bookmaker.model import Asset, Source
from bookmaker.xhtml import SVG, ascii_name, name, parents, serialise, text

_JPEG = ("jpg", "image/jpeg")
_KEPT = {
    "PNG": ("png", "image/png"),
    "JPEG": _JPEG,
    "MPO": _JPEG,
    "GIF": ("gif", "image/gif"),
}  # MPO begins with a JPEG
# What authors name that is no picture for a book, by how it begins, and what to make of it.
_INSTEAD = {
    rb"\x1f\x8b": "it is compressed: save it as SVG without compression",
    rb"....ftyp(hei|hev|mif1|msf1)": "it is a telephone's HEIC: save it as a JPEG",
    rb"%PDF": "it is a PDF: export the page as an SVG or a PNG",
    rb"%!PS|\xc5\xd0\xd3\xc6": "it is PostScript: export it as an SVG or a PNG",
}
_SCALES = (1, 255, 65535)  # what white is in pictures of broken numbers
MAX_PIXELS = 89_000_000  # Pillow fears a bomb beyond it


def gather(body: Element, source: Source, root: Path, report: Report) -> dict[str, Asset]:
    """The pictures of *body* by name; each ``img`` now names its asset, or gave way to its words with a finding."""
    assets: dict[str, Asset] = {}
    if next(body.iter("img"), None) is None and next(body.iter(f"{SVG}svg"), None) is None:
        return assets
    above = parents(body)
    line, at = 0, (0, 0)
    for image in list(body.iter()):
        line = int(image.get("data-line", line))
        if image.tag == f"{SVG}svg":
            at = source.find("<svg", *max((line, 0), at))
            if not str(above[image].tag).startswith(SVG):
                _look_at(image, source.at(*at), report)
        if image.tag != "img":
            continue
        written = image.get("src", "")
        asset = _find(written, source, line, root, report)
        if asset is None:
            words = image.get("alt") or files.shortened(image.get("src") or "?")
            image.tag, image.attrib, image.text = "span", {"class": "missing-image"}, f"[{words}]"
            if name(above[image]) == "figure":
                _drop_repeated_caption(above[image], words)
            continue
        if not image.get("alt") and image.get("role") != "presentation":
            message = f"the image {files.shortened(written)} has no alternative text"
            report.warning(source.place(written, line), message, "alt-text",
                           'write {alt="What it shows"} behind it, or {.decorative} if it shows nothing')  # fmt: skip
        assets[asset.name] = asset
        image.set("src", f"asset:{asset.name}")
    return assets


def _look_at(drawing: Element, place: Place, report: Report) -> None:
    """Say it where no words stand for *drawing*."""
    if not drawings.title(drawing) and not drawings.is_decorative(drawing):
        report.warning(place, "this <svg> has no title: no words stand for it", "alt-text",
                       'write <title>What it shows</title> in it, or <svg aria-hidden="true"> if nothing')  # fmt: skip


def _drop_repeated_caption(figure: Element, words: str) -> None:
    """The words in a missing picture's place need not be said again below it."""
    for caption in figure.findall("figcaption"):
        if text(caption) == words:
            figure.remove(caption)


def _find(written: str, source: Source, line: int, root: Path, report: Report) -> Asset | None:
    path = files.find(written, source, line, root, "image", report)
    if path is None:
        return None
    place = source.place(written, line)
    asset = load(path, files.shown_name(path, source), place, report)
    if asset is None:
        report.warning(
            place, f"the image {files.shortened(written)} cannot be read as a picture", "broken-image", instead(path)
        )
    return asset


def instead(path: Path) -> str:
    """What may be done about the file in *path*, which is no picture that a book can hold."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError:
        return ""
    known = (hint for begins, hint in _INSTEAD.items() if re.match(begins, start, re.DOTALL))
    return next(known, "make it a JPEG, a PNG or an SVG")


def load(path: Path, shown: str, place: Place, report: Report) -> Asset | None:
    """The picture in *path*, which its author knows as *shown*; ``None`` when none can be read there.

    JPEG, PNG and GIF stay as they are, whatever their colours; what print cannot use becomes PNG or JPEG.  Where that
    stops it from moving, or keeps pages from being seen, *report* says so of the *place* that names it.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if svg_files.is_markup(content):
        return _drawing(path, content, shown, place, report)
    picture = _opened(content)
    if picture is None:
        return None
    kind = picture.format or ""
    if kind not in _KEPT:
        if (count := getattr(picture, "n_frames", 1)) > 1:
            report.warning(place, f"{files.shortened(path.name)} holds {count} pictures; the book shows the first",
                           "animation", "save each by itself, or make an animated GIF or PNG of them")  # fmt: skip
        content, kind = _converted(picture)
    extension, media_type = _KEPT[kind]
    return Asset(asset_name(path.stem, content, extension), media_type, content, shown)


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
    """*picture* as JPEG or PNG, in its own colours where they have them, with the profile of these."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("F", "I"):
        upright = _in_grey(upright)
    transparent = upright.has_transparency_data
    deep = upright.mode.startswith("I;16")  # no JPEG is, and eight bits of it would be white
    photographic = picture.format in ("WEBP", "TIFF", "AVIF") and not transparent and not deep
    own = ("L", "RGB", "CMYK") if photographic else ("L", "LA", "RGB", "RGBA", "I;16", "I;16B")
    shown = upright if upright.mode in own else upright.convert("RGBA" if transparent else "RGB")
    profile = upright.info.get("icc_profile") if upright.mode in (*own, "P", "PA", "YCbCr") else None
    stream = io.BytesIO()
    if photographic:
        shown.save(stream, "JPEG", quality=92, icc_profile=profile)
        return stream.getvalue(), "JPEG"
    shown.save(stream, "PNG", optimize=True, icc_profile=profile)
    return stream.getvalue(), "PNG"


def _in_grey(picture: Image.Image) -> Image.Image:
    """*picture*, whose numbers no screen has, in eight bits: 0 is black, white the least of _SCALES that holds all."""
    largest = max(float(extreme) for extreme in picture.convert("F").getextrema())  # type: ignore[arg-type]
    white = next((scale for scale in _SCALES if largest <= scale), largest)
    return picture.convert("F").point(lambda value: value * (255 / white) + 0).convert("L")


def _drawing(path: Path, content: bytes, shown: str, place: Place, report: Report) -> Asset | None:
    drawing = svg_files.read(content)
    try:
        copy = svg.clean_file(drawing) if drawing is not None else None
    except RecursionError:  # nested as no drawing is
        return None
    if drawing is None or copy is None:
        return None
    for loss in svg_losses.losses(drawing, copy):
        report.warning(place, f"the drawing {files.shortened(path.name)} {loss.message}", "drawing")
    cleaned = ('<?xml version="1.0" encoding="utf-8"?>\n' + serialise(copy) + "\n").encode()
    return Asset(asset_name(path.stem, cleaned, "svg"), "image/svg+xml", cleaned, shown)


def asset_name(stem: str, content: bytes, extension: str) -> str:
    """A name that says what it is and that no other picture has."""
    return f"{ascii_name(stem, 'image')}-{hashlib.sha256(content).hexdigest()[:8]}.{extension}"
