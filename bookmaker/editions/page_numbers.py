"""Numbers of pages within the text, which are known last: "see page 87", the lines of the contents.

``pdf`` puts :func:`settled` around WeasyPrint's work.  WeasyPrint 70 sets them while it lays pages out, and loses
some: ``compute_content_list`` files a number under the name of its target, and has none where that is ``attr(href)``.
Then the number is set in the first two rounds of layout, whatever is known by then, and stays when its target moves.
Pages that are laid out only to be compared count as well.  Here numbers are set between two rounds, from the pages that
there are, and pages that show others are laid out once more.  Within a round the text stays as it is, so that it can be
set by total fit.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bookmaker.editions.linebreaking import replaced


@contextmanager
def settled() -> Iterator[None]:
    """While it holds, each round of layout has the numbers of the one before, and in the last they are the same."""
    from weasyprint import layout  # noqa: PLC0415  see pdf._weasyprint

    own_round = layout.make_all_pages

    def make_all_pages(context: Any, *rest: Any) -> list[Any]:
        for item in context.target_collector.counter_lookup_items.values():
            item.missing_counters, item.missing_target_counters = [], {}  # there is nothing to set within a round
        pages = [*own_round(context, *rest)]
        _set_numbers(context, pages)
        return pages

    with replaced(layout, make_all_pages=make_all_pages):
        yield


def _set_numbers(context: Any, pages: list[Any]) -> None:
    """Count in *pages* what is to be counted, and mark those whose text is another by that."""
    collector = context.target_collector
    counters = [entry[3][1] | {"pages": [len(pages)]} for entry in context.page_maker[1:]]
    targets: dict[str, int] = {}
    places: dict[Any, dict[int, None]] = defaultdict(dict)
    for index, page in enumerate(pages):
        for box in page.descendants(placeholders=True):
            if anchor := box.style["anchor"]:
                targets.setdefault(anchor, index)
            if box.missing_link is not None:
                places[box.missing_link][index] = None
    for anchor, index in targets.items():
        if (target := collector.target_lookup_items.get(anchor)) is not None:
            target.cached_page_counter_values = counters[index]
    for (box, purpose), item in collector.counter_lookup_items.items():
        if purpose == "content" and box in places:
            before = _text(box)
            item.parse_again(counters[min(places[box])])
            if _text(box) != before:
                for index in places[box]:
                    context.page_maker[index][-1]["content_changed"] = True


def _text(box: Any) -> str:
    return "".join(getattr(inner, "text", "") for inner in box.descendants())
