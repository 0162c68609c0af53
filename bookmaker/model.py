"""What passes between the three phases: plain values, no behaviour to inherit.

The tree of a chapter is XHTML (see ``xhtml``) with this closed vocabulary on top of HTML's own elements:

=============================================  ==============================================================
``section.chapter``                            one chapter; its ``id`` names it in the whole book
``a.noteref[href="#id"]``                      a note's call; its text is the note's number
``section.notes > aside.note[id]``             the chapter's notes, in the order of their first calls
``a.backlink``                                 the way back from a note to its call
``a[href="#id"]``                              a link inside the book, to any chapter: ids are unique in it
``img[src="asset:name"]``                      a picture of the book, by the name of its Asset
``figure``, ``figcaption``                     a picture (or table, or listing) with its caption
``hr.scene``                                   a scene break
``pre.listing > code[class="language-x"]``     a listing, coloured by Pygments' short classes
``header.headline``                            an article's headline, standfirst, byline and dateline
=============================================  ==============================================================
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from bookmaker.config import Config
from bookmaker.findings import Place

Matter = Literal["front", "body", "back"]


@dataclass(frozen=True)
class Source:
    """One Markdown file: its path, the name that the author knows it by, its text below the front matter."""

    path: Path
    shown: str
    text: str
    first_line: int = 1
    title: str = ""
    language: str = ""
    matter: Matter = "body"
    part: str = ""

    def place(self, words: str = "") -> Place:
        """Where *words* first stand in the file, as well as can be told: Python-Markdown keeps no positions."""
        if not words or (offset := self.text.find(words)) < 0:
            return Place(self.shown, self.first_line if words else 0)
        line = self.text.count("\n", 0, offset)
        return Place(self.shown, self.first_line + line, offset - self.text.rfind("\n", 0, offset))


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
    """A picture of the book: an ASCII name, its media type, its bytes as the author gave them, its size in px."""

    name: str
    media_type: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: the target's id, and the entries below it."""

    title: str
    target: str
    below: tuple["Entry", ...] = ()


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
