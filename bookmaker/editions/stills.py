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
            caption = above[element].find("figcaption")
            said = text(caption) if caption is not None else ""
            replace(above[element], element, _poster(element, book, language, said))
        elif element.tag == f"{MATHML}math":
            replace(above[element], element, _formula(element))


def _poster(player: Element, book: Book, language: str, said: str) -> Element:
    """The film's picture, and what there is to hear or see in the e-book, unless the caption has *said* it."""
    files = [element.get("src", "") for element in (player, *player.findall("source")) if element.get("src")]
    name = book.assets[files[0].removeprefix("asset:")].file if files else ""
    words = player.get("title") or text(player) or posixpath.basename(name)
    kind = languages.played(str(player.tag), language)
    label = kind if words == said else f"{kind}: {words}"
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
