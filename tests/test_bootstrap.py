"""The first run, with the slow parts replaced: when it makes an environment, when it leaves one alone."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bookmaker import bootstrap


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with nothing made yet, and a list of what the bootstrap does to it."""
    done: list[str] = []
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "requirements.lock").write_text("one==1\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "bin/python")
    monkeypatch.setattr(bootstrap, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(bootstrap, "STAMP", venv / "stamp")
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: name in ("pip", "sys", "json") or None)
    monkeypatch.setattr(bootstrap, "install_pango", lambda: done.append("pango"))
    monkeypatch.setattr(bootstrap, "start_again", lambda python: done.append(f"start {Path(python).name}"))

    def call(*command):
        done.append("pip" if "install" in command else "venv")
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin/python").touch()

    monkeypatch.setattr(bootstrap, "call", call)
    return tmp_path, done


def test_the_first_run_makes_everything_and_starts_again(checkout, capsys):
    _, done = checkout
    bootstrap.enter_environment("no_such_module")
    assert done == ["venv", "pip", "pango", "start python"]
    assert capsys.readouterr().err.count("\n") == 1


def test_the_second_run_only_starts_again(checkout):
    _, done = checkout
    bootstrap.enter_environment("no_such_module")
    done.clear()
    bootstrap.enter_environment("no_such_module")
    assert done == ["start python"]


def test_a_changed_lock_is_noticed(checkout, capsys):
    root, done = checkout
    bootstrap.enter_environment("no_such_module")
    (root / "requirements.lock").write_text("one==2\n")
    done.clear()
    bootstrap.enter_environment("no_such_module")
    assert done == ["venv", "pip", "pango", "start python"]
    assert "the locked requirements changed" in capsys.readouterr().err


def test_an_interrupted_run_starts_over(checkout, monkeypatch):
    _, done = checkout

    def interrupted():
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install_pango", interrupted)
        with pytest.raises(SystemExit) as stopped:
            bootstrap.enter_environment("no_such_module")
    assert stopped.value.code == 130
    assert not bootstrap.is_current()
    done.clear()
    bootstrap.enter_environment("no_such_module")
    assert done == ["venv", "pip", "pango", "start python"]


def test_inside_an_outdated_environment_the_outer_python_does_it(checkout, monkeypatch):
    root, done = checkout
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    bootstrap.enter_environment("sys")
    assert done == [f"start {Path(getattr(sys, '_base_executable', sys.executable)).name}"]


def test_a_machine_with_the_libraries_is_left_alone(checkout):
    _, done = checkout
    bootstrap.enter_environment("sys", "json")
    assert done == []


def test_an_installed_package_never_bootstraps(checkout, capsys):
    root, done = checkout
    (root / "pyproject.toml").unlink()
    bootstrap.enter_environment("sys", "json")
    with pytest.raises(SystemExit) as stopped:
        bootstrap.enter_environment("sys", "no_such_module")
    assert (stopped.value.code, done) == (5, [])
    assert capsys.readouterr().err.startswith("bookmaker: no_such_module missing from this installation;")


@pytest.mark.parametrize("module", ["bookmaker.bootstrap", "bookmaker.cli"])
def test_an_interruption_while_modules_load_is_no_traceback(module):
    code = (
        "import sys, builtins\nload = builtins.__import__\n"
        f"def stop(name, *more):\n    if name == '{module}': raise KeyboardInterrupt\n    return load(name, *more)\n"
        "from bookmaker.__main__ import main\nbuiltins.__import__ = stop\nmain()"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "bookmaker: interrupted; nothing was changed\n")


def test_without_pip_or_ensurepip_it_says_what_to_install(checkout, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as stopped:
        bootstrap.enter_environment("no_such_module")
    assert stopped.value.code == 5
    assert "apt-get install python3-pip python3-venv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "tool", "advice"),
    [
        ("darwin", "", "brew install pango"),
        ("win32", "", "in an MSYS2 shell: pacman -S mingw-w64-x86_64-pango"),
        ("linux", "dnf", "sudo dnf install pango"),
        ("linux", "", "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
    ],
)
def test_the_line_that_installs_pango(monkeypatch, platform, tool, advice):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name == tool else None)
    assert bootstrap.pango_advice() == advice


def test_an_old_python_is_told_first(checkout, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    monkeypatch.setattr(sys, "version", "3.8.10 (default)")
    with pytest.raises(SystemExit) as stopped:
        bootstrap.enter_environment("sys")
    assert stopped.value.code == 5
    assert capsys.readouterr().err == "bookmaker: this is Python 3.8.10, and bookmaker needs 3.11 or newer\n"


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py", "bootstrap.py"])
def test_an_old_python_can_read_that_far(name):
    path = Path(bootstrap.__file__).with_name(name)
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_what_is_missing_is_named(checkout, monkeypatch, capsys):
    root, _ = checkout
    bootstrap.enter_environment("no_such_module")
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    capsys.readouterr()
    with pytest.raises(SystemExit):
        bootstrap.enter_environment("sys", "no_such_module")
    assert capsys.readouterr().err.startswith("bookmaker: no_such_module missing from .venv;")


@pytest.mark.parametrize("exit_code", [0, 1])
def test_what_a_tool_says_is_shown_when_it_fails(capfd, exit_code):
    says = f"import sys; print('said'); print('complained', file=sys.stderr, flush=True); sys.exit({exit_code})"
    assert bootstrap.run_quietly([sys.executable, "-c", says]) == exit_code
    told = capfd.readouterr()
    assert told.out == ""
    assert sorted(told.err.split()) == (["complained", "said"] if exit_code else [])


@pytest.fixture
def interruptible():
    """The signal is heard, even where whoever started the tests had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_tool_shows_no_traceback(capfd):
    """The terminal's signal reaches the tool too, which speaks of it in its own way."""
    waits = f"import os, signal, time; os.kill({os.getpid()}, signal.SIGINT); os.kill(os.getpid(), signal.SIGINT); time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        bootstrap.run_quietly([sys.executable, "-c", waits])
    assert capfd.readouterr() == ("", "")
