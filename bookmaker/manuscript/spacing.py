"""No-break and narrow spaces, by language.  ``typography`` calls :func:`spaced`.

The rules are pairs of a pattern and what takes its place.  Most turn a space that is there into one that does not
break; French alone puts spaces where its author typed none.
"""

import functools
import re
from collections.abc import Callable

from bookmaker.manuscript.edges import EDGE

_NB, _THIN = "\u00a0", "\u202f"
_UNITS = (
    "km|cm|mm|dm|nm|µm|m|kg|mg|g|t|ml|cl|l|ha|km²|m²|m³|kW|MW|GW|kWh|MWh|GWh|W|V|A|Hz|kHz|MHz|GHz|kB|MB|GB|TB|KiB|MiB|GiB|"
    r"[ap]\.m\.|min|ms|h|s|bar|hPa|kcal|kJ|K|dB|px|pt|€|£|¥|\$|USD|EUR|CHF|°C|°F|°|%|‰"
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆА-ЯЁЄІЇҐ](?<!\w.)[^\W\d_A-Z]+$")
# Each pattern begins with a character, and looks behind it only then: so the search for it is quick.
Replacement = str | Callable[[re.Match[str]], str]
Rule = tuple[re.Pattern[str], Replacement]


def _followed_by(space: str) -> Callable[[re.Match[str]], str]:
    """The first group with *space* behind it: a template would be looked up for every text that holds no match."""
    return lambda match: match[1] + space


def _words(words: str, after: str) -> Rule:
    """A space between one of *words*, split by bars, and what *after* matches.

    It is the space that is looked for, as what follows is rare.  No word or abbreviation ends right before the word.
    """
    listed = words.replace("\\", "").split("|")
    listed += [word.replace(".?", "") for word in listed if word.endswith("?")]
    whole = (re.escape(word.rstrip("?")) for word in listed)
    either = "|".join(rf"(?<={word} )(?<![\w.]{word} )" for word in whole)
    return re.compile(rf" (?={after})(?:{either})"), _NB


def _abbreviations(words: str) -> Rule:
    """The spaces inside *words*, split by bars, that no letter follows."""
    return _abbreviated(words), lambda match: match[0].replace(" ", _NB)


def _with_spaces(words: str, space: str) -> Rule:
    """The same with *space*, and where none was typed."""
    pattern = _abbreviated(words.replace(" ", " ?"))
    return pattern, lambda match: re.sub(r"\. ?(?=\w)", f".{space}", match[0])


def _abbreviated(words: str) -> re.Pattern[str]:
    listed = words.replace(".", r"\.").split("|")
    either = "|".join(rf"{word[0]}(?<![\w.]{word[0]}){word[1:]}" for word in listed)
    return re.compile(rf"(?:{either})(?!\w)")


def _after_number(words: str) -> Rule:
    """A space between a number, Arabic or Roman, and one of *words*."""
    return re.compile(rf" (?<=[\dIVX] )(?=(?:{words})(?!\w))"), _NB


def _sovereign(number: str) -> Rule:
    """A space between a name and its number."""

    def kept(match: re.Match[str]) -> str:
        return _NB if _NAME.search(match.string, max(0, match.start() - 24), match.start()) else " "

    return re.compile(rf" (?={number})(?<=[^\W\d_A-Z] )"), kept


def _one_letter(letters: str) -> Rule:
    either = letters + letters.upper()
    return re.compile(rf"([{either}](?<![\w'’.-].)) (?=[\w«„“‚(\[\ufdd0]|--?\w)"), _followed_by(_NB)


_EVERYWHERE: tuple[Rule, ...] = (
    (re.compile(rf" (?<=[\d€£¥$] )(?:(?<=\d )(?=(?:{_UNITS})(?![\w°%]))|(?=\d)(?<=\D )(?<!\d[ \u00a0]. ))"), _NB),
    (re.compile(r"§ (?=\d)"), f"§{_NB}"),
    (re.compile(r"\. (?<=[A-ZÀ-ÖØ-ÞА-Я]. )(?<![\w.].. )(?=[A-ZÀ-ÖØ-ÞА-Я]\.)"), f".{_NB}"),
    (re.compile(rf"({_NB}[A-ZÀ-ÖØ-ÞА-Я]\.) (?=[A-ZÀ-ÖØ-ÞА-Я][\w’'-])"), _followed_by(_NB)),
)
# The space before an ellipsis, and before a dash that breaks a sentence off.
_BEFORE_BREAK = re.compile(
    rf" (?=…(?!{EDGE}?\w)|[–—](?:{EDGE}?(?:[»”“’‘«‹›,;:.!?)](?![\w{_NB}{_THIN}])| »)|$))(?<=[\w,;:!?»”“’)] )"
)
_CYRILLIC_CAPITAL = "[А-ЯЁЄІЇҐ]"
_NUMBER = r"(?:\d|[IVXLC]+\b)"
_GROUPS: Rule = (
    re.compile(r"[0-9](?<![\w.,+][0-9])(?<![0-9] [0-9])[0-9]{0,2}(?: [0-9]{3})+(?!\w|[ -][0-9])"),
    lambda match: match[0].replace(" ", _THIN),
)
_FRENCH: tuple[Rule, ...] = (
    (re.compile(r"[ \u00a0\u202f](?<=[^\s!?;].)(?=[;!?])"), _THIN),
    (re.compile(r"(?:(?<=[\w»)\]”’…])|(?<=[\w»)\]”’…]\ufdd0))(?=[;!?]+(?:[\s»)\]”…\ufdd0]|$))(?<!&)"), _THIN),
    (re.compile(r"[ \u202f](?<=\S.)(?=:(?:[\s»]|$|\ufdd0))"), _NB),
    (re.compile(r"(?:(?<=[^\W\d]|[»)])|(?<=[^\W\d]\ufdd0|[»)]\ufdd0))(?=:(?:[ \u00a0»]|$))"), _NB),
    (  # behind a number only where words follow: not in 3: 2
        re.compile(r":(?<=[\d%€$”’\]…].)(?=[ \u00a0]\ufdd0?(?:[^\W\d]|[«“\"(])|$)"),
        f"{_NB}:",
    ),
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
# The dashes of an aside hold on to it, and one before the next who speaks to what is said.
_ASIDE: Rule = (
    re.compile(
        rf"[ {_NB}](?=[–—][ {_NB}])(?<!«.)(?!(?<=[.!?…»].)[–—] {_CAPITAL})([–—])[ {_NB}](?=\S)"
        rf"((?:[^–—.!?…\n]|[!?…](?![\s»]*{_CAPITAL})|(?<=\bM)\.|\.(?!\s*(?:{_CAPITAL}|[–—])))*\S)"
        rf"[ {_NB}]([–—])(?=[ ,\n])"
    ),
    lambda match: f" {match[1]}{_NB}{match[2]}{_NB}{match[3]}",
)
_NEXT_SPEAKER: Rule = (
    re.compile(rf"[ {_NB}]([–—])[ {_NB}](?<=[.!?…»]...)(?={_CAPITAL}|«)"),
    lambda match: f" {match[1]}{_NB}",
)
_BEFORE_DASH: Rule = (re.compile(r" (?<=[^\s—–] )(?=[—–] )"), _NB)
_INITIAL: Rule = (re.compile(r"([А-ЯЁЄІЇҐ](?<![\w.].)\.) (?=[А-ЯЁЄІЇҐ][а-яёєіїґ])"), _followed_by(_NB))
_TWO_INITIALS: Rule = (
    re.compile(r"([А-ЯЁЄІЇҐ](?<![\w.].)\.)([А-ЯЁЄІЇҐ]\.) ?(?=[А-ЯЁЄІЇҐ][а-яёєіїґ])"),
    lambda match: f"{match[1]}{_NB}{match[2]}{_NB}",
)
_MONTHS = {
    "de": "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    "cs": "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "uk": "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
}
_GERMAN_ORDERED = "Auflage|Band|Jahrhunderts?|Jh|Kapitels?|Teil|Akt|Klasse|Stock|Weltkriegs?"
_CYRILLIC_UNITS = "км|см|мм|м|кг|мг|г|т|л|мл|га|кВт|Вт|Гц|МГц|ГГц|КБ|МБ|ГБ|ч|мин|₽"

_LANGUAGES: dict[str, tuple[Rule, ...]] = {
    "en": (
        _words(r"Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.|St\.|Mt\.|Rev\.|Gen\.|Capt\.|Lt\.|Sgt\.|Col\.|Hon\.", _CAPITAL),
        _words(r"No\.|Nos\.|p\.|pp\.|vol\.|Vol\.|ch\.|fig\.|Fig\.|art\.|sec\.|c\.|ca\.", _NUMBER),
        (re.compile(r" \.(?: \.)+"), lambda match: match[0].replace(" ", _NB) if len(match[0]) < 9 else match[0]),
    ),
    "de": (
        _with_spaces(
            "z. B.|z. T.|z. Z.|z. Zt.|z. Hd.|d. h.|d. i.|d. J.|d. Ä.|u. a. m.|u. a.|u. ä.|u. Ä.|u. U.|u. v. m.|"
            "u. v. a.|i. d. R.|i. e. S.|i. w. S.|i. A.|i. V.|o. ä.|o. Ä.|o. g.|o. J.|o. O.|v. a.|v. Chr.|v. l. n. r.|"
            "n. Chr.|s. o.|s. u.|m. E.|m. W.|m. a. W.|a. a. O.|a. D.|a. d.|e. V.|k. A.|h. c.", _THIN,
        ),
        _words(r"Nr\.|S\.|Abs\.|Abb\.|Tab\.|Bd\.|Kap\.|Art\.|Nrn\.|Jg\.", _NUMBER),
        _words(r"Dr\.|Prof\.|Hr\.|Fr\.|St\.", _CAPITAL),
        (re.compile(rf" (?<=\d\. )(?=(?:{_MONTHS['de']}|{_GERMAN_ORDERED})\b|\d\d?\. \d{{4}}\b)"), _NB),
        _sovereign(r"[IVX]+\."),
        _after_number(r"Mio\.|Mrd\.|ff?\."),
        _GROUPS,
    ),
    "fr": (
        *_FRENCH,
        _ASIDE,
        _NEXT_SPEAKER,
        (re.compile(r"([%€$£](?<=[0-9].))(?!\w)"), lambda match: _NB + match[1]),
        _DIALOGUE,
        _words(r"M\.|MM\.|Mme|Mmes|Mlle|Mlles|Mgr|Dr|Me|St|Ste", _CAPITAL),
        _words(r"p\.|pp\.|n°|N°|nº|no|No|nos|vol\.|chap\.|art\.|fig\.|t\.", _NUMBER),
        (re.compile(rf" (?:(?<=\d )|(?<=1er ))(?=(?:{_MONTHS['fr']})\b)"), _NB),
        (re.compile(rf" (?<=\d{_NB}h )(?=\d)"), _NB),
        (re.compile(r" (?<=[IVX]e )(?=siècles?\b|s\.)"), _NB),
        _words(r"av\.|apr\.", r"J\.-C\."),
        _abbreviations("p. ex."),
        _sovereign(r"[IVX]+(?:er|ère)?\b"),
        _GROUPS,
    ),
    "es": (
        _DIALOGUE,
        _words(r"Sr\.|Sra\.|Srta\.|Dr\.|Dra\.|D\.|Dña\.|Ud\.|Uds\.", _CAPITAL),
        _words(r"p\.|pp\.|pág\.|págs\.|n\.º|nº|núm\.|art\.|cap\.|vol\.", _NUMBER),
        _with_spaces("EE. UU.|FF. AA.|a. C.|d. C.|a. m.|p. m.|p. ej.", _NB),
        _words("siglo|siglos", "[IVX]"),
        _sovereign(r"[IVX]+\b"),
        _GROUPS,
    ),
    "it": (
        _DIALOGUE,
        _words(
            r"Sig\.|Sig\.ra|Dott\.|Dott\.ssa|Prof\.|Ing\.|Avv\.|S\.|"
            r"sig\.|sig\.ra|dott\.|dott\.ssa|prof\.|ing\.|avv\.",
            _CAPITAL,
        ),
        _words(r"p\.|pp\.|pag\.|pagg\.|n\.|vol\.|cap\.|art\.", _NUMBER),
        _abbreviations("a. C.|d. C.|p. es.|s. l."),
        _GROUPS,
    ),
    "pt": (
        _DIALOGUE,
        _words(r"Sr\.|Sra\.|Dr\.|Dra\.|Prof\.|D\.|S\.", _CAPITAL),
        _words(r"p\.|pp\.|pág\.|págs\.|n\.º|nº|vol\.|cap\.|art\.|séc\.|Séc\.", _NUMBER),
        _abbreviations("a. C.|d. C.|p. ex."),
        _words("século|séculos", "[IVX]"),
        _sovereign(r"[IVX]+\b"),
        _GROUPS,
    ),
    "nl": (
        _words(r"dhr\.|Dhr\.|mevr\.|Mevr\.|mw\.|Mw\.|dr\.|Dr\.|prof\.|Prof\.|ir\.|Ir\.|ds\.|Ds\.", _CAPITAL),
        _words(r"nr\.|p\.|blz\.|art\.|afb\.", _NUMBER),
    ),
    "pl": (
        _one_letter("aiouwz"),
        _DIALOGUE,
        _BEFORE_DASH,
        _words(r"nr|s\.|str\.|t\.|rozdz\.|art\.|ust\.|ul\.|godz\.|r\.", _NUMBER),
        _sovereign(r"[IVX]+\b"),
        _words(r"p\.|dr|mgr|ks\.|inż\.|prof\.|św\.|ul\.", _CAPITAL),
        _after_number(r"r\.|w\.|zł|gr|tys\.|mln|mld|godz\.|" + _MONTHS["pl"]),
        _GROUPS,
    ),
    "cs": (
        _one_letter("aikosuvz"),
        _DIALOGUE,
        _words(r"č\.|s\.|str\.", _NUMBER),
        (re.compile(rf" (?<=\d\. )(?=(?:{_MONTHS['cs']})\b)"), _NB),
        _after_number("Kč|tis\\.|mil\\."),
        _GROUPS,
    ),
    "sk": (_one_letter("aikosuvz"), _DIALOGUE, _words(r"č\.|s\.|str\.", _NUMBER), _GROUPS),
    "ru": (
        _one_letter("вксоуиа"),
        _DIALOGUE,
        _BEFORE_DASH,
        _with_spaces("т. д.|т. п.|т. е.|т. к.|т. н.|т. ч.|т. о.|н. э.|п. п.", _NB),
        _sovereign(r"[IVX]+\b"),
        _words(r"и", r"(?:др|пр)\."),
        _words(r"№|с\.|стр\.|гл\.|рис\.|т\.|ст\.|табл\.|д\.|кв\.|ок\.", _NUMBER),
        _words(r"тыс\.|млн|млрд", r"(?:руб|долл|евро)"),
        _words(r"г\.|ул\.|им\.|проф\.|др\.|г-н|г-жа", _CYRILLIC_CAPITAL),
        _INITIAL,
        _TWO_INITIALS,
        _after_number(rf"гг?\.|вв?\.|руб\.|коп\.|тыс\.|млн|млрд|{_CYRILLIC_UNITS}|{_MONTHS['ru']}"),
        (re.compile(r" (?<=\w )(?=(?:бы?|ли|же?)(?![\w-]))"), _NB),
        _GROUPS,
    ),
    "uk": (
        _one_letter("взіуойая"),
        _DIALOGUE,
        _BEFORE_DASH,
        _with_spaces("т. д.|т. п.|т. е.|т. з.|т. ч.|н. е.", _NB),
        _sovereign(r"[IVX]+\b"),
        _words(r"№|с\.|стор\.|гл\.|рис\.|т\.|ст\.", _NUMBER),
        _words(r"м\.|вул\.|ім\.|проф\.", _CYRILLIC_CAPITAL),
        _INITIAL,
        _TWO_INITIALS,
        _after_number(rf"рр?\.|ст\.|грн|тис\.|млн|млрд|{_CYRILLIC_UNITS}|{_MONTHS['uk']}"),
        _GROUPS,
    ),
    "sv": (
        _DIALOGUE,
        _words(r"nr|s\.|sid\.|kap\.|§|kl\.|kl", _NUMBER),
        _words(r"Dr|dr|Prof\.|prof\.|S:t|S:ta", _CAPITAL),
        _abbreviations("t. ex.|bl. a.|d. v. s.|o. s. v.|m. m.|m. fl.|f. d.|s. k.|f. Kr.|e. Kr."),
        _sovereign(r"[IVX]+\b"),
        _after_number(r"kr|öre|tkr|mkr|kap\.|§"),
        _GROUPS,
    ),
}  # fmt: skip
_LANGUAGES["ar"] = (
    _words(r"د\.|أ\.|م\.", "[ء-ي]"),
    _words(r"ص\.|ج\.", _NUMBER),
    _after_number("كم|سم|مم|م|كغ|كجم|غ|لتر"),
)
_LANGUAGES["fr-ch"] = (*_SWISS_FRENCH, *_LANGUAGES["fr"][len(_FRENCH) :])


def spaced(text: str, language: str) -> str:
    """*text* with the spaces of *language*."""
    if "…" in text or "–" in text or "—" in text:
        text = _BEFORE_BREAK.sub(_NB, text)
    for substitute, replacement in _rules(language.lower()):
        text = substitute(replacement, text)
    return text


@functools.cache
def _rules(tag: str) -> tuple[tuple[Callable[..., str], Replacement], ...]:
    rules = _LANGUAGES.get(tag) or _LANGUAGES.get(tag.split("-", maxsplit=1)[0], ())
    return tuple((pattern.sub, replacement) for pattern, replacement in (*_EVERYWHERE, *rules))
