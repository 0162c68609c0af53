"""Which attributes an author's HTML may keep: ``sanitise`` asks once for each element.

The rules are HTML's own as EPUB 3.3 takes them; whatever runs, fetches or restyles the reader is left out.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2

from bookmaker.notation import is_language

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STYLES = frozenset(
    "text-align text-indent font-style font-weight font-variant text-decoration text-transform vertical-align "
    "margin margin-left margin-right margin-top margin-bottom width list-style-type break-before break-after".split()
)
_UNSAFE_VALUE = re.compile(r"url\(|expression|javascript:|[@{}\\<>]", re.IGNORECASE)
_SOURCE = re.compile(r"https://[\w.~:/?#@!$&'()*+,;=%-]+")


def _matching(pattern: str) -> Callable[[str], bool]:
    return re.compile(pattern).fullmatch  # type: ignore[return-value]


_ANY = _matching(r"(?s).*")
_COUNT = _matching(r"[1-9]\d{0,3}")
_NUMBER = _matching(r"-?\d{1,9}")
_SHOWS_NOTHING = _matching("presentation|none")
_DATE = _matching(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_DAY = _matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")

# Element -> attribute -> whether a value will do.
_PLAYED = {"src": _ANY, "preload": _matching("none|metadata|auto"), "loop": _ANY}
_OWN: dict[str, dict[str, Callable[[str], bool]]] = {
    "audio": _PLAYED,
    "video": {**_PLAYED, "poster": _ANY, "muted": _ANY, "width": _COUNT, "height": _COUNT},
    "source": {"src": _ANY},
    "track": {
        "src": _ANY,
        "kind": _matching("captions|subtitles|descriptions|chapters"),
        "srclang": is_language,
        "label": _matching("(?s).+"),
        "default": _ANY,
    },
    "a": {"href": _ANY},
    "img": {"role": _SHOWS_NOTHING, "src": _ANY, "alt": _ANY, "data-caption": _ANY},
    "table": {"role": _SHOWS_NOTHING},
    "pre": {"data-number": _matching(r"\d{1,6}")},
    "td": {"colspan": _COUNT, "rowspan": _COUNT},
    "th": {"colspan": _COUNT, "rowspan": _COUNT, "scope": _matching("row|col|rowgroup|colgroup")},
    "col": {"span": _COUNT},
    "colgroup": {"span": _COUNT},
    "ol": {"start": _NUMBER, "type": _matching("[1aAiI]"), "reversed": _ANY},
    "li": {"value": _NUMBER},
    "blockquote": {"cite": _SOURCE.fullmatch},  # type: ignore[dict-item]
    "q": {"cite": _SOURCE.fullmatch},  # type: ignore[dict-item]
    "ins": {"datetime": _DAY},
    "del": {"datetime": _DAY},
    "time": {"datetime": _DATE},
    "data": {"value": _ANY},
    "details": {"open": _ANY},
    "input": {"type": _matching("checkbox"), "checked": _ANY, "disabled": _ANY},
    "bdo": {"dir": _matching("ltr|rtl")},
}
_UNSEEN = frozenset(("source", "track"))  # which have no attributes but their own
_BOOLEAN = frozenset(("checked", "default", "disabled", "loop", "muted", "open", "reversed"))
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)(%|px|em|rem|ex|ch|cm|mm|in|pt|pc)?")
_ALIGN = _matching("left|right|center")
_GLOBAL: dict[str, Callable[[str], bool]] = {
    "title": _ANY,
    "dir": _matching("ltr|rtl|auto"),
    "aria-hidden": _matching("true"),
    "data-line": _matching(r"\d{1,9}"),
    # The reader's own, which later steps resolve.
    **dict.fromkeys(
        (
            "data-callout",
            "data-cite",
            "data-index",
            "data-label",
            "data-not",
            "data-only",
            "data-range",
            "data-ref",
            "data-see",
            "data-seealso",
            "data-sort",
            "data-wikilink",
        ),
        _ANY,
    ),
}


def allowed_attributes(element: Element, tag: str) -> dict[str, str]:
    """The attributes of *element*, written out as *tag*, that a book may keep, each made well-formed."""
    kept: dict[str, str] = {}
    if not element.attrib:
        return kept
    if tag in _UNSEEN:
        given = {name: value for name, value in element.attrib.items() if name in _OWN[tag]}
    else:
        given = dict(element.attrib)
    given.setdefault("lang", given.get("xml:lang", given.get(_XML_LANG, "")))
    if tag == "a":
        given.setdefault("id", given.get("name", ""))
    for name, value in given.items():
        stripped = value.strip()
        if name == "id" and stripped:
            kept["id"] = re.sub(r"\s+", "-", stripped)
        elif name == "class" and stripped:
            kept["class"] = " ".join(stripped.split())
        elif name == "lang" and is_language(stripped):
            kept["lang"] = kept[_XML_LANG] = stripped
        elif tag == "img" and name in ("width", "height") and (size := _LENGTH.fullmatch(stripped)):
            _add_style(kept, f"{name}: {size[1]}{size[2] or 'px'}")
        elif name == "style":
            _keep_style(stripped, kept)
        elif name in ("align", "valign") and tag != "img" and _ALIGN(stripped):
            kept["style"] = f"text-align: {stripped}"
        elif (rule := _OWN.get(tag, {}).get(name) or _GLOBAL.get(name)) and rule(stripped):
            kept[name] = name if name in _BOOLEAN else stripped
    return kept


def _keep_style(value: str, kept: dict[str, str]) -> None:
    """Text alignment becomes what it was meant as; of the rest, what cannot break a page or a reader."""
    declarations = [written for _, written in _declarations(value) if written]
    if declarations:
        _add_style(kept, "; ".join(declarations))


def lost_styles(value: str) -> list[str]:
    """The properties in *value*, of a ``style`` attribute, that a book does not keep."""
    return [name for name, written in _declarations(value) if not written]


def _declarations(value: str) -> Iterator[tuple[str, str]]:
    """Each property in *value* with its declaration as it may stay, which is empty where it may not."""
    for node in tinycss2.parse_blocks_contents(value, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            written = tinycss2.serialize(node.value).strip()
            fit = node.lower_name in _STYLES and not _UNSAFE_VALUE.search(written) and _is_complete(node.value)
            yield node.lower_name, f"{node.lower_name}: {written}" if fit and written else ""


def _is_complete(value: list[Any]) -> bool:
    """Whether nothing in *value* was left open, a quotation mark say: browsers close it, EPUBCheck does not."""
    return all(
        node.type != "error" and _is_complete(getattr(node, "arguments", None) or getattr(node, "content", None) or [])
        for node in value
    )


def _add_style(kept: dict[str, str], declarations: str) -> None:
    kept["style"] = f"{kept['style']}; {declarations}" if "style" in kept else declarations
