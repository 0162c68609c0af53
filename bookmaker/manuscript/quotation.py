"""Straight quotes -> quotation marks, apostrophes and primes, by language.  ``typography`` calls :func:`quoted`.

A quote opens where a space, a dash or an opening mark stands before it, and closes elsewhere; an apostrophe stands
in a word, before a shortened one (``'tis``, ``'90s``), or closes nothing.  After a number that no quotation holds
it is a prime: 5'10".  Double quotes become the outer marks of the language and single ones the inner, whichever the
author takes first; within marks of the same kind the other pair follows.
"""

import re

from bookmaker import languages
from bookmaker.manuscript import hebrew
from bookmaker.manuscript.edges import next_to

_END = "\ufffe"  # on both sides of a text
_BEFORE_OPENING = frozenset(" \n\t\u00a0\u202f\u2009([{<–—-/\\¿¡…«„“‘‚「『" + _END)
_QUOTE = re.compile("[\"']")
_SHORTENED = (
    "tis|tisn|twas|twasn|twere|twill|twould|em|cause|til|till|bout|round|neath|gainst|ere|nuff|n|kay|cos|cuz|"
    "s|t|ne|nen|k|m"
)
_SHORTENED_IN = {
    "de": "nem|ner|nes|ran|rauf|raus|rein|rüber|rum|runter|drauf|drin|naus|nauf|nein",
    "nl": "r|ns|ie",
}
_DIGITS = r"\d0s\b|[2-9]00(?!\d)|\d\d(?!\d)"
_WHOLE = re.compile(r"cause|round|till|bout|ran|rein|drin|nein|\d.*", re.IGNORECASE)  # may begin a quotation as well
_BARE = re.compile("'(?<![^\\W_]')|'(?![^\\W_])")  # with no letter on one side
# Letters and marks of scripts that put no spaces between words: a quote beside them opens when none is open.
_UNDIVIDED = re.compile("[\u2e80-\u303f\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
_MAY_CLOSE = re.compile("(?<=[^\\s'])'(?![^\\W\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff])")


def _elisions(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\b|{_DIGITS}", re.IGNORECASE)


_ELISIONS = _elisions(_SHORTENED)
_ELISIONS_IN = {language: _elisions(f"{_SHORTENED}|{words}") for language, words in _SHORTENED_IN.items()}


def quoted(text: str, language: str) -> str:
    """*text* with the quotation marks of *language*; where we know none, apostrophes inside words alone."""
    if '"' not in text and "'" not in text:
        return text
    primary = languages.primary(language)
    opening: set[int] = set()
    if primary == "he":
        text, opening = hebrew.marked(text)
    marks = languages.quotes(language, text)
    if marks is None:
        return _apostrophes(text)
    return _Setter(text, marks, _ELISIONS_IN.get(primary, _ELISIONS), opening).result()


class _Setter:
    """One paragraph: which quotes are open while we go through it."""

    def __init__(self, text: str, marks: str, elisions: re.Pattern[str], opening: set[int]) -> None:
        self.text = text
        self.marks = marks
        self.elisions = elisions
        self.opening = opening  # where quotes are known to open
        self.open: list[tuple[str, int]] = []  # the straight quotes that opened, and which pair each became
        self.typed = 0  # outer marks that the author set, and that are open
        self.opened_at = -1
        apostrophes = _MAY_CLOSE.finditer(text) if "'" in text else ()
        self.last_closing = max((match.start() for match in apostrophes), default=-1)

    def result(self) -> str:
        pieces: list[str] = []
        at = 0
        for match in _QUOTE.finditer(self.text):
            between = self.text[at : match.start()]
            if self.marks[0] != self.marks[1]:
                self.typed = max(0, self.typed + between.count(self.marks[0]) - between.count(self.marks[1]))
            pieces += (between, self._mark(match[0], match.start()))
            at = match.end()
        return "".join(pieces) + self.text[at:]

    def _mark(self, quote: str, at: int) -> str:
        if at in self.opening:
            return self._opening(quote)
        before, after = self._beside(at, -1), self._beside(at, 1)
        if quote == "'" and _in_word(before, after):
            return "’"
        if before.isdecimal() and not self._is_open(quote) and (quote == "'" or after not in "\"'"):
            return "′" if quote == "'" else "″"
        return self._of_quotation(quote, at, before, after)

    def _of_quotation(self, quote: str, at: int, before: str, after: str) -> str:
        opens = self._opens(quote, at, before, after)
        if quote == "'" and opens and (self._is_elision(at) or at >= self.last_closing):
            return "’"
        if opens:
            self.opened_at = at
            return self._opening(quote)
        if before.isspace() or before == _END:
            return quote  # between spaces: nobody can tell
        return self._closing(quote)

    def _opens(self, quote: str, at: int, before: str, after: str) -> bool:
        if after.isspace() or after == _END:
            return False
        if _UNDIVIDED.match(before):
            return not self._is_open(quote)
        if before in "\"'":  # two quotes side by side: as the one before, unless that one was an apostrophe
            return self.opened_at == self._previous(at) or (not self._is_open(quote) and after.isalnum())
        if before in _BEFORE_OPENING:
            return True
        # Behind a prefix, as in Arabic, or where a space was forgotten.
        return not self._is_open(quote) and (before == "=" or (quote == '"' and _runs_on(before, after)))

    def _is_open(self, quote: str) -> bool:
        return any(quote == opened for opened, _ in self.open)

    def _previous(self, at: int) -> int:
        return self.text.rindex(next_to(self.text, at, -1), 0, at)

    def _beside(self, at: int, step: int) -> str:
        """The character next to *at*, across the edges of elements; U+FFFE at the ends."""
        return next_to(self.text, at, step) or _END

    def _is_elision(self, at: int) -> bool:
        match = self.elisions.match(self.text, at + 1)
        if not match:
            return False
        # 'n' and 's' may also be quoted letters: then a closing quote follows at once
        if self.text[match.end() : match.end() + 1] == "'":
            return match[0].lower() == "n"
        if self._is_open("'") or not _WHOLE.fullmatch(match[0]):
            return True
        following = _BARE.search(self.text, match.end())
        before = self._beside(following.start(), -1) if following else " "
        # Behind a letter it may be an apostrophe as well: the boys' game, un po' di più
        return before in _BEFORE_OPENING or (before.isalnum() and (match[0][0].isdecimal() or before in "sxz"))

    def _pair(self, level: int) -> str:
        return self.marks[2 * level : 2 * level + 2]

    def _opening(self, quote: str) -> str:
        level = int(quote == "'")
        around = self.open[-1][1] if self.open else 0 if self.typed else -1
        if level == around:
            level = 2 if level == 1 and len(self.marks) > 4 else 1 - level
        self.open.append((quote, level))
        return self._pair(level)[0]

    def _closing(self, quote: str) -> str:
        if not self._is_open(quote):
            if quote == "'":
                return "’"
            self.typed = max(0, self.typed - 1)
            return self._pair(0)[1]
        while self.open[-1][0] != quote:
            self.open.pop()
        return self._pair(self.open.pop()[1])[1]


def _apostrophes(text: str) -> str:
    def mark(match: re.Match[str]) -> str:
        at = match.start()
        return "’" if _in_word(next_to(text, at, -1), next_to(text, at, 1)) else "'"

    return re.sub("'", mark, text)


def _in_word(before: str, after: str) -> bool:
    return before.isalnum() and after.isalpha() and not _UNDIVIDED.match(before)


def _runs_on(before: str, after: str) -> bool:
    return (before.isalpha() and after.isalpha()) or (before in ":;,،؛" and after.isalnum())
