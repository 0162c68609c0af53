"""Displayed formulas: where one ends, and its element.  ``starts`` calls it; ``spans`` knows those inside text.

A formula is kept as it was written, in ``span.math``, out of the way of emphasis and typography, until it is set.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from bookmaker.manuscript.markdown import attribute_lists

_ENVIRONMENTS = (
    r"\\begin\{((?:equation|align|alignat|gather|multline|eqnarray|displaymath|math|split|cases|array|[pbvBV]?matrix|"
    r"aligned|gathered|flalign|subequations)\*?)\}"
)
_ENVIRONMENT = re.compile(_ENVIRONMENTS)
_AFTER = re.compile(r"[ \t]*[.,;:]?[ \t]*(\{[^{}]*\})?[ \t]*$")
MAX_LINES = 200
_BRACKETED = re.compile(r"\\\[((?:[^\\]|\\[^\[\]])+)\\\]")
_FORMULA = re.compile(
    r"\\[A-Za-z]|[\w})\]]\^[\w{\\(+-]|(?<!\w)\w_\w|[})\]]_|_\{|\w\*\w| [=+*<>/] |(?<!\w)\w[=<>+]\w"
    r"|\A\s+[A-Za-z]\w?\s+\Z"
)
_PROSE = re.compile(r"\]\(|\]\[|://|[`$]")


def formula_end(words: str, following: Iterator[str]) -> list[str] | None:
    """The lines of the formula that *words* begin and *following* go on with; ``None`` when it is none, or has no end.

    After its end only a punctuation mark and attributes may stand.
    """
    if words.startswith("$$"):
        end, begin = "$$", 2
    elif words.startswith("\\["):
        end, begin = "\\]", 2
    elif environment := _ENVIRONMENT.match(words):
        end, begin = "\\end{" + environment[1] + "}", 0
    else:
        return None
    lines = [words]
    at = words.find(end, begin)
    while at < 0:
        text = next(following, None)
        if text is None or len(lines) > MAX_LINES or (not text.strip() and not lines[-1].strip()):
            return None
        lines.append(text)
        at = text.find(end)
    if not _AFTER.match(lines[-1], at + len(end)) or (end == "\\]" and not _is_tex("\n".join(lines))):
        return None
    return lines


def _is_tex(written: str) -> bool:
    """Brackets with a backslash before them may also be plain brackets: a formula has something of TeX in it."""
    return bool(re.search(r"\\[A-Za-z]|[\^_=+]|\w\*\w|\w \* \w", written[2:-2]))


def inline_display(data: str, start: int) -> re.Match[str] | None:
    """The ``\\[ ... \\]`` that begins at *start* within a line; ``None`` where the brackets stand for themselves.

    In a line they often do, around words with marks and links of their own: a formula must look more like one.
    """
    found = _BRACKETED.match(data, start)
    return found if found and _FORMULA.search(found[1]) and not _PROSE.search(found[1]) else None


def display_formula(lines: list[str]) -> Element:
    """``p.display-math > span.math``, with the attributes that follow the formula."""
    written, attributes = attribute_lists.read_at_end("\n".join(line.strip() for line in lines))
    attribute_lists.add_classes(attributes, "display-math")
    paragraph = Element("p", attributes)
    span = Element("span", {"class": "math"})
    span.text = AtomicString(written.strip())
    paragraph.append(span)
    return paragraph
