"""The words that come from ``book.toml`` and not from the text, as type: titles, summaries, names.

``build`` calls :func:`set_metadata` for the book, ``manuscript`` :func:`set_names` for each file; what an identifier
or a file's name is made of stays as it was typed (``Config.as_written``).
"""

from dataclasses import replace
from typing import Any

from bookmaker.config import Config, Person
from bookmaker.manuscript.quotation import quoted
from bookmaker.manuscript.typography import typeset
from bookmaker.model import Source

_PROSE = ("title", "subtitle", "standfirst", "description", "dateline", "rights", "source", "cover_alt")


def set_metadata(config: Config, language: str) -> Config:
    """*config* with the typography of *language* in what of it is shown; as it is where the author wants none."""
    if not config.settings.typography:
        return config
    book = config.book
    prose: dict[str, Any] = {name: typeset(getattr(book, name), language) for name in _PROSE}
    authors = tuple(_person(person, language) for person in book.authors)
    shown = replace(book, **prose, authors=authors, publisher=quoted(book.publisher, language))
    return replace(config, settings=replace(config.settings, book=shown), written=book)


def _person(person: str | Person, language: str) -> str | Person:
    """A name keeps its spaces, by which it is looked up; its apostrophe is one, and so are its quotation marks."""
    if isinstance(person, str):
        return quoted(person, language)
    return replace(person, name=quoted(person.name, language))


def set_names(source: Source, language: str) -> Source:
    """*source* with its title in its own typography, and its part's in that of the book's *language*."""
    title = typeset(source.title, source.language or language)
    return replace(source, title=title, part=typeset(source.part, language))
