"""How documents stand, told by narrow columns: what a run asks of as many documents as there are."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from extractor.documents.file_parts import hash_of_file, keys_of_parts
from extractor.store import sql_tables
from extractor.store.entries import Done
from extractor.store.lookup import among, count_edits_each
from extractor.store.packed import says

_RESULTS, _NAMED = (table.c for table in (sql_tables.results, sql_tables.names))

_DONE = sa.select(
    _RESULTS.document_key,
    _RESULTS.schema_name,
    _RESULTS.fingerprint,
    _RESULTS.status,
    _RESULTS.edits,
    _RESULTS.at,
    _RESULTS.at,
    sa.case((_RESULTS.status == "accepted", says(_RESULTS.body)), else_=sa.false()).label("remarked"),
).where(among(_RESULTS.document_key, "keys"))
_NAMES = sa.select(_NAMED.document_key, _NAMED.path).where(among(_NAMED.document_key, "keys"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored of one document: a result for each schema it was read under. ``remarked``: the schemas under which
    it is accepted although its printed numbers break a rule. ``paths``: where it was seen.
    """

    done: list[Done] = field(default_factory=list)
    remarked: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)


def find_standings(connection: sa.Connection, keys: Sequence[str]) -> Mapping[str, Standing]:
    """How documents stand, those of which there is a result."""
    edits = count_edits_each(connection, keys)
    decided = Counter[str]()
    for (key, _), count in edits.items():
        decided[key] += count
    found: dict[str, Standing] = defaultdict(Standing)
    for row in connection.execute(_DONE, {"keys": keys}):
        key, schema = row.document_key, row.schema_name
        now = edits.get((key, schema), 0)
        found[key].done.append(Done(schema, row.fingerprint, row.status, row.edits, now, row.at, decided[key] - now))
        if row.remarked:
            found[key].remarked.add(schema)
    for key, path in connection.execute(_NAMES, {"keys": keys}):
        if key in found:
            found[key].paths.add(path)
    return found


def find_parted(connection: sa.Connection) -> frozenset[str]:
    """The files of which parts are stored."""
    mark = keys_of_parts("")
    query = sa.select(_RESULTS.document_key).where(_RESULTS.document_key.contains(mark, autoescape=True)).distinct()
    return frozenset(map(hash_of_file, connection.execute(query).scalars()))
