"""Runs, documents, readings, results, flags, leases, edits and model replies, in SQLite or PostgreSQL.

The only place that knows SQLAlchemy. Import :class:`Store` where a command needs it, not before.
"""

from extractor.store.entries import Done, Lease, OpenFlag, Outcome, Overview, QueueEntry, RunRecord, Source
from extractor.store.identity import Identity, identity_of
from extractor.store.report_store import Store

__all__ = [
    "Done",
    "Identity",
    "Lease",
    "OpenFlag",
    "Outcome",
    "Overview",
    "QueueEntry",
    "RunRecord",
    "Source",
    "Store",
    "identity_of",
]
