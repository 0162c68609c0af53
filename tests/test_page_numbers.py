"""References to pages and what they say: small books whose numbers must be the folios of what they lead to."""

import random
import re
from collections import Counter
from types import SimpleNamespace

import pypdfium2
import pytest

from bookmaker.editions import moved_notes
from tests.conftest import needs_pango

pytestmark = needs_pango
WORDS = (
    "the boat lay on the sand until water came and nobody in the harbour thought of her before that because a small "
    "boat without water is extraordinarily difficult to understand nevertheless conversation afterwards"
).split()
HARBOURS = 24


def book(settings: str) -> dict[str, str]:
    """References everywhere, forward and back, to the preface too: in the text, several at once, in lists and notes."""
    chance = random.Random(1)

    def prose(references: int) -> str:
        words = [chance.choice(WORDS) for _ in range(chance.randint(25, 90))]
        for _ in range(references):
            to = chance.randrange(HARBOURS)
            words.insert(chance.randrange(1, len(words)), f"(to {to}: [@h-{to}]{{.page}})")
        return " ".join(words).capitalize() + "."

    def harbour(number: int) -> str:
        return "\n\n".join([
            f"## Harbour {number} {{#h-{number}}}",
            f"Quay {number}: {prose(3)}", prose(0), f"- {prose(1)}\n- {prose(1)}", f"{prose(1)}[^{number}]", prose(0),
            f"[^{number}]: {prose(1)}",
        ])  # fmt: skip

    toml = 'front_matter = ["preface.md"]\nchapters = ["one.md", "two.md"]\n'
    toml += '[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n[edition.pdf]\n'
    first, second, preface = ("\n\n".join(harbour(n) for n in range(start, HARBOURS, 3)) for start in range(3))
    return {
        "book.toml": toml + settings,
        "preface.md": f"# Before\n\n{preface}\n",
        "one.md": f"# One\n\n{first}\n",
        "two.md": f"# Two\n\n{second}\n",
    }


@pytest.fixture
def printed(write_book, bookmaker, tmp_path):
    """``printed(files, name)`` builds the PDF; it gives the pages' folios and words, and what was said."""

    def make(files, name="book"):
        target = tmp_path / f"{name}.pdf"
        outcome = bookmaker("pdf", write_book(files, name), "-o", target, "-v")
        assert outcome.exit_code == 0, outcome.errors
        with pypdfium2.PdfDocument(target) as document:
            texts = [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
            return [(document.get_page_label(n), text) for n, text in enumerate(texts)], outcome.errors

    return make


def folios(pages):
    return {int(number): folio for folio, text in pages for number in re.findall(r"Quay (\d+):", text)}


def references(pages):
    return [(int(to), folio) for _, text in pages for to, folio in re.findall(r"to (\d+): page ([ivxl\d]+)\)", text)]


def words(pages):
    """How often there is each word that is too short for a hyphen."""
    return Counter(word for _, text in pages for word in re.findall(r"\w+", text) if word in WORDS and len(word) < 6)


@pytest.mark.parametrize(
    ("theme", "settings"),
    [
        ("manual", ""),
        ("novel", 'line_breaking = "greedy"\n'),
        *((theme, "final = true\n") for theme in ("novel", "nonfiction", "manual", "large-print", "article")),
    ],
)
def test_every_number_is_the_folio_of_what_it_leads_to(printed, theme, settings):
    pages, told = printed(book(f'theme = "{theme}"\n{settings}'))
    where, found = folios(pages), references(pages)
    assert len(where) == HARBOURS and len({*where.values()}) > 8 and "i" in "".join(where.values())
    assert len(found) > 5 * HARBOURS  # but for those that go on overleaf
    assert [(to, folio) for to, folio in found if folio != where[to]] == []
    assert "surprise" not in told and "page number" not in told


def test_nothing_is_lost_where_pages_are_laid_out_for_their_numbers(printed):
    plain, _ = printed(book('line_breaking = "greedy"\n'), "plain")
    final, _ = printed(book("final = true\n"), "final")
    assert words(final) == words(plain)


def test_what_a_line_ends_with_is_whole_when_the_number_is_known(printed):
    """A line of Chinese may end behind the page: what was known of the text was shorter, and has been set otherwise."""
    ends = "".join(f"水上船到{n}见[@end]{{.page}}" * 3 for n in range(80))
    text = "\n\n".join(f"# 水{n}\n\n水" for n in range(12))
    files = {
        "book.toml": '[book]\ntitle = "T"\nlanguage = "zh"\nkind = "book"\n',
        "one.md": f"# 水\n\n{ends}\n\n{text}\n\n# 末 {{#end}}\n\n末。\n",
    }
    pages, _ = printed(files)
    read = re.sub(r"\s", "", "".join(text for _, text in pages))
    assert len(set(re.findall(r"第(\d+)页", read))) == 1
    assert len(re.findall(r"见第\d+页", read)) == 240


def test_a_page_for_notes_alone_is_made_in_any_round(monkeypatch):
    """The text's last page was laid out with other numbers, and has no room for its notes any more."""
    from weasyprint.layout import page

    context = SimpleNamespace(reported_footnotes=["a note"], page_maker=[({},), ({"content_changed": False},)])
    monkeypatch.setattr(page, "remake_page", lambda *_: ("the last page", None))
    with moved_notes.kept():
        assert page.remake_page(0, context) == ("the last page", None)
    assert context.page_maker[1][-1]["content_changed"]
