"""The command line: arguments in, files, findings and an exit code out.

``__main__`` and the installed ``bookmaker`` command call :func:`main`.  Heavy libraries load only when a book is built.
"""

import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bookmaker import __version__, bootstrap
from bookmaker.findings import BookError, Finding, Place, Progress, Report, Stopped

if TYPE_CHECKING:
    from bookmaker.build import Request

EPILOG = """\b
Exit codes:
  0  every edition is finished
  1  the manuscript has errors
  2  the command, the configuration or the output folder has an error
  3  there are warnings, and --strict was given
  4  an edition failed its checks
  5  a library or tool is missing
  130  interrupted
"""
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.version_option(__version__, prog_name="bookmaker")
def commands() -> None:
    """Turn a Markdown manuscript into an e-book and a print PDF.

    \b
    A manuscript is a folder with a book.toml, a folder of Markdown files,
    or one Markdown file: a news article, or a book of a thousand pages.

    \b
    Try:  bookmaker build                 manuscript/ into build/
          bookmaker build my-book/        another folder
          bookmaker pdf article.md        one file, one edition
    """


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that all building commands share."""
    for decorate in reversed((
        click.argument("source", type=click.Path(path_type=Path), default=Path("manuscript")),
        click.option("-d", "--output-dir", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
                     help="Folder for the finished files, named after the title."),
        click.option("--strict", is_flag=True, help="Fail on warnings; nothing is written then."),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("-v", "--verbose", is_flag=True, help="Print notes and timings as well."),
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
                     help="How findings are printed; json goes to standard output."),
    )):  # fmt: skip
        command = decorate(command)
    return command


_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Name the file yourself."
)


@commands.command()
@_options
def build(source: Path, output_dir: Path, **switches: Any) -> None:
    """Make both editions, EPUB and PDF, of SOURCE (default: manuscript/)."""
    _run(source, ("pdf", "epub"), output_dir, None, **switches)


@commands.command()
@_options
@_output
def epub(source: Path, output_dir: Path, output: Path | None, **switches: Any) -> None:
    """Make the e-book, an EPUB, of SOURCE (default: manuscript/)."""
    _run(source, ("epub",), output_dir, output, **switches)


@commands.command()
@_options
@_output
def pdf(source: Path, output_dir: Path, output: Path | None, **switches: Any) -> None:
    """Make the print edition, a PDF, of SOURCE (default: manuscript/)."""
    _run(source, ("pdf",), output_dir, output, **switches)


def _run(source: Path, editions: tuple[str, ...], folder: Path, output: Path | None,
         strict: bool, quiet: bool, verbose: bool, form: str) -> None:  # fmt: skip
    """Build, print what there is to say, and leave with the exit code."""
    from bookmaker.build import Request  # noqa: PLC0415 - the phases and their libraries

    request = Request(source, editions, folder, output, strict)
    report = Report()
    started = time.monotonic()
    written, code = _build(request, report, quiet or form == "json")
    if form == "json":
        click.echo(json.dumps(_as_data(report, written), ensure_ascii=False, indent=2))
    else:
        shown = ("error",) if quiet else ("error", "warning", "note") if verbose else ("error", "warning")
        _print_findings([finding for finding in report if finding.severity in shown])
        if not quiet:
            _print_files(written, time.monotonic() - started if verbose else None)
    sys.exit(code)


def _build(request: "Request", report: Report, silent: bool) -> tuple[list[Path], int]:
    from bookmaker.build import build as build_editions  # noqa: PLC0415

    written: list[Path] = []
    with _display(silent) as progress:
        try:
            written = build_editions(request, report, progress)
        except BookError as error:
            report.findings[error.finding] = None
            return written, error.exit_code
        except Stopped as error:
            return written, error.exit_code
        except Exception:  # noqa: BLE001 - a bug of ours: never a traceback on the author's screen
            report.findings[_bug(request.folder)] = None
            return written, 1
    missing = any(finding.rule == "missing-library" for finding in report)
    return written, bootstrap.MISSING if missing else 0


def _bug(folder: Path) -> Finding:
    """Keep the traceback where it can be sent from."""
    text = f"bookmaker {__version__}, Python {sys.version}\n\n{traceback.format_exc()}"
    for place in (folder, Path(), Path(tempfile.gettempdir())):
        try:
            log = place / "bookmaker.log"
            log.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return Finding("error", Place(str(log)), "bookmaker itself failed; this is a bug, not your mistake", "bug",
                       "please send that file with your report")  # fmt: skip
    return Finding("error", Place("bookmaker"), f"bookmaker itself failed: {text.splitlines()[-1]}", "bug")


# ---- what is printed


class _display:  # noqa: N801 - used like a function
    """Progress on a terminal: stage, chapter n of m, pages laid out, time elapsed; silence elsewhere."""

    def __init__(self, silent: bool) -> None:
        self.shown = None
        if not silent and sys.stderr.isatty():
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


def _print_findings(findings: list[Finding]) -> None:
    colours = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for finding in findings:
        line = str(finding)
        if colours:
            word = f" {finding.severity}:"
            line = line.replace(word, click.style(word, fg=_COLOURS[finding.severity], bold=True), 1)
        click.echo(line, err=True, color=colours)


def _print_files(written: list[Path], seconds: float | None) -> None:
    for path in written:
        click.echo(f"{path}  {_size(path)}")
    if seconds is not None:
        click.echo(f"{seconds:.1f} s")


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def _as_data(report: Report, written: list[Path]) -> dict[str, Any]:
    findings = [
        {
            "severity": finding.severity,
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": finding.message,
            "rule": finding.rule,
            "hint": finding.hint,
        }
        for finding in report
    ]
    return {"findings": findings, "written": [str(path) for path in written]}


def main() -> NoReturn:
    """Run the command and leave; 130 when interrupted."""
    try:
        commands.main(prog_name="bookmaker", standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("bookmaker: interrupted; nothing was changed", err=True)
        sys.exit(130)
    sys.exit(0)
