"""SVG drawings as every layer knows them: where they are, what stands for them in words, and how ids are followed.

``manuscript`` and ``book`` call :func:`follow` when ids change: of files there, of chapters here.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import tinycss2

from bookmaker.xhtml import SVG, XLINK_HREF

_URL_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+?)['\"]?\s*\)")


def outermost(section: Element) -> Iterator[Element]:
    """The drawings in *section* that are not part of another."""
    for element in section:
        if element.tag == f"{SVG}svg":
            yield element
        else:
            yield from outermost(element)


def title(drawing: Element) -> str:
    """The words that stand for *drawing*; empty where there are none."""
    return " ".join((drawing.findtext(f"{SVG}title") or "").split())


def is_decorative(drawing: Element) -> bool:
    """Whether its author says that *drawing* shows nothing."""
    return drawing.get("aria-hidden") == "true" or drawing.get("role") in ("presentation", "none")


def follow(drawing: Element, ids: Mapping[str, str]) -> None:
    """What refers inside *drawing* to an id among the keys of *ids* refers to that key's value."""
    renamed = {old: new for old, new in ids.items() if old != new}
    if not renamed:
        return

    def new(fragment: str) -> str:
        return "#" + renamed.get(named(renamed, fragment), fragment)

    def new_url(found: re.Match[str]) -> str:
        return f"url({new(found[1])})"

    for element in drawing.iter():
        for key, value in element.attrib.items():
            if key == XLINK_HREF and value.startswith("#"):
                element.set(key, new(value[1:]))
            elif "url(" in value:
                element.set(key, _URL_REFERENCE.sub(new_url, value))
        if element.tag == f"{SVG}style" and element.text:
            element.text = _URL_REFERENCE.sub(new_url, _with_selectors(element.text, renamed))


def named(ids: Container[str], fragment: str) -> str:
    """The one of *ids* that *fragment*, as an address has it, names: as it is written, else decoded."""
    return next((written for written in (fragment, unquote(fragment)) if written in ids), "")


def _with_selectors(css: str, renamed: Mapping[str, str]) -> str:
    rules = tinycss2.parse_stylesheet(css)
    for rule in rules:
        if rule.type == "qualified-rule":
            _rename(rule.prelude, renamed)
    return str(tinycss2.serialize(rules))


def _rename(selector: Iterable[Any], renamed: Mapping[str, str]) -> None:
    for node in selector:
        if node.type == "hash" and node.value in renamed:
            node.value, node.is_identifier = renamed[node.value], True
        elif node.type == "function":
            _rename(node.arguments, renamed)
