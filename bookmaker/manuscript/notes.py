"""Notes: what a file defines, and calls -> ``section.notes > aside.note`` and ``a.noteref``.

``manuscript`` calls :func:`note_section` before the tree is sanitised and :func:`take_notes` after; ``headings``
shares the notes among chapters and ``book.notes`` numbers them.
"""

from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown.brackets import NOTE
from bookmaker.manuscript.markdown.definitions import Definitions
from bookmaker.xhtml import Ids, classes, drop_class, make, replace


def note_section(definitions: Definitions, root: Element) -> Element | None:
    """All notes, named ``fn-1``, ``fn-2`` ... in the order of their definitions; the calls in *root* lead to them."""
    if not definitions.notes:
        return None
    names = {label: f"fn-{number}" for number, label in enumerate(definitions.notes, 1)}
    for label, note in definitions.notes.items():
        note.set("id", names[label])
        note.set("data-label", label.lower())
    section = make("section", {"class": "notes"}, *definitions.notes.values())
    count = 0
    for tree in (root, section):
        for call in tree.iter("a"):
            name = names.get(call.get("href", "").removeprefix(NOTE))
            if name and call.get("href", "").startswith(NOTE):
                count += 1
                call.set("href", f"#{name}")
                call.set("id", f"fnref-{count}")
    return section


def take_notes(body: Element) -> Element | None:
    """The section of notes, taken out of *body*; ``None`` when there is none.

    An author's HTML may have the same classes and ids: the classes go, and the notes get other ids.
    """
    section = body[-1] if len(body) and _is_ours(body[-1]) else None
    if section is not None:
        replace(body, section, None)
    notes = {note.attrib["id"]: note for note in section} if section is not None else {}
    elements = [element for tree in (body, section) if tree is not None for element in tree.iter()]
    calls = [element for element in elements if _calls(element, notes)]
    ours = {*calls, *notes.values(), section}
    for element in elements:
        if element not in ours:
            drop_class(element, "noteref", "notes")
    ids = Ids(element.get("id", "") for element in elements if element not in ours)
    names = {name: ids.take(name) for name in notes}
    for name, note in notes.items():
        note.set("id", names[name])
    for call in calls:
        call.set("href", f"#{names[call.attrib['href'][1:]]}")
    return section


def _is_ours(section: Element) -> bool:
    """Whether it has what :func:`note_section`, or the other dialect, gave it."""
    named = [bool(note.get("data-label") and note.get("id")) for note in section]
    return section.tag == "section" and "notes" in classes(section) and bool(named) and all(named)


def _calls(element: Element, notes: dict[str, Element]) -> bool:
    return (
        element.tag == "a"
        and "noteref" in classes(element)
        and element.get("id", "").startswith("fnref")
        and element.get("href", "").removeprefix("#") in notes
    )
