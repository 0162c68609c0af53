"""Real manuscripts by others, where they are at hand: they become EPUBs without an error."""

import zipfile
from xml.etree.ElementTree import fromstring

import pytest

from tests.conftest import SHARED

MANUSCRIPTS = SHARED / "manuscripts"
SOURCES = [
    "necromancer",
    "progit/en",
    "progit/ja",
    "progit/ar",
    "nixos-prod",
    *(
        f"opensource-guide/_articles/{name}"
        for name in ("best-practices.md", "fa/leadership-and-governance.md", "hi/metrics.md")
    ),
]

pytestmark = pytest.mark.skipif(not MANUSCRIPTS.is_dir(), reason="the manuscripts are not at hand")


@pytest.mark.parametrize("source", SOURCES)
def test_a_real_manuscript(source, bookmaker, tmp_path):
    path = MANUSCRIPTS / source
    if not path.exists():
        pytest.skip(f"{source} is not at hand")
    outcome = bookmaker("epub", path, "-o", tmp_path / "x.epub")
    assert outcome.exit_code == 0, outcome.errors
    with zipfile.ZipFile(tmp_path / "x.epub") as epub:
        documents = [name for name in epub.namelist() if name.endswith(".xhtml")]
        assert documents
        for name in documents:
            fromstring(epub.read(name))
