"""``python -m tests.specimens``: the pictures of printed pages in README, drawn anew from the themes as they are."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).parent.parent
SPECIMENS = {  # picture: manuscript, first page of the pair
    "article.png": ("manuscript", 1),
    "novel.png": ("tests/books/novel", 9),
}


def pair(pdf: Path, first: int) -> Image.Image:
    """Two facing pages side by side, each with a hair line around it."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number - 1].render(scale=1.5).to_pil().convert("RGB") for number in (first, first + 1)]
    document.close()
    framed = [ImageOps.expand(page, border=1, fill="#bbb") for page in pages]
    sheet = Image.new("RGB", (sum(page.width for page in framed) + 24, framed[0].height), "white")
    for number, page in enumerate(framed):
        sheet.paste(page, (number * (page.width + 24), 0))
    return sheet


def main() -> None:
    """Draw every specimen."""
    for name, (manuscript, first) in SPECIMENS.items():
        with tempfile.TemporaryDirectory() as folder:
            pdf = Path(folder) / "specimen.pdf"
            subprocess.run(
                [sys.executable, "-m", "bookmaker", "pdf", manuscript, "-q", "-o", pdf], cwd=ROOT, check=True
            )
            pair(pdf, first).quantize(32).save(ROOT / "styles/specimens" / name, optimize=True)


if __name__ == "__main__":
    main()
