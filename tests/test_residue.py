"""Markup left in the text: what is found, and what is none."""

import pytest

from bookmaker.characters import ESCAPED
from bookmaker.manuscript import lexers
from bookmaker.manuscript.residue import _FIRST, PATTERNS, residue
from bookmaker.xhtml import parse

FOUND = {
    "<p># Sea</p>": "heading",
    "<p>the sea\n##Sky</p>": "heading",
    "<p>#The Sea</p>": "heading",
    "<li>#the sea, and Ada’s boat</li>": "heading",
    "<p>#海</p>": "heading",
    "<p>#The Sea\nIt was late.</p>": "heading",
    "<p>&gt; the sea</p>": "quote",
    "<blockquote><p>[!NOTE] the sea</p></blockquote>": "alert",
    "<p>- [ ] buy salt</p>": "task",
    "<li>[x] buy salt</li>": "task",
    "<li>[] buy salt</li>": "task",
    "<blockquote><p>[!NOTE\nthe sea</p></blockquote>": "alert",
    "<p>-sea\n-sky</p>": "bullet",
    "<p>1.sea\n2.sky</p>": "number",
    "<p>:: note</p>": "div",
    r"<p>\vspace{1cm} \noindent The sea \ldots</p>": "tex tex tex",
    "<p>/// note | Sea\nThe sea.\n///</p>": "div div",
    "<p>(ref:sea) The sea, at (ref:ebb).</p>": "bookdown bookdown",
    "<h1>(PART) The sea</h1>": "bookdown",
    "<p>Sea\n:water</p>": "caption",
    "<p>the sea[^ 1]</p>": "note",
    "<p>-# Part</p>": "heading",
    "<p>G&gt; the sea</p>": "aside",
    "<p>the sea ^3f-sea</p>": "block-id",
    f"<div>*the {'sea and the ' * 30}\nsky*</div>": "emphasis",
    f"<div>_the {'sea and the ' * 30}\nsky_</div>": "emphasis",
    f"<div>__the {'sea and the ' * 30}\nsky__</div>": "strong",
    f"<div>==the {'sea and the ' * 30}\nsky==</div>": "mark",
    rf"<div>$\alpha + {'beta + ' * 30}$ and $x$, $n + 1$</div>": "math math math",
    "<p>in @figure-sea and @fig_sky</p>": "reference reference",
    "<p>[sea] (sea.md)</p>": "link",
    "<p>[sea] (<a href='https://sea.example'>https://sea.example</a>)</p>": "link",
    "<p>(sea)[https://sea.example]</p>": "link",
    "<p>[sea]{smallcaps}</p>": "attributes",
    "<h2>Sea {#sea</h2>": "attributes",
    "<p>{:toc}</p>": "attributes",
    "<p>{ pagebreak }</p>": "blurb",
    "<p>the sea\\ \nthe sky</p>": "backslash",
    "<p>*[HTML]: a language</p>": "abbreviation",
    "<p>We saw:\n- the sea</p>": "bullet",
    "<p>  * the sea</p>": "bullet",
    "<p>1. the sea</p>": "number",
    "<p>12) the sea</p>": "number",
    "<p>We saw:\n1. the sea</p>": "number",
    "<p>~~~ python</p>": "fence",
    "<p>::: {.note}</p>": "div",
    '<p>!!! note "Mind"</p>': "admonition",
    "<p>??? note</p>": "admonition",
    "<p>W&gt; the sea</p>": "aside",
    "<p>|:--|--:|</p>": "table-rule",
    "<p>|—|—|</p>": "table-rule",
    "<p>+---+------+</p>": "table-rule",
    "<p>| sea | sky |</p>": "table-row",
    "<p>| The sea</p>": "line-block",
    "<p>: The seas {</p>": "caption",
    "<p>Table: The seas</p>": "caption",
    "<p>The sea\n-----</p>": "rule",
    "<h2>title: The sea</h2><p>title: The sea</p>": "front-matter",
    "<p>[sea]: https://sea.example</p>": "definition",
    "<p>![the sea] here</p>": "image",
    "<p>the sea[^1]</p>": "note",
    "<p>the sea^[or lake]</p>": "inline-note",
    "<p>[[The Sea]]</p>": "wiki-link",
    "<p>blue [see @homer, p. 3]</p>": "citation",
    "<p>blue [-@homer]</p>": "citation",
    "<p>in @fig-sea</p>": "reference",
    r"<p>in \@ref(fig:sea)</p>": "reference",
    "<p>[<em>sea</em>](sea.md)</p>": "link",
    "<p>[sea][The Sea]</p>": "link",
    r"<p>sea\index{sea}</p>": "index",
    r"<p>\begin{align}</p>": "tex",
    "<p>$$x$$</p>": "math math",
    r"<p>\(x\)</p>": "math",
    "<p>about $x_1$</p>": "math",
    "<p>Sea {#sea}</p>": "attributes",
    "<p>sea{.smallcaps lang=fr}</p>": "attributes",
    "<p>sea{width=60%}</p>": "attributes",
    "<p>{pagebreak}</p>": "blurb",
    "<p>{{title}}</p>": "template",
    "<p>{% raw %}</p>": "template",
    "<p>%% a remark %%</p>": "template template",
    "<p>&lt;&lt;[sea](sea.md)</p>": "include link",
    "<p>&lt;!– a remark –&gt;</p>": "comment",
    '<p>&lt;span class="x"&gt;sea&lt;/span&gt;</p>': "html html",
    "<p>se&amp;eacute;</p>": "entity",
    "<p>**<em>sea</em>**</p>": "strong",
    "<p>__sea and sky__</p>": "strong",
    "<p>the *sea* and _sky_</p>": "emphasis emphasis",
    "<p>~~sea~~</p>": "strike strike",
    "<p>==sea==</p>": "mark",
    "<p>H~2~O x^2^</p>": "sub-or-superscript sub-or-superscript",
    "<p>the `sea</p>": "backtick",
    r"<p>the \*sea</p>": "backslash",
    "<p>the sea\\\nthe sky</p>": "backslash",
}
CLEAN = (
    f"<p>{ESCAPED}*{ESCAPED}*sea{ESCAPED}*{ESCAPED}* {ESCAPED}{{{{title}}}} {ESCAPED}[x](y)</p>",
    "<p>It grew 5%% and 6%% more. -Sea, said Ada.</p><p>-Sky, said Jon.</p><p>[sic] (so)</p>",
    "<p>The sea, 3 * 4 = 12, a - b, x &lt; y &gt; z, 5 # 6, R&amp;D, C++ and $5 or $6.</p>",
    "<p>snake_case_name, me@sea.example, [sic], {a, b}, a|b, 100%, http://sea.example/~me/, :-)</p>",
    "<p>Write to me@fig-sea.example.</p>",
    "<p>In the year\n1984. A line of prose.</p>",
    "<p>sea <code>**x** [a](b)</code> <kbd>`</kbd> <samp>{{x}}</samp></p><pre># no heading\n- no item</pre>",
    r'<p><span class="math">$$\begin{x}$$</span> <math><mi>**</mi></math> <svg><text>**</text></svg></p>',
    "<h2>1. The sea</h2><table><tr><td>- sea</td><td>2) sky</td></tr></table>",
    '<ul><li><a href="#sea">1. The sea</a></li></ul>',
    "<p>the *</p><p>sea* and _sky</p><p>and_ more [sea</p><p>] (sky)</p>",
    "<p>$5 and $6, $7-$8, $HOME/sea and $USER, US$9 = A$12</p><p>x ^ y, a*b and c*d</p>",
    f"<p>*the sea</p><p>{'and ' * 30} sky*</p><p>A *price. {'sea ' * 30} * The sky.</p>",
    "<p>Schüler*innen und Lehrer*innen</p>",
    "<p>– Good morning, said the sea. — Good night.</p>",
    "<p>the sea<!-- **remark** --></p>",
    "<p>#bookmaker turns a manuscript\ninto a book</p><p>#sea</p><p>#Sea #sky</p><p>#1 in the charts</p><p>#Море #небо</p>",
    "<p>#Sea is what they say.</p><p>#Sea and sky, and whatever else there is that has a name of its own</p>",
)


@pytest.mark.parametrize(("html", "kinds"), FOUND.items(), ids=FOUND)
def test_markup_in_the_text_is_found(html, kinds):
    assert " ".join(piece.kind for piece in residue(parse(html))) == kinds


@pytest.mark.parametrize("html", CLEAN)
def test_what_is_no_markup_is_not(html):
    assert list(residue(parse(html))) == []


def test_every_pattern_has_its_example():
    assert {kind for kinds in FOUND.values() for kind in kinds.split()} == {kind for kind, _ in PATTERNS}


def test_the_words_around_it_tell_where():
    body = parse("<p>first line\nthe <code>x</code> sea of <a href='#a'>stories</a> **told</p><p>more</p>")
    assert list(residue(body)) == [("strong", "the … sea of stories **told", "**", "stories ")]


@pytest.mark.parametrize("kind", _FIRST)
def test_what_is_looked_for_only_where_its_first_character_stands_begins_with_no_other(kind):
    begins = lexers._beginnings(dict(PATTERNS)[kind].match)
    first = _FIRST[kind]
    others = {character for character in map(chr, range(128)) if begins >> ord(character) & 1} - {*first}
    assert others <= ({"\n"} if kind == "table-rule" else set())
