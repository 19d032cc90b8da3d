"""Corrections that come back: what reviewers keep settling the same way, as changes of the pack that is read with."""
