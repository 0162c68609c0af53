"""HTML that would swallow the text behind it -> HTML that does not: a tag without its end is shown as text, and told.

To an HTML parser a ``title`` or ``script`` without an end tag holds all that follows, and an author who writes about
the ``<title>`` element would lose the rest of the chapter.  ``html_fragments`` calls :func:`finished` on each piece of
HTML and :func:`disarmed` on what it parses; the dialect of Python-Markdown, whose HTML is one piece, on that alone.
"""

import re
from collections import Counter
from typing import NamedTuple

from bookmaker.manuscript.unknown_tags import Tell, UnknownTags
from bookmaker.xhtml import RAW_TEXT, SWALLOWING, VOID, escape, escape_attribute

# As HTML's tokenizer divides them: a quotation mark counts only behind an equals sign.
_ATTRIBUTES = r"""(?:=\s*+(?:"[^"]*+"|'[^']*+')|=(?!\s*+["'])|[^>=])*+"""
TOKEN = re.compile(
    rf"<!--(?:-?>|.*?--!?>)|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*)(?P<rest>{_ATTRIBUTES})>"
    r"|<[!/](?!--|\[CDATA\[|[A-Za-z])[^>]*>|<![A-Za-z][^>]*>",
    re.DOTALL,
)
_OPENING = re.compile(r"<(?=[A-Za-z/!?])")
_BROKEN = re.compile(rf"</?[A-Za-z][^\s/>]*{_ATTRIBUTES}")
_CDATA = ("<![CDATA[", "]]>")
_LAST = (("<", ">"), ("<?", "?>"), _CDATA)
_NO_HTML = re.compile(r"<\?|</[^A-Za-z]|<!(?!--|\[CDATA\[|doctype)", re.IGNORECASE)
_ADDRESS = re.compile(r"<((?:[A-Za-z][A-Za-z0-9+.-]*://|mailto:)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_BEGUN = re.compile(r"<[/!?]?[A-Za-z][\w-]*|<.?")
_MAY_SWALLOW = re.compile(rf"</?(?:{'|'.join(sorted(SWALLOWING))})(?=[\s/>])", re.IGNORECASE)
_LINES = frozenset("p li dt dd td th h1 h2 h3 h4 h5 h6 blockquote caption figcaption summary".split())
_OF_LINES = re.compile(rf"<(/?)({'|'.join(sorted(_LINES))})(?=[\s/>])", re.IGNORECASE)
_NUMBER = re.compile(r'\sdata-line="(\d+)"')
_FOREIGN = ("svg", "math")
_UNQUOTED = re.compile(r"=\s*[^\s\"'>]+/\Z")
_NEVER_CLOSED = frozenset(("plaintext", "frameset"))
_WORDS = frozenset(("title", "textarea", "noembed", "noframes"))  # in a line of text somebody writes about them
_IN_LINE = "cannot stand in a line of text"
_ENDED_BY_OTHERS = {"option": ("select", "datalist"), "optgroup": ("select", "datalist"), "rp": ("ruby",)}


def finished(html: str, tell: Tell, line: int, unknown: UnknownTags) -> str:
    """*html*, a piece of what an author wrote, with no tag, comment or instruction left open at its end.

    *unknown* knows the tags of the pieces before it that are no HTML.
    """
    ends = _Ends(html)
    pieces: list[str] = []
    at = done = broken = 0
    last = {begin: html.rfind(end) for begin, end in _LAST}
    while opening := _OPENING.search(html, at):
        at = opening.start()
        nowhere = at < broken or any(html.startswith(begin, at) and end < at for begin, end in last.items())
        if not nowhere and (token := TOKEN.match(html, at)):
            at = token.end()
            if no_html := _NO_HTML.match(token[0]):
                words = f"{_begun(html, token.start())} begins no HTML that a book knows"
                if no_html[0] == "<?":
                    tell(_begun(html, token.start()), f"{words} and is left out", line)
                else:
                    tell(_begun(html, token.start()), f"{words}, so it is shown as text", line)
                    pieces += (html[done : token.start()], token[0].replace("<", "&lt;"))
                    done = at
            elif address := _ADDRESS.fullmatch(token[0]):
                pieces += (html[done : token.start()], _link(address[1]))
                done = at
            elif (instead := unknown.instead(token, line)) is not None:
                pieces += (html[done : token.start()], instead)
                done = at
            elif token[0].startswith("<!--"):  # nobody sees it, and to an HTML parser a long one is much work
                pieces.append(html[done : token.start()])
                done = at
            elif _holds_no_markup(token) and (end := ends.find(token["name"], at)) >= 0:
                tail = html.find(">", end) + 1 or len(html)
                pieces += (html[done : token.start()], _literal(token, html[at:end], html[end:tail]))
                at = done = tail
            continue
        if html.startswith("<!--", at):
            tell("<!--", "this comment has no end (-->); what it holds is left out", line)
            return "".join(pieces) + html[done:at]
        tell(_begun(html, at), f"{_begun(html, at)} has no end, so it is shown as text", line)
        pieces += (html[done:at], "&lt;")
        if not nowhere and (tag := _BROKEN.match(html, at)):
            broken = tag.end()  # no tag before this place ends either: none is read to here again
        at = done = at + 1
    return "".join(pieces) + html[done:]


def _link(address: str) -> str:
    """*address*, which its author put between angle brackets as Markdown has it, as HTML's link."""
    reached = address if ":" in address else f"mailto:{address}"
    return f'<a href="{escape_attribute(reached)}">{escape(address)}</a>'


def _holds_no_markup(token: re.Match[str]) -> bool:
    """Whether *token* begins an element in which a sign for "less than" begins nothing."""
    return (token["name"] or "").lower() in RAW_TEXT and not token["end"] and not token["rest"].endswith("/")


def _literal(token: re.Match[str], content: str, end: str) -> str:
    """An element that holds no markup, its content such that it would hold none in any other."""
    if token["name"].lower() == "xmp":
        return f"<pre{token['rest']}>{escape(content)}</pre>"
    if (whole := content.strip()).startswith(_CDATA[0]) and whole.endswith(_CDATA[1]):  # as drawings have their rules
        return token[0] + escape(whole.removeprefix(_CDATA[0]).removesuffix(_CDATA[1])) + end
    return token[0] + content.replace("<", "&lt;") + end


def disarmed(html: str, tell: Tell, line: int = 0) -> str:
    """*html* with every tag shown as text that would swallow what does not belong to it."""
    if not _MAY_SWALLOW.search(html):
        return html
    pieces: list[str] = []
    at = 0
    for start, (why, number) in sorted(_Scan(html, line).shown().items()):
        tell(_begun(html, start), f"{_begun(html, start)}> {why}, so it is shown as text", number)
        pieces += (html[at:start], "&lt;")
        at = start + 1
    return "".join(pieces) + html[at:]


def _begun(html: str, at: int) -> str:
    """The beginning of the tag at *at*, as it was written: ``<title`` or ``</title``."""
    match = _BEGUN.match(html, at)
    return match[0] if match else "<"


def _is_empty(name: str, rest: str) -> bool:
    """Whether a tag ends itself; ``<svg xmlns=http://a.example/>`` does not, and only HTML's own names are forgiven."""
    return rest.endswith("/") and not (name in _FOREIGN and _UNQUOTED.search(rest))


class _Ends:
    """Where elements whose content is no markup end in a text; what is nowhere is searched once."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._absent: dict[str, int] = {}

    def find(self, name: str, at: int) -> int:
        """Where ``</name`` comes next; -1 if nowhere."""
        if self._absent.get(name, len(self.html) + 1) <= at:
            return -1
        found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(self.html, at)
        if found is None:
            self._absent[name] = at
        return found.start() if found else -1


class _Open(NamedTuple):
    """An element that is open: its name, where its tag begins, the line of its block."""

    name: str
    start: int
    line: int


class _Scan:
    """The walk over all tags, with the elements that are open."""

    def __init__(self, html: str, line: int) -> None:
        self.html = html
        self.line = line
        self.ends = _Ends(html)
        self.open: list[_Open] = []
        self.count: Counter[str] = Counter()
        self.found: dict[int, tuple[str, int]] = {}
        self.in_line: set[str] = set()  # elements of which a beginning is shown as text, and its end not yet
        self.leaves = -1  # where a line of text ends before an element in it that holds no markup does

    def shown(self) -> dict[int, tuple[str, int]]:
        """Where the tags begin that are to be text, with why, and a line near them."""
        at = 0
        while token := TOKEN.search(self.html, at):
            at = token.end()
            name = (token["name"] or "").lower()
            if number := _NUMBER.search(token["rest"] or ""):
                self.line = int(number[1])
            if not name or name in VOID or _is_empty(name, token["rest"]):
                continue
            at = self.closed(name, token) if token["end"] else self.opened(name, token)
        self.leave(0)
        return self.found

    def opened(self, name: str, token: re.Match[str]) -> int:
        """Take in a beginning; where the walk goes on."""
        foreign = any(self.count[other] for other in _FOREIGN)
        if name in _NEVER_CLOSED and not foreign:
            self.show(token.start(), "is never part of a book")
        elif name in RAW_TEXT and not foreign:
            return self.literal(name, token)
        else:
            self.open.append(_Open(name, token.start(), self.line))
            self.count[name] += 1
        return token.end()

    def literal(self, name: str, token: re.Match[str]) -> int:
        """An element that holds no markup: all of it is passed over where it ends in its line of text or block."""
        end = self.ends.find(name, token.end())
        if end < 0 or self.is_left(token.end(), end):
            self.show(token.start(), "has no end tag")
        elif name in _WORDS and any(self.count[line] for line in _LINES):
            self.show(token.start(), _IN_LINE)
            self.in_line.add(name)  # its end is the next that ends nothing else, a title in a drawing say
        else:
            return self.html.find(">", end) + 1 or len(self.html)
        return token.end()

    def is_left(self, start: int, end: int) -> bool:
        """Whether a line of text that is open ends between the two places."""
        if start < self.leaves:
            return self.leaves < end
        inside: Counter[str] = Counter()
        for tag in _OF_LINES.finditer(self.html, start, end):
            name = tag[2].lower()
            inside[name] += -1 if tag[1] else 1
            if inside[name] < 0 and self.count[name]:
                self.leaves = tag.start()
                return True
        return False

    def closed(self, name: str, token: re.Match[str]) -> int:
        """Take in an end; what is still open in the element that it ends has none of its own."""
        if self.count[name]:
            depth = next(depth for depth in range(len(self.open) - 1, -1, -1) if self.open[depth].name == name)
            self.leave(depth + 1)
            self.count[self.open.pop().name] -= 1
        elif name in SWALLOWING and name not in _ENDED_BY_OTHERS and token.start() not in self.found:
            self.show(token.start(), _IN_LINE if name in self.in_line else "ends nothing")
            self.in_line.discard(name)
        return token.end()

    def leave(self, depth: int) -> None:
        """Leave all but the first *depth* open elements."""
        while len(self.open) > depth:
            element = self.open.pop()
            self.count[element.name] -= 1
            if element.name in SWALLOWING and not any(map(self.count.get, _ENDED_BY_OTHERS.get(element.name, ()))):
                self.found[element.start] = ("has no end tag", element.line)

    def show(self, start: int, why: str) -> None:
        """The tag at *start* is to be text."""
        self.found[start] = (why, self.line)
