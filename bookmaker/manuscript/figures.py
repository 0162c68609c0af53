"""Pictures alone in their paragraph -> ``figure``; rules -> scene breaks; table heads get their scope.

``manuscript`` calls :func:`caption_pictures` as soon as a file is read, and :func:`mark_figures` on its sanitised body.
"""

from xml.etree.ElementTree import Element

from bookmaker.characters import ESCAPED
from bookmaker.manuscript.edition_marks import KEYS, MARKS
from bookmaker.manuscript.markdown import Document, phrase
from bookmaker.manuscript.markdown.attribute_lists import described, update
from bookmaker.xhtml import (
    HEADINGS,
    add_class,
    append_text,
    classes,
    holds_block,
    make,
    move_content,
    name,
    parents,
    replace,
    text,
)

_CAPTION = "data-caption"
_CAPTIONS = {"caption": "", "cap": "", "fig-cap": "", "lst-cap": "", "tbl-cap": ""}.keys()  # in this order
_CAPTIONED = ("table", "pre", "div")
_SCENE_BREAKS = ("", "⁂", "***", "* * *")
_LINES = frozenset(("p", *HEADINGS))
_OF_THE_FIGURE = ("id", "class", *KEYS, *dict.fromkeys(MARKS.values()))  # what a picture hands on


def caption_pictures(document: Document) -> None:
    """Make figures of the pictures that stand alone in their paragraphs; what stood between the brackets is read as
    Markdown and becomes the caption."""
    for element in document.elements(*_CAPTIONED):
        if element.tag == "table" and "title" in element.attrib:  # Markua's word for it
            element.attrib.setdefault("caption", element.attrib.pop("title"))
        if not _CAPTIONS.isdisjoint(element.attrib):
            _caption_by_attribute(element, document)
    for paragraph in [element for element in document.elements("p") if len(element) == 1]:
        picture = _only_picture(paragraph)
        if picture is None:
            _keep_in_line(paragraph)
            continue
        _hand_down(paragraph, picture)
        words, title = document.captions.pop(picture, ""), picture.attrib.pop("title", "")
        words = picture.attrib.pop("caption", "") or words
        if _is_decorative(picture):
            picture.set("role", "presentation")
            words = title = ""
        _make_figure(paragraph, picture)
        if words.strip() or title:
            caption = make("figcaption")
            caption.text = words if words.strip() else title
            document.inline.run(caption)
            paragraph.append(caption)
        if words.strip() and title:
            picture.set("title", title)


def _keep_in_line(paragraph: Element) -> None:
    """A picture with a backslash behind it is no figure: pandoc's way to say so."""
    if paragraph[0].tag == "img" and paragraph[0].tail == "\\" and not paragraph.text:
        paragraph[0].tail = None
        paragraph.append(make("br"))


def _caption_by_attribute(element: Element, document: Document) -> None:
    """Give a table, a listing or a division the caption that its attributes hold."""
    words = " ".join(element.attrib.pop(key) for key in _CAPTIONS if key in element.attrib)
    if element.tag == "pre":
        words = "".join(phrase("p", words).itertext())
        element.set("title", ": ".join(filter(None, (element.get("title", ""), words))))
        return
    caption = make("caption" if element.tag == "table" else "figcaption", {}, words)
    document.inline.run(caption)
    if element.tag == "div":
        element.tag = "figure"
        element.append(caption)
    elif (other := element.find("caption")) is None:
        element.insert(0, caption)
    else:
        append_text(other, " ")
        move_content(caption, other)


def _hand_down(paragraph: Element, picture: Element) -> None:
    """What the line above a figure, or below it, says of the figure is said of its picture."""
    for key in [key for key in paragraph.attrib if not key.startswith("data-")]:
        update(picture.attrib, described({key: paragraph.attrib.pop(key)}))


def _is_decorative(image: Element) -> bool:
    """Whether its author says that *image* shows nothing, in Markdown or as HTML says it: ``alt=""``."""
    if not image.get("alt", "any").strip() and _CAPTION not in image.attrib:
        return True
    return "decorative" in classes(image) or image.get("role") in ("presentation", "none")


def mark_figures(body: Element) -> None:
    """Make the changes in *body*."""
    for image in body.iter("img"):
        if _is_decorative(image):
            image.set("role", "presentation")
            image.set("alt", "")
    for paragraph in list(body.iter("p")):
        picture = _only_picture(paragraph)
        if picture is not None:
            _make_figure(paragraph, picture)
    for figure in list(body.iter("figure")):
        _join_inner(figure)
    for image in body.iter("img"):
        image.attrib.pop(_CAPTION, None)
        image.attrib.setdefault("alt", "")
    _mark_scene_breaks(body)
    for rule in body.iter("hr"):
        if "page-break" not in classes(rule):
            add_class(rule, "scene")
    _caption_tables(body)
    for table in body.iter("table"):
        _mark_table(table)


def _mark_scene_breaks(body: Element) -> None:
    """An asterism by itself, or a heading without words, is a scene break too."""
    for element in body.iter():
        if element.tag not in _LINES or len(element):
            continue
        words = (element.text or "").replace(ESCAPED, "").strip()
        if words in _SCENE_BREAKS and (words or element.tag != "p"):
            element.tag, element.text = "hr", None


def _only_picture(paragraph: Element) -> Element | None:
    """The picture that is all that *paragraph* holds, by itself or inside a link."""
    inner = paragraph
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
        if name(inner) == "img":
            return inner
        if name(inner) != "a":
            return None
    return None


def _make_figure(paragraph: Element, picture: Element) -> None:
    """Turn *paragraph* into a figure; the caption is what stood between Markdown's brackets."""
    caption = picture.get(_CAPTION, "") or picture.attrib.pop("title", "")
    paragraph.tag = "figure"
    paragraph.text = None
    for child in paragraph:
        child.tail = None
    for moved in _OF_THE_FIGURE:
        if picture.get(moved):
            paragraph.set(moved, picture.attrib.pop(moved))
    if caption and picture.get("role") != "presentation":
        paragraph.append(make("figcaption", {}, caption))


def _join_inner(figure: Element) -> None:
    """Markdown's figure in an author's, which has the caption: of two such the outer is the one."""
    inner = [child for child in figure if child.tag == "figure"]
    if len(inner) != 1 or figure.find("figcaption") is None:
        return
    picture, caption = inner[0].find("img"), inner[0].find("figcaption")
    if picture is None or (caption is not None and text(caption) != picture.get("alt")):
        return
    for key, value in inner[0].attrib.items():
        figure.attrib.setdefault(key, value)
    picture.tail = inner[0].tail
    replace(figure, inner[0], picture)


def _caption_tables(body: Element) -> None:
    """``: Caption`` below a table reads as a description without a term; it is the table's caption."""
    if next(body.iter("table"), None) is None:
        return
    for parent in list(body.iter()):
        kept: list[Element] = []
        for child in parent:
            above = kept[-1] if kept else None
            if above is not None and _wants_caption(above) and _is_lone_description(child):
                caption = make("caption")
                move_content(child[1], caption)
                above.insert(0, caption)
                above.tail = child.tail
            else:
                kept.append(child)
        if len(kept) < len(parent):
            parent[:] = kept


def _wants_caption(element: Element) -> bool:
    return element.tag == "table" and element.find("caption") is None


def _is_lone_description(element: Element) -> bool:
    return element.tag == "dl" and len(element) == 2 and text(element[0]) == "" and not holds_block(element[1])


def _mark_row_heads(table: Element) -> None:
    """Where the corner of a table is empty, its first column heads the rows."""
    head = table.find("thead/tr")
    if head is None or not len(head) or head[0].tag != "td" or text(head[0]) or len(head) < 2:
        return
    for row in table.iterfind("tbody/tr"):
        if len(row) and row[0].tag == "td" and text(row[0]) and not holds_block(row[0]):
            row[0].tag = "th"
            row[0].set("scope", "row")


def _mark_table(table: Element) -> None:
    above = parents(table)
    for cell in [head for head in table.iter("th") if not text(head) and not len(head)]:
        cell.tag = "td"  # a head without words heads nothing
        cell.attrib.pop("scope", None)
    _mark_row_heads(table)
    for cell in table.iter("th"):
        row = above[cell]
        if "scope" not in cell.attrib:
            cell.set("scope", "col" if name(above[row]) == "thead" or row[0] is not cell else "row")
    for cell in [*table.iter("th"), *table.iter("td")]:
        style = cell.get("style", "")
        for side in ("right", "center"):
            if style == f"text-align: {side}":
                del cell.attrib["style"]
                add_class(cell, side)
