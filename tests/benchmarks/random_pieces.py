"""What ``random_chapters`` throws together; the marks in it are explained there."""

import random

PHRASE_TAGS = (
    "a abbr acronym b bdi bdo big blink button cite code data del dfn em font i ins kbd label mark meter nobr output "
    "progress q rb rt rtc ruby s samp slot small span strike strong sub sup time tt u var map option my-word x:y"
).split()
BLOCK_TAGS = (
    "address article aside blockquote center details dialog dir div dl dt dd fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup legend li listing main marquee menu multicol nav noscript ol optgroup p pre search "
    "section summary table tbody td tfoot th thead tr ul caption colgroup my-box body html"
).split()
TAGS = PHRASE_TAGS + BLOCK_TAGS
VOID_TAGS = (
    "area base basefont bgsound br col command embed frame hr image img input isindex keygen link meta nextid param "
    "source spacer track wbr"
).split()
_OBSOLETE = ("align=right", "bgcolor=red", "width=3", "border=1", "color=#f00", "size=7", "face=Arial", "compact", "nowrap")  # fmt: skip
_CLASSES = (
    "x", "a b", "", "notes", "note", "noteref", "backlink", "chapter", "verse", "callout", "callout-tip", "callout callout-tip",
    "tab", "tab-title", "scene", "page-break", "headline", "imprint", "math", "citation", "listing", "checkbox", "details",
    "decorative", "missing-image", "unresolved", "titlepage", "1a", "é", "{}", "caption", "summary", "task-list-item",
)  # fmt: skip
_IDS = (
    "a", "b", "dup", "dup", "DUP", "1", "1.5", "a b", "", " ", "x:y", "a.b", "é", "目次", "#a", "%20", "a&amp;b", "&quot;", "&lt;", "-",
    "fn-1", "fnref-1", "fn-2", "nav", "toc", "title", "cover", "headline", "c00001", "landmarks", "s-1", "\u0301a", "\U0001f600",
)  # fmt: skip
ADDRESSES = (
    "#a", "#dup", "#missing", "#", "", " ", "#fn-1", "#1", "#a%20b", "#é", "#%C3%A9", "c00001.md", "c00002.md#a", "c00003.html#dup",
    "./c00004.md", "../c00001.md", "/c00001.md", "nowhere.md", "boat.png", "javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "mailto:a@b.example", "mailto:", "tel:+1 2", "ftp://a.example/x", "http://a.example/a b",
    "http://a.example/%", "http://a.example/%zz", "https://a.example/é?q=ü#目", "http://[::1", "http://", "https:", "http:a", "//a.example/x",
    "http://a b/", "http://a.example:port/", "http://user:pw@a.example/", "https://a.example/\\x", "https://a.example/|^`{}", "blob:x",
    "https://a.example/x?a=1&amp;b=2", "?q", "c00001.md?x=1#a", "http://é.example/", "http://a_b.example/", "http:///x", "urn:isbn:1",
    "https://-a.example/", "https://a.example/#a#b", "HTTP://A.EXAMPLE", "x:y", "content.opf", "nav.xhtml", "c00001.xhtml#a", "https://a..b/",
    "http://256.1.1.1/", "http://a.example/[x]", "https://a.example/\u200b", "https://a.example/%ff", "cafe\u0301.md", "https://.", "http://?", "http://#x",
)  # fmt: skip
_STYLES = (
    "", "color:red", "text-align:center", "text-align: right; color: blue", "TEXT-ALIGN: LEFT", ";;;", "}", "text-align", "margin: 1em !important",
    "background:url(http://a.example/x)", "width: expression(1)", "width: calc(1px + 2em", "margin: ((", "text-indent: 'a", "width: 1px; width", "margin: \\",
    "position: fixed; top: 0", "display:none", "text-align: var(--x)", "margin: -1em auto 0 1.5e3px", "width: 100%%", "font-weight: bold /* x", "margin-left:;",
    "vertical-align: &quot;x&quot;", "direction: rtl", "list-style-type: disc", "text-decoration: underline #", "break-before: page", "font-style: oblique 10deg",
    "width: U+26", "text-transform: a,b/c", "margin: 1.", "width: +.5em", "font-variant: [x", "text-indent: #fff", "margin: 1px!", "width: a:b", "margin: 3--x",
)  # fmt: skip


def _words(text: str) -> list[str]:
    """Attributes apart; ``␣`` is a space inside one."""
    return [word.replace("␣", " ") for word in text.split()]


ATTRIBUTES = (
    *(f'class="{name}"' for name in _CLASSES),
    *(f'id="{name}"' for name in _IDS),
    *(f'href="{address}"' for address in ADDRESSES),
    *(f'style="{style}"' for style in _STYLES),
    *_OBSOLETE,
    *_words("id=x id=x name=n name='1␣2' name=a onclick='x()' onload=x() ONERROR=1 lang=fr lang=he lang='' lang=en_US lang=x"),
    *_words("xml:lang=de lang=i-klingon lang=zh-Hant-TW lang=en-a-b lang=abcdefghij dir=rtl dir=ltr dir=auto dir=up dir="),
    *_words("aria-label=a aria-hidden=true aria-hidden=no aria-labelledby=nowhere aria-describedby='a␣b' aria-x=1 aria-level=2"),
    *_words("role=button role=presentation role=none role=doc-footnote role=heading role='a␣b' epub:type=footnote"),
    *_words("epub:type='x:y␣z' epub:type=chapter EPUB:TYPE=noteref data-x=1 data-X-=2 data- data-1=é data-line=3"),
    *_words("data-line=999999 data-line=x data-ref=fig-x data-ref=a data-wikilink=1 data-cite=x data-index=w data-label=L"),
    *_words("data-callout=tip data-not=pdf data-only=epub data-number=7 data-written-id=q data-caption=c data-see=x"),
    *_words("colspan=2 colspan=0 colspan=99999 rowspan=3 rowspan=-1 rowspan=x span=2 span=0 scope=row scope=x headers=a"),
    *_words("start=3 start=-2 start=x type=a type=z type=checkbox reversed value=2 value=x value=-1 checked disabled"),
    *_words("datetime=2020 datetime=now datetime=2020-02-30 datetime=2020-13 cite=x cite=http://a.example/ open open=no"),
    *_words("hidden inert tabindex=1 tabindex=x contenteditable accesskey=a draggable=true is=x-y slot=s part=p nonce=n"),
    *_words("itemscope itemprop=p property=dc:title typeof=x about=# prefix='a:␣b' vocab=x xmlns=http://a.example/"),
    *_words("xmlns:x=y xlink:href=#a xml:base=http://a.example/ xml:space=preserve xml:id=q 1a=b @click=c (x)=y :z=1 _=2 a:b:c=d"),
    *_words("src=boat.png src=nowhere.png src=http://a.example/x.png src='' src=data:image/png;base64,AAAA srcset='a␣1x' alt="),
    *_words("width=10 width=50% width=x width=1e9 height=-1 poster=boat.png controls autoplay loop=no preload=x target=_blank"),
    *_words("download ping=x rel=noopener rel='a␣b' hreflang=x type=text/html usemap=#m ismap loading=lazy sizes=1 media=print"),
    *_words("for=a form=f action=x method=post list=l translate=no spellcheck=false enterkeyhint=go popover title=t title=''"),
    'title="a > b"', "title='\"'", 'title="&lt;&amp;&quot;"', "title='a&#10;b'", 'title="\u202e\u0001"', 'alt="a \u200f"', "é=1", "目=2", "\U0001f600", "a<b=c",
)  # fmt: skip


def braces(dice: random.Random) -> str:
    """Attributes as pandoc writes them."""
    return dice.choice(
        ("{#a}", "{#dup .x}", "{.unnumbered}", "{-}", "{lang=fr}", "{#1}", "{#a:b}", '{title="a > b"}', "{.notes}", "{}", "{#é}",
         "{onclick=x}", "{style='text-align:center;color:red'}", "{width=50%}", "{role=x}", "{#c00001}", "{data-x=1 .verse}", "{dir=rtl}")
    )  # fmt: skip


TEXT = (
    "& ", "&amp;", "&nbsp;", "&#0;", "&#x1F600;", "&#xD800;", "&#99999999;", "&#xFFFE;", "&#1;", "&#x80;", "&nosuch;", "&lt;b&gt;", "&copy ", "&shy;", "&zwj;",
    "&rlm;", "&#12;", "&#x0b;", "&#x2028;", "&NotEqualTilde;", "\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ufeff", "\ufffe", "\u2028", "\u200b", "\u00ad",
    "\ufdd0", "\U0001fffe", "\U000f0000", "\ue000", "\u202e§\u202c", "مرحبا § بالعالم", "שלום §", "👩‍👩‍👧‍👦§", "🏳️‍🌈", "目次§の", "한국어 §", "हिन्दी §", "x" * 600 + "§", "§" + "目" * 200,
    "§ < ", "§ > §", "< §", "<>", "< b>", "a < b > c §", "\\", "\\<b>", "\\*§\\*", "*", "_", "`", "~", "|", "^", "[", "]", "![", "](", "{", "}", "$", "@", "  \n",
    "e\u0301§", "\u0301", "ﷺ", "\t§", '"§"', "'§'", "§'s", "§--§", "...", "(c) §", "1/2", "https://a.example/§", "www.example.com §", "a@b.example", "<br>", "<br/>§",
    "<wbr>", "</br>", "</p>", "<![CDATA[§ <b> & ]]>", "<hr>",
)  # fmt: skip
HIDDEN = (
    "<script>¤ if (a < b) {}</script>", "<style>¤ {color: red}</style>", "<!-- ¤ -->", "<!---->", "<!-- ¤ -- ¤ --!>", "<?php ¤ ?>", "<!DOCTYPE html>",
    "<iframe src='http://a.example/x'>¤</iframe>", "<object data=x.swf><p>¤</p></object>", "<template><p>¤</p></template>", "<textarea>¤</textarea>",
    "<select><option>¤<option>¤</select>", "<datalist><option>¤</datalist>", "<canvas>¤</canvas>", "<title>¤</title>", "<noembed>¤</noembed>",
    "<noframes>¤</noframes>", "<applet>¤</applet>", "<rp>¤</rp>", "<input value=¤>", "<audio src='http://a.example/x.mp3'>¤</audio>", "<video>¤</video>",
    "<script src=x></script>", "</style>", "</script>", "<meta charset=latin1>", "<link rel=stylesheet href=x.css>", "<frameset><frame src=x></frameset>",
    "<noscript>§ <b>§</b></noscript>", "<base href=http://a.example/>", "<script type=text/x>¤</script >", "<head><title>¤</title></head>",
    "<svg><script>¤</script></svg>", "<svg><style>¤</style></svg>", "<math><annotation-xml>¤</annotation-xml></math>", "<foreignObject>§</foreignObject>",
)  # fmt: skip
# Beginnings without ends: what follows is theirs.
ENDLESS = (
    "<script>", "<style media=print>", "<!--", "<textarea>", "<select>", "<title>", "<iframe>", "<object>", "<template>", "<noframes>", "<canvas>", "<svg>", "<svg><text>", "<math>",
    "<?", "<!x", "<![CDATA[", "</ ", '<a href="', "<div class='", "<b ", "<p", "```", "~~~", "$$", "<plaintext>", "<xmp>", "<audio>", "<video src=tide.mp4>", "<math><mi>",
    "<svg><foreignObject>", "<svg><desc>", "<noembed>", "<datalist>", "<applet>", "::: {.only edition=pdf}", "<table><colgroup>", "<pre>", "<rp>", "{blurb}",
)  # fmt: skip
MARKDOWN = (
    "*…*", "**…**", "***§ … §***", "_…_", "*§ **§*** §**", "**…*", "~~…~~", "==…==", "H~§~O", "x^§^", "`§`", "`` § ` ``", "`<b>§</b>`", "[§](#a)", "[…](c00002.md)",
    *(f"[§](<{address}>)" for address in ADDRESSES if not address.startswith("?")),
    *(f"[§]({address})" for address in ADDRESSES if " " not in address),
    "[§][x]", "[x]", "[…][nowhere]", "[§ [§](#a)](#b)", "[![§](boat.png)](#a)", "![§](boat.png)", "![§](nowhere.png)", "![§](http://a.example/x.png)", "![…](boat.png)",
    "![](boat.png){.decorative}", "![](boat.png)", "![§](boat.png){width=50% #a}", "![§](tide.mp3)", "![§](drawing.svg)", "![§](data:image/png;base64,AAAA)", "![§](text.png)",
    "[[§]]", "[[c00001|§]]", "[[#a|§]]", "[§]{.smallcaps}", "[…]{lang=he dir=rtl}", "[§]{#a}", "[…]{.notes onclick=x}", "$§$", "$$ § $$", "\\(§\\)", "[@§, p. 3]", "@fig-x",
    "[@sec-x; @tbl-y]", "@a", "<https://a.example/§>", "<a@b.example>", "§^[§ *§*]", "^[…]", "[§](#a \"a > b\")", "§\\\n§", "§  \n§", "<§>", ":smile: §", "{.x}§", "{{title}}",
    "<b>§", "</b>", "<a href=#a>§<a href=#b>§</a></a>", "<i>§<b>§</i>§</b>", "<a name=n>§</a>", "<img src=boat.png alt=§>", "<img src=nowhere.png alt='§ §'>", "[x]{}",
    "<span>*§*</span>", "<u>[§](#a)</u>", "<ruby>§<rt>§</ruby>", "<ruby>§<rp>(</rp><rt>…</rt><rp>)</rp>…<rt>§</rt></ruby>", "<ruby><rb>§<rt>§<rt>§</ruby>", "<ruby><rt>…</ruby>",
)  # fmt: skip
HOLDERS: tuple[tuple[str, str | None], ...] = (
    ("> ", "> "), ("- ", "  "), ("1. ", "   "), ("* ", "    "), ("> [!NOTE] ", "> "), ("> [!TIP]\n> ", "> "), ("!!! note \"§\"\n    ", "    "), ("??? tip\n    ", "    "),
    ("- [ ] ", "  "), ("- [x] ", "  "), ("T> ", "T> "), ("§\n:   ", "    "), (": ", "  "), ("| ", "| "), ("=== \"§\"\n    ", "    "), ("> - ", ">   "), ("    ", "    "),
    ("::: {.x}", None), ("::: verse", None), ("::: {.callout-tip title=\"§\"}", None), ("::: {.notes #a}", None), ("::: {.only edition=\"epub\"}", None), (":::: warning", None),
    ("<div>\n\n", ""), ("<details><summary>§</summary>\n\n", ""), ("<blockquote>", ""), ("<td>", ""), ("<ul><li>\n\n", ""), ("<p>", ""), ("<aside>\n\n", ""), ("<figure>\n\n", ""),
)  # fmt: skip
CALLS = ("§[^N]", "§ [^N] § [^N]", "*§[^N]*", "# §[^N]", "- §[^N]", "| §[^N] | § |\n|---|---|\n| § | § |", "<b>§[^N]</b>", "[§[^N]](#a)", "> §[^N]", "![§[^N]](boat.png)",
         "<h2>§[^N]</h2>", "§[^N]{.x}", "§[^n1]", "<a href=#a>\n\n§[^N]", "<td>\n\n[^N]", "<button>§[^N]</button>", "[^N]", "<svg><text>[^N]</text></svg>", "☠<svg>\n\n[^N]",
         "<math><mi>[^N]</mi></math>", "<dt>\n\n§[^N]", "<figcaption>§[^N]</figcaption>", "<table><tr><td>§[^N]</table>", "<pre>[^N]</pre>", "<ruby>§<rt>[^N]</ruby>")  # fmt: skip
BLOCKS = (
    "- §\n- §\n  - §", "1. §\n2) §", "- §\n\n  §\n- §", "§\n: §\n: §", "§\n\n:   §\n\n:   §", "| § | § |\n|---|--:|\n| § | § |", "| § | § |\n|---|---|\n| § |", "|§|\n|-|\n|<b>§|",
    "| § |\n|---|\n| § |\n\n: § {#tbl-a}", ": §\n\n| § |\n|---|\n| § |", "+---+---+\n| § | § |\n+===+===+\n| § | § |\n+---+---+", "```py ◆\n§ = '<b>'\n```", "~~~\n§\n~~~", "    §\n    <b>§",
    "***", "---", "⁂", "\\newpage", "$$\n§\n$$", "\\begin{align}\n§\n\\end{align}", "# §◆", "## § ◆", "[x]: http://a.example/ '¤'", "[x]: <a b> '¤'", "{blurb, class: tip}\n§\n{/blurb}",
    "T> §\nT> §", "::: {.only edition=\"pdf\"}\n¤\n:::", "::: {.only edition=\"epub\"}\n§\n:::", "| §\n|   §", "::: verse\n§\n§\n\n§\n:::", "A> §", "*[w]: ¤", "(@) §", "#. §", "![§](boat.png)◆",
    "![§](boat.png \"¤\")◆", "![*§* `§`](nowhere.png)", "<img src=boat.png>", "[![§](boat.png)](http://a.example/)", "![§](tide.mp3)", "![§](tide.mp4)◆", "[TOC]", "[¤]: ◆", "§ {.x #a}", "{.x}",
    "<div markdown=1>\n*§*\n</div>", "<table>\n<tr>\n<td>\n\n*§*\n\n</td>\n</tr>\n</table>", "§\n===", "===", "#", "##", "# <br>", "# ![§](boat.png)", "# [§](#a)", "# `§`◆", "## <!-- ¤ -->", "# §\n# §",
    "- [ ] §\n- [x] §", "> [!NOTE]\n> §", "> [!note]- §\n> §", "!!! danger\n    §", "::: tab\n§\n:::", "=== \"§\"\n    §\n=== \"§\"\n    §", "^[§]", "<!-- ¤ -->", "☠<!-- ¤\n\n¤ -->", "☠<?x ¤\n\n¤ ?>",
)  # fmt: skip
_SVG = (
    "<text>§</text>", "<text x=1 y=1>§<tspan>§</tspan>§</text>", "<g ◆><text>§</text></g>", "<text><a href=#a>§</a> §</text>", "<a href=http://a.example/><text>§</text></a>",
    "<foreignObject width=9 height=9><p>§</p><div>§ <b>§</b><script>¤</script></div></foreignObject>", "<foreignObject><body>§</body></foreignObject>", "<use href=#p /><path id=p d='M0 0h9'/>", "<use xlink:href=#nowhere />", "<use href=http://a.example/x.svg#a />",
    "<defs><linearGradient id=g><stop offset=0 stop-color=red /><stop/></linearGradient></defs><rect fill=url(#g) width=9 height=9 />", "<rect fill='url(http://a.example/x)' width=9 height=9 />",
    "<linearGradient id=h href=#g /><radialGradient xlink:href=#nowhere r=x /><rect fill=url(#nowhere) width=1 height=1 />", "<path d=''/><path d='M0 0 L x'/><path/>", "<rect width=-1 height=x /><rect/><circle r=1 /><circle r='' />",
    "<style>text {fill: red} .a{background:url(x)} @import 'x';</style><text class=a>§</text>", "<style>{</style><path d=M0 class='a b'/>", "<title>¤</title><desc>¤ <b>¤</b></desc><path d='M0 0'/>", "<image href=boat.png width=1 height=1 />",
    "<image href='data:image/png;base64,AAAA' width=1 height=1 />", "<text><textPath href=#p>§</textPath> §</text>", "<text><textPath href=#nowhere>§</textPath> §</text>", "<script>¤</script><text onclick=x>§</text>", "<animate attributeName=x /><set/><circle r=1><animate/></circle>",
    "<filter id=f><feBlend/></filter><g filter=url(#f)><text>§</text></g>", "<symbol id=s viewBox='0 0 1 1'><path d='M0 0'/></symbol><use href=#s x=1 />", "<marker id=m><path d='M0 0'/></marker><path d='M0 0' marker-end=url(#m) />", "<switch><text>§</text></switch>", "<rect id=r width=1 height=1 /><use href=#r /><rect fill=url(#r) width=1 height=1 /><linearGradient href=#r /><text clip-path=url(#r)>§</text>",
    "<g id=g2><use href=#g2 /><svg><use href=#g2 /></svg></g>", "<clipPath id=c2><rect width=1 height=1 /></clipPath><use href=#c2 /><rect fill=url(#c2) clip-path='url(#nowhere)' width=1 height=1 />",
    "<clipPath id=c><rect width=1 height=1 /></clipPath><g clip-path=url(#c)><text>§</text></g>", "<mask id=k><g/></mask><pattern id=t><use href=#t /></pattern>", "<text id=dup ◆ style='fill:red;x'>¤</text>", "<svg><text>§</text></svg>", "<svg/><g/><defs/>",
    "<text ◆ ◆>¤</text>", "<polygon points='0,0 1,1' ◆ /><polyline points=x /><line x1=a />", "<text font-size=x fill='a b' transform='rotate(' x='1 2 3' rotate=5>§</text>", "<g transform=x opacity=y stroke-width=z ◆><path d='M0 0' ◆ /></g>", "<math><mi>¤</mi></math>", "<style>rect{fill:url(#nowhere)} text{fill:url(#g3) red;mask:url(#g3)}</style><linearGradient id=g3><stop offset=0 /></linearGradient><text>§</text>", "<rect style='fill:url(#nowhere);stroke:url(#p)' width=1 height=1 /><text style='mask: url(&quot;#p&quot;) '>§</text>", "<view id=v /><metadata>¤</metadata><cursor/><text>§</text>",
)  # fmt: skip
_MATHML = (
    "<mi>§</mi><mo>+</mo><mn>§</mn>", "<mfrac><mi>§</mi><mn>2</mn></mfrac>", "<mfrac><mi>§</mi></mfrac>", "<mrow ◆><mi mathvariant=bold>§</mi></mrow>", "<msup><mi>§</mi><mn>2</mn></msup>", "<msup><mi>§</mi></msup>", "<mtable><mtr><mtd><mi>§</mi></mtd></mtr></mtable>",
    "<mtable><mi>§</mi></mtable>", "<mtr><mtd><mn>§</mn></mtd></mtr>", "<semantics><mi>§</mi><annotation encoding='application/x-tex'>¤</annotation></semantics>", "<semantics><mi>§</mi><annotation-xml encoding='text/html'><p>¤</p></annotation-xml></semantics>", "<apply><plus/><ci>¤</ci></apply>",
    "<mi>§</mi> ¤", "<mo stretchy=x fence=true lspace=1em ◆>§</mo>", "<mtext>§ <b>¤</b></mtext>", "<mi>§<mglyph src=x /></mi>", "<maction><mi>§</mi></maction>", "<mmultiscripts><mi>§</mi><none/><mn>1</mn><mprescripts/></mmultiscripts>", "<mmultiscripts/>", "<none/>", "<mspace width=1em />",
    "<menclose notation='box x'><mi>§</mi></menclose>", "<mpadded width='+1em'><mi>§</mi></mpadded>", "<mfenced open='['><mi>§</mi></mfenced>", "<msqrt/><mroot><mi>§</mi><mn>3</mn></mroot>", "<munderover><mo>∑</mo><mi>§</mi></munderover>", "<mi>§</mi><math><mi>§</mi></math>", "<ms lquote=x>§</ms>", "<mi/>", "",
    "<mlongdiv><mn>§</mn></mlongdiv>", "<mstyle displaystyle=true scriptlevel=+1 mathcolor=red><mi id=dup href=#a>§</mi></mstyle>", "<mphantom><mi>§</mi></mphantom>", "<merror><mtext>§</mtext></merror>", "<mscarries/><mi>§</mi>", "<mtd><mi>§</mi></mtd>", "<semantics><mi>§</mi><mi>§</mi></semantics>", "<semantics/>",
)  # fmt: skip
_BOOKS = (
    "<table ◆><caption>…</caption><colgroup span=2 ◆><col ◆><thead><tr><th>§<th>…<tbody><tr ◆><td>§<td>…<tfoot><tr><td>§</table>", "<table><tr><td colspan=3>§</td></tr><tr><td rowspan=9>§</td><td>§</td></tr></table>", "<table><td>§<table><td>§</table>§</table>",
    "<table>§<tr>§<td>…</table>", "<table><caption>§<p>§</p></caption></table>", "<table><caption>§</caption><caption>§</caption><tr><td>§</table>", "<table><tfoot><tr><th>§<tbody><tr><td>§<thead><tr><td>§</table>", "<table><colgroup><col><col span=0></colgroup></table>", "<table></table>",
    "<table><tr></tr><tr><td></table>", "<table><thead><tr><td><td>§</thead><tr><td>§<td>…</table>", "<table><tr><th ◆>…<td ◆>…</table>", "<table ◆><caption ◆>…</caption><tr ◆><td ◆>…</table>", "<table border=1><tr><td><ul><li>§</ul>…</table>", "<table><form>§<tr><td>§</form></table>", "<table><col><colgroup>§<tr><td>…</table>",
    "<ul>…<li>§<li>…<ol><li>§</ol></ul>", "<ol start=3 reversed type=i><li value=2>§<li>…</ol>", "<ul><ul><li>§</ul>§</ul>", "<ul></ul>", "<ol>…</ol>", "<menu><li>§<dir><li>§</dir></menu>", "<dl>…</dl>", "<dl><dt>…<dd>…<dd>§</dl>", "<dl><dd>§<dt>§</dl>", "<dl><div><dt>§<dd>…</div>§<p>§</dl>", "<dl></dl>", "<dl><div></div></dl>",
    "<dl><dt>§</dt></dl>", "<dl><dt><h2>§</h2><dd><section>…</section></dl>", "<figure>…<figcaption>…</figcaption></figure>", "<figure><figcaption>§</figcaption><img src=boat.png><figcaption>§</figcaption></figure>", "<figure ◆><img src=nowhere.png alt=¤><figcaption>…</figcaption>§</figure>", "<figure></figure>",
    "<figcaption>§</figcaption>", "<figure><figure><figcaption>§</figcaption></figure><figcaption>§</figcaption></figure>", "<figure><table><tr><td>§</table><figcaption>…</figcaption></figure>", "<details><summary>…</summary>…</details>", "<details open>§<summary>§</summary></details>", "<summary>…</summary>", "<details></details>",
    "<audio src=tide.mp3 ◆>…</audio>", "<audio controls><source src=tide.mp3 ◆><track src=words.vtt kind=captions srclang=en ◆>§</audio>", "<video src=tide.mp4 poster=boat.png ◆>§ …</video>", "<video><source src=nowhere.mp4><source src=tide.mp4 type=x></video>", "<audio src=nowhere.mp3>§</audio>", "<a href=#a><video src=tide.mp4>¤</video>§</a>",
    "<video src=tide.mp4><track src=words.vtt ◆><track src=words.vtt kind=captions default></video>", "<video src=tide.mp4><video src=tide.mp4></video></video>", "<audio src=boat.png>¤</audio>", "<video poster=boat.png></video>", "<video src=tide.mp4 poster=nowhere.png title=¤></video>", "<source src=tide.mp3><track src=words.vtt>§",
    "<picture><source srcset=boat.png><img src=boat.png alt=§></picture>", "<picture>§<source srcset='boat.png 2x'></picture>", "<picture><img src=nowhere.png alt=§></picture>", "<img src=boat.png ◆ ◆>", "<img>", "<img src=''>", "<img src='boat.png' srcset='x 2x' alt='§ &lt;'>", "<img src=drawing.svg ◆>", "<img src=../boat.png>", "<img src=text.png>",
    "<map name=m><area href=#a shape=rect>§<p>§</p></map><img src=boat.png usemap=#m>", "<ruby ◆>§<rp>(</rp><rt>§</rt><rp>)</rp></ruby>", "<ruby>§<rt>§</rt>§</ruby>", "<ruby>…<rt>…</ruby>", "<ruby><ruby>§<rt>§</ruby><rt>§</ruby>", "<ruby>§<rtc><rt>§</rtc></ruby>", "<ruby><b>§</b><rt>§</ruby>", "<ruby></ruby>", "<rt>§</rt>",
    "<p>§<div>§</div>§</p>", "<p><p><p>", "<h1></h1>", "<h2>…</h2>", "<h1>§<p>§</p></h1>", "<h1><h2>§</h1>§", "<hgroup><h1>§</h1><p>§</hgroup>", "<a href=#a><p>§</p><a href=#b>§</a></a>", "<a>§</a>", "<a href>§</a>", "<a href=#a ◆>…</a>", "<ins><p>§</p></ins>", "<del>§<ul><li>§</ul></del>", "<em><div>…</div></em>", "<pre ◆>…</pre>", "<pre>\n\n§</pre>",
    "<pre><code class=language-py>§\n\n<b>§</b></code></pre>", "<code><div>§</div></code>", "<bdo>§</bdo><bdo dir=rtl>…</bdo>", "<time>§</time><time datetime=2020>§</time>", "<data>§</data><data value=x>§</data>", "<meter value=1>§</meter><progress>§</progress>", "<button>…</button>", "<label>§<input type=checkbox ◆></label>", "<input type=checkbox checked><input>",
    "<fieldset><legend>§</legend>…</fieldset>", "<form action=x>§<button>§</button></form>", "<center>…</center>", "<font color=red size=7>…</font>", "<marquee>§</marquee>", "<blink>§</blink>", "<nobr>§<nobr>§", "<xmp><b>§</b></xmp>", "<listing>§</listing>", "<my-box x=1>…</my-box>", "<blockquote cite=x>…</blockquote>", "<q cite=http://a.example/>§</q>",
    "<dialog open>…</dialog>", "<address>…</address>", "<main>…</main>", "<section ◆><h2>…</h2>…</section>", "<article>§<header>§</header><footer>…</footer></article>", "<nav><ol><li><a href=#a>§</a></ol></nav>", "<aside class=note id=n1>§</aside>", "<section class=notes><aside class=note>§</aside>§</section>", "<a class=noteref href=#fn-1>§</a>", "<a class=noteref href=#a>§</a>",
    "<a class=backlink href=#a>§</a>", "<section class=notes id=a><p>§</p></section>", "<aside class=note id=fn-1>§</aside>", "<section class=notes></section>", "<sup id=fnref-1><a href=#fn-1>§</a></sup>", "<span data-ref=a>§</span>", "<a data-ref=nowhere>¤</a>", "<a data-ref=a href=x>§</a>", "<a data-wikilink=x href=c00001>§</a>", "<p data-only=epub>§</p>", "<b data-not=pdf>§</b>",
)  # fmt: skip
HTML = (
    *(f"<svg viewBox='0 0 9 9' ◆>{one}</svg>" for one in _SVG), *(f"<svg>{one}</svg>" for one in _SVG), *(f"<math>{one}</math>" for one in _MATHML), *(f"<math display=block ◆>{one}</math>" for one in _MATHML), *_BOOKS, *_BOOKS
)  # fmt: skip
