"""A long chapter -> the documents that it is read from: slow readers open a small file sooner.

``documents`` calls :func:`split`.  Kobo refuses a file above 10 MB; old e-ink devices are slow from 300 kB on.
"""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import BLOCKS, HEADINGS, classes, make, name

MOST_BYTES = 300_000  # of one document
_LEAST = 20  # what is less than this part of MOST_BYTES is no document of its own
_LEVELS = ("h1", "h2", "h3", "h4")
_DIVISIONS = ("article", "blockquote", "div", "ol", "section", "ul")
# What ``documents`` gives to a note and its way back, and to the call, in bytes.
_ADDED = {"note": 170, "noteref": 40}


def split(section: Element) -> list[Element]:
    """*section*, a chapter, as sections of at most MOST_BYTES where its blocks allow it, each with its own notes.

    Cuts are made before headings of the highest level that does, else between blocks; a division or list that is too
    long goes on in the next section, in one of its kind.  What has hardly any text is left with what follows it, at the
    end with what it follows, and makes that a little longer.
    """
    if weight(section) <= MOST_BYTES:
        return [section]
    notes = next((child for child in section if "notes" in classes(child)), None)
    if notes is not None:
        section.remove(notes)
    parts = _divided(section, _Weights(section, {} if notes is None else _by_id(notes)))
    if notes is not None:
        known = _by_id(notes)
        for part in parts:
            if own := _called(part, known):
                part.append(make("section", dict(notes.attrib), *own))
    return parts


def weight(element: Element) -> int:
    """About how many bytes *element* takes when it is written."""
    return sum(map(_own_weight, element.iter()))


def _own_weight(element: Element) -> int:
    """What *element* weighs without what is in it."""
    words = f"{element.text or ''}{element.tail or ''}"
    written = len(words.encode()) + 4 * words.count("&") + 3 * (words.count("<") + words.count(">"))
    named = sum(len(key) + len(value) + 4 for key, value in element.attrib.items())
    return 2 * len(str(element.tag)) + 5 + written + named + _ADDED.get(element.get("class", ""), 0)


class _Weights:
    """What everything in a chapter weighs, with the notes that it calls first, and how much of that is no heading."""

    def __init__(self, section: Element, notes: dict[str, Element]) -> None:
        self.of: dict[Element, int] = {}
        self.text: dict[Element, int] = {}
        called = {link: sum(map(weight, _called(link, notes))) for link in section.iter("a")} if notes else {}
        for element in reversed([*section.iter()]):  # what is in it comes before it
            self.add(element, called.get(element, 0))

    def add(self, element: Element, notes: int = 0) -> None:
        """Weigh *element* and *notes*, the bytes of those that it calls; what is in it is weighed already."""
        own = _own_weight(element) + notes
        self.of[element] = own + sum(self.of[child] for child in element)
        self.text[element] = 0 if name(element) in HEADINGS else own + sum(self.text[child] for child in element)


def _divided(division: Element, weights: _Weights) -> list[Element]:
    """*division* with as much of its content as one document holds, and others like it with the rest."""
    blocks = [part for block in division for part in _opened(block, weights)]
    first, *others = _runs(blocks, weights, _LEVELS)
    attributes = {key: value for key, value in division.attrib.items() if key != "id"}
    divisions = [division, *(make(division.tag, attributes, *run) for run in others)]
    division[:] = first
    divisions[-1].tail, division.tail = division.tail, "\n" if others else division.tail
    if division.tag == "ol":
        _count_on(divisions)
    for each in divisions:
        weights.add(each)
    return divisions


def _count_on(lists: list[Element]) -> None:
    """Let each of *lists* go on counting where the one before it ends."""
    number = int(lists[0].get("start", "1"))
    for each in lists:
        if each is not lists[0]:
            each.set("start", str(number))
        for item in each:
            number = int(item.get("value", number)) + 1


def _opened(block: Element, weights: _Weights) -> list[Element]:
    """*block*, or the divisions that it comes to when it is one and too long."""
    return _divided(block, weights) if weights.of[block] > MOST_BYTES and _is_division(block) else [block]


def _is_division(block: Element) -> bool:
    """Whether *block* holds blocks, and nothing between them."""
    return (
        block.tag in _DIVISIONS
        and len(block) > 0
        and "reversed" not in block.attrib  # such a list counts down to its own end
        and all(child.tag in BLOCKS for child in block)
        and not any((words or "").strip() for words in (block.text, *(child.tail for child in block)))
    )


def _runs(blocks: list[Element], weights: _Weights, levels: tuple[str, ...]) -> list[list[Element]]:
    """*blocks* in runs that are short enough, cut before the first of *levels*; where that is not enough, the next."""
    pieces: list[list[Element]] = [[]]
    for block in blocks:
        may_begin = not levels or _edge(block, 0).tag == levels[0]
        if may_begin and pieces[-1] and name(_edge(pieces[-1][-1], -1)) not in HEADINGS:
            pieces.append([])
        pieces[-1].append(block)
    finer: list[list[Element]] = []
    for piece in pieces:
        long = levels and sum(weights.of[block] for block in piece) > MOST_BYTES
        finer += _runs(piece, weights, levels[1:]) if long else [piece]
    return _joined(finer, weights)


def _edge(block: Element, index: int) -> Element:
    """What *block* begins with, or ends in (0, -1), as far as it is a division."""
    while _is_division(block):
        block = block[index]
    return block


def _joined(pieces: list[list[Element]], weights: _Weights) -> list[list[Element]]:
    """Neighbours together again for as long as they fit, and where one would hardly have any text."""
    runs: list[list[Element]] = [[]]
    size = text = 0
    for piece in pieces:
        added = sum(weights.of[block] for block in piece)
        if size + added > MOST_BYTES and text * _LEAST > MOST_BYTES:
            runs.append([])
            size = text = 0
        runs[-1] += piece
        size += added
        text += sum(weights.text[block] for block in piece)
    if len(runs) > 1 and text * _LEAST <= MOST_BYTES:
        last = runs.pop()
        runs[-1] += last
    return runs


def _by_id(notes: Element) -> dict[str, Element]:
    return {note.get("id", ""): note for note in notes}


def _called(place: Element, known: dict[str, Element]) -> list[Element]:
    """The notes of *known* that *place* calls, then those that they call; they are known no longer."""
    own: list[Element] = []
    places = [place]
    for each in places:  # grows
        for link in each.iter("a"):
            called = "noteref" in classes(link) and link.get("href", "").removeprefix("#")
            if called and (note := known.pop(called, None)) is not None:
                own.append(note)
                places.append(note)
    return own
