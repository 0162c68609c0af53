"""A file -> its text: UTF-8, line ends as ``\\n``, and nothing in it that no edition can hold.

``config`` and ``manuscript`` call :func:`read_text` for whatever an author wrote, ``theme`` for sheets.
"""

from pathlib import Path

from bookmaker.characters import UNWRITABLE, complaint, without
from bookmaker.findings import BookError, Finding, Place, Report

_MOST = 20  # findings in a file: who has more has seen the point


def read_text(path: Path, shown: str, exit_code: int = 1) -> str:
    """The text of *path*, UTF-8 (or UTF-16 with its mark), line ends made ``\\n``, the byte order mark gone.

    Raises BookError, with *exit_code*, that names the line and the byte where it is something else.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        finding = Finding("error", Place(shown), f"cannot be read: {error.strerror}", "unreadable")
        raise BookError(finding, exit_code) from error
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        finding = Finding("error", Place(shown, line, column),
                          f"this is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}", "encoding",
                          "save the file as UTF-8 in your editor")  # fmt: skip
        raise BookError(finding, exit_code) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str, shown: str, report: Report) -> str:
    """*text*, that of the file *shown*, without the characters that no edition can hold; a finding for each line."""
    if not UNWRITABLE.search(text):
        return text
    lines = text.split("\n")
    spoilt = [number for number, line in enumerate(lines, 1) if UNWRITABLE.search(line)]
    for number in spoilt[:_MOST]:
        found = [*UNWRITABLE.finditer(lines[number - 1])]
        message, hint = complaint(match[0] for match in found)
        report.warning(Place(shown, number, found[0].start() + 1), message, "character", hint)
    if more := len(spoilt[_MOST:]):
        report.warning(Place(shown, spoilt[_MOST]), f"{more} more lines hold such characters", "character")
    return without(text)


def one_line(value: str, place: Place, report: Report) -> str:
    """*value*, which stands at *place*, in one line and without such characters; escapes may have brought them in."""
    if found := UNWRITABLE.findall(value):
        message, hint = complaint(found)
        report.warning(place, message, "character", hint)
    return " ".join(without(value).split())
