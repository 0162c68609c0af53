"""Chinese and Japanese text -> where its lines may be widened: between characters, for it has few spaces or none.

``paragraphs`` counts these gaps, ``totalfit`` stretches them as it stretches spaces, and ``filling`` asks for the
:func:`shares` of each when a line is set.  Korean has spaces and is set with them; where its words end is known here.
Requirements for Japanese and for Chinese text layout (JLREQ 3.8, CLREQ 6.2), where nothing else is said.
"""

import re
import unicodedata

# Radicals to ideographs without kana's voicing marks, compatibility forms, full-width ones, and the further planes.
_IDEOGRAPHS = "\u2e80-\u2fdf\u3001-\u3029\u3030-\u3098\u309b-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WIDE = re.compile(f"[{_IDEOGRAPHS}\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_SPACES = " \u00a0\u3000"
_DASHES = "\u2014\u2026\u2e3a\u2500"  # two are one sign
# What fills half of its square, and leaves the half blank that is towards the edge of the paragraph.
CLOSING = "」』）】》〉〕］｝〗"
OPENING = "「『（《〈【〔［｛〖"
STOPS = "、。，．"  # in the middle of the square in Taiwan and Hong Kong
_NOT_APART = CLOSING + STOPS + "：；！？"  # from what they follow
_CENTRED = re.compile(r"zh-(?:Hant|TW|HK|MO)\b", re.IGNORECASE)
_FARTHEST = 1.9  # times as far as is good: ideographs within a word
_USUAL = 10.0  # and half an em is not too much beside other scripts


def is_wide(character: str) -> bool:
    """Whether *character* stands in a square of its own: an ideograph, a kana, one of their marks."""
    return _WIDE.match(character) is not None


def are_most(text: str) -> bool:
    """Whether most of *text* is Chinese or Japanese."""
    return 2 * len(_WIDE.findall(text)) > len(text)


def is_gap(text: str, place: int) -> bool:
    """Whether the character *place* may be moved away from the one before it."""
    before, after = text[place - 1 : place], text[place : place + 1]
    if not before or not after or not (is_wide(before) or is_wide(after)):
        return False
    if before in _SPACES or after in _SPACES or before in OPENING or after in _NOT_APART:
        return False
    if before == after and before in _DASHES:
        return False
    return not unicodedata.category(after).startswith(("M", "C"))


def is_seam(text: str, place: int) -> bool:
    """Whether the gap before the character *place* is where more room is usual than between ideographs."""
    return not all(character.isalnum() and is_wide(character) for character in text[place - 1 : place + 1])


def is_in_korean_word(text: str, place: int) -> bool:
    """Whether a line that ends before the character *place* breaks a word of Korean's."""
    before, after = text[place - 1], text[place]
    return before.isalnum() and after.isalnum() and bool(_HANGUL.match(before) or _HANGUL.match(after))


def are_in(text: str) -> bool:
    """Whether there is Chinese, Japanese or Korean in *text*: other fonts set it, and the spaces beside it."""
    return _WIDE.search(text) is not None or _HANGUL.search(text) is not None


def hangs_by_half(mark: str, language: str) -> bool:
    """Whether *mark*, at a line's end, leaves half a square blank there."""
    return mark in CLOSING or (mark in STOPS and not _CENTRED.match(language))


def shares(text: str, lacking: float, space: float, gap: float) -> list[float]:
    """How much wider each character of a line becomes that is *lacking* so much.

    *space* and *gap* say how far one may be stretched.  Ideographs that stand farther apart would be words of their
    own to who searches the PDF, so that spaces, and the gaps behind marks and beside other scripts, come next; all are
    stretched again before these are holes.
    """
    places = range(1, len(text) + 1)
    spaces = [space * (character in " \u00a0") for character in text]
    if lacking < 0 and any(spaces):
        return _filled(lacking, [spaces])
    gaps = [gap * is_gap(text, place) for place in places]
    both = [*map(max, gaps, spaces)]
    seams = [gap * (width > 0 and is_seam(text, place)) for place, width in zip(places, both, strict=True)]
    return _filled(lacking, [[_FARTHEST * width for width in both], [_USUAL * width for width in seams], both])


def _filled(lacking: float, stages: list[list[float]]) -> list[float]:
    """*lacking* shared out as each of *stages* is wide, and none of them exceeded but the last."""
    shared = [0.0] * len(stages[0])
    for number, widths in enumerate(stages, 1):
        total = sum(widths)
        part = lacking if number == len(stages) else min(lacking, total)
        if total:
            shared = [share + part * width / total for share, width in zip(shared, widths, strict=True)]
            lacking -= part
    return shared
