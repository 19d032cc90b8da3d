"""What the store says about documents that are stored together: asked once for all of them, of narrow columns alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extractor.documents.file_parts import hash_of_file, keys_of_parts, name_of_part
from extractor.store import sql_tables
from extractor.store.identity import Identity
from extractor.store.lookup import among, count_choices, count_edits_each
from extractor.store.sealed import SealedOutcome

_RESULTS, _KNOWN, _NAMED = (table.c for table in (sql_tables.results, sql_tables.identities, sql_tables.names))

_THERE = sa.select(_RESULTS.document_key).where(among(_RESULTS.document_key, "keys"))
_PLACED = sa.select(sql_tables.identities).where(among(_KNOWN.document_key, "keys"))
_REPORTS = sa.select(_KNOWN.document_key, _KNOWN.body, _KNOWN.year).where(
    (_KNOWN.schema_name == sa.bindparam("schema")) & among(_KNOWN.body, "bodies")
)
_NAMES = sa.select(_NAMED.document_key, _NAMED.path).where(among(_NAMED.path, "paths"))
_PARTS = sa.select(_RESULTS.document_key).limit(1)
_PARTS_BETWEEN = _PARTS.where(
    _RESULTS.document_key > sa.bindparam("begin"), _RESULTS.document_key < sa.bindparam("end")
)
_PARTS_BEGUN = _PARTS.where(sa.func.starts_with(_RESULTS.document_key, sa.bindparam("begin")))


@dataclass(frozen=True, slots=True)
class StoredAround:
    """``edits``: how many decisions there are about a document under a schema. ``choices``: how many of those about a
    file choose a schema for it or take that back. ``there``: documents of which something is stored. ``apart``: files
    of which parts are stored. ``before``: documents at whose path other content lay before. ``reports``: of a schema
    and a body, the years of its reports, by their documents. ``placed``: of which body and year documents are by now,
    each with its schema.
    """

    edits: Mapping[tuple[str, str], int]
    choices: Mapping[str, int]
    there: frozenset[str]
    apart: frozenset[str]
    before: frozenset[str]
    reports: Mapping[tuple[str, str], dict[str, int]]
    placed: Mapping[str, frozenset[tuple[str, Identity]]]

    def alone(self, one: SealedOutcome, years: Sequence[int]) -> bool:
        """Whether a document has nothing to do with any other that is stored, and nobody decided about it since it was
        read: no earlier version, no parts, no report of its body for its year or so many ``years`` after it.
        """
        if self.edits.get((one.key, one.schema_name), 0) != one.edits:
            return False
        if self.choices.get(hash_of_file(one.key), 0) != one.choices:
            return False
        if one.key in self.apart or one.key in self.before:
            return False
        now = frozenset() if one.identity is None else frozenset({(one.schema_name, one.identity)})
        if not self.placed.get(one.key, frozenset()) <= now:
            return False
        if one.identity is None:
            return True
        others = self.reports.get((one.schema_name, one.identity.body), {})
        near = {one.identity.year + each for each in (0, *years)}
        return not any(year in near for key, year in others.items() if key != one.key)

    def add(self, one: SealedOutcome) -> None:
        """One of them is stored before those that follow."""
        if one.identity is not None:
            self.reports[one.schema_name, one.identity.body][one.key] = one.identity.year


def stored_around(connection: sa.Connection, group: Sequence[SealedOutcome]) -> StoredAround:
    """What is stored about these documents and around them."""
    if not group:
        return StoredAround({}, {}, frozenset(), frozenset(), frozenset(), {}, {})
    keys = [one.key for one in group]
    edits = count_edits_each(connection, keys)
    parted = {hash_of_file(key) for key in keys if name_of_part(key)}
    choices = {file: count_choices(connection, file) for file in parted.union(key for key, _ in edits)}
    there = frozenset(connection.execute(_THERE, {"keys": keys}).scalars())
    reports: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    placed: dict[str, set[tuple[str, Identity]]] = defaultdict(set)
    for row in connection.execute(_PLACED, {"keys": keys}):
        placed[row.document_key].add((row.schema_name, Identity(row.body, row.year)))
    bodies: dict[str, set[str]] = defaultdict(set)
    for one in group:
        if one.identity is not None:
            bodies[one.schema_name].add(one.identity.body)
    for schema, named in bodies.items():
        for row in connection.execute(_REPORTS, {"schema": schema, "bodies": sorted(named)}):
            reports[schema, row.body][row.document_key] = row.year
    path_of = {one.path: one.key for one in group}
    before = {
        path_of[row.path]
        for row in connection.execute(_NAMES, {"paths": list(path_of)})
        if row.document_key != path_of[row.path]
    }
    apart = {key for key in keys if not name_of_part(key) and _has_parts(connection, key)}
    stand = {key: frozenset(each) for key, each in placed.items()}
    return StoredAround(edits, choices, there, frozenset(apart), frozenset(before), reports, stand)


def _has_parts(connection: sa.Connection, key: str) -> bool:
    begin = keys_of_parts(key)
    if connection.dialect.name == "sqlite":  # Only a range of keys is looked up there, and not searched for.
        return connection.execute(_PARTS_BETWEEN, {"begin": begin, "end": f"{begin}~"}).first() is not None
    return connection.execute(_PARTS_BEGUN, {"begin": begin}).first() is not None
