"""The book's pictures as e-readers and stores want them: RGB, upright, not too large, without what is private.

``epub`` calls :func:`fitted` for every asset; print takes them as their author gave them.  Sizes and colours are
Apple's (4 megapixels, RGB), Kobo's (RGB, no transparency needed) and those of Standard Ebooks (1.5 MB).
"""

import io
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
_FITTER = "picture 1"  # change it when the way of fitting changes
_KINDS = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"GIF8": ("gif", "image/gif")}
# A PNG's chunks that say how it looks; the others say who made it, when, where and with what.
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"iCCP", b"pHYs"))


def fitted(asset: Asset, report: Report) -> Asset:
    """*asset* as the EPUB carries it; what is no picture, and drawings, stay as they are."""
    if asset.media_type not in {media_type for _, media_type in _KINDS.values()}:
        return asset
    content = cache.kept(_FITTER, (asset.content,), lambda: _fit(asset.content))
    if len(content) > MOST_BYTES:
        report.warning(Place(asset.file), f"this picture has {len(content) / 1e6:.1f} MB in the EPUB", "image-size",
                       "e-readers are slow above 1.5 MB: save it smaller, or as a JPEG")  # fmt: skip
    extension, media_type = next(kind for start, kind in _KINDS.items() if content.startswith(start))
    return replace(asset, name=f"{asset.name.rpartition('.')[0]}.{extension}", media_type=media_type, content=content)


def _fit(content: bytes) -> bytes:
    picture = Image.open(io.BytesIO(content))
    if getattr(picture, "is_animated", False) and picture.format == "GIF":
        return content  # scaled down, it would stand still
    if _is_fit(picture, content):
        return _without_private_parts(content)
    return _encoded(_scaled(_in_rgb(ImageOps.exif_transpose(picture))), picture.format == "PNG")


def _is_fit(picture: Image.Image, content: bytes) -> bool:
    """Whether every reader takes the picture as it is."""
    deep = content.startswith(b"\x89PNG") and content[24] == 16  # bits for each channel: the header's ninth byte
    upright = picture.getexif().get(0x0112, 1) == 1
    small = picture.width * picture.height <= MOST_PIXELS and len(content) <= MOST_BYTES
    return small and upright and not deep and picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA")


def _in_rgb(picture: Image.Image) -> Image.Image:
    """*picture* in sRGB, eight bits a channel, its transparency kept."""
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("L", "LA", "1") and "transparency" not in picture.info:
        return picture if picture.mode != "1" else picture.convert("L")
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            return _through(profile, picture)
        except ImageCms.PyCMSError:  # a profile that is none: the colours are as good as their numbers
            pass
    return picture.convert("RGBA" if transparent else "RGB")


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
    bare.save(stream, kind, **options)
    return stream.getvalue()


# ---- what a file says beside its picture


def _without_private_parts(content: bytes) -> bytes:
    """*content* without place, camera, names and comments; the picture itself stays bit for bit."""
    if content.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_jpeg_segments(content))
    if content.startswith(b"\x89PNG"):
        return content[:8] + b"".join(_png_chunks(content))
    return content


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    """The segments that the picture needs (ITU T.81, B.1.1.4): tables, JFIF, the colour profile, Adobe's mark."""
    at = 2
    while content[at] == 0xFF and content[at + 1] != 0xDA:  # SOS: from here on it is the picture
        if content[at + 1] == 0xFF:  # a fill byte
            at += 1
            continue
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + 2 + length]
        profile = marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0"
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE0, 0xEE) or profile:
            yield segment
        at += 2 + length
    yield content[at:]


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] in _PNG_KEPT:
            yield content[at : at + 12 + length]
        at += 12 + length
