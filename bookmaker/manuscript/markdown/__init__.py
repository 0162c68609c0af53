"""Markdown text -> the tree of its blocks and spans: the one Python-Markdown set-up.  ``manuscript`` calls it.

Python-Markdown's frame, and two parts of it in other hands: ``blocks`` reads the block structure as CommonMark has
it, ``inline`` applies the patterns in linear time.  The patterns are ours too, in Python-Markdown's registry, where
an extension can add others.  ``dialect = "python-markdown"`` leaves all of it to Python-Markdown itself.
"""

import itertools
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import markdown
from markdown.util import Registry

from bookmaker.characters import ESCAPED
from bookmaker.manuscript.markdown import divisions, fences, html_blocks, lists, paragraphs
from bookmaker.manuscript.markdown.addresses import BareAddresses
from bookmaker.manuscript.markdown.blocks import Grammar, parse
from bookmaker.manuscript.markdown.brackets import Brackets
from bookmaker.manuscript.markdown.definitions import Definitions, label
from bookmaker.manuscript.markdown.emphasis import Emphasis
from bookmaker.manuscript.markdown.inline import Inline
from bookmaker.manuscript.markdown.macros import Macros
from bookmaker.manuscript.markdown.spans import LiteralSpans
from bookmaker.manuscript.markdown.starts import STARTS
from bookmaker.manuscript.markdown.table_blocks import column_table
from bookmaker.manuscript.markdown.text import unescape
from bookmaker.xhtml import HEADINGS, heading_id, make

GRAMMAR = Grammar(
    first=column_table,
    starts=STARTS,
    finish={
        "paragraph": paragraphs.finish,
        "fence": fences.finish_fence,
        "code": fences.finish_code,
        "html": html_blocks.finish,
        "comment": divisions.finish_comment,
        "quote": divisions.finish_quote,
        "division": divisions.finish_division,
        "indented-container": divisions.finish_indented,
        "list": lists.finish_list,
        "definitions": lists.finish_list,
        "note": lists.finish_note,
    },
    over={"html": html_blocks.is_over, "comment": divisions.is_over},
)
# What a title may hold, and the signs without which it holds nothing.
_IN_TITLES = frozenset(("em", "strong", "code", "sub", "sup", "del", "mark"))
_SIGNS = re.compile(r"[*_`~^=\\]")
# What stands for something else while a text is read and set.
_RESERVED = re.compile(f"[\0\u0002\u0003\ufdd0-\ufdd5{ESCAPED}]")


@dataclass
class Document:
    """What a file says: its tree, what it defines, the words of its pictures by picture, and who reads words."""

    root: Element
    definitions: Definitions
    captions: dict[Element, str]
    inline: Inline

    def elements(self, *tags: str) -> list[Element]:
        """All elements of these *tags*, those of the notes too."""
        trees = (self.root, *self.definitions.notes.values())
        return [element for tree in trees for tag in tags for element in tree.iter(tag)]


def read(text: str, autolinks: bool = True) -> Document:
    """The document of *text*.  Raises blocks.TooDeep, or ValueError where spans are nested too deeply."""
    definitions = Definitions()
    root = parse(_RESERVED.sub("\ufffd", text), GRAMMAR, definitions)
    for heading in itertools.chain(*map(root.iter, HEADINGS)):
        if words := heading.text:
            definitions.headings.setdefault(label(words), heading.get("id") or heading_id(unescape(words)))
    md = markdown.Markdown()
    inline = Inline(md)
    brackets = Brackets(md, inline, definitions)
    md.inlinePatterns = Registry()
    md.inlinePatterns.register(LiteralSpans(md, definitions), "literal_spans", 190)
    md.inlinePatterns.register(brackets, "brackets", 170)
    if autolinks:
        md.inlinePatterns.register(BareAddresses(md), "bare_addresses", 120)
    md.inlinePatterns.register(Macros(md), "macros", 100)
    md.inlinePatterns.register(Emphasis(md, inline.source), "emphasis", 60)
    md.treeprocessors.register(inline, "inline", 20)
    for element in (root, *definitions.notes.values()):
        inline.run(element)
    for note in definitions.inline_notes:
        inline.run(note)
    lists.unwrap_tight(root)
    for note in definitions.notes.values():
        lists.unwrap_tight(note)
    return Document(root, definitions, brackets.captions, inline)


def phrase(tag: str, words: str) -> Element:
    """The element *tag* that holds *words*, a title, read as Markdown where they hold emphasis, code or the like and
    nothing else; as they are written else."""
    if _SIGNS.search(words):
        blocks = read(words, autolinks=False).root
        inner = [element for block in blocks for element in block.iter() if element is not block]
        if len(blocks) == 1 and blocks[0].tag == "p" and all(element.tag in _IN_TITLES for element in inner):
            for element in (blocks[0], *inner):
                element.text = element.text and element.text.replace(ESCAPED, "")
                element.tail = element.tail and element.tail.replace(ESCAPED, "")
            blocks[0].tag, blocks[0].attrib, blocks[0].tail = tag, {}, None
            return blocks[0]
    return make(tag, {}, words)
