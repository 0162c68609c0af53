"""List items: bullets, numbers, and pandoc's letters and Roman numerals.  ``starts`` names the rules in its table."""

import itertools
import re
from xml.etree.ElementTree import Element

from bookmaker.manuscript.markdown.block import Block
from bookmaker.manuscript.markdown.blocks import Parser, Started
from bookmaker.manuscript.markdown.line import Line

_ITEM = re.compile(r"([-*+])(?=[ \t]|$)|(\d{1,9}|#)([.)])(?=[ \t]|$)|\((\d{1,9}|@[\w-]*)\)(?=[ \t])")
# A capital and a full stop are an initial, unless two spaces follow.
_LETTER = re.compile(
    r"(?:([A-Z])\.(?=  |\t)|([a-z]|[ivxl]{2,7}|[IVXL]{2,7})\.|(\()?([A-Za-z]|[ivxl]{2,7}|[IVXL]{2,7})\))(?=[ \t]+\S)"
)
_TENS = ("", "x", "xx", "xxx", "xl")
_ROMAN = [ten + one for ten in _TENS for one in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")]
_FAR = 60  # lines: where the second item is looked for


def item(parser: Parser, line: Line, inside: Block) -> Started:
    """``- ``, ``1. ``, ``#. `` or ``(@) `` opens a list item, and a list where there is none of its kind."""
    match = _ITEM.match(line.words)
    if not match or (inside.kind == "paragraph" and not _may_interrupt(inside, match, line.words)):
        return None
    width = _take_mark(line, match)
    mark = match[1] or match[3] or "()"
    if inside.kind != "list" or inside.mark != mark:
        number = match[2] or match[4] or ""
        _start_list(parser, line, mark, Element("ul" if match[1] else "ol"), int(number) if number.isdecimal() else 1)
    parser.start(Block("item", Element("li"), line.number, width=width))
    return "container"


def lettered_item(parser: Parser, line: Line, inside: Block) -> Started:
    """``a) ``, ``iv. ``, ``(B) `` or ``A.  `` opens a list item, where the next letter follows or the one before it
    has opened one."""
    match = _LETTER.match(line.words)
    if not match or inside.kind == "paragraph":
        return None
    marks = _marks(match)
    goes_on = inside.kind == "list" and marks.get(inside.mark, 0) >= _next_number(inside)
    following = {} if goes_on else _next_marks(parser, line.indent + match.end() + 1)
    begun = next((mark for mark, number in marks.items() if following.get(mark) == number + 1), "")
    if not (goes_on or begun):
        return None
    width = _take_mark(line, match)
    if begun:
        _start_list(parser, line, begun, Element("ol", {"type": begun[0]}), marks[begun])
    parser.start(Block("item", Element("li"), line.number, width=width))
    return "container"


def _next_number(block: Block) -> int:
    return int(block.element.get("start", "1")) + len(block.element)


def _marks(match: re.Match[str]) -> dict[str, int]:
    """What letters may be: HTML's ``type`` with the sign behind it, and the number; ``i`` is Roman first."""
    letters = match[1] or match[2] or match[4]
    sign = "()" if match[3] else match[0][-1]
    small = letters.lower()
    found = {f"{'i' if letters == small else 'I'}{sign}": _ROMAN.index(small)} if small in _ROMAN else {}
    if len(letters) == 1:
        found[f"{'a' if letters == small else 'A'}{sign}"] = ord(small) - ord("a") + 1
    return found


def _next_marks(parser: Parser, width: int) -> dict[str, int]:
    """What the next line may be that is not indented by *width*, the text of an item, and does not go on with it."""
    blank = False
    for text in itertools.islice(parser.ahead(), _FAR):
        words = text.lstrip(" \t")
        indent = len(text) - len(words)
        if indent < width and words and (match := _LETTER.match(words)):
            return _marks(match)
        if blank and words and indent < width:
            break
        blank = not words
    return {}


def _take_mark(line: Line, match: re.Match[str]) -> int:
    """Take the mark that *match* found from *line*; how far the item's content is indented."""
    indent = line.indent
    line.take_indent()
    line.take_characters(match.end())
    padding = 1 if line.blank or line.indent > 4 else line.indent
    line.take_columns(padding)
    return indent + match.end() + padding


def _start_list(parser: Parser, line: Line, mark: str, element: Element, number: int) -> None:
    """Open the list *element*, whose first item has that *number*."""
    if parser.open[parser.depth - 1].kind == "list":
        parser.depth -= 1
    if number != 1:
        element.set("start", str(number))
    parser.start(Block("list", element, line.number, mark=mark))


def _may_interrupt(paragraph: Block, match: re.Match[str], words: str) -> bool:
    """An empty item, or a number other than 1, is no reason to end a paragraph (CommonMark 5.2).

    Neither is a line that a formula or a code span runs over.
    """
    if not words[match.end() :].strip() or (not match[1] and match[2] not in ("1", "#")):
        return False
    if "$" not in words and "`" not in words:
        return True
    written = "\n".join(paragraph.lines)
    return not ((written.count("$") % 2 and words.count("$") % 2) or (written.count("`") % 2 and words.count("`") % 2))
