"""Text made to be slow to read: each kind by name, a function from a number of bytes to a text of about that length.

``pathological`` reads them; the functions at the top write the kinds of the table below.
"""

import math
from collections.abc import Callable

Text = Callable[[int], str]


def run(piece: str, end: str = "") -> Text:
    """*piece* over and over, then *end* once."""
    return lambda size: piece * (size // len(piece.encode())) + end


def both(opening: str, closing: str, middle: str = "a") -> Text:
    """As many of *opening* as of *closing*."""
    return lambda size: middle.join(piece * (size // (len(opening) + len(closing))) for piece in (opening, closing))


def counted(line: str, *more: str) -> Text:
    """*line* with the numbers from 0 in place of ``№``, line by line; then the same for each of *more*."""

    def write(size: int) -> str:
        count = size // sum(len(form) + 4 for form in (line, *more))
        return "\n".join("".join(form.replace("№", str(number)) for number in range(count)) for form in (line, *more))

    return write


def nested(marker: str, indent: int = 0) -> Text:
    """Lines that each begin a block inside that of the line before: *indent* further in, or after its markers."""

    def write(size: int) -> str:
        deep = int(math.sqrt(2 * size / (indent or len(marker))))
        return "".join(f"{' ' * indent * level + marker if indent else marker * level}a\n" for level in range(deep))

    return write


def _growing_backticks(size: int) -> str:
    return "".join(f"e{'`' * length}" for length in range(1, int(math.sqrt(2 * size))))


def _abbreviations(size: int) -> str:
    count = size // 30
    defined = "".join(f"*[A{number}]: all of {number}\n" for number in range(count))
    return defined + "\n" + " ".join(f"A{number}" for number in range(count))


def _one_wide_table(size: int) -> str:
    columns = size // 12
    return f"{'|a' * columns}|\n{'|-' * columns}|\n" + f"{'|b' * columns}|\n" * 3


def _quotes_with_gaps(size: int) -> str:
    return "".join(f"{'> ' * (number % 40)}a\n" for number in range(size // 42))


INPUTS: dict[str, Text] = {
    # brackets, links, pictures
    "[": run("["),
    "[ and ]": both("[", "]"),
    "]": run("]"),
    "![[](": run("![[]("),
    "![[]()": run("![[]()"),
    "![": run("!["),
    "[a](b": run("[a](b"),
    "[a](<b": run("[a](<b"),
    "[a](": run("[a]("),
    "[ (](": run("[ (]("),
    "[a][b": run("[a][b"),
    "[a] [b] ": run("[a] [b] "),
    "[[a": run("[[a"),
    "[a](b ": run('[a](b "'),
    "[x](((": both("(", ")", "[x](a"),
    "[a*b](c) nested": both("[a", "](b)"),
    "[^": run("[^"),
    "^[": run("^["),
    "[@a; ": run("[@a; "),
    "@a ": run("a @fig-a "),
    "@a1 @a2 ": counted("a @fig-№ "),
    "[a](b) ": run("[a](b) "),
    "[a](1) [a](2) ": counted("[a](№.md) "),
    "[a](#1) among headings": counted("# H №\n\n", "[a](#h-№x)\n\n"),
    # angles, HTML
    "<a": run("<a"),
    "<a ": run("<a "),
    "<a href='": run("<a href='"),
    "<http://a ": run("<http://a "),
    "<": run("<"),
    "<>": run("<>"),
    "</a": run("</a "),
    "<b>x</b> ": run("<b>x</b> "),
    "<!--": run("a <!-- b "),
    "<!-- in HTML": run("<!-- "),
    "<!A": run("a <!A "),
    "<?": run("a <? "),
    "<![CDATA[": run("a <![CDATA[ "),
    "comments": run("<!-- a -->\n\n"),
    "<div> blocks": run("<div>\na\n</div>\n\n"),
    "<div> nested": both("<div>\n", "</div>\n"),
    "<div> nested, with blanks": both("<div>\n\n", "\n</div>\n"),
    "<div> unclosed": run("<div>\n\n"),
    "<div markdown=1> nested": both('<div markdown="1">\n', "</div>\n"),
    "<b> nested": both("<b>", "</b>"),
    "<b> unclosed": run("<b>a "),
    "<p> crossed": run("<b><p>a"),
    "<your name>": run("<your name> "),
    "a tag of many attributes": lambda size: "<b" + run(' a="b"')(size) + ">a</b>",
    "a tag of different attributes": lambda size: "<b " + counted("a№ ")(size) + ">a</b>",
    "&amp;": run("&amp;"),
    "&": run("&"),
    "&#": run("&#1"),
    # backslashes, backticks, formulas
    "\\": run("\\"),
    "\\*": run("\\*"),
    "\\ at line ends": run("a\\\n"),
    "`": run("`"),
    "` growing": _growing_backticks,
    "``a ` ": run("``a ` "),
    "`a": run("`a "),
    "$": run("$"),
    "$a": run("$a "),
    "$$": run("$$ a\n"),
    "$$ blocks": run("$$\na\n$$\n\n"),
    "\\(": run("\\("),
    "\\begin{": run("\\begin{a}\n"),
    # emphasis
    "*": run("*"),
    "a*": run("a*"),
    "*a ": run("*a "),
    "**a ": run("**a "),
    "*a_ ": run("*a_ "),
    "*a **a ": both("*a **a ", "b** b*"),
    "a**b c* ": run("a**b c* "),
    "**x [a*b**c*](d)": run("**x [a*b**c*](d) "),
    "_a": run("_a"),
    "__a": run("__a "),
    "~a": run("~a"),
    "~~a": run("~~a "),
    "^a": run("^a"),
    "==a": run("==a "),
    "'a": run("'a \"b "),
    "--": run("--"),
    "...": run("..."),
    # attributes, dialects
    "{": run("{"),
    "{#a": run("a{#a "),
    "a{.b} ": run("*a*{.b} "),
    "[a]{.b} ": run("[a]{.b} "),
    "{{": run("{{"),
    "{{a}}": run("{{a}} "),
    "%%": run("%% a "),
    "%% line by line": run("%% a\n"),
    "%% by itself": run("%%\na\n\n", "%%"),
    "[@fig-a; @b; ": run("[@fig-a; @b; "),
    "[see @fig-a]": run("[see @fig-a] "),
    "backslashes": run("\\* \\[a]"),
    "::: blocks": run("::: note\na\n:::\n\n"),
    "::: nested": both("::: note\n", ":::\n"),
    "::: unclosed": run("::: note\n"),
    "!!! nested": nested("!!! note\n", 4),
    "!!! blocks": run("!!! note\n    a\n\n"),
    "> [!NOTE]": run("> [!NOTE]\n> a\n\n"),
    "{blurb}": run("{blurb}\n"),
    "\\index{": run("\\index{a"),
    # containers
    "> > >": run("> ", "a"),
    ">>>": run(">", "a"),
    "> growing": nested("> "),
    "> with gaps": _quotes_with_gaps,
    "> and lazy lines": run("> a\nb\n"),
    "* * *": run("* ", "a"),
    "- - -": run("- ", "a"),
    "1. 1. 1.": run("1. ", "a"),
    "> - > -": run("> - ", "a"),
    "lists nested by 2": nested("- ", 2),
    "lists nested by 4": nested("- ", 4),
    "numbered lists nested": nested("1. ", 3),
    "quotes in lists": nested("- > ", 2),
    "list items": run("- a\n"),
    "list items, loose": run("- a\n\n"),
    "list items, other bullets": run("- a\n+ a\n"),
    "numbered items": counted("№. a\n"),
    "task list": run("- [ ] a\n"),
    "items and fences": run("- a\n  ```\n  b\n  ```\n"),
    "terms": counted("term №\n: told\n\n"),
    "line block": run("| a line of verse\n"),
    # leaves
    "100,000 lines in a paragraph": run("of verse,\n"),
    "lines broken by two spaces": run("a  \n"),
    "paragraphs": run("a paragraph of text\n\n"),
    "blank lines": run("\n"),
    "spaces": run(" ", "a"),
    "tabs": run("\t", "a"),
    "lines of spaces": run("a\n" + " " * 60 + "\n"),
    "a long word": run("a"),
    "words": run("word "),
    "Chinese": run("中文"),
    "Arabic": run("نص "),
    "headings": counted("# Heading №\n\n"),
    "headings of one name": run("## A\n\n"),
    "setext headings": run("a\n---\n"),
    "a long setext heading": lambda size: run("a\n")(size) + "===\n",
    "# ": run("# "),
    "a # # #": run(" #", " a"),
    "---": run("-"),
    "--- lines": run("---\n"),
    "---- ---- lines": run("---- ----\n"),
    "---- ---- and text": run("---- ----\na\n"),
    "a head too wide for its columns": run("ab cd ef\n-- -- --\n"),
    "indented code": run("    a\n"),
    "fences": run("```\na\n```\n\n"),
    "fences unclosed": run("~~~ a\n\n``` b\n\n"),
    "a fence": lambda size: "```python\n" + run("a = b(c)\n")(size) + "```\n",
    "a table of 100,000 rows": lambda size: "| a | b |\n|---|---|\n" + run("| c | d |\n")(size),
    "a table of many columns": _one_wide_table,
    "tables": run("a | b\n--|--\nc | d\n\n"),
    "|": run("|"),
    "|---": run("|---"),
    "| a lines": run("| a"),
    "a grid table": lambda size: "+---+---+\n" + run("| a | b |\n+---+---+\n")(size),
    "+---": run("+---"),
    # notes, references
    "32,000 notes": counted("some words[^№]\n", "[^№]: b\n"),
    "notes without call": counted("[^№]: a\n\n"),
    "calls without note": counted("a[^№] "),
    "notes called in one line": counted("a[^№] ", "\n\n", "[^№]: b\n"),
    "calls of one note": lambda size: run("a[^1] ")(size) + "\n\n[^1]: b\n",
    "inline notes": run("a^[b] "),
    "notes in notes": counted("[^№]: a[^1№]\n\n"),
    "reference definitions": counted("[a№]: b\n"),
    "references": counted("[a№]\n", "[a№]: b\n"),
    "references to one": lambda size: "[a]: b\n\n" + run("[a] ")(size),
    "unclosed definitions": run("[a\n"),
    "abbreviations": _abbreviations,
    "URLs": run("https://a.example/b "),
    "www.": run("www."),
    "a@": run("a@b."),
    "pictures": run("![a](b.png)\n\n"),
}
