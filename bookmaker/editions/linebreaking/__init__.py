"""Paragraphs set by total fit instead of line by line: even spaces, few hyphens, straight margins.

``pdf`` puts :func:`total_fit` around WeasyPrint's work and reports the :class:`Tally`.  ``totalfit`` is the algorithm,
``paragraphs`` measures what it breaks, ``breaks`` finds where, ``hooks`` brings its lines into WeasyPrint, ``cutting``
cuts them off, ``filling`` makes them as wide as they must be; these load WeasyPrint, and so only when pages are laid
out.  ``ideographs`` knows Chinese and Japanese, ``identifiers`` the names of machines.
Whatever is unusual about a paragraph, WeasyPrint breaks it, and the tally says why.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

WRITTEN_FOR = "70.0"  # WeasyPrint's version, whose private parts are used


@dataclass
class Tally:
    """What was done: how many paragraphs were set by total fit, and why others were not."""

    paragraphs: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)


@contextmanager
def replaced(module: Any, **functions: Callable[..., Any]) -> Iterator[None]:
    """While it holds, *functions* stand in for those of a *module* of WeasyPrint's that have their names; not in
    another version.  ``figure_places`` and the like put their own around the layout by it."""
    import weasyprint  # noqa: PLC0415 - half a second, which no one pays who lays out no page

    own = {name: getattr(module, name) for name in functions}
    if weasyprint.__version__ == WRITTEN_FOR:
        vars(module).update(functions)
    try:
        yield
    finally:
        vars(module).update(own)


@contextmanager
def total_fit(tally: Tally, line_by_line: bool = False) -> Iterator[None]:
    """Total fit for all that is laid out and drawn in the meantime; nothing where WeasyPrint is another version.

    *line_by_line* WeasyPrint breaks the lines, and those of Chinese and Japanese are still made to fill their width.
    """
    import weasyprint  # noqa: PLC0415 - half a second, which no one pays who lays out no page

    if weasyprint.__version__ != WRITTEN_FOR:
        tally.fallbacks[f"WeasyPrint {weasyprint.__version__}"] += 1
        yield
        return
    from bookmaker.editions.linebreaking.hooks import Hooks  # noqa: PLC0415

    hooks = Hooks(tally, line_by_line)
    hooks.install()
    try:
        yield
    finally:
        hooks.remove()
