"""Whether what an author wrote is a language tag, an ISBN, a page size.

``config`` asks of ``book.toml``, ``manuscript`` of front matter and attributes.
"""

import re

_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[xX](-[A-Za-z0-9]{1,8})+)?"
)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(mm|cm|in|pt|pc|q)", re.IGNORECASE)
_IN_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
_TRIMS = {  # mm
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "b4": (250, 353),
    "b5": (176, 250),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
    "ledger": (279.4, 431.8),
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
    """Whether *written* is a page size with room for text: a name, or two lengths."""
    is_plain = written.lower() in _TRIMS or len([*filter(millimetres, written.split())]) == 2
    sides = trim(written) if is_plain else None
    return sides is not None and sides[0] >= _SMALLEST[0] and sides[1] >= _SMALLEST[1]


def trim(written: str) -> tuple[float, float] | None:
    """The width and the height, in millimetres, of the page size *written* (CSS Paged Media 3); None if it is none."""
    sides = [millimetres(part) or 0 for part in written.split()]
    if len(sides) in (1, 2) and all(sides):
        return sides[0], sides[-1]
    name, _, turned = written.lower().partition(" ")
    if name not in _TRIMS or turned not in ("", "portrait", "landscape"):
        return None
    width, height = _TRIMS[name]
    return (height, width) if turned == "landscape" else (width, height)


def millimetres(written: str) -> float | None:
    """The millimetres of *written*, a length; None if it is none."""
    length = _LENGTH.fullmatch(written.lower())
    return float(length[1]) * _IN_MM[length[2]] if length else None
