"""An author's HTML -> the same words as HTML that EPUB's schema accepts, by allow-list.

``manuscript`` calls :func:`sanitise` on the parsed body of each chapter.  The tree is built anew from the elements
and attributes listed here, by HTML's content models: what may not stand where it stands is unwrapped, renamed or
wrapped, so that its words stay.  Scripts, forms and frames go; each kind of change is reported once.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from bookmaker.manuscript import html_tables, mathml, media, svg, svg_losses
from bookmaker.manuscript.attributes import allowed_attributes
from bookmaker.manuscript.markdown.blocks import TooDeep
from bookmaker.xhtml import BLOCKS, HEADINGS, MATHML, SVG, append_text, formula_words, local_name, make, name

Complain = Callable[[str, str, int], None]  # (words to look for, message, the line to look from)

PHRASING = frozenset(
    "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd mark q ruby s samp small span strong sub sup "
    "time u var wbr".split()
)
# Gone with all that they hold.
_DROPPED = frozenset(
    "applet area audio base basefont bgsound canvas datalist embed frame frameset head iframe keygen link meta noembed "
    "noframes object param rp script select source style template textarea title track video".split()
)
# Old or interactive elements, and what they are here.
_RENAMED = {
    "acronym": "abbr", "big": "span", "center": "div", "dialog": "div", "dir": "ul", "fieldset": "div",
    "font": "span", "footer": "div", "form": "div", "header": "div", "hgroup": "div", "legend": "p",
    "listing": "pre", "main": "div", "menu": "ul", "nav": "div", "nobr": "span", "plaintext": "pre",
    "search": "div", "strike": "s", "tt": "code", "xmp": "pre", "button": "span", "label": "span", "map": "span",
    "noscript": "span", "optgroup": "span", "option": "span", "output": "span", "meter": "span", "progress": "span",
    "marquee": "span", "blink": "span",
}  # fmt: skip
_IDLE = frozenset("button dialog form map marquee meter output progress".split())  # unless somebody acts
ELEMENTS = (
    PHRASING
    | BLOCKS
    | _DROPPED
    | _RENAMED.keys()
    | {"body", "html", "image", "math", "picture", "rt", "rb", "rtc", "svg"}
)
KEPT = (PHRASING | BLOCKS | _RENAMED.keys()) - _DROPPED  # with what they hold, under their name or another
_PHRASING_ONLY = frozenset(("p", "pre", *HEADINGS))
_WITH_OWN_CHILDREN = {"ul": "items", "ol": "items", "dl": "definitions", "figure": "figure", "details": "details"}
_TRANSPARENT = frozenset(("a", "ins", "del"))
_SECTIONING = frozenset(("article", "aside", "section"))
MAX_DEPTH = 200


def sanitise(body: Element, complain: Complain, scripts: bool = False, remote: bool = False) -> Element:
    """A new ``body`` with what may stay of *body*; *complain* hears of what was changed.

    Where *scripts* are asked for, those in files stay for the e-book; so does what it is to play from *remote* places.

    Raises TooDeep when elements are nested more than MAX_DEPTH deep.
    """
    if depth(body) > MAX_DEPTH:
        raise TooDeep("elements", MAX_DEPTH, _deepest_line(body))
    return _Cleaner(complain, scripts, remote).content(body, Element("body"), "flow")


def depth(root: Element) -> int:
    """How many elements stand inside one another at most."""
    deepest, level = 0, [root]
    while level:
        level = [child for element in level for child in element]
        deepest += 1
        if deepest > MAX_DEPTH:
            break
    return deepest


def _deepest_line(root: Element) -> int:
    """The line of the block that holds what is nested too deeply."""
    level = [(root, "0")]
    for _ in range(MAX_DEPTH):
        level = [(child, child.get("data-line", line)) for element, line in level for child in element]
    return int(level[0][1]) if level and level[0][1].isdecimal() else 0


class _Cleaner:
    """The walk: *context* is ``flow``, ``phrasing`` or ``plain`` (flow without sections and headings)."""

    def __init__(self, complain: Complain, scripts: bool, remote: bool) -> None:
        self.tell = complain
        self.scripts, self.remote = scripts, remote
        self.in_link = False
        self.in_term = False
        self.last_line = 0  # of the last block that the walk met

    def complain(self, words: str, message: str) -> None:
        """Say what was changed, near where it stands."""
        self.tell(words, message, self.last_line)

    def content(self, source: Element, target: Element, context: str) -> Element:
        append_text(target, source.text or "")
        for child in source:
            self.element(child, target, context)
            append_text(target, child.tail or "")
        return target

    def element(self, element: Element, target: Element, context: str) -> None:
        """Add *element*, as what it may be, to *target*."""
        tag = _RENAMED.get(name(element), name(element))
        if "data-line" in element.attrib and element.attrib["data-line"].isdecimal():
            self.last_line = int(element.attrib["data-line"])
        if name(element) in _IDLE:
            self.complain(f"<{name(element)}", f"<{name(element)}> does nothing in a book; its words stay")
        if str(element.tag).startswith(SVG):
            self.drawing(element, target)
        elif str(element.tag).startswith(MATHML):
            self.formula(element, target)
        elif not tag:
            return
        elif tag in media.PLAYERS and not self.in_link and (player := media.player(element, self.remote)) is not None:
            target.append(player)
            self.fallback(element, player, context)
        elif tag in _DROPPED or (tag == "input" and element.get("type") != "checkbox"):
            self.dropped(element, target)
        elif tag in BLOCKS:
            self.block(element, tag, target, context)
        elif tag in PHRASING:
            self.phrase(element, tag, target, context)
        elif tag == "picture":  # one for every screen: the img in it is for all
            self.content(element, target, context)
        elif tag == "rt":
            append_text(target, " ")
            self.content(element, target, context)
        else:
            self.unknown(element, target, context)

    # ---- what is not HTML of a book

    def unknown(self, element: Element, target: Element, context: str) -> None:
        """``<your name>`` was text to its author: show it; ``<my-box>`` is an element: keep what it holds."""
        attributes = "".join(f" {key}" + (f'="{value}"' if value else "") for key, value in element.attrib.items())
        start = f"<{name(element)}{attributes}>"
        if "-" in name(element) or any(element.attrib.values()):
            self.complain(
                f"<{name(element)}",
                f"<{name(element)}> is not an element that a book knows; its content stays",
            )
        else:
            self.complain(f"<{name(element)}", f"{start} is not an HTML element, so it is shown as text")
            append_text(target, start)
        self.content(element, target, context)

    def dropped(self, element: Element, target: Element) -> None:
        """An element that no book can hold: at most the address of what it played stays."""
        tag = name(element)
        if tag == "script" and self.scripts:
            if file := element.get("src", "").strip():
                SubElement(target, tag, {"src": file, "data-only": "epub"})
            else:
                self.complain("<script", "only a script in a file, which src names, stays; this one is left out")
            return
        is_choice = tag == "source" and "srcset" in element.attrib  # of a picture that has an img too
        if is_choice or tag == "head" or (tag in ("rp", "title") and not re.search(r"\w", element.text or "")):
            return
        self.complain(f"<{tag}", f"<{tag}> cannot be in a book and is left out")
        source = element.get("src") or next((below.get("src") for below in element.iter("source")), None) or ""
        if tag in ("audio", "video", "iframe", "embed") and source.strip().lower().startswith(("https://", "http://")):
            wrapper = target if context_is_phrasing(target) else SubElement(target, "p")
            if self.in_link:
                append_text(wrapper, source)
            else:
                wrapper.append(make("a", {"href": source}, source))

    def fallback(self, element: Element, player: Element, context: str) -> None:
        """What stands in ``audio`` or ``video`` for readers that play nothing; no link and no other player may."""
        for address in media.left_out(element, self.remote):
            self.complain(address, f"{address} is on a network, from which a book plays nothing, and is left out")
        self.in_link = True
        append_text(player, (element.text or "").lstrip())
        for child in element:
            if name(child) not in ("source", "track"):
                self.element(child, player, context)
            append_text(player, (child.tail or "").lstrip() if name(child) in ("source", "track") else child.tail or "")
        self.in_link = False

    def drawing(self, element: Element, target: Element) -> None:
        """``svg``, as far as it is safe."""
        drawing = svg.clean(element)
        losses = [*svg_losses.losses(element, drawing), *svg_losses.missing(element)] if drawing is not None else []
        for loss in losses:
            self.complain(loss.words, f"this <svg> {loss.message}")
        if drawing is not None and len(drawing):
            target.append(drawing)
        elif not losses and (len(element) or (element.text or "").strip()):
            self.complain("<svg", "this <svg> draws nothing and is left out")

    def formula(self, element: Element, target: Element) -> None:
        """``math``, or its words where it is not well made."""
        formula, words = mathml.clean(element), formula_words(element)
        if formula is not None:
            target.append(formula)
        elif words:
            self.complain("<math", "this MathML is not well made; it is shown as its words")
            target.append(make("code", {"class": "math"}, words))

    # ---- phrases

    def phrase(self, element: Element, tag: str, target: Element, context: str) -> None:
        """Part of a line of text; around blocks it becomes a block, or nothing."""
        attributes = allowed_attributes(element, tag)
        if tag in ("br", "wbr"):
            SubElement(target, tag)
        elif tag == "img":
            SubElement(target, tag, attributes)
        elif tag == "input":  # a task list's box, which nobody can tick in a book
            target.append(make("span", {"class": "checkbox"}, "☑" if "checked" in attributes else "☐"))
        elif tag == "ruby":
            self.ruby(element, attributes, target)
        elif tag == "a":
            self.link(element, attributes, target, context)
        elif context != "phrasing" and _holds_block(element):
            if tag in _TRANSPARENT:
                self.content(element, SubElement(target, tag, attributes), context)
            elif attributes.keys() & {"id", "class", "lang"}:
                self.content(element, SubElement(target, "div", allowed_attributes(element, "div")), context)
            else:  # <em><p>: the emphasis goes, the words stay
                self.content(element, target, context)
        else:
            needs = {"time": "datetime", "data": "value", "bdo": "dir"}.get(tag)
            written = "span" if (needs and needs not in attributes) or (tag == "dfn" and self.in_term) else tag
            outside, self.in_term = self.in_term, self.in_term or tag == "dfn"
            self.content(element, SubElement(target, written, attributes), "phrasing")
            self.in_term = outside

    def link(self, element: Element, attributes: dict[str, str], target: Element, context: str) -> None:
        """``a``: none inside another, and no ``href`` means no link."""
        if self.in_link or "href" not in attributes:
            attributes.pop("href", None)
            if not attributes:
                self.content(element, target, context)
            elif context != "phrasing" and _holds_block(element):
                self.content(element, SubElement(target, "div", attributes), context)
            else:
                self.content(element, SubElement(target, "span", attributes), "phrasing")
            return
        self.in_link = True
        inside = context if _holds_block(element) else "phrasing"
        self.content(element, SubElement(target, "a", attributes), inside)
        self.in_link = False

    def ruby(self, element: Element, attributes: dict[str, str], target: Element) -> None:
        """Base and ``rt`` by turns; anything else is written as base text followed by its reading."""
        children = [name(child) for child in element if name(child) != "rp"]
        if not children or set(children) != {"rt"} or not (element.text or "").strip():
            self.content(element, SubElement(target, "span", attributes), "phrasing")
            return
        ruby = SubElement(target, "ruby", attributes)
        ruby.text = element.text
        for child in element:
            if name(child) == "rt":
                self.content(child, SubElement(ruby, "rt"), "phrasing")
            if (child.tail or "").strip():
                append_text(ruby, child.tail or "")
        if (ruby[-1].tail or "").strip():
            SubElement(ruby, "rt")

    # ---- blocks

    def block(self, element: Element, tag: str, target: Element, context: str) -> None:
        """Blocks, each by its own content model."""
        if context == "phrasing":  # its words, kept apart from their neighbours
            append_text(target, " ")
            self.content(element, target, context)
            append_text(target, " ")
            return
        attributes = allowed_attributes(element, tag)
        if name(element) == "center":
            attributes.setdefault("style", "text-align: center")
        if context == "plain" and (tag in _SECTIONING or tag in HEADINGS):
            tag = "p" if tag in HEADINGS else "div"
        if tag == "hr":
            SubElement(target, "hr", {key: attributes[key] for key in ("id", "class") if key in attributes})
        elif tag in _PHRASING_ONLY:
            self.line(element, SubElement(target, tag, attributes), target)
        elif tag == "table":
            target.extend(html_tables.table(element, attributes, context, self.content))
        elif tag in ("div", "blockquote", *_SECTIONING):
            self.content(element, SubElement(target, tag, attributes), context)
        elif tag in _WITH_OWN_CHILDREN:
            getattr(self, _WITH_OWN_CHILDREN[tag])(element, SubElement(target, tag, attributes), context)
        elif tag not in ("col", "colgroup"):  # li, td, dt ... outside their parents
            self.content(element, SubElement(target, "div", allowed_attributes(element, "div")), context)

    def line(self, element: Element, target: Element, parent: Element) -> None:
        """A paragraph, heading or preformatted text; what is left of a paragraph that HTML closed early goes."""
        self.content(element, target, "phrasing")
        if target.tag == "p" and not len(target) and not (target.text or "").strip() and not target.get("id"):
            parent.remove(target)
        elif target.tag == "pre" and (target.text or "").startswith("\n"):
            _shield(target)

    def items(self, element: Element, target: Element, context: str) -> None:
        """Only ``li`` may stand in a list: anything else gets one of its own."""
        self.stray_text(element.text, target, "li")
        for child in element:
            if name(child) == "li":
                attributes = allowed_attributes(child, "li")
                if target.tag == "ul":
                    attributes.pop("value", None)
                self.content(child, SubElement(target, "li", attributes), context)
            elif len(target) and name(child) in ("ul", "ol"):
                self.element(child, target[-1], context)
            else:
                item = Element("li")
                self.element(child, item, context)
                if len(item) or item.text:
                    target.append(item)
            self.stray_text(child.tail, target, "li")

    def stray_text(self, words: str | None, target: Element, tag: str) -> None:
        if (words or "").strip():
            append_text(SubElement(target, tag), words or "")

    def definitions(self, element: Element, target: Element, context: str) -> None:
        """Groups of ``dt`` and ``dd``: a description without a term, or the reverse, gets an empty partner."""
        for child in _definition_parts(element):
            tag = name(child) if name(child) in ("dt", "dd") else "dd"
            part = make(tag, allowed_attributes(child, tag) if tag == name(child) else {})
            if tag == name(child):
                self.content(child, part, "plain" if tag == "dt" else context)
            else:
                self.element(child, part, context)
                if not len(part) and not part.text:
                    continue
            if tag == "dd" and not len(target):
                SubElement(target, "dt").text = "\u00a0"
            target.append(part)
        if len(target) and target[-1].tag == "dt":
            SubElement(target, "dd").text = "\u00a0"
        if not len(target):
            target.tag = "div"

    def figure(self, element: Element, target: Element, context: str) -> None:
        """The caption comes first or last; a second one is a paragraph of the figure."""
        captions = [child for child in element if name(child) == "figcaption"]
        leading = bool(captions) and next(iter(element)) is captions[0] and not (element.text or "").strip()
        caption = Element("figcaption", allowed_attributes(captions[0], "figcaption")) if captions else None
        append_text(target, element.text or "")
        for child in element:
            if not captions or child is not captions[0]:
                self.element(child, target, context)
            elif caption is not None:
                self.content(child, caption, context)
                target.extend([caption] if leading else [])
            append_text(target, child.tail or "")
        if caption is not None and not leading:
            target.append(caption)

    def details(self, element: Element, target: Element, context: str) -> None:
        """``summary`` first; a book is always open, so that print and e-book say the same."""
        target.tag = "div"
        target.attrib.pop("open", None)
        target.set("class", (target.get("class", "") + " details").strip())
        append_text(target, element.text or "")
        for child in element:
            if name(child) == "summary":
                self.line(child, SubElement(target, "p", {"class": "summary"}), target)
            else:
                self.element(child, target, context)
            append_text(target, child.tail or "")


def _shield(preformatted: Element) -> None:
    """Put the text that *preformatted* begins with into a span: an HTML parser drops a line feed right behind the tag
    of a ``pre``, an XML parser keeps it, and both are to show the same lines."""
    first = make("span", {}, preformatted.text)
    preformatted.text = None
    preformatted.insert(0, first)


def _holds_block(element: Element) -> bool:
    return any(_RENAMED.get(name(below), name(below)) in BLOCKS for below in element.iter() if below is not element)


def context_is_phrasing(element: Element) -> bool:
    """Whether only phrases may be added to *element*."""
    return local_name(element) in PHRASING or local_name(element) in _PHRASING_ONLY


def _definition_parts(element: Element) -> list[Element]:
    parts: list[Element] = []
    if (element.text or "").strip():
        parts.append(make("dd", {}, element.text))
    for child in element:
        if name(child) == "div":
            parts += _definition_parts(child)
        elif isinstance(child.tag, str):
            parts.append(child)
        if (child.tail or "").strip():
            parts.append(make("dd", {}, child.tail))
    return parts
