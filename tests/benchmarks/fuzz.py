"""Random chapters made into e-books: EPUBCheck must have nothing to say, and no word may be lost.

``python -m tests.benchmarks.fuzz`` packages 2,000 chapters of ``random_chapters`` as books of 50, as the command does;
in every fourth book chapters are split as if they were very long; every eighth is read by Python-Markdown's rules,
which have their own opinion of what is a word, so that none is looked for there.
EPUBCheck is run as ``../shared/tools/epub`` does, with ``--usage`` one book at a time and with what it says of style.
``--seed`` makes other chapters, ``--show 17`` prints the seventeenth.  A message is printed with the chapter that it
is about.  Exits with 1 where there was a message, a lost word or a crash.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bookmaker.build import Request, build
from bookmaker.editions import splitting
from bookmaker.findings import BookError, Report, Stopped
from tests.benchmarks.random_chapters import WORD, Chapter, chapter
from tests.conftest import SHARED

TOOLS = SHARED / "tools/epub"
JUDGES = Path(os.environ.get("CHECKS_HOME", Path.home() / ".cache/edition-checks")) / "venv/bin/python"
CHAPTERS = 50  # of a book
SHORT = 1_500  # bytes: where a chapter is split, in the books that try it
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004"
    "0001f61738550000000049454e44ae426082"
)
FILES = {
    "boat.png": PNG,
    "text.png": b"this is no picture",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>',
    "tide.mp3": b"ID3\x04\0\0\0\0\0\0",
    "tide.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "words.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nwords\n",
}
_ASKED = "import json, sys; sys.path.insert(0, sys.argv[1]); import {0}; print(json.dumps({0}.{1}))"
_BATCH = _ASKED.format("epubcheck_batch", "batch(sys.argv[2:])")
_USAGE = _ASKED.format("check_epubcheck", "run(sys.argv[2], True)[0]")


class Trouble(NamedTuple):
    """What is wrong: its kind (an id of EPUBCheck's, ``lost``, ``crash`` ...), the chapter or file, and the words."""

    kind: str
    place: str
    words: str


class Bound(NamedTuple):
    """A finished book with the chapters that went in."""

    file: Path
    chapters: list[Chapter]


def settings(number: int) -> str:
    """The configuration of book *number*: no two neighbours are made alike."""
    dialect = "python-markdown" if _by_other_rules(number) else "commonmark"
    language = ("en", "fr", "ar", "ja")[number // 2 % 4]
    return f'dialect = "{dialect}"\n[book]\ntitle = "Fuzz {number}"\nlanguage = "{language}"\nkind = "book"\n'


def _by_other_rules(number: int) -> bool:
    return number % 8 == 5


def bind(number: int, chapters: list[Chapter], folder: Path) -> tuple[Bound | None, list[Trouble]]:
    """The book *number*, without the chapters that cannot be read or that end in an exception."""
    trouble = _build(number, chapters, folder)
    kept = chapters
    if trouble:
        each = [(one, _build(number, [one], folder)) for one in chapters]
        kept = [one for one, wrong in each if not wrong]
        trouble = [wrong for _, found in each for wrong in found] or trouble
        if not kept or _build(number, kept, folder):
            return None, [*trouble, Trouble("crash", f"book {number}", "the book as a whole cannot be built")]
    if _by_other_rules(number):
        kept = [one._replace(words=frozenset()) for one in kept]
    return Bound(folder / f"{number}.epub", kept), trouble


def _build(number: int, chapters: list[Chapter], folder: Path) -> list[Trouble]:
    """Write the EPUB; what kept it from being written."""
    with tempfile.TemporaryDirectory() as written:
        root = Path(written)
        for name, content in {"book.toml": settings(number).encode(), **FILES}.items():
            (root / name).write_bytes(content)
        for one in chapters:
            (root / file_name(one)).write_bytes(one.text.encode())
        longest = splitting.MOST_BYTES
        if number % 4 == 3:
            splitting.MOST_BYTES = SHORT
        try:
            build(Request(root, ("epub",), output=folder / f"{number}.epub"), Report(), lambda *_: None)
        except (BookError, Stopped) as error:
            return [Trouble("refused", _named(chapters), str(getattr(error, "finding", error)))]
        except Exception as error:  # noqa: BLE001 - every exception is what is looked for
            return [Trouble("crash", _named(chapters), f"{type(error).__name__}: {str(error)[:200]}")]
        finally:
            splitting.MOST_BYTES = longest
    return []


def file_name(one: Chapter) -> str:
    """A name that is still to be seen in the documents made of it."""
    return f"c{one.number:05d}.md"


def _named(chapters: list[Chapter]) -> str:
    return file_name(chapters[0]) if len(chapters) == 1 else f"{file_name(chapters[0])} and others"


def lost_words(book: Bound) -> Iterator[Trouble]:
    """The words that should be in *book* and are nowhere that a reader finds them."""
    shown: set[str] = set()
    with zipfile.ZipFile(book.file) as epub:
        for name in epub.namelist():
            if name.endswith(".xhtml") and "nav" not in name:
                try:
                    root = ET.fromstring(epub.read(name))
                except ET.ParseError:  # EPUBCheck says it better
                    continue
                for element in root.iter():
                    given = [element.get(key, "") for key in ("alt", "title", "href", "alttext")]
                    shown.update(WORD.findall(" ".join([element.text or "", element.tail or "", *given])))
    for one in book.chapters:
        for word in sorted(one.words - shown):
            line = next(line for line in one.text.split("\n") if word in line)
            at = line.index(word)
            yield Trouble("lost", file_name(one), f"{word} in {line[max(0, at - 60) : at + 50]}")


def judged(books: list[Bound], usage: bool) -> Iterator[Trouble]:
    """What EPUBCheck says of *books*, about chapters where it names one."""
    command = [str(JUDGES), "-c", _USAGE if usage else _BATCH, str(TOOLS)]
    files = [str(book.file) for book in books]
    for some in [[file] for file in files] if usage else [files]:
        answer = json.loads(subprocess.run([*command, *some], check=True, stdout=subprocess.PIPE).stdout)
        messages = answer["messages"] if usage else [message for file in some for message in answer[file]]
        for message in messages:
            yield from _troubles(message)


def _troubles(message: dict[str, Any]) -> Iterator[Trouble]:
    for place in message.get("locations") or [message]:
        document = re.sub(r"^.*?(c\d{5})(?:-\d+)?\.xhtml$", r"\1.md", place.get("path", ""))
        kind = message["ID"] if message["severity"] in ("ERROR", "FATAL") else f"{message['severity']} {message['ID']}"
        yield Trouble(kind, document.lower(), message["message"])


def main() -> None:
    """Make the books, have them judged, print what is wrong and the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="how many chapters (2000)")
    parser.add_argument("--seed", type=int, default=1, help="which chapters (1)")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="print one chapter and do nothing else")
    parser.add_argument("--usage", action="store_true", help="EPUBCheck's advice too; about a minute more")
    options = parser.parse_args()
    if options.show is not None:
        sys.stdout.write(chapter(options.seed, options.show).text)
        return
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        books, found = _bound(options.seed, options.count, Path(folder))
        words = sum(len(one.words) for book in books for one in book.chapters)
        built = time.monotonic()
        if JUDGES.is_file() and TOOLS.is_dir():
            found += judged(books, options.usage)
        else:
            print("EPUBCheck was not asked: ../shared/tools/epub/setup makes it ready")
        judging = time.monotonic() - built
    for trouble in sorted(found):
        print(f"{trouble.kind:16s}{trouble.place:12s}{trouble.words[:300]}")
    counts = Counter(trouble.kind for trouble in found)
    print(f"seed {options.seed}: {options.count} chapters in {len(books)} books, built in {built - began:.0f} s, "
          f"checked in {judging:.0f} s; {words} words looked for")  # fmt: skip
    print(", ".join(f"{kind} {count}" for kind, count in counts.most_common()) or "nothing is wrong")
    sys.exit(any(kind != "refused" and not kind.startswith("USAGE") for kind in counts))


def _bound(seed: int, count: int, folder: Path) -> tuple[list[Bound], list[Trouble]]:
    books: list[Bound] = []
    found: list[Trouble] = []
    for number, first in enumerate(range(1, count + 1, CHAPTERS)):
        chapters = [chapter(seed, one) for one in range(first, min(first + CHAPTERS, count + 1))]
        book, trouble = bind(number, chapters, folder)
        found += trouble
        if book is not None:
            books.append(book)
            found += lost_words(book)
    return books, found


if __name__ == "__main__":
    main()
