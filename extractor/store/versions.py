"""A file that was replaced by a new version of itself: what is known under its path until then, by other content."""

from collections.abc import Sequence

import sqlalchemy as sa

from extractor.documents.file_parts import hash_of_file, keys_of_parts, name_of_part
from extractor.store import sql_tables
from extractor.store.lookup import among

_HASH = 64
"""Characters of a key that say of which file it is."""
_TOGETHER = 500
"""Paths in one statement: databases take only so many parameters."""
_NAMED = sql_tables.names.c
_OF_SEVERAL = (
    sa.select(_NAMED.path)
    .group_by(_NAMED.path)
    .having(sa.func.count(sa.distinct(sa.func.substr(_NAMED.document_key, 1, _HASH))) > 1)
)
_THESE_OF_SEVERAL = _OF_SEVERAL.where(among(_NAMED.path, "paths"))


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
    if paths is None:
        return frozenset(connection.execute(_OF_SEVERAL).scalars())
    found = set[str]()
    for start in range(0, len(paths), _TOGETHER):
        found.update(connection.execute(_THESE_OF_SEVERAL, {"paths": paths[start : start + _TOGETHER]}).scalars())
    return frozenset(found)


def lay_there(connection: sa.Connection, key: str, path: str) -> tuple[str, ...]:
    """Keys of other content that went by this path, whole or in parts."""
    names = sql_tables.names.c
    here = connection.execute(sa.select(names.document_key).where(names.path == path)).scalars()
    return tuple(each for each in here if hash_of_file(each) != hash_of_file(key))


def files_before(connection: sa.Connection, key: str, path: str) -> tuple[tuple[str, str], ...]:
    """Key and schema of results of other content that went by this path, whole or in parts, and goes by no other."""
    names, found = sql_tables.names.c, sql_tables.results.c
    gone = list[tuple[str, str]]()
    for each in lay_there(connection, key, path):
        paths = set(connection.execute(sa.select(names.path).where(names.document_key == each)).scalars())
        if not paths - _paths_of(each, path):
            schemas = connection.execute(sa.select(found.schema_name).where(found.document_key == each)).scalars()
            gone += ((each, schema) for schema in schemas)
    return tuple(gone)


def forget_path(connection: sa.Connection, key: str, path: str) -> None:
    """Other content goes by this path no more."""
    names = sql_tables.names.c
    for each in lay_there(connection, key, path):
        there = (names.document_key == each) & names.path.in_(_paths_of(each, path))
        connection.execute(sql_tables.names.delete().where(there))


def _paths_of(key: str, path: str) -> set[str]:
    """The path of a file, and that of the part that a key is of."""
    part = name_of_part(key)
    return {path, f"{path}/{part}"} if part else {path}


def forget_content(connection: sa.Connection, key: str) -> None:
    """Names and text of a document go; decisions about it stay."""
    for table in (sql_tables.names, sql_tables.documents):
        connection.execute(table.delete().where(table.c.document_key == key))
