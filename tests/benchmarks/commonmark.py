"""How much of the CommonMark and GFM specs the reader reads as they are written.

``python -m tests.benchmarks.commonmark`` counts the examples by chapter and lists those that come out otherwise;
``--show 42`` prints one in full, ``--spec gfm`` takes one spec.  The specs are read from ``../shared/spec``.
"""

import argparse
import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.equality import canonical, difference
from tests.benchmarks.reader import rendered
from tests.conftest import SHARED

SPECS = {name: SHARED / "spec" / f"{name}-spec.txt" for name in ("commonmark", "gfm")}
# The 271 examples of CommonMark that are about blocks; link reference definitions count as inlines here.
BLOCK_CHAPTERS = (
    "Tabs",
    "Precedence",
    "Thematic breaks",
    "ATX headings",
    "Setext headings",
    "Indented code blocks",
    "Fenced code blocks",
    "HTML blocks",
    "Paragraphs",
    "Blank lines",
    "Block quotes",
    "List items",
    "Lists",
)
_FENCE = "`" * 32


class Example(NamedTuple):
    """One example of a spec, counted from 1."""

    number: int
    chapter: str
    markdown: str
    html: str


class Result(NamedTuple):
    """An example, what came out, and the coarsest thing that differs (empty when nothing does)."""

    example: Example
    got: str
    differs: str


def examples(spec: Path) -> Iterator[Example]:
    """The examples of *spec*; an arrow in them stands for a tab."""
    chapter, number = "", 0
    lines = iter(spec.read_text(encoding="utf-8").split("\n"))
    for line in lines:
        if line.startswith(f"{_FENCE} example"):
            number += 1
            source = "".join(_until(".", lines))
            yield Example(number, chapter, source, "".join(_until(_FENCE, lines)))
        elif heading := re.match(r"#+ +(.+)", line):
            chapter = heading[1]


def _until(end: str, lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line.replace("→", "\t") + "\n"


def results(spec: Path, reader: Callable[[str], str] | None = None) -> list[Result]:
    """Every example of *spec* with what *reader* makes of it; bare addresses are links in GFM alone."""
    reader = reader or functools.partial(rendered, autolinks=spec == SPECS["gfm"])
    return [_result(example, reader) for example in examples(spec)]


def _result(example: Example, reader: Callable[[str], str]) -> Result:
    try:
        got = reader(example.markdown)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a failing example
        return Result(example, f"{type(error).__name__}: {error}", "crash")
    return Result(example, got, difference(example.html, got))


def tally(found: list[Result], chapters: tuple[str, ...] = ()) -> tuple[int, int]:
    """How many examples are equal, of how many; in *chapters* only, if some are given."""
    chosen = [result for result in found if not chapters or result.example.chapter in chapters]
    return sum(not result.differs for result in chosen), len(chosen)


# ---- what is printed


def _share(equal: int, total: int) -> str:
    return f"{equal:4d} / {total:<4d} {100 * equal / total:6.1f} %"


def _print_spec(name: str, found: list[Result]) -> None:
    print(f"{name}\n")
    for chapter in dict.fromkeys(result.example.chapter for result in found):
        print(f"  {chapter:42s}{_share(*tally(found, (chapter,)))}")
    print(f"\n  {'blocks (without link reference definitions)':42s}{_share(*tally(found, BLOCK_CHAPTERS))}")
    print(f"  {'strictly equal':42s}{_share(*tally(found))}\n")
    failing = [result for result in found if result.differs]
    for kind, count in Counter(result.differs for result in failing).most_common():
        print(f"  {count:4d} differ in {kind}")
    chapter = ""
    for result in failing:
        if result.example.chapter != chapter:
            chapter = result.example.chapter
            print(f"\n  {chapter}")
        example = result.example
        print(
            f"  {example.number:4d} {_short(example.markdown)} {_short(example.html)} {_short(result.got)} {result.differs}"
        )
    print()


def _short(text: str, width: int = 44) -> str:
    written = repr(text.strip("\n"))[1:-1]
    return f"{written if len(written) <= width else written[: width - 1] + '…':{width}s}"


def _print_example(result: Result) -> None:
    example = result.example
    for title, text in (("Markdown", example.markdown), ("expected", example.html), ("got", result.got)):
        print(f"---- {title}\n{text}")
    for title, html in (("expected", example.html), ("got", result.got)) if result.differs else ():
        print(f"---- {title}, compared as\n" + "\n".join(str(token) for token in canonical(html)))
    print(f"---- {example.number}, {example.chapter}: {result.differs or 'equal'}")


def main() -> None:
    """Print the counts and the failing examples, or one example."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.commonmark", description=__doc__)
    parser.add_argument("--spec", choices=SPECS, help="this spec only")
    parser.add_argument("--show", type=int, metavar="N", help="one example in full (of CommonMark, unless --spec)")
    options = parser.parse_args()
    if options.show:
        _print_example(results(SPECS[options.spec or "commonmark"])[options.show - 1])
        return
    for name in [options.spec] if options.spec else SPECS:
        _print_spec(name, results(SPECS[name]))


if __name__ == "__main__":
    main()
