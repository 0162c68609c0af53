"""Markup that was not understood and stands in a chapter as text: its kind and the words around it.

A chapter's tree comes in (before or after typography), places come out; ``manuscript`` reports them to the author
and ``tests/benchmarks/residue.py`` counts them.  What stands in code, in formulas or in drawings is not looked at.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.characters import ESCAPED
from bookmaker.xhtml import BLOCKS, HEADINGS, MATHML, SVG, classes

_KNOWN = frozenset(("math", "citation", "verbatim", "missing-image"))  # understood, and meant to stay
_NOT_TEXT = frozenset("code pre kbd samp script style math".split())
# Here a number or a dash begins the words of many authors, and Markdown could not make a list of them.
_ONE_LINE = frozenset(("td", "th", "dt", "caption", "figcaption", "summary", *HEADINGS))
_LEFT_OUT = "\ufffc"  # stands for code and the like, so that what is around it does not run together
_MARK = "\u2060"  # before words that do not begin a line of the source: a link's, and those of the blocks above
_UNWRITTEN = f"{_LEFT_OUT}{_MARK}{ESCAPED}"
_EDGE = "\n\n"  # between blocks
_AROUND = 30
_LONGEST_LINK = 500

_ELEMENTS = (  # without those that are shown as text on purpose, which has its own finding: see loose_html
    "a|abbr|aside|b|big|blockquote|br|caption|center|cite|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer"
    "|h[1-6]|header|hr|i|img|ins|li|mark|nav|ol|p|pre|q|s|section|small|span|strike|strong|sub|summary|sup|table"
    "|tbody|td|th|thead|tr|tt|u|ul"
)
_FRONT_MATTER = (
    "title|subtitle|author|authors|date|layout|lang|language|tags|categories|category|description|permalink|draft|slug"
    "|weight|image|keywords|bibliography|output"
)
# "#Chapter Twelve" as a short line of its own, or, with a capital, above others.  One small word is a tag, several
# with "#" are, and a line that ends as a sentence does is one: "#bookmaker is a tool."
_SMALL = "a-zß-ÿα-ωа-яё"
_TIGHT_HEADING = (
    rf"#(?:(?![{_SMALL}]\S*\n)[^\W\d_][^\n#]{{0,59}}(?=\n\n)|[^\W\d_{_SMALL}][^\n#]{{0,39}}(?=\n))(?<![.,;:…])"
)


def _upto(mark: str) -> str:
    """What matches to the next *mark* or the block's end: no character is looked at twice."""
    return rf"[^{mark}\n]*+(?:\n(?!\n)[^{mark}\n]*+)*+"


# Typography may have made dashes of hyphens.  No pattern goes beyond a bound or its own next mark, so that the search
# is linear; each begins with a character, "\n" for a line of the source and "\n\n" for a block's first, so that it is
# quick.  Where two of them meet, the one that begins first counts, then the one that stands first here.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("heading", rf"\n-?#{{1,6}} \S|\n##{{1,5}}\w|\n\n{_TIGHT_HEADING}"),
        ("quote", r"\n> ?\S"),
        ("alert", r"\[!\w{1,20}(?:\]|(?=\n))"),
        ("task", r"\n(?:[-*+] )?\[[ xX]?\] "),
        ("abbreviation", r"\n\*\[[^\]\n]{1,80}\] ?:"),
        ("bullet", r"\n[-*+] +\S|\n-[^\W_][^\n]{0,400}\n-[^\W_]"),
        ("number", r"\n\n\d{1,3}[.)] +\S|\n1[.)] +\S|\n1[.)][^\W\d_][^\n]{0,400}\n2[.)][^\W\d_]"),
        ("fence", r"\n(?:`{3,}|~{3,})"),
        ("div", r":::+(?: ?\{[^}\n]{1,120}\})?"),
        ("div", r"\n::(?: ?\{| ?[A-Za-z][\w-]{0,40}(?=\n))|\n/{3,}(?: ?\w|(?=\n))"),
        ("admonition", r"\n(?:!!!|\?\?\?\+?) ?[\w\"“]"),
        ("aside", r"\n[ABDEGIQTWX]> "),
        ("block-id", r"\^(?<=[ \n]\^)[^\W_][\w-]{0,60}(?=\n\n)"),
        ("table-rule", r"\n?\|[ :]{0,9}(?:[-–—]{2,}|—)[-–—:| ]*|\n\+(?:[-–—=:]{1,400}\+){1,99}"),
        ("table-row", r"\n\|(?:[^|\n]{0,400}\|)+"),
        ("line-block", r"\n\| +\S"),
        ("caption", r"\n(?:Table ?)?: +\S|\n:[A-Za-z][^:\n]{1,400}(?=\n)"),
        ("rule", r"\n(?:[-–—*_]{3,}|={3,}|—)(?=\n|$)"),
        ("front-matter", rf"\n(?:{_FRONT_MATTER}): ?\S"),
        ("definition", r"\n\[[^\]\n]{1,80}\]: ?\S"),
        ("image", r"!\["),
        ("note", r"\[\^ ?[^\]\s][^\]\n]{0,80}\]"),
        ("inline-note", r"\^\["),
        ("wiki-link", r"\[\[[^\]\n]{1,200}\]\]"),
        ("citation", r"\[[^\]@\n]{0,40}(?<!\w)@\w[^\]\n]{0,120}\]"),
        (
            "reference",
            r"\\@ref\(|@(?<!\w@)(?:fig|tbl|tab|sec|eq|lst|thm)[-:]\w|@(?<!\w@)(?:figure|table|section|equation|listing|fig|tbl|sec)[-:_]\w",
        ),
        ("link", rf"\]\(|\]\[[^\]\n]{{0,80}}\]|\] \({_MARK}?(?:https?://|#\w|[\w./-]{{1,80}}\.md\b)"),
        ("link", rf"\)\[{_MARK}?https?://"),
        ("bookdown", r"\(ref:[\w-]{1,60}\)|\((?:PART|APPENDIX)(?:\\?\*)?\) (?=\w)"),
        ("index", r"\\index\{"),
        (
            "tex",
            r"\\(?:begin|end|label|ref|eqref|cite|footnote|textbf|textit|textsc|texttt|emph|underline|chapter|section"
            r"|includegraphics|[vh]space\*?|pagestyle|thispagestyle|setcounter)[{\[]"
            r"|\\(?:(?:new|clear)page|noindent|(?:big|med|small)skip|[vh]fill|centering|ldots|LaTeX)\b",
        ),
        (
            "math",
            r"\$\$|\\[(\[]|\$(?=\\[A-Za-z]|[^\s$][^$\n\\^_]*+[\\^_])[^$\n]++\$"
            r"|\$(?:[A-Za-z]|[\w()]{1,20} ?[-+=<>] ?[\w()=+<> -]{0,60})\$(?!\w)",
        ),
        (
            "attributes",
            r"\{:?[ ]?[#.][^}\n]{1,120}\}|\{(?<![_^]\{)[\w-]{1,20}[=:][^}\n]{1,120}\}|\{-\}|\{:toc\}"
            r"|\{[#.]\w[^{}\n]{0,120}(?=\n)",
        ),
        ("attributes", r"\]\{[^{}\n]{1,120}\}?"),
        ("blurb", r"\{ ?/?(?:blurb|aside|pagebreak|quiz|exercise|sample|frontmatter|mainmatter|backmatter)\b"),
        ("template", r"\{\{|\{%|%%(?<!\d%%)"),
        ("include", r"<<[\[(]|--8<|–8<"),
        ("comment", r"<!(?:--|–|—)"),
        ("html", rf"</?(?:{_ELEMENTS})(?:\s[^<>\n]{{0,200}})?/?>"),
        ("entity", r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,12}\d?);"),
        ("strong", rf"\*\*+(?:[^*\n]{{1,80}}+\*\*+)?|__\w{_upto('_')}__"),
        (
            "emphasis",
            rf"\*(?<!\w\*)\w[^*\n]{{0,80}}\*|\*(?<!\w\*)\w{_upto('*')}\*(?<!\s\*)(?!\w)|_(?<!\w_)\w{_upto('_')}_(?!\w)",
        ),
        ("strike", r"~~"),
        ("mark", rf"==[^\s=]{_upto('=')}=="),
        ("sub-or-superscript", r"~\w{1,20}~|\^\w{1,20}\^"),
        ("backtick", r"`+"),
        ("backslash", r"\\(?:[*_`#\[\]{}<>!|~^$]| {0,4}(?=\n))"),
    )
)
# What those begin with that are not found by their beginning alone.
_FIRST = {
    "table-rule": "|+", "note": "[^", "reference": "\\@", "math": "$\\", "template": "{%", "include": "<-–",
    "strong": "*_", "emphasis": "*_", "sub-or-superscript": "~^", "backtick": "`",
}  # fmt: skip


class Piece(NamedTuple):
    """Markup that can be read as text: its kind, itself with some words around it, its first line alone, and what
    stands right before that."""

    kind: str
    excerpt: str
    words: str
    before: str


def residue(body: Element) -> Iterator[Piece]:
    """Each piece of markup that can be read as text below *body*."""
    pieces = [_EDGE]
    _collect(body, pieces)
    words = re.sub(r"\n[ \t]+", "\n", "".join(pieces))
    matches = sorted(
        (match.start(), order, match.end())
        for order, (kind, pattern) in enumerate(PATTERNS)
        if kind not in _FIRST or any(character in words for character in _FIRST[kind])
        for match in pattern.finditer(words)
    )
    last = 0
    for start, order, end in matches:
        if start >= last:
            last = end
            if not _is_meant(words, start, end):
                found = words[start:end].lstrip("\n")
                before = words[max(start - _AROUND, 0) : end - len(found)]
                line = re.split(f"[\n{_UNWRITTEN}]", found, maxsplit=1)[0]
                near = re.split(f"[\n{_UNWRITTEN}]", before)[-1]
                yield Piece(PATTERNS[order][0], _excerpt(words, start, end), line[:_AROUND], near)


def _is_meant(words: str, start: int, end: int) -> bool:
    """Whether the author put a backslash before a character of what stands there, or before the bracket it closes."""
    opening = words.rfind("[", max(start - _LONGEST_LINK, 0), start) if words[start] == "]" else start
    return words[max(opening - 1, 0) : opening] == ESCAPED or ESCAPED in words[start:end]


def _collect(element: Element, pieces: list[str]) -> None:
    """Add the text that *element* shows, blocks apart from each other."""
    if not isinstance(element.tag, str):
        return
    if element.tag in _NOT_TEXT or element.tag.startswith((SVG, MATHML)) or _KNOWN.intersection(classes(element)):
        pieces.append(_LEFT_OUT)
        return
    is_block = element.tag in BLOCKS
    if is_block:
        pieces.append(_EDGE)
    if element.tag in _ONE_LINE or element.tag == "a":
        pieces.append(_MARK)
    pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    if is_block:
        pieces.append(_EDGE)


def _excerpt(words: str, start: int, end: int) -> str:
    """What stands there, with some words of its line on both sides."""
    found = words[start:end].lstrip("\n")
    before = words[max(start - _AROUND, 0) : end - len(found)].rpartition("\n")[2]
    after = words[end : end + _AROUND].partition("\n")[0]
    return " ".join(
        (before + found[: 2 * _AROUND] + after).replace(_MARK, "").replace(ESCAPED, "").replace(_LEFT_OUT, "…").split()
    )
