"""Lists tight and loose, and notes: what is done when they end.  ``markdown`` gives the rules to ``blocks``."""

from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser
from bookmaker.xhtml import parents

TIGHT = "data-tight"


def finish_list(_: Parser, block: Block) -> list[Element]:
    """Mark the paragraphs of a tight list; their elements go once their text has been read."""
    if not block.loose:
        for item in block.element:
            for child in item:
                if child.tag == "p":
                    child.set(TIGHT, "")
    return []


def finish_note(parser: Parser, block: Block) -> list[Element]:
    """Keep the note until it is called; the first of a name is the one."""
    if block.mark in parser.definitions.notes:
        parser.definitions.remark(block.number, "duplicate-id", f"the note [{block.mark.lower()}] is defined twice",
                                  "the first one is used")  # fmt: skip
    else:
        parser.definitions.notes[block.mark] = block.element
    return []


def unwrap_tight(root: Element) -> None:
    """Take the marked paragraphs out of their items, and leave what they held."""
    marked = [element for element in root.iter("p") if TIGHT in element.attrib]
    if not marked:
        return
    above = parents(root)
    for paragraph in marked:
        del paragraph.attrib[TIGHT]
        if not paragraph.attrib.keys() - {"data-line"}:
            _splice(above[paragraph], paragraph)


def _splice(parent: Element, paragraph: Element) -> None:
    index = list(parent).index(paragraph)
    words = paragraph.text or ""
    if index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + ("\n" if words or len(paragraph) else "") + words
    else:
        parent.text = (parent.text or "") + words
    parent[index : index + 1] = list(paragraph)
