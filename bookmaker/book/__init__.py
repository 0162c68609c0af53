"""RESOLVE: all chapters, in reading order -> one Book: linked, noted, listed, and still of no output format.

``build`` calls :func:`resolve`.  STEPS is the order, and the order is the specification; each step is one function
that changes the book and adds to the report.
"""

from bookmaker import languages
from bookmaker.book import contents, matter, notes, references, selection
from bookmaker.characters import without
from bookmaker.config import Config
from bookmaker.findings import Report
from bookmaker.model import Asset, Book, Chapter
from bookmaker.xhtml import text

STEPS = (
    matter.add_parts,
    references.name_chapters,
    references.make_ids_unique,
    references.resolve_references,
    references.resolve_links,
    selection.report_one_sided_links,
    notes.number,
    matter.add_pages,
    contents.list_up,
    contents.list_captions,
    references.forget_labels,
)
_ARTICLE_WORDS = 8_000


def resolve(
    config: Config,
    language: str,
    chapters: list[Chapter],
    assets: dict[str, Asset],
    cover: Asset | None,
    report: Report,
) -> Book:
    """The book that *chapters* make."""
    kind = config.book.kind or ("article" if _is_short(config, chapters) else "book")
    book = Book(config, kind, _title(config, chapters, report), language, chapters, assets, cover=cover)
    for step in STEPS:
        step(book, report)
    return book


def _is_short(config: Config, chapters: list[Chapter]) -> bool:
    if len(chapters) != 1 or config.settings.parts:
        return False
    return len(text(chapters[0].section).split()) < _ARTICLE_WORDS


def _title(config: Config, chapters: list[Chapter], report: Report) -> str:
    """The title that was given; else the only chapter's; else, with a word about it, the folder's name."""
    if config.book.title:
        return config.book.title
    if len(chapters) == 1 or config.only:
        return chapters[0].title
    name = without(config.root.name)
    title = name.replace("-", " ").replace("_", " ").capitalize() or chapters[0].title
    report.warning(config.place("book"), f'the book has no title; it is called "{title}" after its folder', "no-title",
                   'put a book.toml beside the chapters, with [book] and title = "..."')  # fmt: skip
    return title


def guess_language(config: Config, sample: str) -> str:
    """The book's language: as given, else as its script suggests."""
    return config.book.language or languages.guess(sample)
