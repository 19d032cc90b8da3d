"""Runs, documents, readings, results, flags, leases, edits and model replies, in SQLite or PostgreSQL.

The only place that knows SQLAlchemy. Import :class:`Store` where a command needs it, not before.
"""

from extractor.store.backup import back_up
from extractor.store.calls import Calls
from extractor.store.database import is_shared, sqlite_file, store_address
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
from extractor.store.proven import needs_others, proven_values
from extractor.store.report_store import Store
from extractor.store.reviewers import ReviewerFigures
from extractor.store.run_claims import CLAIM_HEARTBEAT_SECONDS, CLAIM_SECONDS, HeldClaim, RunClaims
from extractor.store.same_report import SAME_REPORT, as_same_report_as, same_report_of
from extractor.store.sealed import SealedOutcome, sealed, year_said
from extractor.store.standing import Standing
from extractor.store.transaction import Transaction
from extractor.store.upgrade import Upgrade, upgrade_store

__all__ = [
    "CLAIM_HEARTBEAT_SECONDS",
    "CLAIM_SECONDS",
    "HEARTBEAT_SECONDS",
    "LEASE_SECONDS",
    "SAME_REPORT",
    "AuditCount",
    "AuditTally",
    "AuditedField",
    "Calls",
    "DocumentKey",
    "Done",
    "Filed",
    "HeldClaim",
    "Identity",
    "Lease",
    "ListedDocument",
    "OpenFlag",
    "Outcome",
    "Overview",
    "QueueEntry",
    "ReviewerFigures",
    "RunClaims",
    "RunRecord",
    "SaidValue",
    "SealedOutcome",
    "Source",
    "Standing",
    "Store",
    "StorePatience",
    "Transaction",
    "TwiceDecided",
    "Upgrade",
    "as_same_report_as",
    "back_up",
    "document_key",
    "identity_of",
    "is_shared",
    "key_of_content",
    "needs_others",
    "proven_values",
    "same_report_of",
    "sealed",
    "sqlite_file",
    "store_address",
    "upgrade_store",
    "year_said",
]
