"""Pictures alone in their paragraph -> ``figure``; rules -> scene breaks; table heads get their scope.

``manuscript`` calls :func:`mark_figures` on the sanitised body of a chapter.
"""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import add_class, classes, make, move_content, name, parents, replace, text

_CAPTION = "data-caption"


def mark_figures(body: Element) -> None:
    """Make the changes in *body*."""
    for image in body.iter("img"):
        if "decorative" in classes(image) or image.get("role") in ("presentation", "none"):
            image.set("role", "presentation")
            image.set("alt", "")
    for paragraph in list(body.iter("p")):
        picture = _only_picture(paragraph)
        if picture is not None:
            _make_figure(paragraph, picture)
    for image in body.iter("img"):
        image.attrib.pop(_CAPTION, None)
        image.attrib.setdefault("alt", "")
    for rule in body.iter("hr"):
        add_class(rule, "scene")
    _caption_tables(body)
    for table in body.iter("table"):
        _mark_table(table)


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
    caption = picture.attrib.pop(_CAPTION, "") or picture.attrib.pop("title", "")
    paragraph.tag = "figure"
    paragraph.text = None
    for child in paragraph:
        child.tail = None
    for moved in ("id", "class"):
        if picture.get(moved):
            paragraph.set(moved, picture.attrib.pop(moved))
    if caption and picture.get("role") != "presentation":
        paragraph.append(make("figcaption", {}, caption))


def _caption_tables(parent: Element) -> None:
    """``: Caption`` below a table reads as a description without a term; it is the table's caption."""
    for child in list(parent):
        following = list(parent)[list(parent).index(child) + 1 :] if child.tag == "table" else []
        if following and _is_lone_description(following[0]) and child.find("caption") is None:
            caption = make("caption")
            move_content(following[0][1], caption)
            child.insert(0, caption)
            replace(parent, following[0], None)
        _caption_tables(child)


def _is_lone_description(element: Element) -> bool:
    return (
        element.tag == "dl"
        and len(element) == 2
        and text(element[0]) == ""
        and not any(name(c) == "p" for c in element[1])
    )


def _mark_table(table: Element) -> None:
    above = parents(table)
    for cell in [head for head in table.iter("th") if not text(head) and not len(head)]:
        cell.tag = "td"  # a head without words heads nothing
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
