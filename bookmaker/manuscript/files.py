"""The files that a chapter names, confined to the manuscript's folder.

``images`` and ``media`` call :func:`find` with what an author wrote as an address.
"""

import os
import urllib.parse
from pathlib import Path

from bookmaker.findings import Report
from bookmaker.model import Source

LONGEST_SHOWN = 60  # characters of an address in a message


def find(written: str, source: Source, line: int, root: Path, what: str, report: Report) -> Path | None:
    """The file that *written*, the address of *what* (image, sound ...), names; ``None`` after a finding."""
    parts, place = _split(written), source.place(written, line)
    shown = f"the {what} {shortened(written)}"
    if parts.scheme == "data":
        report.warning(place, f"{shown} is written into the text, and left out", "data-image",
                       "save it as a file beside the manuscript and name that")  # fmt: skip
        return None
    if parts.scheme or parts.netloc:
        report.warning(place, f"{shown} is not in the manuscript's folder", "remote-image",
                       "nothing is fetched from a network: save it beside the manuscript")  # fmt: skip
        return None
    bases = [root] if parts.path.startswith("/") else [source.path.parent, source.folder(line)]
    names = (urllib.parse.unquote(parts.path).lstrip("/"), written.lstrip("/"))
    candidates = [base / name for base in bases for name in names]
    path = next((path for path in candidates if "\0" not in str(path) and _is_file(path)), None)
    if path is None:
        report.warning(place, f"{shown} does not exist{source.searched(line)}",
                       "missing-image" if what == "image" else "missing-file")  # fmt: skip
    elif not path.resolve().is_relative_to(root):
        report.warning(place, f"{shown} leads out of the manuscript's folder", "outside")
    else:
        return path
    return None


def shown_name(path: Path, source: Source) -> str:
    """*path* as the author of *source* knows it."""
    return os.path.normpath(Path(source.shown).parent / os.path.relpath(path, source.path.parent))


def shortened(written: str) -> str:
    """*written* as a message can hold it."""
    return written if len(written) <= LONGEST_SHOWN else written[: LONGEST_SHOWN - 1] + "…"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the system, a folder that may not be looked into
        return False


def _split(written: str) -> urllib.parse.SplitResult:
    try:
        return urllib.parse.urlsplit(written)
    except ValueError:
        return urllib.parse.SplitResult("invalid", "", written, "", "")
