"""A line box of WeasyPrint's that holds a paragraph <-> characters of that paragraph; and a line of it, cut off.

``hooks`` asks where a line begins, gives WeasyPrint a copy that ends where the line does, and says where it goes on.
"""

from dataclasses import dataclass
from typing import Any

from bookmaker.editions.linebreaking import totalfit
from bookmaker.editions.linebreaking.looseness import Plan
from bookmaker.editions.linebreaking.paragraphs import Paragraph, Path
from bookmaker.editions.linebreaking.totalfit import Taste


@dataclass(frozen=True)
class Setting:
    """How a planned line is to be set; the line box carries it as ``_setting``."""

    source: Any  # the line box, before layout, of the whole paragraph
    plan: Plan
    number: int
    taste: Taste
    is_last: bool
    indent: float
    hang_before: float
    hang_after: float


def place_of(paragraph: Paragraph, skip_stack: Any) -> int:
    """The character that *skip_stack*, WeasyPrint's way into the tree, leads to, leading spaces skipped."""
    path: list[int] = []
    while skip_stack:
        ((number, skip_stack),) = skip_stack.items()
        path.append(number)
    place = len(paragraph.text)
    for segment in paragraph.segments:
        depth = len(segment.path)
        if tuple(path[:depth]) == segment.path:
            inside = segment.box.text.encode()[: path[depth]].decode() if len(path) > depth else ""
            place = segment.start + len(inside)
            break
        if tuple(path) <= segment.path:
            place = segment.start
            break
    while place < len(paragraph.text) and paragraph.text[place] == " ":
        place += 1
    return place


def stack_at(paragraph: Paragraph, place: int) -> Any:
    """WeasyPrint's way to behind the character before *place*: what is empty there begins the next line."""
    segment = paragraph.segments[paragraph.segment_at[place - 1]]
    stack: Any = {len(segment.box.text[: place - segment.start].encode()): None}
    for number in reversed(segment.path):
        stack = {number: stack}
    return stack


def cut(linebox: Any, plan: Plan, number: int) -> Any:
    """A copy of *linebox* that ends where line *number* does, and knows how it is to be set."""
    line, paragraph = plan.lines[number], plan.paragraph
    is_last = number == len(plan.lines) - 1
    if is_last:
        copy = linebox.copy_with_children(linebox.children)
    else:
        end = line.end if line.hyphenated else line.next  # WeasyPrint takes spaces off a line's end
        segment = paragraph.segments[paragraph.segment_at[end - 1]]
        copy = _ended(linebox, segment.path, end - segment.start, line.hyphenated)
    first = line.start == paragraph.segments[0].start
    at = totalfit.Break(line.end, line.next, 0, width=1.0 if line.hyphenated else 0.0)
    copy._setting = Setting(
        linebox,
        plan,
        number,
        plan.taste,
        is_last,
        float(linebox.text_indent) if first else 0.0,
        paragraph.hang_before(line.start) if not (first and linebox.text_indent) else 0.0,
        0.0 if is_last else paragraph.hang_after(at),
    )
    return copy


def _ended(box: Any, path: Path, length: int, hyphenated: bool) -> Any:
    """A copy of the tree below *box* that ends *length* characters into the text box at *path*."""
    number, *rest = path
    last = box.children[number]
    if rest:
        last = _ended(last, tuple(rest), length, hyphenated)
    elif length < len(last.text) or hyphenated:
        last = last.copy_with_text(last.text[:length] + (last.style["hyphenate_character"] if hyphenated else ""))
    return box.copy_with_children([*box.children[:number], last])
