"""The style of a drawing: rules and values that fetch nothing.  ``svg`` calls it for ``style`` and every attribute."""

import itertools
import re
from typing import Any

import tinycss2

# What calls anything but these may fetch: url("http:..."), image-set("http:..." 1x), src(...), an escape of them.
_CALLED = re.compile(r"([\w-]+)\(\s*['\"]?(#?)|javascript:|@import|\\", re.IGNORECASE)
_HARMLESS = frozenset((
    *"rgb rgba light-dark hsl hsla hwb lab lch oklab oklch color color-mix var calc min max clamp".split(),
    *"matrix translate translatex translatey rotate scale scalex scaley skew skewx skewy".split(),
    *"blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia".split(),
    *"circle ellipse inset path polygon rect xywh".split(),
))  # fmt: skip
# Selectors as CSS 2 has them, with attributes, and one level of what stands in brackets.
_NAME = r"-{0,2}(?:[^\W\d]|\\.)(?:[\w-]|\\.)*"
_SIMPLE = rf"""[#.]{_NAME}|\[\s*{_NAME}\s*(?:[~|^$*]?=\s*(?:{_NAME}|"[^"\\]*"|'[^'\\]*')\s*)?\]|::?{_NAME}"""
_INNER = rf"(?:(?:{_NAME}|\*)(?:{_SIMPLE})*|(?:{_SIMPLE})+)"
_WITH = rf"(?:{_SIMPLE})(?:\(\s*(?:{_INNER}(?:\s*,\s*{_INNER})*|[+-]?\d*n?(?:\s*[+-]\s*\d+)?)\s*\))?"
_COMPOUND = rf"(?:(?:{_NAME}|\*)(?:{_WITH})*|(?:{_WITH})+)"
_SELECTOR = rf"{_COMPOUND}(?:(?:\s*[>+~]\s*|\s+){_COMPOUND})*"  # compiled where it is needed
_SUBJECT = rf"(?:{_COMPOUND}(?:\s*[>+~]\s*|\s+))*({_NAME}|\*|)(?:{_WITH})*"  # the name that its last part begins with
_PAIR = re.compile(r"light-dark\(", re.IGNORECASE)
_SIGNS = frozenset(",/+-*")  # of values, beside words and numbers


def by_light(css: str) -> str:
    """*css* with the first colour of each ``light-dark()``: print and old readers know none of the two."""
    return tinycss2.serialize(_by_light(tinycss2.parse_component_value_list(css))) if _PAIR.search(css) else css


def _by_light(nodes: list[Any]) -> list[Any]:
    lit: list[Any] = []
    for node in nodes:
        if node.type == "function" and node.lower_name == "light-dark":
            light = list(itertools.takewhile(lambda argument: argument != ",", node.arguments))
            lit += [argument for argument in _by_light(light) if argument.type != "whitespace"]
            continue
        for inner in ("arguments", "content"):
            if hasattr(node, inner):
                setattr(node, inner, _by_light(getattr(node, inner)))
        lit.append(node)
    return lit


def fetches(value: str) -> bool:
    """Whether *value*, an attribute or a declaration, may ask for something outside the drawing."""
    for call in _CALLED.finditer(value):
        name = (call[1] or "").lower()
        if name not in _HARMLESS and not (name == "url" and call[2]):
            return True
    return False


def rules(css: str, own: str) -> str:
    """The rules of *css* that fetch nothing, for elements of the class *own* if any; rules that begin with ``@`` go."""
    kept = []
    for rule in tinycss2.parse_stylesheet(by_light(css), skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selectors = ",".join(_for(own, each) if own else each for each in _selectors(rule.prelude))
            written = declarations(rule.content)
            kept.append(f"{selectors}{{{written}}}" if selectors and written else "")
    return "".join(kept)


def _for(own: str, selector: str) -> str:
    """*selector* for elements of the class *own*, not for what is below one: what ``use`` repeats is below none."""
    subject = re.fullmatch(_SUBJECT, selector, re.DOTALL)
    end = subject.end(1) if subject else 0
    return f"{selector[:end]}.{own}{selector[end:]}".replace(":root", f".{own}-root")


def declarations(content: str | list[Any]) -> str:
    """Those of *content*, a rule's or a ``style`` attribute's, that are well-formed and fetch nothing."""
    return ";".join(
        f"{node.name}:{tinycss2.serialize(node.value).strip()}{'!important' if node.important else ''}"
        for node in _nodes(content)
        if _is_kept(node)
    )


def unkept(content: str | list[Any]) -> set[str]:
    """The properties of the other ones."""
    return {getattr(node, "name", "an error") for node in _nodes(content) if not _is_kept(node)}


def lost(css: str) -> set[str]:
    """What of *css* :func:`rules` leaves out, by name: ``@media``, a selector, a property."""
    names = set()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "namespace"):
            names.add(f"@{rule.at_keyword}")
        elif rule.type == "qualified-rule" and not _selectors(rule.prelude):
            names.add(tinycss2.serialize(rule.prelude).strip() or "{}")
        elif rule.type == "error":
            names.add("an error")
        elif rule.type == "qualified-rule":
            names |= unkept(rule.content)
    return names


def _selectors(prelude: list[Any]) -> list[str]:
    """The selectors that commas part; none where one of them is beyond us."""
    runs: list[list[Any]] = [[]]
    for node in prelude:
        if node == ",":
            runs.append([])
        elif node.type != "comment":
            runs[-1].append(node)
    selectors = [tinycss2.serialize(run).strip() for run in runs]
    return selectors if all(re.fullmatch(_SELECTOR, selector) for selector in selectors) else []


def _nodes(content: str | list[Any]) -> list[Any]:
    nodes: list[Any] = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return nodes


def _is_kept(node: Any) -> bool:
    if node.type != "declaration" or fetches(tinycss2.serialize(node.value)):
        return False
    return bool(tinycss2.serialize(node.value).strip()) and all(map(_is_well_formed, node.value))


def _is_well_formed(node: Any) -> bool:
    if node.type == "literal":
        return node.value in _SIGNS
    return node.type not in ("error", "{} block", "[] block", "at-keyword") and all(
        map(_is_well_formed, getattr(node, "arguments", getattr(node, "content", ())))
    )
