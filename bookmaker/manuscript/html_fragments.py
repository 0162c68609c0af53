"""HTML that an author wrote between Markdown -> elements.  ``manuscript`` calls :func:`parse_html` on a file's tree.

Only what the HTML spans is parsed as HTML: the blocks from an opening tag to the one that balances it.
"""

import re
from collections import Counter
from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown.blocks import TooDeep
from bookmaker.manuscript.sanitise import MAX_DEPTH
from bookmaker.xhtml import RAW, VOID, escape, parse, serialise

# Elements that another beginning ends: an author who leaves the end tag out nests nothing.
_CLOSED_BY_OTHERS = frozenset("a button dd dt li nobr optgroup option p rp rt tbody td tfoot th thead tr".split())
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)


def parse_html(body: Element) -> None:
    """Put the elements that its HTML makes into *body*; comments go."""
    blocks: list[Element] = []
    group: list[Element] = []
    open_tags: Counter[str] = Counter()
    for child in body:
        written = [element.text or "" for element in child.iter(RAW)]
        if not written and not group:
            blocks.append(child)
            continue
        group.append(child)
        for html in written:
            if _balance(html, open_tags) > MAX_DEPTH:
                raise TooDeep("elements", MAX_DEPTH, int(group[-1].get("data-line", "0")))
        if not open_tags:
            blocks += _parsed(group)
            group = []
    body[:] = blocks + (_parsed(group) if group else [])


def _balance(html: str, open_tags: Counter[str]) -> int:
    """Count what *html* opens and closes; how many elements were open in one another at most.

    An end tag without a beginning is nothing to wait for.
    """
    depth = deepest = sum(count for name, count in open_tags.items() if name not in _CLOSED_BY_OTHERS)
    for tag in _TAG.finditer(html):
        name = (tag[2] or "").lower()
        if not name or name in VOID or tag[3].endswith("/") or (tag[1] and name not in open_tags):
            continue
        step = -1 if tag[1] else 1
        open_tags[name] += step
        if not open_tags[name]:
            del open_tags[name]
        if name not in _CLOSED_BY_OTHERS:
            depth += step
            deepest = max(deepest, depth)
    return deepest


def _parsed(group: list[Element]) -> list[Element]:
    fragment = parse("".join(serialise(block) + escape(block.tail or "") for block in group))
    if (fragment.text or "").strip():
        paragraph = Element("p")
        paragraph.text = fragment.text
        return [paragraph, *fragment]
    return list(fragment)
