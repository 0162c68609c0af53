"""A selector -> whether it reaches the running text, whose size, leading, colours and alignment are the reader's.

``css_rules`` asks for :func:`is_known` and :func:`reaches`.  The selector is matched, as a reader matches it, against
a specimen: ordinary paragraphs, items and cells wherever a chapter may have them and the words that are stressed in
them, none with a class by a name.  What is set apart from them (headings and what follows them, quotations, code,
links, tables as a whole, whatever has a class) is its author's to dress.
"""

import functools
import re
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from cssselect2 import ElementWrapper, SelectorError, compile_selector_list

_INLINE = ("b", "cite", "dfn", "em", "i", "q", "span", "strong")
_STRESSED = "".join(f'<{tag} data-text=""/>' for tag in _INLINE)
# A class without a name suits p[class], which dresses whatever a chapter has, and no class that an author names.
_PARAGRAPHS = f"""<p data-text="">{_STRESSED}</p><p data-text="" class="" id=""/><p data-text=""/>"""
_TEXT = f"""{_PARAGRAPHS}<div data-text="">{_PARAGRAPHS}</div><hr/>
<ul data-text=""><li/><li data-text="">{_PARAGRAPHS}</li><li/></ul>
<ol data-text=""><li/><li data-text="">{_PARAGRAPHS}</li><li/></ol>
<dl data-text=""><dt/><dd/><dt/><dd data-text="">{_PARAGRAPHS}</dd><dt/><dd/></dl>
<table><tbody><tr><td/><td/><td/></tr><tr><td/><td data-text="">{_PARAGRAPHS}</td><td/></tr><tr/></tbody></table>"""
_BODIES = (
    f'<section class="chapter" data-text="">{_TEXT}<section data-text="">{_TEXT}</section></section>',
    *(f'<{tag} data-text="">{_TEXT}</{tag}>' for tag in ("article", "div", "main")),
    _TEXT,
)
# What most selectors are, which need not be compiled: names, classes, and an attribute with its value.
_NAME = r"[A-Za-z][\w-]*"
_ONE = rf"(?:(?:\*|{_NAME})(?:\.{_NAME})*|(?:\.{_NAME})+)(?:\[{_NAME}={_NAME}\])*"
_PLAIN = re.compile(rf"{_ONE}(?:(?: ?[,>+~] ?| ){_ONE})*")
_SUBJECT = re.compile(r"(?:^|[ >+~])([\w-]*)([^ >+~]*)$")
_NAMES = frozenset(
    ("article", "body", "dd", "div", "dl", "html", "li", "main", "ol", "p", "section", "td", "ul", *_INLINE)
)


@functools.cache
def _specimens() -> list[ElementWrapper]:
    """Every element of two documents, one read from the left, one from the right."""
    return [
        wrapper
        for attributes in ('dir="ltr" lang="en"', 'dir="rtl" lang="ar"')
        for body in _BODIES
        for wrapper in ElementWrapper.from_html_root(_document(attributes, body)).iter_subtree()
        if "data-text" in wrapper.etree_element.attrib
    ]


def _document(attributes: str, body: str) -> Element:
    return fromstring(f'<html {attributes} data-text=""><head/><body data-text="">{body}</body></html>')


@functools.lru_cache(maxsize=1000)
def _compiled(selector: str) -> list[Any] | None:
    try:
        return [*compile_selector_list(selector)]
    except SelectorError:
        return None


def is_known(selector: str) -> bool:
    """Whether *selector* is one, as far as e-readers know."""
    return bool(_PLAIN.fullmatch(selector)) or _compiled(selector) is not None


def _may_reach(selector: str) -> bool:
    """Whether *selector* may dress what is in the specimens: most are known by their last name or class not to."""
    subject = _SUBJECT.search(selector.strip())
    if subject is None or "(" in selector:
        return True
    name, more = subject.groups()
    return name.lower() in _NAMES if name else not more.startswith((".", "#")) or ".chapter" in more


@functools.lru_cache(maxsize=1000)
def reaches(selector: str, name: str) -> bool:
    """Whether the declaration of *name* under *selector* is one of running text; columns may be aligned."""
    if not any(_may_reach(each) for each in selector.split(",")):
        return False
    tests = [each.test for each in _compiled(selector) or () if each.pseudo_element is None]
    return any(
        test(wrapper)
        for wrapper in _specimens()
        if name != "text-align" or wrapper.etree_element.tag != "td"
        for test in tests
    )
