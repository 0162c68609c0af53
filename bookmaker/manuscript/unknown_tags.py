"""Tags of no element that a book, or a drawing or formula in it, could hold: ``Vec<String>`` -> text, as written.

``loose_html`` asks :class:`UnknownTags` about every tag before HTML's parser, to which ``<String>`` and ``<string>``
are the same, has seen it.  What has values, ``<Tab title="One">``, or a hyphen and an end, is an element of some tool:
its tags go and its content stays, which ``sanitise`` sees to.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection

from bookmaker.manuscript import mathml, svg
from bookmaker.manuscript.sanitise import ELEMENTS
from bookmaker.xhtml import escape

Tell = Callable[[str, str, int], None]  # (words to look for, message, the line to look from)

_FOREIGN = svg.ELEMENTS | mathml.ELEMENTS
_KNOWN = _FOREIGN | {name.lower() for name in _FOREIGN}  # a Path is a class, a path is a drawing's
_ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")
_NAME = re.compile(r"[a-z][^:]*", re.IGNORECASE)


def _listing(attributes: str) -> str:
    """The beginning of a ``Listing`` of mdBook's (the old element of HTML of that name is written small)."""
    given = {key: double or single for key, double, single in _ATTRIBUTE.findall(attributes)}
    number = f"Listing {given['number']}" if "number" in given else ""
    words = ": ".join(filter(None, (number, given.get("file-name"), given.get("caption"))))
    return f"<figure>{f'<figcaption>{words}</figcaption>' if words else ''}"


class UnknownTags:
    """What was shown so far of one text, so that an end tag is treated as its beginning was; *tell* hears of each.

    *ended* gives the names, in small letters, of the end tags in the text.
    """

    def __init__(self, tell: Tell, ended: Callable[[], Collection[str]]) -> None:
        self._tell = tell
        self._ended = functools.cache(ended)
        self._shown: Counter[str] = Counter()
        self._left: Counter[str] = Counter()

    def instead(self, token: re.Match[str], line: int) -> str | None:
        """What is to stand for *token*, a tag that ``loose_html.TOKEN`` found in the block of *line*, if anything."""
        if token["name"] == "Listing":
            return "</figure>" if token["end"] else _listing(token["rest"])
        return escape(token[0]) if self._are_text(token, line) else None

    def _are_text(self, token: re.Match[str], line: int) -> bool:
        written = token["name"] or ""
        name = written.lower()
        if name in ELEMENTS or written in _KNOWN or not _NAME.fullmatch(name):
            return False
        if token["end"]:
            return self._ends(name, token[0], line)
        if "=" in token["rest"] or ("-" in name and (token["rest"].endswith("/") or name in self._ended())):
            self._left[name] += 1
            return False
        self._shown[name] += 1
        self._tell(token[0], f"{' '.join(token[0].split())} is not an HTML element, so it is shown as text", line)
        return True

    def _ends(self, name: str, tag: str, line: int) -> bool:
        if self._shown[name]:
            self._shown[name] -= 1
            return True
        if self._left[name]:
            self._left[name] -= 1
            return False
        self._tell(tag, f"{tag} ends nothing, so it is shown as text", line)
        return True
