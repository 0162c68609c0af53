"""What e-readers and stores cannot take of CSS, and what becomes of it.

``ebook_sheet`` asks while it writes the EPUB's sheet, ``checks`` of the sheets of a finished EPUB.  The lists are
measured: 137 snippets through EPUBCheck 5.3 and kobofix 1.0, which knows Adobe's engine; what is Kindle's, Kobo's and
Apple's is quoted from their guidelines.
"""

import re
from typing import Literal, NamedTuple

from bookmaker.findings import Rule

ENGINE = "Adobe's engine (Kobo's side-loading, Nook, older readers)"


class Hazard(NamedTuple):
    """What is wrong with a piece of CSS: the finding's rule and words, and whether ``@supports`` makes it harmless."""

    rule: Rule
    message: str
    remedy: Literal["leave out", "fence"]
    hint: str = ""


_TOO_NEW = re.compile(
    r"\b(calc|min|max|clamp|env|attr|var|oklch|oklab|lch|lab|color-mix|light-dark)\(|[\d.](vh|vw|vmin|vmax|rem|ch|ic|cap|q|lh|rlh)\b",
    re.IGNORECASE,
)
_TOO_NEW_DISPLAY = re.compile(r"\b(flex|inline-flex|grid|inline-grid|contents|flow-root)\b", re.IGNORECASE)
_TOO_NEW_SELECTORS = re.compile(r":(is|where|has|not\([^)]*[ ,>+~])\b|::marker|:focus-visible", re.IGNORECASE)
_REFUSED_SELECTORS = re.compile(
    r"&|\[[^\]]*\s[iIsS]\]|:nth-\w+\([^)]*\bof\b|:lang\([^)]*[,\"']|,\s*$|^\s*,|::footnote", re.IGNORECASE
)
_REFUSED = {
    "direction": 'say it in the text: dir="rtl", or lang, which it follows',
    "unicode-bidi": "HTML's bdi and bdo say it in the text",
}
# The reader sets these for the running text; Amazon asks that body text has none of them.
_READERS_CHOICE = frozenset(
    ("font", "font-size", "line-height", "color", "background", "background-color", "text-align")
)
_RUNNING_TEXT = re.compile(r"(^|,)\s*(html|body|p|\*|html body|body p|body \*)\s*(,|$)")


def of_declaration(name: str, value: str, selector: str) -> Hazard | None:
    """What is wrong with ``name: value`` under *selector*; ``None`` where every reader takes it."""
    if name in _REFUSED:
        return Hazard("css-refused", f"EPUBCheck, and with it every store, refuses {name}", "leave out", _REFUSED[name])
    if name in _READERS_CHOICE and _RUNNING_TEXT.search(selector):
        message = f"{name} of the running text is the reader's choice, on Kindle the only one"
        return Hazard("css-reader", message, "leave out", "give it to headings and classes, or within @media print")
    if name == "position" and value.lower() in ("fixed", "sticky"):
        return Hazard("css-refused", f"EPUBCheck warns of position: {value}", "leave out")
    if "url(" in value.lower():
        return Hazard("css-file", "pictures in the style sheet are for print alone", "leave out", "put it in the text")
    if found := _TOO_NEW.search(value) or (name == "display" and _TOO_NEW_DISPLAY.search(value)):
        return Hazard("css-engine", f"{ENGINE} drops the whole sheet on {found[0].strip('.0123456789(')}", "fence")
    return None


def of_selector(selector: str) -> Hazard | None:
    """What is wrong with *selector*."""
    if found := _REFUSED_SELECTORS.search(selector):
        return Hazard("css-refused", f'EPUBCheck refuses "{found[0].strip()}" in a selector', "leave out")
    if found := _TOO_NEW_SELECTORS.search(selector):
        return Hazard("css-engine", f'{ENGINE} drops the whole sheet on "{found[0]}"', "leave out", "use a class")
    return None


def of_at_rule(keyword: str) -> Hazard | None:
    """What is wrong with the at-rule *keyword*, in small letters without its @."""
    if keyword == "import":
        return Hazard("css-file", "@import: a theme is whole as it is", "leave out", "copy the rules into the sheet")
    if keyword in ("layer", "container", "property", "scope", "starting-style", "view-transition"):
        return Hazard("css-engine", f"{ENGINE} drops the whole sheet on @{keyword}", "leave out")
    return None
