"""The words that come from ``book.toml`` and not from the text, as type: titles, summaries, names.

``build`` calls :func:`set_metadata` for the book, ``manuscript`` :func:`set_names` for each file; what an identifier
or a file's name is made of stays as it was typed (``Config.as_written``).
"""

from dataclasses import replace
from typing import Any

from bookmaker.config import Config, Person
from bookmaker.manuscript.markdown import phrase
from bookmaker.manuscript.quotation import quoted
from bookmaker.manuscript.typography import typeset
from bookmaker.model import Source

_PROSE = ("title", "subtitle", "standfirst", "description", "dateline", "rights", "source", "cover_alt")


def set_metadata(config: Config, language: str) -> Config:
    """*config* without marks of Markdown in what of it is shown, and with the typography of *language* if wanted."""
    book = config.book
    prose: dict[str, Any] = {name: "".join(phrase("p", getattr(book, name)).itertext()) for name in _PROSE}
    shown = replace(book, **prose)
    if config.settings.typography:
        prose = {name: typeset(words, language) for name, words in prose.items()}
        authors = tuple(_person(person, language) for person in book.authors)
        shown = replace(book, **prose, authors=authors, publisher=quoted(book.publisher, language))
    return replace(config, settings=replace(config.settings, book=shown), written=book)


def _person(person: str | Person, language: str) -> str | Person:
    """A name keeps its spaces, by which it is looked up; its apostrophe is one, and so are its quotation marks."""
    if isinstance(person, str):
        return quoted(person, language)
    return replace(person, name=quoted(person.name, language))


def set_names(source: Source, language: str) -> Source:
    """*source* with its titles and authors in its own typography, and its part's in that of the book's *language*."""
    own = source.language or language
    title, subtitle = typeset(source.title, own), typeset(source.subtitle, own)
    authors = tuple(quoted(name, own) for name in source.authors)
    return replace(source, title=title, subtitle=subtitle, authors=authors, part=typeset(source.part, language))
