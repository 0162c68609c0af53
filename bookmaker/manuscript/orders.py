"""The reading orders of other tools -> entries, each a file's name with the line that names it.

``sources`` calls :func:`find` where ``book.toml`` lists no chapters, and :func:`natural` where no tool does.  Every
name is relative to the manuscript's folder, and not yet looked at: ``sources`` sees whether the file is there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

from bookmaker.config import Config, check_inside
from bookmaker.findings import Place, Report
from bookmaker.front_matter import as_list
from bookmaker.model import Matter
from bookmaker.plain_yaml import Written, read_yaml
from bookmaker.text_files import clean, read_text

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_LISTED = (*MARKDOWN, ".mdwn", ".rmd", ".qmd", ".txt")  # Markdown too, where a list names it
_ABOUT_THE_PROJECT = re.compile(
    r"(readme|licen[cs]e|copying|changelog|contributing|code_of_conduct|source|summary)\b", re.I
)


class Entry(NamedTuple):
    """A file as an order names it; *needed* is false where the tool itself passes over one that is missing."""

    name: str
    place: Place
    matter: Matter = "body"
    part: str = ""
    title: str = ""
    needed: bool = True


class Order(NamedTuple):
    """The file that gives the order: its name in the manuscript's folder *root*, its name as shown, its text."""

    name: str
    shown: str
    text: str
    root: Path
    report: Report

    def place(self, line: int = 0) -> Place:
        """A line of the file."""
        return Place(self.shown, line)

    def beside(self, name: str, folder: str = "") -> str:
        """*name*, written relative to *folder* beside this file, relative to the manuscript's folder."""
        return (PurePosixPath(self.name).parent / folder / name).as_posix()


def find(config: Config, report: Report) -> list[Entry]:
    """The entries of the first order that names any; none where no tool's order is there."""
    orders = {(f"{config.folder}/SUMMARY.md",): _summary} | _ORDERS if config.folder else _ORDERS
    for names, read in orders.items():
        for name in names:
            order = _open(name, config, report)
            entries = [] if order is None else [entry for entry in read(order) if _is_chapter(entry, report)]
            if entries:
                return entries
    return []


def shown_folder(config: Config) -> Path:
    """The manuscript's folder as the author would name it: from where the command was given."""
    return Path(config.file).parent if Path(config.file).is_file() else Path(config.file)


def _open(name: str, config: Config, report: Report) -> Order | None:
    shown = str(shown_folder(config) / name)
    if not (config.root / name).is_file():
        return None
    path = check_inside(config, name, Place(shown), "the file", report)
    return Order(name, shown, clean(read_text(path, shown), shown, report), config.root, report) if path else None


def _is_chapter(entry: Entry, report: Report) -> bool:
    if entry.name.lower().endswith(_LISTED):
        return True
    report.warning(entry.place, f'"{entry.name}" is not Markdown and left out', "configuration")
    return False


# ---- mdBook, and GitBook, and what MkDocs' literate-nav reads

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE = re.compile(r"(?P<indent>[ \t]*)(?P<item>(?:[-*+]|\d+[.)])[ \t]+)?(?P<rest>.*)")
_LINK = re.compile(
    r"\[(?P<title>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*+)\]"
    r"\([ \t]*(?P<target><[^<>]*>|[^\s()]*+(?:\([^\s()]*\)[^\s()]*+)*)(?:[ \t]+\"[^\"]*\")?[ \t]*\)"
)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")


def _summary(order: Order) -> Iterator[Entry]:
    """Links in a list are chapters; one alone in its line is front matter above the lists, back matter below."""
    entries = list(_links(order))
    only_front = all(entry.matter == "front" for entry in entries)
    for entry in entries:
        yield entry._replace(matter="body") if only_front else entry


def _links(order: Order) -> Iterator[Entry]:
    part = section = ""
    listed = titled = False
    seen: set[str] = set()
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), order.text)
    for number, written in enumerate(text.split("\n"), 1):
        line = _LINE.fullmatch(written)
        if not line or not line["rest"].strip():
            continue
        top = len(line["indent"].expandtabs(4)) < 2
        if heading := re.fullmatch(r"(#+)[ \t]+(.*)", line["rest"]):
            part = _plain(heading[2].rstrip("# \t")) if listed or titled or len(heading[1]) > 1 else ""
            section, titled = "", True
            continue
        link = _LINK.match(line["rest"])
        if not link or (not line["item"] and link.end() < len(line["rest"].rstrip())):
            section = _plain(line["rest"]) if line["item"] and top and not link else section
            continue
        section = "" if top and line["item"] else section
        matter: Matter = "body" if line["item"] else "back" if listed or part else "front"
        listed = listed or bool(line["item"])
        target, mark, _ = link["target"].strip("<>").partition("#")
        title, name = _plain(link["title"]), order.beside(unquote(target))
        if not target and not mark:
            order.report.note(order.place(number), f'the chapter "{title}" has no file yet', "empty-file")
        elif target and not _ELSEWHERE.match(target) and not (mark and name in seen):
            seen.add(name)
            yield Entry(name, order.place(number), matter, "" if matter != "body" else section or part, title)


def _plain(title: str) -> str:
    """A title without the marks of emphasis and code, and without the backslashes of escapes."""
    return re.sub(r"\\(.)|[*`]", r"\1", title).strip()


# ---- Leanpub


def _book_txt(order: Order) -> Iterator[Entry]:
    matters: dict[str, Matter] = {"frontmatter": "front", "mainmatter": "body", "backmatter": "back"}
    matter: Matter = "body"
    for number, line in enumerate(order.text.split("\n"), 1):
        entry = line.strip()
        if entry.strip("{}:").strip() in matters:
            matter = matters[entry.strip("{}:").strip()]
        elif entry and not entry.startswith("#"):
            yield Entry(order.beside(entry), order.place(number), matter)


# ---- Quarto and bookdown


def _quarto(order: Order) -> Iterator[Entry]:
    book = read_yaml(order.text, order.shown, order.report).get("book")
    if isinstance(book, dict):
        yield from _quarto_chapters(book.get("chapters"), order, "body", "")
        yield from _quarto_chapters(book.get("appendices"), order, "back", "")


def _quarto_chapters(listed: Any, order: Order, matter: Matter, part: str) -> Iterator[Entry]:
    for item in as_list(listed):
        if not isinstance(item, dict):
            yield from _named(item, order, matter, part)
            continue
        title = str(item.get("part", part))
        if title.lower().endswith(_LISTED):  # the part's own text: a chapter before its chapters
            yield from _named(item["part"], order, matter)
            title = ""
        yield from _named(item.get("file", item.get("href")), order, matter, part, str(item.get("text") or ""))
        yield from _quarto_chapters(item.get("chapters"), order, matter, title if matter == "body" else "")


def _named(name: Any, order: Order, matter: Matter = "body", part: str = "", title: str = "") -> Iterator[Entry]:
    """The entry for a name in a YAML file; none for a rule between chapters, or a link to elsewhere."""
    if isinstance(name, Written) and name.strip("- ") and not _ELSEWHERE.match(name):
        yield Entry(order.beside(name), order.place(name.line), matter, part, title)


def _bookdown(order: Order) -> Iterator[Entry]:
    table = read_yaml(order.text, order.shown, order.report)
    listed = table.get("rmd_files")
    if isinstance(listed, dict):  # one list for each format
        listed = next((listed[key] for key in ("epub", "latex", "html") if key in listed), None)
    entries = [entry for name in as_list(listed) for entry in _named(name, order)]
    if not entries:
        deeper = table.get("rmd_subdir")
        folders = {".", *(str(PurePosixPath(str(folder))) for folder in as_list(deeper))}
        found = [PurePosixPath(name) for name in natural(order.root, suffixes=(".rmd",))]
        entries = [
            Entry(str(name), order.place()) for name in found
            if not name.name.startswith("_") and (deeper is True or str(name.parent) in folders)
        ]  # fmt: skip
    yield from sorted(entries, key=lambda entry: PurePosixPath(entry.name).stem != "index")


# ---- MkDocs


def _mkdocs(order: Order) -> Iterator[Entry]:
    table = read_yaml(order.text, order.shown, order.report)
    folder = str(table.get("docs_dir") or "docs")
    where = (order.root / order.beside(folder)).resolve()
    if not where.is_relative_to(order.root):
        order.report.error(order.place(), f'docs_dir "{folder}" leads out of the manuscript\'s folder', "outside")
        return
    pages = order._replace(name=order.beside("mkdocs.yml", folder))  # every name is relative to docs_dir
    nav = table.get("nav") or table.get("pages")
    if nav:
        yield from _nav(nav, pages, "")
    else:
        listed = list(_literate_nav(table.get("plugins"), pages))
        yield from listed or (Entry(name, order.place()) for name in natural(order.root, where))


def _nav(nav: Any, order: Order, part: str) -> Iterator[Entry]:
    """The pages of a nav: its sections are parts, and what is nested deeper stays in its section."""
    for item in as_list(nav):
        for title, page in item.items() if isinstance(item, dict) else [("", item)]:
            if isinstance(page, list):
                yield from _nav(page, order, part or str(title))
            else:
                yield from _named(page, order, "body", part, str(title))


def _literate_nav(plugins: Any, order: Order) -> Iterator[Entry]:
    """The order of the plugin that reads a list of links, and passes over files that are made on the way."""
    used: dict[str, Any] = {}
    for plugin in as_list(plugins):
        used |= plugin if isinstance(plugin, dict) else {str(plugin): None}
    if "literate-nav" not in used:
        return
    options = used["literate-nav"]
    name = order.beside(str(options.get("nav_file") if isinstance(options, dict) else "") or "SUMMARY.md")
    path = (order.root / name).resolve()
    if path.is_file() and path.is_relative_to(order.root):
        shown = str(Path(order.shown).parent / name)
        text = clean(read_text(path, shown), shown, order.report)
        links = _summary(order._replace(name=name, shown=shown, text=text))
        yield from (link._replace(needed=False) for link in links if link.name != name)


_ORDERS: dict[tuple[str, ...], Callable[[Order], Iterable[Entry]]] = {
    ("SUMMARY.md", "src/SUMMARY.md"): _summary,
    ("Book.txt", "manuscript/Book.txt"): _book_txt,
    ("_quarto.yml", "_quarto.yaml"): _quarto,
    ("_bookdown.yml",): _bookdown,
    ("mkdocs.yml", "mkdocs.yaml"): _mkdocs,
}


# ---- no order at all


def natural(root: Path, folder: Path | None = None, suffixes: tuple[str, ...] = MARKDOWN) -> list[str]:
    """The names of the Markdown files below *folder*, in *root*, as a person would sort them."""
    found = [
        path.relative_to(root) for path in (folder or root).rglob("*")
        if path.suffix.lower() in suffixes and path.is_file() and path.resolve().is_relative_to(root)
        and not any(part.startswith((".", "_build", "node_modules")) for part in path.relative_to(root).parts)
    ]  # fmt: skip
    found.sort(key=_natural_key)
    chapters = [path for path in found if not _ABOUT_THE_PROJECT.match(path.stem)]
    return [path.as_posix() for path in chapters or found]


def _natural_key(path: Path) -> list[list[tuple[int, int | str]]]:
    """``2-sea`` before ``10-sky``; a folder's index before all else in it."""
    return [
        [(0, "")] if re.fullmatch(r"(index|_index|preface)\.\w+", part, re.I)
        else [(1, int(run)) if run.isdecimal() else (2, run.lower()) for run in re.findall(r"\d+|\D+", part)]
        for part in path.parts
    ]  # fmt: skip
