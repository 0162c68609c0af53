"""The first run in a bare checkout: comes in as whatever Python was typed, goes out inside ``.venv``.

``python3 -m bookmaker`` and ``python3 -m tests`` call :func:`enter_environment` before anything else.  It makes
``.venv`` from the locked requirements, lets apt bring Pango where it can, and starts the same command again
inside.  Standard library only.  An installed bookmaker has no ``pyproject.toml`` above it: nothing is made there.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = Path(__file__).with_name("requirements.lock")
STAMP = VENV / "requirements.lock.sha256"

OLDEST = (3, 11)  # down to the check of it, this file and __main__ hold nothing that an older Python cannot read
NEEDS = (  # what pyproject.toml lists, by the names of import
    "babel", "click", "ebooklib", "fontTools", "lxml", "markdown", "PIL", "pygments", "pymdownx", "rich", "tinycss2",
    "tinyhtml5", "weasyprint", "yaml",
)  # fmt: skip
DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
MISSING = 5  # the exit code that means: a library or tool is missing


def enter_environment(*needs: str) -> None:
    """Return at once where every module in *needs* can be imported and is current; else start again in ``.venv``.

    Exits with 5 and one line that names the remedy when the environment cannot be made, with 130 when interrupted.
    """
    try:
        python = other_python(*needs)
    except KeyboardInterrupt:
        say("interrupted; run again to start over")
        sys.exit(130)
    if python:
        start_again(python)


def other_python(*needs: str) -> "Path | None":
    """The Python to start again under, its environment made; none where this one will do."""
    if sys.version_info[:2] < OLDEST:
        stop(f"this is Python {sys.version.split()[0]}, and bookmaker needs {OLDEST[0]}.{OLDEST[1]} or newer")
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    missing = [name for name in needs if not importlib.util.find_spec(name)]
    if not (ROOT / "pyproject.toml").is_file():
        if missing:
            stop(f"{', '.join(missing)} missing from this installation; install bookmaker-editions again")
        return None
    if not (missing or inside):
        return None
    if is_current():
        if inside and not missing:
            return None
        if inside:
            stop(f"{', '.join(missing)} missing from {VENV.name}; delete that folder and run again")
    elif inside:
        return Path(getattr(sys, "_base_executable", sys.executable))
    else:
        make_environment()
    return PYTHON


def is_current() -> bool:
    """Whether ``.venv`` was finished from the lock as it is now."""
    return PYTHON.is_file() and STAMP.is_file() and STAMP.read_text() == lock_digest()


def lock_digest() -> str:
    """The SHA-256 of the locked requirements, in hex."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def make_environment() -> None:
    """Make ``.venv`` anew; the stamp is written last, so that an interrupted run starts over."""
    again = "the locked requirements changed" if STAMP.is_file() else "first run"
    say(f"{again}: making .venv from the locked requirements (about half a minute) ...")
    if importlib.util.find_spec("pip"):
        call(sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV))
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    elif importlib.util.find_spec("ensurepip"):
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
        pip = [str(PYTHON), "-m", "pip"]
    else:
        stop("this Python has no pip; on Debian and Ubuntu: apt-get install python3-pip python3-venv")
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    call(*pip, "install", *quiet, "--require-hashes", "--requirement", str(LOCK))
    install_pango()
    STAMP.write_text(lock_digest())


def install_pango() -> None:
    """Let apt bring Pango on Debian and Ubuntu, as root; anyone else is told the line that does it."""
    if sys.platform != "linux" or all(can_load(name) for name in LIBRARIES):
        return
    if os.geteuid() or not shutil.which("apt-get"):
        say(f"the PDF edition needs Pango: {pango_advice()}")
        return
    say(f"installing Pango: apt-get install {DEBIAN_PACKAGES} ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "-qq", "install", "--no-install-recommends", *DEBIAN_PACKAGES.split()]
    for command in (["apt-get", "-qq", "update"], install):
        if run_quietly(command, environment):
            say(f"that failed; the PDF edition will need: {pango_advice()}")
            return


def pango_advice() -> str:
    """The command that installs WeasyPrint's system libraries on this machine, as one line."""
    if sys.platform == "darwin":
        return "brew install pango"
    if sys.platform == "win32":
        return "in an MSYS2 shell: pacman -S mingw-w64-x86_64-pango"
    if shutil.which("dnf"):
        return "sudo dnf install pango"
    if shutil.which("pacman"):
        return "sudo pacman -S pango"
    return f"sudo apt-get install {DEBIAN_PACKAGES}"


def can_load(library: str) -> bool:
    """Whether the dynamic linker finds *library*."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def call(*command: str) -> None:
    """Run *command*; when it fails, leave with its name."""
    code = run_quietly([*command])
    if code:
        stop(f"the set-up stopped (exit {code}) at: {' '.join(command)}; run again to try once more")


def run_quietly(command: "list[str]", environment: "dict[str, str] | None" = None) -> int:
    """The exit code of *command*; what it says is shown when it fails, and not when it is interrupted."""
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    done = subprocess.run(command, env=environment, stdin=nothing, stdout=pipe, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        print(done.stdout.decode(errors="replace").strip(), file=sys.stderr, flush=True)  # noqa: T201
    return done.returncode


def start_again(python: Path) -> None:
    """Replace this process by the same command under *python*."""
    command = [str(python), *sys.orig_argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(python, command)


def say(message: str) -> None:
    """One line about the set-up, on stderr."""
    print(f"bookmaker: {message}", file=sys.stderr, flush=True)  # noqa: T201


def stop(message: str) -> None:
    """Say *message* and leave: something that bookmaker needs is missing."""
    say(message)
    sys.exit(MISSING)
