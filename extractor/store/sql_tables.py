"""The tables of the store: JSON carries the content, narrow columns beside it are what is searched for.

Edits are append-only: triggers refuse to change or delete one, whoever asks.
"""

from sqlalchemy import DDL, Column, Float, Index, Integer, MetaData, String, Table, Text, event

from extractor.store.packed import PackedText

VERSION = 8
"""Version of this layout. A store of an earlier one is upgraded step by step (``extractor.store.upgrade``)."""

BROKEN_RULE = '"kind":"rule","outcome":"fail"'
"""What stands in the stored result of a document that breaks a rule. No text of one can hold it: its quotes would be
escaped."""

metadata = MetaData()

layout = Table("store_layout", metadata, Column("version", Integer, primary_key=True))

documents = Table(
    "documents",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("body", PackedText, nullable=False),
)

names = Table(
    "document_names",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("name", String, nullable=False),
    Index("document_names_by_name", "name"),
    Index("document_names_by_path", "path"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("until", Float, nullable=False, server_default="0"),
    Column("process", String, nullable=False, server_default=""),
)

run_claims = Table(
    "run_claims",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("token", String, nullable=False, server_default=""),
    Index("run_claims_by_run", "run"),
)

results = Table(
    "results",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("status", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("edits", Integer, nullable=False),
    Column("policy", String, nullable=False),
    Column("at", String, nullable=False),
    Column("body", PackedText(BROKEN_RULE), nullable=False),
    Column("looked_up", PackedText, nullable=False),
    Index("results_by_status", "status"),
)

identities = Table(
    "identities",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("body", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("proven", PackedText, nullable=True),
    Index("identities_by_body", "schema_name", "body", "year"),
)

readings = Table(
    "readings",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("reader", String, primary_key=True),
    Column("body", PackedText, nullable=False),
)

flags = Table(
    "flags",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("cause", String, nullable=False, server_default=""),
    Index("flags_by_cause", "schema_name", "cause"),
)

claims = Table(
    "claims",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("until", Float, nullable=False),
    Column("session", String, nullable=False, server_default=""),
)

edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("schema_name", String, nullable=False),
    Column("body", Text, nullable=False),
    Index("edits_by_document", "sha256", "schema_name"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("edit", Integer, primary_key=True, autoincrement=False),
    Column("document_key", String, nullable=False),
    Column("schema_name", String, nullable=False),
    Column("path", String, nullable=False),
    Column("author", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("seconds", Float),
    Column("keys", Float),
    Index("decisions_by_document", "document_key", "schema_name"),
)

second_edits = Table(
    "second_edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("schema_name", String, nullable=False),
    Column("author", String, nullable=False),
    Column("body", Text, nullable=False),
    Index("second_edits_by_document", "sha256", "schema_name"),
)

comparisons = Table(
    "comparisons",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("first", String, nullable=False),
    Column("second", String, nullable=False),
    Column("first_says", Text, nullable=False),
    Column("second_says", Text, nullable=False),
    Column("outcome", String, nullable=False),
    Column("settled_by", String, nullable=False),
)

audits = Table(
    "audits",
    metadata,
    Column("document_key", String, primary_key=True),
    Column("schema_name", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("drawn", String, nullable=False),
    Column("was", Text, nullable=False),
    Column("outcome", String, nullable=False),
    Column("reviewer", String, nullable=False),
)

seeds = Table(
    "seeds",
    metadata,
    Column("name", String, primary_key=True),
    Column("seed", String, nullable=False),
)

schemas = Table(
    "schemas",
    metadata,
    Column("name", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("body", Text, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("state", String, nullable=False),
    Column("at", String, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("batched", Integer, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost", String, nullable=False),
    Column("currency", String, nullable=False),
    Column("reply", Text, nullable=False),
    Index("calls_by_key", "key"),
)

postings = Table(
    "postings",
    metadata,
    Column("name", String, primary_key=True),
    Column("recipient", String, nullable=False),
    Column("created", String, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("file", String, nullable=False),
    Column("batch", String, nullable=False),
    Column("said", String, nullable=False),
)

posted_requests = Table(
    "posted_requests",
    metadata,
    Column("name", String, primary_key=True),
    Column("document", String, nullable=False),
    Column("posting", String, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("line", Text, nullable=False),
    Index("posted_requests_by_posting", "posting"),
    Index("posted_requests_by_document", "document"),
)

_KEEP_SQLITE = """
CREATE TRIGGER IF NOT EXISTS edits_are_kept_on_{verb} BEFORE {verb} ON edits
BEGIN SELECT RAISE(ABORT, 'edits are append-only'); END
"""
_KEEP_POSTGRESQL = """
CREATE OR REPLACE FUNCTION edits_are_kept() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'edits are append-only'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER edits_are_kept BEFORE UPDATE OR DELETE ON edits EXECUTE FUNCTION edits_are_kept();
"""


def _ddl(statement: str) -> DDL:
    return DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves this constructor untyped


for _verb in ("UPDATE", "DELETE"):
    event.listen(edits, "after_create", _ddl(_KEEP_SQLITE.format(verb=_verb)).execute_if(dialect="sqlite"))
event.listen(edits, "after_create", _ddl(_KEEP_POSTGRESQL).execute_if(dialect="postgresql"))
