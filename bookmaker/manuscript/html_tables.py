"""Tables that an author wrote as HTML -> tables as HTML's content model has them.  ``sanitise`` calls :func:`table`."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement

from bookmaker.manuscript.attributes import allowed_attributes
from bookmaker.xhtml import append_text, make, move_content, name

_PARTS = ("caption", "colgroup", "thead", "tbody", "tfoot")
_WITHIN = {
    "table": (*_PARTS, "tr"), "thead": ("tr",), "tbody": ("tr",), "tfoot": ("tr",), "tr": ("td", "th"),
    "colgroup": ("col",),
}  # fmt: skip
Content = Callable[[Element, Element, str], Element]  # what an element holds, sanitised, added to another


def table(element: Element, attributes: dict[str, str], context: str, content: Content) -> list[Element]:
    """``caption colgroup* thead? tbody* tfoot?`` with rows of cells only; a table without rows leaves its caption.

    What stands between these comes before the table, as in a browser.
    """
    groups: dict[str, list[Element]] = {tag: [] for tag in _PARTS}
    for child in element:
        tag = "tbody" if name(child) == "tr" else name(child)
        if tag == "caption":
            groups[tag].append(content(child, make(tag, allowed_attributes(child, tag)), "phrasing"))
        elif tag == "colgroup":
            groups[tag].append(_columns(child))
        elif tag in groups and (rows := _rows(child, content)):
            groups[tag if tag == "tbody" or not groups[tag] else "tbody"].append(make(tag, {}, *rows))
    for extra in groups["caption"][1:]:
        append_text(groups["caption"][0], " ")
        move_content(extra, groups["caption"][0])
    for row_group in groups["tbody"]:
        row_group.tag = "tbody"
    ordered = [part for tag in groups for part in groups[tag][: 1 if tag in ("caption", "colgroup") else None]]
    before = content(make("div", {}, *_strays(element)), Element("div"), context)
    found = [before] if len(before) or (before.text or "").strip() else []
    if any(part.tag in ("thead", "tbody", "tfoot") for part in ordered):
        return [*found, make("table", attributes, *ordered)]
    return [*found, *(make("div", {"class": "caption"}, part.text, *part) for part in groups["caption"][:1])]


def _strays(element: Element) -> Iterator[Element]:
    """What stands in a table, a group of rows or a row, and is no part of one."""
    for child in element:
        if name(child) in _WITHIN[name(element)]:
            if name(child) in _WITHIN:
                yield from _strays(child)
        elif isinstance(child.tag, str):
            yield child


def _columns(element: Element) -> Element:
    columns = [make("col", allowed_attributes(child, "col")) for child in element if name(child) == "col"]
    attributes = allowed_attributes(element, "colgroup")
    if columns:
        attributes.pop("span", None)
    return make("colgroup", attributes, *columns)


def _rows(group: Element, content: Content) -> list[Element]:
    rows = []
    for row in [group] if name(group) == "tr" else [child for child in group if name(child) == "tr"]:
        copy = make("tr", allowed_attributes(row, "tr"))
        for cell in row:
            if name(cell) in ("td", "th"):
                target = SubElement(copy, name(cell), allowed_attributes(cell, name(cell)))
                content(cell, target, "plain" if name(cell) == "th" else "flow")
        if len(copy):
            rows.append(copy)
    return rows
