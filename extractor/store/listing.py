"""Every document of a store in one line: where it lies, what became of it, and who has to do with it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import sqlalchemy as sa

from extractor.store import sql_tables
from extractor.store.entries import Lease, QueueEntry
from extractor.store.looked_again import DocumentKey

Holders: TypeAlias = Mapping[DocumentKey, tuple[str, str]]
"""Person and session that look at a document, by document and schema."""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """``paths``: all places where the content was seen. ``reviewers``: who decided about it. ``leased_by``: who looks
    at it now. ``flags``: how many fields wait.
    """

    sha256: str
    schema_name: str
    document: str
    paths: tuple[str, ...]
    status: str
    at: str
    flags: int = 0
    decisions: int = 0
    reviewers: tuple[str, ...] = ()
    leased_by: str = ""


def listed_documents(connection: sa.Connection, leases: Sequence[Lease]) -> tuple[ListedDocument, ...]:
    """All of them, by their first path."""
    paths: dict[str, list[str]] = defaultdict(list)
    for key, path in connection.execute(sa.select(sql_tables.names.c.document_key, sql_tables.names.c.path)):
        paths[key].append(path)
    whose = sql_tables.flags.c.document_key, sql_tables.flags.c.schema_name
    counts = sa.select(*whose, sa.func.count()).group_by(*whose)
    flags = {(key, schema): number for key, schema, number in connection.execute(counts)}
    edits = sa.select(sql_tables.edits.c.sha256, sql_tables.edits.c.schema_name, sql_tables.edits.c.body)
    authors: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, schema, body in connection.execute(edits):
        authors[key, schema].append(str(json.loads(body).get("author", "")))
    holders = {(lease.sha256, lease.schema_name): lease.person for lease in leases}
    found = sql_tables.results.c
    query = sa.select(found.document_key, found.schema_name, found.name, found.status, found.at)
    listed = [
        ListedDocument(
            sha256=key,
            schema_name=schema,
            document=name,
            paths=tuple(sorted(paths[key])),
            status=status,
            at=at,
            flags=flags.get((key, schema), 0),
            decisions=len(authors[key, schema]),
            reviewers=tuple(sorted(set(authors[key, schema]))),
            leased_by=holders.get((key, schema), ""),
        )
        for key, schema, name, status, at in connection.execute(query)
    ]
    return tuple(sorted(listed, key=lambda each: (each.paths[:1], each.document, each.sha256, each.schema_name)))


def first_path() -> sa.ScalarSelect[str | None]:
    """The first of the places where the document of a result lies, as a column of a query about results."""
    names = sql_tables.names.c
    here = names.document_key == sql_tables.results.c.document_key
    return sa.select(sa.func.min(names.path)).where(here).scalar_subquery()


def queue_entry(key: DocumentKey, name: str, flags: int, path: str | None, holders: Holders) -> QueueEntry:
    """A document in a queue, with whoever looks at it."""
    person, session = holders.get(key, ("", ""))
    return QueueEntry(
        sha256=key[0],
        schema_name=key[1],
        document=name,
        flags=flags,
        path=path or "",
        leased_by=person,
        session=session,
    )
