"""What an author says of a book -> what of it stores and readers cannot take, though each value is of its kind.

``build`` calls :func:`check` once the configuration is loaded.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bookmaker import notation
from bookmaker.config import Config, Series, Settings
from bookmaker.findings import Report
from bookmaker.tables import Key

_ABSOLUTE = re.compile(r"""https?://[^\s<>"{}|\\^`/?#]+[^\s<>"{}|\\^`]*""", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Of each of these, a book has one: EPUB Accessibility 1.1 and the Schema.org vocabulary that it names.
_ONE_OF = (
    ("flashing", "noFlashingHazard", "unknownFlashingHazard"),
    ("motionSimulation", "noMotionSimulationHazard", "unknownMotionSimulationHazard"),
    ("sound", "noSoundHazard", "unknownSoundHazard"),
)
_ALONE = ("none", "unknown")
_SLIP = "its last digit checks the others: look for a slip"


class Mistake(NamedTuple):
    """The key that is meant, what is wrong with its value, and what to write instead."""

    key: Key
    message: str
    hint: str


def check(config: Config, report: Report) -> None:
    """Report every mistake in what *config* says of the book."""
    for key, message, hint in _mistakes(config.settings):
        report.error(config.place(*key), message, "configuration", hint)


def _mistakes(settings: Settings) -> Iterator[Mistake]:
    yield from _of_identifier(settings.book.identifier.strip())
    for edition in ("epub", "pdf"):
        isbn = getattr(settings.edition, edition).isbn
        if isbn and not notation.is_isbn(isbn):
            yield Mistake(("edition", edition, "isbn"), f'"{isbn}" is not an ISBN', _SLIP)
    yield from _of_subjects(settings)
    series = settings.book.series
    if isinstance(series, Series) and series.number.strip() and not _NUMBER.fullmatch(series.number):
        yield Mistake(("book", "series", "number"), f'"{series.number}" is not a number',
                      'write "2", or "2.5" for what stands between two volumes')  # fmt: skip
    report = settings.accessibility.certifier_report
    if report and not _ABSOLUTE.fullmatch(report):
        yield Mistake(("accessibility", "certifier_report"), f'"{report}" is not an address',
                      "write the whole of it: https://example.org/report.html")  # fmt: skip
    yield from _of_hazards(settings.accessibility.hazards)


def _of_identifier(identifier: str) -> Iterator[Mistake]:
    scheme, _, number = identifier.rpartition(":")
    if scheme.lower() == "urn:uuid" and not _UUID.fullmatch(number):
        yield Mistake(("book", "identifier"), f'"{number}" is not a UUID',
                      "leave it out: the book gets one that stays the same")  # fmt: skip
    if scheme.lower() == "urn:isbn" and not notation.is_isbn(number):
        yield Mistake(("book", "identifier"), f'"{number}" is not an ISBN', _SLIP)


def _of_subjects(settings: Settings) -> Iterator[Mistake]:
    for number, subject in enumerate(settings.book.topics):
        key = ("book", "subjects", number)
        if subject.scheme and not subject.code.strip():
            yield Mistake(key, f"the subject has no {subject.scheme} code",
                          'write { name = "Fiction / Literary", scheme = "BISAC", code = "FIC019000" }')  # fmt: skip
        elif subject.code.strip() and not subject.scheme:
            yield Mistake(key, f'the subject does not say which scheme "{subject.code}" is of', 'add scheme = "BISAC"')


def _of_hazards(hazards: tuple[str, ...]) -> Iterator[Mistake]:
    key = ("accessibility", "hazards")
    alone = [hazard for hazard in _ALONE if hazard in hazards]
    if alone and len(hazards) > 1:
        yield Mistake(key, f'the hazards are "{alone[0]}" and others', "it stands alone")
    for kinds in _ONE_OF:
        said = [hazard for hazard in kinds if hazard in hazards]
        if len(said) > 1:
            yield Mistake(key, f"the hazards are {' and '.join(said)} at once", "one of them can be true")
