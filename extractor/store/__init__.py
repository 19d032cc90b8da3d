"""Runs, documents, readings, results, flags, leases, edits and model replies, in SQLite or PostgreSQL.

The only place that knows SQLAlchemy. Import :class:`Store` where a command needs it, not before.
"""

from extractor.store.backup import back_up
from extractor.store.entries import (
    AuditCount,
    Done,
    Filed,
    Lease,
    OpenFlag,
    Outcome,
    Overview,
    QueueEntry,
    RunRecord,
    Source,
)
from extractor.store.faults import StorePatience
from extractor.store.identity import Identity, identity_of
from extractor.store.keys import document_key, key_of_content
from extractor.store.leases import HEARTBEAT_SECONDS, LEASE_SECONDS
from extractor.store.listing import ListedDocument
from extractor.store.looked_again import AuditedField, AuditTally, DocumentKey, SaidValue, TwiceDecided
from extractor.store.replies import PatientReplies
from extractor.store.report_store import Store
from extractor.store.reviewers import ReviewerFigures
from extractor.store.same_report import SAME_REPORT, as_same_report_as, same_report_of
from extractor.store.transaction import Transaction
from extractor.store.upgrade import Upgrade, upgrade_store

__all__ = [
    "HEARTBEAT_SECONDS",
    "LEASE_SECONDS",
    "SAME_REPORT",
    "AuditCount",
    "AuditTally",
    "AuditedField",
    "DocumentKey",
    "Done",
    "Filed",
    "Identity",
    "Lease",
    "ListedDocument",
    "OpenFlag",
    "Outcome",
    "Overview",
    "PatientReplies",
    "QueueEntry",
    "ReviewerFigures",
    "RunRecord",
    "SaidValue",
    "Source",
    "Store",
    "StorePatience",
    "Transaction",
    "TwiceDecided",
    "Upgrade",
    "as_same_report_as",
    "back_up",
    "document_key",
    "identity_of",
    "key_of_content",
    "same_report_of",
    "upgrade_store",
]
