"""What total fit costs: the CPU of a print edition with it, as a multiple of that of the same book set line by line.

``python -m tests.benchmarks.paragraphs MANUSCRIPT ...`` makes each book both ways in turn, three times, and prints the
least of both and their ratio; a book of one's own can be made by ``tests.benchmarks.fiction``.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.benchmarks.__main__ import cpu_seconds

_PAIRS = 3


def seconds(manuscript: Path, breaking: str, scratch: Path) -> float:
    """The CPU seconds of *manuscript*'s print edition, its lines broken as *breaking* says."""
    copy = scratch / breaking
    if not copy.exists():
        shutil.copytree(manuscript, copy)
        settings = copy / "book.toml"
        toml = settings.read_text(encoding="utf-8") if settings.exists() else ""
        before, table, after = toml.partition("[edition.pdf]\n")
        table = table or "\n[edition.pdf]\n"
        settings.write_text(f'{before}{table}line_breaking = "{breaking}"\n{after}', encoding="utf-8")
    return cpu_seconds(["pdf", "-q", str(copy), "-o", str(scratch / f"{breaking}.pdf")])


def main() -> None:
    """Print a line for each manuscript."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.paragraphs", description=__doc__)
    parser.add_argument("manuscripts", nargs="+", type=Path)
    for manuscript in parser.parse_args().manuscripts:
        with tempfile.TemporaryDirectory() as folder:
            pairs = [
                (seconds(manuscript, "greedy", Path(folder)), seconds(manuscript, "optimum", Path(folder)))
                for _ in range(_PAIRS)
            ]
        greedy, optimum = (min(times) for times in zip(*pairs, strict=True))
        print(f"{greedy:6.2f} s greedy  {optimum:6.2f} s total fit  ratio {optimum / greedy:.2f}  {manuscript.name}")


if __name__ == "__main__":
    main()
