"""The text of blocks -> its elements: Python-Markdown's inline patterns, applied in time that grows with the text.

``markdown`` puts :class:`Inline` in the place of Python-Markdown's own tree processor, which rebuilds the text for
every match.  A pattern sees the text as the patterns before it left it, with a placeholder for all that they took;
the source of each placeholder is kept, for those who need to know what was written.
"""

import functools
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER, AtomicString

_PLACEHOLDER = re.compile("\u0002klzzwxh:([0-9]+)\u0003")


class Inline(Treeprocessor):
    """Reads the text of every element below the root, except AtomicStrings."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.nodes: list[Element | str] = []
        self.sources: list[str] = []

    @property
    def stashed_nodes(self) -> dict[str, Element | str]:
        """What Python-Markdown's own patterns look into."""
        return {str(number): node for number, node in enumerate(self.nodes)}

    @functools.cached_property
    def patterns(self) -> list[tuple[InlineProcessor, tuple[str, ...]]]:
        """All that are registered; where a pattern has SIGNS, a text in which it finds anything holds one of them."""
        known: list[tuple[InlineProcessor, tuple[str, ...]]] = []
        for pattern in self.md.inlinePatterns:
            if not isinstance(pattern, InlineProcessor):
                raise TypeError(f"{pattern!r} is a pattern of Python-Markdown 2, which is not read here")
            known.append((pattern, getattr(pattern, "SIGNS", ())))
        return known

    def run(self, root: Element) -> None:
        """Read all texts in place."""
        for element in list(root.iter()):
            atomic = isinstance(element.text, AtomicString)
            if (element.text and not atomic) or any(child.tail and child.tail.strip() for child in element):
                self._fill(element, element.text or "")
        self.nodes.clear()
        self.sources.clear()

    def read(self, text: str, first: int = 0, ancestors: tuple[str, ...] = ()) -> str:
        """*text* with a placeholder for everything that the patterns from number *first* on found."""
        for number, (pattern, signs) in enumerate(self.patterns[first:], first):
            if signs and not any(sign in text for sign in signs):
                continue
            if not any(tag in ancestors for tag in pattern.ANCESTOR_EXCLUDES):
                text = self._apply(pattern, number, text, ancestors)
        return text

    def source(self, text: str) -> str:
        """*text* as it was written, without placeholders."""
        while "\u0002" in text:
            text = _PLACEHOLDER.sub(lambda m: self.sources[int(m[1])], text)
        return text

    def plain(self, text: str) -> str:
        """*text*, placeholders and all, as its reader will see it, without elements."""
        return "".join(piece if isinstance(piece, str) else self._words(piece) for piece in self._pieces(text))

    def _words(self, element: Element) -> str:
        if element.tag == "img":
            return element.get("alt", "")
        inner = [self.plain(element.text or "")]
        for child in element:
            inner += [self._words(child), self.plain(child.tail or "")]
        return "".join(inner)

    def _apply(self, pattern: InlineProcessor, number: int, text: str, ancestors: tuple[str, ...]) -> str:
        pieces: list[str] = []
        at = 0
        for match in pattern.getCompiledRegExp().finditer(text):
            if match.start() < at:
                continue
            node, start, end = pattern.handleMatch(match, text)
            if start is None or end is None:
                continue
            pieces.append(text[at:start])
            if node is not None:
                if not isinstance(node, str):
                    self._read_inside(node, number if getattr(pattern, "NESTS", False) else number + 1, ancestors)
                pieces.append(self.stash(node, text[start:end]))
            at = end
        return "".join(pieces) + text[at:] if at else text

    def _read_inside(self, node: Element, first: int, ancestors: tuple[str, ...]) -> None:
        inside = (*ancestors, node.tag)
        if node.text and not isinstance(node.text, AtomicString):
            node.text = self.read(node.text, first, inside)
        for child in node:
            self._read_inside(child, first, inside)
            if child.tail:
                child.tail = self.read(child.tail, first, inside)

    def stash(self, node: Element | str, source: str) -> str:
        """The placeholder that now stands for *node*, which was written as *source*."""
        self.nodes.append(node)
        self.sources.append(source)
        return INLINE_PLACEHOLDER % (len(self.nodes) - 1)

    def _fill(self, element: Element, text: str) -> None:
        children = list(element)
        for child in children:
            element.remove(child)
        self._put(element, self.read(text, 0, (element.tag,)))
        for child in children:
            tail, child.tail = child.tail, None
            element.append(child)
            if tail and tail.strip():
                after = Element("tail")
                self._put(after, self.read(tail, 0, (element.tag,)))
                child.tail = after.text
                element.extend(after)

    def _put(self, element: Element, text: str) -> None:
        """Make *text*, with its placeholders, the content of *element*."""
        words: list[str] = []
        last: Element | None = None
        for piece in self._pieces(text):
            if isinstance(piece, str):
                words.append(piece)
                continue
            self._settle(piece)
            _add_words(element, last, words)
            element.append(piece)
            words, last = ([piece.tail] if piece.tail else []), piece
        _add_words(element, last, words)

    def _settle(self, element: Element) -> None:
        """Put what the placeholders inside *element* stand for into it."""
        if element.text and not isinstance(element.text, AtomicString) and "\u0002" in element.text:
            children = list(element)
            for child in children:
                element.remove(child)
            self._put(element, element.text)
            element.extend(children)
        for child in list(element):
            self._settle(child)
            if child.tail and "\u0002" in child.tail:
                after = Element("tail")
                self._put(after, child.tail)
                child.tail = after.text
                index = list(element).index(child) + 1
                element[index:index] = list(after)

    def _pieces(self, text: str) -> Iterator[Element | str]:
        at = 0
        for match in _PLACEHOLDER.finditer(text):
            if match.start() > at:
                yield text[at : match.start()]
            yield self.nodes[int(match[1])]
            at = match.end()
        if at < len(text):
            yield text[at:]


def _add_words(element: Element, last: Element | None, words: list[str]) -> None:
    """Put *words* behind *last*, the last child of *element*, or at its beginning where there is none yet."""
    if last is None:
        element.text = "".join(words) or None
    else:
        last.tail = "".join(words) or None
