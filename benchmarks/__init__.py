"""Measurements: programs to run by hand, never tests. What they have in common with tests lies in ``specimens/``."""
