"""The same sample made by bookmaker and by the programs that do what it does, and what independent judges say of each.

``python -m tests.benchmarks.peers`` installs what it can of them below ``~/.cache/bookmaker-peers`` and prints a table;
``--write`` puts it into ``PEERS.md`` beside this file, and its chief rows into README.  Every book is made twice, in
two folders and at two times, with the same ``SOURCE_DATE_EPOCH``.  Takes about three minutes of the processor's time,
most of them the judges'.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.judges import JUDGES, READERS, UNJUDGED, Judgement, home_of, judged
from tests.benchmarks.makers import CACHE, HERE, MAKERS, ROOT, AbsentError, BuildError, Maker, built, installed, named
from tests.benchmarks.opened import Opened, opened

NOTHING = "–"
CHIEF = ("EPUBCheck", "Ace", "Landmarks", "Page list", "Links", "Readers", "Rebuilt")


@dataclass(frozen=True)
class Result:
    """What a program made of the sample, or why it made nothing."""

    maker: Maker
    name: str
    failure: str = ""
    book: Opened | None = None
    judgement: Judgement = UNJUDGED
    same: bool = False


def result(maker: Maker, cache: Path, folder: Path, judges: Path, home: Path | None) -> Result:
    """What *maker* made in *folder*, and what the judges at *home* say of it."""
    _tell(maker.title)
    try:
        environment = installed(maker, cache)
        name = named(maker, environment)
        first = built(maker, folder / "first", environment)
        time.sleep(2.1)  # times in a ZIP are even seconds
        second = built(maker, folder / "the second" / "time", environment)
    except AbsentError as reason:
        _tell(f"  {reason}")
        return Result(maker, maker.title, "not installable here")
    except BuildError as reason:
        _tell(f"  {reason}")
        return Result(maker, maker.title, "no book")
    judgement = judged(first, judges, home, folder / "logs") if home else UNJUDGED
    return Result(maker, name, "", opened(first), judgement, first.read_bytes() == second.read_bytes())


# ---- the rows


def _epubcheck(made: Result) -> str:
    counts = made.judgement.epubcheck
    if counts is None:
        return NOTHING
    by_severity = {name: sum(n for (found, _), n in counts.items() if found == name) for name, _ in counts}
    return " / ".join(str(by_severity.get(severity, 0)) for severity in ("FATAL", "ERROR", "WARNING"))


def _landmarks(made: Result) -> str:
    return ", ".join(made.book.landmarks if made.book else ()) or "no"


def _pages(made: Result) -> str:
    return f"{made.book.pages} pages" if made.book and made.book.pages else "no"


def _dangling(made: Result) -> str:
    return f"{len(made.book.dangling)} of {len(made.book.references)}" if made.book else NOTHING


def _kobo(made: Result) -> str:
    return " / ".join(map(str, made.judgement.kobo)) if made.judgement.kobo else NOTHING


def _reader(name: str) -> Callable[[Result], str]:
    return lambda made: _yes(made.judgement.readers[name])


def _readers(made: Result) -> str:
    given = [verdict for verdict in made.judgement.readers.values() if verdict is not None]
    return f"{sum(given)} of {len(given)}" if given else NOTHING


def _yes(verdict: bool | None) -> str:
    return NOTHING if verdict is None else "yes" if verdict else "no"


ROWS: dict[str, tuple[str, Callable[[Result], str]]] = {
    "EPUBCheck": ("EPUBCheck: fatal / errors / warnings", _epubcheck),
    "Ace": ("Ace: violations", lambda made: NOTHING if made.judgement.ace is None else str(made.judgement.ace.total())),
    "Landmarks": ("landmarks", _landmarks),
    "Page list": ("page list", _pages),
    "Metadata": ("entries of metadata", lambda made: str(len(made.book.metadata) if made.book else 0)),
    "Accessibility": ("of them on accessibility", lambda made: str(len(made.book.accessibility) if made.book else 0)),
    "Links": ("links and pictures that lead nowhere", _dangling),
    "Readers": ("readers that open it cleanly", _readers),
    **{name: (f"{name} opens it cleanly", _reader(name)) for name in READERS},
    "Kobo": ("kobofix: errors / warnings", _kobo),
    "Rebuilt": ("made twice: the same bytes", lambda made: _yes(made.same)),
}


def table(results: Iterable[Result], rows: Iterable[str] = tuple(ROWS)) -> str:
    """The *rows* for all results in Markdown, a column for each program."""
    columns = list(results)
    lines = [["", *(made.name for made in columns)], ["---"] * (len(columns) + 1)]
    for number, row in enumerate(rows):
        title, cell = ROWS[row]
        lines.append([title, *(cell(made) if made.book else made.failure * (number == 0) for made in columns)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def complaints(results: Iterable[Result]) -> str:
    """Which messages of EPUBCheck and which rules of Ace are behind the numbers."""
    lines = []
    for made in results:
        checked = Counter(
            {f"{name} ({severity.lower()})": n for (severity, name), n in (made.judgement.epubcheck or {}).items()}
        )
        said = [
            f"{judge}: {_listed(found)}"
            for judge, found in (("EPUBCheck", checked), ("Ace", made.judgement.ace))
            if found
        ]
        if made.book and (said := [*said, *_lost(made.book)]):
            lines.append(f"- **{made.name}** – " + "; ".join(said))
    return "\n".join(lines)


def _listed(found: Counter[str]) -> str:
    return ", ".join(f"{name} × {count}" if count > 1 else name for name, count in found.most_common())


def _lost(book: Opened) -> list[str]:
    lost = list(dict.fromkeys(f"`{address}`" for _, address in book.dangling))
    return [f"leads nowhere: {', '.join(lost)}"] if lost else []


def commands(results: Iterable[Result]) -> str:
    """What was typed for each program that made a book."""
    return "\n\n".join(
        f"{made.name}:\n\n" + "\n".join(f"    {command}" for command in made.maker.commands)
        for made in results
        if made.book
    )


def filled(text: str, content: str) -> str:
    """*text* with *content* between its two markers."""
    before, start, rest = text.partition("<!-- peers -->\n")
    _, end, after = rest.partition("<!-- /peers -->")
    if not (start and end):
        raise ValueError("the markers <!-- peers --> and <!-- /peers --> are missing")
    return f"{before}{start}{content}\n{end}{after}"


def main() -> None:
    """Make, judge, and print or write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the programs are installed")
    parser.add_argument("--judges", type=Path, default=JUDGES, help="the folder of the judges' scripts")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="the books, and the judges' words on them, stay there"
    )
    parser.add_argument("--only", action="append", choices=[maker.recipe for maker in MAKERS], help="this program")
    parser.add_argument("--write", action="store_true", help="into PEERS.md and README")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write needs all programs")
    if (home := home_of(options.judges)) is None:
        _tell("the judges are not at hand")
        if options.write:
            parser.error("--write needs the judges")
    with tempfile.TemporaryDirectory(prefix="peers-") as scratch:
        folder = options.keep.resolve() if options.keep else Path(scratch)
        chosen = [maker for maker in MAKERS if not options.only or maker.recipe in options.only]
        cache = options.cache.resolve()
        results = [result(maker, cache, folder / maker.recipe, options.judges.resolve(), home) for maker in chosen]
    whole = f"{table(results)}\n\n{complaints(results)}\n\n{commands(results)}"
    print(whole)
    if options.write:
        short = table((made for made in results if made.book), CHIEF)
        for file, content in ((HERE / "PEERS.md", whole), (ROOT / "README.md", short)):
            file.write_text(filled(file.read_text(encoding="utf-8"), content), encoding="utf-8")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
