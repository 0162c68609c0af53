"""Measurements: ``python -m tests.benchmarks`` times the commands; each module beside it is a measurement of its own.

``commonmark`` (how much of the specs is read as written), ``residue`` (markup left in the text of real manuscripts),
``pathological`` (input made to be slow), ``paragraphs`` (what total fit costs), ``reading`` (speed), ``fuzz`` (random chapters, judged by EPUBCheck) and
``peers`` (the same book made by other programs, and what judges say of each) are run by name:
``python -m tests.benchmarks.reading``.
No test asserts what a clock says.
"""
