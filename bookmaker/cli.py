"""The command line: arguments in, files, findings and an exit code out.

``__main__`` and the installed ``bookmaker`` command call :func:`main`.  Heavy libraries load only when a book is built.
"""

import contextlib
import errno
import io
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from bookmaker import __version__, bootstrap, display
from bookmaker.findings import BookError, Finding, Place, Progress, Report, Stopped

if TYPE_CHECKING:
    from bookmaker.build import Request

EPILOG = """\b
Exit codes:
  0  every edition is finished
  1  the manuscript has errors
  2  the command, the configuration or the output has an error
  3  there are warnings, and --strict was given
  4  an edition failed its checks
  5  a library or tool is missing
  130  interrupted (129, 143: by a hangup, by a request to end)
  141  nobody reads what is printed
"""
FAILED_CHECKS = 4
UNWRITABLE = 2
INTERRUPTED = 130
_INTERRUPTED = "bookmaker: interrupted; nothing was changed"
CLOSED_PIPE = 141  # as a shell has it: 128 + SIGPIPE
T = TypeVar("T")


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
          bookmaker check my-book/        manuscript and editions judged
    """


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The arguments that all building commands share."""
    for decorate in reversed((
        click.argument("source", type=click.Path(path_type=Path), default=Path("manuscript")),
        click.option("--strict", is_flag=True, help="Fail on warnings; nothing is written then."),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option("-v", "--verbose", is_flag=True, help="Print notes, stages and timings as well."),
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
                     help="How findings are printed; json goes to standard output."),
    )):  # fmt: skip
        command = decorate(command)
    return command


def _folder(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        *names, "output_dir", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
        help="Folder for the finished files, named after the title."
    )  # fmt: skip


_layout = click.option(
    "--report", "on_layout", is_flag=True, help="List what is not quite good on the printed pages, with its lines."
)
_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Name the file yourself."
)


@commands.command()
@_folder("-d", "-o", "--output-dir")
@_options
@_layout
def build(source: Path, output_dir: Path, **switches: Any) -> None:
    """Make both editions, EPUB and PDF, of SOURCE (default: manuscript/)."""
    if output_dir.suffix.lower() in (".epub", ".pdf"):
        raise click.UsageError(f"build makes two files: {output_dir} would be a folder; name one file with epub or pdf")
    _run(source, ("pdf", "epub"), output_dir, None, **switches)


@commands.command()
@_folder("-d", "--output-dir")
@_options
@_output
def epub(source: Path, output_dir: Path, output: Path | None, **switches: Any) -> None:
    """Make the e-book, an EPUB, of SOURCE (default: manuscript/)."""
    _run(source, ("epub",), output_dir, output, **switches)


@commands.command()
@_folder("-d", "--output-dir")
@_options
@_output
@_layout
def pdf(source: Path, output_dir: Path, output: Path | None, **switches: Any) -> None:
    """Make the print edition, a PDF, of SOURCE (default: manuscript/)."""
    _run(source, ("pdf",), output_dir, output, **switches)


@commands.command()
@click.argument("source", type=click.Path(path_type=Path), default=Path("manuscript"))
@click.option("--strict", is_flag=True, help="Fail on warnings as well.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Print notes as well.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How the report is printed; json goes to standard output.")  # fmt: skip
def check(source: Path, strict: bool, quiet: bool, verbose: bool, form: str) -> None:
    """Check SOURCE: a manuscript with both its editions, or a finished .epub or .pdf of any origin.

    bookmaker's own rules come first, then EPUBCheck, Ace and veraPDF where they are installed.  [rules] in book.toml
    makes an error of a rule's findings, or ignores them; for a finished file, those of the book.toml beside it, else
    in the current folder, else in manuscript/.
    """
    from bookmaker.build import Request  # noqa: PLC0415
    from bookmaker.build import check as check_source  # noqa: PLC0415

    report = Report()
    verdicts, code = _guarded(check_source, Request(source), report, quiet or form == "json", verbose)
    if not code:
        failed = report.count("error") or any(verdict.outcome == "failed" for verdict in verdicts)
        code = FAILED_CHECKS if failed else 3 if strict and report.count("warning") else 0
    if form == "json":
        display.show_data(report, verdicts=[verdict._asdict() for verdict in verdicts])
    else:
        display.show_findings(report, quiet, verbose)
        display.show_verdicts(verdicts)
    sys.exit(code)


def _run(source: Path, editions: tuple[str, ...], folder: Path, output: Path | None,
         strict: bool, quiet: bool, verbose: bool, form: str, on_layout: bool = False) -> None:  # fmt: skip
    """Build, print what there is to say, and leave with the exit code."""
    from bookmaker.build import Request  # noqa: PLC0415 - the phases and their libraries
    from bookmaker.build import build as build_editions  # noqa: PLC0415

    request = Request(source, editions, folder, output, strict)
    report = Report(on_layout=on_layout)
    started = time.monotonic()
    written, code = _guarded(build_editions, request, report, quiet or form == "json", verbose)
    if form == "json":
        display.show_data(report, written=[str(path) for path in written])
    else:
        display.show_findings(report, quiet, verbose)
        if not quiet:
            display.show_files(written, time.monotonic() - started if verbose else None)
        if on_layout:
            display.show_layout(report)
    sys.exit(code)


def _guarded(
    work: "Callable[[Request, Report, Progress], list[T]]",
    request: "Request",
    report: Report,
    silent: bool,
    verbose: bool,
) -> tuple[list[T], int]:
    """What *work* gives, and the exit code; what keeps it from giving anything is in the report."""
    with display.Display(silent, verbose) as progress:
        try:
            done = work(request, report, progress)
        except BookError as error:
            report.add(error.finding)
            return [], error.exit_code
        except Stopped as error:
            return [], error.exit_code
        except Exception:  # noqa: BLE001 - a bug of ours: never a traceback on the author's screen
            report.add(_bug(request.folder))
            return [], 1
    missing = any(finding.rule == "missing-library" for finding in report)
    return done, bootstrap.MISSING if missing else 0


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


def main() -> NoReturn:
    """Run the command and leave; 130 when interrupted, 2 or 141 where what it prints cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    _end_in_order()
    try:
        sys.exit(_exit_code())
    except OSError as error:
        sys.exit(_unheard(error))


def _end_in_order() -> None:
    """Have the signals that end a program leave as an interruption does, with nothing half-written behind it."""

    def leave(number: int, _: Any) -> NoReturn:
        click.echo(_INTERRUPTED, err=True)
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP; nohup wants it unheard
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, leave)


def _exit_code() -> int:
    """Run the command."""
    stdout = sys.stdout
    try:
        commands.main(prog_name="bookmaker", standalone_mode=False)
    except SystemExit as left:
        if sys.stdout is not stdout:  # click puts another in its place, and leaves, when nobody reads on
            return CLOSED_PIPE
        return left.code if isinstance(left.code, int) else 0
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(_INTERRUPTED, err=True)
        return INTERRUPTED
    return 0


def _unheard(error: OSError) -> int:
    """The exit code when what is printed cannot be written: said on stderr, unless nobody reads on or it is that."""
    if error.errno != errno.EPIPE:
        with contextlib.suppress(OSError):
            click.echo(f"bookmaker: what it prints cannot be written: {error.strerror or error}", err=True)
    for stream in filter(None, (sys.stdout, sys.stderr)):  # Python writes out, and complains, once more when it ends
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return CLOSED_PIPE if error.errno == errno.EPIPE else UNWRITABLE
