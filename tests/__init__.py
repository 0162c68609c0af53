"""The tests.  ``python3 -m tests`` runs them all, in a fresh checkout too."""
