"""Formulas that an author wrote as MathML -> presentation MathML that EPUBCheck's schema accepts.

``sanitise`` calls :func:`clean`.  MathML 3, chapter 3; what is not presentation (content elements, actions, links,
colours, sizes) would run, fetch or restyle, or be shown by no reader.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from bookmaker.xhtml import MATHML, local_name

_TOKENS = frozenset("mi mn mo ms mtext".split())
_ROWS = frozenset("math mrow msqrt mstyle merror mpadded mphantom menclose mtd".split())
_ARGUMENTS = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
_TABLES = {"mtable": "mtr", "mtr": "mtd"}
_SCRIPTS = frozenset(("none", "mprescripts"))
_DEEPEST = 60
ELEMENTS = frozenset((  # those that no book may hold too
    *_TOKENS, *_ROWS, *_ARGUMENTS, *_TABLES, *_SCRIPTS,
    *"annotation annotation-xml maction mfenced mglyph mlabeledtr mmultiscripts mspace semantics".split(),
))  # fmt: skip


def _matching(pattern: str) -> Callable[[str], bool]:
    return re.compile(pattern).fullmatch  # type: ignore[return-value]


_BOOLEAN = _matching("true|false")
_LENGTH = _matching(r"-?\d+(\.\d+)?(em|ex|%)|0|thin|medium|thick|(very){0,2}(thin|medium|thick)mathspace")
_COLUMNS = _matching(r"((left|center|right)( |$)){1,40}")
_LINES = _matching(r"((none|solid|dashed)( |$)){1,40}")
_COUNT = _matching(r"[1-9]\d?")
_ATTRIBUTES: dict[str, dict[str, Callable[[str], bool]]] = {
    "math": {"display": _matching("block|inline"), "alttext": _matching(r"(?s).+")},
    "mo": {
        "form": _matching("prefix|infix|postfix"), "fence": _BOOLEAN, "separator": _BOOLEAN, "stretchy": _BOOLEAN,
        "symmetric": _BOOLEAN, "largeop": _BOOLEAN, "movablelimits": _BOOLEAN, "accent": _BOOLEAN,
        "lspace": _LENGTH, "rspace": _LENGTH, "maxsize": _matching(r"\d+(\.\d+)?em"), "minsize": _matching(r"\d+em"),
    },
    "mspace": {"width": _LENGTH, "height": _LENGTH, "depth": _LENGTH},
    "mfrac": {"linethickness": _matching(r"0|\d+(\.\d+)?(em|ex)|thin|medium|thick"), "bevelled": _BOOLEAN},
    "munder": {"accentunder": _BOOLEAN},
    "mover": {"accent": _BOOLEAN},
    "munderover": {"accent": _BOOLEAN, "accentunder": _BOOLEAN},
    "mstyle": {"displaystyle": _BOOLEAN, "scriptlevel": _matching(r"[+-]?\d")},
    "mtable": {"columnalign": _COLUMNS, "columnlines": _LINES, "rowlines": _LINES, "displaystyle": _BOOLEAN},
    "mtd": {"columnspan": _COUNT, "rowspan": _COUNT, "columnalign": _matching("left|center|right")},
    "menclose": {"notation": _matching(r"[a-z]+( [a-z]+){0,5}")},
    "annotation": {"encoding": _matching(r"[\w./+-]+")},
}  # fmt: skip
_VARIANT = _matching(
    "normal|(bold-)?(italic|fraktur|script|sans-serif)|bold|double-struck|monospace|sans-serif-(bold-)?italic"
)


def clean(formula: Element) -> Element | None:
    """A copy of *formula*, a ``math`` element; ``None`` where it is not well-made presentation MathML."""
    copy = _copy(formula, 0)
    return copy if copy is not None and len(copy) else None


def _copy(element: Element, depth: int) -> Element | None:
    tag = local_name(element)
    if depth > _DEEPEST or not str(element.tag).startswith(MATHML):
        return None
    copy = Element(element.tag, _attributes(element, tag))
    if tag in _TOKENS or tag == "annotation":
        copy.text = " ".join("".join(element.itertext()).split())
        return copy
    if tag == "mspace" or tag in _SCRIPTS:
        return copy
    if "".join([element.text or "", *(child.tail or "" for child in element)]).strip():
        return None  # text belongs into tokens
    kept = [child for child in element if isinstance(child.tag, str) and local_name(child) != "annotation-xml"]
    children = [_copy(child, depth + 1) for child in kept]
    copy.extend([child for child in children if child is not None])
    return copy if None not in children and _is_well_made(tag, [local_name(child) for child in copy]) else None


def _is_well_made(tag: str, children: list[str]) -> bool:
    """Whether *children* are what *tag* may hold, in number and in kind."""
    if tag in _TABLES:
        return bool(children) and set(children) == {_TABLES[tag]}
    if tag == "semantics":
        return bool(children) and _are_expressions(children[:1]) and set(children[1:]) <= {"annotation"}
    if tag == "mmultiscripts":
        return _are_scripts(children)
    return (tag in _ROWS or _ARGUMENTS.get(tag) == len(children)) and _are_expressions(children)


def _are_expressions(children: list[str]) -> bool:
    return not {*children} & {"mtr", "mtd", "annotation", "math", *_SCRIPTS}


def _are_scripts(children: list[str]) -> bool:
    """A base, pairs of scripts behind it, and after ``mprescripts`` pairs before it."""
    end = children.index("mprescripts") if "mprescripts" in children else len(children)
    behind, before = children[:end], children[end + 1 :]
    expressions = [child for child in behind + before if child != "none"]
    return len(behind) % 2 == 1 and behind[0] != "none" and len(before) % 2 == 0 and _are_expressions(expressions)


def _attributes(element: Element, tag: str) -> dict[str, str]:
    rules = _ATTRIBUTES.get(tag, {})
    kept = {}
    for name, value in element.attrib.items():
        rule = _VARIANT if name == "mathvariant" and tag in _TOKENS else rules.get(name)
        if rule is not None and rule(value.strip()):
            kept[name] = value.strip()
    return kept
