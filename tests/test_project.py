"""The project's own files agree with each other."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from bookmaker import bootstrap

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(path):
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / path).read_text(), re.MULTILINE))


@pytest.mark.parametrize(
    ("requirements", "lock"),
    [
        (PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"], "bookmaker/requirements.lock"),
        (PROJECT["dependency-groups"]["lint"], ".ci/requirements.lock"),
    ],
)
def test_the_lock_holds_what_the_project_asks_for(requirements, lock):
    versions = locked(lock)
    for requirement in map(Requirement, requirements):
        assert requirement.specifier.contains(versions[requirement.name.lower()]), requirement


@pytest.mark.parametrize("lock", ["bookmaker/requirements.lock", ".ci/requirements.lock"])
def test_every_locked_version_has_its_hashes(lock):
    entries = re.split(r"^(?=[a-z])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_every_face_has_its_licence():
    fonts = ROOT / "styles/fonts"
    licences = {path.stem.removeprefix("OFL-") for path in fonts.glob("OFL-*.txt")}
    for face in [*fonts.glob("*.otf"), *fonts.glob("*.ttf")]:
        assert any(face.name.startswith(name) for name in licences), face


def test_the_first_run_looks_for_every_library():
    asked = {Requirement(line).name.lower() for line in PROJECT["project"]["dependencies"]}
    brought = packages_distributions()
    assert {brought[name][0].lower() for name in bootstrap.NEEDS} == asked
    assert f">={bootstrap.OLDEST[0]}.{bootstrap.OLDEST[1]}" == PROJECT["project"]["requires-python"]
