"""Footnotes as Python-Markdown writes them -> ``a.noteref`` and ``section.notes > aside.note``.

``manuscript`` calls :func:`mark_notes` on a chapter's body; ``book.notes`` numbers them.
"""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import classes, make, move_content, name, parents, replace


def mark_notes(body: Element) -> Element | None:
    """Turn the calls into ``a.noteref``; take the notes out of *body* and return them, ``None`` when there are none."""
    _mark_calls(body)
    above = parents(body)
    block = next((element for element in body.iter("div") if "footnote" in classes(element)), None)
    if block is None:
        return None
    replace(above[block], block, None)
    notes = make("section", {"class": "notes"})
    for item in block.iter("li"):
        if not item.get("id", "").startswith("fn-"):
            continue
        note = make("aside", {"class": "note", "id": item.attrib["id"]})
        move_content(item, note)
        _drop_backlinks(note)
        _drop_blank_end(note)
        notes.append(note)
    return notes


def _mark_calls(body: Element) -> None:
    above = parents(body)
    for mark in [element for element in body.iter("sup") if element.get("id", "").startswith("fnref")]:
        link = mark.find("a")
        if link is not None and "footnote-ref" in classes(link):
            call = make("a", {"class": "noteref", "href": link.get("href", ""), "id": mark.attrib["id"]}, link.text)
            replace(above[mark], mark, call)


def _drop_backlinks(note: Element) -> None:
    above = parents(note)
    for link in [element for element in note.iter("a") if "footnote-backref" in classes(element)]:
        replace(above[link], link, None)


def _drop_blank_end(note: Element) -> None:
    """The last paragraph ended with a space before the backlink; a paragraph of its own is empty now."""
    for paragraph in [child for child in note if name(child) == "p"]:
        if not len(paragraph) and not (paragraph.text or "").strip(" \u00a0\n"):
            replace(note, paragraph, None)
        elif len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "").rstrip(" \u00a0\n")
        else:
            paragraph.text = (paragraph.text or "").rstrip(" \u00a0\n")
