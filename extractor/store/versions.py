"""A file that was replaced by a new version of itself: what is known under its path until then, by other content."""

import sqlalchemy as sa

from extractor.store import sql_tables


def versions_before(connection: sa.Connection, key: str, path: str) -> tuple[tuple[str, str], ...]:
    """Key and schema of the results of other content that went by this path and goes by no other."""
    names, found = sql_tables.names.c, sql_tables.results.c
    here = sa.select(names.document_key).where((names.path == path) & (names.document_key != key))
    elsewhere = sa.exists().where((names.document_key == found.document_key) & (names.path != path))
    query = sa.select(found.document_key, found.schema_name).where(found.document_key.in_(here) & ~elsewhere)
    return tuple((row.document_key, row.schema_name) for row in connection.execute(query.order_by(found.document_key)))


def forget_path(connection: sa.Connection, key: str, path: str) -> None:
    """Other content goes by this path no more."""
    names = sql_tables.names.c
    connection.execute(sql_tables.names.delete().where((names.path == path) & (names.document_key != key)))


def forget_content(connection: sa.Connection, key: str) -> None:
    """Names and text of a document go; decisions about it stay."""
    for table in (sql_tables.names, sql_tables.documents):
        connection.execute(table.delete().where(table.c.document_key == key))
