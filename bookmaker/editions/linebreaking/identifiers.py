"""Addresses, file names and identifiers in a paragraph's text: where a line may end within them.

No hyphen is put there, which would be read as part of the name.  ``paragraphs`` asks for both.  The places are those of
The Chicago Manual of Style (17th edition, 7.46): behind a colon, before other marks; behind a slash lines end anyway.
"""

import re
from collections.abc import Iterator

_RUN = re.compile(r"[!-\x9f\xa1-\u1fff]+")  # without spaces, and without the marks and letters that are typeset apart
_IS_NAME = re.compile(r"://|[^\W\d_][.@_:\\][^\W\d_]|(?<![^\W_])@[^\W\d_]|/[^/]+/")
_PLACE = re.compile(r"(?<=[^\W_])(?=[._?#%~&=@\\][^\W\d_])|(?<=[^\W_]:)(?=[^\W_])")
_LEAST = 3  # characters on each side


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The first character of each name from *start* to *end*, and the one behind its last."""
    return (run.span() for run in _RUN.finditer(text, start, end) if _IS_NAME.search(run[0]))


def places(text: str, start: int, end: int) -> Iterator[int]:
    """The characters that the name from *start* to *end* may go on with on another line."""
    return (
        place.start()
        for place in _PLACE.finditer(text, start, end)
        if _LEAST <= place.start() - start <= end - start - _LEAST
    )
