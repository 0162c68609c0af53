"""What the EPUB says of its accessibility is true of the very book: small books made to differ."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image

from bookmaker.config import Config, Settings
from bookmaker.editions.accessibility import claims
from bookmaker.model import Book, Chapter
from bookmaker.xhtml import make

OPF = "{http://www.idpf.org/2007/opf}"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 20
MATH = "<math{}><msup><mi>x</mi><mn>2</mn></msup></math>"
VIDEO = '<video src="tide.mp4" title="The tide">{}</video>'


def picture(kind: str, frames: int = 1) -> bytes:
    stream = io.BytesIO()
    first, *others = [Image.new("RGB", (8, 8), (40 * number, 0, 0)) for number in range(frames)]
    first.save(stream, kind, **({"save_all": True, "append_images": others} if others else {}))
    return stream.getvalue()


FILES: dict[str, str | bytes] = {
    "boat.png": picture("PNG"),
    "tide.gif": picture("GIF", 3),
    "tide.png": picture("PNG", 3),
    "tide.webp": picture("WEBP", 3),
    "still.gif": picture("GIF"),
    "tide.mp3": MP3,
    "tide.mp4": b"\0\0\0\x18ftypmp42" + bytes(40),
    "tide.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nWaves.\n",
}


@pytest.fixture
def said(write_book, unpacked):
    """``said(text)`` gives the accessibility metadata of a book of one chapter."""

    def say(text: str, settings: str = "") -> dict[str, list[str]]:
        toml = f'[book]\ntitle = "T"\nlanguage = "en"\nkind = "book"\n{settings}'
        package = ET.fromstring(
            unpacked(write_book({**FILES, "book.toml": toml, "a.md": f"# A\n\n{text}\n"}))["content.opf"]
        )
        found: dict[str, list[str]] = {}
        for meta in package.iter(f"{OPF}meta"):
            found.setdefault(meta.get("property", "").rpartition(":")[2], []).append(meta.text or "")
        for link in package.iter(f"{OPF}link"):
            found.setdefault(link.get("rel", ""), []).append(link.get("href", ""))
        return found

    return say


@pytest.mark.parametrize(
    ("text", "modes", "sufficient", "features", "hazards"),
    [
        ("No pictures.", "textual", ["textual"], "", ["none"]),
        ("![](boat.png){.decorative}", "textual", ["textual"], "", ["none"]),
        ("![A boat](boat.png)", "textual visual", ["textual", "textual,visual"], "alternativeText", ["none"]),
        ("A ![](boat.png) without words.", "textual visual", ["textual,visual"], "", ["none"]),
        ("![A boat](boat.png)\n\n![](boat.png)", "textual visual", ["textual,visual"], "", ["none"]),
        (MATH.format(""), "textual", ["textual"], "MathML", ["none"]),
        (MATH.format(' alttext="x squared"'), "textual", ["textual"], "MathML describedMath", ["none"]),
        ("![The tide](tide.mp3)", "textual auditory", ["textual,auditory"], "",
         ["noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard"]),
        ("![The tide](tide.gif)", "textual visual", ["textual", "textual,visual"], "alternativeText", ["unknown"]),
        ("![The tide](tide.png)", "textual visual", ["textual", "textual,visual"], "alternativeText", ["unknown"]),
        ("![The tide](tide.webp)", "textual visual", ["textual", "textual,visual"], "alternativeText", ["none"]),
        ("![The tide](still.gif)", "textual visual", ["textual", "textual,visual"], "alternativeText", ["none"]),
        (VIDEO.format(""), "textual visual auditory", ["textual,visual,auditory"], "", ["unknown"]),
        (VIDEO.format('<track kind="captions" src="tide.vtt" srclang="en" label="English">'),
         "textual visual auditory", ["textual,visual,auditory"], "captions", ["unknown"]),
        ('<svg width="9" height="9" viewBox="0 0 9 9"><title>A boat</title><path d="M0 0h9"/></svg>',
         "textual visual", ["textual", "textual,visual"], "alternativeText", ["none"]),
        ('<svg width="9" height="9" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>',
         "textual visual", ["textual,visual"], "", ["none"]),
        ('<svg viewBox="0 0 9 9" aria-label="A boat"><path d="M0 0h9"/><svg><path d="M0 0"/></svg></svg>',
         "textual visual", ["textual", "textual,visual"], "alternativeText", ["none"]),
        ('<svg viewBox="0 0 9 9" aria-hidden="true"><path d="M0 0h9"/></svg>', "textual", ["textual"], "", ["none"]),
        ('<img src="boat.png" alt="">', "textual", ["textual"], "", ["none"]),
        ('A <img src="boat.png" alt> flourish.', "textual", ["textual"], "", ["none"]),
        ('<img src="boat.png">', "textual visual", ["textual,visual"], "", ["none"]),
        ("![[boat.png]]", "textual visual", ["textual,visual"], "", ["none"]),
        ('<svg viewBox="0 0 9 9"><title>A</title><path d="M0 0h9"><animate attributeName="x" to="1"/></path></svg>',
         "textual visual", ["textual", "textual,visual"], "alternativeText", ["none"]),
    ],
)  # fmt: skip
def test_no_more_is_said_than_is_true(said, text, modes, sufficient, features, hazards):
    found = said(text)
    always = ["tableOfContents", "readingOrder", "displayTransformability", "structuralNavigation"]
    assert found["accessMode"] == modes.split()
    assert found["accessModeSufficient"] == sufficient
    assert found["accessibilityFeature"] == always + features.split()
    assert found["accessibilityHazard"] == hazards
    assert len(found["accessibilitySummary"]) == 1
    assert "conformsTo" not in found


def test_a_cover_that_moves_is_a_hazard_too(said):
    assert said("Text.", 'cover = "tide.gif"\n')["accessibilityHazard"] == ["unknown"]


def test_the_summary_counts_what_is_not_described(said):
    assert (
        "1 of 2 pictures have no description."
        in said("![A boat](boat.png)\n\n![](boat.png)")["accessibilitySummary"][0]
    )


@pytest.mark.parametrize(
    ("text", "notation"),
    [(MATH.format(""), "MathML"), ("Or $x^2$.", "TeX"), (f"$$\nx^2\n$$\n\n{MATH.format('')}", "MathML or TeX")],
)
def test_the_summary_tells_how_formulas_are_written(said, text, notation):
    assert f"Formulas are {notation}." in said(text)["accessibilitySummary"][0]


@pytest.mark.parametrize(("tag", "told"), [("h1", True), ("p", False)])
def test_headings_are_claimed_where_there_are_some(tag, told):
    chapter = Chapter("a", "chapter", "A", make("section", {}, make(tag, {}, "A")))
    found = claims(Book(Config(Settings(), Path(), ""), "book", "T", "en", [chapter]))
    assert [("headings" in claim.value) for claim in found if claim.prop == "schema:accessibilitySummary"] == [told]
    assert ("structuralNavigation" in [claim.value for claim in found]) is told


def test_what_only_a_person_can_say_is_said_as_it_was_given(said):
    found = said(
        "Text.",
        """
[accessibility]
conforms_to = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
certified_by = "Ada Lund"
certifier_credential = "DAISY"
certifier_report = "https://example.org/report"
summary = "Everything was looked at."
hazards = ["noFlashingHazard"]
""",
    )
    assert found["conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert found["certifiedBy"] == ["Ada Lund"]
    assert found["certifierCredential"] == ["DAISY"]
    assert found["a11y:certifierReport"] == ["https://example.org/report"]
    assert found["accessibilitySummary"] == ["Everything was looked at."]
    assert found["accessibilityHazard"] == ["noFlashingHazard"]
