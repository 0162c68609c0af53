"""Measurements, never asserted by a clock.  ``python -m tests.benchmarks`` runs them all."""
