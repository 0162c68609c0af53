"""Whether two HTML fragments are the same document: what a parser makes of them, equalised where nothing shows.

HTML text comes in, a flat tuple of tokens goes out; ``commonmark`` compares them.  Equalised are:

- entities and the order of attributes (by parsing), percent-encoding in URLs (RFC 3986, 6.2.2);
- white space between blocks, at the ends of a block's text and beside ``br``, and the length of its runs;
  never in ``pre`` and ``code``;
- the markup of coloured listings; of an info string the language stays, as ``code``'s class;
- what a reader adds: ids of headings, ``data-`` attributes;
- check boxes of task lists, and the alignment of table cells, however they are written.

Nothing else is: ``tests/test_commonmark.py`` holds pairs that must differ.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes
from xml.etree.ElementTree import Element

import tinyhtml5

from bookmaker.xhtml import BLOCKS, HEADINGS

Token = tuple[object, ...]  # ("start", name, attributes), ("end", name), ("text", words), ("comment", words)

_BLOCKS = BLOCKS | set("body center dir fieldset footer form frameset header hgroup legend main menu nav".split())
_SPACE = " \t\n\f\r"
_PRESERVED = frozenset("code pre script style textarea".split())
_URLS = frozenset(("href", "src", "cite"))
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_ALIGNED = re.compile(r"(?:text-align:\s*|align-)?(left|right|center);?")
_OF_TASK_LISTS = frozenset("task-list task-list-item task-list-control contains-task-list".split())


def same(one: str, other: str) -> bool:
    """Whether the two fragments are the same document."""
    return canonical(one) == canonical(other)


def canonical(html: str) -> tuple[Token, ...]:
    """The fragment as tokens that are equal for equal documents."""
    document = f"<!DOCTYPE html><html><head><title></title></head><body>{html.strip(_SPACE)}"  # after an unclosed <a>, white space has a tag
    body = tinyhtml5.parse(document, namespace_html_elements=False).find("body")
    for wrapper in body.iter("div"):
        _unwrap_language(wrapper)
    return tuple(_trimmed([("start", "body"), *_joined(_tokens(body, False)), ("end", "body")]))


def difference(one: str, other: str) -> str:
    """The coarsest thing in which two documents differ; empty when they are the same."""
    left, right = canonical(one), canonical(other)
    if left == right:
        return ""
    views = {"words": _words, "blocks": _block_names, "phrases": _names}
    return next((kind for kind, view in views.items() if view(left) != view(right)), "attributes or white space")


def _words(tokens: tuple[Token, ...]) -> list[str]:
    return "".join(str(token[1]) if token[0] == "text" else " " * _ends_line(token) for token in tokens).split()


def _block_names(tokens: tuple[Token, ...]) -> list[object]:
    return [token[:2] for token in tokens if token[0] in ("start", "end") and token[1] in _BLOCKS]


def _names(tokens: tuple[Token, ...]) -> list[object]:
    return [token[:2] for token in tokens if token[0] != "text"]


# ---- tree -> tokens


def _tokens(element: Element, preserved: bool) -> Iterator[Token]:
    """What *element* holds."""
    yield from _text(element.text, preserved)
    for child in element:
        if not isinstance(child.tag, str):
            yield ("comment", child.text)
        elif (box := _check_box(child)) is not None:
            yield ("check box", box)
        elif _is_wrapper(child, element):
            yield from _tokens(child, preserved)
        else:
            yield ("start", child.tag, _attributes(child, element))
            yield from _tokens(child, preserved or child.tag in _PRESERVED)
            yield ("end", child.tag)
        yield from _text(child.tail, preserved)


def _text(text: str | None, preserved: bool) -> Iterator[Token]:
    if text:
        yield ("text", text, preserved)


def _check_box(element: Element) -> bool | None:
    """Whether the box is ticked; None when *element* is none."""
    if element.tag == "input" and element.get("type") == "checkbox" and "disabled" in element.attrib:
        return "checked" in element.attrib
    if element.tag == "span" and element.get("class") == "checkbox":
        return {"☑": True, "☐": False}.get(element.text or "")
    return None


def _is_wrapper(element: Element, parent: Element) -> bool:
    """Whether *element* is only there for the colours of a listing, or holds a task list's box."""
    names = element.get("class", "").split()
    if element.tag == "div":
        return "highlight" in names and [child.tag for child in element] == ["pre"]
    if element.tag == "span":
        return parent.tag in ("pre", "code") and element.attrib.keys() <= {"class"}
    return element.tag == "label" and "task-list-control" in names


def _unwrap_language(wrapper: Element) -> None:
    """The language of a coloured listing goes to its code; Pygments' ``text`` stands for none."""
    for name in wrapper.get("class", "").split() if _is_wrapper(wrapper, wrapper) else ():
        code = wrapper.find("pre/code")
        if code is not None and name.startswith("language-") and name != "language-text":
            code.set("class", name)


def _attributes(element: Element, parent: Element) -> tuple[tuple[str, str], ...]:
    kept = {key: value for key, value in element.attrib.items() if not str(key).startswith("data-")}
    for key in _URLS & kept.keys():
        kept[key] = _url(kept[key])
    names = kept.pop("class", "").split()
    if element.tag in HEADINGS:
        kept.pop("id", None)
    elif element.tag == "pre":
        names = [name for name in names if name not in ("listing", "highlight")]
    elif element.tag == "code" and parent.tag == "pre":
        names = [name for name in names if name.startswith("language-")]
    elif element.tag in ("ul", "li"):
        names = [name for name in names if name not in _OF_TASK_LISTS]
    elif element.tag in ("td", "th"):
        for value in (kept.pop("style", ""), *names):
            if aligned := _ALIGNED.fullmatch(value.strip()):
                kept["align"] = aligned[1]
        names = [name for name in names if not _ALIGNED.fullmatch(name)]
    if names:
        kept["class"] = " ".join(names)
    return tuple(sorted(kept.items()))


def _url(url: str) -> str:
    """*url* with the same characters percent-encoded, whoever wrote it."""
    parts = re.split(r"(%[0-9A-Fa-f]{2})", url)
    return "".join(
        _escape(part) if number % 2 else quote(part, "!#$&'()*+,/:;=?@~") for number, part in enumerate(parts)
    )


def _escape(escape: str) -> str:
    character = unquote_to_bytes(escape).decode("latin-1")
    return character if _UNRESERVED.match(character) else escape.upper()


# ---- tokens -> fewer tokens


def _joined(tokens: Iterator[Token]) -> list[Token]:
    """Neighbouring runs of text as one."""
    joined: list[Token] = []
    for token in tokens:
        if joined and token[0] == joined[-1][0] == "text":
            joined[-1] = ("text", f"{joined[-1][1]}{token[1]}", token[2])
        else:
            joined.append(token)
    return joined


def _trimmed(tokens: list[Token]) -> Iterator[Token]:
    """Without the white space that a block or a line begins or ends with."""
    for number, token in enumerate(tokens):
        if token[0] != "text":
            yield token
            continue
        words = str(token[1])
        if not token[2]:
            words = re.sub(f"[{_SPACE}]+", " ", words)
            words = words.lstrip(" ") if _ends_line(tokens[number - 1]) else words
            words = words.rstrip(" ") if _ends_line(tokens[number + 1]) else words
        if words:
            yield ("text", words)


def _ends_line(token: Token) -> bool:
    return token[0] in ("start", "end") and (token[1] in _BLOCKS or token[1] == "br")
