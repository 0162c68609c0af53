"""``.only`` and ``.not`` with the names of editions, in every dialect and on anything -> ``data-only``, ``data-not``.

``manuscript`` calls :func:`mark_editions` on a file's tree before it is sanitised.  What names no edition that there
is stays in both, and its author is told.
"""

import re
from xml.etree.ElementTree import Element

from bookmaker.findings import Report, did_you_mean
from bookmaker.model import Source
from bookmaker.xhtml import classes, drop_class

MARKS = {"only": "data-only", "content-visible": "data-only", "not": "data-not", "content-hidden": "data-not"}
_NAMED_BY = ("edition", "data-edition", "when-format", "data-when-format")
_SPARED_BY = ("unless-format", "data-unless-format")
KEYS = (*_NAMED_BY, *_SPARED_BY)
_MARKS, _KEYS = frozenset(MARKS), frozenset(KEYS)
_OTHER_MARK = {"data-only": "data-not", "data-not": "data-only"}
_EDITIONS = {"pdf": "pdf", "print": "pdf", "epub": "epub", "ebook": "epub", "e-book": "epub"}
# Quarto's formats, each as the edition that is most like it.
_FORMATS = {"latex": "pdf", "typst": "pdf", "html": "epub", "html4": "epub", "html5": "epub", "epub2": "epub",
            "epub3": "epub"}  # fmt: skip
_ELSEWHERE = frozenset(
    "asciidoc beamer commonmark docbook docx gfm hugo ipynb jats markdown mediawiki odt pptx revealjs rtf".split()
)
_NEITHER = "neither"


def mark_editions(body: Element, source: Source, report: Report) -> None:
    """Make the changes in *body*."""
    line = 0
    for element in body.iter():
        if not (attributes := element.attrib):
            continue
        if (written := attributes.get("data-line", "")).isdecimal():
            line = int(written)
        marked = "class" in attributes and not _MARKS.isdisjoint(attributes["class"].split())
        if marked or not _KEYS.isdisjoint(attributes):
            names = [name for name in classes(element) if name in MARKS]
            given = {key: attributes.pop(key) for key in KEYS if key in attributes}
            _mark(element, names, given, _Teller(source, line, report))


class _Teller:
    """Says what there is to say of one mark."""

    def __init__(self, source: Source, line: int, report: Report) -> None:
        self.source, self.line, self.report = source, line, report

    def kept(self, words: str, message: str, hint: str) -> None:
        """What stays in both editions, and why."""
        self.report.warning(self.source.place(words, self.line), message, "edition", hint)

    def elsewhere(self, words: str) -> None:
        """What is in neither."""
        message = f"what is meant for {words} alone has no place in either edition and is left out"
        self.report.warning(self.source.place(words, self.line), message, "raw")


def _mark(element: Element, names: list[str], given: dict[str, str], tell: _Teller) -> None:
    named = next((given[key] for key in _NAMED_BY if key in given), "")
    spared = next((given[key] for key in _SPARED_BY if key in given), "")
    value = named or spared
    if not names:
        hint = f'write {{.only edition="{value}"}} or {{.not edition="{value}"}}'
        tell.kept(value, f'edition="{value}" says nothing without .only or .not: this is in both editions', hint)
        return
    drop_class(element, *names)
    if not value:
        hint = f'write {{.{names[0]} edition="pdf"}} or {{.{names[0]} edition="epub"}}'
        tell.kept(f".{names[0]}", f".{names[0]} names no edition: this is in both", hint)
        return
    mark = MARKS[names[0]] if named else _OTHER_MARK[MARKS[names[0]]]
    wanted = re.split(r"[\s,;|]+", value.strip().lower())
    editions = [_edition(word, is_format="edition" not in given) for word in wanted]
    unknown = [word for word, edition in zip(wanted, editions, strict=True) if not edition]
    if unknown:
        tell.kept(value, f'there is no edition "{unknown[0]}": this is in both', _hint(unknown[0]))
        return
    if mark == "data-only" and set(editions) == {_NEITHER}:
        tell.elsewhere(value)
    element.set(mark, " ".join(dict.fromkeys(editions)))


def _edition(word: str, *, is_format: bool) -> str:
    """The edition that *word* names, empty for none; as one of Quarto's formats it may mean neither."""
    if is_format:
        return _EDITIONS.get(word) or _FORMATS.get(word) or (_NEITHER if word in _ELSEWHERE else "")
    return _EDITIONS.get(word, "")


def _hint(word: str) -> str:
    return did_you_mean(word, _EDITIONS, 'the editions are "pdf" and "epub"')
