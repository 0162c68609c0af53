"""Hyphens and full stops in a row -> dashes and ellipses, by language.  ``typography`` calls :func:`dashed`.

Three hyphens are an em dash; two are what a language uses by itself, and an en dash from number to number.  The
spaces around them stay as they were written.
"""

import re

from bookmaker import languages
from bookmaker.manuscript.edges import EDGE, next_to

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
_TELLS_SPEECH = _EM | {"fr", "it", "pl", "ro", "hu", "sv", "da", "nb", "no", "nn", "fi", "cs", "sk"}
_SPEECH = re.compile(rf"[{EDGE}\s]*(?:---?|[—–])([{EDGE}\s]*)([^\s—–-])")
_ARROW = re.compile(".?<-|<!-")
_FOLLOWING = re.compile(rf"[{EDGE} \u00a0]*([^{EDGE} \u00a0])")
_CLOSING_QUOTE = re.compile(rf"{EDGE}?[\"'”’](?!{EDGE}?\w)")
_BEFORE_OPTION = frozenset(("", *" \n\u00a0\u202f([{/|="))
_QUOTES = "\"'“‘„‚«»›‹”’「」『』′″׳״"
_QUOTED_OPTION = re.compile(rf"[a-z]\w*(?:-\w+)*[\u00a0\u202f]?[{_QUOTES}]")


def dashed(text: str, language: str) -> str:
    """*text*, a paragraph, with the dashes and ellipses of *language*; ``--option`` stays."""
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
    speech = primary in _TELLS_SPEECH and _is_speech(text)
    return _DASHES.sub(lambda match: _dash(match, primary, speech), text)


def _is_speech(text: str) -> bool:
    """Whether the paragraph begins with the dash of somebody who speaks: all dashes of it are such, then."""
    match = _SPEECH.match(text)
    return match is not None and (any(space.isspace() for space in match[1]) or not match[2].islower())


def _dash(match: re.Match[str], language: str, speech: bool) -> str:
    before, after = next_to(match.string, match.start(), -1), next_to(match.string, match.end() - 1, 1)
    if not match[1] and _is_option(match, before, after, language, speech):
        return match[0]
    if after == ">" or _ARROW.match(match.string, match.start() - 2):
        return match[0]
    numbers = before.isdecimal() and after.isdecimal()
    if language in DOUBLE and not numbers:
        return "——"
    interrupted = language == "en" and before.isalnum() and _CLOSING_QUOTE.match(match.string, match.end())
    if match[1] or interrupted:
        return "—"
    if numbers:
        return of_numbers(language)
    return "—" if language in _BEGINS_WITH_EM and _begins(match, before) else between_words(language)


def between_words(language: str) -> str:
    """The dash that has spaces around it, or what two hyphens are."""
    return "—" if language in _EM else "–"


def of_numbers(language: str) -> str:
    """The dash from number to number."""
    return "—" if language in _CYRILLIC or language == "zh" else "–"


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
    if speech or (
        before not in _BEFORE_OPTION and not (language in DOUBLE and before.isalpha() and not before.isascii())
    ):
        return False
    if before in ("", "\n") and after.isupper():
        return False
    following = _DASHES.search(match.string, match.end())
    return not following or not _closes(following)


def _closes(dash: re.Match[str]) -> bool:
    before, after = next_to(dash.string, dash.start(), -1), next_to(dash.string, dash.end() - 1, 1)
    return not before.isspace() and not after.isalnum()
