"""Drawings made safe: SVG inside a chapter (``sanitise`` calls) and SVG files (``images`` calls).

What comes out holds shapes and text only, words of HTML inside it too: no script, no event, nothing that is fetched.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2

from bookmaker.manuscript import svg_links
from bookmaker.xhtml import BLOCKS, SVG, XLINK_HREF, append_text, local_name, make

_CONTAINERS = frozenset("svg g defs symbol marker pattern mask clipPath switch a".split())
_SHAPES = frozenset("path rect circle ellipse line polyline polygon use image".split())
_TEXTS = frozenset("text tspan textPath title desc".split())
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_OTHERS = frozenset(("stop", "style", "foreignObject"))
ELEMENTS = frozenset((  # those that no book may hold too
    *_CONTAINERS, *_SHAPES, *_TEXTS, *_GRADIENTS, *_OTHERS,
    *"animate animateMotion animateTransform cursor filter metadata mpath script set view".split(),
    *("fe" + name for name in "Blend ColorMatrix ComponentTransfer Composite ConvolveMatrix DiffuseLighting "
      "DisplacementMap DistantLight DropShadow Flood FuncA FuncB FuncG FuncR GaussianBlur Image Merge MergeNode "
      "Morphology Offset PointLight SpecularLighting SpotLight Tile Turbulence".split()),
))  # fmt: skip
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
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,6})?")
_DEEPEST = 100
_LONGEST_EXCERPT = 60  # characters
_WORDLESS = ("", "metadata", "script", "style", "template")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)


def clean_file(content: bytes) -> Element | None:
    """The drawing in *content*, an SVG file, made safe; ``None`` when it is not one."""
    if len(content) > 20_000_000:
        return None
    try:
        if b"<!ENTITY" in content:  # Adobe Illustrator's namespaces
            content = _expanded(content)
        root = ET.fromstring(_DOCTYPE.sub(b"", content, count=1))
    except (SyntaxError, ValueError):
        return None
    if root.tag == "svg":  # the namespace forgotten, as hand-written files do
        for element in root.iter():
            if isinstance(element.tag, str) and not element.tag.startswith("{"):
                element.tag = SVG + element.tag
    copy = _copy(root, "") if root.tag == SVG + "svg" else None
    if copy is not None:
        svg_links.settle(copy)
    return copy


def _expanded(content: bytes) -> bytes:
    """*content* with what stands for its entities in their places, and no doctype.

    libxml2 follows none that leads outside, nor itself, and lets them make no more than a megabyte, or five times what
    was there.  Raises SyntaxError for these.
    """
    from lxml import etree  # noqa: PLC0415 - few drawings have entities

    internal: Any = "internal"  # which lxml-stubs do not know
    parser = etree.XMLParser(resolve_entities=internal, no_network=True, load_dtd=False)
    return etree.tostring(etree.fromstring(content, parser))


def clean(drawing: Element) -> Element | None:
    """A safe copy of *drawing*, whose rules of style reach nothing outside it; ``None`` where nothing may stay.

    Raises RecursionError when it is nested more deeply than any drawing is, as :func:`clean_file` does.
    """
    css = "".join(style.text or "" for style in drawing.iter(f"{SVG}style"))
    own = f"s-{hashlib.sha256(css.encode('utf-8', 'replace')).hexdigest()[:8]}"
    copy = _copy(drawing, f".{own} ")
    if copy is not None and next(copy.iter(f"{SVG}style"), None) is not None:
        copy.set("class", own)
    if copy is not None:
        svg_links.settle(copy)
    return copy


def _copy(element: Element, scope: str, depth: int = 0, in_text: bool = False) -> Element | None:
    if depth > _DEEPEST:
        raise RecursionError("a drawing is nested too deeply")
    tag = local_name(element)
    if not str(element.tag).startswith(SVG) or not _known(tag):
        return None
    if tag == "foreignObject":
        return _label(element)
    written = ("tspan" if in_text else "g") if tag == "a" else tag
    copy = Element(SVG + written, _attributes(element, tag))
    if not _REQUIRED.get(tag, set()) <= copy.attrib.keys():
        return None
    if tag in ("use", "image") and XLINK_HREF not in copy.attrib:
        return None
    if tag == "style":
        copy.text = _rules(element.text or "", scope)
        return copy if copy.text else None
    if written in _TEXTS:
        copy.text = element.text
    for child in element:
        allowed = local_name(child) in _allowed_below(written)
        cleaned = _copy(child, scope, depth + 1, written in _TEXTS) if allowed else None
        if cleaned is not None:
            copy.append(cleaned)
        if written in _TEXTS:
            append_text(copy, child.tail or "")
    return copy


def _label(element: Element) -> Element | None:
    """The words of a ``foreignObject``, as the diagrams that tools draw have them, on one line at its place."""
    words = " ".join("".join(_words(element)).split())
    place = {key: value for key in ("x", "y") if _NUMBER.fullmatch(value := element.get(key, ""))}
    return make(f"{SVG}text", {**place, "dy": "1em"}, words) if words else None


def _words(element: Element) -> Iterator[str]:
    if local_name(element) in _WORDLESS:
        return
    apart = " " if local_name(element) in ("br", *BLOCKS) else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    yield apart


def lost_words(drawing: Element, copy: Element) -> str:
    """The words of *drawing* that its safe *copy* does not hold."""
    written, kept = (" ".join(" ".join(_words(part)).split()) for part in (drawing, copy))
    if len(written.replace(" ", "")) == len(kept.replace(" ", "")):
        return ""
    pieces = (" ".join(piece.split()) for piece in _words(drawing))
    return " ".join(piece for piece in pieces if piece and piece not in kept)[:_LONGEST_EXCERPT] or "a repeated word"


def _known(tag: str) -> bool:
    return tag in _CONTAINERS | _SHAPES | _TEXTS | _GRADIENTS | _OTHERS


def _allowed_below(tag: str) -> frozenset[str]:
    if tag in _CONTAINERS:
        return _CONTAINERS | _SHAPES | _GRADIENTS | {"text", "title", "desc", "style", "foreignObject"}
    if tag in _GRADIENTS:
        return frozenset(("stop",))
    if tag in ("text", "tspan", "textPath"):
        return frozenset(("a", "tspan", "textPath"))
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
        elif key.startswith("{") or _fetches(value) or (name == "id" and not value.strip()):
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
