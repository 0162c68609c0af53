"""Tables that an author wrote (TOML or YAML) -> frozen dataclasses, every complaint with its line.

``config`` calls :func:`fill` once for each file; it returns as much as could be understood and puts each mistake
into the report: unknown keys with what was probably meant, values of the wrong kind, missing keys.
"""

import datetime
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, TypeVar

from bookmaker.findings import Place, Report, did_you_mean
from bookmaker.text_files import one_line

T = TypeVar("T")
Key = tuple[str | int, ...]  # the way to a value: names, and the numbers of a list's items, from 0
Spot = tuple[int, int]  # a line and a column, both from 1; column 0 where the line begins with what is meant

_LONGEST = 60  # characters of a value in a finding
_KINDS = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True)
class Reader:
    """What :func:`fill` needs beside the table: where a key stands, and where to complain."""

    place: Callable[[Key], Place]
    report: Report
    elsewhere: Callable[[Key], str] = lambda _: ""

    def complain(self, key: Key, message: str, hint: str = "") -> None:
        """Report a mistake at *key*."""
        self.report.error(self.place(key), message, "configuration", hint)


def fill(kind: type[T], table: Mapping[str, Any], reader: Reader, key: Key = ()) -> T:
    """*table* as a *kind*, a dataclass; what is missing or unreadable, and told of, as if it were not asked for."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    hints = typing.get_type_hints(kind, include_extras=True)
    values: dict[str, Any] = {}
    for written, value in table.items():
        name = str(written).replace("-", "_")
        if name not in known:
            _unknown(name, (*key, str(written)), list(known), reader)
            continue
        converted = _convert(hints[name], value, reader, (*key, str(written)))
        if converted is not None:
            values[name] = converted
    for name, field in known.items():
        if name not in values and field.default is MISSING and field.default_factory is MISSING:
            values[name] = ""  # nothing is made of it, but what it holds beside can be looked at
            if name not in table:
                where = f" in [{'.'.join(part for part in key if isinstance(part, str))}]" if key else ""
                reader.complain(key, f'"{name}" is missing{where}')
    return kind(**values)


def _unknown(name: str, key: Key, known: list[str], reader: Reader) -> None:
    hint = reader.elsewhere(key) or did_you_mean(name, known, f"known keys here: {', '.join(sorted(known))}")
    reader.complain(key, f'unknown key "{key[-1]}"', hint)


def _convert(kind: Any, value: Any, reader: Reader, key: Key) -> Any:
    """*value* as *kind*, or ``None`` after a complaint."""
    origin, choices = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _convert_union([choice for choice in choices if choice is not types.NoneType], value, reader, key)
    if origin is tuple:
        return _convert_list(choices[0], value, reader, key)
    if origin is typing.Literal:
        if value in choices:
            return value
        hint = did_you_mean(str(value), map(str, choices))
        allowed = ", ".join(map(str, choices))
        reader.complain(key, f'"{_name(key)}" must be one of {allowed}, not {_written(value)}', hint)
        return None
    if isinstance(value, Mapping) and is_dataclass(kind):
        return fill(typing.cast(type[Any], kind), value, reader, key)
    return (
        _convert_names(choices[1], value, reader, key) if origin is dict else _convert_scalar(kind, value, reader, key)
    )


def _convert_union(kinds: list[Any], value: Any, reader: Reader, key: Key) -> Any:
    """Text or a table: a table as the dataclass, all else as the plain kind."""
    choices = [kind for kind in kinds if is_dataclass(kind)]
    plain = [kind for kind in kinds if not is_dataclass(kind)]
    return _convert(
        choices[0] if choices and (isinstance(value, Mapping) or not plain) else plain[0], value, reader, key
    )


def _convert_list(kind: Any, value: Any, reader: Reader, key: Key) -> Any:
    if not isinstance(value, list):
        value = [value]  # author = "A. Name" reads as naturally as a list of one
    converted = [_convert(kind, item, reader, (*key, number)) for number, item in enumerate(value)]
    return tuple(item for item in converted if item is not None)


def _convert_names(kind: Any, value: Any, reader: Reader, key: Key) -> Any:
    """A table whose names are the author's own."""
    if not isinstance(value, Mapping):
        return _convert_scalar(dict, value, reader, key)
    converted = {str(name): _convert(kind, item, reader, (*key, str(name))) for name, item in value.items()}
    return {name: item for name, item in converted.items() if item is not None}


def _convert_text(value: Any, expected: str, reader: Reader, key: Key) -> str | None:
    if not isinstance(value, str):
        reader.complain(key, f'"{_name(key)}" must be {expected}, not {_written(value)}')
        return None
    return typing.cast(str, _convert_scalar(str, value, reader, key))


def _convert_scalar(kind: Any, value: Any, reader: Reader, key: Key) -> Any:
    if typing.get_origin(kind) is typing.Annotated:  # text, and no number in its place: the annotation says what of
        return _convert_text(value, typing.get_args(kind)[1], reader, key)
    if kind is str and isinstance(value, datetime.date | int | float) and not isinstance(value, bool):
        return str(value)  # YAML and TOML make dates and numbers of what is text to us
    if kind is str and isinstance(value, str):
        return one_line(value, reader.place(key), reader.report)
    if isinstance(kind, type) and isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    expected = _KINDS.get(kind, "a table")
    reader.complain(key, f'"{_name(key)}" must be {expected}, not {_written(value)}')
    return None


def _name(key: Key) -> str:
    """The last name in *key*."""
    return next(part for part in reversed(key) if isinstance(part, str))


def _written(value: Any) -> str:
    """*value* much as its author wrote it, in few words."""
    words = str(value).lower() if isinstance(value, bool) else repr(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"


def nearest(places: Mapping[Key, Spot], key: Key) -> Spot:
    """Where *key* stands, or what holds it; the first line when not even that is known.

    The number of an item that its author wrote without a list, ``authors = "A. Name"``, counts for nothing.
    """
    known: Key = ()
    for part in key:
        if (*known, part) in places:
            known = (*known, part)
        elif isinstance(part, str):
            break
    return places.get(known, (1, 0))
