"""A file that was replaced by a new version of itself: what is known under its path until then, by other content."""

from collections.abc import Sequence

import sqlalchemy as sa

from extractor.documents.file_parts import keys_of_parts
from extractor.store import sql_tables
from extractor.store.lookup import among

_TOGETHER = 500
"""Paths in one statement: databases take only so many parameters."""


def versions_before(connection: sa.Connection, key: str, path: str) -> tuple[tuple[str, str], ...]:
    """Key and schema of the results of other content that went by this path and goes by no other."""
    names, found = sql_tables.names.c, sql_tables.results.c
    here = sa.select(names.document_key).where((names.path == path) & (names.document_key != key))
    elsewhere = sa.exists().where((names.document_key == found.document_key) & (names.path != path))
    query = sa.select(found.document_key, found.schema_name).where(found.document_key.in_(here) & ~elsewhere)
    return tuple((row.document_key, row.schema_name) for row in connection.execute(query.order_by(found.document_key)))


def parted_before(connection: sa.Connection, key: str, path: str) -> tuple[tuple[str, str], ...]:
    """Key and schemas of files of several documents that went by this path with other content, and go by no other."""
    names, found, others = sql_tables.names, sql_tables.results.c, sql_tables.names.alias()
    file = names.c.document_key
    elsewhere = sa.exists().where((others.c.document_key == file) & (others.c.path != path))
    parts = found.document_key.like(file.concat(f"{keys_of_parts('')}%"))
    query = sa.select(file, found.schema_name).distinct()
    query = query.where((names.c.path == path) & (file != key) & ~elsewhere & parts)
    return tuple((row.document_key, row.schema_name) for row in connection.execute(query.order_by(file)))


def paths_of_several(connection: sa.Connection, paths: Sequence[str] | None = None) -> frozenset[str]:
    """Paths under which more than one content is known: of all, or of these."""
    names = sql_tables.names.c
    query = sa.select(names.path).group_by(names.path).having(sa.func.count() > 1)
    if paths is None:
        return frozenset(connection.execute(query).scalars())
    these, found = query.where(among(names.path, "paths")), set[str]()
    for start in range(0, len(paths), _TOGETHER):
        found.update(connection.execute(these, {"paths": paths[start : start + _TOGETHER]}).scalars())
    return frozenset(found)


def forget_path(connection: sa.Connection, key: str, path: str) -> None:
    """Other content goes by this path no more."""
    names = sql_tables.names.c
    connection.execute(sql_tables.names.delete().where((names.path == path) & (names.document_key != key)))


def forget_content(connection: sa.Connection, key: str) -> None:
    """Names and text of a document go; decisions about it stay."""
    for table in (sql_tables.names, sql_tables.documents):
        connection.execute(table.delete().where(table.c.document_key == key))
