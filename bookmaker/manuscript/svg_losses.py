"""What a safe copy of a drawing lacks, in words, which ``sanitise`` and ``images`` report."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bookmaker.manuscript import svg_styles
from bookmaker.manuscript.svg import MOVING, PICTURES, words_of
from bookmaker.xhtml import SVG, XLINK_HREF, local_name

_LONGEST_EXCERPT = 60  # characters
_UNHEEDED = re.compile(r"\{|.*:|href$|on|id$|aria-|data-|class$")  # never asked for, or reported otherwise


def losses(drawing: Element, copy: Element) -> Iterator[str]:
    """What of *drawing* is not in its *copy*: "runs scripts, which no book does; they are left out"."""
    elements = Counter(local_name(element) for element in drawing.iter() if str(element.tag).startswith(SVG))
    if elements["script"] or any(key.startswith("on") for element in drawing.iter() for key in element.attrib):
        yield "runs scripts, which no book does; they are left out"
    if any(elements[name] for name in MOVING):
        yield "moves, which no book's drawing does; it stands still"
    yield from _pictures(drawing)
    if fetching := sorted(_fetching(drawing)):
        yield f"asks for something outside it, which is left out: {', '.join(fetching)}"
    styles = ["".join(style.itertext()) for style in drawing.iter(f"{SVG}style")]
    if lost := sorted({name for css in styles for name in svg_styles.lost(css)}):
        yield f"has rules of style that are left out: {', '.join(lost)}"[:200]
    if words := _lost_words(drawing, copy):
        yield f"holds words where none can be drawn, which are left out: {words}"


def _pictures(drawing: Element) -> Iterator[str]:
    for image in drawing.iter():
        address = (image.get(XLINK_HREF) or image.get("href") or "").strip()
        if local_name(image) not in ("image", "feImage", "use") or address.startswith("#"):
            continue
        if not address.startswith("data:"):
            yield f"shows another file, which is left out: {address[:_LONGEST_EXCERPT] or 'none is named'}"
        elif not address.startswith(PICTURES):
            yield f"holds a picture that not every reader shows, which is left out: {address[5:].partition(';')[0]}"


def _fetching(drawing: Element) -> set[str]:
    """The attributes, the addresses of pictures apart, that a network or another file would be asked for."""
    pairs = (pair for element in drawing.iter() for pair in element.items())
    return {key for key, value in pairs if not _UNHEEDED.match(key) and svg_styles.fetches(value)}


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
