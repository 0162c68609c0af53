"""``book.toml``, the front matter of a single file, or a bare folder -> one frozen :class:`Config`.

``build`` calls :func:`load` first; every later phase reads the result and none changes it.  Mistakes are all
reported at once, with file and line.  README's reference lists the keys.
"""

import functools
import os
import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, get_args

from bookmaker import foreign, front_matter, notation, tables, toml_places
from bookmaker.findings import BookError, Finding, Grade, Place, Report, Rule, did_you_mean
from bookmaker.text_files import clean, read_text

CONFIGURATION = 2  # the exit code for a mistake in the configuration

FileName = Annotated[str, "the name of a file in quotes"]
ThemeName = Annotated[str, "the name of a theme in quotes"]
Role = Literal[
    "author", "editor", "translator", "illustrator", "photographer", "contributor", "foreword", "afterword",
    "introduction", "annotator", "compiler", "designer", "cover-designer", "proofreader", "narrator",
]  # fmt: skip
Hazard = Literal[
    "none", "unknown", "flashing", "noFlashingHazard", "unknownFlashingHazard", "motionSimulation",
    "noMotionSimulationHazard", "unknownMotionSimulationHazard", "sound", "noSoundHazard", "unknownSoundHazard",
]  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who made the book; *file_as* is the name as libraries sort it."""

    name: str
    role: Role = "author"
    file_as: str = ""


@dataclass(frozen=True)
class Series:
    """The series that the book belongs to, and its place there."""

    name: str
    number: str = ""


@dataclass(frozen=True)
class Subject:
    """What the book is about, as a scheme of the trade has it: ``{ name, scheme = "BISAC", code = "FIC002000" }``."""

    name: str
    scheme: Literal["BISAC", "Thema", "BIC", "CLIL", "WGS", "LCSH", "DDC", "UDC"] | None = None
    code: str = ""


@dataclass(frozen=True)
class Metadata:
    """``[book]``: what is true of the work in every edition."""

    title: str = ""
    file_as: str = ""
    subtitle: str = ""
    kind: Literal["article", "book"] | None = None
    authors: tuple[str | Person, ...] = ()
    language: str = ""
    identifier: str = ""
    publisher: str = ""
    date: str = ""
    dateline: str = ""
    standfirst: str = ""
    description: str = ""
    rights: str = ""
    source: str = ""
    subjects: tuple[str | Subject, ...] = ()
    series: str | Series | None = None
    cover: FileName = ""
    cover_alt: str = ""
    contents_depth: Literal[1, 2, 3, 4] | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody under ``authors``, as persons."""
        return tuple(Person(person) if isinstance(person, str) else person for person in self.authors)

    @property
    def topics(self) -> tuple[Subject, ...]:
        """Everything under ``subjects``, as subjects."""
        return tuple(Subject(subject) if isinstance(subject, str) else subject for subject in self.subjects)

    @property
    def authors_only(self) -> tuple[str, ...]:
        """The names of those who wrote it."""
        return tuple(person.name for person in self.people if person.role == "author")


@dataclass(frozen=True)
class Part:
    """A part of the book: its title and the files of its chapters."""

    title: str
    chapters: tuple[FileName, ...] = ()


@dataclass(frozen=True)
class EpubEdition:
    """``[edition.epub]``."""

    isbn: str = ""
    theme: ThemeName = ""
    embed_fonts: bool = True
    scripts: bool = False
    remote: bool = False


@dataclass(frozen=True)
class PdfEdition:
    """``[edition.pdf]``; *trim* is ``"140mm 216mm"`` or a CSS page size, empty for the theme's own."""

    isbn: str = ""
    theme: ThemeName = ""
    trim: str = ""
    columns: Literal[1, 2] | None = None
    openings: Literal["recto", "page"] | None = None
    line_breaking: Literal["optimum", "greedy"] = "optimum"
    final: bool = False
    standard: Literal["pdf/ua-1", "pdf/a-2b", "pdf/a-3b"] = "pdf/ua-1"


@dataclass(frozen=True)
class Editions:
    """``[edition]``: one table for each edition."""

    epub: EpubEdition = EpubEdition()
    pdf: PdfEdition = PdfEdition()


@dataclass(frozen=True)
class Accessibility:
    """``[accessibility]``: what only a person can say of the e-book; all else is derived from the book."""

    conforms_to: str = ""
    certified_by: str = ""
    certifier_credential: str = ""
    certifier_report: str = ""
    summary: str = ""
    hazards: tuple[Hazard, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The whole of ``book.toml``."""

    dialect: Literal["commonmark", "python-markdown"] = "commonmark"
    autolinks: bool = True
    typography: bool = True
    book: Metadata = Metadata()
    front_matter: tuple[FileName, ...] = ()
    chapters: tuple[FileName, ...] = ()
    parts: tuple[Part, ...] = ()
    back_matter: tuple[FileName, ...] = ()
    edition: Editions = Editions()
    accessibility: Accessibility = Accessibility()
    variables: dict[str, str] = field(default_factory=dict, hash=False)
    rules: dict[str, Grade] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Config:
    """The settings, the folder that nothing leaves, and the file that they were read from.

    *only* is the one Markdown file where the manuscript is a single file, *folder* the one where mdBook's
    ``book.toml`` says that the chapters are.  *written* is the metadata as it was typed, where the settings have it
    typeset.
    """

    settings: Settings
    root: Path
    file: str
    only: Path | None = None
    spot: Callable[[tables.Key], tables.Spot] = lambda _: (1, 0)
    folder: str = ""
    written: Metadata | None = None

    @property
    def book(self) -> Metadata:
        """``[book]``."""
        return self.settings.book

    @property
    def as_written(self) -> Metadata:
        """The metadata as the author typed it: what identifiers and the names of files are made of."""
        return self.written or self.book

    def place(self, *key: str | int) -> Place:
        """Where *key* stands in the file that the settings came from."""
        return Place(self.file, *self.spot(key))

    @functools.cached_property
    def notes(self) -> dict[str, list[Path]]:
        """The Markdown files anywhere in the folder by name, in small letters; the least deep come first."""
        found: dict[str, list[Path]] = {}
        for folder, below, names in os.walk(self.root):
            below[:] = sorted(name for name in below if not name.startswith((".", "_build", "node_modules")))
            for name in sorted(names):
                if name.lower().endswith((".md", ".markdown")):
                    key = unicodedata.normalize("NFC", name).casefold()
                    found.setdefault(key, []).append(Path(folder, name))
        return {name: sorted(paths, key=lambda path: len(path.parts)) for name, paths in found.items()}


def load(source: Path, report: Report) -> Config:
    """The configuration of the manuscript at *source*, a folder or a Markdown file.

    Raises BookError (exit 2) when there is no manuscript there, or nothing of it can be understood.
    """
    shown = str(source)
    if source.is_file():
        return _load_front_matter(source, shown, report)
    if not source.is_dir():
        stop(Place(shown), "there is no such file or folder", "no-source",
             "give a folder with Markdown files, or one .md file")  # fmt: skip
    toml = source / "book.toml"
    if os.path.lexists(toml) and not toml.is_file():
        stop(Place(str(toml)), "this is not a file, and a manuscript's configuration is one", "unreadable")
    if not toml.is_file():
        root = source.resolve()
        return Config(Settings(book=_foreign_metadata(root, shown, report)), root, shown)
    return _load_toml(toml, str(toml), report)


def stop(place: Place, message: str, rule: Rule, hint: str = "", exit_code: int = CONFIGURATION) -> NoReturn:
    """Raise BookError with one finding."""
    raise BookError(Finding("error", place, message, rule, hint), exit_code)


def heed_rules(finished: Path, report: Report) -> None:
    """Have *report* heed the ``[rules]`` that *finished*, an EPUB or PDF, is judged by: of the ``book.toml`` beside it,
    else of the one in the current folder, else of the one in ``manuscript/``.  Raises BookError or Stopped (exit 2)."""
    folders = (finished.parent, Path(), Path("manuscript"))
    toml = next((path for folder in folders if (path := folder / "book.toml").is_file()), None)
    if toml is not None:
        table, spot = _read_toml(toml, str(toml))
        reader = tables.Reader(lambda key: Place(str(toml), *spot(key)), report)
        settings = tables.fill(Settings, {"rules": table.get("rules", {})}, reader)
        _heed(Config(settings, toml.parent, str(toml), None, spot), report)
        report.stop_on_errors(CONFIGURATION)


def _heed(config: Config, report: Report) -> None:
    for rule in config.settings.rules:
        if rule not in get_args(Rule):
            hint = did_you_mean(rule, get_args(Rule), "the rules stand in brackets behind the findings")
            report.error(config.place("rules", rule), f'there is no rule "{rule}"', "configuration", hint)
    report.grade(config.settings.rules)


def _read_toml(path: Path, shown: str) -> tuple[dict[str, Any], Callable[[tables.Key], tables.Spot]]:
    """The table in the file *path*, and where its keys stand."""
    text = read_text(path, shown, CONFIGURATION)
    try:
        table = tomllib.loads(text)
    except RecursionError:
        stop(Place(shown), "this is nested too deeply to be read", "configuration")
    except tomllib.TOMLDecodeError as error:
        message, _, at = str(error).partition(" (at ")
        numbers = re.findall(r"\d+", at)
        line, column = (int(numbers[0]), int(numbers[1])) if len(numbers) == 2 else (len(text.splitlines()) or 1, 0)
        hint = toml_places.advice(text, line)
        stop(Place(shown, line, column), f"this is not TOML: {message}", "configuration", hint)
    places = toml_places.places(text)
    if "part" in table:
        table["parts"] = table.pop("part")
        places = {("parts", *key[1:]) if key[0] == "part" else key: spot for key, spot in places.items()}
    return table, functools.partial(tables.nearest, places)


def _load_toml(path: Path, shown: str, report: Report) -> Config:
    table, spot = _read_toml(path, shown)
    reader = tables.Reader(lambda key: Place(shown, *spot(key)), report, _elsewhere)
    folder = foreign.take_mdbook(table, reader) if foreign.is_mdbook(table) else ""
    settings = tables.fill(Settings, table, reader)
    config = Config(settings, path.parent.resolve(), shown, None, spot, folder)
    _check(config, report)
    return config


_TABLES: dict[str, Any] = {
    "book": Metadata,
    "edition.epub": EpubEdition,
    "edition.pdf": PdfEdition,
    "accessibility": Accessibility,
}


def _elsewhere(key: tables.Key) -> str:
    """Where a key belongs that was put into the wrong table."""
    written = str(key[-1])
    name = front_matter.ALIASES.get(written, written).replace("-", "_")
    if len(key) > 1 and name in Settings.__dataclass_fields__:
        return f'"{written}" belongs at the top of the file, above the first [table]'
    homes = [table for table, kind in _TABLES.items() if name in kind.__dataclass_fields__]
    if not homes or ".".join(map(str, key[:-1])) in homes:
        return ""
    as_ours = f', as "{name}"' if name != written.replace("-", "_") else ""
    return f'"{written}" belongs under {" or ".join(f"[{table}]" for table in homes)}{as_ours}'


def _load_front_matter(path: Path, shown: str, report: Report) -> Config:
    front = front_matter.read(clean(read_text(path, shown), shown, report), shown, report)
    table = front.table
    kinds = {
        "edition": dict,
        "accessibility": dict,
        "variables": dict,
        "rules": dict,
        "dialect": str,
        "autolinks": bool,
        "typography": bool,
    }
    reader = tables.Reader(
        lambda key: Place(shown, *front.spot(key)), report, lambda key: front_matter.meant(key, list(kinds))
    )
    beside = {key: table.pop(key) for key, kind in kinds.items() if isinstance(table.get(key), kind)}
    settings = tables.fill(Settings, beside, reader)
    front_matter.set_foreign_keys_aside(table, list(Metadata.__dataclass_fields__), list(kinds), reader)
    front_matter.set_strange_date_aside(table, reader)
    book = tables.fill(Metadata, table, reader)
    settings = replace(settings, book=book)

    def spot(key: tables.Key) -> tables.Spot:
        return front.spot(key[1:] if key[0] == "book" and len(key) > 1 else key)

    config = Config(settings, path.resolve().parent, shown, path.resolve(), spot)
    _check(config, report)
    return config


def _foreign_metadata(root: Path, shown: str, report: Report) -> Metadata:
    """What the files of other tools in a folder without ``book.toml`` say of the book; the first to say it counts."""
    told: dict[str, Any] = {}
    for name in foreign.FILES:
        path = root / name
        if path.is_file() and path.resolve().is_relative_to(root):
            file = str(Path(shown) / name)
            table = foreign.metadata(name, clean(read_text(path, file), file, report), file, report)
            told = table | told
    if told.get("language") and not notation.is_language(told["language"]):
        del told["language"]
    return Metadata(**told)


def _check(config: Config, report: Report) -> None:
    """What a type does not tell: language tags, dates, files that must exist."""
    book, pdf = config.book, config.settings.edition.pdf
    if book.language and not notation.is_language(book.language):
        report.error(config.place("book", "language"), f'language "{book.language}" is not a language tag',
                     "configuration", 'write a BCP 47 tag, such as "en", "pt-BR" or "zh-Hans"')  # fmt: skip
    if book.date and not front_matter.is_date(book.date):
        message, hint = front_matter.no_date(book.date)
        report.error(config.place("book", "date"), message, "configuration", hint)
    if pdf.trim and not notation.is_trim(pdf.trim):
        report.error(config.place("edition", "pdf", "trim"), f'trim "{pdf.trim}" is not a page size',
                     "configuration", 'write "140mm 216mm", "5.5in 8.5in" or "A5"; no less than 70mm 90mm')  # fmt: skip
    _heed(config, report)
    if book.cover:
        check_inside(config, book.cover, config.place("book", "cover"), "cover", report)


def check_inside(config: Config, name: str, place: Place, what: str, report: Report) -> Path | None:
    """The file *name* in the manuscript's folder; an error and ``None`` when it is missing or leads outside."""
    try:
        path = (config.root / name).resolve()
        there = path.is_file()
    except (OSError, ValueError, RuntimeError):  # too long, a zero byte in it, a link to itself
        path, there = config.root / "?", False
    if not path.is_relative_to(config.root):
        report.error(place, f'{what} "{name}" leads out of the manuscript\'s folder', "outside")
    elif not there:
        report.error(place, f'{what} "{name}" does not exist', "missing-file")
    else:
        return path
    return None
