"""CPU seconds (user and system) of the commands on the bundled manuscript, warm: the least of three runs."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COMMANDS = ("--help", "epub -q -d {}", "pdf -q -d {}", "build -q -d {}")


def cpu_seconds(arguments: list[str]) -> float:
    """What one run of the command costs."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "bookmaker", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a line for each command."""
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            arguments = command.format(folder).split()
            best = min(cpu_seconds(arguments) for _ in range(4))
            print(f"{best:6.2f} s  bookmaker {command.split(' -d')[0]}")


if __name__ == "__main__":
    main()
