"""No-break and narrow spaces, by language.  ``typography`` calls :func:`spaced`.

The rules are pairs of a pattern and what takes its place.  Most turn a space that is there into one that does not
break; French alone puts spaces where its author typed none.
"""

import re
from collections.abc import Callable

_NB, _THIN = "\u00a0", "\u202f"
_UNITS = (
    "km|cm|mm|dm|nm|µm|m|kg|mg|g|t|ml|cl|l|ha|km²|m²|m³|kW|MW|GW|kWh|MWh|GWh|W|V|A|Hz|kHz|MHz|GHz|kB|MB|GB|TB|KiB|MiB|GiB|"
    "min|ms|h|s|bar|hPa|kcal|kJ|K|dB|px|pt|€|£|¥|USD|EUR|CHF|°C|°F|°|%|‰"
)
# Each pattern begins with a character, and looks behind it only then: so the search for it is quick.
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _followed_by(space: str) -> Callable[[re.Match[str]], str]:
    """The first group with *space* behind it: a template would be looked up for every text that holds no match."""
    return lambda match: match[1] + space


def _words(words: str, after: str, space: str = _NB) -> Rule:
    """A space between one of *words* and what *after* matches."""
    either = "|".join(rf"{word[0]}(?<![\w.]{word[0]}){word[1:]}" for word in words.split("|"))
    return re.compile(rf"({either}) (?={after})"), _followed_by(space)


_EVERYWHERE: tuple[Rule, ...] = (
    (re.compile(rf" (?<=\d )(?=(?:{_UNITS})(?![\w°%]))"), _NB),
    (re.compile(r"§ (?=\d)"), f"§{_NB}"),
    (re.compile(r"([A-ZÀ-ÖØ-ÞА-Я](?<![\w.].)\.) (?=[A-ZÀ-ÖØ-ÞА-Я]\.)"), _followed_by(_NB)),
    (re.compile(rf"({_NB}[A-ZÀ-ÖØ-ÞА-Я]\.) (?=[A-ZÀ-ÖØ-ÞА-Я][\w’'-])"), _followed_by(_NB)),
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_FRENCH: tuple[Rule, ...] = (
    (re.compile(r"[ \u00a0\u202f](?<=[^\s!?;].)(?=[;!?])"), _THIN),
    (re.compile(r"(?<=[\w»)\]”’…])(?=[;!?]+(?:[\s»)\]”\ufdd0]|$))(?<!&)"), _THIN),
    (re.compile(r"[ \u202f](?<=\S.)(?=:(?:\s|$|\ufdd0))"), _NB),
    (re.compile(r"(?<=[^\W\d]|[»)])(?=:(?: |\u00a0|$))"), _NB),
    (re.compile(r"«[ \u202f]?(?=[^\s\u00a0])"), "«" + _NB),
    (re.compile(r"(?<=[^\s\u00a0«])[ \u202f]?»"), _NB + "»"),
)
_SWISS_FRENCH: tuple[Rule, ...] = (
    (re.compile(r"[ \u00a0\u202f](?<=[^\s!?;:].)(?=[;!?:](?:\s|$))"), _THIN),
    (re.compile(r"(?<=[\w»)])(?=[;!?]+(?:[\s»)]|$))"), _THIN),
    (re.compile(r"«[ \u00a0]?(?=[^\s\u202f])"), "«" + _THIN),
    (re.compile(r"(?<=[^\s\u202f«])[ \u00a0]?»"), _THIN + "»"),
)
_DIALOGUE: Rule = (re.compile(r"^([—–]) (?=\S)", re.MULTILINE), _followed_by(_NB))
_GERMAN_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_ONE_LETTER = "([{}](?<![\\w'’.-].)) (?=[\\w«„“])"
_CYRILLIC_DASH: Rule = (re.compile(r" (?<=[^\s—–] )(?=[—–] )"), _NB)


def _one_letter(letters: str) -> Rule:
    return re.compile(_ONE_LETTER.format(letters + letters.upper())), _followed_by(_NB)


_LANGUAGES: dict[str, tuple[Rule, ...]] = {
    "en": (
        _words(r"Mr\.|Mrs\.|Ms\.|Dr\.|Prof\.|St\.|Mt\.|Rev\.|Gen\.|Capt\.|Lt\.|Sgt\.|Col\.|Hon\.", _CAPITAL),
        _words(r"No\.|Nos\.|p\.|pp\.|vol\.|Vol\.|ch\.|fig\.|Fig\.|art\.|sec\.", r"\d"),
    ),
    "de": (
        _words(r"z\.|d\.|u\.|i\.|o\.|v\.|s\.|m\.|a\.", r"(?:B|h|a|d|Ä|ä|T|U|E|V|O|o|W|A|R|c|Z)\.", _THIN),
        (re.compile(rf"({_THIN}d\.) (?=R\.)"), _followed_by(_THIN)),
        _words(r"Nr\.|S\.|Abs\.|Abb\.|Tab\.|Bd\.|Kap\.|Art\.|Nrn\.|Jg\.", r"\d"),
        _words(r"Dr\.|Prof\.|Hr\.|Fr\.|St\.", _CAPITAL),
        (re.compile(rf" (?<=\d\. )(?=(?:{_GERMAN_MONTHS})\b)"), _NB),
    ),
    "fr": (
        *_FRENCH,
        _DIALOGUE,
        _words(r"M\.|MM\.|Mme|Mlle|Dr|Me|St|Ste", _CAPITAL),
        _words(r"p\.|pp\.|n°|nº|vol\.|chap\.|art\.|fig\.", r"\d"),
    ),
    "es": (
        _DIALOGUE,
        _words(r"Sr\.|Sra\.|Srta\.|Dr\.|Dra\.|D\.|Dña\.|Ud\.|Uds\.", _CAPITAL),
        _words(r"p\.|pp\.|pág\.|págs\.|n\.º|núm\.|art\.|cap\.", r"\d"),
    ),
    "it": (
        _DIALOGUE,
        _words(r"Sig\.|Sig\.ra|Dott\.|Dott\.ssa|Prof\.|S\.|Ing\.|Avv\.", _CAPITAL),
        _words(r"p\.|pp\.|pag\.|n\.|vol\.|cap\.|art\.", r"\d"),
    ),
    "pt": (
        _DIALOGUE,
        _words(r"Sr\.|Sra\.|Dr\.|Dra\.|Prof\.|D\.|S\.", _CAPITAL),
        _words(r"p\.|pp\.|pág\.|n\.º|vol\.|cap\.|art\.", r"\d"),
    ),
    "nl": (_words(r"dhr\.|mevr\.|mw\.|dr\.|prof\.|ir\.|ds\.", _CAPITAL), _words(r"nr\.|p\.|blz\.|art\.|afb\.", r"\d")),
    "pl": (
        _one_letter("aiouwz"),
        _DIALOGUE,
        _CYRILLIC_DASH,
        _words(r"nr|s\.|str\.|t\.|rozdz\.|art\.|ul\.", r"\d"),
        _words(r"p\.|dr|prof\.|św\.|ul\.", _CAPITAL),
    ),
    "cs": (_one_letter("aikosuvz"), _words(r"č\.|s\.|str\.", r"\d")),
    "sk": (_one_letter("aikosuvz"), _words(r"č\.|s\.|str\.", r"\d")),
    "ru": (
        _one_letter("вксоуиа"),
        _DIALOGUE,
        _CYRILLIC_DASH,
        _words(r"№|с\.|стр\.|гл\.|рис\.|т\.|ст\.", r"\d"),
        _words(r"г\.|ул\.|им\.|проф\.|др\.", "[А-ЯЁ]"),
    ),
    "uk": (
        _one_letter("взіуойая"),
        _DIALOGUE,
        _CYRILLIC_DASH,
        _words(r"№|с\.|стор\.|гл\.|рис\.|т\.|ст\.", r"\d"),
        _words(r"м\.|вул\.|ім\.|проф\.", "[А-ЯЄІЇҐ]"),
    ),
    "sv": (_words(r"nr|s\.|sid\.|kap\.|§", r"\d"), _words(r"Dr|Prof\.|S:t", _CAPITAL)),
}  # fmt: skip
_LANGUAGES["fr-ch"] = (*_SWISS_FRENCH, *_LANGUAGES["fr"][len(_FRENCH) :])


def spaced(text: str, language: str) -> str:
    """*text* with the spaces of *language*."""
    tag = language.lower()
    rules = _LANGUAGES.get(tag) or _LANGUAGES.get(tag.split("-", maxsplit=1)[0], ())
    for pattern, replacement in (*_EVERYWHERE, *rules):
        text = pattern.sub(replacement, text)
    return text
