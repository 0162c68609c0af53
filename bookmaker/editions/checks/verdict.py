"""What a judge makes of a file.  ``cli`` prints it; the details are findings."""

from dataclasses import replace
from typing import Literal, NamedTuple

from bookmaker.findings import Finding, Report

Outcome = Literal["passed", "failed", "not here"]


class Verdict(NamedTuple):
    """The file as its author knows it, who judged it, the outcome, and a word on it: counts, or how to install."""

    file: str
    judge: str
    outcome: Outcome
    words: str = ""


def verdict(file: str, judge: str, found: list[Finding], report: Report, version: str = "") -> Verdict:
    """The verdict that *found* comes to; each finding, an error too, goes into *report* as its author grades it."""
    own = Report(grades=report.grades)
    for finding in (replace(each, severity="note") if each.rule in report.grades else each for each in found):
        own.add(finding)
        report.add(finding)
    errors, warnings = own.count("error"), own.count("warning")
    counts = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in ((errors, "error"), (warnings, "warning"))
              if count]  # fmt: skip
    return Verdict(file, f"{judge} {version}".strip(), "failed" if errors else "passed", ", ".join(counts))
