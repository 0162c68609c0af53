"""Straight quotes -> what each of them is: it opens or closes a quotation, is an apostrophe, a prime, or nobody can
tell.  ``quotation`` calls :func:`parts` and puts in the marks of a language.

A quote opens where a space, a dash or an opening mark stands before it, and where any other sign does and no
quotation is open; it closes elsewhere, and behind a dash where a part of the sentence ends.  An apostrophe stands in
a word or before a shortened one (``'tis``, ``'90s``); a single quote without a second one that goes with it is an
apostrophe too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bookmaker.manuscript.edges import EDGE, OBJECT, next_to

_END = "\ufffe"  # on both sides of a text
_BEFORE_OPENING = frozenset(" \n\t\u00a0\u202f\u2009([{<–—-/\\¿¡…«„“‘‚「『" + _END)
_DASHES = frozenset("–—-")
# What stands behind a quotation, and behind the one around it that it ends.
_ENDS = re.compile(rf"[{EDGE}\"'”’“‘»«›‹]*(?:[\s,;:!?)\]}}]|\.(?!\w)|$)")
_MAY_END = re.compile(rf"[{EDGE}\"'”’“‘»«›‹]*[…–—-]")
_ENDING = frozenset(".,;:!?…%)]}>»”’" + OBJECT)  # a single quote behind these does not begin anything
_MAY_FOLLOW = frozenset("([{¿¡«„“‘‚「『…—–$€£" + OBJECT)
_ENDS_SPEECH = frozenset(".,!?…—–-")
_BEFORE_SPEECH = re.compile(r"(?:^|[.,:;!?…—–\"“«„「])[\s\ufdd0]*$")
_QUOTE = re.compile("[\"']")
_DIGITS = r"\d0s\b|[2-9]00(?!\d)|\d\d(?!\d)"
_SHORTENED_TWICE = frozenset(("evenin", "mornin"))
_WHOLE = re.compile(
    r"cause|round|till|bout|fraid|spose|spect|scuse|strewth|nother|ran|rein|drin|nein|\d.*", re.IGNORECASE
)  # may begin a quotation as well
_BARE = re.compile("'(?<![^\\W_]')|'(?![^\\W_])")  # with no letter on one side
# Letters and marks of scripts that put no spaces between words: a quote beside them opens when none is open.
_UNDIVIDED = re.compile("[\u2e80-\u303f\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
_SHORTENED = (
    "tis|tisn|twas|twasn|twere|twill|twould|em|cause|til|till|bout|round|neath|gainst|ere|nuff|n|kay|cos|cuz|"
    "s|t|ne|nen|k|m"
)
_SHORTENED_IN = {
    "de": "nem|ner|nes|ran|rauf|raus|rein|rüber|rum|runter|drauf|drin|naus|nauf|nein",
    "en": "e|im|un|tain|tweren|twon|twouldn|tween|twixt|nother|strewth|spose|fraid|scuse|spect|evenin|mornin|cept",
    "it": "sto|sta|sti|ste|ndrangheta|ndrine|ndrina|na|nu|o",
    "nl": "r|ns|ie",
}
# Words that have lost their end: what follows them is an apostrophe, if they are not quoted by themselves.
_CUT = {
    "de": (
        "hab|sag|komm|geh|könnt|hätt|wär|würd|hatt|sollt|wollt|glaub|denk|lass|mach|seh|werd|heut|wart|hol|find|brauch|"
        "steh|frag|bleib|schau|tät|möcht|müsst|is|nich|ham|zieh|tu|ruf|nehm"
    ),
    "en": "an|th|o|wi|ol|nothin|somethin|anythin|everythin|goin|comin|doin|lookin|talkin|bein|havin|gettin|makin",
    "it": "e|po|mo|di|va|fa|da|sta|be|to|ca|de|ne|co|vo|que|se|te",
}
# In German a name takes but an apostrophe in the genitive, which has another form than the mark that closes.
_GENITIVE = re.compile("[A-ZÄÖÜ][a-zäöüß-]*(?:[sxzß]|ce)' [A-ZÄÖÜ]$")
_NOUN_OR_SIGN = re.compile(r"(?:\W|(?<!\w)[A-ZÄÖÜ]\w*)$")
_THOUSANDS = re.compile(r"'\d{3}(?!\d)(?<=\d'...)")  # 5'000, as in Switzerland
_FEET = re.compile(r"\d['′] ?\d{1,2}$")
_NEAR = 1000  # characters
_LONGEST = 12  # letters before a quote that are looked at


class Part(Enum):
    """What a straight quote is in its sentence."""

    OPENS = auto()
    CLOSES = auto()
    APOSTROPHE = auto()
    PRIME = auto()
    UNKNOWN = auto()


@dataclass(slots=True)
class _Opened:
    """A quotation that is open: its quote, where, whether it looks like speech, and what may have to give way to it."""

    quote: str
    at: int
    speech: bool = False
    inner: int = -1  # a quotation in it whose closing quote may be its own
    word: int = -1  # a closing quote, if it quotes but one word that has lost its end


def parts(text: str, language: str, opening: set[int]) -> Mapping[int, Part]:
    """What each straight quote of *text* is, by its place; *opening* says where some are known to open."""
    return _Reader(text, language, opening).read()


def is_in_word(before: str, after: str) -> bool:
    """Whether a single quote between these two characters is an apostrophe."""
    return before.isalnum() and after.isalpha() and not (_UNDIVIDED.match(before) or _UNDIVIDED.match(after))


def _may_open(quote: str, before: str, after: str) -> bool:
    """Whether *quote* can begin a quotation between these two characters, if none is open."""
    if before.isalnum():  # behind a prefix, as in Arabic, or where a space was forgotten
        return quote == '"' and before.isalpha() and after.isalpha()
    return (quote == '"' or before not in _ENDING) and (after.isalnum() or after in _MAY_FOLLOW)


def _elisions(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\b|{_DIGITS}", re.IGNORECASE)


_ELISIONS = _elisions(_SHORTENED)
_ELISIONS_IN = {language: _elisions(f"{_SHORTENED}|{words}") for language, words in _SHORTENED_IN.items()}
_CUT_IN = {language: re.compile(rf"(?:^|[\W_])({words})$", re.IGNORECASE) for language, words in _CUT.items()}


class _Reader:
    """One paragraph: which quotes are open while we go through it."""

    def __init__(self, text: str, language: str, opening: set[int]) -> None:
        self.text = text
        self.elisions = _ELISIONS_IN.get(language, _ELISIONS)
        self.cut = _CUT_IN.get(language)
        self.german = language == "de"
        self.closed_by_genitive = -1  # where, after which nothing opened
        self.opening = opening
        self.open: list[_Opened] = []
        self.depth = {'"': 0, "'": 0}  # how many of each are open
        self.opened_at = -1
        self.parts: dict[int, Part] = {}

    def read(self) -> dict[int, Part]:
        for match in _QUOTE.finditer(self.text):
            self.parts[match.start()] = self._part(match[0], match.start())
        while self.open:
            self._give_up()
        return self.parts

    def _part(self, quote: str, at: int) -> Part:
        before, after = self._beside(at, -1), self._beside(at, 1)
        if at not in self.opening:
            if quote == "'" and (is_in_word(before, after) or (before.isdecimal() and self._is_thousands(at))):
                return Part.APOSTROPHE
            if before.isdecimal() and self._is_prime(quote, at, after):
                return Part.PRIME
            if not self._opens(quote, at, before, after):
                return self._not_opening(quote, at, before, after)
            if quote == "'" and self._is_elision(at):
                return Part.APOSTROPHE
            self.opened_at = at
        self._begin(quote, at)
        return Part.OPENS

    def _is_thousands(self, at: int) -> bool:
        return bool(_THOUSANDS.match(self.text, at))

    def _is_prime(self, quote: str, at: int, after: str) -> bool:
        """Whether it measures the number before it: nothing else is open, or another quote may close what is."""
        if not self._is_open(quote):
            return quote == "'" or after not in "\"'"
        feet = quote == '"' and _FEET.search(self.text[max(0, at - 6) : at])
        return bool(feet) and '"' in self.text[at + 1 : at + 1 + _NEAR]

    def _opens(self, quote: str, at: int, before: str, after: str) -> bool:
        if after.isspace() or after == _END or (before in _DASHES and self._breaks_off(quote, at)):
            return False
        if _UNDIVIDED.match(before):
            return not self._is_open(quote)
        if before in "\"'":  # two quotes side by side: as the one before, unless that one was an apostrophe
            return self.opened_at == self._previous(at) or (not self._is_open(quote) and after.isalnum())
        if before == "…" and self._is_open(quote):  # speech that trails off
            return False
        return before in _BEFORE_OPENING or (not self._is_open(quote) and _may_open(quote, before, after))

    def _breaks_off(self, quote: str, at: int) -> bool:
        """Whether *quote*, behind a dash, ends what was interrupted."""
        following = _MAY_END if self._is_open(quote) else None
        return bool(_ENDS.match(self.text, at + 1) or (following and following.match(self.text, at + 1)))

    def _not_opening(self, quote: str, at: int, before: str, after: str) -> Part:
        is_open = self._is_open(quote)
        if (before.isspace() or before == _END) and not (is_open and after == _END):
            return Part.UNKNOWN  # between spaces
        if not is_open:
            if quote == "'" and self._is_after_genitive(at):
                self.parts[self.closed_by_genitive] = Part.APOSTROPHE
                self.closed_by_genitive = -1
                return Part.CLOSES
            return Part.APOSTROPHE if quote == "'" else Part.CLOSES
        if quote == "'" and (self._is_in_other(before) or self._is_cut(at, after)):
            return Part.APOSTROPHE
        self._end(quote, before)
        self.closed_by_genitive = at if self._is_genitive(at) else -1
        return Part.CLOSES

    def _is_genitive(self, at: int) -> bool:
        return self.german and bool(_GENITIVE.search(self.text[max(0, at - 2 * _LONGEST) : at + 3]))

    def _is_after_genitive(self, at: int) -> bool:
        """Whether a quotation, which ended at a name in the genitive, rather ends here."""
        return (
            self.closed_by_genitive >= 0
            and not self._is_genitive(at)
            and bool(_NOUN_OR_SIGN.search(self.text[max(0, at - 2 * _LONGEST) : at]))
        )

    def _begin(self, quote: str, at: int) -> None:
        speech = quote == "'" and bool(_BEFORE_SPEECH.search(self.text[max(0, at - 3) : at]))
        if speech and self.open and self.open[-1].inner >= 0:
            self._give_up()
        self.open.append(_Opened(quote, at, speech))
        self.closed_by_genitive = -1
        self.depth[quote] += 1

    def _end(self, quote: str, before: str) -> None:
        while self.open[-1].quote != quote:
            self._give_up()
        closed = self._pop()
        around = self.open[-1] if self.open else None
        if around and around.quote == quote == "'" and around.speech and not closed.speech and around.inner < 0:
            around.inner = closed.at if before in _ENDS_SPEECH else -1

    def _pop(self) -> _Opened:
        self.depth[self.open[-1].quote] -= 1
        return self.open.pop()

    def _give_up(self) -> None:
        """Leave the last quotation, which nothing closes: what may be an apostrophe is one."""
        opened = self._pop()
        if opened.quote == '"':
            return
        if opened.inner >= 0:
            self.parts[opened.inner] = Part.APOSTROPHE
        elif opened.word >= 0:
            self.parts[opened.word] = Part.CLOSES
        else:
            self.parts[opened.at] = Part.APOSTROPHE

    def _is_in_other(self, before: str) -> bool:
        """Whether a quotation of the other kind would be torn by an end behind a letter."""
        return before.isalnum() and self.open[-1].quote == '"'

    def _is_cut(self, at: int, after: str) -> bool:
        if self.german and not after.isspace():  # there an apostrophe differs from a mark that closes
            return False
        match = self.cut.search(self.text[max(0, at - _LONGEST) : at]) if self.cut else None
        if match and self.open[-1].at == at - len(match[1]) - 1:
            self.open[-1].word = at
        return match is not None

    def _is_open(self, quote: str) -> bool:
        return self.depth[quote] > 0

    def _previous(self, at: int) -> int:
        return self.text.rindex(next_to(self.text, at, -1), 0, at)

    def _beside(self, at: int, step: int) -> str:
        """The character next to *at*, across the edges of elements; U+FFFE at the ends."""
        return next_to(self.text, at, step) or _END

    def _is_elision(self, at: int) -> bool:
        match = self.elisions.match(self.text, at + 1)
        if not match:
            return False
        if match[0] in "sS" and self.text[match.end() : match.end() + 1] == "'":  # 'S'pose so,' he said.
            return False
        # 'n' and 's' may also be quoted letters: then a closing quote follows at once, unless it ends what is around
        if (
            self.text[match.end() : match.end() + 1] == "'"
            and not self.text[match.end() + 1 : match.end() + 2].isalpha()
        ):
            word = match[0].lower()
            return word == "n" or self._is_open("'") or (self._is_open('"') and word in _SHORTENED_TWICE)
        if self._is_open("'") or not _WHOLE.fullmatch(match[0]):
            return True
        following = _BARE.search(self.text, match.end())
        before = self._beside(following.start(), -1) if following else " "
        # Behind a letter it may be an apostrophe as well: the boys' game, un po' di più
        return before in _BEFORE_OPENING or (before.isalnum() and (match[0][0].isdecimal() or before in "sxz"))
