"""YAML that others wrote -> plain values, each text with its line; no tag is obeyed and nothing is executed.

``front_matter`` reads what stands above a text, ``foreign`` and ``manuscript.orders`` the settings of other tools.
"""

import contextlib
import math
from typing import Any

import yaml

from bookmaker.findings import Place, Report
from bookmaker.tables import Key, Spot


class NotYaml(Exception):  # noqa: N818 - it says what happened
    """The text is not YAML: the reason, and the line of the text, counted from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


class Written(str):
    """Text from YAML that knows the line on which it stands."""

    __slots__ = ("line",)
    line: int


class _Loader(yaml.SafeLoader):
    """Makes plain values of everything: a tag that is not YAML's own (``!ENV``, ``!!python/name``) is not looked at."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """What *node* says; NotYaml where its tag claims what it is not: a number without digits, say."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NotYaml(str(error), node.start_mark.line + 1) from error


def _text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Written:
    text = Written(loader.construct_scalar(node))
    text.line = node.start_mark.line + 1
    return text


def _untagged(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return _text(loader, node)  # type: ignore[arg-type]


def _day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    """A date; one that the calendar does not have stays the text that it is."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return _text(loader, node)


_Loader.add_constructor("tag:yaml.org,2002:str", _text)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor(None, _untagged)
# "lang: no" is Norwegian: of YAML 1.1's words for true and false only these two are taken.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, words) for tag, words in resolvers if first in "tTfF" or not tag.endswith(":bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_yaml(text: str) -> Any:
    """The value of *text*, of plain kinds, text as :class:`Written`; nothing is executed.  Raises NotYaml."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        if _size(node, {}) > len(text) + 100_000:
            raise NotYaml("its aliases make it grow without bound", 1)
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        raise NotYaml(reason, mark.line + 1 if mark else 1) from error
    except RecursionError:
        raise NotYaml("it is nested too deeply", 1) from None


def places(text: str) -> dict[Key, Spot]:
    """Where each key and each item of a list stands in *text*, which :func:`parse_yaml` read without complaint."""
    found: dict[Key, Spot] = {}
    with contextlib.suppress(RecursionError):
        if node := _Loader(text).get_single_node():
            _note_places(node, (), text.split("\n"), found)
    return found


def _note_places(node: yaml.Node, key: Key, lines: list[str], found: dict[Key, Spot]) -> None:
    pairs: list[tuple[Key, yaml.Node, yaml.Node]] = []
    if isinstance(node, yaml.SequenceNode):
        pairs = [((*key, number), item, item) for number, item in enumerate(node.value)]
    elif isinstance(node, yaml.MappingNode):
        pairs = [((*key, str(name.value)), name, value) for name, value in node.value]
    for path, named, value in pairs:
        line, column = named.start_mark.line, named.start_mark.column
        begins = not lines[line][:column].strip(" \t-")
        found[path] = (line + 1, 0 if begins else column + 1)
        _note_places(value, path, lines, found)


def _size(node: yaml.Node, known: dict[int, float]) -> float:
    """How many values there are once every alias is written out; without end where one holds itself."""
    if id(node) not in known:
        known[id(node)] = math.inf
        children: list[yaml.Node] = []
        if isinstance(node, yaml.SequenceNode):
            children = node.value
        elif isinstance(node, yaml.MappingNode):
            children = [child for pair in node.value for child in pair]
        known[id(node)] = 1 + sum(_size(child, known) for child in children)
    return known[id(node)]


def read_yaml(text: str, shown: str, report: Report) -> dict[str, Any]:
    """The settings file *text* as a table; empty, after a complaint, where it is not YAML."""
    try:
        table = parse_yaml(text)
    except NotYaml as error:
        report.error(Place(shown, error.line), f"this is not YAML: {error}", "configuration")
        return {}
    return table if isinstance(table, dict) else {}
