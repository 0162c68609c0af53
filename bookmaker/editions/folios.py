"""The folios that print shows, as the PDF's page labels, so that a viewer's "go to page 12" goes to the printed 12.

``pdf`` hands :func:`label` to WeasyPrint beside ``tagging``.  ``print.css`` makes the folios: front matter counts in
small roman numbers, and from the page named ``first`` on the book counts from 1.
"""

from typing import Any

import pydyf

_ROMAN, _DECIMAL = "/r", "/D"  # ISO 32000-1, table 159


def label(document: Any, pdf: Any) -> None:
    """Number the pages of *pdf*, a pydyf document, as those of WeasyPrint's *document* are."""
    kinds = [page._page_box.page_type for page in document.pages]
    first = next((number for number, kind in enumerate(kinds) if kind.name == "first" and not kind.blank), len(kinds))
    ranges = [(0, _ROMAN)] if first else []
    if first < len(kinds):
        ranges.append((first, _DECIMAL))
    numbers = pydyf.Array()
    for start, style in ranges:
        numbers += [start, pydyf.Dictionary({"S": style, "St": 1})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
