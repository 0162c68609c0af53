"""The box that stands for a character no font has: as wide in the PDF's font programs as the PDF says it is.

WeasyPrint 70 gives a missing character a number behind the font's last glyph, and Pango's width for it.  What is drawn
is the font's own ``.notdef``, of another width, which PDF/UA-1 forbids (veraPDF's 7.21.5-1).  ``pdf`` hands
:func:`mend` to WeasyPrint beside ``tagging``: it widens the glyph, so that the lines stay as they were laid out.
"""

import io
from collections.abc import Iterator
from typing import Any

NOTDEF = 0


def mend(pdf: Any) -> None:
    """Mend the fonts of *pdf*, a pydyf document, that have no glyph for something."""
    mended: set[int] = set()
    for font in list(pdf.objects):
        if not isinstance(font, dict) or "W" not in font or "FontDescriptor" not in font:
            continue
        runs = list(_runs(font["W"]))
        width = next((widths[NOTDEF] for first, widths in runs if first == NOTDEF), None)
        program = _program(pdf, font)
        if width is None or program is None:
            continue
        if program.number not in mended:
            program.stream = [_with_notdef(program.stream[0], width)]
            mended.add(program.number)
            if "Length1" in program.extra:
                program.extra["Length1"] = len(program.stream[0])
        _level(runs, _glyphs(program.stream[0]), width)


def _runs(widths: list[Any]) -> Iterator[tuple[int, list[Any]]]:
    """The ``W`` array: each run of glyphs as the number of its first, and the widths."""
    return zip(widths[::2], widths[1::2], strict=True)


def _level(runs: list[tuple[int, list[Any]]], glyphs: int, width: float) -> None:
    """Numbers behind the last glyph have one width, since one glyph stands for all of them."""
    for first, widths in runs:
        widths[:] = [width if first + place >= glyphs else known for place, known in enumerate(widths)]


def _program(pdf: Any, font: Any) -> Any:
    """The stream that holds the font program; ``None`` when there is none."""
    descriptor = pdf.objects[int(font["FontDescriptor"].split()[0])]
    reference = descriptor.get("FontFile3") or descriptor.get("FontFile2")
    return reference and pdf.objects[int(reference.split()[0])]


def _glyphs(program: bytes) -> int:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    return int(TTFont(io.BytesIO(program), lazy=True)["maxp"].numGlyphs)


def _with_notdef(program: bytes, width: float) -> bytes:
    """The font with its first glyph *width* thousandths of an em wide."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(io.BytesIO(program), recalcTimestamp=False)
    name, units = font.getGlyphOrder()[NOTDEF], round(width * font["head"].unitsPerEm / 1000)
    font["hmtx"][name] = (units, font["hmtx"][name][1])
    if "CFF " in font:
        _widen(font["CFF "].cff[0], name, units)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _widen(face: Any, name: str, units: int) -> None:
    """Write the glyph anew: in CFF, its width stands before its outline."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen  # noqa: PLC0415

    glyph, _ = face.CharStrings.getItemAndSelector(name)
    private = glyph.private
    pen = T2CharStringPen(None if units == private.defaultWidthX else units - private.nominalWidthX, None)
    glyph.draw(pen)
    face.CharStrings[name] = pen.getCharString(private, glyph.globalSubrs)
    if hasattr(face, "Encoding"):  # nothing in a PDF asks for it, and fontTools fails to write that of a single glyph
        face.Encoding = "StandardEncoding"
