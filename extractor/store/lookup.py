"""Questions that are asked inside whatever transaction is open: of the store as a whole, or of one that writes."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import sqlalchemy as sa
from pydantic import TypeAdapter

from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.schemas.linear import Values
from extractor.store import sql_tables
from extractor.store.entries import Filed, Outcome, Source
from extractor.store.identity import Identity
from extractor.store.proven import proven_in, proven_values
from extractor.verify.edit import CHOSEN, Edit
from extractor.verify.finding import Finding

FINDINGS = TypeAdapter(tuple[Finding, ...])
"""Findings as they stand in a column of their own."""

_AT_HAND = 8
"""Readings that are kept as they were last taken from the store: of the document at hand, and a few beside it."""


def find_edits(connection: sa.Connection, sha256: str, schema_name: str | None = None) -> tuple[Edit, ...]:
    """All decisions on a document, or only those under a schema, oldest first."""
    where = sql_tables.edits.c.sha256 == sha256
    if schema_name is not None:
        where &= sql_tables.edits.c.schema_name == schema_name
    query = sa.select(sql_tables.edits.c.body).where(where).order_by(sql_tables.edits.c.id)
    return tuple(Edit.model_validate_json(body) for body in connection.execute(query).scalars())


def count_edits(connection: sa.Connection, sha256: str, schema_name: str) -> int:
    """How many decisions there are on a document under a schema. They are only ever added, so equal counts mean the
    same decisions.
    """
    where = (sql_tables.edits.c.sha256 == sha256) & (sql_tables.edits.c.schema_name == schema_name)
    return connection.execute(sa.select(sa.func.count()).select_from(sql_tables.edits).where(where)).scalar_one()


def among(column: sa.Column[str], name: str) -> sa.ColumnElement[bool]:
    """Whether a column holds one of the values that are named so when the question is asked."""
    return column.in_(sa.bindparam(name, expanding=True))


_COUNTED = (
    sa.select(sql_tables.edits.c.sha256, sql_tables.edits.c.schema_name, sa.func.count())
    .where(among(sql_tables.edits.c.sha256, "keys"))
    .group_by(sql_tables.edits.c.sha256, sql_tables.edits.c.schema_name)
)


def count_edits_each(connection: sa.Connection, keys: Sequence[str]) -> Mapping[tuple[str, str], int]:
    """How many decisions there are on each of many documents, by document and schema; those that have any."""
    return {(row.sha256, row.schema_name): row[2] for row in connection.execute(_COUNTED, {"keys": keys})}


def count_choices(connection: sa.Connection, file: str) -> int:
    """How often a schema was chosen for a file or a choice taken back. Such decisions are only ever added, so equal
    counts mean the same choices.
    """
    return sum(edit.rule == CHOSEN for edit in find_edits(connection, file))


def find_source(connection: sa.Connection, key: str) -> Source | None:
    """The text of a document as it was read."""
    query = sa.select(sql_tables.documents.c.body).where(sql_tables.documents.c.document_key == key)
    body = connection.execute(query).scalar()
    return None if body is None else Source.model_validate_json(body)


def find_readings(connection: sa.Connection, key: str, schema_name: str) -> tuple[Reading, ...]:
    """What each reader read, by name of the reader."""
    found = sql_tables.readings.c
    where = (found.document_key == key) & (found.schema_name == schema_name)
    query = sa.select(found.body).where(where).order_by(found.reader)
    return tuple(map(_reading, connection.execute(query).scalars()))


@lru_cache(maxsize=_AT_HAND)
def _reading(body: str) -> Reading:
    """A reading is never changed: while people decide about a document, its readings are the same from key to key."""
    return Reading.model_validate_json(body)


def find_filed(connection: sa.Connection, key: str, schema_name: str) -> Filed | None:
    """The outcome of a document under a schema with all decisions about it, or None."""
    found = sql_tables.results.c
    where = (found.document_key == key) & (found.schema_name == schema_name)
    row = connection.execute(sa.select(sql_tables.results).where(where)).one_or_none()
    if row is None:
        return None
    outcome = Outcome(
        result=Result.model_validate_json(row.body),
        readings=find_readings(connection, key, schema_name),
        fingerprint=row.fingerprint,
        edits=row.edits,
        policy=row.policy,
        looked_up=FINDINGS.validate_json(row.looked_up),
    )
    return Filed(outcome, find_edits(connection, key, schema_name))


def find_identities(connection: sa.Connection, key: str, schema_name: str) -> Iterator[tuple[str, Identity]]:
    """Schema and identity of the results that another one under this schema replaces; without a schema, of all."""
    known = sql_tables.identities.c
    where = known.document_key == key
    if schema_name:
        where &= known.schema_name == schema_name
    for row in connection.execute(sa.select(sql_tables.identities).where(where)):
        yield row.schema_name, Identity(row.body, row.year)


def keys_of_body(connection: sa.Connection, schema_name: str, identity: Identity) -> tuple[str, ...]:
    """The documents that are reports of a body for a year, in the order of their hashes."""
    known = sql_tables.identities.c
    where = (known.schema_name == schema_name) & (known.body == identity.body) & (known.year == identity.year)
    query = sa.select(known.document_key).where(where).order_by(known.document_key)
    return tuple(connection.execute(query).scalars())


def proven_of_body(connection: sa.Connection, schema_name: str, identity: Identity, besides: str = "") -> Values | None:
    """What the report of a body for a year proves for others, leaving the document ``besides`` out; None without one.

    Of several an accepted one is taken first, then the one with the lowest hash: the order of reading is no matter.
    """
    found, known = sql_tables.results.c, sql_tables.identities.c
    here = (found.document_key == known.document_key) & (found.schema_name == known.schema_name)
    where = (known.schema_name == schema_name) & (known.body == identity.body) & (known.year == identity.year)
    query = (
        sa.select(known.document_key, known.proven)
        .join_from(sql_tables.results, sql_tables.identities, here)
        .where(where & (known.document_key != besides))
        .order_by(sa.case((found.status == "accepted", 0), else_=1), known.document_key)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.proven is not None:
        return None if row is None else proven_in(row.proven)
    whole = sa.select(found.body).where((found.document_key == row.document_key) & (found.schema_name == schema_name))
    verdict = Result.model_validate_json(connection.execute(whole).scalar_one()).verdict
    return None if verdict is None else proven_values(verdict)
