"""A line box of WeasyPrint's that is to be wider -> its boxes moved and widened, and told how they are drawn.

``hooks`` calls :func:`widen` when a line is set, and :func:`shape` when one of its text boxes is about to be drawn.
Spaces of alphabets are widened by Pango.  Lines with Chinese, Japanese or Korean are widened glyph by glyph: asked for
other spaces there, Pango would shape the text anew, in pieces, and take spaces from another font than was measured.
"""

from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout

from bookmaker.editions.linebreaking import ideographs, paragraphs
from bookmaker.editions.linebreaking.totalfit import Taste

_SURE = 0.3  # of a step: WeasyPrint writes whole ones, and cuts off what is more


def widen(context: Any, line: Any, scale: float, lacking: float) -> None:
    """Widen the glyphs of *line* by *scale*, and by *lacking* pixels its spaces, or what is between ideographs."""
    if is_by_characters(line):
        space, em = paragraphs.width(" ", line.style, context), line.style["font_size"]
        extras = iter(ideographs.shares(_text(line), lacking, Taste.stretch * space, Taste.gap * em))
        _fill(line, scale, lambda box: _by_characters(box, scale, [*islice(extras, len(box.text))]), 0.0)
    else:
        spaces = inline.count_expandable_spaces(line)
        share = lacking / spaces if spaces else 0.0
        _fill(line, scale, lambda box: _by_spaces(context, box, scale, share), 0.0)


def is_by_characters(line: Any) -> bool:
    """Whether *line* is widened glyph by glyph."""
    return ideographs.are_in(_text(line))


def shape(textbox: Any) -> None:
    """Make the glyphs of *textbox* as wide as was asked for: Pango has them now, and WeasyPrint draws them next."""
    if any(extras := getattr(textbox, "_extras", ())):
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)  # later it would undo this
        ends = accumulate(len(character.encode()) for character in textbox.text)
        step = textbox.style["font_size"] / 1000  # the PDF has whole ones: what is left over goes to the next glyph
        steps = [round(extra / step) for extra in accumulate(extras)]
        _move(textbox.pango_layout.get_first_line()[0], dict(zip(ends, steps, strict=True)), step)


def _move(line: Any, wanted: dict[int, int], step: float) -> None:
    """Widen the glyphs of Pango's *line* until *wanted* steps are added to it before each byte."""
    done, run = 0, line.runs[0]
    while run != ffi.NULL:
        item, glyphs, clusters = run.data.item, run.data.glyphs, run.data.glyphs.log_clusters
        for number in range(glyphs.num_glyphs):
            is_last = number + 1 == glyphs.num_glyphs
            end = item.offset + (item.length if is_last else clusters[number + 1])
            if steps := wanted.get(end, done) - done:
                sure = _SURE if steps > 0 else -_SURE
                glyphs.glyphs[number].geometry.width += round((steps + sure) * step * TO_UNITS)
                done += steps
        run = run.next


def _text(line: Any) -> str:
    return "".join(box.text for box in _textboxes(line))


def _textboxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _textboxes(child)


def _by_characters(box: Any, scale: float, extras: list[float]) -> float:
    """Have the characters of *box* drawn wider by *extras*; by how much it is wider then."""
    box._extras = [extra / scale for extra in extras]  # it is drawn scaled
    return sum(extras)


def _by_spaces(context: Any, box: Any, scale: float, extra: float) -> float:
    """Have the spaces of *box* drawn wider by *extra* pixels each; by how much it is wider then."""
    spaces = inline.count_expandable_spaces(box)
    if spaces and abs(extra) > 1e-6:
        box.justification_spacing = extra / scale
        layout = create_layout(
            box.text, box.style, context, max_width=None, justification_spacing=box.justification_spacing
        )
        layout.deactivate()
        box.pango_layout = layout
    return float(extra * spaces)


def _fill(box: Any, scale: float, widened: Callable[[Any], float], moved: float) -> float:
    """Widen the text boxes below *box* by *scale* and as *widened* does it; how far what follows is moved."""
    if isinstance(box, boxes.TextBox):
        width = box.width
        box.position_x += moved
        box.width = width * scale + widened(box)
        box._scale = scale
        return moved + float(box.width - width)
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        before = moved
        for child in box.children:
            if child.is_in_normal_flow():
                moved = _fill(child, scale, widened, moved)
        box.width += moved - before
        return moved
    box.translate(moved, 0)
    return moved
