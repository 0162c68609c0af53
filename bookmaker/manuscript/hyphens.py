"""Single hyphens that stand for something else -> dashes, the signs of ranges, minus signs, Hebrew maqaf.

``typography`` calls :func:`unhyphened`.  Between words with spaces around it a hyphen is a dash, and the space before
it does not break; numbers, single letters, sums and what may be a list keep theirs.
"""

import re

from bookmaker import languages
from bookmaker.manuscript.dashes import DOUBLE, TELLS_SPEECH, between_words, of_numbers
from bookmaker.manuscript.edges import EDGE, next_to

_CJK = "\u2e80-\u9fff\uac00-\ud7a3"
_BEFORE_NUMBER = re.compile("-[0-9]")
_RANGE = re.compile(rf"-(?<=[0-9]-)([0-9]{{1,4}})(?![^\W{_CJK}]|[/–—−-]|[.,:][0-9])")
_NUMBER_BEFORE = re.compile(rf"(?<![^\W{_CJK}])(?<![0-9][.])(?<![,/:–—−-])[0-9]{{1,4}}$")
_PAGES = re.compile(
    r"(?<!\w)(?:pp?|pgs?|vols?|[Ss]|ss|str|Bde?|págs?|pagg?|pag|blz|sid|т|тт|с|сс|стр|стор)\.[ \u00a0\u202f]?$|עמ['׳] $"
)
_NO_YEARS = re.compile(r"(?:[0-9)+]|ISBN|ISSN|[Tt]el|[Ff]ax|[Pp]hone|[Тт]ел)[.:]?[ \u00a0]$|[.]$")
_DEGREES = r"(?:degrees?|Grad|degrés?|grad[oi]s?|graus?|graden|grader|sto(?:pień|pnie|pni)|градус(?:а|ов)?)\b"
_MINUS = re.compile(
    r"-(?<![^\s\ufdd0([{«„“\"']-)(?=[0-9]+(?:[.,][0-9]+)?[ \u00a0\u202f]?"
    rf"(?:[°%‰€]|(?:[kcm]m|kg|hPa|dB)\b|{_DEGREES}))"
)
_MAQAF = re.compile(rf"-(?:(?<=[א-ת]-)|(?<=[א-ת]{EDGE}-))(?={EDGE}?[א-ת])")
_CLOSING = "\"'”’“‘»«"
_SPACED = re.compile(rf" -(?=[ \n]|{EDGE}?[{_CLOSING},;:.](?![\w\u00a0\u202f]))")
_ENDS_WORDS = ".,;:!?…)]}»”’“‘\"'"
# Words, or a single letter before words, as I or a: but no option or variable, as in ls - l.
_WORDS_FOLLOW = re.compile(
    rf"{EDGE}?[{_CLOSING},;:.](?![\w\u00a0\u202f])"
    rf"|[{EDGE}\s]*[(\[{{¿¡«„“”‘\"']*{EDGE}?(?:[^\W\d_]{{2}}|[^\W\d_a-zA-Z]|[^\W\d_](?:['’]| [^\W\d_]{{2}})"
    rf"|\d+(?:[.:]\d\d)?[ \u00a0]?[ap]\.?m\b)"
)
# A line that begins with a hyphen and a word, which is asked or cried, or which another says; and who says so.
_SPEECH = re.compile(
    rf"^{EDGE}*-{EDGE}?(?:[¿¡]|[«„“\"'…]*{EDGE}?[A-ZÀ-ÖØ-ÞŁŚŻŹĆА-ЯЁЄІЇҐ](?=[^\W\d_]*[\s,.!?…\"»”])"
    r"(?=.*(?:[?!…]| -[a-zà-ÿа-яё]))).*$",
    re.MULTILINE,
)
_SAYS = re.compile(r" -(?=[^\W\d_])((?:[^ \n-]| (?!-)|-(?<=\w-)(?=\w))*)(-(?=[\s.,;:!?…]|$))?")
_LETTER_ALONE = re.compile(r"(?:^|\W)[a-zA-Z]$")


def unhyphened(text: str, language: str) -> str:
    """*text* with what is no hyphen though one was typed: a dash, the sign of a range, a minus, a maqaf."""
    if "-" not in text:
        return text
    language = languages.primary(language)
    if language in TELLS_SPEECH and "--" not in text:
        text = _SPEECH.sub(lambda match: _spoken(match[0], between_words(language)), text)
    if " -" in text and language not in DOUBLE and " = " not in text:
        text = _SPACED.sub(lambda match: _between_words(match, language), text)
    if _BEFORE_NUMBER.search(text):
        text = _RANGE.sub(lambda match: _range(match, language), text)
        text = _MINUS.sub("−", text)
    return _MAQAF.sub("־", text) if language == "he" else text


def _spoken(line: str, dash: str) -> str:
    """A line that somebody speaks, with *dash* where its hyphens are none: -No -dijo-. No.  Options stay."""
    return _SAYS.sub(lambda match: f" {dash}{match[1]}{dash if match[2] else ''}", line).replace("-", dash, 1)


def _range(match: re.Match[str], language: str) -> str:
    """Years, or pages of a book: both sides numbers that ascend, as in 1914-1918 or pp. 112-14."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    number = _NUMBER_BEFORE.search(before)
    if not number:
        return match[0]
    first, last = number[0], match[1]
    if int(first[: -len(last)] + last) <= int(first):
        return match[0]
    before = before[: number.start()]
    if _PAGES.search(before) or (_is_year(first) and _is_year(last) and not _NO_YEARS.search(before)):
        return f"{of_numbers(language)}{last}"
    return match[0]


def _is_year(number: str) -> bool:
    return len(number) == 4 and "1000" <= number <= "2100"


def _between_words(match: re.Match[str], language: str) -> str:
    """The dash for a hyphen between spaces; numbers, single letters and what begins a line keep it."""
    text = match.string
    before = next_to(text, match.start(), -1)
    if not (before.isalpha() or (before and before in _ENDS_WORDS)) or not _WORDS_FOLLOW.match(text, match.end()):
        return match[0]
    if _LETTER_ALONE.search(text[max(0, match.start() - 3) : match.start()]):
        return match[0]
    return f"\u00a0{between_words(language)}"
