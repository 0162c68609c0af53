"""What a file says of itself before its text begins: YAML, pandoc's title block or Hugo's TOML -> a table.

``config`` calls :func:`read` for a manuscript of one file, ``manuscript.sources`` for every chapter.  Whatever only
looks like front matter, such as a scene break in the first line, stays text.
"""

import datetime
import functools
import html
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bookmaker import tables, toml_places
from bookmaker.findings import Place, Report
from bookmaker.plain_yaml import NotYaml, parse_yaml, places

# The same thing under the names that other tools give it.
ALIASES = {
    "author": "authors",
    "lang": "language",
    "keywords": "subjects",
    "tags": "subjects",
    "abstract": "description",
}


@dataclass(frozen=True)
class FrontMatter:
    """The table under bookmaker's own names, the text below it, and where in the file a key stands."""

    table: dict[str, Any]
    body: str
    spot: Callable[[tables.Key], tables.Spot] = lambda _: (1, 0)


_BEFORE = re.compile(r"\ufeff?(?:[ \t]*\n|(?><!--.*?-->)[ \t]*\n)*", re.DOTALL)


def read(text: str, shown: str, report: Report) -> FrontMatter:
    """The front matter of *text*, the file *shown*; a complaint when it is one and cannot be read."""
    opening = _BEFORE.match(text)
    start = opening.end() if opening else 0
    for mark, reader in (("---", _read_yaml), ("+++", _read_toml), ("%", _read_title_block)):
        if text.startswith(mark, start) and (found := reader(text, start, shown, report)):
            return found
    return FrontMatter({}, text)


# ---- YAML and TOML

_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE)
_YAML_START = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(?:[^\s#:\-].*?:(?:\s|$)|\{)")
_TOML_START = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(?:[\w.\-\"']+[ \t]*=|\[)")


def _fenced(text: str, start: int, end: re.Pattern[str]) -> tuple[str, str, int] | None:
    """What stands between the mark at *start* and *end*, what follows, and how many lines stand above it."""
    first = text.find("\n", start) + 1
    if not first or text[start + 3 : first].strip() or not (close := end.search(text, first)):
        return None
    return text[first : close.start()], text[close.end() :], text.count("\n", 0, first)


def _read_yaml(text: str, start: int, shown: str, report: Report) -> FrontMatter | None:
    fenced = _fenced(text, start, _YAML_END)
    if fenced is None or (fenced[0].strip() and not _YAML_START.match(fenced[0])):
        return None  # a scene break, and prose below it
    front, body, above = fenced
    try:
        table = parse_yaml(front) if front.strip() else {}
    except NotYaml as error:
        if not re.match(r"[\w.\-]+[ \t]*:", front):
            return None
        report.error(Place(shown, above + error.line), f"the front matter is not YAML: {error}",
                     "front-matter", "put text that holds a colon or a quote between quotes")  # fmt: skip
        return FrontMatter({}, body)
    # pandoc sees no front matter where a blank line follows the mark, Jekyll does: only a title settles it.
    if not isinstance(table, dict) or (front[:1] == "\n" and front.strip() and "title" not in table):
        return None
    return FrontMatter(_renamed(_unescaped(table)), body, _finder(functools.partial(places, front), above, table))


def _read_toml(text: str, start: int, shown: str, report: Report) -> FrontMatter | None:
    fenced = _fenced(text, start, _TOML_END)
    if fenced is None:
        return None
    front, body, above = fenced
    if front.strip() and not _TOML_START.match(front):
        return None
    try:
        table = tomllib.loads(front)
    except (ValueError, RecursionError) as error:
        message, _, at = str(error).partition(" (at ")
        line = re.search(r"\d+", at)
        report.error(Place(shown, above + (int(line[0]) if line else front.count("\n"))),
                     f"the front matter is not TOML: {message}", "front-matter",
                     toml_places.advice(front, int(line[0])) if line else "")  # fmt: skip
        return FrontMatter({}, body)
    found = functools.partial(toml_places.places, front)
    return FrontMatter(_renamed(_unescaped(table)), body, _finder(found, above, table))


def _finder(
    found: Callable[[], dict[tables.Key, tables.Spot]], above: int, table: dict[Any, Any]
) -> Callable[[tables.Key], tables.Spot]:
    """Where a key of *table* stands in the file, *above* lines below its beginning; looked up when first asked."""
    written, known = list(table), functools.cache(found)

    def spot(key: tables.Key) -> tables.Spot:
        line, column = tables.nearest(known(), _original(key, written))
        return above + line, column

    return spot


def _unescaped(value: Any) -> Any:
    """*value* with the character references of HTML, which some tools want in titles, as characters."""
    if isinstance(value, str):
        return html.unescape(value)
    if isinstance(value, list):
        return [_unescaped(item) for item in value]
    return {key: _unescaped(item) for key, item in value.items()} if isinstance(value, dict) else value


def _renamed(table: dict[Any, Any]) -> dict[str, Any]:
    """*table* under bookmaker's own names, with values in the forms that they have in ``book.toml``."""
    renamed = {ALIASES.get(str(key), str(key)): value for key, value in table.items() if value is not None}
    if "author" in table and "authors" in renamed:
        renamed["authors"] = [person for given in as_list(renamed["authors"]) for person in _persons(given)]
    if "date" in renamed:
        renamed["date"] = day(renamed["date"])
    if isinstance(renamed.get("language"), str):
        renamed["language"] = renamed["language"].replace("_", "-")
    return renamed


def _original(key: tables.Key, written: list[Any]) -> tables.Key:
    """*key* as the author wrote it, of all the names *written*."""
    aliases = (name for name, own in ALIASES.items() if own == key[0] and name in written)
    return (next(aliases, key[0]), *key[1:]) if key[0] not in written else key


def _persons(given: Any) -> list[Any]:
    """An author as given; of what Quarto and others know about one (an affiliation, say) only the name is taken."""
    if not isinstance(given, dict):
        return [given]
    ours = set(given) <= {"name", "role", "file-as", "file_as"} and isinstance(given.get("name"), str)
    return [given] if ours else names([given])


def names(authors: Any) -> list[str]:
    """The names in an ``author`` of pandoc or Quarto: a name, a list of names, or of tables that hold one."""
    found = []
    for author in as_list(authors):
        name = author.get("name", author.get("text")) if isinstance(author, dict) else author
        if isinstance(name, dict):
            parts = [name.get("literal")] if "literal" in name else [name.get("given"), name.get("family")]
            name = " ".join(part for part in parts if isinstance(part, str))
        if isinstance(name, str) and name.strip():
            found.append(" ".join(name.split()))
    return found


def as_list(value: Any) -> list[Any]:
    """*value*, or a list of it alone; nothing is an empty list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def day(date: Any) -> Any:
    """*date* without the time of day that blogs put behind it."""
    if isinstance(date, datetime.datetime):
        return date.date()
    return re.sub(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:.*", r"\1", date) if isinstance(date, str) else date


_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def set_foreign_keys_aside(table: dict[str, Any], known: list[str], beside: list[str], reader: tables.Reader) -> None:
    """Take the keys of other tools (a blog's ``layout``, say) out of *table*, with one note; misspelt ones stay.

    *known* are the keys that *table* may hold, *beside* those that were read already: what is left of these under its
    very name is of another kind, and another tool's.
    """
    foreign = [
        key for key in table
        if key in beside or (key.replace("-", "_") not in known and not _nearest(key, [*known, *beside]))
    ]  # fmt: skip
    for key in foreign:
        del table[key]
    if foreign:
        reader.report.note(reader.place((foreign[0],)), f"not bookmaker's, left unread: {', '.join(foreign)}",
                           "foreign-key")  # fmt: skip


def meant(key: tables.Key, known: list[str]) -> str:
    """A hint where *key* is a slip in one of the names *known*."""
    near = _nearest(str(key[0]), known) if len(key) == 1 else ""
    return f'did you mean "{near}"?' if near else ""


def _nearest(key: str, known: list[str]) -> str:
    import difflib  # noqa: PLC0415 - only where there is front matter

    return next(iter(difflib.get_close_matches(key, known, 1, 0.75)), "")


def set_strange_date_aside(table: dict[str, Any], reader: tables.Reader) -> None:
    """Other tools print a date as it is written; ours must be one, so that the editions can carry it.

    A date in our form that the calendar does not have is a slip, and an error as in ``book.toml``.
    """
    date = table.get("date")
    if not isinstance(date, str) or is_date(date):
        return
    del table["date"]
    if _DAY.fullmatch(date):
        reader.complain(("date",), *no_date(date))
    else:
        reader.report.note(reader.place(("date",)), f'date "{date}" is left unread', "foreign-key",
                           "write it as 2019-07-09, 2019-07 or 2019")  # fmt: skip


def no_date(date: str) -> tuple[str, str]:
    """What to say of a *date* that is none, and the hint."""
    return f'date "{date}" is not a date', "write it as 2019-07-09, 2019-07 or 2019"


def is_date(text: str) -> bool:
    """Whether *text* is a year, a month or a day in ISO 8601 form, one that the calendar has."""
    match = _DAY.fullmatch(text)
    if not match:
        return False
    try:
        datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


# ---- pandoc's title block

_TITLE_BLOCK = re.compile(r"%(?:[ \t]+(.*)|[ \t]*)(?:\n|\Z)((?:[ \t]+\S.*(?:\n|\Z))*)")


def _read_title_block(text: str, start: int, shown: str, report: Report) -> FrontMatter | None:  # noqa: ARG001
    """``% title``, ``% authors``, ``% date``, each of which may go on in indented lines, and may be empty."""
    table: dict[str, Any] = {}
    lines: dict[str, int] = {}
    number = text.count("\n", 0, start) + 1
    for key in ("title", "authors", "date"):
        field = _TITLE_BLOCK.match(text, start)
        if not field:
            break
        written = [line.strip() for line in ((field[1] or "") + "\n" + field[2]).splitlines() if line.strip()]
        if written:
            lines[key] = number
            table[key] = " ".join(written)
        if key == "authors" and written:
            table[key] = [name.strip() for name in ";".join(written).split(";") if name.strip()]
        number += field[0].count("\n")
        start = field.end()
    return FrontMatter(table, text[start:], lambda key: (lines.get(str(key[0]), 1), 0)) if table else None
