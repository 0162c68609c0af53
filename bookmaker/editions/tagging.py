"""Mends of the PDF's structure tree, where WeasyPrint 70 leaves it outside PDF/UA-1 (ISO 14289-1).

``pdf`` hands :func:`mend` to WeasyPrint, which calls it just before the file is written.  Four mends, each for a rule
that veraPDF checks: 7.2-20 (list items), 7.3-1 (figures), 7.4.2-1 (heading levels), 7.18.5-1 (links).
"""

from typing import Any

import pydyf

_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def mend(_: Any, pdf: Any) -> None:
    """Mend the structure tree of *pdf*, a pydyf document; the first argument is WeasyPrint's, and unused."""
    tree = _Tree(pdf)
    for top in tree.children(tree.root):
        tree.visit(top, None)


class _Tree:
    """The structure elements by reference, and the heading level that reading has reached."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.level = 0
        nums = self.at(self.root["ParentTree"])["Nums"]
        self.nums = nums
        self.positions = {nums[position]: position + 1 for position in range(0, len(nums), 2)}

    def at(self, reference: bytes) -> Any:
        """The object that *reference*, ``b"12 0 R"``, names."""
        return self.pdf.objects[int(reference.split()[0])]

    def children(self, element: Any) -> list[Any]:
        """The structure elements right below *element*; marked content and annotations are not among them."""
        found = [self.at(kid) for kid in element["K"] if isinstance(kid, bytes)]
        return [kid for kid in found if kid.get("Type") == "/StructElem"]

    def visit(self, element: Any, link: Any) -> None:
        """Mend *element* and all below it; *link* is the link element that holds it."""
        kind = element["S"]
        if kind in _HEADINGS:
            self.mend_heading(element)
        elif kind == "/Figure" and "Alt" not in element:
            element["S"] = "/Span"  # a decoration: it says nothing, and must not pretend to
        elif kind == "/LI":
            self.mend_item(element)
        self.mend_link(element, link)
        for child in self.children(element):
            self.visit(child, element if element["S"] == "/Link" else link)

    def mend_heading(self, element: Any) -> None:
        """No level is skipped on the way down."""
        self.level = min(_HEADINGS.index(element["S"]) + 1, self.level + 1)
        element["S"] = _HEADINGS[self.level - 1]

    def mend_item(self, item: Any) -> None:
        """A list item holds a label and a body; what stands beside them belongs to the body."""
        allowed = [kid for kid in item["K"] if self.kind(kid) in ("/Lbl", "/LBody")]
        stray = [kid for kid in item["K"] if self.kind(kid) not in ("/Lbl", "/LBody")]
        if not stray:
            return
        body = next((self.at(kid) for kid in allowed if self.kind(kid) == "/LBody"), None)
        if body is None:
            body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference})
            if "Pg" in item:
                body["Pg"] = item["Pg"]
            self.pdf.add_object(body)
            allowed.append(body.reference)
        for kid in stray:
            body["K"].append(kid)
            self.adopt(kid, body)
        item["K"] = pydyf.Array(allowed)

    def kind(self, kid: Any) -> str:
        """The type of a structure element; empty for marked content and annotations."""
        return str(self.at(kid).get("S", "")) if isinstance(kid, bytes) else ""

    def adopt(self, kid: Any, parent: Any) -> None:
        """Tell *kid* of its new *parent*."""
        if isinstance(kid, bytes) and self.kind(kid):
            self.at(kid)["P"] = parent.reference
        elif isinstance(kid, bytes):
            self.own_annotation(self.at(kid), parent)

    def mend_link(self, element: Any, link: Any) -> None:
        """A link's annotation hangs on a link element: on the one around *element*, or *element* becomes one."""
        if element["S"] in ("/Link", "/Form"):
            return
        for kid in [kid for kid in element["K"] if isinstance(kid, bytes)]:
            annotation = self.at(kid)
            if annotation.get("Type") != "/OBJR" or self.at(annotation["Obj"]).get("Subtype") != "/Link":
                continue
            if link is None:
                element["S"] = "/Link"
                return
            element["K"].remove(kid)
            link["K"].append(kid)
            self.own_annotation(annotation, link)

    def own_annotation(self, annotation: Any, element: Any) -> None:
        """The parent tree names *element* as the owner of *annotation*."""
        key = self.at(annotation["Obj"]).get("StructParent")
        if key in self.positions:
            self.nums[self.positions[key]] = element.reference
