"""WRITE: a Book -> one finished edition at a time.  ``build`` runs the modules named in EDITIONS.

Each is a module of that name with one function, :meth:`Edition.write`; its libraries load when it is asked for.
"""

import importlib
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from bookmaker.findings import Progress, Report
from bookmaker.model import Book

EDITIONS = ("pdf", "epub")  # the print edition first: later its pages feed the EPUB's page list


class Edition(Protocol):
    """What the module of an edition holds."""

    def write(self, book: Book, target: Path, stamp: datetime, report: Report, progress: Progress) -> None:
        """Make the file *target*, every date in it being *stamp*, and report what the author should know.

        Raises OSError when *target* cannot be written, MissingLibrary when something is not on this machine.
        """


def load(name: str) -> Edition:
    """The edition *name*, one of EDITIONS."""
    return cast(Edition, importlib.import_module(f"{__name__}.{name}"))
