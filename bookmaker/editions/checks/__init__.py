"""A finished EPUB or PDF, ours or anybody's -> findings and the verdicts of those who judged it.

``build`` calls :func:`judge`.  bookmaker's own rules come first (``package``, ``pages``), then the judges of the field
where they are installed (``judges``): EPUBCheck, Ace, veraPDF.
"""

from collections.abc import Callable
from pathlib import Path

from bookmaker.editions.checks import judges, package, pages
from bookmaker.editions.checks.verdict import Verdict
from bookmaker.findings import Progress, Report

Judge = Callable[[Path, str, Report], Verdict]
OF_EPUB: tuple[tuple[str, Judge], ...] = (
    ("bookmaker", package.judge),
    ("EPUBCheck", judges.epubcheck),
    ("Ace", judges.ace),
)
OF_PDF: tuple[tuple[str, Judge], ...] = (("bookmaker", pages.judge), ("veraPDF", judges.verapdf))


def judge(path: Path, shown: str, report: Report, progress: Progress) -> list[Verdict]:
    """What each judge says of the file *path*, which its author knows as *shown*."""
    verdicts = []
    for name, judged_by in OF_PDF if path.suffix.lower() == ".pdf" else OF_EPUB:
        progress(f"{name} reads {Path(shown).name}", 0, 0)
        verdicts.append(judged_by(path, shown, report))
    return verdicts
