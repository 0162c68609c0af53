"""Paragraphs one line longer or shorter than they are best, so that facing pages end level: TeX's ``\\looseness``.

``hooks`` makes a :class:`Plan` for each paragraph that is set; ``spreads`` asks :func:`variants` what could be done on
a page, and :func:`loosen` for it, before the page is laid out anew.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from bookmaker.editions.linebreaking import totalfit
from bookmaker.editions.linebreaking.totalfit import Break, Line, Taste

if TYPE_CHECKING:
    from bookmaker.editions.linebreaking.paragraphs import Paragraph

_STRAINED = 1.05  # the ratio beyond which a line is too loose to be set so for a page's sake
_FEWEST = 2  # lines; there is nothing to stretch in one


@dataclass
class Plan:
    """The lines of one paragraph, for the widths and the looseness that it was planned for.

    *given* may end lines between words alone; *every_break* gives the places within words, too.
    """

    paragraph: "Paragraph"
    given: totalfit.Paragraph
    every_break: Callable[[], list[Break]]
    lines: list[Line]
    widths: list[float]
    taste: Taste
    looseness: int
    number_at: dict[int, int]
    others: dict[int, list[Line]] = field(default_factory=dict)  # by looseness


class Variant(NamedTuple):
    """A paragraph or a space that can be *by* lines longer, and the strain of that: 1 is as much as is good."""

    source: Any
    by: int
    strain: float


def plan(paragraph: "Paragraph", given: totalfit.Paragraph, every_break: Callable[[], list[Break]], lines: list[Line],
         taste: Taste, wanted: int) -> Plan:  # fmt: skip
    """A plan of *lines*, or of *wanted* lines more if that is possible."""
    widths = [given.available(number) for number in range(len(lines))]
    best = Plan(paragraph, given, every_break, lines, widths, taste, wanted, {})
    if wanted and (other := _other(best, wanted)):
        best.lines = other
        best.widths = [given.available(number) for number in range(len(other))]
    best.number_at = {line.start: number for number, line in enumerate(best.lines)}
    return best


def of(source: Any) -> int:
    """How many lines longer than it is best *source* is wanted."""
    return getattr(source, "_looseness", 0)


@contextmanager
def loosened(wanted: Iterable[Variant]) -> Iterator[None]:
    """While it holds, paragraphs and spaces are laid out as *wanted*."""
    changed = [(variant.source, of(variant.source), variant.by) for variant in wanted]
    for source, _, by in changed:
        source._looseness = by
    try:
        yield
    finally:
        for source, before, _ in changed:
            source._looseness = before


def loosen(wanted: Iterable[Variant]) -> None:
    """Lay paragraphs and spaces out as *wanted* from now on."""
    for variant in wanted:
        variant.source._looseness = variant.by


def variants(page: Any) -> list[Variant]:
    """What could be done to the paragraphs that begin on *page*."""
    found = []
    for source, plan in _begun(page):
        if plan.looseness or plan.taste.even or plan.given.varying > 1 or len(plan.lines) < _FEWEST:
            continue
        for by in (1, -1):
            if by not in plan.others:
                plan.others[by] = _other(plan, by)
            if lines := plan.others[by]:
                found.append(Variant(source, by, strain(lines)))
    return found


def strain(lines: list[Line]) -> float:
    """The worst of the lines but the last, which is filled with white."""
    return max(abs(line.ratio) for line in lines[:-1])


def _other(plan: Plan, by: int) -> list[Line]:
    """The best lines of which there are *by* more; none if they are not good enough."""
    count = len(plan.lines) + by
    given = plan.given._replace(
        breaks=plan.every_break(),
        available=lambda number: plan.widths[min(number, len(plan.widths) - 1)],  # the page's floats are gone by now
    )
    lines = totalfit.so_many_lines(given, plan.taste, count) if count > 1 else []
    if not lines or strain(lines) > _STRAINED or lines[-1].ratio < -1.01 or _is_poor(lines, plan.taste):
        return []
    return lines


def _is_poor(lines: list[Line], taste: Taste) -> bool:
    """Whether there are more hyphens in a row than may be, or one before the last line."""
    hyphens = "".join("-" if line.hyphenated else " " for line in lines)
    return "-" * (taste.most_hyphens + 1) in hyphens or hyphens[-2] == "-"


def _begun(page: Any) -> Iterator[tuple[Any, Plan]]:
    for box in page.descendants():
        setting = getattr(box, "_setting", None)
        if setting is not None and setting.number == 0 and setting.plan.given.start == _first(setting.plan):
            yield setting.source, setting.plan


def _first(plan: Plan) -> int:
    """The first character of the paragraph that is no space."""
    text = plan.paragraph.text
    return len(text) - len(text.lstrip(" "))
