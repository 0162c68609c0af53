"""Drawings made safe: SVG inside a chapter (``sanitise`` calls) and SVG files (``images`` calls).

What comes out holds shapes, filters and text only, words of HTML inside it too: no script, no event, nothing that is
fetched, nothing that moves.  ``svg_losses`` says what that took away.
"""

import hashlib
import re
from xml.etree.ElementTree import Element

from bookmaker.manuscript import svg_links, svg_styles, svg_words
from bookmaker.notation import is_language
from bookmaker.xhtml import SVG, XLINK_HREF, add_class, append_text, local_name, make

_CONTAINERS = frozenset("svg g defs symbol marker pattern mask clipPath switch a".split())
_SHAPES = frozenset("path rect circle ellipse line polyline polygon use image".split())
_TEXTS = frozenset("text tspan textPath title desc".split())
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_OTHERS = frozenset(("stop", "style", "foreignObject"))
_FUNCTIONS = frozenset("feFuncA feFuncB feFuncG feFuncR".split())
_LIGHTS = frozenset("feDistantLight fePointLight feSpotLight".split())
_PRIMITIVES = frozenset("fe" + name for name in (
    "Blend ColorMatrix ComponentTransfer Composite ConvolveMatrix DiffuseLighting DisplacementMap DropShadow Flood "
    "GaussianBlur Image Merge Morphology Offset SpecularLighting Tile Turbulence".split()
))  # fmt: skip
_FILTERS = _PRIMITIVES | _FUNCTIONS | _LIGHTS | {"filter", "feMergeNode"}
_UNSTYLED = _FUNCTIONS | _LIGHTS | {"feMergeNode", "style", "title", "desc"}  # no class, in SVG 1.1, or nothing to see
_KNOWN = _CONTAINERS | _SHAPES | _TEXTS | _GRADIENTS | _OTHERS | _FILTERS
MOVING = frozenset("animate animateMotion animateTransform discard mpath set".split())
ELEMENTS = _KNOWN | MOVING | {"cursor", "metadata", "script", "view"}  # those that no book may hold too
_ADJUSTED = {"fedropshadow": "feDropShadow"}  # which HTML's parser does not know how to write
_BELOW = {
    **dict.fromkeys(_CONTAINERS, _CONTAINERS | _SHAPES | _GRADIENTS
                    | {"text", "title", "desc", "style", "foreignObject", "filter"}),
    **dict.fromkeys(_GRADIENTS, frozenset(("stop",))),
    **dict.fromkeys(("text", "tspan", "textPath"), frozenset(("a", "tspan", "textPath"))),
    **dict.fromkeys(_SHAPES, frozenset(("title", "desc"))),
    "filter": _PRIMITIVES,
    "feMerge": frozenset(("feMergeNode",)),
    "feComponentTransfer": _FUNCTIONS,
    **dict.fromkeys(("feDiffuseLighting", "feSpecularLighting"), _LIGHTS),
}  # fmt: skip
_REFERRING = frozenset(("use", "image", "feImage", "textPath", *_GRADIENTS, "pattern"))
SHOWING = ("use", "image", "feImage")  # nothing without what they refer to
_OUTLINES = {"path": "d", "polyline": "points", "polygon": "points"}  # what they do not draw without
# What SVG 2 takes for granted and SVG 1.1, by which EPUBCheck judges, wants written; a style overrides it.
_ASSUMED = {
    "rect": {"width": "0", "height": "0"}, "circle": {"r": "0"}, "stop": {"offset": "0"},
}  # fmt: skip
_ATTRIBUTES = frozenset(
    "viewBox preserveAspectRatio d points transform x y x1 x2 y1 y2 cx cy r rx ry width height fx fy fr dx dy offset "
    "gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform clipPathUnits "
    "maskUnits maskContentUnits refX refY markerWidth markerHeight markerUnits orient pathLength fill stroke opacity "
    "color clip-path mask filter marker marker-start marker-end marker-mid version display visibility "
    "systemLanguage requiredExtensions textLength lengthAdjust rotate startOffset method spacing direction "
    "unicode-bidi writing-mode baseline-shift alignment-baseline shape-rendering image-rendering color-rendering "
    "color-interpolation color-interpolation-filters".split()
)
_ATTRIBUTE_FAMILIES = ("fill-", "stroke-", "stop-", "dominant-", "clip-", "letter-", "text-", "word-", "font-",
                       "flood-", "lighting-")  # fmt: skip
_OF_FILTERS = frozenset(
    "filterUnits primitiveUnits in in2 result type values mode operator k1 k2 k3 k4 stdDeviation edgeMode order "
    "kernelMatrix divisor bias targetX targetY preserveAlpha radius scale xChannelSelector yChannelSelector "
    "baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent surfaceScale "
    "diffuseConstant specularConstant specularExponent limitingConeAngle azimuth elevation z pointsAtX pointsAtY "
    "pointsAtZ".split()
)
_CHOICES = {"xml:space": ("default", "preserve"), "aria-hidden": ("true",), "role": ("img", "presentation", "none")}
_WORDS = frozenset(("id", "class", "aria-label"))  # of which nobody asks what they say: f(x) is no call there
_CLIPPING = frozenset("svg symbol marker pattern image".split())  # where ``overflow`` says something
_STYLES = frozenset("transform-origin vector-effect paint-order".split())  # attributes in SVG 2 only
_XML = "{http://www.w3.org/XML/1998/namespace}"
_XLINK = XLINK_HREF.removesuffix("href")
_BARE = re.compile(r"(?<![\w.#-])[+-]?(\d+\.?\d*|\.\d+)(?![\w.%])")  # a number without a unit, as no style has it
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,6})?")
_DEEPEST = 100
PICTURES = ("data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif")
_MISSPELT = re.compile("^data:image/jpg")


def clean_file(drawing: Element) -> Element | None:
    """A safe copy of *drawing*, all that a file holds; its ids are names in XML, each of one part.

    *drawing* itself keeps only what may be shown of its choices.
    """
    svg_words.settle_choices(drawing)
    copy = _copy(drawing, "")
    if copy is not None:
        svg_links.name_parts(copy)
        svg_links.settle(copy)
    return copy


def clean(drawing: Element) -> Element | None:
    """A safe copy of *drawing*, whose rules of style reach nothing outside it; ``None`` where nothing may stay.

    *drawing* itself keeps only what may be shown of its choices.

    Raises RecursionError when it is nested more deeply than any drawing is, as :func:`clean_file` does.
    """
    svg_words.settle_choices(drawing)
    css = "".join(style.text or "" for style in drawing.iter(f"{SVG}style"))
    own = f"s-{hashlib.sha256(css.encode('utf-8', 'replace')).hexdigest()[:8]}"
    copy = _copy(drawing, own)
    if copy is None:
        return None
    if next(copy.iter(f"{SVG}style"), None) is not None:
        for element in copy.iter():
            if local_name(element) not in _UNSTYLED:
                add_class(element, own)
        if ":root" in css:
            add_class(copy, f"{own}-root")
    _describe(drawing, copy)
    svg_links.settle(copy)
    return copy


def _describe(drawing: Element, copy: Element) -> None:
    """What ARIA says that *drawing* shows is its title, unless it has another: then both stay."""
    named = {element.get("id"): svg_words.in_line(element) for element in drawing.iter()}
    of_others = (named.get(key, "") for key in drawing.get("aria-labelledby", "").split())
    label = " ".join((copy.attrib.pop("aria-label", "") or " ".join(of_others)).split())
    title = copy.find(f"{SVG}title")
    if not label:
        return
    if title is None or not (title.text or "").strip():
        copy.insert(0, make(f"{SVG}title", {}, label))
    elif label != " ".join((title.text or "").split()):
        copy.set("aria-label", label)


def _copy(element: Element, own: str, depth: int = 0, in_text: bool = False) -> Element | None:
    if depth > _DEEPEST:
        raise RecursionError("a drawing is nested too deeply")
    tag = _ADJUSTED.get(local_name(element), local_name(element))
    if not str(element.tag).startswith(SVG) or tag not in _KNOWN:
        return None
    if tag == "foreignObject":
        return _label(element)
    written = ("tspan" if in_text else "g") if tag == "a" else tag
    copy = Element(SVG + written, _attributes(element, tag))
    if tag in SHOWING and XLINK_HREF not in copy.attrib:
        return None
    if tag in _OUTLINES and not {_OUTLINES[tag], "style"} & copy.attrib.keys():
        return None
    if tag == "style":
        copy.text = svg_styles.rules("".join(element.itertext()), own)
        return copy if copy.text else None
    if written in _TEXTS:
        copy.text = element.text
    for child in element:
        allowed = _ADJUSTED.get(local_name(child), local_name(child)) in _BELOW.get(written, ())
        cleaned = _copy(child, own, depth + 1, written in _TEXTS) if allowed else None
        if cleaned is not None:
            copy.append(cleaned)
        if written == "tspan" and len(copy) and child.tail:  # print forgets words behind a part of a part
            copy.append(make(f"{SVG}tspan", {}, child.tail))
        elif written in _TEXTS:
            append_text(copy, child.tail or "")
    return copy


def _label(element: Element) -> Element | None:
    """The words of a ``foreignObject``, as the diagrams that tools draw have them, at its place."""
    if not svg_words.in_line(element):
        return None
    place = {key: value for key in ("x", "y") if _NUMBER.fullmatch(value := element.get(key, ""))}
    label = Element(f"{SVG}text", {**place, "dy": "1em"})
    svg_words.set_label(element, label, 0)
    return label


def _attributes(element: Element, tag: str) -> dict[str, str]:
    kept = dict(_ASSUMED.get(tag, {}))
    moved = ""
    for key, value in element.attrib.items():
        name = key.replace(_XML, "xml:").replace(_XLINK, "xlink:")
        if name in ("href", "xlink:href"):
            if tag in _REFERRING and value.strip().startswith(("#", *PICTURES)):
                kept[XLINK_HREF] = _MISSPELT.sub("data:image/jpeg", value.strip())
        elif name == "xml:lang" and is_language(value):
            kept[f"{_XML}lang"] = value
        elif name == "lang" and is_language(value):
            kept.setdefault(f"{_XML}lang", value)
        elif name not in _WORDS and svg_styles.fetches(value):
            if name in svg_links.PROPERTIES:  # as a browser paints what it does not find
                kept[name] = "none"
        elif name in _STYLES:
            moved += f"{name}:" + _BARE.sub(r"\g<0>px", value) + ";"
        elif _is_kept(name, value, tag):
            kept[name.replace("xml:", _XML)] = svg_styles.by_light(value)
    style = moved + svg_styles.by_light(element.get("style", ""))
    if style := svg_styles.declarations(style) if svg_styles.unkept(style) else style:
        kept["style"] = style
    if tag == "ellipse":  # one radius stands for both
        kept = {"rx": kept.get("ry", "0"), "ry": kept.get("rx", "0"), **kept}
    return kept


def _is_kept(name: str, value: str, tag: str) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name in _WORDS:
        return bool(value.strip())
    if name == "overflow":
        return tag in _CLIPPING
    return paints(name) or (tag in _FILTERS and name in _OF_FILTERS)


def paints(name: str) -> bool:
    """Whether the attribute *name* may change what is seen of an element."""
    return name in _ATTRIBUTES or name.startswith(_ATTRIBUTE_FAMILIES)
