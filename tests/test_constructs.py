"""Constructs of the author language one by one: a piece of Markdown, and what must stand in its tree."""

import re
from pathlib import Path

import pytest

from bookmaker import manuscript
from bookmaker.config import Config, Settings
from bookmaker.findings import Report
from bookmaker.model import Source
from bookmaker.xhtml import serialise

GRID = "+---+---+\n| a | b |\n+---+---+\n"
PIPE = "| a | b |\n|---|---|\n| 1 | 2 |\n"
COLUMNS = "a   b\n--- ---\n1   2\n"
SHOWN = {
    "a caption below a grid table": (GRID + "\n: Sea {#tbl-x}\n", '<table id="tbl-x"><caption>Sea</caption>'),
    "each of two grid tables has its own": (
        f"{GRID}\n: Sea\n\n{GRID}\n: Sky\n",
        "<caption>Sea</caption>.*<table><caption>Sky</caption>",
    ),
    "a caption after a paragraph": (f"Text.\n\n: Sea\n\n{PIPE}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "above a grid table": (f"Text.\n\n: Sea\n\n{GRID}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "above a table of columns": (f"Text.\n\n: Sea\n\n{COLUMNS}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "right above a table": (f"Text.\n\n: Sea\n{PIPE}", "<p>Text.</p>\n<table><caption>Sea</caption>"),
    "a definition without a table": ("Sea\n\n: Water.\n\nText.", "<dt>Sea</dt><dd><p>Water.</p>"),
    "a definition right below its term": (f"Sea\n: Water.\n\n{PIPE}", "<dt>Sea</dt><dd>Water.</dd></dl>\n<table>"),
    "an address between angle brackets in HTML": (
        "<div>\nsee <https://x.example/a/b?c=d&e>, <ada@x.example>.\n</div>",
        'see <a href="https://x.example/a/b?c=d&amp;e">https://x.example/a/b?c=d&amp;e</a>, '
        '<a href="mailto:ada@x.example">ada@x.example</a>.',
    ),
    "code that nobody marked": (
        "a Vec<String> and </Foo> or <your Name>",
        "Vec&lt;String&gt; and &lt;/Foo&gt; or &lt;your Name&gt;",
    ),
    "elements of other tools": (
        'Text\n<Tabs>\none\n</Tabs>\n\n<Tab title="x">two</Tab>',
        "&lt;Tabs&gt;\none\n&lt;/Tabs&gt;</p>\n<p>two</p>",
    ),
    "a picture for screens of several kinds": (
        '<picture><source srcset="dark.png"><img src="a.png" alt="Sea."></picture>',
        '<body><img src="a.png" alt="Sea."/>',
    ),
    "the width of a picture behind its words": (
        "![Sea|300](a.png)\n\n![40|20x10](b.png)",
        '<img src="a.png" alt="Sea" style="width: 300px"/><figcaption>Sea</figcaption></figure>\n'
        '<figure><img src="b.png" alt="40" style="width: 20px"/><figcaption>40</figcaption>',
    ),
    "a picture that is no figure": ("![Sea](a.png)\\", '<p><img src="a.png" alt="Sea"/><br/></p>'),
    "text in the centre": ("<center>\n\n*Sea*\n\n</center>", '<div style="text-align: center">\n<p><em>Sea</em></p>'),
    "a link whose words are in brackets": (
        "[[1]](https://sea.example) [[2]][a] [[#up]](x y)\n\n[a]: b.md",
        '<a href="https://sea.example">[1]</a> <a href="b.md">[2]</a> <a href="#up" data-wikilink="#up">up</a>(x y)',
    ),
    "marks that close a heading before its attributes": ("# A\n\n## Sea ## {#foo}", '<h2 id="foo">Sea</h2>'),
    "headings by their words": (
        "# The `x` Sea\n\n## Sky {#up}\n\n[sky], [it][Sky], [Sky][], [the `X` sea], \\[Sky], [Sky]{.term}, [Land]",
        '<a href="#up">sky</a>, <a href="#up">it</a>, <a href="#up">Sky</a>, <a href="#the-x-sea">the <code>X</code> sea</a>, [Sky], '
        '<span class="term">Sky</span>, [Land]',
    ),
    "a callout whose author forgot the quotation marks": (
        "!!! note This is important\n    Body.",
        '<p class="callout-title">This is important</p><p>Body.</p>',
    ),
    "a callout beside the text": ("!!! note inline end\n    Body.", '<p class="callout-title">Note</p><p>Body.</p>'),
    "a callout that begins with a heading": (
        "::: callout-note\n## The *sea*\n\nBody.\n:::",
        '<p class="callout-title">The <em>sea</em></p>\n<p>Body.</p>',
    ),
    "a listing with a caption": (
        '```python {#lst-a title="a.py" lst-cap="The sea"}\nx\n```',
        '<figure class="listing" id="lst-a"><figcaption>a.py: The sea</figcaption>',
    ),
    "what Quarto says of a chunk": (
        '```{python}\n#| label: fig-a\n#| fig-cap: "The *sea*: ebb"\n#| echo: false\nx\n```',
        '<figure class="listing" id="fig-a"><figcaption>The sea: ebb</figcaption>'
        '<pre class="listing"><code class="language-python">x\n',
    ),
    "what knitr says of a chunk": (
        '```{r sea, fig.cap="The sea.", fig.width=7}\nx\n```',
        '<figure class="listing" id="fig-sea"><figcaption>The sea.</figcaption>',
    ),
    "a chunk without a caption": ("```{r setup, echo=FALSE}\nx\n```", '<body><pre class="listing">'),
    "a caption of several lines": (
        "```{mermaid}\n%%| fig-cap: >\n%%|   The\n%%|   sea\nx\n```",
        "<figcaption>The sea</figcaption>",
    ),
    "lines like options that are none": ("```{python}\n#| a: b: c\nx\n```", "#| a: b: c\nx"),
    "a list by letters": (
        "a) Ebb\nb) Flow\n   and ebb\n\nc) Sea\n\nText",
        '<ol type="a"><li><p>Ebb</p>\n</li><li><p>Flow\nand ebb</p>\n</li><li><p>Sea</p>\n</li></ol>\n<p>Text</p>',
    ),
    "a list by capitals": ("A.  Ebb\nB.  Flow", '<ol type="A"><li>Ebb</li><li>Flow</li></ol>'),
    "initials": ("A. Smith went home.\nB. Jones stayed.", "<p>A. Smith went home.\nB. Jones stayed.</p>"),
    "a list by Roman numerals": (
        "i. Ebb\nii. Flow\n\nText\n\n(IX) Ebb\n(X) Flow",
        '<ol type="i"><li>Ebb</li><li>Flow</li></ol>\n<p>Text</p>\n<ol type="I" start="9"><li>Ebb</li>',
    ),
    "letters from h to j": ("h. x\ni. y\nj. z", '<ol type="a" start="8"><li>x</li><li>y</li><li>z</li></ol>'),
    "one letter is no list": ("a) Ebb\n\nText\n\nb) x", "<p>a) Ebb</p>\n<p>Text</p>\n<p>b) x</p>"),
    "letters in a paragraph": ("Text\na) Ebb\nb) Flow", "<p>Text\na) Ebb\nb) Flow</p>"),
    "lines of Chinese": (
        "海水**涨**\n了，\n又退\nSea。\n\n[바다\n漢字]{lang=ko}\n\n::: verse\n海\n天\n:::",
        '<p>海水<strong>涨</strong>了，又退\nSea。</p>\n<p><span lang="ko" xml:lang="ko">바다\n漢字</span></p>\n'
        '<div class="verse"><p><span class="line">海<br/></span>\n<span class="line">天</span></p>',
    ),
    "code among lines of Chinese": (
        "海\n`水`\n海\n\n```\n海\n水\n```",
        '<p>海\n<code>水</code>\n海</p>\n<pre class="listing"><code>海\n水\n',
    ),
    "an address in Chinese": (
        "见https://e.org/a，或https://e.org后，https://例え.jp/x#y吧。www.e.org에서",
        '见<a href="https://e.org/a">https://e.org/a</a>，或<a href="https://e.org">https://e.org</a>后，'
        '<a href="https://例え.jp/x#y">https://例え.jp/x#y</a>吧。<a href="http://www.e.org">www.e.org</a>에서',
    ),
    "one tilde on each side": (
        "~Sea~, ~the sky~: H~2~O, x~i~, *x*~2~, 1~2 or 3~4, ~5 and ~6.",
        "<del>Sea</del>, <del>the sky</del>: H<sub>2</sub>O, x<sub>i</sub>, <em>x</em><sub>2</sub>, 1~2 or 3~4, ~5 and ~6.",
    ),
    "an editor's marks": (
        "{++new *ebb*++} {--old--}{>>why<<} {~~sea~>sky~~} {==so==} `{++x++}` {++ x",
        "<ins>new <em>ebb</em></ins> <del>old</del> <span><del>sea</del><ins>sky</ins></span> <mark>so</mark> "
        "<code>{++x++}</code> {++ x",
    ),
    "a caption of two lines": (
        f"{PIPE}\nTable: The *sea*\nand the sky {{#tbl-x}}\n",
        '<table id="tbl-x"><caption>The <em>sea</em>\nand the sky</caption>',
    ),
    "a caption of two lines above": (f"Table: Sea\nand sky\n\n{PIPE}", "<table><caption>Sea\nand sky</caption>"),
    "Markua's title of a table": (f'{{#sea, title: "The *sea*"}}\n{PIPE}', '<table id="sea"><caption>The <em>sea</em>'),
    "Quarto's division that is a figure": (
        "::: {#fig-x}\n![a](a.png)\n\n![b](b.png)\n\nThe *sea*.\n:::",
        "</figure>\n\n<figcaption>The <em>sea</em>.</figcaption></figure>",
    ),
    "Quarto's division with one picture": (
        "::: {#fig-x}\n![](a.png){alt=Sea}\n\nThe sea.\n:::",
        '<body><figure id="fig-x"><img src="a.png" alt="Sea"/>\n\n<figcaption>The sea.</figcaption></figure>',
    ),
    "the page of any heading": (
        "# Sea {#sea}\n\n[@sea]{.page}",
        '<a data-ref="sea" href="#sea" class="page-reference">',
    ),
    "code by indentation with a language": ("{lang=python}\n    x = 1\n", '<code class="language-python">x = 1'),
    "what a line above a table says of it": (
        f'{{caption: "The *sea*", #tbl-d}}\n{PIPE}',
        '<table id="tbl-d"><caption>The <em>sea</em></caption>',
    ),
    "what a line above a grid table says of it": (
        f'{{caption: "Sea", #tbl-d}}\n{GRID}',
        '<table id="tbl-d"><caption>Sea</caption>',
    ),
    "the source of an epigraph": (
        '::: {.epigraph source="The Sea"}\nSalt.\n:::',
        '<div class="epigraph"><p>Salt.</p>\n<p class="attribution">The Sea</p></div>',
    ),
    "a division with a caption": (
        '::: {.figure caption="The sea"}\nSalt.\n:::',
        '<figure class="figure"><p>Salt.</p>\n<figcaption>The sea</figcaption></figure>',
    ),
    "a listing of mdBook's": (
        '<Listing number="1-1" file-name="a.rs" caption="The sea">\n\n```rust\nx\n```\n\n</Listing>\n\nText.',
        "<figure><figcaption>Listing 1-1: a.rs: The sea</figcaption>.*</pre>\n</figure>\n<p>Text.</p>",
    ),
    "a figure in a note": ("a[^1]\n\n[^1]: ![The *sea*](x.png)", "<figcaption>The <em>sea</em></figcaption>"),
    "a figure in a figure": (
        '<figure markdown="span">\n![Sea](x.png){#a}\n<figcaption>The sea</figcaption>\n</figure>',
        '<figure id="a">\n<img src="x.png" alt="Sea"/>\n\n<figcaption>The sea</figcaption></figure>',
    ),
    "short formulas in lines": (
        r"\[ z \], \(a b\), \( n \); a\[i\], \[n\], \[sic\]",
        r'<p><span class="math">\[ z \]</span>, <span class="math">\(a b\)</span>, <span class="math">\( n \)</span>; '
        "a[i], [n], [sic]</p>",
    ),
    "a displayed formula in a line": (
        r"so that \[ a_1*b* = c*d* \] holds",
        r'<p>so that <span class="math">\[ a_1*b* = c*d* \]</span> holds</p>',
    ),
    "a displayed formula by itself": (r"\[c*d*\]", r'<p class="display-math"><span class="math">\[c*d*\]</span></p>'),
    "brackets that are only brackets": (
        r"He \[*sighs*\] in \[C++\]. \[[1](http://sea.example/a_b)\]",
        'He [<em>sighs</em>] in [C++]. [<a href="http://sea.example/a_b">1</a>]',
    ),
    "a span for one edition": (
        '[x]{.only edition="epub"} [y]{.content-hidden when-format=pdf}',
        '<span data-only="epub">x</span> <span data-not="pdf">y</span>',
    ),
    "a heading that ends in a span": ("# The [Sea]{.smallcaps}", '<h1>The <span class="smallcaps">Sea</span></h1>'),
    "a heading that ends in a picture": ("# ![](x.png){alt=Sea}", '<h1><img src="x.png" alt="Sea"/></h1>'),
    "a comment before words": ("%% x %% Sea\n\n%%\nx\n%% Sky", "<p> Sea</p>\n<p>Sky</p>"),
    "an address to write to": ("<reader@sea.example>", '<a href="mailto:reader@sea.example">reader@sea.example</a>'),
    "a link behind a link by a file's name": (
        "[[2]] then [a](https://e.org/1) then [b](https://e.org/2). [x [[2]] y](z) [c](d)",
        'then <a href="https://e.org/1">a</a> then <a href="https://e.org/2">b</a>.'
        ' [x <a href="2" data-wikilink="2">2</a> y](z) <a href="d">c</a>',
    ),
    "raw HTML in a line": ("`<b>x</b>`{=html} `<i>y</i>`{=pdf}", '<b>x</b> <span data-only="pdf"><i>y</i></span>'),
    "struck and marked before a letter of Chinese": (
        "~~删除。~~后==重点。==后",
        "<del>删除。</del>后<mark>重点。</mark>后",
    ),
    "verse with its indentation": (
        "::: verse\nSea\n  and *sky*\n\n      deep\n:::",
        '<br/></span>\n<span class="line">\u00a0\u00a0and <em>sky</em></span></p>.*<span class="line">\u00a0{6}deep</span>',
    ),
    "Quarto's words for a picture": ('![Sea](x.png){fig-alt="Grey"}', 'src="x.png" alt="Grey"/><figcaption>Sea<'),
    "Obsidian's words and width": ("A ![[x.png|Sea|300]].", 'src="x.png" alt="Sea" style="width: 300px"'),
    "what begins as a declaration": ("<!Sea\nsky> and </ fog> now", "&lt;!Sea\nsky&gt; and &lt;/ fog&gt; now"),
    "a declaration in a quotation": ("> <!Sea\n> sky<applet>\n", "&lt;!Sea\nsky&lt;applet&gt;"),
    "a drawing with blank lines": (
        "<svg><title>A\n\nb</title>\n\n    <path d='M1 2'/>\n</svg>\n\nSea",
        '<title>A\n\nb</title><path d="M1 2"/></svg>\n<p>Sea</p>',
    ),
    "drawings with blank lines in an element": (
        "<figure>\n<svg><title>A</title>\n\n<switch><path d='M1 2'/></switch>\n\n</svg>\n"
        "<svg><title>B</title>\n\n<text>b</text>\n</svg>\n</figure>\n\nSea",
        '<title>A</title><switch><path d="M1 2"/></switch></svg>\n<svg xmlns="http://www.w3.org/2000/svg">'
        "<title>B</title><text>b</text></svg>\n</figure>\n<p>Sea</p>",
    ),
    "a drawing that does not end before another": (
        "<svg>\n\nSea\n\n<svg><title>A</title>\n\n<path d='M1 2'/></svg>",
        "&lt;svg&gt;\n</p>\n<p>Sea</p>\n<svg.*><title>A</title><path d=.M1 2./></svg>",
    ),
    "a drawing whose tag ends in an address": (
        "<svg xmlns=http://sea.example/><text>Sea</text></svg> Sky",
        "</svg> Sky",
    ),
    "an edition by other names, in a list": (
        '[x]{.only edition="Print"} [y]{.only edition="pdf, ebook"} [z]{.content-visible unless-format="latex"}',
        '<span data-only="pdf">x</span> <span data-only="pdf epub">y</span> <span data-not="pdf">z</span>',
    ),
    "a heading for one edition": ("## Sea {.only edition=pdf}", '<h2 data-only="pdf">Sea</h2>'),
    "a paragraph for one edition": ("{.not edition=pdf}\nSea", '<p data-not="pdf">Sea</p>'),
    "a figure for one edition": (
        "![Sea](x.png){.only edition=pdf}",
        '<figure data-only="pdf"><img src="x.png" alt="Sea"/>',
    ),
    "a table for one edition": (f"{PIPE}\n: Sea {{.only edition=pdf}}\n", '<table data-only="pdf"><caption>Sea'),
    "a listing for one edition": ("```{.only .python edition=pdf}\nx\n```", '<pre data-only="pdf" class="listing">'),
    "a callout for one edition": (
        "::: {.note .wide .only edition=pdf}\nx\n:::",
        '<aside class="callout wide callout-note" data-only="pdf">',
    ),
    "HTML for one edition": (
        '<div class="only big" data-edition="pdf">x</div>',
        '<div class="big" data-only="pdf">x</div>',
    ),
    "attributes of a division without braces": ("::: only edition=pdf\nx\n:::", '<div data-only="pdf"><p>x</p>'),
    "a picture's attributes above it": (
        '{width: 60%, alt: "A boat"}\n![Sea](x.png)',
        '<figure><img src="x.png" alt="A boat" style="width: 60%"/><figcaption>Sea</figcaption>',
    ),
    "a picture's attributes below it": (
        "![](x.png)\n{.decorative #a}",
        '<figure id="a" class="decorative"><img src="x.png"',
    ),
    "marks in a picture's attributes": (r'![](x.png){alt="The `x` \* \"y\""}', 'alt="The `x` * &quot;y&quot;"'),
    "percent signs in a sentence": ("It grew 5%% and 6%% more.", "<p>It grew 5%% and 6%% more.</p>"),
    "a comment in a sentence": ("The sea %%or lake%% rose.", "<p>The sea  rose.</p>"),
    "a comment of several lines": ("%% It\ngoes on %%\n\nSea", "<body><p>Sea</p>"),
    "percent signs below one alone": ("%%\n\nSea\n\n7%% of it", "<p>Sea</p>\n<p>7%% of it</p>"),
    "a reference with words before it": (
        "[see *the* @fig-x; -@Tbl:y]",
        '<span class="references">see <em>the</em> <a data-ref="fig-x" href="#fig-x"></a>; '
        '<a data-ref="Tbl-y" href="#Tbl:y"></a></span>',
    ),
    "a citation beside a reference": (
        "[@fig-x; @lund, p. 3]",
        '<a data-ref="fig-x" href="#fig-x"></a>; <span class="citation" data-cite="@lund, p. 3">[@lund, p.\u00a03]</span>',
    ),
    "the page of a reference with words": (
        "[see @sec-x]{.page}",
        'see <a data-ref="sec-x" href="#sec-x" class="page-reference">',
    ),
    "a line of verse that goes on": (
        "| Sea\n  and sky\n| ebb",
        '<span class="line">Sea and sky<br/></span>\n<span class="line">ebb</span>',
    ),
    "text from right to left": (
        "[x]{lang=ar} [y]{lang=fr} [z]{lang=az-Arab}\n\n::: {lang=he}\n[a]{lang=ur} [b]{lang=en}\n:::",
        '<span lang="ar" xml:lang="ar" dir="rtl">x</span> <span lang="fr" xml:lang="fr">y</span> '
        '<span lang="az-Arab" xml:lang="az-Arab" dir="rtl">z</span></p>\n<div lang="he" xml:lang="he" dir="rtl">'
        '<p><span lang="ur" xml:lang="ur">a</span> <span lang="en" xml:lang="en" dir="ltr">b</span>',
    ),
    "code in a text from right to left": (
        "`a`\n\n::: {lang=he}\n`--b`\n\n```\n$ c\n```\n:::",
        '<p><code>a</code></p>\n<div lang="he" xml:lang="he" dir="rtl"><p><code dir="ltr">--b</code></p>\n'
        '<pre dir="ltr" class="listing"><code>$ c',
    ),
    "a comment that asks for a page": ("<!-- new page -->", '<hr class="page-break"/>'),
    "comments among words": ("a <!-- b --> c <!-- d --> e", "<p>a  c  e</p>"),
    "a scene break with backslashes": (r"\* \* \*", '<hr class="scene"/>'),
    "a quotation mark behind an equals sign": ('figure src="x.png" as "a="', "figure src=“x.png” as “a=”"),
}


def shown(text: str, **settings: object) -> str:
    """The tree of *text* as XHTML, without the lines that it came from."""
    source, config = Source(Path("a.md"), "a.md", text), Config(Settings(**settings), Path.cwd(), "a.md")
    written = serialise(manuscript.to_tree(source, config, "en", Report()))
    return re.sub(r' data-line="\d+"', "", written)


@pytest.mark.parametrize(("text", "expected"), SHOWN.values(), ids=SHOWN)
def test_what_is_written_stands_in_the_tree(text, expected):
    found = shown(text)
    assert re.search(expected if ".*" in expected else re.escape(expected), found, re.DOTALL), found


def test_a_link_without_words_reads_as_what_it_leads_to(write_book, unpacked):
    book = {
        "book.toml": '[book]\ntitle = "Sea"\nlanguage = "en"\n',
        "1.md": "# One\n\nSee [](2.md#tide), [](2.md), [](#one) and [](https://sea.example/).[^1]\n\n[^1]: Note.\n",
        "2.md": "# Two\n\n## The *tide* {#tide}\n\nText.\n",
    }
    links = re.findall(r'<a href="[^"]*">(.*?)</a>', unpacked(write_book(book))["1.xhtml"])
    assert [link.replace("<wbr/>", "") for link in links[:4]] == ["The tide", "Two", "One", "https://sea.example/"]


def test_one_id_stands_for_a_thing_in_each_edition(write_book, unpacked):
    text = "::: {.only edition=pdf}\n## A {#x}\n:::\n\n::: {.only edition=epub}\n## B {#x}\n:::\n\nSee [it](#x).\n"
    page = unpacked(write_book({"book.toml": '[book]\ntitle = "Sea"\nlanguage = "en"\n', "1.md": f"# One\n\n{text}"}))[
        "1.xhtml"
    ]
    assert '<h2 id="x-1">B</h2>' in page and '<a href="#x-1">it</a>' in page and ">A<" not in page


def test_a_link_into_another_file_is_told_where_its_target_is(write_book, bookmaker):
    book = write_book({"1.md": "# One\n\n[x](2.md#ebb)\n\n## Ebb\n", "2.md": "# Two\n"})
    assert "1.md has it: link to 1.md#ebb" in bookmaker("epub", book).errors
