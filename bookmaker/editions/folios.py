"""The folios that print shows, as the PDF's page labels, so that a viewer's "go to page 12" goes to the printed 12.

``pdf`` hands :func:`label` to WeasyPrint beside ``tagging``, and names pages by :func:`of` in its report.  The sheet
``print.css`` makes the folios: front matter counts in small roman numbers, and from the page named ``first``, or
``first-part``, on the book counts from 1.
"""

from collections.abc import Sequence
from typing import Any

import pydyf

from bookmaker.findings import Page

_FIRST = ("first", "first-part")
_ROMAN, _DECIMAL = "/r", "/D"  # ISO 32000-1, table 159
_NUMERALS = {"c": 100, "xc": 90, "l": 50, "xl": 40, "x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1}


def label(document: Any, pdf: Any) -> None:
    """Number the pages of *pdf*, a pydyf document, as those of WeasyPrint's *document* are."""
    first = _first([page._page_box for page in document.pages])
    ranges = [(0, _ROMAN)] if first else []
    if first < len(document.pages):
        ranges.append((first, _DECIMAL))
    numbers = pydyf.Array()
    for start, style in ranges:
        numbers += [start, pydyf.Dictionary({"S": style, "St": 1})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def of(pages: Sequence[Any]) -> list[Page]:
    """The number and the folio of each of *pages*, WeasyPrint's page boxes."""
    first = _first(pages)
    return [
        Page(number, _roman(number) if number <= first else str(number - first)) for number in range(1, len(pages) + 1)
    ]


def _first(pages: Sequence[Any]) -> int:
    """How many of *pages* stand before the book's first page."""
    kinds = [page.page_type for page in pages]
    return next((number for number, kind in enumerate(kinds) if kind.name in _FIRST and not kind.blank), len(kinds))


def _roman(number: int) -> str:
    letters = ""
    for numeral, value in _NUMERALS.items():
        times, number = divmod(number, value)
        letters += numeral * times
    return letters
