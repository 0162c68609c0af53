"""A block of a document: what ``blocks``, ``continuing`` and the rules of the language pass among them."""

from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

Kind = Literal[
    "document", "quote", "list", "item", "note", "division", "indented-container", "prefixed",
    "definitions", "definition", "paragraph", "fence", "code", "html", "comment", "leaf",
]  # fmt: skip
CONTAINERS = frozenset(
    ("document", "quote", "item", "note", "division", "indented-container", "prefixed", "definition")
)


@dataclass(eq=False, slots=True)
class Block:
    """A block that is, or was, open; *element* is what its children go into.

    *width* is the indentation of its content in columns, *mark* what its first line said of its kind: the list's
    bullet, the fence, the end of an HTML block; to the line *until* blank ones do not end that.
    """

    kind: Kind
    element: Element
    number: int
    width: int = 0
    mark: str = ""
    until: int = 0
    lines: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    last: "Block | None" = None  # its last child
    before: "Block | None" = None  # the block before it
    blank: bool = False  # whether a blank line follows it
    loose: bool = False
    verse: bool = False  # whether its lines keep their indentation
    ended: bool = False  # whether a line of its own ended it
    in_formula: bool = False  # a paragraph that ends inside $$
