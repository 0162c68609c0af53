"""A page can be laid out again: what WeasyPrint 70 knows before and after it, kept and brought back.

``spreads`` and ``figure_places`` lay pages out in several ways and keep the best.
"""

from typing import Any, NamedTuple


class Moment(NamedTuple):
    """What WeasyPrint knows before a page is laid out, apart from what does not change."""

    maker: list[Any]
    footnotes: list[Any]
    reported: list[Any]
    broken: dict[Any, Any]

    @classmethod
    def now(cls, context: Any) -> "Moment":
        """As it is."""
        return cls([*context.page_maker], [*context.footnotes], [*context.reported_footnotes],
                   dict(context.broken_out_of_flow))  # fmt: skip

    def restore(self, context: Any) -> None:
        """As it was."""
        context.page_maker[:] = self.maker
        context.footnotes = [*self.footnotes]
        context.reported_footnotes = [*self.reported]
        context.broken_out_of_flow = dict(self.broken)


def forget(state: dict[str, Any]) -> None:
    """Make *state*, a page's entry in WeasyPrint's ``page_maker``, that of a page that was never laid out."""
    state |= {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}
