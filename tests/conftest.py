"""Fixtures: small manuscripts written on the spot, the command run in this process, golden files with ``--update``."""

import ctypes.util
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner

from bookmaker import bootstrap
from bookmaker.cli import commands
from bookmaker.editions.theme import styles_folder

HERE = Path(__file__).parent
THEMES = sorted(path.stem for path in (styles_folder() / "themes").glob("*.css"))
SHARED = HERE.parent.parent / "shared"
HAS_PANGO = all(bootstrap.can_load(name) for name in bootstrap.LIBRARIES[:4]) or bool(
    ctypes.util.find_library("pango-1.0")
)

hypothesis.settings.register_profile("quick", deadline=None)  # a busy machine is no mistake
hypothesis.settings.register_profile("thorough", max_examples=20_000, deadline=None)
hypothesis.settings.load_profile("quick")
needs_pango = pytest.mark.skipif(not HAS_PANGO, reason=f"Pango is not on this machine: {bootstrap.pango_advice()}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected files anew from what comes out")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Every test runs in a folder of its own, on the same day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1562630400")  # 9 July 2019
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def write_book(tmp_path) -> Callable[..., Path]:
    """``write_book({"book.toml": "...", "one.md": "..."})`` gives the folder."""

    def write(files: dict[str, str | bytes], name: str = "book") -> Path:
        folder = tmp_path / name
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    exit_code: int
    output: str
    errors: str


@pytest.fixture
def bookmaker() -> Callable[..., Outcome]:
    """``bookmaker("epub", folder)`` runs the command as the shell would."""

    def run(*arguments: object) -> Outcome:
        result = CliRunner().invoke(commands, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def unpacked(bookmaker, tmp_path) -> Callable[[Path], dict[str, str]]:
    """``unpacked(folder)`` builds the EPUB and gives its text files by name."""

    def unpack(source: Path) -> dict[str, str]:
        outcome = bookmaker("epub", source, "-o", tmp_path / "x.epub")
        assert outcome.exit_code == 0, outcome.errors
        with zipfile.ZipFile(tmp_path / "x.epub") as epub:
            return {
                name.removeprefix("EPUB/"): epub.read(name).decode()
                for name in epub.namelist()
                if name.endswith((".xhtml", ".opf", ".ncx", ".css"))
            }

    return unpack


@pytest.fixture
def expect(request) -> Callable[[Path, str], None]:
    """``expect(file, text)`` compares with a golden file, or writes it under ``--update``."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{file} is missing; look at what comes out, then run with --update"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def copied(tmp_path) -> Callable[[Path], Path]:
    """``copied(folder)`` gives a copy of a manuscript that a test may build and change."""

    def copy(folder: Path) -> Path:
        target = tmp_path / "copy" / folder.name
        shutil.copytree(folder, target, symlinks=True, ignore=shutil.ignore_patterns("expected*"))
        return target

    return copy


def folders(parent: str) -> list[Path]:
    """The manuscripts below ``tests/<parent>``, by name."""
    return sorted(path for path in (HERE / parent).iterdir() if path.is_dir())


def is_root() -> bool:
    """Root may write anywhere, so that some tests show nothing."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
