"""What independent judges say of an EPUB: their output comes in, counts and verdicts go out.

The judges are the scripts in ``../shared/tools/epub``, whose ``setup`` installs them.  A judge that gave no verdict
counts as none, never as praise or blame.
"""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import SHARED

JUDGES = SHARED / "tools" / "epub"
READERS = ("epub.js", "foliate-js", "Readium", "MuPDF", "Calibre")

_PLACES = re.compile(r"^  (FATAL|ERROR|WARNING|INFO|USAGE) ([A-Z]+-\w+) x(\d+): ", re.MULTILINE)
_OPENED = re.compile(r"^(PASS|FAIL) (?=\S)(.*)", re.MULTILINE)
_KOBO = re.compile(r"^  Kobo/RMSDK : (\d+) error, (\d+) warning", re.MULTILINE)


@dataclass(frozen=True)
class Judgement:
    """What the judges said of one book; None where one said nothing."""

    epubcheck: Counter[tuple[str, str]] | None  # places by severity and id of the message
    ace: Counter[str] | None  # violations by rule
    readers: Mapping[str, bool | None]
    kobo: tuple[int, int] | None  # errors, warnings


UNJUDGED = Judgement(None, None, dict.fromkeys(READERS), None)


def home_of(judges: Path) -> Path | None:
    """Where the judges' programs are, installed by their ``setup`` if they were not; None when there are no judges."""
    setup = judges / "setup"
    if not setup.is_file():
        return None
    said = subprocess.run([setup], capture_output=True, text=True, check=False).stdout.split()
    return Path(said[-1]) if said and Path(said[-1]).is_dir() else None


def judged(book: Path, judges: Path, home: Path, logs: Path) -> Judgement:
    """What all judges say of *book*; their words are kept in *logs*."""
    logs.mkdir(parents=True, exist_ok=True)
    python = str(home / "venv" / "bin" / "python")
    commands = {
        "epubcheck": [python, judges / "check_epubcheck.py", book],
        "ace": [python, judges / "check_ace.py", book, logs / "ace"],
        "readers": ["node", judges / "readers.mjs", book, logs / "shots"],
        "readium": ["node", judges / "readium.mjs", book, logs / "readium"],
        "mupdf": [python, judges / "check_mupdf.py", book],
        "calibre": [python, judges / "check_calibre.py", book, logs / "calibre"],
        "kobo": [home / "venv" / "bin" / "kobofix", "--check", book],
    }
    said = {name: _said(list(map(str, command)), home, logs / f"{name}.log") for name, command in commands.items()}
    report = logs / "ace" / "report.json"
    return Judgement(
        epubcheck(said["epubcheck"]),
        ace(report.read_text(encoding="utf-8")) if report.is_file() else None,
        {
            "epub.js": verdict(said["readers"], "epub.js"),
            "foliate-js": verdict(said["readers"], "foliate-js"),
            "Readium": verdict(said["readium"], "Readium"),
            "MuPDF": verdict(said["mupdf"]),
            "Calibre": verdict(said["calibre"]),
        },
        kobo(said["kobo"]),
    )


def epubcheck(output: str) -> Counter[tuple[str, str]] | None:
    """How many places EPUBCheck names, by severity and id: the numbers that it sums up in its last line."""
    if verdict(output) is None or " FATAL JAVA " in output:
        return None
    counts: Counter[tuple[str, str]] = Counter()
    for severity, identifier, places in _PLACES.findall(output):
        counts[severity, identifier] += max(1, int(places))
    return counts


def ace(report: str) -> Counter[str]:
    """How often each of Ace's rules is violated, from its report in JSON."""
    documents = json.loads(report)["assertions"]
    return Counter(found["earl:test"]["dct:title"] for document in documents for found in document["assertions"])


def verdict(output: str, reader: str = "") -> bool | None:
    """Whether the judge, or of several readers this one, passed the book; None when it did not say."""
    for word, rest in _OPENED.findall(output):
        if rest.startswith(reader):
            return bool(word == "PASS")
    return None


def kobo(output: str) -> tuple[int, int] | None:
    """What kobofix counts: errors and warnings."""
    found = _KOBO.search(output)
    return (int(found[1]), int(found[2])) if found else None


def _said(command: list[str], home: Path, log: Path) -> str:
    environment = {**os.environ, "CHECKS_HOME": str(home)}
    try:
        ran = subprocess.run(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=600,
        )
        said = ran.stdout
    except (OSError, subprocess.SubprocessError) as error:
        said = f"no verdict: {error}"
    log.write_text(said, encoding="utf-8")
    return said
