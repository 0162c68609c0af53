"""A long chapter -> the documents that it is read from: slow readers open a small file sooner.

``documents`` calls :func:`split`.  Kobo refuses a file above 10 MB; old e-ink devices are slow from 300 kB on.
"""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import classes, make

MOST_BYTES = 300_000  # of one document


def split(section: Element) -> list[Element]:
    """*section*, a chapter, as sections of at most MOST_BYTES where its blocks allow it, each with its own notes.

    Cuts are made before headings of the highest level that does, else between blocks.
    """
    if weight(section) <= MOST_BYTES:
        return [section]
    notes = next((child for child in section if "notes" in classes(child)), None)
    if notes is not None:
        section.remove(notes)
    runs = _runs(list(section), ("h2", "h3", "h4"))
    first, *others = [make("section", {"class": "chapter"}, *run) for run in runs]
    section[:] = list(first)
    parts = [section, *others]
    if notes is not None:
        _share(notes, parts)
    return parts


def weight(element: Element) -> int:
    """About how many bytes *element* takes when it is written."""
    total = 0
    for each in element.iter():
        total += 2 * len(str(each.tag)) + 5 + len((each.text or "").encode()) + len((each.tail or "").encode())
        total += sum(len(key) + len(value) + 4 for key, value in each.attrib.items())
    return total


def _runs(blocks: list[Element], tags: tuple[str, ...]) -> list[list[Element]]:
    """*blocks* in runs that are short enough, cut before the first of *tags*; where that is not enough, the next."""
    pieces: list[list[Element]] = [[]]
    for block in blocks:
        if pieces[-1] and (not tags or block.tag == tags[0]):
            pieces.append([])
        pieces[-1].append(block)
    finer: list[list[Element]] = []
    for piece in pieces:
        long = tags and sum(map(weight, piece)) > MOST_BYTES
        finer += _runs(piece, tags[1:]) if long else [piece]
    return _joined(finer)


def _joined(pieces: list[list[Element]]) -> list[list[Element]]:
    """Neighbours together again for as long as they fit."""
    runs: list[list[Element]] = [[]]
    size = 0
    for piece in pieces:
        added = sum(map(weight, piece))
        if runs[-1] and size + added > MOST_BYTES:
            runs.append([])
            size = 0
        runs[-1] += piece
        size += added
    return runs


def _share(notes: Element, parts: list[Element]) -> None:
    """Each note to the part that calls it first; one that is called from a note goes with that."""
    known = {note.get("id", ""): note for note in notes}
    for part in parts:
        own: list[Element] = []
        places = [part]
        for place in places:  # grows
            for link in place.iter("a"):
                called = "noteref" in classes(link) and link.get("href", "").removeprefix("#")
                if called and (note := known.pop(called, None)) is not None:
                    own.append(note)
                    places.append(note)
        if own:
            part.append(make("section", dict(notes.attrib), *own))
