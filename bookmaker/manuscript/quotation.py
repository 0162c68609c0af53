"""Straight quotes -> quotation marks, apostrophes and primes, by language.

``typography`` calls :func:`quoted`, and :func:`straightened` before anything else.

``pairing`` says what each quote is.  Double quotes become the outer marks of the language and single ones the inner,
whichever the author takes first; within marks of the same kind the other pair follows.  After a number that no
quotation holds a quote is a prime: 5'10".
"""

import re

from bookmaker import languages
from bookmaker.manuscript import hebrew
from bookmaker.manuscript.edges import next_to
from bookmaker.manuscript.pairing import Part, is_in_word, parts

# Two single quotes, or two grave accents, that open what two single quotes close, as in TeX; ,,so'' and ,,so".
_DOUBLED = re.compile(r"(?:''|``)(?<![\w'`]..)([\w¿¡….\ufdd0](?:[^'`\"]|(?<=\w)'(?=\w))*)''(?![\w'’])")
_LOW = re.compile(
    r",,(?<![\w,],,)([\w¿¡….\ufdd0](?:[\w\s.;:!?…–—\ufdd0-]|,(?!,)|(?<=\w)['’](?=\w))*)(?:''|\")(?![\w'’])"
)
_TWO_PRIMES = re.compile(r"''(?<=\d'')(?![\w'’])")
_CORNERS = "「」『』"
_OTHER_CORNERS = str.maketrans(_CORNERS, "『』「」")


def straightened(text: str) -> str:
    """*text* with a double quote in the place of two single ones and other stand-ins for it."""
    if ",," in text:
        text = _LOW.sub(r'"\1"', text)
    if "''" in text:
        text = _TWO_PRIMES.sub('"', _DOUBLED.sub(r'"\1"', text))
    return text


def quoted(text: str, language: str, marks: str | None = None) -> str:
    """*text* with the quotation marks of *language*; where we know none, apostrophes inside words alone.

    *marks* are those that its document takes, see ``languages.quotes``; without them the author of *text* decides.
    """
    if '"' not in text and "'" not in text:
        return text
    primary = languages.primary(language)
    opening: set[int] = set()
    if primary == "he":
        text, opening = hebrew.marked(text)
    marks = marks or languages.quotes(language, (text,))
    if marks is None:
        return _apostrophes(text)
    setter = _Setter(marks)
    pieces: list[str] = []
    at = 0
    for place, part in parts(text, primary, opening).items():
        pieces += (setter.between(text[at:place]), setter.mark(text[place], part))
        at = place + 1
    return "".join(pieces) + text[at:]


class _Setter:
    """One paragraph: which quotations are open while we go through it."""

    def __init__(self, marks: str) -> None:
        self.marks = marks
        self.open: list[tuple[str, int]] = []  # the straight quotes that opened, and which pair each became
        self.typed = 0  # outer marks that the author set, and that are open

    def between(self, words: str) -> str:
        """The *words* between two quotes, whose own marks are counted; corner brackets give way to those around."""
        if self.marks == _CORNERS and self.open and self.open[-1][1] == 0:
            return words.translate(_OTHER_CORNERS)
        if self.marks[0] == self.marks[1]:
            self.typed = (self.typed + words.count(self.marks[0])) % 2
        else:
            self.typed = max(0, self.typed + words.count(self.marks[0]) - words.count(self.marks[1]))
        return words

    def mark(self, quote: str, part: Part) -> str:
        """What *quote* becomes."""
        if part is Part.OPENS:
            return self._opening(quote)
        if part is Part.CLOSES:
            return self._closing(quote)
        if part is Part.PRIME:
            return "′" if quote == "'" else "″"
        return "’" if part is Part.APOSTROPHE else quote

    def _opening(self, quote: str) -> str:
        level = int(quote == "'")
        around = self.open[-1][1] if self.open else 0 if self.typed else -1
        if level == around:
            level = 2 if level == 1 and len(self.marks) > 4 else 1 - level
        self.open.append((quote, level))
        return self._pair(level)[0]

    def _closing(self, quote: str) -> str:
        if all(quote != opened for opened, _ in reversed(self.open)):
            self.typed = max(0, self.typed - 1)
            return self._pair(0)[1]
        while self.open[-1][0] != quote:
            self.open.pop()
        return self._pair(self.open.pop()[1])[1]

    def _pair(self, level: int) -> str:
        return self.marks[2 * level : 2 * level + 2]


def _apostrophes(text: str) -> str:
    def mark(match: re.Match[str]) -> str:
        at = match.start()
        return "’" if is_in_word(next_to(text, at, -1), next_to(text, at, 1)) else "'"

    return re.sub("'", mark, text)
