"""Patterned paper for covers: a palette and a pattern that a title fixes for ever.

``cover`` calls :func:`paper_of`.  The patterns are the old ones of bookbinders and dyers: scales, lattice, dots,
leaves, waves of chevrons.
"""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image, ImageDraw

_TILE = 150  # pixels between one repetition and the next
_FINER = 4  # times: drawn larger and scaled down, which smooths the edges


class Palette(NamedTuple):
    """The pattern's ground and lines, the ink of the words, the paper that they stand on."""

    ground: str
    lines: str
    ink: str
    paper: str


_PALETTES = (
    Palette("#23395b", "#34527f", "#16243a", "#f7f2e6"),
    Palette("#2d4a3e", "#3f6957", "#1b2d26", "#f6f2e4"),
    Palette("#6b2737", "#883d4e", "#3f1520", "#f8f1e7"),
    Palette("#8a4b2a", "#a9683f", "#4a2613", "#faf3e6"),
    Palette("#3d3a4f", "#575271", "#232130", "#f4f1ea"),
    Palette("#a9853c", "#c4a45f", "#3d2e10", "#fbf6e9"),
    Palette("#1f5a63", "#307884", "#10343a", "#f3f3ea"),
)


def paper_of(title: str, size: tuple[int, int]) -> tuple[Image.Image, Palette]:
    """A sheet of *size* pixels in the pattern of *title*, and its palette."""
    digest = hashlib.sha256(title.encode("utf-8", "replace")).digest()
    palette, pattern = _PALETTES[digest[0] % len(_PALETTES)], _PATTERNS[digest[1] % len(_PATTERNS)]
    tile = _tile(pattern, palette)
    sheet = Image.new("RGB", size)
    for x in range(size[0] // 2 % _TILE - _TILE, size[0], _TILE):  # the same on the left and on the right
        for y in range(0, size[1], _TILE):
            sheet.paste(tile, (x, y))
    return sheet, palette


Pattern = Callable[[ImageDraw.ImageDraw, float, float, float, Palette], None]  # at x and y, with tiles of a length


def _tile(pattern: Pattern, palette: Palette) -> Image.Image:
    """One repetition, cut from the middle of nine, so that it joins itself on every side."""
    length = _TILE * _FINER
    nine = Image.new("RGB", (3 * length, 3 * length), palette.ground)
    drawing = ImageDraw.Draw(nine)
    for row in range(-1, 5):
        for column in range(-1, 5):
            pattern(drawing, column * length, row * length, length, palette)
    middle = nine.crop((length, length, 2 * length, 2 * length))
    return middle.resize((_TILE, _TILE), Image.Resampling.LANCZOS)


def _scales(drawing: ImageDraw.ImageDraw, x: float, y: float, length: float, palette: Palette) -> None:
    if x >= 0:
        return  # the first tile draws its whole row: each row of scales lies over the one above
    for row in range(4):
        for column in range(7):
            across, down = x + length * (column + row % 2 / 2), y + row * length / 4
            for step, colour in enumerate((palette.lines, palette.ground) * 3):
                _disc(drawing, across, down, length / 2 * (1 - step / 6), colour)


def _lattice(drawing: ImageDraw.ImageDraw, x: float, y: float, length: float, palette: Palette) -> None:
    width = int(length / 30)
    drawing.line((x, y, x + length, y + length), palette.lines, width)
    drawing.line((x + length, y, x, y + length), palette.lines, width)
    half = length / 11
    for across, down in ((x + length / 2, y), (x, y + length / 2)):
        drawing.polygon(
            [(across - half, down), (across, down - half), (across + half, down), (across, down + half)], palette.lines
        )


def _dots(drawing: ImageDraw.ImageDraw, x: float, y: float, length: float, palette: Palette) -> None:
    for across, down in ((x, y), (x + length / 2, y + length / 2)):
        _disc(drawing, across, down, length / 5, palette.lines)
        _disc(drawing, across, down, length / 6.2, palette.ground)
        _disc(drawing, across, down, length / 14, palette.lines)


def _leaves(drawing: ImageDraw.ImageDraw, x: float, y: float, length: float, palette: Palette) -> None:
    half = length / 2
    for column, row in ((0, 0), (1, 1)):
        _leaf(drawing, x + column * half, y + row * half, half, palette.lines)
    for column, row in ((0, 1), (1, 0)):
        _leaf(drawing, x + (column + 1) * half, y + row * half, -half, palette.lines)


def _chevrons(drawing: ImageDraw.ImageDraw, x: float, y: float, length: float, palette: Palette) -> None:
    width = int(length / 14)
    for row in range(4):
        down = y + row * length / 4
        points = [(x - 9, down), (x + length / 2, down + length / 4), (x + length + 9, down)]
        drawing.line(points, palette.lines, width, joint="curve")


def _disc(drawing: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    drawing.ellipse((x - radius, y - radius, x + radius, y + radius), colour)


def _leaf(drawing: ImageDraw.ImageDraw, x: float, y: float, length: float, colour: str) -> None:
    """A leaf from (x, y) to the opposite corner of a square; a negative *length* leans it the other way."""
    reach, points = abs(length), []
    for step in range(25):  # one edge of the leaf, then, mirrored, the other
        share = step / 24
        points.append((share, share + 0.9 * share * (1 - share) * 0.8))
    points += [(down, across) for across, down in reversed(points)]
    sign = 1 if length > 0 else -1
    inset = 0.08
    drawing.polygon(
        [(x + sign * reach * (inset + across * (1 - 2 * inset)), y + reach * (inset + down * (1 - 2 * inset)))
         for across, down in points],
        colour,
    )  # fmt: skip


_PATTERNS: tuple[Pattern, ...] = (_scales, _lattice, _dots, _leaves, _chevrons)
