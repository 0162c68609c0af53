"""A theme: the sheets in ``styles/``, or in a folder of the manuscript, with their tokens.

Both editions ask for :func:`of_book`, then ``pdf`` for :func:`print_sheet` and ``ebook_sheet`` for the layers, each
over the one before: ``tokens.css``, ``base.css`` (both editions), ``print.css`` or ``ebook.css``, then the theme's own.
A theme sets tokens in ``:root`` and may add rules; those in ``@media print`` are for the PDF, in ``@media screen`` for
the EPUB.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

from bookmaker import languages
from bookmaker.config import CONFIGURATION, Config
from bookmaker.findings import BookError, Finding, Place, Report, did_you_mean
from bookmaker.model import Book
from bookmaker.text_files import read_text

_BESIDE_PACKAGE = Path(__file__).resolve().parent.parent.parent / "styles"
_IN_PACKAGE = Path(__file__).resolve().parent.parent / "styles"
_DEFAULTS = {"article": "article", "book": "novel"}
_CUTS = {"ja": "JP", "ko": "KR", "zh-(Hant-)?HK": "HK", "zh-(Hant|TW|MO)": "TC"}
_INDENTS = {"zh": "2em", "ja": "1em", "ko": "1em"}  # of a paragraph, in whole characters
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")  # the token, and what stands in for it
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OWN_SHEET = "theme.css"
_SHEETS = {"pdf": "print.css", "epub": "ebook.css"}  # what an edition adds to the others


@dataclass(frozen=True)
class Sheet:
    """One style sheet: the file as its author knows it, and its text."""

    file: str
    css: str


@dataclass(frozen=True)
class Theme:
    """A theme by name, the folder of all styles, the tokens as they stand for one book.

    *own* is the folder of an author's theme, and *shown* the name that its author knows it by; what it holds stands
    in for the file of that name in *folder*.
    """

    name: str
    folder: Path
    tokens: dict[str, str]
    own: Path | None = None
    shown: str = "styles"

    def sheets(self, edition_sheet: str) -> list[Sheet]:
        """The sheets of one edition, in their order, every token in its place.  BookError on one that nothing sets."""
        names = ("base.css", edition_sheet, _OWN_SHEET if self.own else f"themes/{self.name}.css")
        return [_resolved(_sheet(name, self.folder, self.own, self.shown), self.tokens) for name in names]

    def file(self, address: str) -> Path | None:
        """The file that *address*, in a sheet, names: a font, say.  Nothing outside the two folders is one."""
        for folder in filter(None, (self.own, self.folder)):
            path = (folder / address).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
        return None


def styles_folder() -> Path:
    """Where the styles are: beside the package in a checkout, inside it once installed."""
    return _BESIDE_PACKAGE if (_BESIDE_PACKAGE / "tokens.css").is_file() else _IN_PACKAGE


def of_book(book: Book, edition: str, changes: dict[str, str]) -> Theme:
    """The theme that *book* asks for in *edition*, else that of its kind, with *changes* to its tokens."""
    given: str = getattr(book.config.settings.edition, edition).theme
    customs = {} if given.endswith("/") else _customs(book.language)  # an author's theme has its own
    return named(given or _DEFAULTS[book.kind], book.config, edition, _east_asian(book.language) | customs | changes)


def named(name: str, config: Config, edition: str, changes: dict[str, str]) -> Theme:
    """The theme *name*, of ours or a folder of the manuscript.  Raises BookError (exit 2) when there is none."""
    place = config.place("edition", edition, "theme")
    return _own_theme(name, config, place, changes) if name.endswith("/") else load(name, place, changes)


def check(config: Config, report: Report) -> None:
    """Report what is wrong with the themes that *config* names: those that do not exist, tokens that nothing sets, and
    tokens that are set where they count for nothing."""
    for edition, sheet in _SHEETS.items():
        given: str = getattr(config.settings.edition, edition).theme
        if given:
            with report.taking_in():
                theme = named(given, config, edition, {})
                for finding in (*_unset(theme, sheet), *_unheard(theme, sheet)) if theme.own else ():
                    report.add(finding)


def _unset(theme: Theme, edition_sheet: str) -> Iterator[Finding]:
    """The tokens that the sheets of an author's theme stand on, and that nothing sets."""
    settable = theme.tokens.keys() | _tokens([_sheet("tokens.css", theme.folder, None, "")]).keys()
    for name in ("tokens.css", "base.css", edition_sheet, _OWN_SHEET):
        sheet = _sheet(name, theme.folder, theme.own, theme.shown)
        for number, line in enumerate(_blanked(sheet.css).split("\n"), 1):
            yield from (_nothing_sets(var[1], Place(sheet.file, number)) for var in _VAR.finditer(line)
                        if var[1] not in settable and var[2] is None)  # fmt: skip


def _unheard(theme: Theme, edition_sheet: str) -> Iterator[Finding]:
    """The tokens of an author's theme that are set anywhere but in a :root of the two sheets that are read for them."""
    for name in ("tokens.css", "base.css", edition_sheet, _OWN_SHEET):
        sheet = _sheet(name, theme.folder, theme.own, theme.shown)
        for node in _strays(parsed(sheet.css), is_read=name in ("tokens.css", _OWN_SHEET)):
            message = f"{node.name} is a token, and set here in vain"
            hint = f"set it in a :root of {_OWN_SHEET}, outside @media: it has one value in a book"
            yield Finding("warning", Place(sheet.file, node.source_line), message, "theme", hint)


def _strays(rules: list[Any], is_read: bool) -> Iterator[Any]:
    """The declarations of tokens in *rules*, but for those in :root where it *is_read*."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content is not None:
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _strays(inside, is_read=False)
        elif rule.type == "qualified-rule" and not (is_read and tinycss2.serialize(rule.prelude).strip() == ":root"):
            nodes = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield from (node for node in nodes if node.type == "declaration" and node.name.startswith("--"))


def _nothing_sets(token: str, place: Place) -> Finding:
    return Finding("error", place, f"nothing sets the token {token}", "theme", "set it in :root")


def _blanked(css: str) -> str:
    """*css* without its comments, every line where it was."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)


def _east_asian(language: str) -> dict[str, str]:
    """The tokens that name faces with the shapes of *language*: Chinese, Japanese and Korean share characters."""
    cut = next((cut for tag, cut in _CUTS.items() if re.match(rf"{tag}\b", language, re.IGNORECASE)), None)
    return {f"--cjk-{kind.lower()}": f'"Noto {kind} CJK {cut}"' for kind in ("Serif", "Sans")} if cut else {}


def _customs(language: str) -> dict[str, str]:
    """The tokens that *language* wants otherwise: old-style digits look like slips among characters of one height."""
    indent = _INDENTS.get(languages.primary(language))
    return {"--indent": indent, "--figures": "lining-nums proportional-nums"} if indent else {}


def load(name: str, place: Place, changes: dict[str, str]) -> Theme:
    """The theme *name* of ``styles/`` with *changes* to its tokens.  Raises BookError (exit 2) when there is none."""
    folder = styles_folder()
    path = folder / "themes" / f"{name}.css"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        known = sorted(theme.stem for theme in (folder / "themes").glob("*.css"))
        hint = did_you_mean(name, known, f"themes: {', '.join(known)}; a folder of your own ends in /")
        raise BookError(Finding("error", place, f'there is no theme "{name}"', "theme", hint), CONFIGURATION)
    sheets = [_sheet("tokens.css", folder, None, ""), Sheet("", path.read_text(encoding="utf-8"))]
    return Theme(name, folder, _tokens(sheets) | changes)


def _own_theme(given: str, config: Config, place: Place, changes: dict[str, str]) -> Theme:
    """The theme in the folder *given* of the manuscript."""
    own, folder = (config.root / given).resolve(), styles_folder()
    if not own.is_relative_to(config.root):
        raise BookError(Finding("error", place, f'the theme "{given}" leads out of the manuscript\'s folder', "outside",
                                "copy it into the folder"), CONFIGURATION)  # fmt: skip
    if not (own / _OWN_SHEET).is_file():
        raise BookError(Finding("error", place, f'there is no {given}{_OWN_SHEET}', "theme",
                                f"copy one of {folder / 'themes'} to begin with"), CONFIGURATION)  # fmt: skip
    shown = str(Path(config.file).parent / given)
    sheets = [_sheet(name, folder, own, shown) for name in ("tokens.css", _OWN_SHEET)]
    return Theme(own.name, folder, _tokens(sheets) | changes, own, shown)


def _sheet(name: str, folder: Path, own: Path | None, shown: str) -> Sheet:
    """The author's sheet of that name, else bookmaker's."""
    if own and (path := own / name).is_file() and path.resolve().is_relative_to(own):
        file = str(Path(shown) / name)
        return Sheet(file, read_text(path, file, CONFIGURATION))
    return Sheet(f"styles/{name}", (folder / name).read_text(encoding="utf-8"))


def _tokens(sheets: list[Sheet]) -> dict[str, str]:
    tokens = {}
    for rule in (rule for sheet in sheets for rule in parsed(sheet.css)):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if node.type == "declaration" and node.name.startswith("--"):
                    tokens[node.name] = tinycss2.serialize(node.value).strip()
    return tokens


def parsed(css: str) -> list[tinycss2.ast.Node]:
    """The rules of a sheet."""
    rules: list[tinycss2.ast.Node] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return rules


def print_sheet(theme: Theme) -> str:
    """The PDF's style sheet; addresses in it are those that :meth:`Theme.file` knows."""
    return "\n".join(sheet.css for sheet in theme.sheets("print.css"))


def _resolved(sheet: Sheet, tokens: dict[str, str]) -> Sheet:
    """*sheet* with each ``var()`` replaced by its token, every line where it was."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in tokens and match[2] is not None:
            return match[2].strip()
        if match[1] not in tokens:
            line = css.count("\n", 0, css.index(match[0])) + 1
            raise BookError(_nothing_sets(match[1], Place(sheet.file, line)), CONFIGURATION)
        return " ".join(tokens[match[1]].split())

    css = _blanked(sheet.css)
    for _ in range(4):  # tokens may stand on tokens
        css = _VAR.sub(value, css)
    return Sheet(sheet.file, css)
