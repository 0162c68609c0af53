"""Whether what an author wrote is a language tag, an ISBN, a page size.

``config`` asks of ``book.toml``, ``manuscript`` of front matter and attributes.
"""

import re

_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[xX](-[A-Za-z0-9]{1,8})+)?"
)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(mm|cm|in|pt|pc|q)", re.IGNORECASE)
_IN_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
_TRIMS = {
    "a3": 297,
    "a4": 210,
    "a5": 148,
    "a6": 105,
    "b4": 250,
    "b5": 176,
    "letter": 215.9,
    "legal": 215.9,
    "ledger": 279.4,
}
_SMALLEST = (70, 90)  # mm: below, margins leave no room for text


def is_language(tag: str) -> bool:
    """Whether *tag* is a well-formed language tag (BCP 47)."""
    return bool(_LANGUAGE.fullmatch(tag))


def is_isbn(written: str) -> bool:
    """Whether *written*, hyphens and spaces apart, is an ISBN of ten or thirteen digits with a true check digit."""
    digits = re.sub(r"[\s-]", "", written).upper()
    if not digits.isascii():
        return False
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 if digit == "X" else int(digit)) * (10 - place) for place, digit in enumerate(digits)) % 11 == 0
    return False


def is_trim(written: str) -> bool:
    """Whether *written* is a page size with room for text."""
    if written.lower() in _TRIMS:
        return True
    lengths = [_LENGTH.fullmatch(part) for part in written.split()]
    sides = [float(length[1]) * _IN_MM[length[2].lower()] for length in lengths if length]
    return len(lengths) == len(sides) == 2 and sides[0] >= _SMALLEST[0] and sides[1] >= _SMALLEST[1]


def width(written: str) -> float | None:
    """The millimetres of *written*, a length or the first side of a page size (CSS Paged Media 3); None if neither."""
    first = written.lower().partition(" ")[0]
    length = _LENGTH.fullmatch(first)
    return float(length[1]) * _IN_MM[length[2]] if length else _TRIMS.get(first)
