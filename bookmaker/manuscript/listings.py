"""Listings: what pymdownx.highlight made of a fence -> ``pre.listing > code.language-x``.  ``manuscript`` calls it."""

from xml.etree.ElementTree import Element

from bookmaker.xhtml import add_class, append_text, classes, name, parents, replace


def mark_listings(body: Element) -> None:
    """Lift each listing out of its ``div.highlight``, and give its code the class of its language."""
    above = parents(body)
    for block in [element for element in body.iter("div") if "highlight" in classes(element)]:
        listing = block.find("pre")
        if listing is None:
            continue
        language = next((c for c in classes(block) if c.startswith("language-")), "")
        for code in listing.iter("code"):
            if language and language != "language-text":
                add_class(code, language)
        replace(above[block], block, listing)
    for listing in body.iter("pre"):
        if any(name(child) == "code" for child in listing):
            add_class(listing, "listing")
            _drop_empty_spans(listing)


def _drop_empty_spans(listing: Element) -> None:
    """Pygments opens each listing with an empty span, and wraps white space."""
    for parent in list(listing.iter()):
        for child in list(parent):
            if (
                name(child) == "span"
                and not len(child)
                and (not (child.text or "").strip() or child.get("class") == "w")
            ):
                append_text(child, child.tail or "")
                words, child.text, child.tail = child.text or "", None, None
                index = list(parent).index(child)
                parent.remove(child)
                if index:
                    parent[index - 1].tail = (parent[index - 1].tail or "") + words
                else:
                    parent.text = (parent.text or "") + words
