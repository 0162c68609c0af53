"""Markdown as Python-Markdown alone reads it, for manuscripts that were written to its own rules.

``manuscript`` calls :func:`read` where ``book.toml`` says ``dialect = "python-markdown"``: list content indented by
four, Python-Markdown's and pymdownx's extensions, nothing of CommonMark's.  The tree is the same as the reader's.
"""

from collections import OrderedDict
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.footnotes import FootnoteExtension

from bookmaker.manuscript.loose_html import disarmed
from bookmaker.manuscript.markdown.dialect_lines import number_blocks
from bookmaker.manuscript.markdown.dialect_syntax import BookSyntax
from bookmaker.manuscript.unknown_tags import Tell
from bookmaker.xhtml import classes, make, move_content, name, parents, parse, replace

_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "sane_lists", "tables",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.saneheaders", "pymdownx.superfences", "pymdownx.tasklist",
)  # fmt: skip
_OPTIONS: dict[str, dict[str, object]] = {
    "footnotes": {"SEPARATOR": "-", "BACKLINK_TEXT": ""},  # an id with a colon is not an XML name
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.superfences": {"relaxed_headers": True},  # else ```rust,ignore becomes inline code
}


def read(text: str, tell: Tell) -> Element:
    """The ``body`` of *text*, its notes in ``section.notes`` at the end, its callouts marked as the reader's are.

    *tell* hears of tags that are shown as text.
    """
    extensions: list[str | markdown.Extension] = [*_EXTENSIONS, BookSyntax()]
    reader = markdown.Markdown(extensions=extensions, extension_configs=_OPTIONS)
    for extension in reader.registeredExtensions:
        if isinstance(extension, FootnoteExtension):
            extension.footnotes = _Notes()
    body = parse(disarmed(reader.convert(text), tell))
    for block in body.iter():
        if block.tag in ("div", "details") and {"admonition", "details"} & {*classes(block), block.tag}:
            _mark_callout(block)
    _move_notes(body)
    number_blocks(body, text)
    return body


class _Notes(OrderedDict[str, str]):
    """Notes by their labels: Python-Markdown walks through them while it finds more, those defined in a note."""

    def keys(self) -> Iterator[str]:  # type: ignore[override]
        """The labels, and those that are added meanwhile."""
        told: list[str] = []
        while len(told) < len(self):
            for label in [*self][len(told) :]:
                told.append(label)
                yield label


def _mark_callout(block: Element) -> None:
    kinds = [kind for kind in classes(block) if kind not in ("admonition", "details")]
    block.tag, block.attrib = "aside", {"class": "callout", "data-callout": kinds[0] if kinds else "note"}
    if len(block) and ("admonition-title" in classes(block[0]) or block[0].tag == "summary"):
        block[0].tag, block[0].attrib = "p", {"class": "callout-title"}


def _move_notes(body: Element) -> None:
    _mark_calls(body)
    block = next((element for element in body.iter("div") if "footnote" in classes(element)), None)
    if block is None:
        return
    replace(parents(body)[block], block, None)
    notes = make("section", {"class": "notes"})
    for item in [item for item in block.iter("li") if item.get("id", "").startswith("fn-")]:
        label = "^" + item.attrib["id"].removeprefix("fn-")
        note = make("aside", {"class": "note", "id": item.attrib["id"], "data-label": label})
        move_content(item, note)
        _drop_backlinks(note)
        _drop_blank_end(note)
        notes.append(note)
    body.append(notes)


def _mark_calls(body: Element) -> None:
    above = parents(body)
    for mark in [element for element in body.iter("sup") if element.get("id", "").startswith("fnref")]:
        link = mark.find("a")
        if link is not None and "footnote-ref" in classes(link):
            call = make("a", {"class": "noteref", "href": link.get("href", ""), "id": mark.attrib["id"]}, link.text)
            replace(above[mark], mark, call)


def _drop_backlinks(note: Element) -> None:
    above = parents(note)
    for link in [element for element in note.iter("a") if "footnote-backref" in classes(element)]:
        replace(above[link], link, None)


def _drop_blank_end(note: Element) -> None:
    """The last paragraph ended with a space before the backlink; a paragraph of its own is empty now."""
    for paragraph in [child for child in note if name(child) == "p"]:
        if not len(paragraph) and not (paragraph.text or "").strip(" \u00a0\n"):
            replace(note, paragraph, None)
        elif len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "").rstrip(" \u00a0\n")
        else:
            paragraph.text = (paragraph.text or "").rstrip(" \u00a0\n")
