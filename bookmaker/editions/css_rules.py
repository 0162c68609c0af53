"""What e-readers and stores cannot take of CSS, and what becomes of it.

``ebook_sheet`` asks while it writes the EPUB's sheet, ``checks`` of the sheets of a finished EPUB.  The lists are
measured: 137 snippets through EPUBCheck 5.3 and kobofix 1.0, which knows Adobe's engine; what is Kindle's, Kobo's and
Apple's is quoted from their guidelines.
"""

import re
from typing import Any, Literal, NamedTuple

from bookmaker.editions import css_syntax, running_text
from bookmaker.findings import Rule

ENGINE = "Adobe's engine (Kobo's side-loading, Nook, older readers)"


class Hazard(NamedTuple):
    """What is wrong with a piece of CSS: the finding's rule and words, and what becomes of it.

    ``fence`` where ``@supports`` makes it harmless, ``keep`` where readers that do not know it pass over it.
    """

    rule: Rule
    message: str
    remedy: Literal["leave out", "fence", "keep"]
    hint: str = ""


# Of functions and units, what old engines know: CSS 2.1, colours, gradients and transforms.
_OLD_FUNCTIONS = frozenset(
    "alpha counter counters cubic-bezier format hsl hsla linear-gradient local matrix radial-gradient rect "
    "repeating-linear-gradient repeating-radial-gradient rgb rgba rotate scale scalex scaley skew skewx skewy steps "
    "translate translatex translatey url".split()
)
_OLD_UNITS = frozenset("cm deg dpcm dpi dppx em ex grad hz in khz mm ms pc pt px rad s".split())
_PICTURES = frozenset("cross-fade image image-set src url".split())
_TOO_NEW_DISPLAY = re.compile(r"\b(flex|inline-flex|grid|inline-grid|contents|flow-root)\b", re.IGNORECASE)
_TOO_NEW_SELECTORS = re.compile(r":(is|where|has|not\([^)]*[ ,>+~])\b|::marker|:focus-visible", re.IGNORECASE)
_TOO_NEW_QUERIES = re.compile(r"[<>=]|\)\s*or\b|\bnot\s*\(", re.IGNORECASE)
_REFUSED_SELECTORS = re.compile(
    r"&|\[[^\]]*\s[iIsS]\]|:nth-\w+\([^)]*\bof\b|:lang\([^)]*[,\"']|,\s*$|^\s*,|::footnote", re.IGNORECASE
)
_REFUSED = {
    "direction": 'say it in the text: dir="rtl", or lang, which it follows',
    "unicode-bidi": "HTML's bdi and bdo say it in the text",
}
# The reader sets these for the running text; Amazon asks that body text has none of them.
_READERS_CHOICE = frozenset(
    "all background background-color background-image color font font-size line-height text-align "
    "-webkit-text-fill-color zoom".split()
)
_NOTHING_SET = frozenset(("inherit", "unset", "none", "transparent"))
# What e-readers know: CSS 2.1 and what Kindle's guidelines, Readium and Apple's engine have of CSS 3, and the finer
# points of type, which nobody misses where they are not known.
_KNOWN = frozenset(
    "background background-attachment background-clip background-color background-image background-origin "
    "background-position background-repeat background-size border border-bottom border-bottom-color "
    "border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width border-collapse "
    "border-color border-left border-left-color border-left-style border-left-width border-radius border-right "
    "border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color "
    "border-top-left-radius border-top-right-radius border-top-style border-top-width border-width bottom box-shadow "
    "box-sizing break-after break-before break-inside caption-side clear clip color column-count column-fill "
    "column-gap column-rule column-rule-color column-rule-style column-rule-width column-span column-width columns "
    "content counter-increment counter-reset cursor display empty-cells float font font-family font-feature-settings "
    "font-kerning font-size font-size-adjust font-stretch font-style font-variant font-variant-alternates "
    "font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position "
    "font-weight hanging-punctuation height hyphens left letter-spacing line-break line-height list-style "
    "list-style-image list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top "
    "max-height max-width min-height min-width opacity orphans outline outline-color outline-offset outline-style "
    "outline-width overflow overflow-wrap overflow-x overflow-y padding padding-bottom padding-left padding-right "
    "padding-top page-break-after page-break-before page-break-inside position quotes right ruby-align ruby-position "
    "tab-size table-layout text-align text-align-last text-combine-upright text-decoration text-decoration-color "
    "text-decoration-line text-decoration-skip-ink text-decoration-style text-decoration-thickness text-emphasis "
    "text-emphasis-color text-emphasis-position text-emphasis-style text-indent text-justify text-orientation "
    "text-overflow text-rendering text-shadow text-transform text-underline-offset text-underline-position text-wrap "
    "top user-select vertical-align visibility white-space widows width word-break word-spacing word-wrap writing-mode "
    "z-index".split()
)
_VENDORS = ("-", "adobe-", "oeb-")  # engines name what is theirs; with two hyphens, authors do
_KNOWN_AT_RULES = frozenset(("charset", "font-face", "media", "page", "supports"))
_KNOWN_PARTS = re.compile(r"::?(before|after|first-line|first-letter)\b", re.IGNORECASE)


def of_declaration(name: str, values: list[Any], selector: str) -> Hazard | None:
    """What is wrong with *name* and its *values* under *selector*; ``None`` where every reader takes them."""
    if fault := css_syntax.fault_of_declaration(name, values):
        return Hazard("css-syntax", f"this {name} is not CSS: {fault}", "leave out")
    value = css_syntax.written(values)
    if name in _REFUSED:
        return Hazard("css-refused", f"EPUBCheck, and with it every store, refuses {name}", "leave out", _REFUSED[name])
    sets = name == "all" or value.lower() not in _NOTHING_SET
    if name in _READERS_CHOICE and sets and running_text.reaches(selector, name):
        message = f"{name} of the running text is the reader's choice, on Kindle the only one"
        return Hazard("css-reader", message, "leave out", "give it to headings and classes, or within @media print")
    if name == "position" and value.lower() in ("fixed", "sticky", "-webkit-sticky"):
        return Hazard("css-refused", f"EPUBCheck warns of position: {value}", "leave out")
    if not _PICTURES.isdisjoint(css_syntax.functions(values)):
        return Hazard("css-file", "pictures in the style sheet are for print alone", "leave out", "put it in the text")
    return _unknown(name, values)


def _too_new(values: list[Any]) -> str:
    """The first function or unit in *values* that old engines do not know."""
    functions = (name for name in css_syntax.functions(values) if name not in _OLD_FUNCTIONS)
    units = (value.lower_unit for value in css_syntax.inside(values) if value.type == "dimension")
    return next(functions, "") or next((unit for unit in units if unit not in _OLD_UNITS), "")


def _unknown(name: str, values: list[Any]) -> Hazard | None:
    """What old engines, or most, do not know of *name* and its *values*."""
    found = _too_new(values)
    if name == "display" and (newer := _TOO_NEW_DISPLAY.search(css_syntax.written(values))):
        found = newer[0]
    if found:
        return Hazard("css-engine", f"{ENGINE} drops the whole sheet on {found}", "fence")
    if name not in _KNOWN and not name.startswith(_VENDORS):
        return Hazard("css-ignored", f"few e-readers know {name}; the others pass over it", "keep",
                      "see that the page does without it, and that it is spelt as CSS has it")  # fmt: skip
    return None


def of_selector(selector: str) -> Hazard | None:
    """What is wrong with *selector*."""
    if found := _REFUSED_SELECTORS.search(selector):
        return Hazard("css-refused", f'EPUBCheck refuses "{found[0].strip()}" in a selector', "leave out")
    if found := _TOO_NEW_SELECTORS.search(selector):
        return Hazard("css-engine", f'{ENGINE} drops the whole sheet on "{found[0]}"', "leave out", "use a class")
    if re.search(r"\|(?!=)", selector):
        return Hazard("css-ignored", "few e-readers know namespaces in selectors", "leave out", "use a class")
    if not running_text.is_known(selector):
        return Hazard("css-syntax", f'"{selector}" is no selector that e-readers know', "leave out")
    if found := re.search(r"::[\w-]+", _KNOWN_PARTS.sub("", selector)):
        return Hazard("css-ignored", f'few e-readers know "{found[0]}"', "leave out")
    return None


def of_query(query: list[Any]) -> Hazard | None:
    """What is wrong with *query*, one of those that stand behind ``@media``."""
    hint = "min-width and max-width are old enough; a comma is an or"
    if found := _TOO_NEW_QUERIES.search(css_syntax.written(query)):
        return Hazard("css-engine", f'few e-readers know "{found[0].strip()}" in @media', "leave out", hint)
    if newer := _too_new(query):
        return Hazard("css-engine", f'few e-readers know "{newer}" in @media', "leave out",
                      "an em is the same there as a rem: the reader's own size")  # fmt: skip
    if fault := css_syntax.fault_of_query(query):
        return Hazard("css-syntax", f"this @media is not CSS: {fault}", "leave out", hint)
    return None


def of_at_rule(keyword: str) -> Hazard | None:
    """What is wrong with the at-rule *keyword*, in small letters without its @."""
    if keyword == "import":
        return Hazard("css-file", "@import: a theme is whole as it is", "leave out", "copy the rules into the sheet")
    if keyword in ("layer", "container", "property", "scope", "starting-style", "view-transition"):
        return Hazard("css-engine", f"{ENGINE} drops the whole sheet on @{keyword}", "leave out")
    if keyword not in _KNOWN_AT_RULES:
        return Hazard("css-ignored", f"few e-readers know @{keyword}", "leave out")
    return None
