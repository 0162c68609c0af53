"""The programs that make EPUBs of Markdown: where each comes from, and how it is told to make one of the sample.

A program's files (its configuration, as a person would write it) are in ``recipes/`` under its name.  Its commands are
typed in a folder that holds a copy of the sample and of these files, and what is typed is what ``PEERS.md`` shows.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SAMPLE = HERE / "sample"
RECIPES = HERE / "recipes"
CACHE = Path.home() / ".cache" / "bookmaker-peers"
EPOCH = "1562630400"  # 9 July 2019


class AbsentError(Exception):
    """Why a program is not at hand."""


class BuildError(Exception):
    """What a program said instead of making a book."""


@dataclass(frozen=True)
class Maker:
    """A program, where its packages come from, and what is typed to make the book."""

    name: str  # with a hole for each number that the version command prints
    recipe: str
    version: str
    commands: tuple[str, ...]
    book: str  # where the EPUB is then
    pip: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    programs: str = "bin"  # where its programs are, in the folder that it was installed to
    absent: str = ""  # why it may have to be on PATH already

    @property
    def title(self) -> str:
        """The name without versions."""
        return self.name.replace(" {}", "")


FILES = "lamp.md tide.md log.md boat.md"
MAKERS = (
    Maker(
        "bookmaker {}",
        "bookmaker",
        "python -m bookmaker --version",
        ("python -m bookmaker build .",),
        "build/*.epub",
    ),
    Maker(
        "pandoc {}",
        "pandoc",
        "pandoc --version | head -n 1",
        (
            "pandoc --standalone --file-scope --toc --metadata-file=metadata.yaml --epub-cover-image=images/cover.png "
            f"--output=book.epub {FILES}",
        ),
        "book.epub",
        pip=("pypandoc_binary",),
        programs="lib/python*/site-packages/pypandoc/files",
    ),
    Maker(
        "Sphinx {} + MyST {}",
        "sphinx",
        "python -c 'import sphinx, myst_parser; print(sphinx.__version__, myst_parser.__version__)'",
        ("mkdir _static && cp images/cover.png _static/", "sphinx-build -M epub . build"),
        "build/epub/book.epub",
        pip=("sphinx", "myst-parser"),
    ),
    Maker(
        "Calibre {}",
        "calibre",
        "ebook-convert --version",
        (
            f"sed 's/]([a-z]*\\.md#/](#/' {FILES} > book.md",
            "ebook-convert book.md book.epub --epub-version=3 --markdown-extensions=footnotes,tables,toc,fenced_code "
            "--chapter=//h:h1 --page-breaks-before=//h:h1 --level1-toc=//h:h1 --level2-toc=//h:h2 "
            """--title="The Keeper's Handbook" --comments='A lighthouse in four chapters' --authors='Ada Lund' """
            "--author-sort='Lund, Ada' --language=en --isbn=978-3-16-148410-0 --cover=images/cover.png",
        ),
        "book.epub",
        absent="not on PATH",
    ),
    Maker(
        "Vivliostyle {}",
        "vivliostyle",
        "vivliostyle --version | head -n 1",
        ("vivliostyle build",),
        "book.epub",
        npm=("@vivliostyle/cli@latest", "node@22"),
        programs="node_modules/.bin",
    ),
    Maker(
        "EbookLib {} + Python-Markdown {}",
        "ebooklib",
        """python -c 'from importlib.metadata import version as v; print(v("ebooklib"), v("markdown"))'""",
        ("python book.py",),
        "book.epub",
        pip=("ebooklib", "markdown"),
    ),
    Maker(
        "Quarto {}",
        "quarto",
        "quarto --version",
        ("quarto render --to epub",),
        "_book/*.epub",
        absent="not on PATH, and its package fetches the program from elsewhere",
    ),
)


def installed(maker: Maker, cache: Path) -> dict[str, str]:
    """The environment in which *maker* is found; its packages are installed below *cache* when they are not there."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_COLOR": "1", "PUPPETEER_SKIP_DOWNLOAD": "1"}
    environment.pop("PYTHONPATH", None)
    if maker.recipe == "bookmaker":
        return environment | {"PYTHONPATH": str(ROOT), "PATH": _path(Path(sys.executable).parent)}
    if not maker.pip + maker.npm:
        if not shutil.which(maker.version.split()[0]):
            raise AbsentError(maker.absent)
        return environment
    folder = cache / maker.recipe
    wanted = "\n".join(maker.pip + maker.npm)
    complete = folder / "installed.txt"
    if not complete.is_file() or complete.read_text(encoding="utf-8") != wanted:
        _install(maker, folder, environment)
        complete.write_text(wanted, encoding="utf-8")
    return environment | {"PATH": _path(*folder.glob(maker.programs), folder / "bin")}


def named(maker: Maker, environment: dict[str, str]) -> str:
    """The name of *maker* with the versions that it gives for itself."""
    said = _run(maker.version, ROOT, environment)
    numbers = re.findall(r"\d+(?:\.\d+)+", said)
    return maker.name.format(*numbers, *("?" for _ in range(maker.name.count("{}"))))


def built(maker: Maker, folder: Path, environment: dict[str, str]) -> Path:
    """The EPUB that *maker* makes of the sample in *folder*, a new one, with no cache from before."""
    manuscript = folder / "manuscript"
    shutil.copytree(SAMPLE, manuscript)
    if (RECIPES / maker.recipe).is_dir():
        shutil.copytree(RECIPES / maker.recipe, manuscript, dirs_exist_ok=True)
    for command in maker.commands:
        _run(command, manuscript, environment | {"XDG_CACHE_HOME": str(folder / "cache")})
    found = sorted(manuscript.glob(maker.book))
    if not found:
        raise BuildError(f"no {maker.book}")
    return found[0]


def _install(maker: Maker, folder: Path, environment: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    commands = [
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *maker.pip],
    ]
    if maker.npm:
        commands = [["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *maker.npm]]
    for command in commands:
        try:
            subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=900)
        except (OSError, subprocess.SubprocessError) as error:
            raise AbsentError(f"{' '.join(maker.pip + maker.npm)} cannot be installed") from error


def _run(command: str, folder: Path, environment: dict[str, str]) -> str:
    try:
        ran = subprocess.run(
            ["bash", "-ec", command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        )
    except subprocess.CalledProcessError as error:
        raise BuildError((error.stderr or error.stdout).strip()[-400:]) from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{command} took more than ten minutes") from error
    return str(ran.stdout)


def _path(*folders: Path) -> str:
    return os.pathsep.join([*map(str, folders), os.environ["PATH"]])
