"""A line box of WeasyPrint's -> a paragraph that the total-fit algorithm can break, measured with WeasyPrint's Pango.

``hooks`` calls :func:`flattened` for each paragraph, once; ``breaks`` finds where its lines may end.  Whatever is
unusual raises :class:`Unusual`, and WeasyPrint breaks that paragraph itself.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from bookmaker.editions.linebreaking import ideographs
from bookmaker.editions.linebreaking.totalfit import Break

Path = tuple[int, ...]  # where a box stands below the line box: a child's number on each level

_SPACES = " \u00a0"
_LONGEST = 500  # characters that are measured as one word: places in it are measured from its start, again and again
# How far a mark hangs into the margin, as a share of its width; the marks of microtype's default for Latin faces.
_AFTER = {
    "-": 0.5, "\u2010": 0.5, ".": 0.7, ",": 0.5, ":": 0.5, ";": 0.3, "!": 0.1, "?": 0.1, "\u2019": 0.4,
    "\u201d": 0.3, "\u2013": 0.3, "\u2014": 0.2, "'": 0.4, '"': 0.3, "\u00bb": 0.3,
}  # fmt: skip
_BEFORE = {"\u2018": 0.3, "\u201c": 0.3, "\u201e": 0.3, "\u00ab": 0.3, "(": 0.05, "\u2014": 0.3}
_BEFORE |= dict.fromkeys(ideographs.OPENING, 0.5)


class Unusual(Exception):  # noqa: N818 - it says why WeasyPrint had better do it
    """There is something in the paragraph that is not looked at here."""


@dataclass(frozen=True)
class Segment:
    """One run of text: its box, where that stands, and its characters in the paragraph."""

    path: Path
    box: Any
    start: int
    end: int


@dataclass
class Paragraph:
    """The text of a line box, character by character, with lengths in CSS pixels; see ``totalfit.Measures``."""

    text: str
    segments: list[Segment]
    edges: dict[int, float]  # padding and borders of inline boxes, by the character that they stand before
    unbroken: frozenset[int]  # within inline boxes with padding or borders
    style: Any
    context: Any
    hangs: bool
    counted: list[tuple[Any, Any]] = field(default_factory=list)  # boxes with numbers of pages, and what is in them
    segment_at: list[int] = field(default_factory=list)
    _x: dict[int, float] = field(default_factory=dict)
    _spaces: list[int] = field(default_factory=list)
    _gaps: list[int] = field(default_factory=list)
    _word_start: list[int] = field(default_factory=list)

    def measure(self) -> None:
        """Find where every word begins."""
        self.segment_at = [number for number, s in enumerate(self.segments) for _ in range(s.start, s.end)]
        length, place, x, spaces = len(self.text), 0, 0.0, 0
        self._spaces, self._word_start = [0] * (length + 1), [0] * (length + 1)
        apart = ideographs.are_in(self.text)  # where none are, nobody need look at each place
        gaps = [apart and ideographs.is_gap(self.text, place) for place in range(length + 1)]
        self._gaps = [*accumulate(gaps)]
        while place < length:
            segment = self.segments[self.segment_at[place]]
            x += self.edges.get(place, 0.0)
            self._x[place], self._spaces[place] = x, spaces
            if self.text[place] in _SPACES:
                x += self._space(place, segment)
                spaces, end = spaces + 1, place + 1
            else:
                end = place + 1
                limit = min(segment.end, place + _LONGEST)
                while end < limit and self.text[end] not in _SPACES and not gaps[end]:
                    end += 1
                x += width(self.text[place:end], segment.box.style, self.context)
            for inside in range(place, end):
                self._word_start[inside] = place
                self._spaces[inside + 1] = spaces
            place = end
        self._x[length] = x + self.edges.get(length, 0.0)

    def is_current(self) -> bool:
        """Whether the numbers of pages in it are still those that it was measured with; other ones are other boxes."""
        return all(box.children is children for box, children in self.counted)

    def _space(self, place: int, segment: Segment) -> float:
        """How wide the space *place* is: it comes from the font of what stands before it."""
        before = self.text[place - 1 : place] if place > segment.start else ""
        style = segment.box.style
        if not before or not ideographs.are_in(before):
            return width(" ", style, self.context)
        return width(f"{before} ", style, self.context) - width(before, style, self.context)

    def style_at(self, place: int) -> Any:
        """The style of the character *place*."""
        return self.segments[self.segment_at[place]].box.style

    def x(self, place: int) -> float:
        """Where the character *place* begins, were all on one line."""
        known = self._x.get(place)
        if known is None:
            start = self._word_start[place]
            known = self._x[start] + width(self.text[start:place], self.style_at(start), self.context)
            self._x[place] = known
        return known

    def spaces(self, place: int) -> int:
        """How many spaces stand before *place*."""
        return self._spaces[place]

    def gaps(self, place: int) -> int:
        """How many gaps between ideographs there are as far as *place*, the one before it among them."""
        return self._gaps[place]

    def hang_before(self, place: int) -> float:
        """How far *place*, at a line's start, hangs out to the left."""
        share = _BEFORE.get(self.text[place]) if self.hangs else None
        return share * width(self.text[place], self.style_at(place), self.context) if share else 0.0

    def hang_after(self, at: Break) -> float:
        """How far the last character of a line that ends *at* hangs out to the right."""
        last = "\u2010" if at.width else self.text[at.end - 1]
        share = _AFTER.get(last, 0.5 * ideographs.hangs_by_half(last, self.style["lang"] or "")) if self.hangs else 0
        return share * width(last, self.style_at(at.end - 1), self.context) if share else 0.0

    def is_line_break(self, place: int) -> bool:
        """Whether a line may begin with the character *place*, by Unicode's rules (UAX 14) as Pango has them."""
        return bool(self._attributes[place].is_line_break)

    @cached_property
    def _attributes(self) -> Any:
        return line_break.get_log_attrs(self.text, self.style["lang"])

    def is_ideographic(self) -> bool:
        """Whether it is in Chinese or Japanese."""
        return ideographs.are_most(self.text)

    def content_end(self) -> int:
        """The character behind the last that is no space."""
        return len(self.text.rstrip(" "))


def flattened(linebox: Any, context: Any, hangs: bool) -> Paragraph:
    """The paragraph in *linebox*.  Raises Unusual."""
    segments: list[Segment] = []
    edges: dict[int, float] = {}
    unbroken: set[int] = set()
    _flatten(linebox, (), segments, edges, unbroken)
    text = "".join(segment.box.text for segment in segments)
    if not text.strip():
        raise Unusual("no text")
    counted = [(box, box.children) for box in linebox.descendants() if box.missing_link is not None]
    paragraph = Paragraph(text, segments, edges, frozenset(unbroken), linebox.style, context, hangs, counted)
    paragraph.measure()
    return paragraph


def _flatten(box: Any, path: Path, segments: list[Segment], edges: dict[int, float], unbroken: set[int]) -> None:
    for number, child in enumerate(box.children):
        if not child.is_in_normal_flow():
            continue
        here = segments[-1].end if segments else 0
        if isinstance(child, boxes.TextBox):
            if child.style["white_space"] != "normal" or "\n" in child.text:
                raise Unusual("lines of its own")
            if child.text:
                segments.append(Segment((*path, number), child, here, here + len(child.text)))
        elif isinstance(child, boxes.InlineBox):
            if child.is_leader:
                raise Unusual("a leader")
            before, after = _edge(child.style, "left"), _edge(child.style, "right")
            _flatten(child, (*path, number), segments, edges, unbroken)
            end = segments[-1].end if segments else 0
            if (before or after) and end > here:
                edges[here] = edges.get(here, 0.0) + before
                edges[end] = edges.get(end, 0.0) + after
                unbroken.update(range(here + 1, end))
        else:
            raise Unusual("a picture in the line" if isinstance(child, boxes.ReplacedBox) else "a block in the line")


def _edge(style: Any, side: str) -> float:
    """Margin, border and padding of an inline box on one *side*."""
    total = float(style[f"border_{side}_width"])
    for kind in ("margin", "padding"):
        value = style[f"{kind}_{side}"]
        if value == "auto":
            continue
        if getattr(value, "unit", "px") == "%":
            raise Unusual("padding in per cent")
        total += getattr(value, "value", 0)
    return total


_widths: dict[tuple[str, str], float] = {}
_keys: dict[int, tuple[Any, str]] = {}


def width(text: str, style: Any, context: Any) -> float:
    """How wide *text* is, as WeasyPrint would set it."""
    key = (_style_key(style), text)
    known = _widths.get(key)
    if known is None:
        layout = line_break.create_layout(text, style, context, None, 0)
        line, _ = layout.get_first_line()
        known = line_break.line_size(line, style)[0]
        layout.deactivate()
        _widths[key] = known
    return known


def _style_key(style: Any) -> str:
    """Everything of *style* that makes text wider or narrower."""
    known = _keys.get(id(style))
    if known is None or known[0] is not style:
        key = line_break._font_style_cache_key(style, True)
        known = (style, f"{key}{style['letter_spacing']}{style['word_spacing']}{style['lang']}")
        _keys[id(style)] = known
    return known[1]


def forget() -> None:
    """Let go of what was measured: styles belong to one document."""
    _widths.clear()
    _keys.clear()
