"""What paper cannot play or draw -> what it can show: a poster and a name, the words of a formula.

``printed`` calls :func:`still` on its copy of each chapter, ``documents`` :func:`players` for e-readers without sound.
"""

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.model import Book
from bookmaker.xhtml import MATHML, formula_words, make, parents, replace, text


def still(section: Element, book: Book, language: str) -> None:
    """Put something in the place of each player and each MathML formula in *section*."""
    above = parents(section)
    for player, label in list(players(section, book, language)):
        replace(above[player], player, _poster(player, label))
    for formula in list(section.iter(f"{MATHML}math")):
        replace(above[formula], formula, _formula(formula))


def players(section: Element, book: Book, language: str) -> Iterator[tuple[Element, str]]:
    """Each player, with what there is to hear or see: its kind, and its name unless the caption says it."""
    captions = {child: figure.find("figcaption") for figure in section.iter("figure") for child in figure}
    for player in section.iter():
        if player.tag not in ("audio", "video"):
            continue
        files = [element.get("src", "") for element in (player, *player.findall("source")) if element.get("src")]
        name = book.assets[files[0].removeprefix("asset:")].file if files else ""
        words = player.get("title") or text(player) or posixpath.basename(name)
        kind, caption = languages.played(str(player.tag), language), captions.get(player)
        yield player, kind if caption is not None and text(caption) == words else f"{kind}: {words}"


def _poster(player: Element, label: str) -> Element:
    """The film's picture, and its *label*."""
    still = make("span", {"class": "player", **{key: player.attrib[key] for key in ("id",) if key in player.attrib}})
    if "poster" in player.attrib:
        still.append(make("img", {"src": player.attrib["poster"], "alt": label}))
        still.append(make("br"))
    still.append(make("span", {}, label))
    return still


def _formula(formula: Element) -> Element:
    """``code.math``: what its author says it reads as, else its TeX, else its signs."""
    code = make("code", {"class": "math"}, formula_words(formula))
    return code if formula.get("display") != "block" else make("span", {"class": "display-math"}, code)
