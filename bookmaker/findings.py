"""What is said to an author: findings, the report that collects them, and the one exception that stops a build.

Every phase takes a :class:`Report` and adds to it; ``cli`` prints it.  A finding is written as compilers write
theirs, so that editors jump to the place: ``manuscript/03-sea.md:41:7: warning: ... [alt-text]``.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from bookmaker.characters import in_one_line

Progress = Callable[[str, int, int], None]  # a stage, how many of it are done, of how many; 0 is unknown
Severity = Literal["error", "warning", "note"]
Grade = Literal["ignore", "warning", "error"]  # what an author makes of a rule
Rule = Literal[
    "ace",
    "alt-text",
    "alt-words",
    "animation",
    "attribute",
    "broken-image",
    "broken-link",
    "bug",
    "character",
    "chunk",
    "citation",
    "configuration",
    "cover",
    "css-engine",
    "css-file",
    "css-ignored",
    "css-reader",
    "css-refused",
    "css-syntax",
    "data-image",
    "dialect",
    "doubled-word",
    "drawing",
    "duplicate-id",
    "edition",
    "empty",
    "empty-file",
    "encoding",
    "epub-claims",
    "epub-contents",
    "epub-file",
    "epubcheck",
    "foreign-key",
    "formula-text",
    "front-matter",
    "heading-level",
    "html",
    "image-size",
    "include",
    "kindle",
    "layout",
    "link-text",
    "media",
    "missing-file",
    "missing-glyph",
    "missing-image",
    "missing-library",
    "no-source",
    "no-title",
    "note-place",
    "outside",
    "pdf-file",
    "pdf-fonts",
    "pdf-pictures",
    "pdf-tags",
    "punctuation",
    "quotation-marks",
    "raw",
    "reference",
    "residue",
    "straight-quote",
    "remote-image",
    "table",
    "theme",
    "too-deep",
    "undefined-note",
    "unreadable",
    "unused-note",
    "unwritable",
    "variable",
    "verapdf",
    "wide-table",
]


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file as the author would name it, a line and a column, both from 1; 0 is unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


class Page(NamedTuple):
    """A printed page: its number in the file, from 1, and its folio as a reader knows it; 0 and nothing are unknown."""

    number: int = 0
    folio: str = ""


NO_PAGE = Page()


@dataclass(frozen=True)
class Finding:
    """One thing to say: what is wrong, where, under which rule, and what to do about it.

    What is seen on a printed *page* is of some *kind*; elsewhere the rule says all.
    """

    severity: Severity
    place: Place
    message: str
    rule: Rule
    hint: str = ""
    kind: str = ""
    page: Page = NO_PAGE

    def __str__(self) -> str:
        hint = f"\n    {in_one_line(self.hint)}" if self.hint else ""
        return in_one_line(f"{self.place}: {self.severity}: {self.message} [{self.rule}]") + hint


class BookError(Exception):
    """The build cannot go on, and the author can mend it.  ``exit_code`` as README lists them."""

    def __init__(self, finding: Finding, exit_code: int = 1) -> None:
        super().__init__(str(finding))
        self.finding = finding
        self.exit_code = exit_code


class Stopped(Exception):  # noqa: N818 - it says what happened
    """The report holds what keeps the build from going on."""

    def __init__(self, exit_code: int) -> None:
        super().__init__(f"stopped with exit code {exit_code}")
        self.exit_code = exit_code


class MissingLibrary(Exception):  # noqa: N818 - it names what is missing
    """A library or tool that an edition needs is not on this machine."""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The hint that names what of *known* is most like *word*; *otherwise* where nothing is."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f'did you mean "{near[0]}"?' if near else otherwise


@dataclass
class Report:
    """The findings of one build, each once.  *grades* says what the author makes of some rules.

    Where it is *on_layout*, whatever is not quite good on the printed pages is among them; where it is *patient*, only
    what is an error whatever its author thinks of it keeps the work from going on.
    """

    findings: dict[Finding, None] = field(default_factory=dict)
    grades: Mapping[str, Grade] = field(default_factory=dict)
    on_layout: bool = False
    patient: bool = False
    _raised: set[Finding] = field(default_factory=set)  # to errors, by their author

    def add(self, finding: Finding) -> None:
        """Take *finding* in as it is graded.  An error is one whatever its author thinks of it."""
        grade = self.grades.get(finding.rule) if finding.severity != "error" else None
        if grade == "ignore":
            return
        graded = replace(finding, severity=grade) if grade else finding
        self.findings.setdefault(graded)
        if grade == "error":
            self._raised.add(graded)

    def grade(self, grades: Mapping[str, Grade]) -> None:
        """Heed *grades* from now on, and for what was found already."""
        found, self.findings, self.grades = self.findings, {}, grades
        for finding in found:
            self.add(finding)

    def error(self, place: Place, message: str, rule: Rule, hint: str = "") -> None:
        """Something is wrong with the manuscript; no edition is written."""
        self.add(Finding("error", place, message, rule, hint))

    def warning(self, place: Place, message: str, rule: Rule, hint: str = "", page: Page = NO_PAGE) -> None:
        """Something looks wrong; the editions are written all the same."""
        self.add(Finding("warning", place, message, rule, hint, page=page))

    def note(self, place: Place, message: str, rule: Rule, hint: str = "") -> None:
        """Something that is good to know and needs nothing done."""
        self.add(Finding("note", place, message, rule, hint))

    def seen(self, page: Page, kind: str, place: Place, message: str) -> None:
        """Something on a printed *page* is not quite good, or is told of the pages as a whole."""
        words = f"page {page.number}: {kind}: {message}" if page.number else message
        self.add(Finding("note", place, words, "layout", kind=kind.replace(" ", "-"), page=page))

    @contextmanager
    def taking_in(self) -> Iterator[None]:
        """Take the finding of a BookError in and go on, so that the author hears of whatever else is wrong."""
        try:
            yield
        except BookError as error:
            self.add(error.finding)

    def __iter__(self) -> Iterator[Finding]:
        """The findings by file, in the order in which the files were met, and by line."""
        files = {finding.place.file: number for number, finding in reversed([*enumerate(self.findings)])}
        return iter(sorted(self.findings, key=lambda f: (files[f.place.file], f.place.line, f.place.column)))

    def by_page(self) -> list[Finding]:
        """The findings in the order of the printed pages; those of no page behind them, in their own order."""
        return sorted(self, key=lambda finding: (not finding.page.number, finding.page.number))

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def stop_on_errors(self, exit_code: int = 1) -> None:
        """Raise Stopped when there is an error among the findings that the work cannot go on with."""
        if any(f.severity == "error" and not (self.patient and f in self._raised) for f in self.findings):
            raise Stopped(exit_code)
