"""What the EPUB says of its accessibility: no more than is true of this very book.

``metadata`` calls :func:`claims`.  EPUB Accessibility 1.1, section 2.2, and the Schema.org vocabulary that it names.  A
claim to conform to a standard is a person's, who has looked: only ``[accessibility]`` makes it.
"""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bookmaker.config import Accessibility
from bookmaker.drawings import is_decorative, outermost, title
from bookmaker.editions.images import moves
from bookmaker.model import Book
from bookmaker.xhtml import HEADINGS, MATHML, classes, name


class Claim(NamedTuple):
    """A property with its value: *is_link* where the value is an address."""

    prop: str
    value: str
    is_link: bool = False


class _Content(NamedTuple):
    """What there is in the book that a reader may be unable to see, hear or bear."""

    images: list[Element]  # decoration apart
    drawings: list[Element]  # likewise
    formulas: list[Element]
    tex: list[Element]  # formulas that stand as they were written
    sounds: list[Element]
    films: list[Element]
    animated: bool
    headings: int


def claims(book: Book) -> list[Claim]:
    """Everything that the package says, in the order in which it says it."""
    content, stated = _content(book), book.config.settings.accessibility
    listed = [
        *(Claim("schema:accessMode", mode) for mode in _modes(content)),
        *(Claim("schema:accessModeSufficient", modes) for modes in _sufficient(content)),
        *(Claim("schema:accessibilityFeature", feature) for feature in _features(content, book)),
        *(Claim("schema:accessibilityHazard", hazard) for hazard in stated.hazards or _hazards(content)),
        Claim("schema:accessibilitySummary", stated.summary or _summary(content)),
    ]
    return [*listed, *_stated(stated)]


def _content(book: Book) -> _Content:
    elements = [element for chapter in book.chapters for element in chapter.section.iter()]
    return _Content(
        [e for e in elements if e.tag == "img" and e.get("role") != "presentation"],
        [each for chapter in book.chapters for each in outermost(chapter.section) if not is_decorative(each)],
        [e for e in elements if e.tag == f"{MATHML}math"],
        [e for e in elements if "math" in classes(e)],
        [e for e in elements if e.tag == "audio"],
        [e for e in elements if e.tag == "video"],
        any(e.tag == "script" for e in elements)
        or any(moves(asset.content, asset.media_type) for asset in (book.cover, *book.assets.values()) if asset),
        sum(name(e) in HEADINGS for e in elements),
    )


def _modes(content: _Content) -> Iterator[str]:
    """The senses that the content speaks to.  A cover and decoration say nothing that the text does not."""
    yield "textual"
    if content.images or content.drawings or content.films:
        yield "visual"
    if content.sounds or content.films:
        yield "auditory"


def _sufficient(content: _Content) -> Iterator[str]:
    """The sets of senses of which one is enough."""
    modes = [*_modes(content)]
    if _is_described(content) and not content.sounds and not content.films:
        yield "textual"
    if len(modes) > 1:
        yield ",".join(modes)


def _is_described(content: _Content) -> bool:
    """Whether words stand for every picture, drawing and formula."""
    images = all(image.get("alt", "").strip() for image in content.images)
    return images and all(title(drawing) for drawing in content.drawings)


def _features(content: _Content, book: Book) -> Iterator[str]:
    yield from ("tableOfContents", "readingOrder", "displayTransformability")
    if content.headings:
        yield "structuralNavigation"
    if (content.images or content.drawings) and _is_described(content):
        yield "alternativeText"
    if content.formulas:
        yield "MathML"
        if all(formula.get("alttext", "").strip() for formula in content.formulas):
            yield "describedMath"
    tracks = [{track.get("kind", "subtitles") for track in film.iter("track")} for film in content.films]
    if tracks and all("captions" in kinds for kinds in tracks):
        yield "captions"
    if tracks and all("descriptions" in kinds for kinds in tracks):
        yield "audioDescription"
    if any(e.tag == "ruby" for chapter in book.chapters for e in chapter.section.iter()):
        yield "rubyAnnotations"


def _hazards(content: _Content) -> list[str]:
    """``none`` only where nothing moves or sounds: whether a film flashes, nobody here has seen."""
    if content.animated or content.films:
        return ["unknown"]
    if content.sounds:
        return ["noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard"]
    return ["none"]


def _summary(content: _Content) -> str:
    ways = "a table of contents, headings and landmarks" if content.headings else "a table of contents and landmarks"
    sentences = [f"The text has {ways}, is in reading order, and follows the reader's settings."]
    pictures = len(content.images) + len(content.drawings)
    if pictures and _is_described(content):
        sentences.append("Every picture is described.")
    elif pictures:
        lacking = sum(not image.get("alt", "").strip() for image in content.images)
        lacking += sum(not title(drawing) for drawing in content.drawings)
        sentences.append(f"{lacking} of {pictures} pictures have no description.")
    notations = [kind for kind, found in (("MathML", content.formulas), ("TeX", content.tex)) if found]
    if notations:
        sentences.append(f"Formulas are {' or '.join(notations)}.")
    if content.sounds or content.films:
        sentences.append("There is sound or film, which plays only when the reader starts it.")
    return " ".join(sentences)


def _stated(stated: Accessibility) -> Iterator[Claim]:
    """What the author, or who certified the book, says."""
    if stated.conforms_to:
        yield Claim("dcterms:conformsTo", stated.conforms_to)
    if stated.certified_by:
        yield Claim("a11y:certifiedBy", stated.certified_by)
    if stated.certifier_credential:
        yield Claim("a11y:certifierCredential", stated.certifier_credential)
    if stated.certifier_report:
        yield Claim("a11y:certifierReport", stated.certifier_report, is_link=True)
