"""The notes of a chapter -> each at its first call, where the style sheet floats it to the page's foot, or at the end.

``printed`` calls :func:`place_notes` with the copy of a chapter that is laid out.
"""

from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.xhtml import BLOCKS, classes, make, move_content, name, parents, replace

MANY_NOTES = 0.25  # of the text; from below columns WeasyPrint 70 then moves them to the next page, again and again
LONG_NOTE = 1_500  # characters; a longer note stands at the chapter's end, since a page must hold its notes


def place_notes(section: Element, language: str, in_columns: bool) -> None:
    """Move notes to their calls; those that stay at the end get a title in *language*, and each its number."""
    if not in_columns or not _has_many(section):
        _float(section)
    _title(section, language)


def _has_many(section: Element) -> bool:
    """Whether the notes are long beside the text."""
    block = _notes_of(section)
    below, whole = ("" if element is None else "".join(element.itertext()) for element in (block, section))
    return len(below) > MANY_NOTES * (len(whole) - len(below))


def _float(section: Element) -> None:
    """Move each note to its first call, where the style sheet floats it to the page's foot."""
    block = _notes_of(section)
    notes = {} if block is None else {note.attrib["id"]: note for note in block}
    for identifier in _called(section, notes):
        note = notes[identifier]
        call = next((link for link in section.iter("a") if link.get("href") == f"#{identifier}"), None)
        if block is None or call is None or _stays(note):
            continue
        block.remove(note)
        replace(parents(section)[call], call, _footnote(note))


def _stays(note: Element) -> bool:
    """Whether the note stands at the chapter's end: as its author asked, or because no page's foot can hold it."""
    calls = any("noteref" in classes(link) for link in note.iter("a"))
    return "endnote" in classes(note) or calls or len("".join(note.itertext())) > LONG_NOTE


def _footnote(note: Element) -> Element:
    """The note as a span in the line; its first paragraph runs on after the number."""
    kept = {key: note.attrib[key] for key in ("id", "data-place") if key in note.attrib}
    footnote = make("span", kept | {"class": "footnote", "data-number": note.get("data-number", "")})
    move_content(note, footnote)
    footnote.text = (footnote.text or "").strip() or None
    if len(footnote) and footnote[0].tag == "p" and footnote.text is None:
        first = footnote[0]
        first.tag = "span"
        first.tail = None
    _close_up(footnote)
    return footnote


def _close_up(footnote: Element) -> None:
    """Leave out the space between blocks and lines of verse, of which WeasyPrint 70 makes lines in a footnote."""
    for element in footnote.iter():
        for child in element:
            if (name(child) in BLOCKS or "line" in classes(child)) and not (child.tail or "").strip():
                child.tail = None
        if len(element) and name(element[0]) in BLOCKS and not (element.text or "").strip():
            element.text = None


def _title(section: Element, language: str) -> None:
    """What is left of the notes gets a title, and each note its number."""
    block = _notes_of(section)
    if block is None:
        return
    if not len(block):
        section.remove(block)
        return
    for note in block:
        first = note[0] if len(note) else note
        first.text = f"{note.get('data-number')}.\u2002{(first.text or '').lstrip()}"
    block.insert(0, make("h2", {"class": "notes-title"}, languages.words(language).notes))


def _notes_of(section: Element) -> Element | None:
    return next((element for element in section if "notes" in classes(element)), None)


def _called(section: Element, notes: dict[str, Element]) -> list[str]:
    hrefs = (link.get("href", "").removeprefix("#") for link in section.iter("a") if "noteref" in classes(link))
    return list(dict.fromkeys(href for href in hrefs if href in notes))
