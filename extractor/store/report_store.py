"""The store: one object, typed methods, models in and models out. Every method is one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import TracebackType

import sqlalchemy as sa

from extractor.documents.file_names import names_of
from extractor.readers.reading import Reading
from extractor.route import Result, Status
from extractor.schemas.form import Schema
from extractor.store import sql_tables
from extractor.store.audits import Audits
from extractor.store.batches import Batches
from extractor.store.calls import Calls
from extractor.store.database import connect, lock_decisions, store_url, writing
from extractor.store.entries import Done, Filed, OpenFlag, Outcome, Overview, QueueEntry, RunRecord, Source
from extractor.store.kept_schemas import kept_schema, remember_schemas
from extractor.store.keys import document_key, is_sha256
from extractor.store.leases import Leases
from extractor.store.listing import ListedDocument, first_path, listed_documents, queue_entry
from extractor.store.looked_again import DocumentKey
from extractor.store.lookup import count_edits_each, find_edits, find_filed, find_readings, find_source
from extractor.store.packed import says
from extractor.store.parts_stored import parts_of_file
from extractor.store.records import write_name
from extractor.store.reviewers import ReviewerFigures, reviewer_figures
from extractor.store.run_claims import RunClaims
from extractor.store.same_report import same_reports, with_same_report
from extractor.store.second_entries import SecondEntries
from extractor.store.standing import Standing, find_parted, find_standings
from extractor.store.transaction import Transaction
from extractor.store.versions import parted_before, paths_of_several, versions_before
from extractor.store.walk import result_keys, schemas_of_results
from extractor.verify.edit import CHOSEN, Edit, standing

_BATCH = 200
_NOTED = (
    sql_tables.runs.update().where(sql_tables.runs.c.id == sa.bindparam("number")).values(body=sa.bindparam("said"))
)


class Store:
    """Opens the store at ``place`` (a path, ``sqlite:///…`` or ``postgresql://…``); raises StoreError.

    ``create=False`` opens only what is there. ``calls`` keeps what models were asked and answered, ``leases`` who is
    looking at what, ``claims`` which run is reading what, ``batches`` which requests are at an endpoint to be answered
    later. ``patience``: seconds that a lock of another program is waited for before StoreUnavailable. Safe to use from
    several threads and processes at once. Schemas that it keeps are found by their names from then on, where nobody has
    them any more.
    """

    def __init__(self, place: str, create: bool = True, patience: float | None = None) -> None:
        self.url = store_url(place)
        self._engine = connect(self.url, create, patience)
        self._write = writing(self._engine)
        with self._engine.connect() as connection:
            remember_schemas(connection)
        self.calls = Calls(self._engine, self._write)
        self.leases = Leases(self._engine, self._write)
        self.batches = Batches(self._engine, self._write)
        self.claims = RunClaims(self._engine, self._write)
        self.audits = Audits(self._engine, self._write)
        self.second_entries = SecondEntries(self._engine, self._write)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.batches.release()
        self._engine.dispose()

    # -- what a run leaves behind

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One transaction in which nobody else writes results or decisions; inside it, ask the transaction alone."""
        with self._write.begin() as connection:
            lock_decisions(connection)
            yield Transaction(connection)

    @contextmanager
    def moment(self) -> Iterator[Transaction]:
        """The store as it is at one moment, to be asked: nobody waits for it, and nothing may be written in it."""
        with self._engine.connect() as connection:
            yield Transaction(connection)

    def save(self, outcome: Outcome) -> None:
        """Store the outcome of one document as it is, beside nothing else: a run calls ``extractor.settlement``.

        StaleResult if there are other decisions than it was made with.
        """
        with self.transaction() as held:
            held.save(outcome)

    def name_content(self, key: str, path: str, name: str) -> None:
        """Remember that the same content lies at another path too."""
        with self._write.begin() as connection:
            write_name(connection, key, path, name)

    def paths_of_several(self, paths: Sequence[str] | None = None) -> frozenset[str]:
        """Paths under which more than one content is known, of all or of these: all but one lay there before."""
        with self._engine.connect() as connection:
            return paths_of_several(connection, paths)

    def start_run(self, run: RunRecord) -> int:
        """Store a run that begins; its number."""
        with self._write.begin() as connection:
            statement = sql_tables.runs.insert().values(started=run.started.isoformat(), body=run.model_dump_json())
            return int(connection.execute(statement.returning(sql_tables.runs.c.id)).scalar_one())

    def note_run(self, number: int, run: RunRecord) -> None:
        """Store how far a run is, or how it ended."""
        with self._write.begin() as connection:
            connection.execute(_NOTED, {"number": number, "said": run.model_dump_json()})

    def runs(self) -> tuple[RunRecord, ...]:
        """All runs, oldest first."""
        with self._engine.connect() as connection:
            bodies = connection.execute(sa.select(sql_tables.runs.c.body).order_by(sql_tables.runs.c.id)).scalars()
            return tuple(RunRecord.model_validate_json(body) for body in bodies)

    # -- decisions of people

    def add_edit(self, edit: Edit) -> None:
        """Append a decision by itself. The result it leads to is made by the next run, or the next decision."""
        with self.transaction() as held:
            held.append((edit,))

    def edits(self, sha256: str, schema_name: str | None = None) -> tuple[Edit, ...]:
        """All decisions on a document, or only those under a schema, oldest first."""
        with self._engine.connect() as connection:
            return find_edits(connection, sha256, schema_name)

    def schema_chosen_before(self, sha256: str, path: str) -> tuple[Edit, ...]:
        """Who chose a schema for the version of a file that lay at this path before."""
        with self._engine.connect() as connection:
            older = (*versions_before(connection, sha256, path), *parted_before(connection, sha256, path))
            return tuple(
                edit for each in older for edit in standing(find_edits(connection, *each)) if edit.rule == CHOSEN
            )

    def all_edits(self) -> tuple[Edit, ...]:
        """Every decision there is, oldest first."""
        query = sa.select(sql_tables.edits.c.body).order_by(sql_tables.edits.c.id)
        with self._engine.connect() as connection:
            return tuple(Edit.model_validate_json(body) for body in connection.execute(query).scalars())

    def anything_decided(self) -> bool:
        """Whether somebody decided about any document."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sql_tables.edits.c.id).limit(1)).first() is not None

    def decided(self) -> frozenset[str]:
        """The hashes of all documents that somebody decided about."""
        query = sa.select(sql_tables.edits.c.sha256).distinct()
        with self._engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    # -- questions

    def keys(self) -> frozenset[str]:
        """The documents of which there is a result: each by its sha256 or, where it could not be read, ``path:…``."""
        with self._engine.connect() as connection:
            return frozenset(connection.execute(sa.select(sql_tables.results.c.document_key).distinct()).scalars())

    def standings(self, keys: Sequence[str]) -> Mapping[str, Standing]:
        """How these documents stand, those of which there is a result: one question for all of them."""
        with self._engine.connect() as connection:
            return find_standings(connection, keys)

    def parted(self) -> frozenset[str]:
        """The hashes of the files that were found to hold several documents."""
        with self._engine.connect() as connection:
            return find_parted(connection)

    def walk(self, schema_name: str | None = None) -> Iterator[DocumentKey]:
        """Document and schema of every result, in the order of their keys; the store may be written to meanwhile."""
        return result_keys(self._engine, schema_name)

    def schemas(self, *statuses: Status) -> tuple[str, ...]:
        """The names of the schemas that there are results of, all or those of the given statuses, sorted."""
        return schemas_of_results(self._engine, statuses)

    def kept_schema(self, name: str, version: str) -> Schema | None:
        """The compiled form that is kept of a version of a schema; None of one that is described by hand."""
        with self._engine.connect() as connection:
            return kept_schema(connection, name, version)

    def statuses_at(self, path: str) -> frozenset[str]:
        """How the documents stand that were seen at a path; none where nothing was."""
        names, found = sql_tables.names.c, sql_tables.results.c
        query = sa.select(found.status).join(sql_tables.names, found.document_key == names.document_key)
        with self._engine.connect() as connection:
            return frozenset(connection.execute(query.where(names.path == path).distinct()).scalars())

    def done(self, key: str) -> tuple[Done, ...]:
        """What is there already for a document, by its sha256 or, where it could not be read, ``path:…``."""
        found = sql_tables.results.c
        query = sa.select(found.fingerprint, found.status, found.edits, found.schema_name, found.at).where(
            found.document_key == key
        )
        with self._engine.connect() as connection:
            there = count_edits_each(connection, [key])
            found_now = ((row, there.get((key, row.schema_name), 0)) for row in connection.execute(query).all())
            return tuple(
                Done(row.schema_name, row.fingerprint, row.status, row.edits, now, row.at, sum(there.values()) - now)
                for row, now in found_now
            )

    def parts(self, sha256: str) -> tuple[str, ...]:
        """The keys of the documents that a file was found to hold, in order; none where it is one document."""
        with self._engine.connect() as connection:
            return parts_of_file(connection, sha256)

    def result(self, sha256: str, schema_name: str | None = None) -> Result | None:
        """The result of a document; with ``schema_name`` only the one under that schema."""
        where = sql_tables.results.c.document_key == sha256
        if schema_name is not None:
            where &= sql_tables.results.c.schema_name == schema_name
        query = sa.select(sql_tables.results.c.body).where(where).order_by(sql_tables.results.c.at.desc())
        with self._engine.connect() as connection:
            body = connection.execute(query).scalars().first()
            if body is None:
                return None
            return with_same_report(Result.model_validate_json(body), same_reports(connection, [sha256]))

    def filed(self, sha256: str, schema_name: str) -> Filed | None:
        """The outcome of a document under a schema with all decisions about it, as of one moment."""
        with self._engine.connect() as connection:
            found = find_filed(connection, sha256, schema_name)
            if found is None:
                return None
            result = with_same_report(found.outcome.result, same_reports(connection, [sha256]))
            return replace(found, outcome=replace(found.outcome, result=result))

    def results(self, *statuses: Status) -> Iterator[Result]:
        """Results by name of the document, all or those of the given statuses; read in batches."""
        found = sql_tables.results.c
        query = sa.select(found.body).order_by(found.name, found.document_key, found.schema_name)
        if statuses:
            query = query.where(found.status.in_(statuses))
        with self._engine.connect() as connection:
            same = same_reports(connection)
            streamed = connection.execution_options(yield_per=_BATCH).execute(query)
            for body in streamed.scalars():
                yield with_same_report(Result.model_validate_json(body), same)

    def find(self, document: str) -> tuple[Result, ...]:
        """Results of the documents that go by this name, path, or start of a sha256 (from 8 characters)."""
        names, found = sql_tables.names.c, sql_tables.results.c
        called = names_of(document)
        where = names.name.in_(called) | names.path.in_(called)
        if is_sha256(document):
            where |= names.document_key.startswith(document.lower(), autoescape=True)
        keys = sa.select(names.document_key).where(where)
        query = sa.select(found.body).where(found.document_key.in_(keys)).order_by(found.name, found.schema_name)
        with self._engine.connect() as connection:
            results = [Result.model_validate_json(body) for body in connection.execute(query).scalars()]
            same = same_reports(connection, [document_key(result) for result in results])
            return tuple(with_same_report(result, same) for result in results)

    def names(self, result: Result) -> tuple[str, ...]:
        """All paths under which the content of a result was seen, sorted."""
        query = sa.select(sql_tables.names.c.path).where(sql_tables.names.c.document_key == document_key(result))
        with self._engine.connect() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def outermost_paths(self) -> tuple[str, str]:
        """The first and the last of all paths in the order of their characters: all others lie between them."""
        paths = sql_tables.names.c.path
        with self._engine.connect() as connection:
            first, last = connection.execute(sa.select(sa.func.min(paths), sa.func.max(paths))).one()
            return first or "", last or ""

    def edits_of_moment(self, person: str, at: datetime) -> tuple[Edit, ...]:
        """What somebody decided in one moment, about whatever document: one action."""
        found = sql_tables.edits.c
        moment = Edit(sha256="", schema_name="", kind="note", at=at).model_dump_json(include={"at"}).strip("{}")
        query = sa.select(found.body).where(found.body.contains(moment, autoescape=True)).order_by(found.id)
        with self._engine.connect() as connection:
            edits = [Edit.model_validate_json(body) for body in connection.execute(query).scalars()]
            return tuple(edit for edit in edits if edit.author == person and edit.at == at)

    def readings(self, sha256: str, schema_name: str) -> tuple[Reading, ...]:
        """What each reader read, by name of the reader."""
        with self._engine.connect() as connection:
            return find_readings(connection, sha256, schema_name)

    def source(self, sha256: str) -> Source | None:
        """The text of a document as it was read."""
        with self._engine.connect() as connection:
            return find_source(connection, sha256)

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
        """The documents in review, fewest flags first: what is quickly settled comes first. After them those that fit
        no schema, until somebody chooses one.
        """
        found, flags = sql_tables.results.c, sql_tables.flags.c
        here = (found.document_key == flags.document_key) & (found.schema_name == flags.schema_name)
        count = sa.select(sa.func.count()).where(here).scalar_subquery()
        query = (
            sa.select(found.document_key, found.schema_name, found.name, count.label("count"), first_path())
            .where(found.status.in_(("review", "unrecognised")))
            .order_by(found.status == "unrecognised", sa.text("count"), found.name, found.document_key)
        )
        holders = self.leases.holders()
        with self._engine.connect() as connection:
            return tuple(
                queue_entry((sha, schema), name, number, path, holders)
                for sha, schema, name, number, path in connection.execute(query)
            )

    def waiting_alike(self, schema_name: str, cause: str) -> tuple[str, ...]:
        """The documents in review under a schema of which a field waits for just this cause
        (:func:`extractor.store.sealed.cause_told`), by name.
        """
        found, flags = sql_tables.results.c, sql_tables.flags.c
        alike = sa.select(flags.document_key).where((flags.schema_name == schema_name) & (flags.cause == cause))
        where = (found.schema_name == schema_name) & (found.status == "review") & found.document_key.in_(alike)
        query = sa.select(found.document_key).where(where).order_by(found.name, found.document_key)
        with self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def reviewers(self) -> tuple[ReviewerFigures, ...]:
        """What each person did and how well, by name."""
        with self._engine.connect() as connection:
            return reviewer_figures(connection)

    def listed(self) -> tuple[ListedDocument, ...]:
        """Every document with its paths, who decided about it and who is looking at it, by path."""
        with self._engine.connect() as connection:
            return listed_documents(connection, self.leases.current())

    def overview(self) -> Overview:
        """The whole store in numbers."""
        found = sql_tables.results.c
        with self._engine.connect() as connection:
            counted = sa.select(found.status, sa.func.count()).group_by(found.status)
            by_status = connection.execute(counted)
            contradicting = connection.execute(counted.where(says(found.body)))
            return Overview(
                statuses={row.status: row[1] for row in by_status},
                flags=_count(connection, sql_tables.flags),
                edits=_count(connection, sql_tables.edits),
                leases=len(self.leases.current()),
                runs=_count(connection, sql_tables.runs),
                same_report=len(same_reports(connection)),
                contradicting={row.status: row[1] for row in contradicting},
            )


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
