"""Going through all results of a store, however many there are and whoever writes meanwhile."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from extractor.route import Status
from extractor.store import sql_tables
from extractor.store.looked_again import DocumentKey

_AT_ONCE = 500


def result_keys(engine: sa.Engine, schema_name: str | None = None) -> Iterator[DocumentKey]:
    """Document and schema of every result, or of those under one schema, in the order of their keys.

    A few hundred at a time, each in a transaction of its own: what is done with them may change the store.
    """
    found = sql_tables.results.c
    key = sa.tuple_(found.document_key, found.schema_name)
    query = sa.select(found.document_key, found.schema_name).order_by(found.document_key, found.schema_name)
    if schema_name is not None:
        query = query.where(found.schema_name == schema_name)
    last: DocumentKey | None = None
    while True:
        page = query.limit(_AT_ONCE) if last is None else query.where(key > sa.tuple_(*last)).limit(_AT_ONCE)
        with engine.connect() as connection:
            rows = [(str(row[0]), str(row[1])) for row in connection.execute(page)]
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1]


def schemas_of_results(engine: sa.Engine, statuses: Sequence[Status]) -> tuple[str, ...]:
    """The names of the schemas that results of these statuses are of, sorted; of all without any."""
    found = sql_tables.results.c
    query = sa.select(found.schema_name).where(found.schema_name != "").distinct()
    if statuses:
        query = query.where(found.status.in_(statuses))
    with engine.connect() as connection:
        return tuple(sorted(connection.execute(query).scalars()))
