"""Measurements: programs to run by hand, never tests."""
