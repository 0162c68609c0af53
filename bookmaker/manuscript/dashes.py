"""Hyphens and full stops in a row -> dashes and ellipses, by language.  ``typography`` calls :func:`dashed`.

Three hyphens are an em dash; two are what a language uses by itself, and an en dash from number to number.  In
English two that join words are an em dash as well, unless their author also writes three.  The spaces around them
stay as they were written.
"""

import re
from collections.abc import Iterable

from bookmaker import languages
from bookmaker.manuscript.edges import EDGE, OBJECT, next_to

# What stands before is looked at last, so that each begins with a character and is quickly found.
_DASHES = re.compile(r"--(?<!---)(-?)(?!-)")
_ELLIPSIS = re.compile(r"\.\.\.(?<!\.\.\.\.)(?!\.\.)")  # more than four are a leader
_CHINESE_ELLIPSIS = re.compile(r"\.\.\.(?<![A-Za-z0-9.]...)(?:\.\.\.)?(?!\.)")
_SIX_DOTS = re.compile(r"\.{6}(?<![.\s]\.{6})(?!\.)")
_AFTER_QUESTION = re.compile(r"\.\.\.(?<=[?!]\.\.\.)(?!\.)")
_CYRILLIC = frozenset(("ru", "uk", "be", "bg"))
_EM = _CYRILLIC | {"es", "pt", "ca", "gl", "tr", "ko"}
_BEGINS_WITH_EM = frozenset(("en", "fr"))  # before what somebody says, or the name of who said it
DOUBLE = frozenset(("zh", "ja"))  # a dash and an ellipsis are two characters wide
# Where a dash begins what somebody says.
TELLS_SPEECH = _EM | {"fr", "it", "pl", "ro", "hu", "sv", "da", "nb", "no", "nn", "fi", "cs", "sk"}
_SPEECH = re.compile(rf"[{EDGE}\s]*(?:---?|[—–])([{EDGE}\s]*)([^\s—–-])")
_SAID = re.compile("[?!…,.][\"'»”’“‘] -")
_SENTENCE = re.compile(r".[.!?…»][ \u00a0]-")
_ARROW = re.compile(".?<-|<!-")
_FOLLOWING = re.compile(rf"[{EDGE} \u00a0]*([^{EDGE} \u00a0])")
_CLOSING_QUOTE = re.compile(rf"{EDGE}?[\"'”’](?!{EDGE}?\w)")
# What other tools leave in a text: --8<--, {--deleted--}, the rule of a table.
_BEFORE_RESIDUE = frozenset("{|")
_AFTER_RESIDUE = frozenset(">}|")
_SNIPPET = re.compile("8<-")
_EM_DASH = re.compile("---(?<!----)(?!-)")
_LONGEST = 24  # characters before it that are looked at
# Two letters, as in A--Z, but no d--n; two decades; a year and today; two names, as in May--June and Bose--Einstein,
# but no word that a capital is due to.
_LETTER_BEFORE = re.compile(rf"(?<![\w’'])([A-HJ-Z]){EDGE}?$")
_LETTER_BEHIND = re.compile(rf"{EDGE}?([A-HJ-Z])(?![\w’'])")
_DECADE_BEFORE = re.compile(rf"(\d0['’]?s){EDGE}?$")
_DECADE_BEHIND = re.compile(rf"{EDGE}?(['’]?\d)")
_NAME_BEFORE = re.compile(
    rf"(?:\b[a-z]\w*[,;]?{EDGE}? {EDGE}?"
    r"|(?<!\w)(?=Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun))"
    rf"([A-Z]\w+){EDGE}?$"
)
_NAME_BEHIND = re.compile(
    rf"{EDGE}?(?!(?:An|And|But|For|God|He|Her|His|How|If|In|Is|It|Mr|Mrs|Ms|My|No|Not|Oh|Or|She|So|That|The|Then|They|"
    r"This|Was|We|Well|What|When|Where|Who|Why|Yes|You)\b)([A-Z]\w+\b)(?![!?])"
)
_YEAR_BEFORE = re.compile(rf"(\d{{4}}){EDGE}?$")
_YEAR_BEHIND = re.compile(rf"{EDGE}?(present|now|today|\)|$)")
_PAIRS = (
    (_LETTER_BEFORE, _LETTER_BEHIND),
    (_DECADE_BEFORE, _DECADE_BEHIND),
    (_NAME_BEFORE, _NAME_BEHIND),
    (_YEAR_BEFORE, _YEAR_BEHIND),
)
_BEFORE_OPTION = frozenset(("", *" \n\u00a0\u202f([{/|="))
_QUOTES = "\"'“‘„‚«»›‹”’「」『』′″׳״"
_QUOTED_OPTION = re.compile(rf"[a-z]\w*(?:-\w+)*[\u00a0\u202f]?[{_QUOTES}]")


def distinguishes(language: str, texts: Iterable[str]) -> bool:
    """Whether the author of *texts* writes three hyphens for an em dash, so that two, in English, are none."""
    return languages.primary(language) == "en" and any("---" in text and _EM_DASH.search(text) for text in texts)


def dashed(text: str, language: str, *, distinct: bool) -> str:
    """*text*, a paragraph, with the dashes and ellipses of *language*; ``--option`` stays.

    *distinct* says that its author distinguishes two hyphens from three.
    """
    primary = languages.primary(language)
    if "..." in text:
        if primary in DOUBLE:
            text = _CHINESE_ELLIPSIS.sub("……", text)
        elif primary == "ko":
            text = _SIX_DOTS.sub("……", text)
        elif primary in _CYRILLIC:
            text = _AFTER_QUESTION.sub("..", text)
        text = _ELLIPSIS.sub("…", text)
    if "--" not in text:
        return text
    speech = primary in TELLS_SPEECH and _is_speech(text)
    return _DASHES.sub(lambda match: _dash(match, primary, speech, distinct), text)


def _is_speech(text: str) -> bool:
    """Whether the paragraph begins with the dash of somebody who speaks: all dashes of it are such, then."""
    match = _SPEECH.match(text)
    return match is not None and (any(space.isspace() for space in match[1]) or not match[2].islower())


def _dash(match: re.Match[str], language: str, speech: bool, distinct: bool) -> str:
    before, after = next_to(match.string, match.start(), -1), next_to(match.string, match.end() - 1, 1)
    if _is_residue(match, before, after) or (not match[1] and _is_option(match, before, after, language, speech)):
        return match[0]
    numbers = before.isdecimal() and after.isdecimal()
    if language in DOUBLE and not numbers:
        return "——"
    if match[1]:
        return "—"
    if numbers:
        return of_numbers(language)
    if language == "en" and _is_em(match, before, after, distinct):
        return "—"
    begins = language in _BEGINS_WITH_EM and (_begins(match, before) or (speech and _ended(match, _SENTENCE)))
    return "—" if begins else between_words(language)


def between_words(language: str) -> str:
    """The dash that has spaces around it, or what two hyphens are."""
    return "—" if language in _EM else "–"


def of_numbers(language: str) -> str:
    """The dash from number to number."""
    return "—" if language in _CYRILLIC or language == "zh" else "–"


def _is_residue(match: re.Match[str], before: str, after: str) -> bool:
    """Whether the hyphens are an arrow, or markup of a tool that has not seen the text."""
    return (
        before in _BEFORE_RESIDUE
        or after in _AFTER_RESIDUE
        or bool(_ARROW.match(match.string, match.start() - 2) or _SNIPPET.match(match.string, match.end()))
    )


def _is_em(match: re.Match[str], before: str, after: str, distinct: bool) -> bool:
    """Whether two hyphens interrupt an English sentence, without spaces but for the end of a line: no range, no
    compound of names."""
    if not before or before.isspace() or (after.isspace() and after != "\n"):
        return False
    if distinct:
        return before.isalnum() and bool(_CLOSING_QUOTE.match(match.string, match.end()))
    if before == after == OBJECT:
        return False
    words = match.string[max(0, match.start() - _LONGEST) : match.start()]
    for one, other in _PAIRS:
        first = one.search(words)
        second = other.match(match.string, match.end()) if first else None
        if first and second and first[1] != second[1]:
            return False
    return True


def _ended(match: re.Match[str], ending: re.Pattern[str]) -> bool:
    """Whether it stands behind an *ending*, a pattern for the three characters before it."""
    return match.start() > 2 and bool(ending.match(match.string, match.start() - 3))


def _begins(match: re.Match[str], before: str) -> bool:
    """Whether the dash begins its paragraph, or a line of it that begins a sentence."""
    following = _FOLLOWING.match(match.string, match.end()) if before in ("", "\n") else None
    return following is not None and (not before or not following[1].islower())


def _is_option(match: re.Match[str], before: str, after: str, language: str, speech: bool) -> bool:
    """Whether it begins an argument of a command, and no words of a *speech* or that another dash ends: ``--so--``."""
    if not (after.isascii() and after.isalnum()):
        return False
    if before and before in _QUOTES:
        return bool(_QUOTED_OPTION.match(match.string, match.end()))
    if speech or (language in TELLS_SPEECH and _ended(match, _SAID)):
        return False
    if before not in _BEFORE_OPTION and not (language in DOUBLE and before.isalpha() and not before.isascii()):
        return False
    if before in ("", "\n") and after.isupper():
        return False
    following = _DASHES.search(match.string, match.end())
    return not following or not _closes(following)


def _closes(dash: re.Match[str]) -> bool:
    before, after = next_to(dash.string, dash.start(), -1), next_to(dash.string, dash.end() - 1, 1)
    return not before.isspace() and not after.isalnum()
