"""What a print sheet cannot select, or only slowly -> classes: what opens, announces or precedes something else.

The numbers of lists become counters.  ``printed`` calls these with the copy of a chapter that is laid out.
"""

import re
from itertools import pairwise, zip_longest
from xml.etree.ElementTree import Element

from bookmaker.editions.grid import MARK
from bookmaker.xhtml import HEADINGS, SVG, add_class, classes, make, name, text

SHORT_LINE = 45  # characters; less is one line in any column of a book
_COLONS = (":", "：")


def number_lists(section: Element) -> None:
    """Lists that begin with another number than 1, count down, or jump: WeasyPrint 70 knows no attributes for that.

    Numbers of more than two digits have room beside the text.
    """
    for items in section.iter("ol"):
        count, step = len(items.findall("li")), -1 if "reversed" in items.attrib else 1
        first = _number(items.get("start", ""), count if step < 0 else 1)
        digits = max(len(str(first)), len(str(first + step * (count - 1))))
        if first != 1 or step < 0:
            _style(items, f"counter-reset: list-item {first - step}")
        if digits > 2:
            _style(items, f"padding-inline-start: {0.5 * digits + 0.5}em")
        for item in items.findall("li"):
            if "value" in item.attrib:
                _style(item, f"counter-increment: none; counter-set: list-item {_number(item.attrib['value'], 1)}")
            elif step < 0:
                _style(item, "counter-increment: list-item -1")


def _number(written: str, otherwise: int) -> int:
    return int(written) if re.fullmatch(r"[+-]?\d{1,9}", written.strip()) else otherwise


def _style(element: Element, declarations: str) -> None:
    element.set("style", f"{declarations}; {element.get('style', '')}")


def set_off_pictures(section: Element) -> None:
    """A picture on a line of its own that begins a paragraph stands above it: WeasyPrint 70 sets words beside it,
    where there may be no room."""
    for parent in list(section.iter()):
        for child in list(parent) if name(parent) in ("section", "div", "blockquote") else ():
            if child.tag != "p" or not len(child) or child[0].tag != "img" or (child.text or "").strip():
                continue
            picture, words = child[0], child[0].tail or ""
            if words.startswith("\n") and words.strip():
                child.remove(picture)
                child.text, picture.tail = words.lstrip(), None
                parent.insert(list(parent).index(child), picture)


def mark_openers(section: Element) -> None:
    """Pictures and lines of a few words behind a heading or a scene break, or first in an item, open what follows."""
    for parent in list(section.iter()):
        opens = name(parent) in ("li", "dd")
        for child, below in zip_longest(parent, parent[1:]):
            lone = _is_lone_picture(child)
            heads = below is None or name(below) in HEADINGS  # nothing that it could open
            if opens and not heads and (lone or (child.tag == "p" and len(text(child)) < SHORT_LINE)):
                add_class(child, "opener")
            opens = name(child) in (*HEADINGS, "hr") or (lone and opens)
        if name(parent) in ("ul", "ol") and len(parent) > 1:
            _keep_outer_items(parent)


def _keep_outer_items(items: Element) -> None:
    """The first of *items* and the last, where they are a line each, do not stand alone on a page."""
    for outer, mark in ((items[0], "opener"), (items[-1], "closer")):
        if len(text(outer)) < SHORT_LINE:
            add_class(outer, mark)


def mark_what_stands_above(section: Element) -> None:
    """Name what follows, for the distance to it, and what announces it, for it goes overleaf with that.

    ``:has(+ h2)`` would look at all siblings of every element.
    """
    for parent in section.iter():
        for above, below in pairwise(parent):
            if name(below) in ("h2", "table", "figure"):
                add_class(above, f"above-{name(below)}")
            if _announces(above) and not _may_be_passed(below):
                add_class(above, "announces")


def _may_be_passed(element: Element) -> bool:
    """Whether more text may stand before it, since it has a caption, or is text itself; see ``figure_places``."""
    is_captioned = _is_lone_picture(element) or (name(element) == "table" and element.find("caption") is not None)
    return is_captioned or name(element) in ("p", *HEADINGS)


def _announces(element: Element) -> bool:
    """Whether it is one line that ends with a colon; were longer ones not parted, fewer facing pages could be level."""
    return name(element) == "p" and len(line := text(element)) < SHORT_LINE and line.endswith(_COLONS)


def _is_lone_picture(element: Element) -> bool:
    """A picture with its caption, or the words in the place of one, with nothing beside it."""
    if name(element) == "figure":
        return element.find(".//pre") is None and element.find(".//table") is None
    inner = element[0] if len(element) == 1 and name(element) == "p" else None
    while inner is not None and name(inner) == "a" and len(inner) == 1 and not (inner.text or "").strip():
        inner = inner[0]
    return (
        inner is not None
        and ("missing-image" in classes(inner) or name(inner) == "img")
        and text(element) == text(inner)
    )


def mark_whole_lines(element: Element) -> None:
    """Mark what has a leading or a height of its own, for ``grid``; a listing's rule must not grow with it."""
    for index, child in enumerate(list(element)):
        if name(child) == "pre" or _is_picture_by_itself(child, element):
            kind = "listing" if name(child) == "pre" else "picture"
            tail, child.tail = child.tail, None
            element[index] = make("div", {"class": f"{kind} {MARK}"}, child)
            element[index].tail = tail
            continue
        whole = name(child) in ("figure", "table") or not {"headline", "notes"}.isdisjoint(classes(child))
        if whole or _has_picture_in_line(child):
            add_class(child, MARK)
        if not whole and name(child) not in ("p", *HEADINGS) and "footnote" not in classes(child):
            mark_whole_lines(child)


def _is_picture_by_itself(child: Element, parent: Element) -> bool:
    """A picture, a drawing or what stands for a film, where a block might stand: in no paragraph, beside no words."""
    strings = [parent.text, *(sibling.tail for sibling in parent)]
    return (
        (child.tag in ("img", f"{SVG}svg") or "player" in classes(child))
        and name(parent) in ("section", "div", "blockquote")
        and not "".join(filter(None, strings)).strip()
    )


def _has_picture_in_line(element: Element) -> bool:
    """A picture, a drawing counts as one, among the words of a paragraph or of what holds words itself."""
    if name(element) in ("p", *HEADINGS):
        return any(name(inner) in ("img", "") for inner in element.iter())
    return name(element) in ("li", "dt", "dd") and any(name(inner) in ("img", "") for inner in element)
