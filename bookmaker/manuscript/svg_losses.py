"""What a safe copy of a drawing lacks, in words, which ``sanitise`` and ``images`` report."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.drawings import named
from bookmaker.manuscript import svg_styles
from bookmaker.manuscript.svg import MOVING, PICTURES, SHOWING, paints
from bookmaker.manuscript.svg_links import PROPERTIES
from bookmaker.manuscript.svg_words import words_of
from bookmaker.xhtml import SVG, XLINK_HREF, local_name

_LONGEST_EXCERPT, _LONGEST_MESSAGE = 60, 200  # characters

_PART = re.compile(r"(?:url\(\s*['\"]?)?#([^'\")]+)(?:['\"]?\s*\))?")


class Loss(NamedTuple):
    """What happened to a drawing, behind "this drawing", and the words near which it stands in the source."""

    message: str
    words: str = "<svg"


def losses(drawing: Element, copy: Element) -> Iterator[Loss]:
    """What of *drawing* is not in its *copy*."""
    elements = {local_name(element) for element in drawing.iter() if str(element.tag).startswith(SVG)}
    if "script" in elements or any(key.startswith("on") for element in drawing.iter() for key in element.attrib):
        yield Loss("runs scripts, which no book does; they are left out")
    if moving := sorted(MOVING & elements):
        yield Loss("moves, which no book's drawing does; it stands still", f"<{moving[0]}")
    yield from _pictures(drawing)
    for name in sorted(_fetching(drawing)):
        yield Loss(f"asks for something outside it, which is left out: {name}", f"{name}=")
    styles = ["".join(style.itertext()) for style in drawing.iter(f"{SVG}style")]
    names = {name for css in styles for name in svg_styles.lost(css)}
    if lost := sorted(names.union(*(svg_styles.unkept(element.get("style", "")) for element in drawing.iter()))):
        yield Loss(f"has rules of style that are left out: {', '.join(lost)}"[:_LONGEST_MESSAGE], lost[0])
    if words := _lost_words(drawing, copy):
        yield Loss(f"holds words where none can be drawn, which are left out: {words}")


def missing(drawing: Element) -> Iterator[Loss]:
    """What *drawing*, in a chapter, uses that is no part of it, but of another on its page as on the web."""
    ids = {element.get("id", "") for element in drawing.iter()}
    for element in drawing.iter():
        addresses = [element.get(XLINK_HREF) or element.get("href") or ""] if local_name(element) in SHOWING else []
        addresses += [value for key, value in element.items() if key in PROPERTIES]
        for address in addresses:
            used = _PART.fullmatch(address.strip())
            if used and not named(ids, used[1]):
                yield Loss(f"uses a part that is not in it, which is left out: #{used[1]}", f"#{used[1]}")


def _pictures(drawing: Element) -> Iterator[Loss]:
    for image in drawing.iter():
        address = (image.get(XLINK_HREF) or image.get("href") or "").strip()
        if local_name(image) not in SHOWING or address.startswith("#"):
            continue
        start = address[:_LONGEST_EXCERPT]
        if not address.startswith("data:"):
            yield Loss(f"shows another file, which is left out: {start or 'none is named'}", start or "<svg")
        elif not address.startswith(PICTURES):
            kind = address[5:_LONGEST_EXCERPT].partition(";")[0]
            yield Loss(f"holds a picture that not every reader shows, which is left out: {kind}", start)


def _fetching(drawing: Element) -> set[str]:
    """The attributes that a network or another file would be asked for to paint; the pictures' addresses apart."""
    pairs = (pair for element in drawing.iter() for pair in element.items())
    return {key for key, value in pairs if paints(key) and svg_styles.fetches(value)}


def _lost_words(drawing: Element, copy: Element) -> str:
    written, kept = (" ".join(" ".join(_drawn(part)).split()) for part in (drawing, copy))
    if len(written.replace(" ", "")) == len(kept.replace(" ", "")):
        return ""
    pieces = (" ".join(piece.split()) for piece in _drawn(drawing))
    return " ".join(piece for piece in pieces if piece and piece not in kept)[:_LONGEST_EXCERPT] or "a repeated word"


def _drawn(drawing: Element) -> Iterator[str]:
    """The words of *drawing* but for its title, which stays, or was made of what ARIA says of it."""
    yield drawing.text or ""
    for child in drawing:
        if local_name(child) != "title":
            yield from words_of(child)
        yield child.tail or ""
