"""Notes, tips and warnings set apart from the text, in every dialect -> ``aside.callout``.

``starts`` calls :func:`begin` where a rule recognises one; ``manuscript`` calls :func:`mark_callouts` on the
finished tree, where those without a title get one in the book's language.
"""

import difflib
import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from bookmaker import languages
from bookmaker.manuscript import edition_marks
from bookmaker.xhtml import add_class, classes, make

_KIND = "data-callout"
# What the dialects call them, and the five kinds that a theme dresses; an aside without a kind has no title either.
_KINDS = {
    "note": "note", "info": "note", "information": "note", "abstract": "note", "summary": "note", "tldr": "note",
    "quote": "note", "cite": "note", "todo": "note", "discussion": "note", "seealso": "note", "definition": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip", "example": "tip", "exercise": "tip",
    "important": "important", "question": "important", "help": "important", "faq": "important",
    "warning": "warning", "attention": "warning", "failure": "warning", "fail": "warning", "missing": "warning",
    "caution": "caution", "danger": "caution", "error": "caution", "bug": "caution",
    "aside": "", "blurb": "", "center": "", "centre": "",
}  # fmt: skip
_DIVISIONS = frozenset(("note", "info", "tip", "hint", "important", "warning", "caution", "danger", "attention"))
_OTHER_DIVISIONS = frozenset(("epigraph", "glossary", "poem", "poetry", "verse"))
_ALERT = re.compile(r"\[!([\w-]+)(?:\|[^\]]*)?\][+-]?[ \t]*(.*)$")


class Alert(NamedTuple):
    """``[!NOTE] Title`` at a quotation's beginning."""

    kind: str
    title: str


def alert(words: str) -> Alert | None:
    """What *words*, the first of a quotation, say of its kind; ``None`` when it is an ordinary one."""
    match = _ALERT.match(words)
    return Alert(match[1].lower(), match[2].strip()) if match else None


def is_callout(division: Element) -> bool:
    """Whether the classes of *division* make it a callout: Quarto's ``callout-note``, or a kind by itself."""
    return any(name.startswith("callout-") or name in _DIVISIONS for name in classes(division))


def begin(element: Element, kinds: str, title: str | None, number: int) -> str:
    """Make *element* a callout, and say of which kind; *title* is Markdown, ``None`` or empty for the kind's name."""
    words = [word.lower().removeprefix("callout-") for word in kinds.split()]
    named = [word for word in kinds.split() if word.lower().startswith("callout-")]
    foreign = named[0].lower().removeprefix("callout-") if named else words[0] if words else "note"
    kind = next((word for word in words if word in _KINDS), foreign)
    others = [name for name in classes(element) if name.lower().removeprefix("callout-") != kind]
    element.tag = "aside"
    element.attrib.pop("title", None)
    for name in ("collapse", "icon", "appearance"):  # of a screen, not of a book
        element.attrib.pop(name, None)
    element.set("class", " ".join(dict.fromkeys(["callout", *others])))
    element.set(_KIND, kind)
    if title:
        SubElement(element, "p", {"class": "callout-title", "data-line": str(number)}).text = title
    return kind


def is_known(kind: str) -> bool:
    """Whether it is a kind of callout."""
    return kind in _KINDS


def nearest(kind: str) -> str:
    """The kind that *kind*, which is none, is most like; empty where it is like none."""
    return next(iter(difflib.get_close_matches(kind, _KINDS, 1)), "")


def misspelt(name: str) -> str:
    """The division with a meaning that *name*, one without, is most like; empty where it is like none."""
    if name in _KINDS or name in _OTHER_DIVISIONS or name in edition_marks.MARKS:
        return ""
    return next(iter(difflib.get_close_matches(name.lower(), (*_DIVISIONS, *_OTHER_DIVISIONS), 1, 0.8)), "")


def mark_callouts(body: Element, language: str) -> None:
    """Give each callout the class of its kind, and a title where its author gave none."""
    for callout in [element for element in body.iter("aside") if element.get(_KIND) is not None]:
        kind = callout.attrib.pop(_KIND)
        known = _KINDS.get(kind, "note")
        titled = len(callout) and "callout-title" in classes(callout[0])
        if known:
            add_class(callout, f"callout-{known}")
            if not titled:
                name = languages.callout(known, language) if kind in _KINDS else kind.replace("-", " ").capitalize()
                callout.insert(0, make("p", {"class": "callout-title"}, name))
