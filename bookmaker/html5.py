"""HTML as a browser would read it: tinyhtml5, with what its version 2.1 forgets and what it takes too long for.

``xhtml`` calls :func:`read`.
"""

from typing import Any
from xml.etree.ElementTree import Element

from tinyhtml5 import parser, tokenizer, treebuilder

_ALL_BUT_LAST = slice(None, -1)


def read(document: str) -> Element | None:
    """The ``body`` element of *document*, with bare names."""
    reader = parser.HTMLParser(namespace_html_elements=False)
    body: Element | None = reader.parse(document).find("body")
    _undo(reader)
    return body


def _undo(reader: Any) -> None:
    """Take a parser apart: its parts hold each other, and would stay until somebody looks for garbage."""
    nodes = [reader.tree.document]
    for node in nodes:
        nodes += node._children
    for part in (*nodes, reader.tree, reader.tokenizer.stream, reader.tokenizer, reader):
        vars(part).clear()


def _insert_before(holder: Any, node: Any, reference: Any) -> None:
    """What tinyhtml5 does when it takes something out of a table, and what it forgets: it keeps two lists of the
    same children, and what stood in one of them only was lost when an end tag was missing further out."""
    index = list(holder._element).index(reference._element)
    holder._element.insert(index, node._element)
    holder._children.insert(index, node)
    node.parent = holder


def _insert_text(node: Any, added: str, insert_before: Any = None) -> None:
    """What tinyhtml5 does, but a text that nothing else holds grows where it is: else each piece copies all before."""
    holder = node._element
    if insert_before is not None and len(holder):
        _insert_text_before(node, added, insert_before)
    elif len(holder):
        words, holder[-1].tail = holder[-1].tail or "", None
        words += added
        holder[-1].tail = words
    else:
        words, holder.text = holder.text or "", None
        words += added
        holder.text = words


class _Attributes(list[Any]):
    """The attributes of a tag.  At each of them tinyhtml5 looks through all before it, only to count an error."""

    def __getitem__(self, key: Any) -> Any:
        return () if key == _ALL_BUT_LAST else super().__getitem__(key)


def _read_attribute_name(reader: Any) -> bool:
    if type(reader.current_token["data"]) is list:
        reader.current_token["data"] = _Attributes(reader.current_token["data"])
    return bool(_attribute_name_state(reader))


_attribute_name_state = tokenizer.HTMLTokenizer.attribute_name_state
tokenizer.HTMLTokenizer.attribute_name_state = _read_attribute_name
treebuilder.Element.insert_before = _insert_before
_insert_text_before = treebuilder.Element.insert_text
treebuilder.Element.insert_text = _insert_text
