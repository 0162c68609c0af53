"""The rules for an EPUB's style sheets: what breaks them in a reader, and what they ought to say for Kindle."""

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

from bookmaker.editions import css_rules, css_syntax
from bookmaker.editions.checks.opened import Package
from bookmaker.editions.css_rules import Hazard
from bookmaker.editions.theme import parsed
from bookmaker.findings import Finding, Severity

_HEADING = re.compile(r"(^|[\s,>])h1\b")


def look_over(package: Package) -> Iterator[Finding]:
    """What is wrong in the style sheets."""
    for item in package.of_type("text/css"):
        css = package.read(item.path).decode("utf-8", "replace")
        for hazard, line in _hazards(parsed(css)):
            severity: Severity = "note" if hazard.rule == "css-ignored" else "warning"
            yield Finding(severity, package.place(item.path, line), hazard.message, hazard.rule, hazard.hint)
        if _HEADING.search(css) and not _aligns_headings(parsed(css)):
            yield Finding("warning", package.place(item.path), "headings have no text-align", "kindle",
                          "Kindle justifies them otherwise")  # fmt: skip


def _hazards(rules: list[Any]) -> Iterator[tuple[Hazard, int]]:
    """Everything outside @supports that a reader or a store cannot take, with its line."""
    for rule in rules:
        if rule.type == "error":
            yield Hazard("css-syntax", f"this is not CSS ({rule.message})", "leave out"), rule.source_line
        elif rule.type == "at-rule":
            if hazard := css_rules.of_at_rule(rule.lower_at_keyword):
                yield hazard, rule.source_line
            elif rule.lower_at_keyword in ("media", "supports"):
                yield from _of_condition(rule)
        elif rule.type == "qualified-rule":
            yield from _of_rule(rule)


def _of_condition(rule: Any) -> Iterator[tuple[Hazard, int]]:
    """What is wrong behind ``@media`` and within it, or behind ``@supports``, which fences what is within."""
    if rule.lower_at_keyword == "supports":
        if fault := css_syntax.fault_of_condition(rule.prelude):
            yield Hazard("css-syntax", f"this @supports is not CSS: {fault}", "leave out"), rule.source_line
        return
    for query in css_syntax.between_commas(rule.prelude):
        if css_syntax.written(query) and (hazard := css_rules.of_query(query)):
            yield hazard, rule.source_line
    if rule.content is not None:
        yield from _hazards(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _of_rule(rule: Any) -> Iterator[tuple[Hazard, int]]:
    selector = css_syntax.written(rule.prelude)
    if hazard := css_rules.of_selector(selector):
        yield hazard, rule.source_line
    for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            hazard = css_rules.of_declaration(node.lower_name, node.value, selector)
            if hazard and hazard.rule != "css-file":  # the e-book of another may well have pictures in its sheet
                yield hazard, node.source_line
        else:
            yield Hazard("css-syntax", "this is no declaration", "leave out"), node.source_line


def _aligns_headings(rules: list[Any]) -> bool:
    return any(
        rule.type == "qualified-rule"
        and _HEADING.search(tinycss2.serialize(rule.prelude))
        and "text-align" in tinycss2.serialize(rule.content)
        for rule in rules
    )
