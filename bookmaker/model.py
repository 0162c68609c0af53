"""What passes between the three phases: plain values, no behaviour to inherit.

The tree of a chapter is XHTML (see ``xhtml``) with this closed vocabulary on top of HTML's own elements:

=============================================  ==============================================================
``section.chapter``                            one chapter; its ``id`` names it in the whole book
``a.noteref[href="#id"]``                      a note's call; its text is the note's number
``section.notes > aside.note[id]``             the chapter's notes, in the order of their first calls
``aside.note.endnote``                         one that stands at the chapter's end in print too
``a.backlink``                                 the way back from a note to its call
``a.page-reference``                           a link that is "page 87" in print
``a[href="#id"]``                              a link inside the book, to any chapter: ids are unique in it
``img[src="asset:name"]``                      a picture of the book, by the name of its Asset
``audio``, ``video`` with ``asset:`` files     what the e-book plays, with controls
MathML's ``math``                              a formula; print shows its words
``figure``, ``figcaption``                     a picture (or table, or listing) with its caption
``hr.scene``                                   a scene break
``pre.listing > code[class="language-x"]``     a listing, coloured by Pygments' short classes
``span.line-number``                           before each line of a listing whose lines are numbered
``header.headline``                            an article's headline, standfirst, byline and dateline
``footer.imprint``                             an article's rights, publisher and source
``aside.callout > p.callout-title``            a note or tip set apart; its second class is ``callout-`` and its kind
``div.verse > p > span.line``                  stanzas and their lines, each with its ``br``
``span.number``, ``p.subtitle``                the number in a heading, and what stands behind a heading
``p.byline > span.by``                         who wrote a chapter, where that is not who wrote the book
``div.epigraph``, ``div.letter``               with ``p.attribution``, ``p.dateline`` and ``p.signature``
``div.tab > p.tab-title``                      one of several alternatives
``hr.page-break``                              a new page in print
``span.math``, ``code.math``                   a formula, as it was written; a displayed one in ``p.display-math``
``span.citation[data-cite]``                   a citation, as its author wrote it
``span[data-index]``                           a place that the index refers to; ``data-see``, ``data-range`` go with it
``span.unresolved``                            the key of a reference that names nothing
``li.task-list-item``                          a task
``span.checkbox``                              the box of a task, ticked or not
``span.missing-image``                         the words in the place of a picture that is not there
``div.details > p.summary``                    HTML's ``details``, always open
=============================================  ==============================================================

While a book is read and resolved there are also ``a[data-ref]`` (a reference by its key), ``a[data-wikilink]``,
``data-only`` and ``data-not`` (for one edition alone), ``data-twin`` (the id of the same thing in another) and
``data-line`` (the line of the file that a block begins on); the steps of ``book`` take them away, the editions never
see them.  Only ``data-line`` stays for what is said of the printed pages: print has it as ``data-place``, a file and a
line.
"""

import bisect
import functools
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from bookmaker.config import Config
from bookmaker.findings import Place

_BLOCK = 200  # lines: a longer block is named by its first

Matter = Literal["front", "body", "back"]


@dataclass
class _Search:
    """Looks for words in the *lines* of a file, for the same ones once; *patience* is how many characters it reads."""

    lines: list[str]
    patience: int = 200_000_000  # a file with ten thousand mistakes in one line of a megabyte has more; no book does
    known: dict[tuple[str, int, int], tuple[int, int]] = field(default_factory=dict)

    def find(self, words: str, line: int, behind: int) -> tuple[int, int]:
        """The line and column of *words* in the block that begins at *line*, *behind* that column, or anywhere for 0;
        *line* and 0 where they are not there."""
        key = (words, line, behind)
        if key not in self.known:
            self.known[key] = self._found(*key) if self.patience > 0 else (line, 0)
        return self.known[key]

    def _found(self, words: str, line: int, behind: int) -> tuple[int, int]:
        searched = self.lines[line - 1 : line + _BLOCK] if line else self.lines
        for number, written in enumerate(searched, line or 1):
            column = written.find(words, behind if number == line else 0) + 1
            self.patience -= column or len(written)
            if column:
                return number, column
        return line, 0


@dataclass(frozen=True)
class Source:
    """One Markdown file: its path, the name that the author knows it by, its text below the front matter.

    *title*, *subtitle* and *authors* (those that are not the book's) are what the front matter of a chapter says.
    *origins* names, where other files were included, the file and the line that each line of *text* came from;
    *filled*, by the index of a line, where the value of a variable begins and ends in it, and by how much the line has
    become longer there.
    """

    path: Path
    shown: str
    text: str
    first_line: int = 1
    title: str = ""
    language: str = ""
    matter: Matter = "body"
    part: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    origins: tuple[tuple[str, int], ...] = ()
    filled: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict, compare=False)

    @functools.cached_property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self.text.split("\n")

    @functools.cached_property
    def _search(self) -> "_Search":
        return _Search(self.lines)

    def place(self, words: str = "", line: int = 0) -> Place:
        """Where *words* stand: in line number *line* of the text (from 1), or in one of the block that begins there.

        Without a line the whole text is searched.
        """
        if not words:
            return self.at(line) if line else Place(self.shown)
        found, column = self.find(words, line)
        return self.at(found, column) if found else Place(self.shown, self.first_line)

    def find(self, words: str, line: int = 0, behind: int = 0) -> tuple[int, int]:
        """The line and column of the text where :meth:`place` finds *words*, past the column *behind* of that line;
        the column is 0 where they are not there."""
        return self._search.find(words, line, behind)

    def folder(self, line: int) -> Path:
        """The folder of the file that *line* of the text came from."""
        shown = self.at(line).file if line else self.shown
        if shown == self.shown:
            return self.path.parent
        return Path(os.path.normpath(self.path.parent / os.path.relpath(Path(shown).parent, Path(self.shown).parent)))

    def searched(self, line: int) -> str:
        """In a message: where a file was looked for that *line*, in another folder than the text, names."""
        if self.folder(line) == self.path.parent:
            return ""
        return f", neither beside {self.path.name} nor beside {Path(self.at(line).file).name}, which it includes"

    def at(self, line: int, column: int = 0) -> Place:
        """The place of *line* and *column* of the text, both from 1, in the file that they came from."""
        shown, number = self.origins[line - 1] if self.origins else (self.shown, self.first_line + line - 1)
        return Place(shown, number, self._written(line, column))

    def _written(self, line: int, column: int) -> int:
        """The column that the author wrote where *column* is now, behind the values of variables."""
        values = self.filled.get(line - 1, [])
        above = bisect.bisect_left(values, (column, 0, 0)) - 1
        if above < 0:
            return column
        begin, end, longer = values[above]
        if column > end:
            return column - longer
        return begin + 1 - (values[above - 1][2] if above else 0)


@dataclass
class Chapter:
    """One document of the spine.  *kind* is its name in EPUB's structural vocabulary, *slug* its file's stem."""

    slug: str
    kind: str
    title: str
    section: Element
    matter: Matter = "body"
    source: Source | None = None
    part: str = ""
    language: str = ""


@dataclass(frozen=True)
class Asset:
    """A picture, sound or film of the book: an ASCII name, its media type, its bytes as the author gave them, and
    the file that its author knows it by.  One that e-readers fetch has no bytes, and its address for a file."""

    name: str
    media_type: str
    content: bytes
    file: str = ""
    is_remote: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: the target's id, the entries below it, and its language where that is not the
    book's."""

    title: str
    target: str
    below: tuple["Entry", ...] = ()
    language: str = ""


@dataclass
class Book:
    """All chapters in reading order, what they show, and what was made of them; it knows no output format."""

    config: Config
    kind: Literal["article", "book"]
    title: str
    language: str
    chapters: list[Chapter]
    assets: dict[str, Asset] = field(default_factory=dict)
    contents: tuple[Entry, ...] = ()
    figures: tuple[Entry, ...] = ()
    tables: tuple[Entry, ...] = ()
    cover: Asset | None = None

    @property
    def chapter_of(self) -> dict[str, Chapter]:
        """Every id of the book with the chapter that holds it."""
        return {
            element.attrib["id"]: chapter
            for chapter in self.chapters
            for element in chapter.section.iter()
            if "id" in element.attrib
        }
