"""Typewriter characters -> those of print, by language: quotation marks, apostrophes, dashes, ellipses, primes, spaces.

``manuscript`` calls :func:`set_type` on the finished tree of a file; :func:`typeset` is what happens to one run of
prose.  Nothing inside code, formulas or addresses changes, what is typographic already stays, and doing it again
changes nothing.  ``quotation`` and ``spacing`` know the rules of each language.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker.manuscript.quotation import quoted
from bookmaker.manuscript.spacing import spaced
from bookmaker.xhtml import BLOCKS, MATHML, SVG, classes

EDGE = "\ufdd0"  # between the text nodes of a paragraph: not a character, so that no text holds it
OBJECT = "\ufdd1"  # in the place of code, a picture or an address
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,31}://|www\.)[^\s<>\ufdd0]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
)
_OBJECTS = frozenset("code pre kbd samp tt script style svg math img input".split())
_CONCERNED = re.compile("[\"'.\\-:;!?«»%°§0-9-]| \\w |[A-Z]\\. ")
_DASHES = re.compile(r"(?<!-)--(-?)(?!-)")
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.")


def typeset(text: str, language: str) -> str:
    """*text*, a paragraph or a part of one, with the typography of *language*, a BCP 47 tag."""
    if not _CONCERNED.search(text):
        return text
    addresses: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        addresses.append(match[0])
        return OBJECT + OBJECT

    text = _ADDRESS.sub(set_aside, text)
    text = _ELLIPSIS.sub("…", text)
    text = _DASHES.sub(lambda match: _dash(match, language), text)
    text = quoted(text, language)
    text = spaced(text, language)
    if addresses:
        found = iter(addresses)
        text = re.sub(OBJECT + OBJECT, lambda _: next(found), text)
    return text


def _dash(match: re.Match[str], language: str) -> str:
    """Two hyphens are an en dash and three an em dash; two are what a language uses alone; ``--option`` stays."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if match[1]:
        return "—"
    if (not before or before in " \n(\u00a0") and after.isalnum() and start:
        return match[0]
    em = language.split("-", maxsplit=1)[0].lower() in ("ru", "uk", "be", "bg", "es", "tr")
    return "—" if em else "–"


def set_type(body: Element, language: str) -> None:
    """Set all text below *body*; an element's ``lang`` changes the language for what it holds."""
    runs: list[tuple[list[tuple[Element, bool]], str]] = []
    _gather(body, language, [], runs)
    for nodes, spoken in runs:
        _set_run(nodes, spoken)


def _set_run(nodes: list[tuple[Element, bool]], language: str) -> None:
    pieces = [
        OBJECT if node.tag == _MARK.tag else (node.tail if is_tail else node.text) or "" for node, is_tail in nodes
    ]
    written = EDGE.join(pieces)
    result = typeset(written, language)
    if result == written:
        return
    for (node, is_tail), piece in zip(nodes, result.split(EDGE), strict=True):
        if node.tag == _MARK.tag:
            continue
        if is_tail:
            node.tail = piece
        else:
            node.text = piece


_MARK = Element("object")  # stands in a run for what is left alone
Run = list[tuple[Element, bool]]


def _gather(element: Element, language: str, run: Run, runs: list[tuple[Run, str]]) -> None:
    """Add the text nodes of *element* to *run*, a list of (element, whether its tail), blocks to runs of their own."""
    if element.text:
        run.append((element, False))
    for child in element:
        _gather_child(child, language, run, runs)
        if child.tag in BLOCKS or child.tag == "section":
            run = _begun(run, language, runs)
        if child.tail:
            run.append((child, True))
    if element.tag in BLOCKS or element.tag in ("body", "section"):
        _begun(run, language, runs)


def _begun(run: Run, language: str, runs: list[tuple[Run, str]]) -> Run:
    if run:
        runs.append((list(run), language))
        run.clear()
    return run


def _gather_child(child: Element, language: str, run: Run, runs: list[tuple[Run, str]]) -> None:
    if not isinstance(child.tag, str):
        return
    spoken = child.get("lang", language)
    if child.tag in BLOCKS or child.tag == "section":
        _begun(run, language, runs)
        if child.tag != "pre":
            _gather(child, spoken, [], runs)
    elif "noteref" in classes(child):
        return
    elif child.tag in _OBJECTS or child.tag.startswith((SVG, MATHML)) or {"math", "verbatim"} & set(classes(child)):
        run.append((_MARK, False))
    elif child.tag == "br":
        return
    elif spoken != language:
        run.append((_MARK, False))
        inner: Run = []
        _gather(child, spoken, inner, runs)
        _begun(inner, spoken, runs)
    else:
        _gather(child, language, run, runs)
