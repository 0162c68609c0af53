"""Typewriter characters -> those of print, by language: quotation marks, apostrophes, dashes, ellipses, primes, spaces.

``manuscript`` calls :func:`set_type` on the finished tree of a file; :func:`typeset` is what happens to one run of
prose.  Nothing inside code, formulas or addresses changes, what is typographic already stays, and doing it again
changes nothing.  ``dashes``, ``hyphens``, ``quotation`` and ``spacing`` know the rules of each language.
"""

import re
from collections.abc import Collection
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.characters import ESCAPED, UNDIVIDED
from bookmaker.manuscript.dashes import dashed, distinguishes
from bookmaker.manuscript.edges import EDGE, MEANT, OBJECT
from bookmaker.manuscript.hyphens import unhyphened
from bookmaker.manuscript.quotation import quoted, straightened
from bookmaker.manuscript.spacing import spaced
from bookmaker.xhtml import BLOCKS, MATHML, SVG, classes

_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,31}://|www\.)[^\s<>\ufdd0]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
)
_CLOSING = re.compile("[\"'][.,;:!?)]*$")  # behind an address: the end of a quotation that holds it
_OBJECTS = frozenset("code pre kbd samp tt script style svg math img input".split())
_SPARED = frozenset(("math", "verbatim", "missing-image"))  # classes
_MEANT = re.compile(rf"{ESCAPED}([\"'-]|\.(?={ESCAPED}?\.)|(?<=\.{ESCAPED})\.)")
_WRITTEN = {ord(kept): ESCAPED + sign for sign, kept in MEANT.items()}
_WRAPPED = rf"(?<=[{UNDIVIDED}])([ \t]*{EDGE}*)\n({EDGE}*[ \t]*)(?=[{UNDIVIDED}])"  # compiled where it is needed
_CONCERNED = re.compile(
    "[\"'.\\-:;!?«»–—%°§…0-9-]| \\w |[A-Z]\\. | [IVX]|"
    "\\b(?:[Dd]r|Mrs?|Ms|Mme|Mlle|Mgr|Me|Ste?) [A-ZÀ-Þ]| (?:siècle|бы?|ли|же?)\\b"
)


class Custom(NamedTuple):
    """What the author of a document takes where a language has two customs."""

    marks: str | None  # see ``languages.quotes``
    distinct: bool  # two hyphens are not what three are


def custom(language: str, texts: Collection[str]) -> Custom:
    """That of the author of *texts*, the paragraphs of a document."""
    return Custom(languages.quotes(language, texts), distinguishes(language, texts))


def typeset(text: str, language: str, taken: Custom | None = None) -> str:
    """*text*, a paragraph or a part of one, with the typography of *language*, a BCP 47 tag.

    *taken* is the custom of its document, where it is part of one.
    """
    if not _CONCERNED.search(text):
        return text
    taken = taken or custom(language, (text,))
    addresses: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        address = match[0]
        closing = _CLOSING.search(address)
        if closing and address.count(closing[0][0]) % 2:
            address = address[: closing.start()]
        addresses.append(address)
        return OBJECT + OBJECT + match[0][len(address) :]

    if "://" in text or "www." in text or "@" in text:
        text = _ADDRESS.sub(set_aside, text)
    text = straightened(text)
    text = dashed(text, language, distinct=taken.distinct)
    text = unhyphened(text, language)
    text = quoted(text, language, taken.marks)
    text = spaced(text, language)
    if addresses:
        found = iter(addresses)
        text = re.sub(OBJECT + OBJECT, lambda _: next(found), text)
    return text


Run = list[tuple[Element, bool]]  # text nodes: an element, and whether its tail rather than its text
_LEFT_ALONE = Element("object")  # stands in a run for code and the like
_BREAK = Element("br")  # and this for a broken line
_STAND_INS = {_LEFT_ALONE: OBJECT, _BREAK: "\n"}


def set_type(body: Element, language: str) -> None:
    """Set all text below *body*; an element's ``lang`` changes the language for what it holds."""
    texts = [(nodes, written(nodes, EDGE), spoken) for nodes, spoken in runs(body, language)]
    customs = {
        spoken: custom(spoken, [text for _, text, other in texts if other == spoken])
        for spoken in {spoken for _, _, spoken in texts}
    }
    for nodes, text, spoken in texts:
        result = _with_escapes(text, spoken, customs[spoken])
        if result != text:
            _put(result, nodes)


def join_lines(body: Element, language: str) -> None:
    """Take the line breaks of the source away between two characters of Chinese or Japanese, whose words no space
    divides, as it does in Korean."""
    for nodes, spoken in runs(body, language):
        text = written(nodes, EDGE)
        if "\n" in text and languages.primary(spoken) != "ko" and (joined := re.sub(_WRAPPED, r"\1\2", text)) != text:
            _put(joined, nodes)


def _with_escapes(text: str, language: str, taken: Custom) -> str:
    """*text* set; a quote, a hyphen and one of several full stops stays with its mark where it was escaped."""
    if ESCAPED not in text:
        return typeset(text, language, taken)
    meant = _MEANT.sub(lambda escape: MEANT[escape[1]], text)
    return typeset(meant.replace(ESCAPED, ""), language, taken).translate(_WRITTEN)


def _put(text: str, nodes: Run) -> None:
    for (node, is_tail), piece in zip(nodes, text.split(EDGE), strict=True):
        if is_tail:
            node.tail = piece
        elif node not in _STAND_INS:
            node.text = piece


def runs(body: Element, language: str) -> list[tuple[Run, str]]:
    """The text nodes below *body*, those of a paragraph together, with their language."""
    found: list[tuple[Run, str]] = []
    _gather(body, language, [], found)
    return [(run, spoken) for run, spoken in found if run]


def written(run: Run, between: str = "") -> str:
    """The text of *run*, with *between* from node to node."""
    return between.join(_STAND_INS.get(node) or (node.tail if is_tail else node.text) or "" for node, is_tail in run)


def _gather(element: Element, language: str, run: Run, runs: list[tuple[Run, str]]) -> Run:
    """Add the text nodes of *element* to *run*; the run that text behind it belongs to."""
    block = element.tag in BLOCKS or element.tag in ("body", "section")
    if block:
        run = _begun(language, runs)
    if element.text:
        run.append((element, False))
    for child in element:
        if isinstance(child.tag, str):
            run = _gather_child(child, language, run, runs)
        if child.tail:
            run.append((child, True))
    return _begun(language, runs) if block else run


def _begun(language: str, runs: list[tuple[Run, str]]) -> Run:
    """A new run."""
    runs.append(([], language))
    return runs[-1][0]


def _gather_child(child: Element, language: str, run: Run, runs: list[tuple[Run, str]]) -> Run:
    spoken = child.get("lang", language)
    names = classes(child)
    if "noteref" in names:  # its neighbours are each other's
        return run
    if child.tag == "br":
        run.append((_BREAK, False))
    elif child.tag in _OBJECTS or child.tag.startswith((SVG, MATHML)) or not _SPARED.isdisjoint(names):
        if child.tag == "pre":
            return _begun(language, runs)
        run.append((_LEFT_ALONE, False))
    elif "data-ref" in child.attrib and not (child.text or len(child)):  # its words come later
        run.append((_LEFT_ALONE, False))
    elif spoken == language or child.tag in BLOCKS or child.tag == "section":
        _gather(child, spoken, run, runs)
        return _begun(language, runs) if child.tag in BLOCKS or child.tag == "section" else run
    else:
        run.append((_LEFT_ALONE, False))
        _gather(child, spoken, _begun(spoken, runs), runs)
    return run
