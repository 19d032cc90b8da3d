"""Bulk: which files, which readers, how many at once, what was done before, and how a run stops.

``run_documents`` is the door; import it from :mod:`extractor.run.engine` where a command needs it, not before.
"""
