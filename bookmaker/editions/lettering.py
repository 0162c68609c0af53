"""Words on a cover: a face that has their letters, the largest size that fits, lines of even length.

``cover`` calls it.  Pillow draws; Raqm, which its wheels carry, shapes Arabic and orders what runs from the right.
"""

import io
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyphen
from PIL import ImageDraw, ImageFont, features

from bookmaker import languages
from bookmaker.editions.fonts import letters_of

_UNBROKEN = frozenset(
    "、。，．！？：；）」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…"
)  # no line begins with them
_SOFT_HYPHEN, _LONG = "\u00ad", 15  # letters of a word that may be divided
_BROKEN_ANYWHERE = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"))  # Chinese and Japanese


@dataclass(frozen=True)
class Face:
    """A font file that has the letters, and which of its fonts."""

    content: bytes
    index: int = 0

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at *size* pixels."""
        return ImageFont.truetype(io.BytesIO(self.content), size, self.index)


@dataclass(frozen=True)
class Line:
    """How a run of words is set: *tracking* in em, OpenType *features*, the language that shapes it."""

    face: Face
    size: int
    tracking: float = 0.0
    features: tuple[str, ...] = ()
    direction: str = "ltr"
    font: ImageFont.FreeTypeFont = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "font", self.face.at(self.size))

    def width(self, words: str) -> float:
        """How wide *words* are, in pixels, with what hangs over on either side."""
        left, _, right, _ = self.font.getbbox(words, anchor="ls", **self._shaping)
        return right - left + max(0, len(words) - 1) * self.tracking * self.size

    def draw(self, drawing: ImageDraw.ImageDraw, x: float, baseline: float, words: str, colour: str) -> None:
        """Draw *words* from *x* on; letter by letter where they are spaced."""
        x -= self.font.getbbox(words, anchor="ls", **self._shaping)[0]
        if not self.tracking:
            drawing.text((x, baseline), words, colour, self.font, "ls", **self._shaping)
            return
        for number, letter in enumerate(words):
            drawing.text((x, baseline), letter, colour, self.font, "ls", **self._shaping)
            pair = words[number : number + 2]
            kerned = self.font.getlength(pair, **self._shaping) - self.font.getlength(pair[1:], **self._shaping)
            x += kerned + self.tracking * self.size

    @property
    def _shaping(self) -> dict[str, Any]:
        shaped = features.check("raqm")
        return {"direction": self.direction, "features": [*self.features]} if shaped else {}


def face_for(words: str, faces: Iterable[bytes], language: str, style: str = "serif") -> Face | None:
    """The first of *faces* that has every letter of *words*, else one of the system's; ``None`` when there is none."""
    letters = {letter for letter in words if not letter.isspace()}
    if languages.direction(language) == "rtl" and not features.check("raqm"):
        return None  # its letters would stand apart and in the wrong order
    for content in faces:
        known = letters_of(content, 0)
        if known and letters <= known:  # none are known of a file that is no font
            return Face(content)
    return _system_face(letters, language, style)


def _system_face(letters: set[str], language: str, style: str) -> Face | None:
    """What fontconfig, where it is there, thinks best for *letters*."""
    if not shutil.which("fc-match"):
        return None
    charset = " ".join(f"{ord(letter):x}" for letter in sorted(letters))
    wanted = f"{style}:lang={language}:charset={charset}"
    answer = subprocess.run(
        ["fc-match", "-f", "%{file}\n%{index}", wanted], capture_output=True, text=True, check=False
    )
    path, _, index = answer.stdout.partition("\n")
    try:
        content = Path(path).read_bytes()
    except OSError:
        return None
    number = int(index) if index.isdigit() and int(index) < 1 << 16 else 0
    return Face(content, number) if letters <= letters_of(content, number) else None


def broken(words: str, line: Line, measure: float, even: bool = True) -> list[str] | None:
    """*words* in the fewest lines that *measure* allows, *even* ones if wanted; ``None`` where a word is wider."""
    pieces = _pieces(words)
    if any(line.width(_shown(piece)) > measure for piece in pieces):
        return None
    lines = _filled(pieces, line, measure)
    if not even:
        return lines
    low, high = max(line.width(_shown(piece)) for piece in pieces), measure
    while high - low > line.size / 8:  # the narrowest measure that needs no more lines is the most even
        middle = (low + high) / 2
        if len(_filled(pieces, line, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return _filled(pieces, line, high)


def _pieces(words: str) -> list[str]:
    """What may stand on a line of its own: a word with its space, a part of one, a sign of Chinese or Japanese."""
    pieces: list[str] = []
    for word in words.split():
        first = len(pieces)
        for letter in word:
            joined = len(pieces) > first and not _breaks(pieces[-1][-1], letter)
            pieces[-1:] = [pieces[-1] + letter] if joined else [*pieces[-1:], letter]
        pieces[-1] += " "
    return pieces


def _breaks(before: str, letter: str) -> bool:
    """Whether a line may end between the two."""
    if before == _SOFT_HYPHEN:
        return True
    anywhere = any(first <= sign <= last for sign in (before, letter) for first, last in _BROKEN_ANYWHERE)
    foreign_word = all("\u30a0" <= sign <= "\u30ff" for sign in (before, letter))  # katakana spell one
    return anywhere and letter not in _UNBROKEN and not foreign_word


def _filled(pieces: Sequence[str], line: Line, measure: float) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and line.width(_shown(lines[-1] + piece)) > measure:
            lines.append("")
        lines[-1] += piece
    return [_shown(each) for each in lines]


def fitted(
    words: str,
    settings: Sequence[Line],
    measure: float,
    height: float,
    leading: float,
    language: str,
    even: bool = True,
) -> tuple[Line, list[str]]:
    """The first of *settings*, the largest, in which *words* fit into *measure* and *height*.

    Where none is small enough long words are divided, as *language* has it; after that the last one cuts the words off.
    """
    lines: list[str] | None = None
    for said in (words, _divisible(words, language)):
        for line in settings:
            lines = broken(said, line, measure, even)
            if lines is not None and len(lines) * line.size * leading <= height:
                return line, lines
    line, lines = settings[-1], lines or [words]
    last = max(1, int(height / (settings[-1].size * leading))) - 1
    cut = [*lines[:last], " ".join(lines[last:])]
    return line, [_shortened(each, line, measure) for each in cut if each]


def _divisible(words: str, language: str) -> str:
    """*words* with a soft hyphen at each place where a long one may be divided."""
    known = pyphen.language_fallback(language.replace("-", "_"))
    if known is None:
        return words
    divider = pyphen.Pyphen(lang=known, left=3, right=3)
    return " ".join(divider.inserted(word, _SOFT_HYPHEN) if len(word) > _LONG else word for word in words.split())


def _shown(piece: str) -> str:
    """What stands on the page: a soft hyphen is seen at the end of a line alone."""
    piece = piece.strip()
    hyphen = "-" if piece.endswith(_SOFT_HYPHEN) else ""
    return piece.replace(_SOFT_HYPHEN, "") + hyphen


def _shortened(words: str, line: Line, measure: float) -> str:
    if line.width(words) <= measure:
        return words
    while words and line.width(words.rstrip(" ,.;:") + "…") > measure:
        words = words[:-1]
    return words.rstrip(" ,.;:") + "…"
