"""The store: one object, typed methods, models in and models out. Every method is one transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType

import sqlalchemy as sa

from extractor.readers.reading import Reading
from extractor.route import Result, Status
from extractor.store import sql_tables
from extractor.store.database import connect, store_url, upsert, writing
from extractor.store.entries import Done, OpenFlag, Outcome, Overview, QueueEntry, RunRecord, Source
from extractor.store.identity import Identity, identity_of
from extractor.store.keys import document_key, is_sha256
from extractor.store.leases import Leases
from extractor.store.replies import Replies
from extractor.verify.edit import Edit

_BATCH = 200


class Store:
    """Opens the store at ``place`` (a path, ``sqlite:///…`` or ``postgresql://…``); raises StoreError.

    ``create=False`` opens only what is there. ``replies`` caches answers of models, ``leases`` says who is looking
    at what. Safe to use from several threads and processes at once.
    """

    def __init__(self, place: str, create: bool = True) -> None:
        self.url = store_url(place)
        self._engine = connect(self.url, create)
        self._write = writing(self._engine)
        self.replies = Replies(self._engine, self._write)
        self.leases = Leases(self._engine, self._write)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    # -- what a run leaves behind

    def save(self, outcome: Outcome) -> None:
        """Store the outcome of one document, all of it or nothing; edits are untouched.

        The result replaces the one of the same document and schema. An outcome without a schema (failed,
        unrecognised) replaces every result of the document, and is replaced by any.
        """
        result = outcome.result
        key, schema = document_key(result), result.schema_name or ""
        with self._write.begin() as connection:
            for table in (sql_tables.results, sql_tables.readings, sql_tables.flags, sql_tables.identities):
                stale = table.c.document_key == key
                if schema:
                    stale &= table.c.schema_name.in_((schema, ""))
                connection.execute(table.delete().where(stale))
            if outcome.source is not None:
                upsert(
                    connection,
                    sql_tables.documents,
                    {"document_key": key, "body": outcome.source.model_dump_json()},
                )
            _name(connection, key, result.path, result.document)
            _write_result(connection, outcome)
            for reading in outcome.readings:
                upsert(
                    connection,
                    sql_tables.readings,
                    {
                        "document_key": key,
                        "schema_name": schema,
                        "reader": reading.reader,
                        "body": reading.model_dump_json(),
                    },
                )

    def also_named(self, result: Result, path: str, name: str) -> None:
        """Remember that the same content lies at another path too."""
        with self._write.begin() as connection:
            _name(connection, document_key(result), path, name)

    def start_run(self, run: RunRecord) -> int:
        """Store a run that begins; its number."""
        with self._write.begin() as connection:
            statement = sql_tables.runs.insert().values(started=run.started.isoformat(), body=run.model_dump_json())
            return int(connection.execute(statement.returning(sql_tables.runs.c.id)).scalar_one())

    def finish_run(self, number: int, run: RunRecord) -> None:
        """Store how a run ended."""
        with self._write.begin() as connection:
            connection.execute(
                sql_tables.runs.update().where(sql_tables.runs.c.id == number).values(body=run.model_dump_json())
            )

    def runs(self) -> tuple[RunRecord, ...]:
        """All runs, oldest first."""
        with self._engine.connect() as connection:
            bodies = connection.execute(sa.select(sql_tables.runs.c.body).order_by(sql_tables.runs.c.id)).scalars()
            return tuple(RunRecord.model_validate_json(body) for body in bodies)

    # -- decisions of people

    def add_edit(self, edit: Edit, result: Result | None = None) -> None:
        """Append a decision and, in the same transaction, the result that takes it into account."""
        with self._write.begin() as connection:
            connection.execute(
                sql_tables.edits.insert().values(
                    sha256=edit.sha256, schema_name=edit.schema_name, body=edit.model_dump_json()
                )
            )
            if result is not None:
                found = sql_tables.results.c
                here = (found.document_key == document_key(result)) & (found.schema_name == (result.schema_name or ""))
                made_by = connection.execute(sa.select(found.fingerprint).where(here)).scalar() or ""
                count = connection.execute(_edit_count(edit.sha256, edit.schema_name)).scalar_one()
                _write_result(connection, Outcome(result, fingerprint=made_by, edits=count))

    def edits(self, sha256: str, schema_name: str | None = None) -> tuple[Edit, ...]:
        """All decisions on a document, or only those under a schema, oldest first."""
        where = sql_tables.edits.c.sha256 == sha256
        if schema_name is not None:
            where &= sql_tables.edits.c.schema_name == schema_name
        query = sa.select(sql_tables.edits.c.body).where(where).order_by(sql_tables.edits.c.id)
        with self._engine.connect() as connection:
            return tuple(Edit.model_validate_json(body) for body in connection.execute(query).scalars())

    # -- questions

    def done(self, key: str) -> tuple[Done, ...]:
        """What is there already for a document, by its sha256 or, where it could not be read, ``path:…``."""
        found = sql_tables.results.c
        query = sa.select(found.fingerprint, found.status, found.edits, found.schema_name).where(
            found.document_key == key
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
            return tuple(
                Done(
                    row.schema_name,
                    row.fingerprint,
                    row.status,
                    row.edits,
                    self._edits_now(connection, key, row.schema_name),
                )
                for row in rows
            )

    def result(self, sha256: str, schema_name: str | None = None) -> Result | None:
        """The result of a document; with ``schema_name`` only the one under that schema."""
        where = sql_tables.results.c.document_key == sha256
        if schema_name is not None:
            where &= sql_tables.results.c.schema_name == schema_name
        query = sa.select(sql_tables.results.c.body).where(where).order_by(sql_tables.results.c.at.desc())
        with self._engine.connect() as connection:
            body = connection.execute(query).scalars().first()
            return None if body is None else Result.model_validate_json(body)

    def results(self, *statuses: Status) -> Iterator[Result]:
        """Results by name of the document, all or those of the given statuses; read in batches."""
        found = sql_tables.results.c
        query = sa.select(found.body).order_by(found.name, found.document_key, found.schema_name)
        if statuses:
            query = query.where(found.status.in_(statuses))
        with self._engine.connect() as connection:
            streamed = connection.execution_options(yield_per=_BATCH).execute(query)
            for body in streamed.scalars():
                yield Result.model_validate_json(body)

    def find(self, document: str) -> tuple[Result, ...]:
        """Results of the documents that go by this name, path, or start of a sha256 (from 8 characters)."""
        names, found = sql_tables.names.c, sql_tables.results.c
        where = (names.name == document) | (names.path == document)
        if is_sha256(document):
            where |= names.document_key.startswith(document.lower(), autoescape=True)
        keys = sa.select(names.document_key).where(where)
        query = sa.select(found.body).where(found.document_key.in_(keys)).order_by(found.name, found.schema_name)
        with self._engine.connect() as connection:
            return tuple(Result.model_validate_json(body) for body in connection.execute(query).scalars())

    def of_body(self, schema_name: str, identity: Identity) -> tuple[Result, ...]:
        """The results of a body's reports for a year, in the order of their hashes."""
        found, known = sql_tables.results.c, sql_tables.identities.c
        here = (found.document_key == known.document_key) & (found.schema_name == known.schema_name)
        query = (
            sa.select(found.body)
            .join_from(sql_tables.results, sql_tables.identities, here)
            .where((known.schema_name == schema_name) & (known.body == identity.body) & (known.year == identity.year))
            .order_by(known.document_key)
        )
        with self._engine.connect() as connection:
            return tuple(Result.model_validate_json(body) for body in connection.execute(query).scalars())

    def names(self, result: Result) -> tuple[str, ...]:
        """All paths under which the content of a result was seen, sorted."""
        query = sa.select(sql_tables.names.c.path).where(sql_tables.names.c.document_key == document_key(result))
        with self._engine.connect() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def readings(self, sha256: str, schema_name: str) -> tuple[Reading, ...]:
        """What each reader read, by name of the reader."""
        found = sql_tables.readings.c
        query = (
            sa.select(found.body)
            .where((found.document_key == sha256) & (found.schema_name == schema_name))
            .order_by(found.reader)
        )
        with self._engine.connect() as connection:
            return tuple(Reading.model_validate_json(body) for body in connection.execute(query).scalars())

    def source(self, sha256: str) -> Source | None:
        """The text of a document as it was read."""
        query = sa.select(sql_tables.documents.c.body).where(sql_tables.documents.c.document_key == sha256)
        with self._engine.connect() as connection:
            body = connection.execute(query).scalar()
            return None if body is None else Source.model_validate_json(body)

    def open_flags(self, sha256: str | None = None) -> tuple[OpenFlag, ...]:
        """The fields that wait for a person, document by document in the order of the form."""
        found = sql_tables.flags.c
        query = sa.select(sql_tables.flags).order_by(found.document_key, found.schema_name, found.position)
        if sha256 is not None:
            query = query.where(found.document_key == sha256)
        with self._engine.connect() as connection:
            return tuple(
                OpenFlag(
                    sha256=row.document_key,
                    schema_name=row.schema_name,
                    path=row.path,
                    label=row.label,
                    reason=row.reason,
                )
                for row in connection.execute(query)
            )

    def queue(self) -> tuple[QueueEntry, ...]:
        """The documents in review, fewest flags first: what is quickly settled comes first."""
        found, flags = sql_tables.results.c, sql_tables.flags.c
        count = sa.func.count(flags.path)
        query = (
            sa.select(found.document_key, found.schema_name, found.name, count)
            .join_from(
                sql_tables.results,
                sql_tables.flags,
                (found.document_key == flags.document_key) & (found.schema_name == flags.schema_name),
                isouter=True,
            )
            .where(found.status == "review")
            .group_by(found.document_key, found.schema_name, found.name)
            .order_by(count, found.name, found.document_key)
        )
        holders = {(lease.sha256, lease.schema_name): lease.person for lease in self.leases.current()}
        with self._engine.connect() as connection:
            return tuple(
                QueueEntry(
                    sha256=sha,
                    schema_name=schema,
                    document=name,
                    flags=number,
                    leased_by=holders.get((sha, schema), ""),
                )
                for sha, schema, name, number in connection.execute(query)
            )

    def overview(self) -> Overview:
        """The whole store in numbers."""
        found = sql_tables.results.c
        with self._engine.connect() as connection:
            by_status = connection.execute(sa.select(found.status, sa.func.count()).group_by(found.status))
            return Overview(
                statuses={row.status: row[1] for row in by_status},
                flags=_count(connection, sql_tables.flags),
                edits=_count(connection, sql_tables.edits),
                leases=len(self.leases.current()),
                runs=_count(connection, sql_tables.runs),
            )

    def _edits_now(self, connection: sa.Connection, sha256: str, schema_name: str) -> int:
        return connection.execute(_edit_count(sha256, schema_name)).scalar_one()


def _write_result(connection: sa.Connection, outcome: Outcome) -> None:
    """The result and its flags, in place of what was there."""
    result = outcome.result
    key, schema = document_key(result), result.schema_name or ""
    upsert(
        connection,
        sql_tables.results,
        {
            "document_key": key,
            "schema_name": schema,
            "name": result.document,
            "status": result.status,
            "fingerprint": outcome.fingerprint,
            "edits": outcome.edits,
            "at": datetime.now(UTC).isoformat(),
            "body": result.model_dump_json(),
        },
    )
    identity, known_as = identity_of(result), sql_tables.identities.c
    connection.execute(
        sql_tables.identities.delete().where((known_as.document_key == key) & (known_as.schema_name == schema))
    )
    if identity is not None:
        known = {"document_key": key, "schema_name": schema, "body": identity.body, "year": identity.year}
        upsert(connection, sql_tables.identities, known)
    flags = sql_tables.flags
    connection.execute(flags.delete().where((flags.c.document_key == key) & (flags.c.schema_name == schema)))
    flagged = result.verdict.flagged if result.verdict is not None else ()
    rows = [
        {
            "document_key": key,
            "schema_name": schema,
            "path": field.path,
            "position": position,
            "label": field.label,
            "reason": next(iter(field.reasons), ""),
        }
        for position, field in enumerate(flagged)
    ]
    if rows:
        connection.execute(flags.insert(), rows)


def _name(connection: sa.Connection, key: str, path: str, name: str) -> None:
    upsert(connection, sql_tables.names, {"document_key": key, "path": path, "name": name})


def _edit_count(sha256: str, schema_name: str) -> sa.Select[int]:
    where = (sql_tables.edits.c.sha256 == sha256) & (sql_tables.edits.c.schema_name == schema_name)
    return sa.select(sa.func.count()).select_from(sql_tables.edits).where(where)


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
