"""The bytes of an SVG file -> its tree, entities in their places.  ``images`` calls it, then ``svg`` to clean it."""

import codecs
import re
import xml.etree.ElementTree as ET
from typing import Any
from xml.etree.ElementTree import Element

from bookmaker.xhtml import SVG

_MOST_BYTES = 20_000_000
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL)
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def is_markup(content: bytes) -> bool:
    """Whether *content* can only be an SVG if it is any picture: the others do not begin so."""
    return content[:200].removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"<", *_UTF16))


def read(content: bytes) -> Element | None:
    """The drawing in *content*; ``None`` when it is not one."""
    if len(content) > _MOST_BYTES:
        return None
    try:
        content = _in_utf8(content)
        if b"<!ENTITY" in content:  # Adobe Illustrator's namespaces
            content = _expanded(content)
        root = ET.fromstring(_DOCTYPE.sub(b"", content, count=1))
    except (SyntaxError, ValueError):
        return None
    if root.tag == "svg":  # the namespace forgotten, as hand-written files do
        for element in root.iter():
            if isinstance(element.tag, str) and not element.tag.startswith("{"):
                element.tag = SVG + element.tag
    return root if root.tag == SVG + "svg" else None


def _in_utf8(content: bytes) -> bytes:
    """*content*, where it is UTF-16, as UTF-8 that no longer says that it is anything else."""
    encoding = next((name for start, name in _UTF16.items() if content.startswith(start)), "")
    return _DECLARATION.sub("", content.decode(encoding)).encode() if encoding else content


def _expanded(content: bytes) -> bytes:
    """*content* with what stands for its entities in their places, and no doctype.

    libxml2 follows none that leads outside, nor itself, and lets them make no more than a megabyte, or five times what
    was there.  Raises SyntaxError for these.
    """
    from lxml import etree  # noqa: PLC0415 - few drawings have entities

    internal: Any = "internal"  # which lxml-stubs do not know
    parser = etree.XMLParser(resolve_entities=internal, no_network=True, load_dtd=False)
    return etree.tostring(etree.fromstring(content, parser))
