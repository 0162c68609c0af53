"""What a copy editor would mark in a finished tree -> findings: doubled words, quotation marks that do not pair, notes
in the wrong place, pictures and links whose words say nothing.

``build`` calls :func:`look_over` when a manuscript is checked, and never otherwise: it is about taste as well.  The
rules are those of Standard Ebooks' lint that hold for any publisher.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.findings import Report, Rule
from bookmaker.manuscript.edges import OBJECT
from bookmaker.manuscript.typography import runs, written
from bookmaker.model import Chapter
from bookmaker.xhtml import MATHML, classes, text

# Words that may stand twice in a row; of other languages it is not known here.
_MAY_REPEAT = {
    "en": "had that very so no ha yes bye knock there really long far many much again hear now well come go oh now",
    "de": "die der das den dem sie es wir ja nein so sehr viel nach und",
    "fr": "nous vous si oui non ha faire très",
    "es": "no sí muy ja",
    "it": "no sì molto piano via ciao",
    "pt": "não sim muito",
    "nl": "die dat zij ze er ja nee heel",
    "sv": "det att och ja nej så",
}
_POINTLESS_LINKS = {
    "en": frozenset(("here", "click here", "this", "link", "this link", "more", "read more", "this page")),
    "de": frozenset(("hier", "klicken sie hier", "link", "dieser link", "mehr", "weiterlesen")),
    "fr": frozenset(("ici", "cliquez ici", "lien", "ce lien", "en savoir plus")),
    "es": frozenset(("aquí", "haz clic aquí", "enlace", "este enlace", "leer más")),
    "it": frozenset(("qui", "clicca qui", "link", "questo link")),
    "pt": frozenset(("aqui", "clique aqui", "este link")),
}
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})[ \n]\1\b", re.IGNORECASE)
_REPEATED = re.compile(r",[,.;]|;[;,.]|::|(?<![.…?!])\.\.(?!\.)")
_SPACED = re.compile(r"\w [,.;:!?](?=\s|$)")
_LOPSIDED_DASH = re.compile(r"\w— \w|\w —\w")
_STRAIGHT = re.compile("[\"']")
_SAYS_PICTURE = re.compile(r"(?:an? )?(?:image|picture|photo|photograph|graphic|drawing) of\b", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\w-]+\.(?:png|jpe?g|gif|svg|webp|tiff?)", re.IGNORECASE)
_AROUND = 24  # characters


class Remark(NamedTuple):
    """Something to say: the words to look for in the source, the line from which, what, and what to do."""

    words: str
    line: int
    rule: Rule
    message: str
    hint: str = ""
    minor: bool = False


def look_over(chapter: Chapter, language: str, straight_is_meant: bool, report: Report) -> None:
    """Report what looks wrong in *chapter*, whose language is *language* where it names none itself.

    *straight_is_meant* says that its author wants typewriter quotation marks.
    """
    if chapter.source is None:
        return
    for remark in _remarks(chapter.section, chapter.language or language, straight_is_meant):
        place = chapter.source.place(remark.words, remark.line)
        tell = report.note if remark.minor else report.warning
        tell(place, remark.message, remark.rule, remark.hint)


def _remarks(section: Element, language: str, straight_is_meant: bool) -> Iterator[Remark]:
    lines = _lines(section)
    found = [
        (words, spoken, lines.get(run[0][0], 0))
        for run, spoken in runs(section, language)
        if (words := written(run).strip())
    ]
    for number, (words, spoken, line) in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else ""
        yield from _of_words(words, spoken, line)
        yield from _of_marks(words, following, spoken, line)
        if not straight_is_meant and (match := _STRAIGHT.search(words)):
            yield Remark(_word_at(words, match.start()), line, "straight-quote",
                         f"a typewriter's quotation mark is left: {_around(words, match)}",
                         r"typography did not know which way it turns: write the curly one, or a prime")  # fmt: skip
    yield from _of_notes(section, language, lines)
    yield from _of_pictures(section, lines)
    yield from _of_links(section, languages.primary(language), lines)


def _lines(section: Element) -> dict[Element, int]:
    """The line that each element stands on, or the block that holds it."""
    lines, line = {}, 0
    for element in section.iter():
        line = int(element.get("data-line", line))
        lines[element] = line
    return lines


def _of_words(words: str, language: str, line: int) -> Iterator[Remark]:
    primary = languages.primary(language)
    for match in _DOUBLED.finditer(words) if primary in _MAY_REPEAT else ():
        if match[1].lower() not in _MAY_REPEAT[primary].split():
            twice = " ".join(match[0].split())
            yield Remark(twice, line, "doubled-word", f'"{twice}": the word stands twice')
    for match in _REPEATED.finditer(words):
        yield Remark(match[0], line, "punctuation", f"two marks in a row: {_around(words, match)}")
    for match in _SPACED.finditer(words) if primary != "fr" else ():
        yield Remark(match[0], line, "punctuation", f"a space before the mark: {_around(words, match)}")
    for match in _LOPSIDED_DASH.finditer(words) if primary == "en" else ():
        yield Remark(_word_at(words, match.start()), line, "punctuation",
                     f"a dash with a space on one side: {_around(words, match)}")  # fmt: skip


def _of_marks(words: str, following: str, language: str, line: int) -> Iterator[Remark]:
    """Outer quotation marks that do not pair or look the wrong way; a quotation may go on in the next paragraph."""
    marks = languages.quotes(language) or ""
    if not marks or marks[0] == marks[1]:
        return
    opening, closing = marks[0], marks[1]
    wrong = re.search(rf"[^\W\d_]{opening}(?=\s|$)|(?:^|\s){closing}(?=\w)", words)
    if wrong:
        yield Remark(_word_at(words, wrong.start()), line, "quotation-marks",
                     f"a quotation mark looks the wrong way: {_around(words, wrong)}")  # fmt: skip
        return
    depth = 0
    for match in re.finditer(f"[{opening}{closing}]", words):
        depth += 1 if match[0] == opening else -1
        if depth < 0:
            yield Remark(_word_at(words, match.start()), line, "quotation-marks",
                         f"{closing} closes what nothing opened: {_around(words, match)}")  # fmt: skip
            return
    if depth > 0 and not following.startswith(opening):
        last = words.rindex(opening)
        yield Remark(words[last + 1 : last + 12].strip(), line, "quotation-marks",
                     f"{opening} is never closed: {words[last : last + _AROUND]}")  # fmt: skip


def _of_notes(section: Element, language: str, lines: dict[Element, int]) -> Iterator[Remark]:
    """A note's call stands behind the word or, in English, behind the mark that follows it."""
    for parent in section.iter():
        before = parent.text or ""
        for child in parent:
            if "noteref" in classes(child):
                after, words = (child.tail or "")[:1], before[-16:].strip()
                if before[-1:].isspace():
                    yield Remark(words, lines[parent], "note-place", "a space before a note's call",
                                 "the call follows the word without a space")  # fmt: skip
                elif after and after in ",.;:" and languages.primary(language) == "en":
                    yield Remark(words, lines[parent], "note-place", f'a note\'s call before "{after}"',
                                 "in English it follows the mark")  # fmt: skip
            before = child.tail or ""


def _of_pictures(section: Element, lines: dict[Element, int]) -> Iterator[Remark]:
    for element in section.iter():
        words = element.get("alt", "") if element.tag == "img" else ""
        if _FILE_NAME.fullmatch(words):
            yield Remark(words, lines[element], "alt-words", f'"{words}" is a file\'s name, no alternative text',
                         "say what the picture shows")  # fmt: skip
        elif match := _SAYS_PICTURE.match(words):
            yield Remark(words[:20], lines[element], "alt-words", f'"{match[0]}": that it is a picture is said already',
                         "begin with what it shows")  # fmt: skip
        elif words and words[-1].isalnum() and words.isascii():
            yield Remark(words[:20], lines[element], "alt-words", "an alternative text without a full stop runs on "
                         "into what is read next", minor=True)  # fmt: skip
        if element.tag == f"{MATHML}math" and not element.get("alttext", "").strip():
            yield Remark("<math", lines[element], "formula-text", "a formula without alttext",
                         'write what it reads as: <math alttext="x squared">')  # fmt: skip


def _of_links(section: Element, language: str, lines: dict[Element, int]) -> Iterator[Remark]:
    """WCAG 2.2, 2.4.9: a screen reader lists links by their words alone."""
    pointless: Iterable[str] = _POINTLESS_LINKS.get(language, ())
    for link in section.iter("a"):
        words = text(link)
        if words.lower().strip(" .…") in pointless:
            yield Remark(f"[{words}", lines[link], "link-text", f'the link "{words}" does not say where it leads',
                         "let its words name the place")  # fmt: skip


def _around(words: str, match: re.Match[str]) -> str:
    """The match with what stands on both sides."""
    start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
    return " ".join(words[start:end].replace(OBJECT, "…").split())


def _word_at(words: str, place: int) -> str:
    """The word that is next to *place*: it is written in the source as it stands here."""
    after = re.compile(r"\w+").search(words, place)
    before = [*re.finditer(r"\w+", words[:place])]
    near = after if after and after.start() - place < 3 else before[-1] if before else after
    return near[0] if near else ""
