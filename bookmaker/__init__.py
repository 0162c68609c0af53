"""bookmaker: one Markdown manuscript becomes an EPUB and a print PDF, dressed by one theme.

    manuscript/  book.toml, *.md, images              styles/  CSS + fonts
         |                                               |
         v READ      one file at a time                  |
      Chapter        an XHTML tree + what it declares    |
         |                                               |
         v RESOLVE   all chapters, in reading order      |
      Book           linked, noted, listed; knows no     |
         |           output format                       |
         v WRITE     one edition at a time  <------------+
      PDF, EPUB

Three phases, three folders: ``manuscript`` -> ``book`` -> ``editions``.  They never import each other;
``build`` runs them.  ``manuscript/markdown/`` is the language, Python-Markdown and what stands in for its parts; the
modules around it each do one thing to the tree of a file.  The tree between the phases is XHTML with a closed
vocabulary, listed in ``model``.
"""

__version__ = "0.1.0"
