"""The box that stands for a character no font has: a glyph of its own in the PDF's font programs.

WeasyPrint 70 shows such a character by the font's ``.notdef``, as wide as Pango thinks it is.  PDF/UA-1 forbids both
the glyph (ISO 14289-1, 7.21.8) and the wrong width (7.21.5).  ``pdf`` hands :func:`mend` to WeasyPrint beside
``tagging``: it gives the font a frame of that width and has the character's code lead there.  The text that is copied
is the author's, and the lines stay as they were laid out.
"""

import io
import re
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

NOTDEF = 0
_MOST_GLYPHS = 0xFFFF  # of a font: the count is a number of sixteen bits
_LEADS_TO_NOTDEF = re.compile(rb"(?<=> )0$")


def mend(pdf: Any) -> None:
    """Mend the fonts of *pdf*, a pydyf document, that have no glyph for something."""
    programs: dict[int, _Program] = {}
    fonts = [font for font in pdf.objects if isinstance(font, dict) and isinstance(font.get("Encoding"), bytes)]
    descendants = [(font, _at(pdf, font["DescendantFonts"][0])) for font in fonts if "DescendantFonts" in font]
    for _, descendant in descendants:
        stream = _stream(pdf, descendant)
        programs.setdefault(stream.number, _Program(stream)).used.update(_widths(descendant["W"]))
    for font, descendant in descendants:
        program, widths = programs[_stream(pdf, descendant).number], _widths(descendant["W"])
        width = widths.pop(NOTDEF)
        box = program.box(width)
        encoding = _at(pdf, font["Encoding"])
        encoding.stream = [_LEADS_TO_NOTDEF.sub(b"%d" % box, line) for line in encoding.stream]
        known = {glyph: width for glyph, width in widths.items() if glyph < program.glyphs}
        descendant["W"][:] = chain.from_iterable((glyph, [width]) for glyph, width in sorted({**known, box: width}.items()))
    for program in programs.values():
        program.write()
