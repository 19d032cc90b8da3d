"""Traps for readers: documents of many kinds that mislead, each with what a careful reader finds in it."""
