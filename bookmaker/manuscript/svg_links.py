"""What one part of a drawing refers to in another: what a browser would follow stays.  ``svg`` calls it.

SVG 2: a gradient takes its stops from a gradient, ``clip-path`` names a ``clipPath``; EPUBCheck refuses the rest.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker import drawings
from bookmaker.xhtml import SVG, XLINK_HREF, Ids, local_name, replace, xml_id

_OUTLINES = frozenset("circle ellipse line path polygon polyline rect".split())
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_GROUPS = frozenset("g image svg switch symbol text use".split())
_BY_ADDRESS = {
    "linearGradient": _GRADIENTS,
    "radialGradient": _GRADIENTS,
    "pattern": frozenset(("pattern",)),
    "textPath": _OUTLINES,
    "feImage": _OUTLINES | _GROUPS,
    "use": _OUTLINES | _GROUPS,
}
PROPERTIES = {
    "fill": _GRADIENTS | {"pattern"},
    "stroke": _GRADIENTS | {"pattern"},
    "clip-path": frozenset(("clipPath",)),
    "mask": frozenset(("mask",)),
    "marker": frozenset(("marker",)),
    "marker-start": frozenset(("marker",)),
    "marker-mid": frozenset(("marker",)),
    "marker-end": frozenset(("marker",)),
    "filter": frozenset(("filter",)),
}
# A declaration, as an attribute's or a rule's text has it: its property, the id, what stands in for that.
_USE = re.compile(r"(?P<name>[\w-]+)\s*:\s*url\(\s*['\"]?#(?P<id>[^'\")]*?)['\"]?\s*\)(?P<otherwise>[^;}]*)")


def name_parts(drawing: Element) -> None:
    """Give every id in *drawing*, a file's, a name that XML allows and no other has; what refers to it follows.

    The first of several that share an id is the one that others mean, as it is in browsers.
    """
    ids = Ids(())
    named: dict[str, str] = {}
    for element in drawing.iter():
        if written := element.get("id"):
            element.set("id", ids.take(xml_id(written)))
            named.setdefault(written, element.attrib["id"])
    drawings.follow(drawing, named)


def settle(drawing: Element) -> None:
    """Take out of *drawing* what refers to nothing, to something of another kind, or to what holds it."""
    named: dict[str, Element] = {}
    for element in drawing.iter():
        if "id" in element.attrib:
            named.setdefault(element.attrib["id"], element)
    for parent in list(drawing.iter()):
        for element in list(parent):
            target = element.get(XLINK_HREF, "")
            if target.startswith("#") and not _may_refer(element, named.get(drawings.named(named, target[1:]))):
                _unlink(element, parent)
    for element in drawing.iter():
        for key, value in element.attrib.items():
            if key in PROPERTIES and "url(" in value:
                element.set(key, _settled(f"{key}:{value}", named).partition(":")[2])
            elif key == "style" and "url(" in value:
                element.set(key, _settled(value, named))
        if element.tag == f"{SVG}style":
            element.text = _settled(element.text or "", named)


def _may_refer(element: Element, target: Element | None) -> bool:
    if target is None or local_name(target) not in _BY_ADDRESS.get(local_name(element), ()):
        return False
    return all(below is not element for below in target.iter())


def _unlink(element: Element, parent: Element) -> None:
    """Text along a path that is not there stays, straight."""
    if local_name(element) == "textPath":
        element.tag = f"{SVG}tspan"
        del element.attrib[XLINK_HREF]
    elif local_name(element) in ("use", "feImage"):
        replace(parent, element, None)
    else:
        del element.attrib[XLINK_HREF]


def _settled(declarations: str, named: dict[str, Element]) -> str:
    def settled(found: re.Match[str]) -> str:
        target = named.get(drawings.named(named, found["id"]))
        if target is not None and local_name(target) in PROPERTIES.get(found["name"].lower(), ()):
            return found[0]
        return f"{found['name']}:{found['otherwise'].strip() or 'none'}"

    return _USE.sub(settled, declarations)
