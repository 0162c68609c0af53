"""What paper cannot play or draw -> what it can show: a poster and a name, the words of a formula.

``printed`` calls :func:`still` on its copy of each chapter.
"""

import posixpath
from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.model import Book
from bookmaker.xhtml import MATHML, formula_words, make, parents, replace, text


def still(section: Element, book: Book, language: str) -> None:
    """Put something in the place of each player and each MathML formula in *section*."""
    above = parents(section)
    for element in list(section.iter()):
        if element.tag in ("audio", "video"):
            replace(above[element], element, _poster(element, book, language))
        elif element.tag == f"{MATHML}math":
            replace(above[element], element, _formula(element))


def _poster(player: Element, book: Book, language: str) -> Element:
    """The film's picture, and what there is to hear or see in the e-book."""
    files = [element.get("src", "") for element in (player, *player.findall("source")) if element.get("src")]
    name = book.assets[files[0].removeprefix("asset:")].file if files else ""
    words = player.get("title") or text(player) or posixpath.basename(name)
    label = f"{languages.played(str(player.tag), language)}: {words}"
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
