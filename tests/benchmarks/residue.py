"""Markup left in the text of real manuscripts: how much of which kind, outside code and formulas.

``python -m tests.benchmarks.residue`` reads what is below ``../shared/manuscripts``; ``--show NAME`` prints every place
of one manuscript, ``--kind link`` those of one kind.  "reported" counts the findings that tell the author of them.
What an author put a backslash before is meant as itself, and none of them.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from bookmaker.findings import BookError, Report, Stopped
from bookmaker.manuscript import remarks
from bookmaker.manuscript.residue import residue
from tests.benchmarks.reader import read, sources_of
from tests.conftest import SHARED

MANUSCRIPTS = SHARED / "manuscripts"
# Where a manuscript is read from, and how: a folder as a whole, or each file by itself.
WHOLE = (
    "cp-algorithms/src",
    "deep-review/content",
    "necromancer/docs",
    "nixos-prod",
    "pandoc-manual/MANUAL.txt",
    "pandoc-manual/doc",
    "progit/ar",
    "progit/de",
    "progit/en",
    "progit/fr",
    "progit/ja",
    "progit/ko",
    "progit/zh",
    "pumpkin-zh/docs",
    "rlhf-book/book",
)
ARTICLES = ("opensource-guide/_articles",)


@dataclass
class Remains:
    """What one manuscript left: the kind, the file and the words of every place."""

    name: str
    files: int = 0
    size: int = 0
    places: list[tuple[str, str, str]] = field(default_factory=list)
    reported: int = 0
    refused: list[str] = field(default_factory=list)


def remains(name: str) -> Remains:
    """What is left in the manuscript *name*, one of WHOLE or ARTICLES."""
    found, report = Remains(name), Report()
    path = MANUSCRIPTS / name
    for part in sorted(path.rglob("*.md")) if name in ARTICLES else [path]:
        try:
            found.places += _places(part, found, report)
        except (BookError, Stopped) as error:
            found.refused.append(str(error))
    found.reported = sum(str(finding.rule) == "residue" for finding in report)
    return found


def _places(path: Path, found: Remains, report: Report) -> Iterator[tuple[str, str, str]]:
    for source, config, language in sources_of(path, report):
        found.files += 1
        found.size += len(source.text.encode())
        try:
            with mock.patch.object(remarks, "forget_escapes"):
                chapters = read(source, config, language, report)
        except BookError as error:
            found.refused.append(str(error))
            continue
        for chapter in chapters:
            for kind, excerpt, *_ in residue(chapter.section):
                yield kind, source.shown, excerpt


def main() -> None:
    """Print a line for each manuscript, or the places of one."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.residue", description=__doc__)
    parser.add_argument("--show", choices=WHOLE + ARTICLES, metavar="NAME", help="every place of one manuscript")
    parser.add_argument("--kind", help="of this kind only")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    print(f"{'manuscript':28s}{'files':>6s}{'MB':>7s}{'residue':>9s}{'reported':>9s}  kinds")
    for name in [options.show] if options.show else WHOLE + ARTICLES:
        if not (MANUSCRIPTS / name).exists():
            print(f"{name:28s}  is not at hand")
            continue
        found = remains(name)
        places = [place for place in found.places if options.kind in (None, place[0])]
        kinds = Counter(kind for kind, _, _ in places)
        total += kinds
        print(
            f"{name:28s}{found.files:6d}{found.size / 1e6:7.2f}{len(places):9d}{found.reported:9d}  {_written(kinds)}"
        )
        for refusal in found.refused:
            print(f"    refused: {refusal}")
        for kind, file, excerpt in places if options.show else ():
            print(f"    {kind:18s} {Path(file).name}: {excerpt}")
    print(f"{'together':28s}{'':13s}{total.total():9d}{'':11s}{_written(total)}")


def _written(kinds: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())


if __name__ == "__main__":
    main()
