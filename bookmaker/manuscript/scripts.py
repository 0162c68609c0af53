"""Scripts that an author asked for with ``[edition.epub] scripts = true`` -> assets.

``manuscript`` calls :func:`gather`.  Only files of the manuscript's folder run, and in the e-book alone.
"""

from pathlib import Path
from xml.etree.ElementTree import Element

from bookmaker.findings import Report
from bookmaker.manuscript import files, images
from bookmaker.model import Asset, Source
from bookmaker.xhtml import parents, replace


def gather(body: Element, source: Source, root: Path, report: Report) -> dict[str, Asset]:
    """The scripts below *body*, by name; one whose file is not there goes, with a finding."""
    assets: dict[str, Asset] = {}
    scripts = list(body.iter("script"))
    above = parents(body) if scripts else {}
    for script in scripts:
        written = script.attrib["src"]
        path = files.find(written, source, 0, root, "script", report)
        if path is None:
            replace(above[script], script, None)
            continue
        content = path.read_bytes()
        name = images.asset_name(path.stem, content, "js")
        assets[name] = Asset(name, "application/javascript", content, files.shown_name(path, source))
        script.set("src", f"asset:{name}")
        report.note(source.place(written), "few readers run scripts, and Kindle none: the text must do without", "html")
    return assets
