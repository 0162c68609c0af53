"""What the reader has to say of a file -> findings with line and column.  ``manuscript`` calls it."""

import copy
import itertools
import re
from collections.abc import Callable, Collection, Iterator
from xml.etree.ElementTree import Element

from bookmaker.characters import ESCAPED, LOST
from bookmaker.findings import Place, Report
from bookmaker.manuscript.markdown.definitions import Definitions
from bookmaker.manuscript.residue import Piece, residue
from bookmaker.model import Source
from bookmaker.xhtml import BLOCKS, HEADINGS, append_text, make, text

_BLOCK = 200  # lines
MOST_IN_A_BLOCK = 100  # findings: who has more has seen the point
_LOST = re.compile(f"{LOST}|&#")
_INCLUDE = re.compile(r"\{\{(?:\s*#|<\s*include)|<<|[-–]+8<")
_CALL = re.compile(r"\[(\^[^\[\]\s][^\[\]\n]*)\]")


def tell(definitions: Definitions, source: Source, report: Report) -> None:
    """Report what was remarked while the file was read."""
    for remark in definitions.remarks:
        say = report.note if remark.minor else report.warning
        say(source.at(remark.line), remark.message, remark.rule, remark.hint)
    for words, form in definitions.foreign_spans:
        message = f"what is meant for {form} alone has no place in either edition and is left out"
        report.warning(source.place(f"{words}`"), message, "raw")
    for words in dict.fromkeys(definitions.short_brackets):
        report.note(source.place(words), f"{words} is read as a letter in brackets, not as a formula", "dialect",
                    f"write ${words[2:-2]}$ for a formula")  # fmt: skip
    places: dict[str, Place] = {}
    for number, line in enumerate(source.lines if definitions.missing_notes else (), 1):
        for call in _CALL.finditer(line):
            places.setdefault(call[1], source.at(number, call.start() + 1))
    for name in dict.fromkeys(definitions.missing_notes):
        place = places.get(name) or source.place()
        report.warning(place, f"the note [{name}] is called but never defined", "undefined-note",
                       f"write it somewhere in the file: [{name}]: The note.")  # fmt: skip


def listener(source: Source, report: Report) -> Callable[[str, str, int], None]:
    """What ``sanitise`` tells of its changes: (words to look for, message, line); each time of others."""
    told: dict[str, tuple[int, int]] = {}

    def tell(words: str, message: str, line: int) -> None:
        above = told.get(message, (0, 0))
        first, behind = above if above[0] >= line else (line, 0)
        found, column = source.find(words, first, behind)
        if not column and (written := re.search(re.escape(words), source.text, re.IGNORECASE)):
            found, column = source.find(written[0], first, behind)  # HTML's parser knows small letters only
        found, column = told[message] = (found, column) if column or not behind else above
        report.warning(source.at(found, column) if found else source.place(words), message, "html")

    return tell


def look_over(body: Element, missing_notes: Collection[str], source: Source, report: Report) -> None:
    """Report what looks wrong in the finished tree: skipped heading levels, left-over markup."""
    line, level = 0, 0
    for element in body.iter():
        line = int(element.get("data-line", line))
        if element.tag in HEADINGS:
            depth = int(element.tag[1])
            if level and depth > level + 1:
                message = f'"{text(element)[:60]}" is a heading of level {depth} below one of level {level}'
                report.warning(source.place("", line), message, "heading-level", "no level may be skipped")
            level = depth
        elif element.tag == "span" and "data-cite" in element.attrib:
            place = source.place(element.attrib["data-cite"][:40], line)
            report.note(place, f"the citation {(element.text or '')[:60]} is kept as it is written", "citation")
    if LOST in "".join(body.itertext()):
        _report_lost(body, source, report)
    if next(residue(body), None):
        said = set(missing_notes)
        told = {finding.place for finding in report}
        behind = (1, 0)
        for block in _blocks(body):
            found = itertools.islice(residue(block), MOST_IN_A_BLOCK)
            left = [piece for piece in found if piece.kind != "note" or not _is_said(piece.excerpt, said)]
            if left:
                behind = _report_residue(left, int(block.get("data-line", "0")), behind, source, told, report)


def _is_said(words: str, missing: Collection[str]) -> bool:
    """Whether the calls of notes among *words* are those of *missing* notes, of which their author knows."""
    return "[^ " not in words and all(name in missing for name in _CALL.findall(words))


def forget_escapes(body: Element) -> None:
    """Take the marks of escaped characters away: they have served."""
    for element in body.iter():
        if (words := element.text) and ESCAPED in words:
            element.text = words.replace(ESCAPED, "")
        if (words := element.tail) and ESCAPED in words:
            element.tail = words.replace(ESCAPED, "")
        for key, value in element.attrib.items():
            if ESCAPED in value:
                element.set(key, value.replace(ESCAPED, ""))


def _blocks(body: Element) -> Iterator[Element]:
    """The blocks of *body*, and as one more block what stands between two of them, with the line of the one above."""
    line = "0"
    between = make("div", {"data-line": line}, body.text)
    for child in body:
        if child.tag in BLOCKS:
            yield from (between, child)
            line = next(
                (below.attrib["data-line"] for below in reversed([*child.iter()]) if "data-line" in below.attrib), line
            )
            between = make("div", {"data-line": line})
        else:
            phrase = copy.copy(child)
            phrase.tail = None
            between.append(phrase)
        append_text(between, child.tail or "")
    yield between


def _report_lost(body: Element, source: Source, report: Report) -> None:
    """Report the sign for a lost character: the author's own, or what a reference to no character became."""
    for block in body:
        words = "".join(block.itertext())
        at = words.find(LOST)
        if at >= 0:
            first = int(block.get("data-line", "1"))
            written = enumerate(source.lines[first - 1 :], first)
            places = (source.at(number, match.start() + 1) for number, line in written if (match := _LOST.search(line)))
            place = next(places, source.place("", first))
            report.warning(place, f"a character was lost here: {words[max(at - 20, 0) : at + 20].strip()}", "character",
                           "write the one that was meant")  # fmt: skip


def _report_residue(
    left: list[Piece], line: int, behind: tuple[int, int], source: Source, told: set[Place], report: Report
) -> tuple[int, int]:
    """Report what was *left* in the block of *line*, other than at places of which the author was *told* already.

    Each piece is looked for *behind* the one before it, then, as captions and notes move, in the whole block; where
    no line is known, 0, in the whole file.  Comes back with where the last one ends.
    """
    first = max(line, 1)
    lines = source.lines[first - 1 : first + _BLOCK if line else None]
    behind = (first, 0) if line else behind
    for piece in left:
        message = f"markup was left in the text ({piece.kind}): {piece.excerpt}"
        if place := _found(piece, lines, first, behind):
            behind = place[0], place[1] - 1 + len(piece.words)
        hint = "put a backslash before a character that is meant as itself"
        if piece.kind == "heading":
            hint = f"a heading stands alone, with a space behind its #; or {hint}"
        elif place and _INCLUDE.match(source.lines[place[0] - 1], place[1] - 1):
            hint = f"what is to be included stands alone on its line; or {hint}"
        found = source.at(*place) if place else source.place("", line)
        if found not in told:
            report.warning(found, message, "residue", hint)
    return behind


def _found(piece: Piece, lines: list[str], first: int, behind: tuple[int, int]) -> tuple[int, int] | None:
    """The number and column of *piece* in *lines*, of which the first is number *first*, rather *behind* a place than
    before: where all that is before it stands too, else as much of that as has no markup in it."""
    for length in (len(piece.before), 8, 2, 0):
        before = piece.before[len(piece.before) - min(length, len(piece.before)) :]
        for begin, column in (behind, (first, 0)):
            for number, written in enumerate(lines[begin - first :], begin):
                at = written.find(before + piece.words, max(column - len(before), 0) if number == begin else 0)
                if at >= 0:
                    return number, at + len(before) + 1
    return None
