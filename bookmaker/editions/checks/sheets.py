"""The rules for an EPUB's style sheets: what breaks them in a reader, and what they ought to say for Kindle."""

from collections.abc import Iterator
from typing import Any

import tinycss2
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list

from bookmaker.editions import css_rules, css_syntax
from bookmaker.editions.checks.opened import XHTML, Package
from bookmaker.editions.css_rules import Hazard
from bookmaker.findings import Finding, Place, Severity

_HEADINGS = frozenset(f"{XHTML}h{level}" for level in range(1, 7))


def look_over(package: Package) -> Iterator[Finding]:
    """What is wrong in the style sheets."""
    aligning: list[Any] = []
    for item in package.of_type("text/css"):
        rules, _ = tinycss2.parse_stylesheet_bytes(package.read(item.path), skip_comments=True, skip_whitespace=True)
        for hazard, line in _hazards(rules):
            severity: Severity = "note" if hazard.rule == "css-ignored" else "warning"
            yield Finding(severity, package.place(item.path, line), hazard.message, hazard.rule, hazard.hint)
        aligning += [selector for rule in rules for selector in _aligning(rule)]
    loose = sorted({name for tree in package.trees.values() for name in _not_aligned(tree, aligning)})
    if loose:
        yield Finding("warning", Place(package.shown), f"headings have no text-align: {', '.join(loose)}", "kindle",
                      "Kindle justifies them otherwise")  # fmt: skip


def _aligning(rule: Any) -> list[Any]:
    """The selectors of *rule* where it sets text-align."""
    if rule.type != "qualified-rule" or "text-align" not in tinycss2.serialize(rule.content):
        return []
    try:
        return [each for each in compile_selector_list(rule.prelude) if each.pseudo_element is None]
    except SelectorError:
        return []


def _not_aligned(tree: Any, selectors: list[Any]) -> Iterator[str]:
    """The names of the headings in the document *tree* that none of *selectors* reaches, nor what they stand in."""
    if not any(element.tag in _HEADINGS for element in tree.iter()):
        return
    for wrapper in ElementWrapper.from_xml_root(tree).iter_subtree():
        if wrapper.etree_element.tag in _HEADINGS:
            around = [wrapper, *wrapper.ancestors[2:]]  # Kindle does not heed what html and body say of it
            is_seen = not any("hidden" in each.etree_element.attrib for each in around)
            if is_seen and not any(selector.test(each) for each in around for selector in selectors):
                yield wrapper.local_name


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
