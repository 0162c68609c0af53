"""What only one edition shows: the book as the other has it.  ``build`` calls :func:`for_edition` before it writes one.

``data-only`` and ``data-not`` on an element name the edition that it is meant for, or not meant for.
"""

import copy
import dataclasses
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from bookmaker.book import contents, notes
from bookmaker.findings import Place, Report
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import classes, holds_block, links, parents, replace

_MARKS = ("data-only", "data-not")
TWIN = "data-twin"  # the id that the same thing has in another edition
EDITIONS = frozenset(("epub", "pdf"))
Editions = frozenset[str]


def for_edition(book: Book, edition: str) -> Book:
    """*book* without what *edition* does not show, its notes and contents made anew, and without unused files."""
    selected = _selected(book, edition)
    used = {value for c in selected.chapters for element in c.section.iter() for value in element.attrib.values()}
    assets = {name: asset for name, asset in book.assets.items() if f"asset:{name}" in used}
    return dataclasses.replace(selected, assets=assets)


def _selected(book: Book, edition: str) -> Book:
    if not any(_has_marks(chapter.section) for chapter in book.chapters):
        return book
    chapters = [dataclasses.replace(chapter, section=copy.deepcopy(chapter.section)) for chapter in book.chapters]
    for chapter in chapters:
        _select(chapter, edition)
    selected = dataclasses.replace(book, chapters=chapters)
    known = {identifier: identifier for identifier in selected.chapter_of}
    for chapter in chapters:
        for twin in [element for element in chapter.section.iter() if TWIN in element.attrib]:
            known.setdefault(twin.attrib.pop(TWIN), twin.attrib["id"])
    for chapter in chapters:
        _lead_on(chapter.section, known)
    notes.number(selected, Report())
    contents.list_up(selected, Report())
    contents.list_captions(selected, Report())
    return selected


def _select(chapter: Chapter, edition: str) -> None:
    section, above = chapter.section, parents(chapter.section)
    for element in list(section.iter()):
        only, other = (element.attrib.pop(mark, "") for mark in _MARKS)
        if (only and edition not in only.split()) or edition in other.split():
            replace(above[element], element, None)
    called = {link.get("href", "").removeprefix("#") for link in section.iter("a") if "noteref" in classes(link)}
    for block in [child for child in section if child.tag == "section" and "notes" in classes(child)]:
        for note in list(block):
            note.attrib.pop("data-number", None)
            if note.get("id") not in called:
                block.remove(note)
        if not len(block):
            replace(section, block, None)


def _lead_on(section: Element, known: Mapping[str, str]) -> None:
    """Links lead to the ids by which their targets are *known* in this edition; what it leaves out is plain text."""
    for link in section.iter("a"):
        target = link.get("href", "")
        if not target.startswith("#"):
            continue
        if target[1:] in known:
            link.set("href", f"#{known[target[1:]]}")
        else:
            del link.attrib["href"]
            link.tag = "div" if holds_block(link) else "span"


def _has_marks(section: Element) -> bool:
    return any(mark in element.attrib for element in section.iter() for mark in _MARKS)


def shown_in(section: Element) -> dict[Element, Editions]:
    """The editions that show each element of *section*, a chapter's; nothing is in it where both show all.

    A note is shown where its calls are.
    """
    shown: dict[Element, Editions] = {}
    if not _has_marks(section):
        return shown
    called: dict[str, Editions] = {}
    waiting = [(section, EDITIONS)]
    while waiting:
        element, editions = waiting.pop()
        if "data-only" in element.attrib:
            editions &= frozenset(element.attrib["data-only"].split())
        editions -= frozenset(element.get("data-not", "").split())
        if "note" in classes(element) and element.get("id") in called:
            editions &= called[element.attrib["id"]]
        shown[element] = editions
        if "noteref" in classes(element):
            note = element.get("href", "").removeprefix("#")
            called[note] = called.get(note, frozenset()) | editions
        waiting += [(child, editions) for child in reversed(element)]
    return shown


def report_one_sided_links(book: Book, report: Report) -> None:
    """Report each link that an edition shows without what it leads to.  A step of ``book.resolve``."""
    shown = {element: where for c in book.chapters for element, where in shown_in(c.section).items()}
    if not shown:
        return
    targets: dict[str, Editions] = {}
    for chapter in book.chapters:
        for element in chapter.section.iter():
            for name in (element.get("id", ""), element.get(TWIN, "")):
                targets[name] = targets.get(name, frozenset()) | shown.get(element, EDITIONS)
    for chapter in book.chapters:
        for link, line in links(chapter.section):
            target = link.get("href", "").removeprefix("#") if link.get("href", "").startswith("#") else ""
            lost = shown.get(link, EDITIONS) - targets.get(target, EDITIONS) if target else None
            if lost and chapter.source:
                _report_one_sided(target, " and the ".join(sorted(name.upper() for name in lost)),
                                  chapter.source.place(target, line), report)  # fmt: skip


def _report_one_sided(target: str, edition: str, place: Place, report: Report) -> None:
    message = f"what this link leads to, {target}, is not in the {edition}: there its words stay, and lead nowhere"
    report.warning(place, message, "broken-link", "put the link into a passage for the other edition, too")
