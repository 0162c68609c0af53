"""The four functions of WeasyPrint 70 that total fit stands in for while a book is laid out.

WeasyPrint asks for one line at a time, with ``get_next_linebox``.  Here the whole paragraph is planned when its first
line is asked for; each line then goes to WeasyPrint cut off where the plan ends it, so that floats, notes, links, tags
and page breaks stay WeasyPrint's own.  ``avoid_collisions`` gives a planned line room to shrink, ``text_align`` makes
it fill its width, ``draw_first_line`` draws its glyphs as wide as that asks for.  Of lines that WeasyPrint has broken,
``text_align`` fills those of Chinese, Japanese and Korean.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.matrix import Matrix

from bookmaker.editions.linebreaking import Tally, breaks, cutting, filling, looseness, paragraphs, totalfit
from bookmaker.editions.linebreaking.cutting import Setting
from bookmaker.editions.linebreaking.looseness import Plan
from bookmaker.editions.linebreaking.paragraphs import Paragraph, Unusual
from bookmaker.editions.linebreaking.totalfit import Taste

_SLACK = 60.0  # pixels that a planned line may be too long before WeasyPrint would break it
_SAME = 0.05  # pixels
_BEYOND = 4 / 3  # of the expansion that is good
_JUSTIFIED = Taste()
_SQUARE = Taste(expansion=0.0)  # ideographs, which are as wide as they are high
_RAGGED = Taste(expansion=0.0, rag=4.0)
_EVEN = Taste(expansion=0.0, rag=4.0, even=True)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption")


class Hooks:
    """The four, and WeasyPrint's own."""

    def __init__(self, tally: Tally, line_by_line: bool) -> None:
        self.tally, self.line_by_line = tally, line_by_line
        self.get_next_linebox = inline.get_next_linebox
        self.own_avoid_collisions = inline.avoid_collisions
        self.own_text_align = inline.text_align
        self.own_draw_first_line = drawing.draw_first_line

    def install(self) -> None:
        """Stand in for WeasyPrint's four."""
        inline.get_next_linebox, inline.avoid_collisions = self.next_line, self.avoid_collisions
        inline.text_align, drawing.draw_first_line = self.text_align, self.draw_first_line

    def remove(self) -> None:
        """Give them back, and let go of what was measured."""
        inline.get_next_linebox, inline.avoid_collisions = self.get_next_linebox, self.own_avoid_collisions
        inline.text_align, drawing.draw_first_line = self.own_text_align, self.own_draw_first_line
        paragraphs.forget()

    # ---- planning

    def next_line(
        self, context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any,
        containing_block: Any, absolutes: Any, fixed: Any, first_letter: Any, first_line: Any,
    ) -> Any:  # fmt: skip
        """The next line of *linebox* and where the one after it begins, as ``get_next_linebox`` gives them."""
        arguments = (position_y, bottom_space, skip_stack, containing_block, absolutes, fixed)
        try:
            planned = None
            if not first_letter and not first_line and not self.line_by_line:
                planned = self._planned(context, linebox, position_y, skip_stack, containing_block)
        except Unusual as reason:
            self._fall_back(linebox, str(reason))
            planned = None
        except Exception as surprise:  # noqa: BLE001 - never a book that is not laid out: WeasyPrint can
            self._fall_back(linebox, f"surprise: {surprise!r}")
            planned = None
        if planned is None:
            return self.get_next_linebox(context, linebox, *arguments, first_letter, first_line)
        plan, number = planned
        is_last = number == len(plan.lines) - 1
        line, resume_at = self.get_next_linebox(context, cutting.cut(linebox, plan, number), *arguments, None, None)
        if line is None:
            return line, resume_at
        if resume_at is None and not is_last:  # all that was given fitted, as it was planned
            resume_at = cutting.stack_at(plan.paragraph, plan.lines[number].next)
        return line, resume_at

    def _planned(self, context: Any, linebox: Any, position_y: float, skip_stack: Any, block: Any) -> Any:
        """The plan with the number of the line that begins where *skip_stack* says; ``None`` for WeasyPrint's way."""
        taste = _taste(linebox)
        if taste is None or hasattr(linebox, "_unusual"):
            return None
        if not hasattr(linebox, "_plans"):
            linebox._plans, linebox._floats = [], _floats(linebox)
        if linebox._floats == "leading" and skip_stack is None:
            return None  # the initial must be placed before anything can be measured beside it
        if linebox._floats == "other":
            raise Unusual("floats in mid-paragraph")
        known = [plan for plan in linebox._plans if plan.paragraph.is_current()]
        paragraph = known[0].paragraph if known else paragraphs.flattened(
            linebox, context, hangs=taste.rag is None)  # fmt: skip
        if taste is _JUSTIFIED and paragraph.is_ideographic():
            taste = _SQUARE
        start = cutting.place_of(paragraph, skip_stack)
        indent = linebox.text_indent if skip_stack is None else 0.0
        width_of = self._widths(context, linebox, position_y, block)
        here = width_of(0) - indent
        wanted = looseness.of(linebox)
        for plan in known:
            number = plan.number_at.get(start)
            if number is not None and plan.looseness == wanted and abs(plan.widths[number] - here) < _SAME:
                return plan, number
        plan = _plan(paragraph, start, lambda n: width_of(n) - (indent if n == 0 else 0.0), taste, wanted)
        self.tally.paragraphs += not linebox._plans  # each once, in however many ways it is tried
        linebox._plans.append(plan)
        return plan, 0

    def _widths(self, context: Any, linebox: Any, position_y: float, block: Any) -> Callable[[int], float]:
        """The width of the n-th line from *position_y* on, beside floats if there are any."""
        if not context.excluded_shapes:
            return lambda _: float(block.width)
        height = inline.strut(linebox.style)[0]
        known: dict[int, float] = {}

        def width_of(number: int) -> float:
            if number not in known:
                probe = linebox.copy()
                probe.__dict__.pop("_setting", None)
                probe.position_x, probe.position_y = 0, position_y + number * height
                probe.width, probe.height = 1, height
                known[number] = self.own_avoid_collisions(context, probe, block, outer=False)[2]
            return known[number]

        return width_of

    def _fall_back(self, linebox: Any, reason: str) -> None:
        if not hasattr(linebox, "_unusual"):
            linebox._unusual = reason
            self.tally.fallbacks[reason] += 1

    # ---- setting

    def avoid_collisions(self, context: Any, box: Any, block: Any, outer: bool = True) -> Any:
        """Where *box* goes; a planned line is no wider than what it is planned for."""
        if outer or getattr(box, "_setting", None) is None:
            return self.own_avoid_collisions(context, box, block, outer)
        width, box.width = box.width, min(box.width, 1.0)
        x, y, available = self.own_avoid_collisions(context, box, block, outer)
        box.width = width
        return x, y, available + _SLACK

    def text_align(self, context: Any, line: Any, available: float, last: bool) -> float:
        """How far *line* is moved; a planned one fills its width, marks hang out of it."""
        setting: Setting | None = getattr(line, "_setting", None)
        if setting is None:
            return self._line_by_line(context, line, available, last)
        available -= _SLACK
        target = available + setting.hang_before + setting.hang_after
        if setting.taste.rag is not None:
            return float(self.own_text_align(context, line, available, setting.is_last))
        lacking = target - line.width
        if setting.is_last and lacking >= 0:
            return -setting.hang_before
        natural = max(1.0, line.width - setting.indent)
        stretch = max(-setting.taste.expansion, min(_widest(setting), lacking / natural))
        filling.widen(context, line, 1 + stretch, lacking - natural * stretch)
        return -setting.hang_before

    def _line_by_line(self, context: Any, line: Any, available: float, last: bool) -> float:
        """How far *line*, one of WeasyPrint's, is moved, who leaves one without spaces as short as it is."""
        style = line.style
        is_filled = style["text_align_all"] == "justify" and style["white_space"] == "normal" and not last
        if not is_filled or style["direction"] != "ltr" or not filling.is_by_characters(line):
            return float(self.own_text_align(context, line, available, last))
        filling.widen(context, line, 1.0, max(0.0, available - line.width))
        return 0.0

    def draw_first_line(self, stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        """Draw the text of a box, its glyphs as wide as the line needs them; letter-spacing would break ligatures."""
        filling.shape(textbox)
        scale = getattr(textbox, "_scale", 1.0)
        if scale != 1.0:
            matrix = Matrix(a=scale, d=-1, e=matrix.values[4], f=matrix.values[5])
        return self.own_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)


def _taste(linebox: Any) -> Taste | None:
    """How *linebox* is to be broken; ``None`` where WeasyPrint does it."""
    style = linebox.style
    if not isinstance(linebox, boxes.LineBox) or style["direction"] != "ltr" or style["white_space"] != "normal":
        return None
    align = style["text_align_all"]
    if align == "justify":
        return _JUSTIFIED
    tag = (linebox.element_tag or "").partition("::")[0]
    return _EVEN if align == "center" or tag in _HEADINGS else _RAGGED if align in ("start", "left") else None


def _widest(setting: Setting) -> float:
    """By how much the glyphs of a line may be widened: by a third more where its spaces would show otherwise."""
    return setting.taste.expansion * min(max(1.0, setting.plan.lines[setting.number].ratio), _BEYOND)


def _plan(paragraph: Paragraph, start: int, available: Callable[[int], float], taste: Taste, wanted: int) -> Plan:
    """The best lines from *start* on, without hyphens where that is good enough; *wanted* more of them if it can be."""
    text, length = paragraph.text, len(paragraph.text)
    while start < length and text[start] == " ":
        start += 1
    if start == length:
        raise Unusual("no text")
    style = paragraph.style_at(start)
    space = paragraphs.width(" ", style, paragraph.context)
    widths = [available(number) for number in range(6)]
    varying = 1 + max((number for number in range(5) if abs(widths[number] - widths[5]) > 0.01), default=-1)
    every_break = partial(breaks.places, paragraph, start, hyphenated=True)
    between_words = breaks.places(paragraph, start, hyphenated=False)
    given = totalfit.Paragraph(paragraph, between_words, start, available, space, style["font_size"], varying)
    lines = totalfit.good_lines(given, taste) or totalfit.best_lines(given._replace(breaks=every_break()), taste)
    if any(line.ratio < totalfit.OVERFULL for line in lines):
        raise Unusual("a word that is too long")
    return looseness.plan(paragraph, given, every_break, lines, taste, wanted)


# ---- boxes


def _floats(linebox: Any) -> str:
    """``no`` floats below *linebox*, one that is ``leading`` (an initial), or ``other`` ones, or boxes out of flow."""
    outside = [*_out_of_flow(linebox)]
    if not outside:
        return "no"
    first = linebox
    while isinstance(first, boxes.ParentBox) and first.is_in_normal_flow() and first.children:
        first = first.children[0]
    return "leading" if outside == [first] and first.is_floated() else "other"


def _out_of_flow(box: Any) -> Iterator[Any]:
    for child in box.children:
        if not child.is_in_normal_flow():
            yield child
        elif isinstance(child, boxes.ParentBox):
            yield from _out_of_flow(child)
