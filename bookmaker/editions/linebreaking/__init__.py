"""Paragraphs set by total fit instead of line by line: even spaces, few hyphens, straight margins.

``pdf`` puts :func:`total_fit` around WeasyPrint's work and reports the :class:`Tally`.  ``totalfit`` is the algorithm,
``paragraphs`` measures what it breaks, ``hooks`` brings its lines into WeasyPrint.  Whatever is unusual about a
paragraph, it is WeasyPrint that breaks it, and the tally says why.
"""

from bookmaker.editions.linebreaking.hooks import Tally, total_fit

__all__ = ["Tally", "total_fit"]
