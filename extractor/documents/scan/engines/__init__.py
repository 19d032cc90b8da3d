"""Engines of recognition beside the one that is built in: a second look at pages that are pictures."""
