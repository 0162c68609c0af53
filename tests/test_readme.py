"""README is true: its files exist, its keys are those of the configuration, its book.toml is one."""

import dataclasses
import re
import tomllib
import typing
from pathlib import Path

from bookmaker import config
from bookmaker.cli import EPILOG
from tests.conftest import THEMES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = tomllib.loads(README.split("```toml\n")[1].split("```")[0])


def test_pictures_exist():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README.split("## What you may write")[0])
    assert len(pictures) == 3
    assert all((ROOT / picture).is_file() for picture in pictures)


def test_every_theme_is_named_and_shown():
    for name in THEMES:
        assert f'| `"{name}"` |' in README
        assert f"](styles/specimens/{name}.png)" in README


def test_the_folders_exist():
    for name in re.findall(r"^    (\w+/) ", README, re.MULTILINE):
        assert (ROOT / name).is_dir()


def test_the_example_is_read_without_complaint(write_book, bookmaker):
    text = README.split("```toml\n")[1].split("```")[0]
    files = {name: f"# {name}\n\nText.\n" for name in ("preface.md", "1.md", "2.md", "afterword.md")}
    cover = (ROOT / "manuscript/images/cover.png").read_bytes()
    outcome = bookmaker("epub", write_book(files | {"book.toml": text, "images/cover.jpg": cover}))
    assert (outcome.exit_code, outcome.errors) == (0, "")


def names(kind):
    return {field.name for field in dataclasses.fields(kind)}


def test_every_key_is_in_the_example():
    assert set(EXAMPLE["book"]) == names(config.Metadata)
    assert set(EXAMPLE["edition"]["epub"]) == names(config.EpubEdition)
    assert set(EXAMPLE["edition"]["pdf"]) == names(config.PdfEdition)
    assert all(name in README for name in names(config.Accessibility))
    assert set(EXAMPLE) | {"parts"} == names(config.Settings)


def test_every_role_is_named():
    assert all(role in README for role in typing.get_args(config.Role))


def test_exit_codes_are_those_of_the_help():
    for code in re.findall(r"^ +(\d+)  ", EPILOG, re.MULTILINE):
        assert re.search(rf"\b{code} ", README)


def test_the_commands_are_the_ones_that_ci_runs():
    assert "python3 -m tests\n" in (ROOT / ".ci/run").read_text()
    assert "    python3 -m bookmaker build " in README
