"""Drawings made safe: SVG inside a chapter (``sanitise`` calls) and SVG files (``images`` calls).

What comes out holds shapes and text only: no script, no event, nothing that is fetched.
"""

import re
import xml.etree.ElementTree as ET
from xml.etree.ElementTree import Element

from bookmaker.xhtml import SVG, XLINK_HREF, append_text, local_name

_CONTAINERS = frozenset("svg g defs symbol marker pattern mask clipPath switch a".split())
_SHAPES = frozenset("path rect circle ellipse line polyline polygon use image".split())
_TEXTS = frozenset("text tspan textPath title desc".split())
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_REFERRING = frozenset(("use", "image", "textPath", "linearGradient", "radialGradient", "pattern"))
_REQUIRED = {
    "path": {"d"}, "polyline": {"points"}, "polygon": {"points"}, "image": {"width", "height"},
    "rect": {"width", "height"}, "circle": {"r"}, "ellipse": {"rx", "ry"}, "stop": {"offset"},
}  # fmt: skip
_ATTRIBUTES = frozenset(
    "viewBox preserveAspectRatio d points transform x y x1 x2 y1 y2 cx cy r rx ry width height fx fy dx dy offset "
    "gradientUnits gradientTransform spreadMethod patternUnits patternTransform clipPathUnits maskUnits refX refY "
    "markerWidth markerHeight markerUnits orient fill stroke opacity id class color font-size font-family "
    "font-weight font-style text-anchor clip-path mask marker-start marker-end marker-mid version style".split()
)
_ATTRIBUTE_FAMILIES = (
    "fill-",
    "stroke-",
    "stop-",
    "dominant-",
    "clip-",
    "letter-",
    "text-",
    "word-",
    "font-",
)
_FETCHES = re.compile(r"url\((?!\s*['\"]?#)|javascript:|@import|expression\(|\\", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)


def clean_file(content: bytes) -> Element | None:
    """The drawing in *content*, an SVG file, made safe; ``None`` when it is not one."""
    if len(content) > 20_000_000:
        return None
    try:
        root = ET.fromstring(_DOCTYPE.sub(b"", content, count=1))
    except (ET.ParseError, ValueError):
        return None
    if root.tag == "svg":  # the namespace forgotten, as hand-written files do
        for element in root.iter():
            if isinstance(element.tag, str) and not element.tag.startswith("{"):
                element.tag = SVG + element.tag
    return clean(root) if root.tag == SVG + "svg" else None


def clean(element: Element) -> Element | None:
    """A safe copy of *element* and what it holds; ``None`` where nothing of it may stay."""
    tag = local_name(element)
    if not str(element.tag).startswith(SVG) or not _known(tag):
        return None
    copy = Element(SVG + ("g" if tag == "a" else tag), _attributes(element, tag))
    if not _REQUIRED.get(tag, set()) <= copy.attrib.keys():
        return None
    if tag in ("use", "image") and XLINK_HREF not in copy.attrib:
        return None
    if tag == "style":
        style = element.text or ""
        if _FETCHES.search(style):
            return None
        copy.text = style
        return copy
    if tag in _TEXTS:
        copy.text = element.text
    for child in element:
        cleaned = clean(child) if local_name(child) in _allowed_below(tag) else None
        if cleaned is not None:
            copy.append(cleaned)
        if tag in _TEXTS:
            append_text(copy, child.tail or "")
    return copy


def _known(tag: str) -> bool:
    return tag in _CONTAINERS or tag in _SHAPES or tag in _TEXTS or tag in _GRADIENTS or tag in ("stop", "style")


def _allowed_below(tag: str) -> frozenset[str]:
    if tag in _CONTAINERS:
        return _CONTAINERS | _SHAPES | _GRADIENTS | {"text", "title", "desc", "style"}
    if tag in _GRADIENTS:
        return frozenset(("stop",))
    if tag in ("text", "tspan", "textPath"):
        return frozenset(("tspan", "textPath"))
    return frozenset(("title", "desc")) if tag in _SHAPES else frozenset()


def _attributes(element: Element, tag: str) -> dict[str, str]:
    kept = {}
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2].rpartition(":")[2]
        if name == "href":
            if tag in _REFERRING and value.strip().startswith(
                ("#", "data:image/png", "data:image/jpeg", "data:image/gif")
            ):
                kept[XLINK_HREF] = value.strip()
        elif key.startswith("{") or _FETCHES.search(value):
            continue
        elif name in _ATTRIBUTES or name.startswith(_ATTRIBUTE_FAMILIES):
            kept[name] = value
    if tag == "svg":
        kept.pop("class", None)
    return kept
