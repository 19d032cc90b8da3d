"""Runs, documents, readings, results, flags, claims, edits and model replies, in SQLite or PostgreSQL.

The only place that knows SQLAlchemy. Import :class:`Store` where a command needs it, not before.
"""

from extractor.store.entries import Claim, Done, OpenFlag, Outcome, Overview, QueueEntry, RunRecord, Source
from extractor.store.identity import Identity, identity_of
from extractor.store.store import Store

__all__ = [
    "Claim",
    "Done",
    "Identity",
    "OpenFlag",
    "Outcome",
    "Overview",
    "QueueEntry",
    "RunRecord",
    "Source",
    "Store",
    "identity_of",
]
