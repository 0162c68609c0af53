"""The sample made with EbookLib and Python-Markdown, in the way of EbookLib's README."""

import mimetypes
from pathlib import Path

import markdown
from ebooklib import epub

book = epub.EpubBook()
book.set_identifier("978-3-16-148410-0")
book.set_title("The Keeper's Handbook")
book.set_language("en")
book.add_author("Ada Lund")
book.add_metadata("DC", "description", "A lighthouse in four chapters")
book.set_cover("cover.png", Path("images/cover.png").read_bytes())

chapters = []
for name in ("lamp", "tide", "log", "boat"):
    text = Path(f"{name}.md").read_text(encoding="utf-8").replace(".md#", ".xhtml#")
    chapter = epub.EpubHtml(title=text.splitlines()[0].lstrip("# "), file_name=f"{name}.xhtml", lang="en")
    chapter.content = markdown.markdown(text, extensions=["extra", "toc"])
    book.add_item(chapter)
    chapters.append(chapter)
for path in (Path("images/light house.png"), Path("images/chart.png")):
    kind = mimetypes.guess_type(path)[0]
    book.add_item(epub.EpubImage(file_name=path.as_posix(), media_type=kind, content=path.read_bytes()))

book.toc = tuple(chapters)
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
book.spine = ["nav", *chapters]
epub.write_epub("book.epub", book, {})
