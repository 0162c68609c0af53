"""flit_core, with ``styles/`` packed into the wheel as ``bookmaker/styles/``, where an installed bookmaker finds it.

pyproject.toml names this as its build backend (PEP 517, in-tree); pip calls it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flit_core import buildapi
from flit_core.buildapi import (  # noqa: F401 - pip looks for them here
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
)

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def packed_styles() -> Iterator[None]:
    """A copy of the styles inside the package, for as long as the wheel is made."""
    copy = ROOT / "bookmaker" / "styles"
    shutil.copytree(ROOT / "styles", copy, ignore=shutil.ignore_patterns("specimens"), dirs_exist_ok=True)
    try:
        yield
    finally:
        shutil.rmtree(copy)


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: str | None = None) -> str:
    """Make the wheel; PEP 517 names the arguments."""
    with packed_styles():
        name: str = buildapi.build_wheel(wheel_directory, config_settings, metadata_directory)
    return name
