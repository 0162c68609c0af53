"""How deep the text of a laid-out page or block reaches, in its own lines: pages and boxes of WeasyPrint's.

``grid`` fills lines up, ``spreads`` and ``figure_places`` compare pages, ``layout`` reports on them.
"""

import math
from typing import Any


def line_height(box: Any) -> float:
    """The height of a line of the text, in pixels."""
    from weasyprint.text.line_break import strut  # noqa: PLC0415  see pdf._weasyprint

    return float(strut(box.style.root_style)[0])


def foot(box: Any) -> float:
    """Where the last line inside *box* ends, in the page; what is divided reaches to the page's foot without one."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    last = next((child for child in reversed(box.children) if child.is_in_normal_flow()), None)
    if last is None:
        return float(box.content_box_y())
    if last.is_column:
        return max([foot(child) for child in box.children if child.is_column])
    if isinstance(last, boxes.BlockBox):
        return float(foot(last) + last.padding_bottom + last.border_bottom_width)
    return float(last.position_y + last.margin_height() - last.margin_bottom)


def depth(page: Any) -> int:
    """How many lines *page* is deep, down to its last line of text or of notes."""
    notes = notes_of(page)
    lines: float = (foot(notes if notes else page.children[0]) - page.content_box_y()) / line_height(page)
    return math.ceil(lines - 0.1)


def notes_of(page: Any) -> Any:
    """The area of the notes at the foot of *page*; ``None`` where there are none."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    return next((box for box in page.children if isinstance(box, boxes.FootnoteAreaBox) and box.children), None)
