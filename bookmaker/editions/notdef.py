"""The box that stands for a character no font has: a glyph of its own in the PDF's font programs.

WeasyPrint 70 shows such a character by the font's ``.notdef``, and says that it is as wide as Pango thought.  PDF/UA-1
forbids the glyph (ISO 14289-1, 7.21.8), and a width that is not the program's (7.21.5).  ``pdf`` hands :func:`mend` to
WeasyPrint beside ``tagging``: the font gets a frame of that width, and the character's code leads there.  What is
copied stays the author's text, and the lines stay as they were laid out.
"""

import io
import re
from itertools import chain
from typing import Any

NOTDEF = 0
_MOST_GLYPHS = 0xFFFF  # of a font: their number has sixteen bits
_LEADS_TO_NOTDEF = re.compile(rb"(?<=> )0$")


def mend(pdf: Any) -> None:
    """Mend the fonts of *pdf*, a pydyf document, that have no glyph for something."""
    programs: dict[int, _Program] = {}
    for font in list(pdf.objects):
        # WeasyPrint writes a CMap of its own, an object in the file, where a font lacks something
        if not isinstance(font, dict) or "DescendantFonts" not in font or not isinstance(font["Encoding"], bytes):
            continue
        descendant, encoding = _at(pdf, font["DescendantFonts"][0]), _at(pdf, font["Encoding"])
        stream = _stream(pdf, descendant)
        if stream.number not in programs:
            programs[stream.number] = _Program(stream, _used(pdf, stream))
        program, widths = programs[stream.number], _widths(descendant)
        width = widths.pop(NOTDEF)
        box = program.box(width)
        encoding.stream = [_LEADS_TO_NOTDEF.sub(b"%d" % box, line) for line in encoding.stream]
        shown = {glyph: known for glyph, known in widths.items() if glyph < program.glyphs} | {box: width}
        descendant["W"][:] = chain.from_iterable((glyph, [shown[glyph]]) for glyph in sorted(shown))
    for program in programs.values():
        program.write()


def _at(pdf: Any, reference: bytes) -> Any:
    """The object that *reference*, ``b"12 0 R"``, names."""
    return pdf.objects[int(reference.split()[0])]


def _stream(pdf: Any, descendant: Any) -> Any:
    """The stream that holds the font program."""
    descriptor = _at(pdf, descendant["FontDescriptor"])
    return _at(pdf, descriptor.get("FontFile3") or descriptor["FontFile2"])


def _widths(descendant: Any) -> dict[int, Any]:
    """The ``W`` array, which holds runs of glyphs as the number of the first and the widths, by glyph."""
    runs = zip(descendant["W"][::2], descendant["W"][1::2], strict=True)
    return {first + place: width for first, widths in runs for place, width in enumerate(widths)}


def _used(pdf: Any, stream: Any) -> set[int]:
    """The glyphs that any font of *pdf* takes from the program in *stream*."""
    descendants = (font for font in pdf.objects if isinstance(font, dict) and "W" in font and "FontDescriptor" in font)
    return {glyph for font in descendants if _stream(pdf, font) is stream for glyph in _widths(font)}


class _Program:
    """A font program that gets boxes, one for each width that is asked for."""

    def __init__(self, stream: Any, used: set[int]) -> None:
        from fontTools.ttLib import TTFont  # noqa: PLC0415

        self.stream = stream
        self.font = TTFont(io.BytesIO(stream.stream[0]), recalcTimestamp=False)
        self.names = list(self.font.getGlyphOrder())
        self.glyphs = len(self.names)
        self.free = iter([glyph for glyph in range(self.glyphs - 1, NOTDEF, -1) if glyph not in used])
        self.face: Any = self.font["CFF "].cff[0] if "CFF " in self.font else None
        self.has_cids = hasattr(self.face, "FDSelect")  # its glyphs are called cid00001: a PDF asks for these numbers
        self.boxes: dict[float, int] = {}

    def box(self, width: float) -> int:
        """The number by which the PDF asks for a frame *width* thousandths of an em wide."""
        if width not in self.boxes:
            # in a full font, a glyph gives way whose outline is not in the file, as nothing uses it
            glyph = self._append() if len(self.names) < _MOST_GLYPHS else next(self.free)
            name = self.names[glyph]
            self._draw(name, width)
            self.boxes[width] = int(name[3:]) if self.has_cids else glyph
        return self.boxes[width]

    def _append(self) -> int:
        """One more glyph at the end, and its number."""
        glyph, name = len(self.names), f"missing{len(self.names)}"
        if self.has_cids:
            name = f"cid{max(glyph, *(int(known[3:]) + 1 for known in self.names[1:])):05}"
        self.names.append(name)
        self.font.setGlyphOrder(self.names)
        if self.face:
            self.face.CharStrings.charStrings[name] = len(self.face.CharStrings.charStringsIndex)
            self.face.CharStrings.charStringsIndex.append(None)
            self.face.charset.append(name)
        if self.has_cids:
            self.face.FDSelect.append(0)
        return glyph

    def _draw(self, name: str, width: float) -> None:
        from fontTools.pens.t2CharStringPen import T2CharStringPen  # noqa: PLC0415
        from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415

        units = self.font["head"].unitsPerEm
        advance = round(width * units / 1000)
        self.font["hmtx"][name] = (advance, _left(advance))
        if "vmtx" in self.font:
            self.font["vmtx"][name] = (units, 0)
        if self.face:
            private = self.face.FDArray[0].Private if self.has_cids else self.face.Private
            # in CFF, the width stands before the outline
            before = None if advance == private.defaultWidthX else advance - private.nominalWidthX
            outline = T2CharStringPen(before, None)
            _frame(outline, advance, units)
            self.face.CharStrings[name] = outline.getCharString(private, self.face.GlobalSubrs)
        elif "glyf" in self.font:
            pen = TTGlyphPen(None)
            _frame(pen, advance, units)
            self.font["glyf"][name] = pen.glyph()

    def write(self) -> None:
        """Put the program back into the PDF."""
        if hasattr(self.face, "Encoding"):  # nothing in a PDF asks for it; fontTools fails to write that of few glyphs
            self.face.Encoding = "StandardEncoding"
        written = io.BytesIO()
        self.font.save(written)
        self.stream.stream = [written.getvalue()]
        if "Length1" in self.stream.extra:
            self.stream.extra["Length1"] = len(written.getvalue())


def _left(advance: int) -> int:
    """How far the frame stands from either side of a glyph *advance* wide."""
    return advance // 10


def _frame(pen: Any, advance: int, units: int) -> None:
    """Draw two rectangles, one the other way round, so that what lies between them is black."""
    left, right, top, rule = _left(advance), advance - _left(advance), units * 2 // 3, units // 20
    outside = (left, 0), (left, top), (right, top), (right, 0)
    inside = (left + rule, rule), (right - rule, rule), (right - rule, top - rule), (left + rule, top - rule)
    for first, *others in (outside, inside):
        pen.moveTo(first)
        for corner in others:
            pen.lineTo(corner)
        pen.closePath()
