"""Files that hold several documents: which results are those of their parts, and which of them give way to others."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from extractor.documents.file_parts import hash_of_file, key_of_part, keys_of_parts, name_of_part
from extractor.route import Result
from extractor.store import sql_tables
from extractor.store.entries import Outcome
from extractor.store.keys import document_key


class StoredPart(NamedTuple):
    """A part of a file: its key, the schema it was read under, and all parts of the file at that time."""

    key: str
    schema_name: str
    parts: tuple[str, ...]


def parts_of_file(connection: sa.Connection, sha256: str) -> tuple[str, ...]:
    """The keys of the parts that a file was found to have, in order; none where it is one document, or where not all
    of them are there.
    """
    found = {each.key: each.parts for each in _split(connection, sha256)}
    for names in found.values():
        keys = tuple(key_of_part(sha256, name) for name in names)
        if all(found.get(key) == names for key in keys):
            return keys
    return ()


def replaced_results(connection: sa.Connection, outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """Key and schema of the results that an outcome of a file takes the place of, its own keys aside: of the whole file
    where it has parts now, of parts that it was found to have before. A part that somebody named by its path stays.
    """
    key = document_key(outcome.each[0].result)
    if name_of_part(key) and not outcome.parts:
        return ()
    sha256, now = hash_of_file(key), {document_key(each.result) for each in outcome.each}
    schemas = {each.result.schema_name or "" for each in outcome.each}
    whole = [(sha256, schema) for schema in _schemas_of(connection, sha256)] if outcome.parts else []
    before = [(each.key, each.schema_name) for each in _split(connection, sha256) if each.key not in now]
    any_schema = schemas == {""}
    return tuple(each for each in (*whole, *before) if any_schema or each[1] in {"", *schemas})


def results_of_file(connection: sa.Connection, sha256: str) -> tuple[tuple[str, str], ...]:
    """Key and schema of every result of a file: of the whole, and of the parts it was found to have."""
    whole = [(sha256, schema) for schema in _schemas_of(connection, sha256)]
    return (*whole, *((each.key, each.schema_name) for each in _split(connection, sha256)))


def remove_result(connection: sa.Connection, key: str, schema_name: str) -> None:
    """Everything that was written of a result but decisions and names."""
    for table in (sql_tables.results, sql_tables.readings, sql_tables.flags, sql_tables.identities, sql_tables.claims):
        connection.execute(table.delete().where((table.c.document_key == key) & (table.c.schema_name == schema_name)))


def _schemas_of(connection: sa.Connection, key: str) -> list[str]:
    found = sql_tables.results.c
    return list(connection.execute(sa.select(found.schema_name).where(found.document_key == key)).scalars())


def _split(connection: sa.Connection, sha256: str) -> Iterator[StoredPart]:
    """The results of parts that were found in a file."""
    found = sql_tables.results.c
    begin = keys_of_parts(sha256)
    where = found.document_key.startswith(begin, autoescape=True)
    if connection.dialect.name == "sqlite":  # Only a range of keys is looked up there, and not searched for.
        where = (found.document_key > begin) & (found.document_key < f"{begin}~")
    query = sa.select(found.document_key, found.schema_name, found.body).where(where).order_by(found.document_key)
    for key, schema, body in connection.execute(query).all():
        parts = Result.model_validate_json(body).parts
        if parts:
            yield StoredPart(key, schema, parts)
