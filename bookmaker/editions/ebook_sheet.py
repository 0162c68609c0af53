"""The theme's layers -> the EPUB's style sheet: what e-readers understand, and a finding for what they do not.

``epub`` calls :func:`ebook_sheet`.  What is for paper goes without a word; what would break a reader or a store is
left out, or fenced with ``@supports`` so that only engines that know it read it, and its author is told where.
"""

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

from bookmaker.editions import css_rules, css_syntax
from bookmaker.editions.css_rules import Hazard
from bookmaker.editions.css_syntax import between_commas, written
from bookmaker.editions.theme import Sheet, Theme, parsed
from bookmaker.findings import Place, Report

# What paper alone understands.
_PAGED = frozenset(
    "bleed bookmark-label bookmark-level bookmark-state footnote-display footnote-policy hyphenate-character "
    "hyphenate-limit-chars hyphenate-limit-zone marks page size string-set".split()
)
_PAGED_VALUES = re.compile(
    r"target-counter|target-text|leader\(|running\(|string\(|\brlh\b|\d(r?lh)\b|\bfootnote\b", re.I
)
_ON_PAPER = re.compile(r"(only )?print\b|not (screen|all)$", re.IGNORECASE)
_ON_EVERY_SCREEN = re.compile(r"((only )?screen|all|)$|not print\b", re.IGNORECASE)
_HYPHENS = ("-epub-hyphens", "-webkit-hyphens")
_OF_FACES = ("font-family", "font-style", "font-weight", "src", "font-display")  # the last: nothing here is waited for


def ebook_sheet(theme: Theme, report: Report) -> str:
    """The layers as e-readers know them; ``fonts`` writes the faces."""
    return "".join(_Sheet(sheet, theme, report).text() for sheet in theme.sheets("ebook.css"))


class _Sheet:
    """One layer on its way."""

    def __init__(self, sheet: Sheet, theme: Theme, report: Report) -> None:
        self.sheet, self.theme, self.report = sheet, theme, report
        self.depth = 0  # of at-rules around what is being read

    def text(self) -> str:
        """The layer as the EPUB has it."""
        return "".join(self.rules(parsed(self.sheet.css)))

    def tell(self, hazard: Hazard, line: int) -> None:
        """Say what is left out, in a warning, or fenced or passed over, in a note."""
        place = Place(self.sheet.file, line)
        if hazard.remedy == "leave out":
            self.report.warning(place, f"{hazard.message}; the e-book goes without", hazard.rule, hazard.hint)
        else:
            fenced = "; it is fenced with @supports" * (hazard.remedy == "fence")
            self.report.note(place, f"{hazard.message}{fenced}", hazard.rule, hazard.hint)

    def rules(self, nodes: list[Any]) -> Iterator[str]:
        """Each rule that stays, as it is written."""
        for node in nodes:
            if node.type == "error":
                self.tell(Hazard("css-syntax", f"this is not CSS ({node.message})", "leave out"), node.source_line)
            elif node.type == "qualified-rule":
                yield from self.rule(node)
            elif node.type == "at-rule":
                yield from self.at_rule(node)

    def at_rule(self, node: Any) -> Iterator[str]:
        """``@media`` for screens and ``@supports``; faces are written apart, pages are for paper."""
        keyword = node.lower_at_keyword
        if hazard := css_rules.of_at_rule(keyword):
            self.tell(hazard, node.source_line)
        elif keyword == "font-face":
            self.face(node)
        elif keyword == "media":
            yield from self.media(node)
        elif keyword == "supports":
            yield from self.supports(node)

    def media(self, node: Any) -> Iterator[str]:
        """The rules for screens: bare where they are for every screen, for none where they are for paper alone."""
        queries = [query for query in between_commas(node.prelude) if not _ON_PAPER.match(written(query))]
        if not queries:
            return
        hazards = [hazard for query in queries if written(query) and (hazard := css_rules.of_query(query))]
        if hazards:
            self.tell(hazards[0], node.source_line)
            return
        inside = self.inside(node)
        if any(_ON_EVERY_SCREEN.match(written(query)) for query in queries):
            yield from inside
        elif inside:  # Adobe's engine fails on a query without a media type
            typed = (f"all and {query}" if query.startswith("(") else query for query in map(written, queries))
            yield "".join([f"@media {', '.join(typed)} {{\n", *inside, "}\n"])

    def supports(self, node: Any) -> Iterator[str]:
        """The rules for engines that know what the condition asks for."""
        if fault := css_syntax.fault_of_condition(node.prelude):
            self.tell(Hazard("css-syntax", f"this @supports is not CSS: {fault}", "leave out"), node.source_line)
        elif inside := self.inside(node):
            yield "".join([f"@supports {written(node.prelude)} {{\n", *inside, "}\n"])

    def inside(self, node: Any) -> list[str]:
        """What stays of the rules within an at-rule."""
        if node.content is None:
            self.tell(Hazard("css-syntax", f"this @{node.at_keyword} holds no rules", "leave out"), node.source_line)
            return []
        self.depth += 1
        inside = [*self.rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))]
        self.depth -= 1
        return inside

    def face(self, node: Any) -> None:
        """Look at a face that ``fonts`` writes: every font must be one of the theme's files."""
        if self.depth:
            self.tell(Hazard("css-ignored", "a face is for the whole book", "leave out", "set it outside @media"),
                      node.source_line)  # fmt: skip
            return
        for address in css_syntax.addresses(node.content):
            if self.theme.file(address) is None:
                hazard = Hazard("css-file", f'there is no "{address}" in the theme', "leave out",
                                "fonts are read from the theme's folder, never from a network")  # fmt: skip
                self.tell(hazard, node.source_line)
        for part in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
            if part.type != "declaration":
                self.tell(Hazard("css-syntax", "this is no declaration", "leave out"), part.source_line)
            elif fault := css_syntax.fault_of_declaration(part.lower_name, part.value):
                self.tell(Hazard("css-syntax", f"this {part.lower_name} is not CSS: {fault}", "leave out"),
                          part.source_line)  # fmt: skip
            elif part.lower_name not in _OF_FACES:
                self.tell(Hazard("css-ignored", f"few e-readers know {part.lower_name} of a face", "leave out"),
                          part.source_line)  # fmt: skip

    def rule(self, node: Any) -> Iterator[str]:
        """A rule with the declarations that every reader takes, then the others, each behind its fence."""
        selectors = [*map(written, between_commas(node.prelude))]
        selector = ", ".join(each for each in selectors if "::footnote" not in each.lower())
        if not selector and any(selectors):  # the calls and marks of notes at the foot of a page
            return
        if hazard := css_rules.of_selector(selector):
            self.tell(hazard, node.source_line)
            return
        plain: list[str] = []
        fenced: list[str] = []
        for declaration in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
            if declaration.type == "declaration":
                self.declaration(declaration, selector, plain, fenced)
            else:
                words = "a name, a colon, a value" if declaration.type == "error" else "no rule within a rule"
                self.tell(Hazard("css-syntax", "this is no declaration", "leave out", f"it is {words}"),
                          declaration.source_line)  # fmt: skip
        if plain:
            yield f"{selector} {{ {'; '.join(plain)} }}\n"
        for each in fenced:
            yield f"@supports ({each.removesuffix(' !important')}) {{\n{selector} {{ {each} }}\n}}\n"

    def declaration(self, node: Any, selector: str, plain: list[str], fenced: list[str]) -> None:
        """Put *node* where it belongs: among the *plain*, the *fenced*, or nowhere."""
        name, value = node.lower_name, written(node.value)
        is_token = name.startswith("--")  # of which the value stands in the place of every var() by now
        if is_token or name in _PAGED or _PAGED_VALUES.search(value):
            return
        hazard = css_rules.of_declaration(name, node.value, selector)
        if hazard:
            self.tell(hazard, node.source_line)
        whole = f"{name}: {value}" + (" !important" if node.important else "")
        if hazard is None or hazard.remedy == "keep":
            plain += [whole, *_older(name, value)]
        elif hazard.remedy == "fence":
            fenced.append(whole)


def _older(name: str, value: str) -> list[str]:
    """The same in the words of older readers."""
    if name in ("break-before", "break-after", "break-inside"):
        old = {"page": "always", "recto": "always", "verso": "always"}.get(value, value)
        return [f"page-{name}: {old}"]
    if name == "overflow-wrap":
        return ["word-wrap: break-word"] if value == "break-word" else []
    return [f"{prefixed}: {value}" for prefixed in _HYPHENS] if name == "hyphens" else []
