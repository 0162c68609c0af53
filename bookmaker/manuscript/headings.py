"""A sanitised body -> the file's chapters: cut at level-one headings where asked, titled, headings with ids.

``manuscript`` calls :func:`chapters_of` last.  Ids are unique in the file here, in the book after ``book.references``.
"""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.characters import without
from bookmaker.findings import Report
from bookmaker.manuscript import markdown
from bookmaker.model import Chapter, Source
from bookmaker.xhtml import (
    HEADINGS,
    Ids,
    ascii_name,
    classes,
    heading_id,
    make,
    move_content,
    name,
    parents,
    text,
)

# What a chapter is, by the first word of its file's name or its title: EPUB's structural vocabulary.
_KINDS = {
    "abstract": "abstract", "acknowledgements": "acknowledgments", "acknowledgments": "acknowledgments",
    "afterword": "afterword", "appendix": "appendix", "bibliography": "bibliography", "colophon": "colophon",
    "conclusion": "conclusion", "dedication": "dedication", "epigraph": "epigraph", "epilogue": "epilogue",
    "foreword": "foreword", "glossary": "glossary", "introduction": "introduction", "preface": "preface",
    "prologue": "prologue",
}  # fmt: skip


def chapters_of(body: Element, notes: Element | None, source: Source, split: bool, report: Report) -> list[Chapter]:
    """The chapters in *body*, each with those of *notes* that it calls first."""
    _name_headings(body)
    own = markdown.phrase("h1", source.title)
    source = replace(source, title="".join(own.itertext()))
    chapters: list[Chapter] = []
    for section in _cut(body) if split else [_whole(body)]:
        title = _title(section, source, alone=len(chapters) == 0)
        if title == _stem(source) and not any(name(element) in HEADINGS for element in section.iter()):
            message = f'this chapter has no heading; it is called "{title}" after its file'
            report.warning(source.place(), message, "no-title", "begin it with a heading: # Title")
        _add_heading(section, title, own)
        stem = source.path.stem if not chapters and not split else title
        slug = ascii_name(stem, ascii_name(source.path.stem, "chapter"))
        kind = _kind(source.path.stem, title)
        chapters.append(Chapter(slug, kind, title, section, source.matter, source, source.part, source.language))
    if notes is not None:
        _share_notes(notes, chapters, source, report)
    return chapters


def _whole(body: Element) -> Element:
    section = make("section", {"class": "chapter"})
    move_content(body, section)
    return section


def _cut(body: Element) -> list[Element]:
    """Sections that begin at each level-one heading; what stands before the first is one of its own."""
    sections = [make("section", {"class": "chapter"}, body.text)]
    for child in list(body):
        if name(child) == "h1" and (len(sections[-1]) or (sections[-1].text or "").strip()):
            sections.append(make("section", {"class": "chapter"}))
        sections[-1].append(child)
    return sections


def _title(section: Element, source: Source, alone: bool) -> str:
    first = next((element for element in section.iter("h1")), None)
    heading = text(first) if first is not None else ""
    if heading or (alone and source.title):
        return heading or source.title
    other = next((text(element) for element in section.iter() if name(element) in HEADINGS and text(element)), "")
    return (
        source.title
        or other
        or re.sub(r"[-_]+", " ", re.sub(r"^[\d\W_]+", "", _stem(source))).strip().capitalize()
        or _stem(source)
        or "…"
    )


def _stem(source: Source) -> str:
    """What the file is called."""
    return without(source.path.stem).strip()


def _add_heading(section: Element, title: str, own: Element) -> None:
    """Every chapter opens with its title: a file without one gets it from its front matter, which has its *own*, or
    its name."""
    if next(section.iter("h1"), None) is not None:
        return
    first = next((element for element in section if name(element) in HEADINGS), None)
    if first is not None and first is section[0] and text(first) == title:
        first.tag = "h1"
        return
    words, section.text = section.text, None
    taken = Ids(identifier for element in section.iter() if (identifier := element.get("id")))
    heading = own if "".join(own.itertext()) == title else make("h1", {}, title)
    heading.set("id", taken.take(heading_id(title)))
    heading.tail = words
    section.insert(0, heading)


def introduce(chapter: Chapter, source: Source, language: str) -> None:
    """What the front matter of *source*, one *chapter* of a book, says besides its title, behind that."""
    heading = next(chapter.section.iter("h1"))
    parent = parents(chapter.section)[heading]
    lines: list[Element] = []
    if source.subtitle:
        lines.append(markdown.phrase("p", source.subtitle))
        lines[0].set("class", "subtitle")
    if source.authors:
        by = languages.words(language).by.format(languages.names(source.authors, language))
        lines.append(make("p", {"class": "byline"}, make("span", {"class": "by"}, by)))
    at = list(parent).index(heading) + 1
    parent[at:at] = lines


def _kind(stem: str, title: str) -> str:
    for wording in (title, re.sub(r"^[\d\W_]+", "", stem)):
        first = re.match(r"\w+", wording.lower())
        if first and first[0] in _KINDS:
            return _KINDS[first[0]]
    return "chapter"


def _name_headings(body: Element) -> None:
    ids = Ids(identifier for element in body.iter() if (identifier := element.get("id")))
    for heading in body.iter():
        if heading.tag in HEADINGS and not heading.get("id"):
            heading.set("id", ids.take(heading_id(text(heading))))


def _share_notes(notes: Element, chapters: list[Chapter], source: Source, report: Report) -> None:
    known = {note.attrib["id"]: note for note in notes}
    for chapter in chapters:
        own: list[Element] = []
        places = [chapter.section]
        for place in places:  # notes call notes: those follow
            for call in [link for link in place.iter("a") if "noteref" in classes(link)]:
                note = known.pop(call.get("href", "").removeprefix("#"), None)
                if note is not None:
                    own.append(note)
                    places.append(note)
        if own:
            chapter.section.append(make("section", {"class": "notes"}, *own))
    for note in known.values():
        label, line = note.get("data-label", ""), int(note.get("data-line", "0"))
        defined = source.place(f"[{label}]:", line)
        report.warning(defined, f"the note [{label}] is never called and left out", "unused-note")
