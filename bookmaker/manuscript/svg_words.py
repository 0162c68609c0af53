"""The words of a drawing, and of what a ``switch`` in it offers the part that a book shows.

``svg`` calls :func:`settle_choices` before it copies a drawing, ``svg_losses`` counts the words of both.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bookmaker.xhtml import BLOCKS, HTML_NAMESPACE, MATHML, SVG, local_name, make

_WORDLESS = ("", "metadata", "script", "style", "template")
_BREAK = "\u2028"  # between lines, white space too
_LEADING = 1.2  # em, from line to line
_CONDITIONS = ("requiredExtensions", "systemLanguage")  # requiredFeatures, of SVG 1.1, always hold


def words_of(element: Element) -> Iterator[str]:
    """The words of *element*, a drawing or part of one, white space as it was."""
    if local_name(element) in _WORDLESS or _is_foreign(element):
        return
    apart = _BREAK if local_name(element) in ("br", *BLOCKS) else ""
    yield apart + (element.text or "")
    for child in element:
        yield from words_of(child)
        yield child.tail or ""
    yield apart


def in_line(element: Element) -> str:
    """The words of *element* on one line."""
    return " ".join("".join(words_of(element)).split())


def set_label(label: Element, target: Element, above: float) -> None:
    """Let *target*, a ``text``, say what *label* says, line by line, the first *above* em higher for each other line.

    A drawing breaks no lines, as HTML does: a line that was broken there for its length is one here.
    """
    lines = [" ".join(line.split()) for line in "".join(words_of(label)).split(_BREAK)]
    lines = [line for line in lines if line]
    target[:], target.text = [], "".join(lines[:1])
    if len(lines) > 1:
        place = {"x": target.get("x", "0")}
        target.text = None
        rise = {"dy": f"{-above * (len(lines) - 1):g}em"} if above else {}
        first = make(f"{SVG}tspan", place | rise, lines[0])
        target[:] = [first, *(make(f"{SVG}tspan", {**place, "dy": f"{_LEADING}em"}, line) for line in lines[1:])]


def _is_foreign(element: Element) -> bool:
    """Whether *element* is of a drawing program, which keeps its own file in there, and is never drawn."""
    if ":" in local_name(element):  # as HTML's parser has it
        return True
    return element.tag.startswith("{") and not element.tag.startswith((SVG, MATHML, f"{{{HTML_NAMESPACE}}}"))


def settle_choices(drawing: Element) -> None:
    """Leave in each ``switch`` of *drawing* what may be shown: print shows all that is in it.

    The words of a ``foreignObject`` stand where the ``text`` behind it has its own, which are cut short or say only
    that there is something else; any other part is what its author drew instead.
    """
    for switch in list(drawing.iter(f"{SVG}switch")):
        shown: list[Element] = []
        for part in [part for part in switch if _may_be_shown(part)]:
            if shown and local_name(shown[-1]) == "foreignObject":
                _take_over(shown.pop(), part)
            elif shown and not _is_conditional(shown[-1]):
                break
            shown.append(part)
        switch[:] = shown


def _may_be_shown(part: Element) -> bool:
    known = part.get("requiredExtensions", "") in ("", HTML_NAMESPACE)
    return str(part.tag).startswith(SVG) and ":" not in local_name(part) and known


def _is_conditional(part: Element) -> bool:
    return any(condition in part.attrib for condition in _CONDITIONS)


def _take_over(label: Element, part: Element) -> None:
    """Let *part*, if it is text, say what *label* says."""
    if local_name(part) == "text" and (words := in_line(label)) and words != in_line(part):
        set_label(label, part, _LEADING / 2)
