"""Attributes that say nothing to a book, in braces or in HTML, a name mistyped or a value that is none -> findings.

``manuscript`` calls :func:`report_unread` on a file's tree as soon as it is read, when it holds what authors wrote in
attribute lists, and :func:`report_html` for each piece of their HTML; in the other dialect, :func:`report_lost`.
"""

import difflib
import functools
import html
import re
from xml.etree.ElementTree import Element

from bookmaker.findings import Report
from bookmaker.manuscript.attributes import allowed_attributes, lost_styles
from bookmaker.manuscript.edition_marks import KEYS
from bookmaker.manuscript.loose_html import TOKEN
from bookmaker.manuscript.sanitise import KEPT
from bookmaker.model import Source

_OF_THE_INDEX = ("entry", "see", "seealso", "range", "sort")
_FAMILIAR = (
    "alt", "class", "dir", "edition", "height", "id", "lang", "role", "start", "title", "width",
    *_OF_THE_INDEX,
)  # fmt: skip
# What other tools read: for a screen, or for a page that they lay out.
_OF_OTHERS = frozenset(
    "aria-label aria-labelledby code-fold code-line-numbers code-overflow column crop decoding download env fig-align "
    "fig-env fig-pos fig-scap filename float format fullbleed group hide lightbox line-numbers linenos linenums "
    "loading markdown number number-from number-lines pos rel shading start-from startFrom tabindex target "
    "tbl-colwidths toc-depth".split()
)
# What HTML has for browsers, for forms and for those who make pages, and nobody misses in a book.
_OF_BROWSERS = frozenset(
    "accept action autocomplete autofocus cellpadding cellspacing contenteditable crossorigin draggable enctype "
    "fetchpriority for form hreflang ismap itemid itemprop itemscope itemtype method name novalidate open ping "
    "placeholder referrerpolicy rel shape sizes slot spellcheck srcset summary translate type usemap value xml:lang "
    "xmlns".split()
)
# What HTML has, or had, without a value; any other word alone was text to its author: a<b and c>d.
_ALONE = frozenset(
    "allowfullscreen autoplay border checked clear compact controls default disabled hidden inert loop markdown muted "
    "noshade nowrap playsinline readonly required reversed selected".split()
)
_HTML_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")
_WORDS = ("author", "by", "caption", "cap", "cite", "fig-cap", "lst-cap", "source", "subtitle", "tbl-cap")
_ALWAYS_READ = frozenset(("alt", "class", "data-line", "href", "id", "src", "title"))
# Spelt otherwise, they would be classes without a meaning.
_CLASSES = ("content-hidden", "content-visible", "decorative", "index", "only", "page", "smallcaps", "term",
            "unnumbered", "verbatim")  # fmt: skip
_HINTS = {
    **{key: f'write {{.index {key}="..."}}' for key in _OF_THE_INDEX},
    "lang": 'write a BCP 47 tag, such as "en", "pt-BR" or "zh-Hans"',
    "dir": 'write "ltr" or "rtl"',
    "width": 'write a number, with "%" or a unit such as "mm"',
    "height": 'write a number, with "%" or a unit such as "mm"',
}


def report_unread(root: Element, source: Source, report: Report) -> None:
    """Report what is left of the attributes below *root* once all that a book knows of is taken away."""
    line = 0
    for element in root.iter():
        attributes = element.attrib
        line = int(attributes.get("data-line", line))
        if not attributes or (len(attributes) == 1 and "data-line" in attributes):
            continue
        for key, value in attributes.items():
            if key == "style":
                _report_styles(value, line, source, report)
            elif key not in _ALWAYS_READ and not _is_read(element, key, value):
                _report(str(element.tag), key, value, line, source, report)
        for name in attributes["class"].split() if "class" in attributes else ():
            if meant := _misspelt(name):
                report.warning(source.place(f".{name}", line), f'the class "{name}" is nothing but a name', "attribute",
                               f'did you mean ".{meant}"?')  # fmt: skip
        if attributes.get("data-index") == "":
            report.warning(source.place(".index", line), "this mark for the index names nothing", "attribute",
                           'write the words between the brackets, or entry="..."')  # fmt: skip


def report_lost(body: Element, source: Source, report: Report) -> None:
    """Report what goes of the attributes of HTML below *body*, of which the other dialect gives no text."""
    line = 0
    for element in body.iter():
        number = element.get("data-line", "")  # an author may have written one
        line = int(number) if number.isdecimal() else line
        for key, value in element.attrib.items() if element.tag in KEPT else ():
            _report_of_html(str(element.tag), key, value, line, source, report)


def report_html(written: str, line: int, source: Source, report: Report) -> None:
    """Report what goes of the attributes in HTML as it was *written*, no tag of which is left open."""
    for token in TOKEN.finditer(written):
        name = (token["name"] or "").lower()
        if token["end"] or name not in KEPT:
            continue
        given = [(key, html.unescape("".join(values))) for key, *values in _HTML_ATTRIBUTE.findall(token["rest"])]
        for key, value in given:
            _report_of_html(name, key.lower(), value, line, source, report)
        if words := [key for key, value in given if not value and _is_word(key.lower())]:
            message = f"<{name} ...> is read as HTML, of which these words are left out: {' '.join(words)}"
            hint = "put what belongs to an attribute in quotation marks; write &lt; for < if it is text"
            report.warning(source.place(token[0][:40], line), message, "html", hint)


def _report_of_html(tag: str, key: str, value: str, line: int, source: Source, report: Report) -> None:
    if key == "style":
        _report_styles(value, line, source, report)
    elif key.startswith("on"):
        report.warning(source.place(key, line), f"{key} runs a script, which no book does; it is left out", "html")
    elif key not in _OF_BROWSERS and not key.startswith("aria-") and not _is_read(Element(tag), key, value):
        message = f'the attribute {key}="{value[:40]}" says nothing to a book and is left out'
        report.note(source.place(key, line), message, "html")


def _is_word(key: str) -> bool:
    """Whether an attribute without a value is none that HTML, or anybody, knows."""
    return key.isalpha() and not any(key in names for names in (_ALONE, _FAMILIAR, _OF_OTHERS, _OF_BROWSERS, _WORDS))


def _report_styles(value: str, line: int, source: Source, report: Report) -> None:
    if lost := lost_styles(value):
        message = f"the look of a book is its theme's: {', '.join(dict.fromkeys(lost))} of this style is left out"
        report.note(source.place("style", line), message, "html", "give it a class, and say the rest in the theme")


@functools.cache
def _misspelt(name: str) -> str:
    """The class with a meaning that *name* is nearly."""
    if name in _CLASSES or name.removesuffix("s") in _CLASSES:
        return ""
    return next(iter(difflib.get_close_matches(name, _CLASSES, 1, 0.85)), "")


def _is_read(element: Element, key: str, value: str) -> bool:
    if key in KEYS or key in _OF_OTHERS or key.startswith("data-") or not value.strip():
        return True
    tag = str(element.tag)
    return bool(allowed_attributes(Element(tag, {key: value}), tag))


def _report(tag: str, key: str, value: str, line: int, source: Source, report: Report) -> None:
    place = source.place(key, line)
    near = difflib.get_close_matches(key, _FAMILIAR, 1, 0.75)
    if key in _FAMILIAR:
        message = f'{key}="{value}" says nothing here and is left out'
        fits = key in ("width", "height") and allowed_attributes(Element("img", {key: value}), "img")
        report.warning(place, message, "attribute", "" if fits else _HINTS.get(key, ""))
    elif near:
        message = f'there is no attribute "{key}", so {key}="{value}" is left out'
        report.warning(place, message, "attribute", f'did you mean "{near[0]}"?')
    elif key in _WORDS:
        message = f'{key}="{value}" is shown nowhere and is left out'
        report.warning(place, message, "attribute", "write its words in the text")
    elif tag != "pre":  # of a listing other tools say much, to run it or to file it
        message = f'the attribute {key}="{value}" says nothing to a book and is left out'
        if tag == "p":  # it may have been meant as text
            report.warning(place, message, "attribute", "put a backslash before the brace if its words are text")
        else:
            report.note(place, message, "attribute")
