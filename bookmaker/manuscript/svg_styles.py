"""The style of a drawing: rules and values that fetch nothing.  ``svg`` calls it for ``style`` and every attribute."""

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
_SELECTOR = re.compile(r"""[\w\s.*>+~:()\[\]="'^$|-]*""")
_ID = re.compile(r"#(\\.|[\w-])+")  # which is written anew when it has an escape


def fetches(value: str) -> bool:
    """Whether *value*, an attribute or a declaration, may ask for something outside the drawing."""
    for call in _CALLED.finditer(value):
        name = (call[1] or "").lower()
        if name not in _HARMLESS and not (name == "url" and call[2]):
            return True
    return False


def rules(css: str, scope: str) -> str:
    """The rules of *css* that fetch nothing, every selector below *scope*; rules that begin with ``@`` go."""
    kept = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selectors = ",".join(scope + selector for selector in _selectors(rule.prelude))
            written = declarations(rule.content)
            kept.append(f"{selectors}{{{written}}}" if selectors and written else "")
    return "".join(kept)


def declarations(content: str | list[Any]) -> str:
    """Those of *content*, a rule's or a ``style`` attribute's, that fetch nothing."""
    return ";".join(f"{name}:{value}" for name, value in _properties(content).items() if not fetches(value))


def lost(css: str) -> set[str]:
    """What of *css* :func:`rules` leaves out, by name: ``@media``, a selector, a property."""
    names = set()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "namespace"):
            names.add(f"@{rule.at_keyword}")
        elif rule.type == "qualified-rule" and not _selectors(rule.prelude):
            names.add(tinycss2.serialize(rule.prelude).strip())
        elif rule.type == "qualified-rule":
            names |= set(_properties(rule.content)) - set(_properties(declarations(rule.content)))
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
    return selectors if all(_SELECTOR.fullmatch(_ID.sub("", selector)) for selector in selectors) else []


def _properties(content: str | list[Any]) -> dict[str, str]:
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return {node.name: tinycss2.serialize(node.value).strip() for node in nodes if node.type == "declaration"}
