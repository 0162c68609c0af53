"""HTML that an author wrote between Markdown -> elements.  ``manuscript`` calls :func:`parse_html` on a file's tree.

Only what the HTML spans is parsed as HTML: the blocks from an opening tag to the one that balances it.
"""

import re
from collections import Counter
from collections.abc import Callable
from xml.etree.ElementTree import Element

from bookmaker.manuscript.loose_html import TOKEN, disarmed, finished
from bookmaker.manuscript.markdown.blocks import TooDeep
from bookmaker.manuscript.sanitise import MAX_DEPTH, PHRASING
from bookmaker.manuscript.unknown_tags import Tell, UnknownTags
from bookmaker.xhtml import (
    RAW,
    SWALLOWING,
    VOID,
    append_text,
    escape,
    holds_block,
    local_name,
    make,
    name,
    parse,
    serialise,
)

# Elements that another beginning ends, and those that are text without their end tags: who leaves it out nests nothing.
_NESTING_NOTHING = SWALLOWING | frozenset("a button dd dt li nobr p rt tbody td tfoot th thead tr".split())
_END = re.compile(r"</([A-Za-z][^\s/>]*)")


def parse_html(body: Element, tell: Tell, look: Callable[[str, int], None]) -> None:
    """Put the elements that its HTML makes into *body*; comments go.  *tell* hears of tags that are shown as text.

    *look* is given each piece of HTML, once nothing in it is left open, with its line.
    """
    blocks: list[Element] = []
    group: list[Element] = []
    open_tags: Counter[str] = Counter()
    unknown = UnknownTags(
        tell, lambda: {name.lower() for html in body.iter(RAW) for name in _END.findall(html.text or "")}
    )
    for child in body:
        line = int(child.get("data-line", "0"))
        written, within = list[str](), line
        for element in child.iter():
            within = int(element.get("data-line", within))
            if element.tag == RAW:
                written.append(_finish(element, tell, line, unknown))
                look(written[-1], within)
        if not written and not group:
            blocks.append(child)
            continue
        group.append(child)
        for html in written:
            if _balance(html, open_tags) >= MAX_DEPTH:  # all of it stands in the body
                raise TooDeep("elements", MAX_DEPTH, line)
        if not open_tags:
            blocks += _parsed(group, tell)
            group = []
    body[:] = blocks + (_parsed(group, tell) if group else [])


def _finish(element: Element, tell: Tell, line: int, unknown: UnknownTags) -> str:
    """What *element* holds, now without loose ends."""
    element.text = finished(element.text or "", tell, line, unknown)
    return element.text


def _balance(html: str, open_tags: Counter[str]) -> int:
    """Count what *html* opens and closes; how many elements were open in one another at most.

    An end tag without a beginning is nothing to wait for.
    """
    depth = deepest = sum(count for name, count in open_tags.items() if name not in _NESTING_NOTHING)
    for tag in TOKEN.finditer(html):
        name = (tag["name"] or "").lower()
        if not name or name in VOID or tag["rest"].endswith("/") or (tag["end"] and name not in open_tags):
            continue
        step = -1 if tag["end"] else 1
        open_tags[name] += step
        if not open_tags[name]:
            del open_tags[name]
        if name not in _NESTING_NOTHING:
            depth += step
            deepest = max(deepest, depth)
    return deepest


def _parsed(group: list[Element], tell: Tell) -> list[Element]:
    html = "".join(serialise(block) + escape(block.tail or "") for block in group)
    line = group[0].get("data-line", "0")
    blocks = _with_paragraphs(parse(disarmed(html, tell, int(line))))
    if blocks and "data-line" not in blocks[0].attrib:
        blocks[0].set("data-line", line)
    return blocks


def _with_paragraphs(fragment: Element) -> list[Element]:
    """What *fragment* holds, with a paragraph around words that stand between its blocks."""
    blocks: list[Element] = []
    run = make("p", {}, fragment.text)
    for child in list(fragment):
        tail, child.tail = child.tail, None
        if _is_phrase(child):
            run.append(child)
        else:
            _end_run(run, blocks)
            blocks.append(child)
            run = make("p")
        append_text(run, tail or "")
    _end_run(run, blocks)
    return blocks


def _end_run(run: Element, blocks: list[Element]) -> None:
    if (run.text or "").strip() or any((phrase.tail or "").strip() for phrase in run):
        run.text = (run.text or "").lstrip()
        run.tail = "\n"
        blocks.append(run)
        return
    if blocks:
        blocks[-1].tail = run.text
    blocks += run


def _is_phrase(element: Element) -> bool:
    return (
        name(element) in PHRASING or name(element) == "picture" or local_name(element) in ("svg", "math")
    ) and not holds_block(element)
