"""Addresses, file names and identifiers in a paragraph's text: where a line may end within them.

No hyphen is put there, which would be read as part of the name.  ``breaks`` asks for both.  The places are those of
The Chicago Manual of Style (17th edition, 7.46): behind a colon, before other marks; behind a slash lines end anyway.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_RUN = re.compile(r"[!-\x9f\xa1-\u1fff]+")  # without spaces, and without the marks and letters that are typeset apart
_IS_DOTTED = re.compile(r"[^\W\d_]{2}\.[^\W\d_]{2}")  # unlike U.S.A., e.g. or étudiant.e.s
_IS_ADDRESS = re.compile(r"://|\bwww\.|@[^\W\d_]")
_IS_NAME = re.compile(r"[^\W_]_[^\W_]|::|[^\W\d_]\\[^\W\d_]|^\W*/[^/]+/")
_PLACE = re.compile(r"(?<=[^\W_])(?=[._?#%~&=@\\][^\W\d_])(?!_in(?:nen)?\b)|(?<=:)(?=[^\W_])")
_LEAST = 3  # characters on each side


class Name(NamedTuple):
    """The first character of a name and the one behind its last; an address may also be broken within its words."""

    start: int
    end: int
    is_address: bool


def names(text: str, start: int, end: int) -> Iterator[Name]:
    """The names from *start* to *end*."""
    for run in _RUN.finditer(text, start, end):
        is_dotted = _IS_DOTTED.search(run[0]) is not None
        is_address = (is_dotted and "/" in run[0]) or _IS_ADDRESS.search(run[0]) is not None
        if is_address or is_dotted or _IS_NAME.search(run[0]):
            yield Name(*run.span(), is_address)


def places(text: str, name: Name) -> Iterator[int]:
    """The characters that *name* may go on with on another line."""
    for place in _PLACE.finditer(text, name.start, name.end):
        if _LEAST <= place.start() - name.start <= name.end - name.start - _LEAST:
            yield place.start()
