"""Characters that no edition can hold: controls, lone surrogates and those that Unicode says are none.

``text_files`` takes them out of what an author wrote, ``xhtml`` out of what is written; ``findings`` and ``display``
show them by their numbers, so that none reaches a terminal.
"""

import re
from collections.abc import Iterable

# Tabs and line feeds apart.  XML 1.0 forbids most of them, EPUBCheck warns of the others, no font has any.
UNWRITABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
LOST = "\ufffd"  # Unicode's own sign for a character that was lost
# While a file is read: before a character that its author meant as itself.  Of the private ones it is the last.
ESCAPED = "\U0010fffd"
# Signs of Chinese and Japanese, letters and punctuation, as a class of regular expressions: no space divides them.
UNDIVIDED = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff"
_UNPRINTABLE = re.compile(f"{UNWRITABLE.pattern}|[\n\t\u2028\u2029]")


def without(text: str) -> str:
    """*text* without its unwritable characters; one that is white space leaves a space."""
    return UNWRITABLE.sub(lambda match: " " if match[0].isspace() else "", text)


def complaint(found: Iterable[str]) -> tuple[str, str]:
    """What to tell an author of the characters *found*, and a hint, which may be empty."""
    distinct = list(dict.fromkeys(found))
    names = [number(character) for character in distinct]
    message = f"the character {names[0]} cannot be printed and is left out"
    if len(names) > 1:
        message = f"the characters {', '.join(names[:-1])} and {names[-1]} cannot be printed and are left out"
    return message, next(filter(None, map(_meant, distinct)), "")


def _meant(character: str) -> str:
    """A control of the upper range is nearly always a letter or quotation mark of Windows', taken for Latin-1."""
    if not "\x80" <= character <= "\x9f":
        return ""
    meant = bytes([ord(character)]).decode("cp1252", "ignore")
    return f"in Windows-1252 it is {meant}: was the file converted from another encoding?" if meant else ""


def number(character: str) -> str:
    """The character as Unicode numbers it: ``U+0001``."""
    return f"U+{ord(character):04X}"


def shown(character: str) -> str:
    """*character* itself with its number, or where it cannot be seen its number alone."""
    return f"{character} ({number(character)})" if character.isprintable() else number(character)


def in_one_line(text: str) -> str:
    """*text* as a terminal may have it: white space is spaces, and what cannot be printed is a number."""
    return _UNPRINTABLE.sub(lambda match: " " if match[0].isspace() else f"<{number(match[0])}>", text)
