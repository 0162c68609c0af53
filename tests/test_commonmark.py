"""The comparator of the spec benchmark told apart from a lenient one, and the floor under the reader's counts."""

import pytest

from tests.benchmarks.commonmark import BLOCK_CHAPTERS, SPECS, examples, results, tally
from tests.benchmarks.equality import difference, same

# Examples strictly equal, and those of the block chapters among them.  Raise them when the reader gets better.
FLOOR = {"commonmark": (653, 270), "gfm": (663, 267)}

EQUAL = {
    "entities": ("<p>&ouml; &#34;q&quot;</p>", '<p>ö "q"</p>'),
    "order of attributes": ('<a href="x" title="y">z</a>', "<a title=y href=x>z</a>"),
    "percent-encoding": ('<a href="/%c3%b6%7Ea%20b">x</a>', '<a href="/ö~a b">x</a>'),
    "brackets in a URL": ('<a href="x%5B1%5D">x</a>', '<a href="x[1]">x</a>'),
    "white space between blocks": ("<ul>\n<li>a</li>\n</ul>\n<p>b</p>", "<ul><li>a</li></ul><p>b</p>\n\n"),
    "white space at a block's ends": ("<div>\n  sea\n</div>", "<div>sea</div>"),
    "runs of white space": ("<p>sea\n   and sky</p>", "<p>sea and  sky</p>"),
    "white space at a break": ("<p>sea<br />\nsky</p>", "<p>sea <br>sky</p>"),
    "an end without line feed": ('<p><a href="x"></p>\n', '<p><a href="x"></p>'),
    "colours": (
        '<pre><code class="language-c">int x;\n</code></pre>',
        '<div class="language-c highlight"><pre><span></span><code><span class="kt">int</span><span class="w"> </span>'
        '<span class="n">x</span>;\n</code></pre></div>',
    ),
    "no colours": (
        "<pre><code>sea\n</code></pre>",
        '<div class="language-text highlight"><pre><span></span><code>sea\n</code></pre></div>',
    ),
    "a listing as a book has it": (
        '<pre><code class="language-c">x</code></pre>',
        '<pre class="listing"><code class="language-c">x</code></pre>',
    ),
    "ids of headings": ("<h2>Sea</h2>", '<h2 id="sea">Sea</h2>'),
    "our own attributes": ('<img src="a" alt="b">', '<img src="a" alt="b" data-caption="b">'),
    "a box to tick": (
        '<ul><li><input disabled="" type="checkbox"> sea</li></ul>',
        '<ul class="task-list"><li class="task-list-item"><span class="checkbox">☐</span> sea</li></ul>',
    ),
    "a ticked box": (
        '<li><input checked="" disabled="" type="checkbox"> sea</li>',
        '<li><label class="task-list-control"><input type="checkbox" disabled checked></label> sea</li>',
    ),
    "alignment": ('<table><td align="right">1</table>', '<table><td style="text-align: right;">1</table>'),
    "alignment as a class": ('<table><td align="right">1</table>', '<table><td class="align-right">1</table>'),
}
UNEQUAL = {
    "em and strong": ("<p><em>a</em></p>", "<p><strong>a</strong></p>", "phrases"),
    "nested the other way": ("<em><strong>a</strong></em>", "<strong><em>a</em></strong>", "phrases"),
    "emphasis and none": ("<p>a <em>b</em></p>", "<p>a b</p>", "phrases"),
    "tight and loose": ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>", "blocks"),
    "one list and two": ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul><ul><li>b</li></ul>", "blocks"),
    "a missing word": ("<p>the sea</p>", "<p>sea</p>", "words"),
    "words run together": ("<p>the sea</p>", "<p>thesea</p>", "words"),
    "white space lost beside a phrase": ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>", "words"),
    "a space between phrases": ("<em>a</em> <em>b</em>", "<em>a</em><em>b</em>", "words"),
    "a no-break space": ("<p>&nbsp;a</p>", "<p>a</p>", "attributes or white space"),
    "curly quotation marks": ('<p>"a"</p>', "<p>“a”</p>", "words"),
    "another target": ('<a href="x">a</a>', '<a href="y">a</a>', "attributes or white space"),
    "an escaped slash": ('<a href="a%2Fb">a</a>', '<a href="a/b">a</a>', "attributes or white space"),
    "no title": ('<a href="x" title="y">a</a>', '<a href="x">a</a>', "attributes or white space"),
    "another alternative": ('<img src="x" alt="a">', '<img src="x" alt="*a*">', "attributes or white space"),
    "indented code": ("<pre><code>a\n b\n</code></pre>", "<pre><code>a\nb\n</code></pre>", "attributes or white space"),
    "a tab in code": ("<pre><code>\ta</code></pre>", "<pre><code>    a</code></pre>", "attributes or white space"),
    "a line of code": ("<pre><code>a\n</code></pre>", "<pre><code>a\n\n</code></pre>", "attributes or white space"),
    "spaces in inline code": ("<code>a  b</code>", "<code>a b</code>", "attributes or white space"),
    "another language": (
        '<pre><code class="language-c">x</code></pre>',
        '<pre><code class="language-d">x</code></pre>',
        "attributes or white space",
    ),
    "no language": (
        '<pre><code class="language-c">x</code></pre>',
        "<pre><code>x</code></pre>",
        "attributes or white space",
    ),
    "a break and none": ("<p>a<br>b</p>", "<p>a\nb</p>", "phrases"),
    "a heading's level": ("<h2>a</h2>", "<h3>a</h3>", "blocks"),
    "an id elsewhere": ('<p id="a">b</p>', "<p>b</p>", "attributes or white space"),
    "a list's first number": ('<ol start="2"><li>a</ol>', "<ol><li>a</ol>", "attributes or white space"),
    "a box that is ticked": (
        '<input type="checkbox" disabled checked>',
        '<input type="checkbox" disabled>',
        "phrases",
    ),
    "a comment": ("<p>a</p><!-- b -->", "<p>a</p>", "phrases"),
    "the other alignment": (
        '<table><td align="right">1</table>',
        '<table><td align="left">1</table>',
        "attributes or white space",
    ),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_what_does_not_show_is_equal(one, other):
    assert difference(one, other) == ""
    assert same(one, other)


@pytest.mark.parametrize(("one", "other", "kind"), UNEQUAL.values(), ids=UNEQUAL)
def test_what_shows_differs(one, other, kind):
    assert difference(one, other) == kind
    assert not same(other, one)


specs_at_hand = pytest.mark.skipif(
    not all(path.is_file() for path in SPECS.values()), reason="the specs are not at hand"
)


@specs_at_hand
def test_the_specs_are_read_whole():
    chapters = [example.chapter for example in examples(SPECS["commonmark"])]
    assert len(chapters) == 655
    assert sum(chapter in BLOCK_CHAPTERS for chapter in chapters) == 271
    assert len(list(examples(SPECS["gfm"]))) == 673


@specs_at_hand
def test_a_spec_equals_itself_and_not_the_text_in_a_paragraph():
    found = [example.html for example in examples(SPECS["commonmark"])]
    assert all(same(html, html) for html in found)
    assert sum(same(html, f"<p>{html}</p>x") for html in found) == 0


@specs_at_hand
@pytest.mark.parametrize("spec", SPECS)
def test_the_reader_does_not_fall_behind(spec):
    found = results(SPECS[spec])
    equal, blocks = FLOOR[spec]
    assert tally(found)[0] >= equal
    assert tally(found, BLOCK_CHAPTERS)[0] >= blocks
