"""Notes that a page has no room for go on overleaf, and are not lost when pages are laid out in a second round.

``pdf`` puts :func:`kept` around WeasyPrint's work.  WeasyPrint 70 lays out again only the pages whose content has
changed since, those with numbers of pages for example; notes that come from a page that has not are forgotten, and so
are the pages behind the last one, which hold nothing but notes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bookmaker.editions.linebreaking import replaced


@contextmanager
def kept() -> Iterator[None]:
    """While it holds, a page from which notes go on is laid out in every round, and so is the page that takes them."""
    from weasyprint import layout  # noqa: PLC0415  see pdf._weasyprint

    own_page, own_round = layout.page.remake_page, layout.make_all_pages
    sending: set[int] = set()

    def remake_page(index: int, context: Any, *rest: Any) -> Any:
        result = own_page(index, context, *rest)
        if context.reported_footnotes:
            sending.add(index)
            context.page_maker[index + 1][-1]["content_changed"] = True  # else none is made behind the text's last
        else:
            sending.discard(index)
        return result

    def make_all_pages(context: Any, *rest: Any) -> Iterator[Any]:
        for index in sending | {index + 1 for index in sending}:
            if index < len(context.page_maker):
                context.page_maker[index][-1]["content_changed"] = True
        yield from own_round(context, *rest)

    with replaced(layout.page, remake_page=remake_page), replaced(layout, make_all_pages=make_all_pages):
        yield
