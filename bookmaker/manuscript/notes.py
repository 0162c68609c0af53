"""Notes: what a file defines, and calls -> ``section.notes > aside.note`` and ``a.noteref``.

``manuscript`` calls :func:`note_section` before the tree is sanitised and :func:`take_notes` after; ``headings``
shares the notes among chapters and ``book.notes`` numbers them.
"""

from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown.brackets import NOTE
from bookmaker.manuscript.markdown.definitions import Definitions
from bookmaker.xhtml import classes, make, parents, replace


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
            target = call.get("href", "")
            if target.startswith(NOTE):
                count += 1
                call.set("href", "#" + names[target.removeprefix(NOTE)])
                call.set("id", f"fnref-{count}")
    return section


def take_notes(body: Element) -> Element | None:
    """The section of notes, taken out of *body*; ``None`` when there is none."""
    section = next((element for element in body.iter("section") if "notes" in classes(element)), None)
    if section is not None:
        replace(parents(body)[section], section, None)
    return section
