"""Where the blocks of Python-Markdown's tree begin in the text, which it does not say.  ``dialect`` calls it."""

import re
from bisect import bisect_left
from xml.etree.ElementTree import Element

_WORD = re.compile(r"\w+")
_COMPARED = 4  # words at a block's beginning
_MOST_TRIED = 50  # places where its first word stands


def number_blocks(body: Element, text: str) -> None:
    """Give each block of *body* that can be found in *text* its line as ``data-line``.

    A block is looked for, by its first words, behind the one before it.
    """
    words: list[str] = []
    lines: list[int] = []
    places: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for word in _WORD.findall(line):
            places.setdefault(word, []).append(len(words))
            words.append(word)
            lines.append(number)
    behind = 0
    for block in body:
        own = _WORD.findall("".join(block.itertext()))
        found = _find(own[:_COMPARED], words, places, behind) if own else None
        if found is not None:
            block.set("data-line", str(lines[found]))
            behind = found + len(own[:_COMPARED])


def _find(wanted: list[str], words: list[str], places: dict[str, list[int]], behind: int) -> int | None:
    known = places.get(wanted[0], [])
    first = bisect_left(known, behind)
    tried = known[first : first + _MOST_TRIED]
    return next((at for at in tried if words[at : at + len(wanted)] == wanted), None)
