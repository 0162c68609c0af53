"""What is shown: progress on a terminal, findings, finished files, verdicts; or the same as JSON.  ``cli`` calls it."""

import codecs
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from bookmaker.characters import UNWRITABLE, in_one_line
from bookmaker.findings import Progress, Report

if TYPE_CHECKING:
    from bookmaker.editions.checks.verdict import Verdict

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


class Display:
    """Progress on a terminal: stage, chapter n of m, pages laid out, time elapsed; elsewhere a line for each stage if
    *verbose*."""

    def __init__(self, silent: bool, verbose: bool = False) -> None:
        self.shown = None
        self.lines = verbose and not silent
        self.stage = ""
        if not silent and _moves(sys.stderr):
            from rich import progress  # noqa: PLC0415
            from rich.console import Console  # noqa: PLC0415 - only on a terminal

            columns = (
                progress.SpinnerColumn(),
                progress.TextColumn("{task.description}"),
                progress.TimeElapsedColumn(),
            )
            self.shown = progress.Progress(*columns, console=Console(stderr=True), transient=True)
            self.task = self.shown.add_task("starting", total=None)

    def __enter__(self) -> Progress:
        if self.shown:
            self.shown.start()
        return self.report

    def __exit__(self, *_: object) -> None:
        if self.shown:
            self.shown.stop()

    def report(self, stage: str, number: int, total: int) -> None:
        """Show the stage, and how far it is."""
        if self.shown:
            count = f" {number} of {total}" if total else f" {number}" if number else ""
            self.shown.update(self.task, description=f"{stage}{count}")
        elif self.lines and stage != self.stage:
            click.echo(f"{stage} ...", err=True)
        self.stage = stage


def show_findings(report: Report, quiet: bool, verbose: bool) -> None:
    """Print the errors; warnings unless *quiet*, notes if *verbose*."""
    shown = ("error",) if quiet else ("error", "warning", "note") if verbose else ("error", "warning")
    colours = _moves(sys.stderr) and not os.environ.get("NO_COLOR")
    for finding in (finding for finding in report if finding.severity in shown):
        line = str(finding)
        if colours:
            word = f" {finding.severity}:"
            line = line.replace(word, click.style(word, fg=_COLOURS[finding.severity], bold=True), 1)
        click.echo(line, err=True, color=colours)


def show_files(written: list[Path], seconds: float | None) -> None:
    """Print the finished files with their sizes, and the time if there is one."""
    for path in written:
        click.echo(in_one_line(f"{path}  {_size(path)}"))
    if seconds is not None:
        click.echo(f"{seconds:.1f} s")


def show_layout(report: Report) -> None:
    """Print what there is to say of the printed pages, on standard output: it was asked for."""
    for finding in report.by_page():
        if finding.rule == "layout":
            click.echo(str(finding))


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def show_verdicts(verdicts: "Sequence[Verdict]") -> None:
    """Print a line for each judge, file by file."""
    for number, verdict in enumerate(verdicts):
        if not number or verdict.file != verdicts[number - 1].file:
            click.echo(in_one_line(verdict.file))
        words = f"  {verdict.words}" if verdict.words else ""
        click.echo(in_one_line(f"  {verdict.judge:18} {verdict.outcome}{words}"))


def show_data(report: Report, **beside: Any) -> None:
    """Print the findings, and what stands *beside* them, as JSON."""
    findings = [
        {
            "severity": finding.severity,
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": finding.message,
            "rule": finding.rule,
            "kind": finding.kind or finding.rule,
            "page": finding.page.number,
            "folio": finding.page.folio,
            "hint": finding.hint,
        }
        for finding in report.by_page()
    ]
    written = json.dumps({"findings": findings, **beside}, ensure_ascii=not _takes_all(sys.stdout), indent=2)
    click.echo(UNWRITABLE.sub(_escape, written))


def _escape(match: re.Match[str]) -> str:
    """A character as JSON escapes it, in the halves of UTF-16."""
    halves = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{halves[start : start + 4]}" for start in range(0, len(halves), 4))


def _moves(stream: TextIO | None) -> bool:
    """Whether a person looks at *stream*, on a terminal that knows more than lines; it is ``None`` where closed."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def _takes_all(stream: TextIO | None) -> bool:
    """Whether *stream* can be told any character."""
    return stream is not None and codecs.lookup(stream.encoding).name.startswith("utf")
