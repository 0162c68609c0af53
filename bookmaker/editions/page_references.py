"""References to pages, ``a.page-reference``: in print "page 87"; the e-book keeps the name of what they lead to.

``printed`` calls :func:`show_pages` on the tree that it gives to WeasyPrint, which counts the pages.
"""

from xml.etree.ElementTree import Element

from bookmaker import languages
from bookmaker.xhtml import add_class, classes


def show_pages(body: Element, language: str) -> None:
    """What stands before the number into each reference below *body*, what stands behind it into ``data-after``.

    *language* is the book's; a chapter may have its own.  Front matter has roman folios: ``front``.
    """
    front = {element.get("id") for section in body if "front" in classes(section) for element in section.iter()}
    for section in body:
        before, _, after = languages.words(section.get("lang", language)).page.partition("{}")
        for link in section.iter("a"):
            if "page-reference" in classes(link) and "href" in link.attrib:
                link.text, link[:] = before, ()
                link.set("data-after", after)
                if link.attrib["href"].removeprefix("#") in front:
                    add_class(link, "front")
