"""Drawings made safe: SVG inside a chapter (``sanitise`` calls) and SVG files (``images`` calls).

What comes out holds shapes and text only: no script, no event, nothing that is fetched.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2

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
# What calls anything but these may fetch: url("http:..."), image-set("http:..." 1x), src(...), an escape of them.
_CALLED = re.compile(r"([\w-]+)\(\s*['\"]?(#?)|javascript:|@import|\\", re.IGNORECASE)
_HARMLESS = frozenset("rgb rgba hsl hsla matrix translate rotate scale skewx skewy calc".split())
_DEEPEST = 100
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
    return _copy(root, "") if root.tag == SVG + "svg" else None


def clean(drawing: Element) -> Element | None:
    """A safe copy of *drawing*, whose rules of style reach nothing outside it; ``None`` where nothing may stay.

    Raises RecursionError when it is nested more deeply than any drawing is, as :func:`clean_file` does.
    """
    css = "".join(style.text or "" for style in drawing.iter(f"{SVG}style"))
    own = f"s-{hashlib.sha256(css.encode('utf-8', 'replace')).hexdigest()[:8]}"
    copy = _copy(drawing, f".{own} ")
    if copy is not None and next(copy.iter(f"{SVG}style"), None) is not None:
        copy.set("class", own)
    return copy


def _copy(element: Element, scope: str, depth: int = 0) -> Element | None:
    if depth > _DEEPEST:
        raise RecursionError("a drawing is nested too deeply")
    tag = local_name(element)
    if not str(element.tag).startswith(SVG) or not _known(tag):
        return None
    copy = Element(SVG + ("g" if tag == "a" else tag), _attributes(element, tag))
    if not _REQUIRED.get(tag, set()) <= copy.attrib.keys():
        return None
    if tag in ("use", "image") and XLINK_HREF not in copy.attrib:
        return None
    if tag == "style":
        copy.text = _rules(element.text or "", scope)
        return copy if copy.text else None
    if tag in _TEXTS:
        copy.text = element.text
    for child in element:
        cleaned = _copy(child, scope, depth + 1) if local_name(child) in _allowed_below(tag) else None
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
        elif key.startswith("{") or _fetches(value):
            continue
        elif name in _ATTRIBUTES or name.startswith(_ATTRIBUTE_FAMILIES):
            kept[name] = value
    if tag == "svg":
        kept.pop("class", None)
    return kept


def _fetches(value: str) -> bool:
    """Whether *value*, an attribute or a declaration, may ask for something outside the drawing."""
    for call in _CALLED.finditer(value):
        name = (call[1] or "").lower()
        if name not in _HARMLESS and not (name == "url" and call[2]):
            return True
    return False


def _rules(css: str, scope: str) -> str:
    """The rules of *css* that fetch nothing, every selector below *scope*; rules that begin with ``@`` go."""
    kept = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selectors = ",".join(scope + selector for selector in _selectors(rule.prelude))
            written = ";".join(_declarations(rule.content))
            kept.append(f"{selectors}{{{written}}}" if selectors and written else "")
    return "".join(kept)


def _selectors(prelude: list[Any]) -> list[str]:
    """The selectors that commas part; none where one of them is beyond us."""
    runs: list[list[Any]] = [[]]
    for node in prelude:
        if node == ",":
            runs.append([])
        elif node.type != "comment":
            runs[-1].append(node)
    selectors = [tinycss2.serialize(run).strip() for run in runs]
    return selectors if all(re.fullmatch(r"[\w\s.#*>+~:()-]+", selector) for selector in selectors) else []


def _declarations(content: list[Any]) -> list[str]:
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    written = [(node.name, tinycss2.serialize(node.value).strip()) for node in nodes if node.type == "declaration"]
    return [f"{name}:{value}" for name, value in written if not _fetches(value)]
