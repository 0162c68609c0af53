"""What only one edition shows: the book as the other has it.  ``build`` calls :func:`for_edition` before it writes one.

``data-only`` and ``data-not`` on an element name the edition that it is meant for, or not meant for.
"""

import copy
import dataclasses
from collections.abc import Container
from xml.etree.ElementTree import Element

from bookmaker.book import contents, notes
from bookmaker.findings import Report
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import classes, holds_block, parents, replace

_MARKS = ("data-only", "data-not")


def for_edition(book: Book, edition: str) -> Book:
    """*book* without what *edition* does not show, its notes and contents made anew, and without unused files."""
    selected = _selected(book, edition)
    used = {value for c in selected.chapters for element in c.section.iter() for value in element.attrib.values()}
    assets = {name: asset for name, asset in book.assets.items() if f"asset:{name}" in used}
    return dataclasses.replace(selected, assets=assets)


def _selected(book: Book, edition: str) -> Book:
    if not any(mark in element.attrib for c in book.chapters for element in c.section.iter() for mark in _MARKS):
        return book
    chapters = [dataclasses.replace(chapter, section=copy.deepcopy(chapter.section)) for chapter in book.chapters]
    for chapter in chapters:
        _select(chapter, edition)
    selected = dataclasses.replace(book, chapters=chapters)
    known = selected.chapter_of
    for chapter in chapters:
        _unlink_lost(chapter.section, known)
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


def _unlink_lost(section: Element, known: Container[str]) -> None:
    """What links to something that this edition leaves out, so that its id is not *known*, is plain text here."""
    for link in section.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in known:
            del link.attrib["href"]
            link.tag = "div" if holds_block(link) else "span"
