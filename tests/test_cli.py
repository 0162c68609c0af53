"""The command as its user meets it: exit codes, what is printed where, and what happens to earlier output."""

import errno
import inspect
import io
import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from bookmaker import __version__, display, editions
from bookmaker.editions import epub, pdf
from bookmaker.findings import MissingLibrary, Place, Report
from tests.conftest import is_root, needs_pango

ROOT = Path(__file__).parent.parent
BOOK = {"book.toml": '[book]\ntitle = "Sea Room"\nlanguage = "en"\n', "one.md": "# One\n\nText.\n"}
FLAWED = BOOK | {"one.md": "# One\n\n[nowhere](two.md)\n"}


def test_one_edition_under_the_title(write_book, bookmaker):
    outcome = bookmaker("epub", write_book(BOOK), "-d", "out")
    assert (outcome.exit_code, outcome.errors) == (0, "")
    assert [path.name for path in Path("out").iterdir()] == ["sea-room.epub"]
    assert outcome.output.startswith("out/sea-room.epub  ")


def test_the_file_may_be_named(write_book, bookmaker):
    assert bookmaker("epub", write_book(BOOK), "-o", "mine.epub").exit_code == 0
    assert zipfile.is_zipfile("mine.epub")


@needs_pango
def test_build_makes_both(write_book, bookmaker):
    assert bookmaker("build", write_book(BOOK)).exit_code == 0
    assert sorted(path.name for path in Path("build").iterdir()) == ["sea-room.epub", "sea-room.pdf"]


def test_strict_fails_on_warnings_and_writes_nothing(write_book, bookmaker):
    assert bookmaker("epub", write_book(FLAWED), "--strict").exit_code == 3
    assert list(Path("build").iterdir()) == []


def test_quiet_says_nothing_of_warnings(write_book, bookmaker):
    outcome = bookmaker("epub", write_book(FLAWED), "-q")
    assert (outcome.exit_code, outcome.output, outcome.errors) == (0, "", "")


def test_stages_are_told_line_by_line_where_they_are_asked_for(write_book, bookmaker):
    folder = write_book(BOOK)
    assert bookmaker("epub", folder, "-v").errors == "reading chapters ...\nmaking the EPUB ...\n"
    for quiet in ((), ("-q", "-v"), ("-v", "--format", "json")):
        assert bookmaker("epub", folder, *quiet).errors == ""


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)]
)
def test_findings_have_colours_where_they_can_be_seen(monkeypatch, environment, coloured):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for name, value in ({"TERM": "xterm", "NO_COLOR": ""} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", Terminal())
    report = Report()
    report.warning(Place("a.md", 1), "Look.", "layout")
    display.show_findings(report, quiet=False, verbose=False)
    assert ("\x1b[" in sys.stderr.getvalue()) is coloured
    assert bool(display.Display(silent=False).shown) is (environment.get("TERM") != "dumb")


def test_findings_as_data(write_book, bookmaker):
    outcome = bookmaker("epub", write_book(FLAWED), "--format", "json")
    told = json.loads(outcome.output)
    assert told["written"] == ["build/sea-room.epub"]
    assert [(finding["rule"], finding["line"]) for finding in told["findings"]] == [("broken-link", 3)]


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["--version"], 0), (["--help"], 0), (["epub", "--help"], 0), (["epbu"], 2), (["epub", "--no-such"], 2)],
)
def test_usage(arguments, exit_code):
    result = subprocess.run(
        [sys.executable, "-m", "bookmaker", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == exit_code, result.stderr
    assert "Traceback" not in result.stderr
    assert arguments != ["--version"] or __version__ in result.stdout


def shell(*arguments, environment=(), **streams):
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bookmaker", *map(str, arguments)],
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **dict(environment)},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
    )


PRINTING = [["--help"], ["--version"], ["epub", "book"], ["epub", "book", "--format", "json"]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [*PRINTING, ["epub", "nowhere"], ["nothing"]])
def test_output_that_cannot_be_written(write_book, arguments):
    write_book(FLAWED)
    with Path("/dev/full").open("w") as full:
        for stream in ("stdout", "stderr"):
            result = shell(*arguments, **{stream: full})
            assert result.returncode == 2 or stream == "stderr"
            assert "Traceback" not in f"{result.stderr}"
            assert "Exception" not in f"{result.stderr}"
        if arguments in PRINTING:
            said = "bookmaker: what it prints cannot be written: No space left on device"
            assert said in shell(*arguments, stdout=full).stderr
            assert shell(*arguments, stdout=full, stderr=full).returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="pipes are others there")
@pytest.mark.parametrize("arguments", PRINTING)
def test_nobody_reads_on(write_book, arguments):
    write_book(BOOK)
    reading, writing = os.pipe()
    os.close(reading)
    result = shell(*arguments, stdout=writing)
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, "")


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_terminal_gets_no_control_character(write_book, form):
    text = "# One\n\n[nowhere](\u009b2K.md) \x1b]0;x\x07\n"
    result = shell("epub", write_book(BOOK | {"one.md": text}, "a\x1b[31mb"), "--format", form)
    assert result.returncode == 0
    assert "U+001B" in result.stdout + result.stderr
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.stdout + result.stderr)


def test_a_narrow_encoding_is_told_all_the_same(write_book):
    book = write_book(BOOK | {"one.md": "# One\n\n[nergens](ze\u00e9.md)\n"})
    result = shell("epub", book, "--format", "json", environment={"PYTHONIOENCODING": "ascii"})
    assert "ze\u00e9.md" in json.loads(result.stdout)["findings"][0]["message"]


def test_help_loads_no_heavy_library():
    code = "import sys, bookmaker.cli; print({'markdown', 'ebooklib', 'weasyprint', 'lxml', 'rich', 'PIL'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


def test_an_epub_loads_no_weasyprint(write_book):
    code = (
        "import sys; from pathlib import Path; from bookmaker.build import *; from bookmaker.findings import Report;"
        f"build(Request(Path({str(write_book(BOOK))!r}), ('epub',)), Report(), lambda *_: None); print('weasyprint' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert result.stdout.strip() == "False"


def test_shell_completion():
    environment = {**os.environ, "_BOOKMAKER_COMPLETE": "bash_source"}
    code = "from bookmaker.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert "complete" in result.stdout


# ---- when something is in the way, the earlier output stays


@pytest.fixture
def finished(write_book, bookmaker):
    """A book whose EPUB stands already, with what it holds."""
    folder = write_book(BOOK)
    assert bookmaker("epub", folder).exit_code == 0
    return folder, Path("build/sea-room.epub").read_bytes()


def test_a_full_disk(finished, bookmaker, monkeypatch):
    folder, before = finished

    def fail(_, target, *__):
        target.write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(epub, "write", fail)
    outcome = bookmaker("epub", folder)
    assert outcome.exit_code == 2
    assert "cannot be written: No space left on device [unwritable]" in outcome.errors
    assert [path.read_bytes() for path in Path("build").iterdir()] == [before]


def test_a_full_disk_of_temporary_files(finished, bookmaker, monkeypatch, tmp_path):
    folder, before = finished
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "small"))
    room = {str(tmp_path / "small"): 0}
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=room.get(str(path), 10**9)))

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(epub, "write", fail)
    outcome = bookmaker("epub", folder)
    assert outcome.exit_code == 2
    assert outcome.errors == (
        f"{tmp_path}/small: error: cannot be written: No space left on device [unwritable]\n"
        "    the disk of temporary files is full: set TMPDIR to a folder with room\n"
    )
    assert [path.read_bytes() for path in Path("build").iterdir()] == [before]


def test_two_builds_at_the_same_time(finished, bookmaker, monkeypatch):
    """Each writes beside the target under a name of its own."""
    folder, _ = finished
    write, inner = epub.write, []

    def interrupted_by_another(book, target, *more):
        monkeypatch.setattr(epub, "write", write)
        write(book, target, *more)
        inner.append(bookmaker("epub", folder).exit_code)

    monkeypatch.setattr(epub, "write", interrupted_by_another)
    assert (bookmaker("epub", folder).exit_code, inner) == (0, [0])
    assert [path.name for path in Path("build").iterdir()] == ["sea-room.epub"]
    assert zipfile.is_zipfile("build/sea-room.epub")


def test_an_interruption(finished, bookmaker, monkeypatch):
    folder, before = finished

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(epub, "write", interrupt)
    outcome = bookmaker("epub", folder)
    assert outcome.exit_code != 0
    assert [path.read_bytes() for path in Path("build").iterdir()] == [before]


def test_interrupted_is_130(write_book):
    code = "import bookmaker.build, bookmaker.cli\ndef stop(*_): raise KeyboardInterrupt\nbookmaker.build.build = stop\nbookmaker.cli.main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "epub", str(write_book(BOOK))],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert result.returncode == 130
    assert result.stderr.strip() == "bookmaker: interrupted; nothing was changed"


@pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")
@pytest.mark.parametrize(("name", "exit_code"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_to_end_leaves_nothing_half_written(write_book, tmp_path, name, exit_code):
    code = (
        "import os, signal, bookmaker.cli, bookmaker.editions.epub as epub\n"
        "def write(_, target, *__):\n"
        "    target.write_bytes(b'half of it')\n"
        f"    os.kill(os.getpid(), signal.{name})\n"
        "    raise AssertionError\n"
        "epub.write = write\nbookmaker.cli.main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "epub", str(write_book(BOOK))],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: signal.signal(getattr(signal, name), signal.SIG_DFL),  # whatever the tests' own shell did
    )
    assert result.returncode == exit_code
    assert result.stderr.strip() == "bookmaker: interrupted; nothing was changed"
    assert list((tmp_path / "build").iterdir()) == []


@needs_pango
@pytest.mark.parametrize("option", ["-d", "-o", "--output-dir"])
def test_build_takes_a_folder_under_either_name(write_book, bookmaker, option):
    assert bookmaker("build", write_book(BOOK), option, "out").exit_code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["sea-room.epub", "sea-room.pdf"]


def test_build_takes_no_file_for_a_folder(write_book, bookmaker):
    outcome = bookmaker("build", write_book(BOOK), "-o", "mine.epub")
    assert outcome.exit_code == 2 and "build makes two files" in outcome.errors
    assert not Path("mine.epub").exists()


def test_an_error_in_the_manuscript(finished, bookmaker):
    folder, before = finished
    (folder / "one.md").write_bytes(b"\xff\xfa broken")
    assert bookmaker("epub", folder).exit_code == 1
    assert [path.read_bytes() for path in Path("build").iterdir()] == [before]


def test_a_folder_that_is_a_file(write_book, bookmaker):
    Path("taken").write_text("mine")
    outcome = bookmaker("epub", write_book(BOOK), "-d", "taken")
    assert outcome.exit_code == 2
    assert outcome.errors.startswith("taken: error: cannot be written: ")
    assert Path("taken").read_text() == "mine"


@pytest.mark.parametrize(
    ("asked", "named", "hint"),
    [
        (("-d", "locked"), "locked", "choose another folder with -d"),
        (("-o", "locked/x.epub"), "locked", "choose another place with -o"),
    ],
)
def test_a_locked_folder_below_that_of_temporary_files(
    write_book, bookmaker, monkeypatch, tmp_path, asked, named, hint
):
    """The system's error names a file in it, by its whole path, that the author knows nothing of."""
    Path("locked").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def refuse(**where):
        raise PermissionError(errno.EPERM, "Operation not permitted", str(Path(where["dir"], "tmpx").absolute()))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    outcome = bookmaker("epub", write_book(BOOK), *asked)
    assert outcome.exit_code == 2
    assert outcome.errors == (f"{named}: error: cannot be written: Operation not permitted [unwritable]\n    {hint}\n")


@pytest.mark.skipif(is_root(), reason="root may write anywhere")
def test_a_folder_without_permission(write_book, bookmaker):
    Path("locked").mkdir(mode=0o500)
    assert bookmaker("epub", write_book(BOOK), "-d", "locked").exit_code == 2


@pytest.mark.skipif(is_root(), reason="root may read anything")
def test_a_file_without_permission(write_book, bookmaker):
    folder = write_book(BOOK)
    (folder / "one.md").chmod(0)
    outcome = bookmaker("epub", folder)
    assert outcome.exit_code == 1
    assert "[unreadable]" in outcome.errors


def test_without_pango_the_epub_is_made_all_the_same(write_book, bookmaker, monkeypatch):
    def fail(*_):
        raise MissingLibrary("the PDF edition needs Pango, which is not on this machine")

    monkeypatch.setattr(pdf, "write", fail)
    outcome = bookmaker("build", write_book(BOOK))
    assert outcome.exit_code == 5
    assert "[missing-library]\n    install it: " in outcome.errors
    assert [path.name for path in Path("build").iterdir()] == ["sea-room.epub"]


def test_what_weasyprint_prints_without_pango_is_not_ours(write_book, bookmaker, monkeypatch, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/weasyprint.py").write_text("print('could not import some external libraries'); raise OSError")
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path / "lib")
    outcome = bookmaker("pdf", write_book(BOOK), "--format", "json")
    assert outcome.exit_code == 5
    assert [finding["rule"] for finding in json.loads(outcome.output)["findings"]] == ["missing-library"]


def test_a_bug_is_one_line_and_a_log(write_book, bookmaker, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(epub, "write", fail)
    outcome = bookmaker("epub", write_book(BOOK))
    assert outcome.exit_code == 1
    assert outcome.errors.startswith("build/bookmaker.log: error: bookmaker itself failed")
    assert "Traceback" not in outcome.errors
    assert "ZeroDivisionError" in Path("build/bookmaker.log").read_text()


# ---- what is asked for


@pytest.mark.parametrize("name", ["book/one.md", "book/book.toml", "mine", "mine.pdf", "MINE.EPUB.zip"])
def test_a_name_that_is_not_the_editions(write_book, bookmaker, name):
    folder = write_book(BOOK)
    outcome = bookmaker("epub", folder, "-o", name)
    assert outcome.exit_code == 2
    assert f"{name}: error: this is no name for the EPUB [configuration]\n    name it " in outcome.errors
    assert sorted(path.name for path in folder.iterdir()) == ["book.toml", "one.md"]
    assert (folder / "one.md").read_text() == BOOK["one.md"]


@pytest.mark.parametrize("asked", [("-o", "mine/sea-room.epub"), ("-d", "mine")])
def test_a_file_that_is_no_epub_is_not_written_over(write_book, bookmaker, asked):
    file = Path("mine/sea-room.epub")
    file.parent.mkdir()
    file.write_text("# A chapter with a strange name\n")
    outcome = bookmaker("epub", write_book(BOOK), *asked)
    assert outcome.exit_code == 2
    assert f"{file}: error: there is a file already, and it is no EPUB: it stays [configuration]" in outcome.errors
    assert file.read_text().startswith("# A chapter")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_earlier_edition_is_written_over(write_book, bookmaker):
    folder = write_book(BOOK)
    assert [bookmaker("epub", folder, "-o", "mine.EPUB").exit_code for _ in range(2)] == [0, 0]


def test_titles_without_latin_letters_keep_their_files_apart(write_book, bookmaker):
    for name in ("a", "海"):
        files = {f"{name}.md": "---\ntitle: 目次\n---\n\nText.\n"}
        assert bookmaker("epub", write_book(files) / f"{name}.md").exit_code == 0
    assert sorted(path.name for path in Path("build").iterdir()) == ["a.epub", "海.epub"]


@pytest.mark.parametrize("moment", ["yesterday", "-1", "1.5", "4354819200", "9" * 400, "１２"])
def test_a_moment_that_is_none(write_book, bookmaker, monkeypatch, moment):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    outcome = bookmaker("epub", write_book(BOOK))
    assert outcome.exit_code == 2
    assert outcome.errors.startswith(f'SOURCE_DATE_EPOCH: error: "{moment[:60]}" is not a moment between 1970 and 2107')


@pytest.mark.parametrize("moment", ["0", "4354819198", ""])
def test_the_first_and_the_last_moment(write_book, bookmaker, monkeypatch, moment):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    folder = write_book(BOOK)
    for file in folder.iterdir():
        os.utime(file, (9_000_000_000, 9_000_000_000))  # in the year 2255
    assert bookmaker("epub", folder).exit_code == 0


def test_nobodys_home(write_book, bookmaker, monkeypatch, tmp_path):
    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(Path, "home", nobody)
    assert bookmaker("epub", write_book(BOOK)).exit_code == 0
    monkeypatch.setattr(epub, "write", lambda *_: 1 / 0)
    assert "[bug]" in bookmaker("epub", write_book(BOOK)).errors


def test_both_editions_or_none(write_book, bookmaker, monkeypatch):
    """One that fails leaves the other's earlier file as it was, and nothing beside it."""
    folder = write_book(BOOK)
    Path("build").mkdir()
    Path("build/sea-room.pdf").write_bytes(b"%PDF earlier")
    monkeypatch.setattr(pdf, "write", lambda book, target, *_: target.write_bytes(b"%PDF new"))

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(epub, "write", fail)
        outcome = bookmaker("build", folder, "--format", "json")
    assert (outcome.exit_code, json.loads(outcome.output)["written"]) == (2, [])
    assert {path.name: path.read_bytes() for path in Path("build").iterdir()} == {"sea-room.pdf": b"%PDF earlier"}

    Path("build/sea-room.epub").mkdir()  # it cannot be renamed over
    outcome = bookmaker("build", folder, "--format", "json")
    assert (outcome.exit_code, json.loads(outcome.output)["written"]) == (2, [])
    assert json.loads(outcome.output)["findings"][0]["file"] == "build/sea-room.epub"
    assert sorted(path.name for path in Path("build").iterdir()) == ["sea-room.epub", "sea-room.pdf"]
    assert Path("build/sea-room.pdf").read_bytes() == b"%PDF earlier"

    Path("build/sea-room.epub").rmdir()
    assert bookmaker("build", folder).exit_code == 0
    assert sorted(path.name for path in Path("build").iterdir()) == ["sea-room.epub", "sea-room.pdf"]
    assert Path("build/sea-room.pdf").read_bytes() == b"%PDF new"


def test_every_edition_is_written_alike():
    promised, *kept = (
        [parameter.annotation for parameter in inspect.signature(holder.write).parameters.values()]
        for holder in (editions.Edition, *map(editions.load, editions.EDITIONS))
    )
    assert kept == [promised[1:]] * len(editions.EDITIONS)
