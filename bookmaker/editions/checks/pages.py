"""The rules for a finished PDF: what a printer sends back, and what a screen reader cannot do without.

``judge`` is called for every PDF.  pypdfium2, of the optional extra ``check``, reads it: an engine that is not the
one that wrote it.
"""

import ctypes
import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bookmaker.editions.checks.verdict import Verdict, verdict
from bookmaker.findings import Finding, Place, Report

_LEAST_DPI = 150  # below it, dots are seen on paper; printers ask for 300
_SAME_SIZE = 1.0  # points
_FEW = 5  # places of one kind are named, the others counted


def judge(path: Path, shown: str, report: Report) -> Verdict:
    """bookmaker's verdict on the PDF *path*."""
    if not importlib.util.find_spec("pypdfium2"):
        return Verdict(shown, "bookmaker", "not here", 'pip install "bookmaker-editions[check]" brings what reads PDFs')
    import pypdfium2  # noqa: PLC0415 - of an optional extra

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        return verdict(shown, "bookmaker", [_error(shown, f"this cannot be read as a PDF: {error}")], report)
    with document:
        found = [*_of_document(document, shown), *_of_pages(document, shown)]
    return verdict(shown, "bookmaker", found, report)


def _error(shown: str, message: str) -> Finding:
    return Finding("error", Place(shown), message, "pdf-file")


def _of_document(document: Any, shown: str) -> Iterator[Finding]:
    """Tags, title and language: PDF/UA-1, sections 7.1 and 7.2."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if not len(document):
        yield _error(shown, "there is no page in it")
    if not pdfium.FPDFCatalog_IsTagged(document):
        yield Finding("warning", Place(shown), "it is not tagged: a screen reader finds no headings and no order in it",
                      "pdf-tags")  # fmt: skip
    if not document.get_metadata_value("Title").strip():
        yield Finding("warning", Place(shown), "it has no title", "pdf-tags", "readers show the file's name instead")


def _of_pages(document: Any, shown: str) -> Iterator[Finding]:
    """Fonts, pictures and sizes, page by page."""
    loose: dict[str, int] = {}
    coarse: list[tuple[int, int]] = []
    sizes: Counter[tuple[int, int]] = Counter()
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        sizes[round(width / _SAME_SIZE), round(height / _SAME_SIZE)] += 1
        for item in page.get_objects(max_depth=8):
            if (font := _loose_font(item)) is not None:
                loose.setdefault(font, number + 1)
            elif (dpi := _dots_per_inch(item)) and dpi < _LEAST_DPI:
                coarse.append((number + 1, dpi))
        page.close()
    for font, number in loose.items():
        yield Finding("error", Place(f"{shown}#page={number}"), f'the font "{font}" is not in the file', "pdf-fonts",
                      "no printer takes it: it would be set in another")  # fmt: skip
    for number, dpi in coarse[:_FEW]:
        yield Finding("warning", Place(f"{shown}#page={number}"), f"a picture of {dpi} dots an inch", "pdf-pictures",
                      f"printers ask for 300, and below {_LEAST_DPI} the dots are seen")  # fmt: skip
    if len(coarse) > _FEW:
        yield Finding("warning", Place(shown), f"{len(coarse)} pictures have fewer than {_LEAST_DPI} dots to the inch",
                      "pdf-pictures")  # fmt: skip
    if len(sizes) > 1:
        others = sum(sizes.values()) - sizes.most_common(1)[0][1]
        yield Finding("warning", Place(shown), f"{others} pages have another size than the others", "pdf-file")


def _loose_font(item: Any) -> str | None:
    """The name of the font of a run of text that is not embedded."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if item.type != pdfium.FPDF_PAGEOBJ_TEXT:
        return None
    font = pdfium.FPDFTextObj_GetFont(item)
    if not font or pdfium.FPDFFont_GetIsEmbedded(font):
        return None
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 200)
    return buffer.value.decode("utf-8", "replace") or "?"


def _dots_per_inch(item: Any) -> int:
    """Of a picture, as it is scaled on its page, the lesser way; 0 for all else."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if item.type != pdfium.FPDF_PAGEOBJ_IMAGE:
        return 0
    left, bottom, right, top = item.get_bounds()
    width, height = item.get_px_size()
    if min(right - left, top - bottom) < 1:
        return 0
    return int(min(width / (right - left), height / (top - bottom)) * 72)
