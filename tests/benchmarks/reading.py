"""How fast manuscripts are read: MB of Markdown for each second of the processor, the best of three readings.

``python -m tests.benchmarks.reading`` reads two real books, then one file of 1, 2, 4 and 8 MB made by repeating a book,
whose time should grow as its length does; ``--profile`` shows instead where the time for the first book goes.
"""

import argparse
import cProfile
import math
import pstats
import time
from collections.abc import Callable
from pathlib import Path

from bookmaker.findings import Report
from tests.benchmarks.reader import read, read_text, sources_of
from tests.conftest import SHARED

MANUSCRIPTS = SHARED / "manuscripts"
BOOKS = ("cp-algorithms/src", "progit/en")
REPEATED = "progit/en"
MEGABYTES = (1, 2, 4, 8)


def text_of(path: Path) -> str:
    """The text of all files of a manuscript, in their order."""
    return "\n\n".join(source.text for source, _, _ in sources_of(path, Report()))


def read_book(path: Path) -> Callable[[], None]:
    """What reads every file of the manuscript at *path*; they are in memory by then."""
    files = list(sources_of(path, Report()))

    def read_all() -> None:
        report = Report()
        for source, config, language in files:
            read(source, config, language, report)

    return read_all


def repeated(text: str, size: int) -> str:
    """*text* over and over, whole lines, *size* bytes."""
    whole = (text + "\n\n").encode()
    cut = (whole * (size // len(whole) + 1))[:size]
    return cut[: cut.rfind(b"\n") + 1].decode()


def seconds(action: Callable[[], object], times: int = 3) -> float:
    """The processor's time for *action*, the least of several."""

    def once() -> float:
        before = time.process_time()
        action()
        return time.process_time() - before

    return min(once() for _ in range(times))


def main() -> None:
    """Print the speeds, or a profile."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument("books", nargs="*", default=BOOKS, help=f"folders or files; {' and '.join(BOOKS)} unless given")
    parser.add_argument("--profile", action="store_true", help="the 40 functions that take longest")
    parser.add_argument("--times", type=int, default=3, help="how many readings (3)")
    options = parser.parse_args()
    books = {book: MANUSCRIPTS / book if (MANUSCRIPTS / book).exists() else Path(book) for book in options.books}
    if options.profile:
        _profile(read_book(next(iter(books.values()))))
        return
    print(f"{'':28s}{'MB':>8s}{'seconds':>9s}{'MB/s':>8s}{'exponent':>10s}")
    for book, path in books.items():
        size = len(text_of(path).encode())
        print(_line(book, size, seconds(read_book(path), options.times)))
    text, last = text_of(MANUSCRIPTS / REPEATED), (0, 0.0)
    for megabytes in MEGABYTES:
        long = repeated(text, megabytes * 1_000_000)
        taken = seconds(lambda long=long: read_text(long, Report()), options.times)
        now = (len(long.encode()), taken)
        print(_line(f"{REPEATED}, repeated", *now) + (f"{_exponent(last, now):10.2f}" if last[0] else ""), flush=True)
        last = now


def _line(name: str, size: int, taken: float) -> str:
    return f"{name:28s}{size / 1e6:8.2f}{taken:9.2f}{size / 1e6 / taken:8.2f}"


def _exponent(shorter: tuple[int, float], longer: tuple[int, float]) -> float:
    return math.log(longer[1] / shorter[1], longer[0] / shorter[0])


def _profile(action: Callable[[], None]) -> None:
    profile = cProfile.Profile()
    profile.runcall(action)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
