"""``styles/`` -> the style sheet of one edition, every token resolved, only what that edition can read.

Both editions ask for :func:`of_book`, then ``pdf`` for :func:`print_sheet`, ``epub`` for :func:`ebook_sheet`.  The
layers, each over the one before: ``tokens.css``, ``base.css`` (both editions), ``print.css`` or ``ebook.css``,
``themes/<name>.css``.  A theme sets tokens in ``:root`` and may add rules; those in ``@media print`` are for the
PDF, in ``@media screen`` for the EPUB.
"""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tinycss2

from bookmaker.findings import BookError, Finding, Place
from bookmaker.model import Book

_BESIDE_PACKAGE = Path(__file__).resolve().parent.parent.parent / "styles"
_IN_PACKAGE = Path(__file__).resolve().parent.parent / "styles"
_DEFAULTS = {"article": "article", "book": "novel"}
_CUTS = {"ja": "JP", "ko": "KR", "zh-(Hant-)?HK": "HK", "zh-(Hant|TW|MO)": "TC"}
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Theme:
    """A theme by name, the folder of all styles, and the tokens as they stand for one book."""

    name: str
    folder: Path
    tokens: dict[str, str]

    def layers(self, edition_sheet: str) -> str:
        """The sheets of one edition, joined, with their tokens still in place."""
        names = ("base.css", edition_sheet, f"themes/{self.name}.css")
        return "\n".join((self.folder / name).read_text(encoding="utf-8") for name in names)


def styles_folder() -> Path:
    """Where the styles are: beside the package in a checkout, inside it once installed."""
    return _BESIDE_PACKAGE if (_BESIDE_PACKAGE / "tokens.css").is_file() else _IN_PACKAGE


def of_book(book: Book, edition: str, changes: dict[str, str]) -> Theme:
    """The theme that *book* asks for in *edition*, else that of its kind, with *changes* to its tokens."""
    given: str = getattr(book.config.settings.edition, edition).theme
    place = book.config.place("edition", edition, "theme")
    return load(given or _DEFAULTS[book.kind], place, _east_asian(book.language) | changes)


def _east_asian(language: str) -> dict[str, str]:
    """The tokens that name faces with the shapes of *language*: Chinese, Japanese and Korean share characters."""
    cut = next((cut for tag, cut in _CUTS.items() if re.match(rf"{tag}\b", language, re.IGNORECASE)), None)
    return {f"--cjk-{kind.lower()}": f'"Noto {kind} CJK {cut}"' for kind in ("Serif", "Sans")} if cut else {}


def load(name: str, place: Place, changes: dict[str, str]) -> Theme:
    """The theme *name* with *changes* to its tokens.  Raises BookError (exit 2) when there is no such theme."""
    folder = styles_folder()
    path = folder / "themes" / f"{name}.css"
    if not re.fullmatch(r"[\w-]+", name) or not path.is_file():
        known = sorted(theme.stem for theme in (folder / "themes").glob("*.css"))
        near = difflib.get_close_matches(name, known, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"themes: {', '.join(known)}"
        raise BookError(Finding("error", place, f'there is no theme "{name}"', "theme", hint), 2)
    tokens: dict[str, str] = {}
    for sheet in (folder / "tokens.css", path):
        tokens |= _tokens(sheet.read_text(encoding="utf-8"))
    return Theme(name, folder, tokens | changes)


def _tokens(css: str) -> dict[str, str]:
    tokens = {}
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if node.type == "declaration" and node.name.startswith("--"):
                    tokens[node.name] = tinycss2.serialize(node.value).strip()
    return tokens


def print_sheet(theme: Theme) -> str:
    """The PDF's style sheet; URLs in it are relative to the styles folder."""
    return resolve(theme.layers("print.css"), theme)


def resolve(css: str, theme: Theme) -> str:
    """*css* with each ``var()`` replaced by its token.  Raises BookError on a token that nothing sets."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in theme.tokens:
            raise BookError(Finding("error", Place(f"styles/themes/{theme.name}.css"),
                                    f"nothing sets the token {match[1]}", "theme"), 2)  # fmt: skip
        return theme.tokens[match[1]]

    css = _COMMENT.sub("", css)
    for _ in range(4):  # tokens may stand on tokens
        css = _VAR.sub(value, css)
    return css


# What paper alone understands, what EPUBCheck refuses, and what e-readers had better decide.
_PAGED = frozenset(
    "bleed bookmark-label bookmark-level bookmark-state direction footnote-display footnote-policy "
    "hyphenate-character hyphenate-limit-chars hyphenate-limit-zone marks page size string-set unicode-bidi".split()
)
_PAGED_VALUES = re.compile(r"target-counter|target-text|leader\(|running\(|string\(|\brlh\b|\dlh\b|footnote\b", re.I)
# Adobe's engine (Kobo's side-loading, Nook, older readers) drops the whole sheet on any of these.
_TOO_NEW = re.compile(
    r"\b(calc|min|max|clamp|env|attr)\(|[\d.](vh|vw|vmin|vmax|rem|ch|ic|cap|q)\b|\b(flex|grid|fixed)\b", re.I
)
_TOO_NEW_SELECTORS = re.compile(r":(is|where|has|nth-\w+\([^)]*\bof\b)|::(footnote|marker)|&", re.I)
_READERS_CHOICE = frozenset(("font-size", "line-height", "color", "background", "background-color", "text-align"))
_BODY = re.compile(r"(^|,)\s*(html|body|p)\s*(,|$)")
_HYPHENS = ("-epub-hyphens", "-webkit-hyphens")


def ebook_sheet(theme: Theme, faces: str) -> str:
    """The EPUB's style sheet: *faces*, its ``@font-face`` rules, then the layers as e-readers understand them."""
    css = resolve(theme.layers("ebook.css"), theme)
    return faces + "".join(_ebook_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _ebook_rules(rules: list[Any]) -> list[str]:
    written = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            written += _media_rule(rule)
        elif rule.type == "qualified-rule":
            written.append(_ebook_rule(rule))
    return written


def _media_rule(rule: Any) -> list[str]:
    query = tinycss2.serialize(rule.prelude).strip()
    if query.startswith("print"):
        return []
    inside = _ebook_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
    if query == "screen":
        return inside
    if query.startswith("("):
        query = f"all and {query}"  # Adobe's engine fails on a query without a media type
    return [f"@media {query} {{\n", *inside, "}\n"]


def _ebook_rule(rule: Any) -> str:
    selector = " ".join(tinycss2.serialize(rule.prelude).split())
    if selector == ":root" or _TOO_NEW_SELECTORS.search(selector):
        return ""
    declarations: list[str] = []
    for node in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            declarations += _ebook_declarations(node, bool(_BODY.search(selector)))
    return f"{selector} {{ {'; '.join(declarations)} }}\n" if declarations else ""


def _ebook_declarations(node: Any, on_body: bool) -> list[str]:
    name, value = node.lower_name, tinycss2.serialize(node.value).strip()
    if name in _PAGED or name.startswith("--") or _PAGED_VALUES.search(value) or _TOO_NEW.search(value):
        return []
    if on_body and name in _READERS_CHOICE:
        return []
    written = [f"{name}: {value}" + (" !important" if node.important else "")]
    if name in ("break-before", "break-after", "break-inside"):
        old = {"page": "always", "recto": "always", "verso": "always"}.get(value, value)
        written.append(f"page-{name}: {old}")
    if name == "hyphens":
        written += [f"{prefixed}: {value}" for prefixed in _HYPHENS]
    return written
