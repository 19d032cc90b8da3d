"""Accepted documents that are shown to people all the same, so that somebody knows what nobody looked at is worth.

The draw is a hash of the document with a seed of the store: whoever asks, the same documents are drawn, each once, and
a larger share draws those of a smaller one and more. As many fields of it are asked about as another document waits
with, and they wait for what fields of such documents wait for, so that neither tells it from one that waits; of its
fields those with the lowest hashes, among the ones that are confirmed, stand at a place, and were decided by nobody.
"""

import hashlib
import math
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.evidence.kinds import KINDS, About, Weight
from extractor.evidence.sentences import says_alone
from extractor.route import Result, Verdict
from extractor.store import sql_tables
from extractor.store.database import lock_decisions
from extractor.store.entries import QueueEntry
from extractor.store.listing import Holders, first_path, queue_entry
from extractor.store.looked_again import AuditedField, AuditOutcome, AuditTally, DocumentKey, SaidValue
from extractor.verify.edit import Edit, giving, standing

_ASKED_ALONE = 4
"""Fields asked about where no document waits whose number could be taken: about what a report in review waits with."""
_ASKED_MOST = 12
"""Fields asked about at most: a document that waits with a hundred would cost a person an hour to say little more."""
_SEED = "audit"
_AUDITS = sql_tables.audits.c


class Audits:
    """The audits of a store."""

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def draw(self, share: float) -> int:
        """Draw a share (0 to 1) of the accepted documents that nobody decided about; how many are new among those.

        Those that were drawn before are not drawn again.
        """
        with self._engine.connect() as connection:
            seed = _seed_there(connection)
            if seed and not any(chance_of(seed, key[0]) < share for key in _undrawn(connection)):
                return 0  # Nobody has to wait for a lock where nothing is to be drawn.
        with self._write.begin() as connection:
            seed = _seed(connection)
            drawn = [key for key in _undrawn(connection) if chance_of(seed, key[0]) < share]
            waiting = sorted(_flag_counts(connection))
            for key in drawn:
                count = waiting[int(chance_of(seed, key[0], "fields") * len(waiting))] if waiting else _ASKED_ALONE
                rows = _asked_rows(connection, key, seed, min(count, _ASKED_MOST))
                if rows:
                    connection.execute(sql_tables.audits.insert(), rows)
        return len(drawn)

    def open(self) -> Mapping[DocumentKey, tuple[str, ...]]:
        """The drawn fields that nobody has looked at, by document."""
        query = sa.select(_AUDITS.document_key, _AUDITS.schema_name, _AUDITS.path).where(_AUDITS.outcome == "")
        found: dict[DocumentKey, list[str]] = defaultdict(list)
        with self._engine.connect() as connection:
            for key, schema, path in connection.execute(query.order_by(_AUDITS.path)):
                found[key, schema].append(path)
        return {key: tuple(paths) for key, paths in found.items()}

    def mixed_in(self, queue: Iterable[QueueEntry], holders: Holders) -> list[QueueEntry]:
        """A queue with the documents that are to be audited among it, as if they waited."""
        waiting = {(each.sha256, each.schema_name): each for each in queue}
        found = self.open()
        with self._engine.connect() as connection:
            names = _names_of(connection, found)
        for key, paths in found.items():
            if key not in names:
                continue  # Its result has gone, or cannot be shown.
            name, path = names[key]
            entry = waiting.get(key) or queue_entry(key, name, 0, path, holders)
            waiting[key] = replace(entry, flags=entry.flags + len(paths))
        order = sorted(waiting.values(), key=lambda each: (each.flags, each.document, each.sha256))
        return sorted(order, key=lambda each: not each.schema_name)

    def fields(self, key: DocumentKey) -> tuple[AuditedField, ...]:
        """What was drawn of a document."""
        with self._engine.connect() as connection:
            return drawn_fields(connection, key)

    def doubts(self, key: DocumentKey, paths: Iterable[str]) -> Mapping[str, tuple[Doubt, ...]]:
        """What fields of a document that are asked about wait for: what some field that waits under its schema waits
        for, each cause as often as it is found there. None where no field waits for what any may wait for.
        """
        flags = sql_tables.flags.c
        query = sa.select(flags.cause, sa.func.count()).where(flags.schema_name == key[1]).group_by(flags.cause)
        counted: Counter[tuple[DoubtKind, ...]] = Counter()
        with self._engine.connect() as connection:
            seed = _seed_there(connection)
            for cause, number in connection.execute(query):
                counted[_lent(cause)] += number
        del counted[()]

        def turn(path: str, kinds: tuple[DoubtKind, ...]) -> float:
            return -math.log(1 - chance_of(seed, *key, path, *kinds)) / counted[kinds]  # Others may come and go.

        chosen = {path: min(counted, key=partial(turn, path)) for path in paths} if counted else {}
        return {path: tuple(map(doubt, kinds)) for path, kinds in chosen.items()}

    def tally(self) -> AuditTally:
        """What all audits found."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_AUDITS.document_key, _AUDITS.schema_name, _AUDITS.outcome)).all()
            there = _names_of(connection, {(key, schema) for key, schema, _ in rows})
            unseen = connection.execute(sa.select(sa.func.count()).select_from(_unseen().subquery())).scalar_one()
        outcomes = Counter(outcome for _, _, outcome in rows)
        documents: dict[DocumentKey, list[str]] = defaultdict(list)
        for key, schema, outcome in rows:
            if outcome != "lapsed":
                documents[key, schema].append(outcome)
        looked = [each for each in documents.values() if "" not in each]
        wrong = outcomes["wrong"] + outcomes["illegible"]
        return AuditTally(
            fields=outcomes["right"] + wrong,
            wrong=wrong,
            documents=len(looked),
            documents_wrong=sum(set(each) != {"right"} for each in looked),
            waiting=sum(outcome == "" and (key, schema) in there for key, schema, outcome in rows),
            unseen=unseen,
        )


def drawn_fields(connection: sa.Connection, key: DocumentKey) -> tuple[AuditedField, ...]:
    """The same inside a transaction that is open."""
    query = sa.select(sql_tables.audits).where(_of(key)).order_by(_AUDITS.path)
    return tuple(
        AuditedField(
            row.document_key,
            row.schema_name,
            row.path,
            SaidValue.model_validate_json(row.was),
            row.outcome,
            row.reviewer,
        )
        for row in connection.execute(query)
    )


def judge_audits(connection: sa.Connection, key: DocumentKey, before: Verdict, edits: Sequence[Edit]) -> None:
    """Bring the audits of a document up to its decisions: what a person says of a drawn field is right or wrong about
    what it held when somebody first decided anything about the document; where the decision is taken back, nobody has
    looked. ``before``: the document ahead of the latest decisions, which are those of the last moment of ``edits``.

    A drawn field that was not confirmed by then was read otherwise by a run, and is no audit; one that is flagged later
    is flagged because of what people decided.
    """
    rows = connection.execute(sa.select(sql_tables.audits).where(_of(key))).all()
    decided, latest = giving(edits), max((edit.at for edit in edits), default=None)
    earlier = [edit for edit in standing(edit for edit in edits if edit.at != latest) if edit.kind != "note"]
    for row in rows:
        was, now, reviewer = row.was, row.outcome, ""
        field, edit = before.fields.get(row.path), decided.get(row.path)
        if now != "lapsed" and not any(each.at.isoformat() > row.drawn for each in earlier):
            held = field is not None and field.status == "confirmed"
            now = "" if held else "lapsed"
            was = SaidValue(state=field.state, value=field.value).model_dump_json() if field and held else was
        if now != "lapsed":
            looked = edit is not None and edit.at.isoformat() > row.drawn
            now = _judged(edit, SaidValue.model_validate_json(was)) if edit and looked else ""
            reviewer = edit.author if edit and looked else ""
        values = {"was": was, "outcome": now, "reviewer": reviewer}
        connection.execute(sql_tables.audits.update().where(_of(key) & (_AUDITS.path == row.path)).values(**values))


def _judged(edit: Edit, was: SaidValue) -> AuditOutcome:
    if edit.state == "illegible":
        return "illegible"
    return "right" if (edit.state, edit.value) == (was.state, was.value) else "wrong"


def _lent(cause: str) -> tuple[DoubtKind, ...]:
    """The doubts of a cause that may be had of any place: that it is in doubt, or proven once and not twice, in words
    that fit no place more than another.
    """
    kinds = [kind for kind in DoubtKind if kind.value in cause.split()]
    return tuple(kind for kind in kinds if kind is DoubtKind.ONE_WITNESS or _is_of_place(kind))


def _is_of_place(kind: DoubtKind) -> bool:
    about, weight = KINDS[kind]
    placed = about in (About.LABEL, About.HEADING, About.PLACE)
    return placed and weight is Weight.SERIOUS and says_alone(kind)


def _of(key: DocumentKey) -> sa.ColumnElement[bool]:
    return (_AUDITS.document_key == key[0]) & (_AUDITS.schema_name == key[1])


def _seed(connection: sa.Connection) -> str:
    """The seed of this store; whoever asks first makes it."""
    lock_decisions(connection)
    seed = _seed_there(connection)
    if not seed:
        seed = secrets.token_hex(16)
        connection.execute(sql_tables.seeds.insert().values(name=_SEED, seed=seed))
    return seed


def _seed_there(connection: sa.Connection) -> str:
    found = connection.execute(sa.select(sql_tables.seeds.c.seed).where(sql_tables.seeds.c.name == _SEED)).scalar()
    return "" if found is None else str(found)


def chance_of(seed: str, *about: str) -> float:
    """A number from 0 to below 1 that a seed and a thing always give together."""
    digest = hashlib.sha256(" ".join((seed, *about)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def _unseen() -> sa.Select[str, str]:
    """Accepted documents about which nobody decided."""
    found, decided = sql_tables.results.c, sql_tables.decisions.c
    about = (decided.document_key == found.document_key) & (decided.schema_name == found.schema_name)
    people = sa.select(decided.edit).where(about).exists()
    return sa.select(found.document_key, found.schema_name).where((found.status == "accepted") & ~people)


def _undrawn(connection: sa.Connection) -> list[DocumentKey]:
    query = sa.select(_AUDITS.document_key, _AUDITS.schema_name).distinct()
    drawn = {(key, schema) for key, schema in connection.execute(query)}
    return sorted((key, schema) for key, schema in connection.execute(_unseen()) if (key, schema) not in drawn)


def _flag_counts(connection: sa.Connection) -> list[int]:
    """With how many fields each document in review waits."""
    flags = sql_tables.flags.c
    counted = sa.select(sa.func.count()).select_from(sql_tables.flags).group_by(flags.document_key, flags.schema_name)
    return list(connection.execute(counted).scalars())


def _asked_rows(connection: sa.Connection, key: DocumentKey, seed: str, count: int) -> list[dict[str, str]]:
    found = sql_tables.results.c
    where = (found.document_key == key[0]) & (found.schema_name == key[1])
    verdict = Result.model_validate_json(connection.execute(sa.select(found.body).where(where)).scalar_one()).verdict
    fields = [] if verdict is None else [each for each in verdict.fields.values() if each.status == "confirmed"]
    placed = [each for each in fields if each.spot is not None and each.state != "computed"]
    placed.sort(key=lambda each: chance_of(seed, key[0], each.path))
    now = datetime.now(UTC).isoformat()
    return [
        {
            "document_key": key[0],
            "schema_name": key[1],
            "path": each.path,
            "drawn": now,
            "was": SaidValue(state=each.state, value=each.value).model_dump_json(),
            "outcome": "",
            "reviewer": "",
        }
        for each in placed[:count]
    ]


def _names_of(connection: sa.Connection, keys: Iterable[DocumentKey]) -> Mapping[DocumentKey, tuple[str, str | None]]:
    """Name and path of the documents with these keys that are accepted or in review."""
    found, wanted = sql_tables.results.c, set(keys)
    query = sa.select(found.document_key, found.schema_name, found.name, first_path()).where(
        found.status.in_(("accepted", "review")) & found.document_key.in_(sa.select(_AUDITS.document_key))
    )
    rows = connection.execute(query)
    return {(key, schema): (name, path) for key, schema, name, path in rows if (key, schema) in wanted}
