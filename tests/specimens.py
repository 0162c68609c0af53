"""``python -m tests.specimens``: the pictures of printed pages in README, drawn anew from the themes as they are."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).parent.parent
SPECIMENS = {  # theme, and name of the picture: manuscript, two of its pages, pixels for a point
    "article": ("manuscript", (1, 2), 1.5),
    "novel": ("tests/books/novel", (9, 10), 1.5),
    "nonfiction": ("tests/books/sampler", (9, 16), 1.2),
    "manual": ("tests/books/sampler", (10, 12), 1.2),
    "large-print": ("tests/books/sampler", (6, 14), 1),
}


def pair(pdf: Path, numbers: tuple[int, int], scale: float) -> Image.Image:
    """Two pages side by side, each with a hair line around it."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number - 1].render(scale=scale).to_pil().convert("RGB") for number in numbers]
    document.close()
    framed = [ImageOps.expand(page, border=1, fill="#bbb") for page in pages]
    sheet = Image.new("RGB", (sum(page.width for page in framed) + 24, framed[0].height), "white")
    for number, page in enumerate(framed):
        sheet.paste(page, (number * (page.width + 24), 0))
    return sheet


def main() -> None:
    """Draw every specimen."""
    for theme, (manuscript, numbers, scale) in SPECIMENS.items():
        with tempfile.TemporaryDirectory() as folder:
            source, pdf = shutil.copytree(ROOT / manuscript, Path(folder) / "source"), Path(folder) / "specimen.pdf"
            settings = source / "book.toml"
            if "[edition.pdf]" not in settings.read_text(encoding="utf-8"):
                with settings.open("a", encoding="utf-8") as written:
                    written.write(f'\n[edition.pdf]\ntheme = "{theme}"\n')
            subprocess.run([sys.executable, "-m", "bookmaker", "pdf", source, "-q", "-o", pdf], cwd=ROOT, check=True)
            picture = pair(pdf, numbers, scale).quantize(32)
            picture.save(ROOT / f"styles/specimens/{theme}.png", optimize=True)


if __name__ == "__main__":
    main()
