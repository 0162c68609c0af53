"""The book's pictures as e-readers and stores want them: RGB, upright, not too large, without what is private.

``epub`` calls :func:`fitted` for every asset; print takes them as their author gave them, and calls :func:`in_rgb` for
an archive.  Sizes and colours are
Apple's (4 megapixels, RGB), Kobo's (RGB, no transparency needed) and those of Standard Ebooks (1.5 MB).
"""

import contextlib
import io
import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from PIL import Image, ImageCms, ImageOps

from bookmaker.editions import cache
from bookmaker.findings import Place, Report
from bookmaker.model import Asset

MOST_PIXELS = 4_000_000  # Apple Books; its older guide allowed 5.6 million
MOST_BYTES = 1_500_000  # Standard Ebooks, f-016: an old e-ink device is slow beyond it
_QUALITIES = (90, 85, 80, 75)
_FITTER = "picture 3"  # change it when the way of fitting changes
_KINDS = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"GIF8": ("gif", "image/gif")}
_MOVING = ("image/gif", "image/png", "image/webp", "image/avif")
# A PNG's chunks that say how it looks and moves; the others say who made it, when, where and with what.
_PNG_KEPT = frozenset(b"IHDR PLTE tRNS IDAT IEND sRGB gAMA cHRM iCCP pHYs acTL fcTL fdAT".split())
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # neither a fill byte nor part of the coded picture
_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
# A JPEG's segments for applications that say how it looks; and a GIF's, which say how often it moves.
_JPEG_KEPT = {b"\xff\xe0": b"JFIF\0", b"\xff\xe2": b"ICC_PROFILE\0", b"\xff\xee": b"Adobe"}
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def fitted(asset: Asset, report: Report) -> Asset:
    """*asset* as the EPUB carries it; what is no picture, and drawings, stay as they are."""
    if asset.media_type not in {media_type for _, media_type in _KINDS.values()}:
        return asset
    content = cache.kept(_FITTER, (asset.content,), lambda: _fit(asset.content, asset.media_type))
    width, height = Image.open(io.BytesIO(content)).size
    if width * height > MOST_PIXELS:
        report.warning(Place(asset.file), f"this picture moves, and keeps its {width} x {height} pixels", "image-size",
                       "Apple Books takes 4 megapixels: save it smaller")  # fmt: skip
    if len(content) > MOST_BYTES:
        report.warning(Place(asset.file), f"this picture has {len(content) / 1e6:.1f} MB in the EPUB", "image-size",
                       "e-readers are slow above 1.5 MB: save it smaller, or as a JPEG")  # fmt: skip
    extension, media_type = next(kind for start, kind in _KINDS.items() if content.startswith(start))
    return replace(asset, name=f"{asset.name.rpartition('.')[0]}.{extension}", media_type=media_type, content=content)


def in_rgb(content: bytes) -> bytes:
    """The picture *content*, converted where it is CMYK: PDF/A, whose output intent is sRGB, allows no such numbers."""
    if not content.startswith(b"\xff\xd8\xff"):  # of the book's kinds JPEG alone has these colours
        return content
    picture = Image.open(io.BytesIO(content))
    return _saved(_in_rgb(picture), "JPEG", quality=_QUALITIES[0]) if picture.mode == "CMYK" else content


def moves(content: bytes, media_type: str) -> bool:
    """Whether the picture *content* is a film of several; one that is cut short behind the first stands still."""
    try:
        return media_type in _MOVING and getattr(Image.open(io.BytesIO(content)), "is_animated", False)
    except (OSError, SyntaxError, IndexError, Image.DecompressionBombError):
        return False


def _fit(content: bytes, media_type: str) -> bytes:
    picture = Image.open(io.BytesIO(content))
    if moves(content, media_type) or _is_fit(picture, content):  # encoded anew, it would stand still
        return _without_private_parts(content)
    return _encoded(_scaled(_in_rgb(ImageOps.exif_transpose(picture))), picture.format == "PNG")


def _is_fit(picture: Image.Image, content: bytes) -> bool:
    """Whether every reader takes the picture as it is."""
    deep = content.startswith(b"\x89PNG") and content[24] == 16  # bits for each channel: the header's ninth byte
    upright = picture.getexif().get(0x0112, 1) == 1
    small = picture.width * picture.height <= MOST_PIXELS and len(content) <= MOST_BYTES
    return small and upright and not deep and picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA")


def _in_rgb(picture: Image.Image) -> Image.Image:
    """*picture* in grey or RGB, eight bits a channel, its transparency kept, its profile where that is of them."""
    profile = picture.info.get("icc_profile", b"")
    space = _space(profile)
    if space == picture.mode == "CMYK":
        with contextlib.suppress(ImageCms.PyCMSError):  # it lacks a table: the colours are as good as their numbers
            return _through(profile, picture)
    if picture.mode.startswith("I"):  # sixteen bits of grey
        converted = picture.point(lambda value: value / 256).convert("L")
    else:
        kind = "L" if picture.mode in ("1", "L", "LA") else "RGB"
        converted = picture.convert(kind + "A" if picture.has_transparency_data else kind)
        if converted.mode == f"{kind}A" and converted.getextrema()[-1] == (255, 255):  # opaque, every point
            converted = converted.convert(kind)
    fits = space == ("GRAY" if converted.mode.startswith("L") else "RGB")
    converted.info = {"icc_profile": profile} if fits else {}
    return converted


def _space(profile: bytes) -> str:
    """The colours that *profile* is of: RGB, GRAY, CMYK; nothing where it is none."""
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.xcolor_space.strip()
    except OSError:
        return ""


def _through(profile: bytes, picture: Image.Image) -> Image.Image:
    given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    wanted = ImageCms.createProfile("sRGB")
    converted: Any = ImageCms.profileToProfile(picture, given, wanted, outputMode="RGB")
    converted.info.pop("icc_profile", None)
    return converted  # type: ignore[no-any-return]


def _scaled(picture: Image.Image) -> Image.Image:
    ratio = (MOST_PIXELS / (picture.width * picture.height)) ** 0.5
    if ratio >= 1:
        return picture
    size = max(1, int(picture.width * ratio)), max(1, int(picture.height * ratio))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image, was_png: bool) -> bytes:
    """As PNG where that is what it was and it stays small, or where it is transparent; else as JPEG."""
    transparent = picture.mode in ("RGBA", "LA")
    if was_png or transparent:
        png = _saved(picture, "PNG", optimize=True)
        if transparent or len(png) <= MOST_BYTES:
            return png
    jpeg = b""
    for quality in _QUALITIES:
        jpeg = _saved(picture, "JPEG", quality=quality, optimize=True)
        if len(jpeg) <= MOST_BYTES:
            break
    return jpeg


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    bare = Image.new(picture.mode, picture.size)  # without the notes that Pillow would write again
    bare.paste(picture)
    bare.save(stream, kind, icc_profile=picture.info.get("icc_profile"), **options)
    return stream.getvalue()


# ---- what a file says beside its picture


def _without_private_parts(content: bytes) -> bytes:
    """*content* without place, camera, names, comments and other pictures; the picture itself stays bit for bit."""
    if content.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_jpeg_segments(content)) + _JPEG_END
    if content.startswith(b"\x89PNG"):
        return content[:8] + b"".join(_png_chunks(content))
    return b"".join(_gif_blocks(content)) + b";"


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    """The segments that the picture needs (ITU T.81, B.1.1): tables, JFIF, the colour profile, Adobe's mark, scans."""
    at = 2
    while (found := _JPEG_MARKER.search(content, at)) and found[0] != _JPEG_END:
        at, marker = found.start(), found[0]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _JPEG_SCAN:  # what was coded stands behind it
            following = _JPEG_MARKER.search(content, end)
            end = following.start() if following else len(content)
        private = 0xE0 <= marker[1] <= 0xEF or marker[1] == 0xFE
        if not private or (marker in _JPEG_KEPT and content.startswith(_JPEG_KEPT[marker], at + 4)):
            yield content[at:end]
        at = end


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at, kind = 8, b""
    while at + 8 <= len(content) and kind != b"IEND":
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            yield content[at : at + 12 + length]
        at += 12 + length


def _gif_blocks(content: bytes) -> Iterator[bytes]:
    """Head, pictures and what says how long each is shown (GIF89a, appendix A); neither comments nor a trailer."""
    at = 13 + _gif_colours(content[10:11])
    yield content[:at]
    while content[at : at + 1] in (b",", b"!"):
        label = content[at : at + 2]
        is_picture = label.startswith(b",")
        start = end = at + (11 + _gif_colours(content[at + 9 : at + 10]) if is_picture else 2)
        while content[end : end + 1] > b"\0":  # sub-blocks, each behind its length
            end += 1 + content[end]
        if label not in (b"!\xfe", b"!\xff") or content.startswith(_GIF_KEPT, start + 1):
            yield content[at : end + 1]
        at = end + 1


def _gif_colours(flags: bytes) -> int:
    """How many bytes the table of colours has that *flags* announce."""
    return 3 << ((flags[0] & 7) + 1) if flags > b"\x7f" else 0
