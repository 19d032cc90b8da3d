"""Turns folders of messy reports into numbers that can be trusted."""

__version__ = "0.1.0"
