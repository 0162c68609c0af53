"""Finished files on their way into their folder: tried beforehand, written beside their targets, put in place together.

``build`` calls it.  What cannot be written is an error that names the thing itself: a target, a folder, a full disk.
"""

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

from bookmaker.config import CONFIGURATION
from bookmaker.findings import BookError, Finding, Place, Report

_BEGINNINGS = (b"PK\x03\x04", b"%PDF")  # of an EPUB, of a PDF
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_FULL = 1_000_000  # bytes: a disk on which no more is free
ELSEWHERE = "set TMPDIR to a folder with room"
_NONE: Mapping[Path, Path] = MappingProxyType({})


def check_name(target: Path, edition: str, report: Report) -> None:
    """Refuse a name that is not the edition's."""
    if target.suffix.lower() != f".{edition}":
        report.error(Place(str(target)), f"this is no name for the {edition.upper()}", "configuration",
                     f"name it {target.with_suffix(f'.{edition}').name}")  # fmt: skip


def check_place(target: Path, edition: str, report: Report) -> None:
    """Refuse to write over a file that is no edition: a chapter or a picture, say."""
    try:
        with target.open("rb") as there:
            beginning = there.read(4)
    except OSError:  # there is none, or it cannot be read: writing will tell
        return
    if beginning and beginning not in _BEGINNINGS:
        report.error(Place(str(target)), f"there is a file already, and it is no {edition.upper()}: it stays",
                     "configuration", "choose another name with -o, or delete it first")  # fmt: skip


def open_folder(folder: Path, hint: str) -> None:
    """Make the folder, and find out now, not after the work, whether files can be written there."""
    with telling(folder, hint):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


@contextmanager
def beside(hint: str) -> Iterator[dict[Path, Path]]:
    """Targets with the files beside them that take their places when all went well, and are gone otherwise."""
    partials: dict[Path, Path] = {}
    try:
        yield partials
        with telling([*partials, Path()][0], hint, partials):
            _put_in_place(partials)
    finally:
        for partial in partials.values():
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)


def name_beside(target: Path, ending: str) -> Path:
    """A name in the folder of *target* that no other build uses at the same time."""
    return target.with_name(f".{target.stem[:40]}-{secrets.token_hex(4)}.{ending}")


def _put_in_place(partials: dict[Path, Path]) -> None:
    """Rename them all, or, when one cannot be renamed, none."""
    earlier: list[Path] = []
    with ExitStack() as undo:
        for number, (target, partial) in enumerate(partials.items(), 1):
            if number < len(partials):  # the last one needs no way back
                try:
                    if target.is_dir():
                        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(target))
                    earlier.append(target.replace(name_beside(target, "earlier")))
                    undo.callback(earlier[-1].replace, target)
                except FileNotFoundError:
                    undo.callback(target.unlink, missing_ok=True)
            partial.replace(target)
        undo.pop_all()
    for path in earlier:
        path.unlink()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for files that are not kept."""
    with ExitStack() as stack:
        with telling(Path("TMPDIR"), ELSEWHERE):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
        yield Path(folder)


# ---- what cannot be written


@contextmanager
def telling(target: Path, hint: str, partials: Mapping[Path, Path] = _NONE) -> Iterator[None]:
    """Make of an OSError, met while *target* or the files beside some targets are written, a BookError.

    *hint* says what to do where it is the target that cannot be written.
    """
    try:
        yield
    except OSError as error:
        if error.errno is None:  # a library's, not the system's: a bug of ours
            raise
        place, advice = _culprit(error, target, hint, partials)
        message = f"cannot be written: {error.strerror or error}"
        raise BookError(Finding("error", Place(str(place)), message, "unwritable", advice), CONFIGURATION) from error


def _culprit(error: OSError, target: Path, hint: str, partials: Mapping[Path, Path]) -> tuple[Path, str]:
    """What could not be written, and what to do: the error names a file, or else it is the disk that is full."""
    if error.errno in _NO_ROOM:
        hint = "the disk is full; what was there before is untouched"
    named = [Path(str(name)) for name in (error.filename, error.filename2) if name]
    for path, partial in partials.items():
        if path in named or partial in named:
            return path, hint
    temporary = _temporary_folder()
    if temporary is None:
        return Path("TMPDIR"), ELSEWHERE
    if any(_is_below(path, temporary) for path in named) and not _is_below(target, temporary):
        return named[0], ELSEWHERE
    if not named and error.errno in _NO_ROOM and _room(temporary) < min(_FULL, _room(target.parent)):
        return temporary, f"the disk of temporary files is full: {ELSEWHERE}"
    return target, hint


def _is_below(path: Path, folder: Path) -> bool:
    """Whether *path*, which may be relative, leads into *folder*."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _temporary_folder() -> Path | None:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:  # none of those that Python tries can be written to
        return None


def _room(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
