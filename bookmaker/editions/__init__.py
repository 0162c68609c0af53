"""WRITE: a Book -> one finished edition at a time.  ``build`` runs the modules named in EDITIONS.

Each has ``write(book, theme, target, stamp, progress)``: it makes the file *target*, dated *stamp*, or raises.
"""

EDITIONS = ("pdf", "epub")  # the print edition first: later its pages feed the EPUB's page list
