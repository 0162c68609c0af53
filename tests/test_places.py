"""Where keys stand in TOML and YAML: every key of a table has its place, and the place is the right one."""

import tomllib
from typing import Any

import pytest

from bookmaker import plain_yaml, toml_places
from bookmaker.tables import Key, nearest

TOML = {
    "a quoted key": ('"langauge" = 1\n\'a.b\' = 2\n"c\\u0064" = 3\n', {("cd",): (3, 0), ("a.b",): (2, 0)}),
    "dotted keys": ("a.b . 'c' = 1\na.d = 2\n", {("a",): (1, 0), ("a", "d"): (2, 0)}),
    "a comment that looks like a key": ("# a = 1\nb = 2 # [c]\n\n[c] # d = 3\nd = 4\n", {("c", "d"): (5, 0)}),
    "text that looks like a table": ('a = """\n[b]\nc = 1\n\\""" """\n[b]\nc = 2\n', {("b", "c"): (6, 0)}),
    "text in single quotes": ("a = '''\n[b]\nc = 1''''\nb = ['[c]', 'd']\n", {("b", 1): (4, 13)}),
    "text that ends in quotes": ('a = """x""\\""""\nb = ""\nc = "\\\\"\n', {("c",): (3, 0)}),
    "tables in order": ("[[a]]\nb = 1\n[[a]]\nc = 2\n[a.d]\ne = 3\n[[a.f]]\n[[a.f]]\ng = 4\n",
                        {("a", 1): (3, 0), ("a", 1, "d", "e"): (6, 0), ("a", 1, "f", 1, "g"): (9, 0)}),
    "a list over lines": ("a = [\n  1, # 2,\n  { b = 3, c = [4, 5,] },\n]\n",
                          {("a", 1, "c"): (3, 12), ("a", 1, "c", 1): (3, 20)}),
    "dates and numbers": ("a = 1979-05-27 07:32:00\nb = [1e3, +inf, 2019-07-09]\nc = true\n", {("b", 2): (2, 17)}),
    "lines of Windows": ("a = 1\r\n[b]\r\nc = { d = 1 }\r\n", {("b", "c", "d"): (3, 7)}),
    "empty things": ("a = []\nb = {}\nc = [[], [{}]]\n", {("c", 1, 0): (3, 11)}),
}  # fmt: skip
YAML = {
    "nested": ("a:\n  b: 1\n  c:\n    - d: 2\n    -\n      d: 3\n", {("a", "c", 0, "d"): (4, 0), ("a", "c", 1, "d"): (6, 0)}),
    "in one line": ("a: {b: [1, 2], c: 3}\n", {("a", "b", 1): (1, 12), ("a", "c"): (1, 16)}),
    "text that looks like a key": ("a: |\n  b: 1\nb: 2\n", {("b",): (3, 0)}),
}  # fmt: skip


def paths(value: Any, key: Key = ()) -> set[Key]:
    """The path of everything that *value* holds."""
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path for name, item in named for path in ((*key, name), *paths(item, (*key, name)))}


@pytest.mark.parametrize(("text", "expected"), TOML.values(), ids=TOML)
def test_each_key_of_toml_has_its_place(text, expected):
    found = toml_places.places(text)
    assert set(found) == paths(tomllib.loads(text))
    assert expected.items() <= found.items()


@pytest.mark.parametrize(("text", "expected"), YAML.values(), ids=YAML)
def test_each_key_of_yaml_has_its_place(text, expected):
    found = plain_yaml.places(text)
    assert set(found) == paths(plain_yaml.parse_yaml(text))
    assert expected.items() <= found.items()


def test_what_has_no_place_stands_where_its_table_does():
    found = {("authors",): (4, 0), ("authors", "role"): (5, 3)}
    assert nearest(found, ("authors", 0, "role")) == (5, 3)
    assert nearest(found, ("authors", 0, "name")) == (4, 0)
    assert nearest(found, ("title",)) == (1, 0)
