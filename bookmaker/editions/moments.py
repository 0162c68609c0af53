"""A page can be laid out again: what WeasyPrint 70 knows before and after it, kept and brought back.

``spreads`` and ``figure_places`` lay pages out in several ways and keep the best.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Moment(NamedTuple):
    """What WeasyPrint knows before a page is laid out, apart from what does not change."""

    maker: list[Any]
    footnotes: list[Any]
    reported: list[Any]
    broken: dict[Any, Any]
    arranged: dict[tuple[Any, str], Any]

    @classmethod
    def now(cls, context: Any) -> "Moment":
        """As it is."""
        return cls([*context.page_maker], [*context.footnotes], [*context.reported_footnotes],
                   dict(context.broken_out_of_flow), dict(_arranged(context)))  # fmt: skip

    def restore(self, context: Any, settled: int = 0) -> None:
        """As it was, but for the first *settled* pages, of which WeasyPrint may have learnt something since."""
        context.page_maker[settled:] = self.maker[settled:]
        context.footnotes = [*self.footnotes]
        context.reported_footnotes = [*self.reported]
        context.broken_out_of_flow = dict(self.broken)
        arranged = _arranged(context)
        for (box, attribute), value in {**{key: context._before[key] for key in arranged}, **self.arranged}.items():
            setattr(box, attribute, value)
        context._arranged = dict(self.arranged)


def arrange(context: Any, box: Any, attribute: str, value: Any) -> None:
    """Give *box*, one of those that pages are made of, another *value*; a :class:`Moment` knows of it."""
    arranged = _arranged(context)
    context._before.setdefault((box, attribute), getattr(box, attribute))
    arranged[box, attribute] = value
    setattr(box, attribute, value)


def rearranged(context: Any, attribute: str) -> Iterator[tuple[Any, Any]]:
    """What the *attribute* of boxes was, and what it is since :func:`arrange` changed it."""
    return ((context._before[key], value) for key, value in _arranged(context).items() if key[1] == attribute)


def _arranged(context: Any) -> dict[tuple[Any, str], Any]:
    """What :func:`arrange` has changed until now."""
    if not hasattr(context, "_arranged"):
        context._arranged, context._before = {}, {}
    arranged: dict[tuple[Any, str], Any] = context._arranged
    return arranged
