"""Where other tools write down a book's title and makers -> the keys of ``[book]``.

``config`` asks for them where there is no ``book.toml``, and has mdBook's ``book.toml`` rid of what is not ours;
``manuscript.orders`` reads the same files for the order.
"""

from typing import Any

from bookmaker import front_matter, plain_yaml, tables
from bookmaker.findings import Place, Report
from bookmaker.text_files import one_line

# Each key of [book] with the places that may hold it, as paths into the file.
_Places = dict[str, tuple[str, ...]]
_QUARTO: _Places = {
    "title": ("book.title", "title"),
    "subtitle": ("book.subtitle", "subtitle"),
    "authors": ("book.author", "author"),
    "date": ("book.date", "date"),
    "description": ("book.description", "description"),
    "language": ("lang", "book.lang"),
}
_BOOKDOWN: _Places = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "authors": ("authors",),
    "date": ("date",),
    "description": ("description",),
    "language": ("language",),
}
_MKDOCS: _Places = {
    "title": ("site_name",),
    "authors": ("site_author",),
    "description": ("site_description",),
    "language": ("theme.language",),
}
FILES: dict[str, _Places] = {
    "_quarto.yml": _QUARTO,
    "_quarto.yaml": _QUARTO,
    "index.Rmd": _BOOKDOWN,  # bookdown keeps them in the front matter of the first chapter
    "mkdocs.yml": _MKDOCS,
    "mkdocs.yaml": _MKDOCS,
}


def metadata(name: str, text: str, shown: str, report: Report) -> dict[str, Any]:
    """What *text*, one of FILES under its *name*, says of the book, in the forms of ``config.Metadata``."""
    in_text = name.endswith(".Rmd")
    table = front_matter.read(text, shown, report).table if in_text else plain_yaml.read_yaml(text, shown, report)
    told: dict[str, Any] = {}
    for key, places in FILES[name].items():
        value = next((found for place in places if (found := _at(table, place)) is not None), None)
        if key == "authors":
            told[key] = tuple(front_matter.names(value))
        elif isinstance(value, bool) or not isinstance(value, dict | list | None):
            told[key] = one_line(str(front_matter.day(value)), Place(shown), report)
    if "language" in told:
        told["language"] = told["language"].replace("_", "-")
    front_matter.set_strange_date_aside(told, tables.Reader(lambda _: Place(shown), report))
    return {key: value for key, value in told.items() if value}


def _at(table: Any, path: str) -> Any:
    for name in path.split("."):
        table = table.get(name) if isinstance(table, dict) else None
    return table


# What of mdBook's book.toml says nothing of the book: whole tables, and keys of [book].
_MDBOOK = {"output", "preprocessor", "build", "rust"}
_MDBOOK_BOOK = {"multilingual", "text-direction"}


def is_mdbook(table: dict[str, Any]) -> bool:
    """Whether ``book.toml`` is mdBook's, which has a ``[book]`` too."""
    book = table.get("book")
    return not _MDBOOK.isdisjoint(table) or (isinstance(book, dict) and "src" in book)


def take_mdbook(table: dict[str, Any], reader: tables.Reader) -> str:
    """Take what is only mdBook's out of *table*, with one note; its folder of chapters."""
    book = table.get("book")
    book = book if isinstance(book, dict) else {}
    folder = book.pop("src", "src")
    if not isinstance(folder, str):
        reader.complain(("book", "src"), f'"src" must be text in quotes, not {folder!r}')
        folder = "src"
    unread = [(key,) for key in table if key in _MDBOOK] + [("book", key) for key in book if key in _MDBOOK_BOOK]
    if unread:
        told = ", ".join(".".join(key) for key in unread)
        reader.report.note(reader.place(unread[0]), f"mdBook's, left unread: {told}", "foreign-key")
    for *_, key in unread:
        (table if key in _MDBOOK else book).pop(key, None)
    return folder
