"""The glyph that stands for what a font lacks, in programs of every kind that a PDF may hold."""

import io
from types import SimpleNamespace

import pytest
from fontTools import subset
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from bookmaker.editions import notdef
from bookmaker.editions.theme import styles_folder


def as_designed(face: str) -> bytes:
    """Some glyphs of the *face*."""
    font = TTFont(styles_folder() / "fonts" / face)
    subsetter = subset.Subsetter(subset.Options(notdef_outline=True, hinting=False, layout_features=[]))
    subsetter.populate(gids=range(60))
    subsetter.subset(font)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def with_cids(face: str) -> bytes:
    """The OpenType *face* with numbers for names, as the fonts for Chinese, Japanese and Korean have them."""
    font = TTFont(io.BytesIO(as_designed(face)))
    order, top = font.getGlyphOrder(), font["CFF "].cff[0]
    names = [".notdef", *(f"cid{number:05}" for number in range(1, len(order)))]
    for name in order:
        top.CharStrings[name].decompile()
    top.CharStrings.charStrings = {new: top.CharStrings.charStrings[old] for old, new in zip(order, names, strict=True)}
    font["hmtx"].metrics = {new: font["hmtx"].metrics[old] for old, new in zip(order, names, strict=True)}
    part, parts, selected = FontDict(), FDArrayIndex(), FDSelect()
    part.Private, part.FontName = top.Private, "Part"
    parts.append(part)
    selected.gidArray, selected.format = [0] * len(order), 3
    del top.rawDict["Private"], top.Private
    top.rawDict["ROS"] = top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount, top.FDArray, top.FDSelect, top.charset = len(order), parts, selected, names
    top.CharStrings.fdArray, top.CharStrings.fdSelect = parts, selected
    for table in set(font.keys()) - {"GlyphOrder", "head", "hhea", "hmtx", "maxp", "CFF ", "name", "OS/2", "post"}:
        del font[table]
    font.setGlyphOrder(names)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


PROGRAMS = {
    "OpenType": lambda: as_designed("LibertinusSerif-Regular.otf"),
    "OpenType with CIDs": lambda: with_cids("LibertinusSerif-Regular.otf"),
    "TrueType": lambda: as_designed("JetBrainsMono-Regular.ttf"),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
@pytest.mark.parametrize("room", [True, False])
def test_a_missing_character_is_shown_by_a_glyph_of_its_own(program, room, monkeypatch):
    """PDF/UA-1 forbids .notdef, and a width that is not the program's; one program may serve two fonts of the PDF."""
    content = program()
    glyphs = TTFont(io.BytesIO(content))["maxp"].numGlyphs
    if not room:
        monkeypatch.setattr(notdef, "_MOST_GLYPHS", glyphs)
    stream = SimpleNamespace(number=1, stream=[content], extra={"Length1": 1})
    objects = [None, stream, {"FontFile3": b"1 0 R"}]
    for width in (421, 500):
        codes = SimpleNamespace(stream=[b"1 begincidchar", b"<0028> 40", b"<ea60> 0", b"<0e00> 10"])
        descendant = {"W": [0, [width], 40, [300, 310], 60000, [width]], "FontDescriptor": b"2 0 R"}
        at = len(objects)
        font = {"DescendantFonts": [b"%d 0 R" % at], "Encoding": b"%d 0 R" % (at + 1)}
        objects += [descendant, codes, font]
    notdef.mend(SimpleNamespace(objects=objects))
    mended = TTFont(io.BytesIO(stream.stream[0]))
    assert mended["maxp"].numGlyphs == (glyphs + 2 if room else glyphs)
    assert stream.extra["Length1"] == len(stream.stream[0])
    for number, width in enumerate((421, 500)):
        descendant, codes, _ = objects[3 + 3 * number : 6 + 3 * number]
        box = glyphs + number if room else glyphs - 1 - number
        assert codes.stream == [b"1 begincidchar", b"<0028> 40", b"<ea60> %d" % box, b"<0e00> 10"]
        assert descendant["W"] == [40, [300], 41, [310], box, [width]]
        name, bounds = mended.getGlyphOrder()[box], BoundsPen(None)
        glyph = mended.getGlyphSet()[name]
        glyph.draw(bounds)
        assert mended["hmtx"][name][0] == glyph.width == width
        assert 0 < bounds.bounds[0] < bounds.bounds[2] < width and bounds.bounds[3] > 500
