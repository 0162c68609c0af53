"""Input made to be slow: how the time to read it grows from 64 kB to 1 MB.

``python -m tests.benchmarks.pathological`` reads each kind of INPUTS in a process of its own, with limits of time and
memory; ``--quick`` stops at 64 kB, ``--only nested`` takes the kinds whose name holds the word, ``--command epub``
measures the whole command (READ, RESOLVE, WRITE) in place of the reading.  What grows worse than n log n, runs out of anything or ends in an exception that is no finding is marked with ``!``.  A refusal, which
is a finding that names the file, is as good as an answer; it is printed.
"""

import argparse
import math
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from bookmaker.build import Request, build
from bookmaker.findings import BookError, Report, Stopped
from tests.benchmarks.inputs import INPUTS
from tests.benchmarks.reader import read_text

SIZES = (64_000, 256_000, 1_024_000)
GIGABYTE = 1 << 30
WORST_EXPONENT = 1.25  # n log n has 1.09 between 256 kB and 1 MB; the rest is for the clock
NOTICED = 0.5  # seconds; below it an exponent says nothing
CRAWLING = 20_000  # bytes for each second


class Reading(NamedTuple):
    """How long it took to read how many bytes, the memory of the process, and what ended it (empty: nothing did)."""

    size: int
    seconds: float
    memory: int
    end: str = ""
    refused: bool = False


def _build(edition: str) -> Callable[[str, Report], None]:
    """What ``bookmaker epub`` or ``pdf`` does with a file that holds a text, but for what it prints."""

    def command(text: str, report: Report) -> None:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_CACHE_HOME"] = folder  # nothing of what an earlier run made
            source = Path(folder, "text.md")
            source.write_text(text, encoding="utf-8")
            build(Request(source, (edition,), Path(folder)), report, lambda *_: None)

    return command


COMMANDS: dict[str, Callable[[str, Report], object]] = {"read": read_text, "epub": _build("epub"), "pdf": _build("pdf")}


def _read(text: str, memory: int, command: str, answer: Connection) -> None:
    """In a process of its own: read *text*, or make a book of it, and send a Reading."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    report = Report()
    end, refused = "", False
    before = time.process_time()
    try:
        COMMANDS[command](text, report)
    except BookError as error:
        end, refused = str(error.finding), True
    except Stopped:
        refused = True
    except BaseException as error:  # noqa: BLE001 - every exception is what is looked for
        end = f"{type(error).__name__}: {str(error)[:60]}"
    seconds = time.process_time() - before
    if not end and (errors := [finding for finding in report if finding.severity == "error"]):
        end, refused = str(errors[0]), True
    answer.send(
        Reading(len(text.encode()), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, end, refused)
    )


def measured(text: str, limit: float, memory: int, command: str = "read") -> Reading:
    """One reading of *text* that may take *limit* seconds and *memory* bytes."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_read, args=(text, memory, command, there))
    process.start()
    there.close()
    try:
        return here.recv() if here.poll(limit) else Reading(len(text), limit, 0, f"not finished after {limit:.0f} s")
    except EOFError:
        return Reading(len(text), 0, 0, "the process died")
    finally:
        process.kill()
        process.join()


def exponent(shorter: Reading, longer: Reading) -> float:
    """The power of its length with which the time grows."""
    return math.log(max(longer.seconds, 1e-4) / max(shorter.seconds, 1e-4), longer.size / shorter.size)


def verdict(readings: list[Reading]) -> str:
    """What is wrong with the readings of one kind, of sizes that grow; empty when nothing is."""
    last = readings[-1]
    if last.end and not last.refused:
        return last.end
    if last.seconds > NOTICED and last.size / last.seconds < CRAWLING:
        return "crawls"
    if len(readings) > 1 and last.seconds > NOTICED and exponent(*readings[-2:]) > WORST_EXPONENT:
        return "grows worse than n log n"
    return ""


def main() -> None:
    """Print a line for each kind; exit with 1 when something is marked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pathological", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="64 kB only")
    parser.add_argument("--largest", type=int, default=1024, metavar="KB", help="no larger sizes than this (1024)")
    parser.add_argument("--command", choices=COMMANDS, default="read", help="what is measured (read)")
    parser.add_argument("--only", default="", metavar="WORD", help="the kinds whose name holds this")
    parser.add_argument("--limit", type=float, default=60, metavar="SECONDS", help="for each reading (60)")
    parser.add_argument("--memory", type=float, default=4, metavar="GB", help="for each reading (4)")
    options = parser.parse_args()
    sizes = SIZES[:1] if options.quick else tuple(size for size in SIZES if size <= options.largest * 1000)
    marked = 0
    print(f"{'':32s}" + "".join(f"{size // 1000:6d} kB" for size in sizes) + f"{'exponent':>10s}{'MB':>7s}")
    for name, text in INPUTS.items():
        if options.only not in name:
            continue
        readings: list[Reading] = []
        for size in sizes:
            readings.append(measured(text(size), options.limit, int(options.memory * GIGABYTE), options.command))
            if readings[-1].end and not readings[-1].refused:
                break
        problem = verdict(readings)
        marked += bool(problem)
        print(_line(name, readings, len(sizes)) + ("  ! " + problem if problem else _refusal(readings[-1])), flush=True)
    print(f"{marked} of them marked")
    sys.exit(bool(marked))


def _line(name: str, readings: list[Reading], columns: int) -> str:
    times = "".join(f"{reading.seconds:9.2f}" for reading in readings) + " " * 9 * (columns - len(readings))
    finished = len(readings) > 1 and (readings[-1].refused or not readings[-1].end)
    power = f"{exponent(*readings[-2:]):10.2f}" if finished else " " * 10
    return f"{name:32s}{times}{power}{max(reading.memory for reading in readings) / 1e6:7.0f}"


def _refusal(last: Reading) -> str:
    return f"  refused: {last.end}" if last.refused else ""


if __name__ == "__main__":
    main()
