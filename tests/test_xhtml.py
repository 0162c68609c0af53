"""Properties of what is read and written: well-formed, the same tree to two parsers, no word lost."""

import xml.etree.ElementTree as ET

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from bookmaker import xhtml
from bookmaker.manuscript import markdown
from bookmaker.manuscript.sanitise import sanitise

TAGS = "p div span b em a ul ol li dl dt dd table tr td th thead caption h1 h2 section aside figure figcaption img br hr " \
       "ruby rt rp code pre script style form input iframe svg path math mi custom-x sup sub details summary blockquote".split()  # fmt: skip
words = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
attributes = st.sampled_from(
    ['', ' id="a"', ' class="x y"', ' href="#a"', ' style="color:red;text-align:center"', ' onclick="x()"', ' colspan="2"',
     ' 1a="b"', ' @click="c"', ' xlink:href="#b"', ' lang="fr"', ' src="x.png"', ' dir="rtl"', ' name="n"', ' d="M0 0"']
)  # fmt: skip
opening = st.builds(
    lambda tag, attribute, slash: f"<{tag}{attribute}{slash}>",
    st.sampled_from(TAGS),
    attributes,
    st.sampled_from(["", "/"]),
)
closing = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
soup = st.lists(st.one_of(words, opening, closing), max_size=25).map("".join)


def as_xml(body: str) -> ET.Element:
    return ET.fromstring(f'<html xmlns="{xhtml.HTML_NAMESPACE}" xmlns:epub="{xhtml.EPUB_NAMESPACE}">{body}</html>')


def outline(element: ET.Element) -> list[object]:
    """The tree as both parsers should see it: names without HTML's namespace, sorted attributes, text."""
    tag = element.tag.removeprefix(f"{{{xhtml.HTML_NAMESPACE}}}")
    given = sorted(
        (key.rpartition("}")[2].rpartition(":")[2], value)
        for key, value in element.attrib.items()
        if "xmlns" not in key
    )
    return [tag, given, element.text or "", *[[outline(child), child.tail or ""] for child in element]]


@given(soup)
def test_two_parsers_read_one_tree(html):
    written = xhtml.serialise(sanitise(xhtml.parse(html), lambda *_: None))
    from_xml = as_xml(written)[0]
    document = tinyhtml5.parse(f"<!DOCTYPE html><html><head></head>{written}</html>", namespace_html_elements=False)
    assert outline(from_xml) == outline(document.find("body"))


@given(soup)
def test_sanitising_again_changes_nothing(html):
    once = sanitise(xhtml.parse(html), lambda *_: None)
    written = xhtml.serialise(once)
    assert (
        xhtml.serialise(sanitise(xhtml.parse(written.removeprefix("<body>").removesuffix("</body>")), lambda *_: None))
        == written
    )


PLAIN = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd")), min_size=1, max_size=10)


@given(st.lists(PLAIN, min_size=1, max_size=8))
def test_no_word_is_lost(given_words):
    text = "\n\n".join(given_words)
    shown = xhtml.text(sanitise(markdown.read(text).root, lambda *_: None))
    assert shown.split() == given_words


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        ("What the Rule Does", "what-the-rule-does"),
        ("C++ & you?", "c--you"),
        ("1984", "s-1984"),
        ("Über uns", "über-uns"),
        ("目次", "目次"),
        ("हिन्दी में", "हिन्दी-में"),
        ("!!!", "s-"),
    ],
)
def test_heading_ids_are_githubs(words, identifier):
    assert xhtml.heading_id(words) == identifier
    ET.fromstring(f'<p xml:id="{identifier}"/>')


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("a<br>b", "a<br/>b"),
        ("<div/>after", "<div></div>after"),
        ("<![CDATA[<x>]]>", "&lt;x&gt;"),
        ("<?php echo ?>text", "text"),
        ("a\x01b", "a\ufffdb"),
        ("<p>x<!-- a -- b -->y", "<p>xy</p>"),
        ("<b><section><table><i>W</table></b>", "<b></b><section><b><i>W</i><table></table></b></section>"),
    ],
)
def test_writing(html, written):
    assert xhtml.serialise(xhtml.parse(html)) == f"<body>{written}</body>"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<script>alert(1)</script>after', "after"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ("<ul>stray<p>x</p><li>y</ul>", "<ul><li>stray</li><li><p>x</p></li><li>y</li></ul>"),
        ("<li>alone</li>", "<div>alone</div>"),
        ("<dd>d</dd>", "<div>d</div>"),
        ("<dl><dd>d</dl>", "<dl><dt>\u00a0</dt><dd>d</dd></dl>"),
        ("<h1><div>t</div></h1>", "<h1> t </h1>"),
        ("<em><p>a</p></em>", "<p>a</p>"),
        ("<center>c</center>", '<div style="text-align: center">c</div>'),
        ("<a name=x>a</a>", '<span id="x">a</span>'),
        ("to <your name> now", "to &lt;your name&gt; now"),
        ("<details><summary>s</summary>t</details>", '<div class="details"><p class="summary">s</p>t</div>'),
        ("<xmp>\n\n</xmp>", "<pre><span>\n\n</span></pre>"),
        ("<pre>\n\ncode</pre>", "<pre><span>\ncode</span></pre>"),
        ("<option>a</option><optgroup>b</optgroup>", "<span>a</span><span>b</span>"),
        ("<map><area>a</map><map><p>b</p></map>", "<span>a</span><p>b</p>"),
        ("<noscript>a<p>b</p></noscript>", "a<p>b</p>"),
        ("<ul><noscript>a</noscript><script></script></ul>", "<ul><li><span>a</span></li></ul>"),
        ("<ul><math><mi>x</mi></math></ul>", '<ul><li><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></li></ul>'),
        ("<dl><dt>a<dd>b</dd><math><mi>x</mi></math></dl>", '<dl><dt>a</dt><dd>b</dd><dd><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></dd></dl>'),
        ("<dl><script></script></dl>", "<div></div>"),
        ("<table><caption>a</caption><caption>b</caption><tr><td>c</table>", "<table><caption>a b</caption><tbody><tr><td>c</td></tr></tbody></table>"),
        ("<table><li>a<li>b<tr><td>c<li>d</table>", "<div>a</div><div><div>b</div></div><table><tbody><tr><td>c<div>d</div></td></tr></tbody></table>"),
        ("<figure><figcaption>a</figcaption>b<p>c</p></figure>", "<figure><figcaption>a</figcaption>b<p>c</p></figure>"),
        ("<figure>b<figcaption>a</figcaption><p>c</p></figure>", "<figure>b<p>c</p><figcaption>a</figcaption></figure>"),
        ("<dfn>a<i><dfn>b</dfn></i></dfn><dfn>c</dfn>", "<dfn>a<i><span>b</span></i></dfn><dfn>c</dfn>"),
        ("<p style=\"text-indent: 'a\">a</p>", "<p>a</p>"),
        ("<p style='margin: calc(1em'>a</p>", '<p style="margin: calc(1em)">a</p>'),
        ("<q cite=http://a.example/>a</q><q cite=https://a.example/>b</q>", '<q>a</q><q cite="https://a.example/">b</q>'),
        ("<video src=a.mp4><track src=b.vtt role=none title=c></video>", '<video src="a.mp4" controls="controls"><track src="b.vtt"/></video>'),
        ("<audio src=a.mp3 role=none></audio>", '<audio src="a.mp3" controls="controls"></audio>'),
        ("<data value=1 id=x><p>a</p></data>", '<div id="x"><p>a</p></div>'),
        ("<td colspan=2 lang=fr>a</td>", "a"),
        ('<svg><text id="">a</text></svg>', '<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>'),
        ("<table><td>x</table>", "<table><tbody><tr><td>x</td></tr></tbody></table>"),
        ('<svg viewBox="0 0 1 1"><script/><path d="M0 0"/></svg>', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'),
    ],
)  # fmt: skip
def test_sanitising(html, clean):
    assert xhtml.serialise(sanitise(xhtml.parse(html), lambda *_: None)) == f"<body>{clean}</body>"
