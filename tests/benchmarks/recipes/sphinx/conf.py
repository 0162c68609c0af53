"""Sphinx's configuration of the sample, as the documentation of Sphinx and MyST has it.

MyST's extension "tasklist" is left out: with it the chapter is not well-formed and no reader shows it.
"""

project = "The Keeper's Handbook"
author = "Ada Lund"
project_copyright = "2021 Ada Lund"
version = release = "1"
language = "en"
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_static_path = ["_static"]
exclude_patterns = ["build"]
epub_basename = "book"
epub_description = "A lighthouse in four chapters"
epub_identifier = "978-3-16-148410-0"
epub_scheme = "ISBN"
epub_uid = "isbn"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_exclude_files = ["search.html"]
