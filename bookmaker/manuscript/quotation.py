"""Straight quotes -> quotation marks, apostrophes and primes, by language.  ``typography`` calls :func:`quoted`.

A quote opens where a space, a dash or an opening mark stands before it, and closes elsewhere; an apostrophe stands
in a word, before a shortened one (``'tis``, ``'90s``), or closes nothing.  After a number that no quotation holds
it is a prime: 5'10".
"""

import re

from bookmaker import languages

_EDGES = "\ufdd0"
_BEFORE_OPENING = frozenset(" \n\t\u00a0\u202f\u2009([{<–—-/\\¿¡…«„“‘‚「『" + "\ufffe")
_QUOTE = re.compile("[\"']")
_ELISIONS = re.compile(
    r"(?:tis|twas|twere|twill|twould|em|cause|til|till|bout|round|neath|gainst|ere|nuff|n|kay|cos|cuz|s|t|ne|nen|k|m)\b"
    r"|\d0s\b|\d\d(?!\d)",
    re.IGNORECASE,
)
# Letters and marks of scripts that put no spaces between words: a quote beside them opens when none is open.
_UNDIVIDED = re.compile("[\u2e80-\u303f\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
_MAY_CLOSE = re.compile("(?<=[^\\s\"'])'(?![^\\W\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff])")
_GERSHAYIM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
_GERESH = re.compile("(?<=[\u05d0-\u05ea])'")


def quoted(text: str, language: str) -> str:
    """*text* with the quotation marks of *language*; where we know none, apostrophes inside words alone."""
    if '"' not in text and "'" not in text:
        return text
    if languages.primary(language) == "he":
        text = _GERESH.sub("׳", _GERSHAYIM.sub("״", text))
    marks = languages.quotes(language)
    return _Setter(text, marks).result()


class _Setter:
    """One paragraph: which quotes are open while we go through it."""

    def __init__(self, text: str, marks: str | None) -> None:
        self.text = text
        self.marks = marks
        self.open: list[str] = []  # the straight quotes that opened
        apostrophes = _MAY_CLOSE.finditer(text) if "'" in text else ()
        self.last_closing = max((match.start() for match in apostrophes), default=-1)

    def result(self) -> str:
        pieces: list[str] = []
        at = 0
        for match in _QUOTE.finditer(self.text):
            pieces += (self.text[at : match.start()], self._mark(match[0], match.start()))
            at = match.end()
        return "".join(pieces) + self.text[at:]

    def _mark(self, quote: str, at: int) -> str:
        before, after = self._beside(at, -1), self._beside(at, 1)
        undivided = bool(_UNDIVIDED.match(before))
        if quote == "'" and before.isalnum() and after.isalpha() and not undivided:
            return "’"
        if before.isdecimal() and quote not in self.open and (quote == "'" or after not in "\"'"):
            return "′" if quote == "'" else "″"
        opens = before in _BEFORE_OPENING or (before == "=" and quote not in self.open)
        if undivided:
            opens = quote not in self.open
        elif before in "\"'":  # two quotes side by side: as the one before, unless that one was an apostrophe
            opens = self._opened_at == self._previous(at) or (quote not in self.open and after.isalnum())
        opens = opens and not after.isspace() and after != "\ufffe"
        if quote == "'" and opens and (self._is_elision(at) or at >= self.last_closing):
            return "’"
        if opens:
            self._opened_at = at
            return self._opening(quote)
        if before.isspace() or before == "\ufffe":
            return quote  # between spaces: nobody can tell
        return self._closing(quote)

    _opened_at = -1

    def _previous(self, at: int) -> int:
        at -= 1
        while at > 0 and self.text[at] == _EDGES:
            at -= 1
        return at

    def _beside(self, at: int, step: int) -> str:
        """The character next to *at*, across the edges of elements; U+FFFE at the ends."""
        at += step
        while 0 <= at < len(self.text) and self.text[at] == _EDGES:
            at += step
        return self.text[at] if 0 <= at < len(self.text) else "\ufffe"

    def _is_elision(self, at: int) -> bool:
        match = _ELISIONS.match(self.text, at + 1)
        if not match:
            return False
        # 'n' and 's' may also be quoted letters: then a closing quote follows at once
        return self.text[match.end() : match.end() + 1] != "'" or match[0].lower() == "n"

    def _pair(self, level: int) -> str:
        if self.marks is None:
            return ""
        return self.marks[:2] if level % 2 == 0 else self.marks[2:]

    def _opening(self, quote: str) -> str:
        level = len(self.open) if quote in self.open or self.open else (1 if quote == "'" else 0)
        self.open.append(quote)
        pair = self._pair(level)
        return pair[0] if pair else quote

    def _closing(self, quote: str) -> str:
        if quote not in self.open:
            return "’" if quote == "'" else (self._pair(0)[1] if self.marks else quote)
        while self.open[-1] != quote:
            self.open.pop()
        self.open.pop()
        level = len(self.open) if self.open else (1 if quote == "'" else 0)
        pair = self._pair(level)
        return pair[1] if pair else quote
