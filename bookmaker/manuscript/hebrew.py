"""Straight quotes in Hebrew words -> gershayim and geresh.  ``quotation`` calls :func:`marked` before it sets the rest.

A double quote inside a word is gershayim, ``צה"ל``, unless it begins a quotation behind a prefix, ``ב"הארץ"``: then
a closing quote follows that nothing else opened.  A single one behind a letter is geresh unless it ends a quotation.
"""

import re

from bookmaker.manuscript.edges import next_to

_LETTERS = "\u05d0-\u05ea\u05b0-\u05bd\u05bf\u05c1\u05c2\u05c7"
_LETTER = re.compile(f"[{_LETTERS}]")
_PREFIX = re.compile(f"(?:^|[^{_LETTERS}\"'״׳])[משהוכלב]{{1,4}}$")
_TWO_LETTERS = re.compile(f"[{_LETTERS}]{{2}}")
_BEFORE_OPENING = frozenset(("", *" \n\u00a0([{–—-־/\"'"))
# Words that end in a geresh: single letters, shortened words and foreign names, ג'ורג'.
_SHORTENED = re.compile(
    f"(?:^|[^{_LETTERS}'])(?:[{_LETTERS}]|פרופ|גב|עמ|מס|רח|שד|טל|אונ|וכו|וגו)$|[{_LETTERS}]'[{_LETTERS}]*[גזצץת]$"
)
_LONGEST = 12  # letters of a word that are looked at


def marked(text: str) -> tuple[str, set[int]]:
    """*text*, as long as before, with geresh and gershayim, and where quotes open inside words.

    The quotes that stay straight are those of quotations.
    """
    opening, closing = _singles(text)
    opening |= _prefixed(text)

    def mark(match: re.Match[str]) -> str:
        at = match.start()
        if match[0] == '"':
            return "״" if _is_inside(text, at) and at not in opening else '"'
        return "׳" if _is_behind(text, at) and at not in opening and at not in closing else "'"

    return re.sub("[\"']", mark, text), opening


def _is_inside(text: str, at: int) -> bool:
    return _is_behind(text, at) and bool(_LETTER.match(text, at + 1))


def _is_behind(text: str, at: int) -> bool:
    return bool(_LETTER.match(next_to(text, at, -1)))


def _opens(text: str, at: int) -> bool:
    return next_to(text, at, -1) in _BEFORE_OPENING and next_to(text, at, 1).isalnum()


def _is_prefixed(text: str, at: int) -> bool:
    """Whether a word of more than one letter follows, with nothing before it but what is joined to any word."""
    return bool(_PREFIX.search(text[max(0, at - 5) : at]) and _TWO_LETTERS.match(text, at + 1))


def _prefixed(text: str) -> set[int]:
    """Where quotes inside words open quotations: for each that closes one too many, the nearest behind a prefix."""
    opened = 0
    possible: list[int] = []
    found: set[int] = set()
    for match in re.finditer('"', text):
        at = match.start()
        if _is_inside(text, at):
            if _is_prefixed(text, at):
                possible.append(at)
        elif _opens(text, at):
            opened += 1
        elif opened:
            opened -= 1
        elif possible:
            found.add(possible.pop())
    return found


def _singles(text: str) -> tuple[set[int], set[int]]:
    """Where single quotes open quotations behind prefixes, and where behind letters they close any."""
    opened = -1
    possible: list[int] = []
    prefixed: set[int] = set()
    closing: set[int] = set()
    for match in re.finditer("'", text):
        at = match.start()
        if _opens(text, at) or (_is_inside(text, at) and _is_prefixed(text, at)):
            closing.update(_likeliest(text, possible))
            opened, possible = at, []
        elif not _is_behind(text, at):
            opened, possible = -1, []
        elif opened >= 0 and not _LETTER.match(next_to(text, at, 1)):
            possible.append(at)
            if _is_behind(text, opened):
                prefixed.add(opened)
    return prefixed, closing | set(_likeliest(text, possible))


def _likeliest(text: str, possible: list[int]) -> list[int]:
    """The first of *possible* that no shortened word ends with, or the last."""
    whole = (at for at in possible if not _SHORTENED.search(text[max(0, at - _LONGEST) : at]))
    return [next(whole, possible[-1])] if possible else []
