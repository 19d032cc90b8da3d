"""Double entry: what a second person decides without seeing what the first decided, and where the two differ.

Second entries are kept apart from decisions: no result takes them in. When nothing is left to decide for the second
person, every field that either of them decided is compared, value with value.
"""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from extractor.route import Verdict
from extractor.store import sql_tables
from extractor.store.database import upsert
from extractor.store.entries import QueueEntry
from extractor.store.listing import Holders, first_path, queue_entry
from extractor.store.looked_again import DocumentKey, SaidValue, TwiceDecided, TwiceOutcome
from extractor.verify.edit import Edit, giving

_SECOND, _TWICE, _DECIDED = sql_tables.second_edits.c, sql_tables.comparisons.c, sql_tables.decisions.c


class SecondEntries:
    """The second entries of a store and how they compare."""

    def __init__(self, engine: sa.Engine, write: sa.Engine) -> None:
        self._engine = engine
        self._write = write

    def waiting_for(self, person: str, holders: Holders) -> tuple[QueueEntry, ...]:
        """The accepted documents that others decided about and nobody has entered a second time, in the order of their
        hashes: what comes first is a sample of all. One that somebody else has begun is theirs.
        """
        found = sql_tables.results.c
        fields = _DECIDED.kind.in_(("correct", "confirm")) & (_DECIDED.path != "")
        decided = sa.select(_DECIDED.document_key, _DECIDED.schema_name, _DECIDED.path, _DECIDED.author).where(fields)
        with self._engine.connect() as connection:
            names = _named(connection, found.status == "accepted")
            paths: dict[DocumentKey, set[str]] = {}
            known: set[tuple[str, str]] = set()
            for key, schema, path, author in connection.execute(decided):
                paths.setdefault((key, schema), set()).add(path)
                if author == person:
                    known.add((key, schema))
            entered = sa.select(_TWICE.document_key, _TWICE.schema_name).distinct()
            known |= {(key, schema) for key, schema in connection.execute(entered)}
            begun = sa.select(_SECOND.sha256, _SECOND.schema_name).where(_SECOND.author != person).distinct()
            known |= {(key, schema) for key, schema in connection.execute(begun)}
        keys = sorted(key for key in paths if key in names and key not in known)
        return tuple(queue_entry(key, names[key][0], len(paths[key]), names[key][1], holders) for key in keys)

    def disagreements_for(self, person: str, holders: Holders) -> tuple[QueueEntry, ...]:
        """The documents that two other people decided differently, those with the fewest fields first."""
        open_ones: dict[DocumentKey, int] = {}
        for each in self.compared():
            if each.outcome == "" and person not in (each.first, each.second):
                key = (each.sha256, each.schema_name)
                open_ones[key] = open_ones.get(key, 0) + 1
        with self._engine.connect() as connection:
            names = _named(connection, sa.true())
        keys = sorted((key for key in open_ones if key in names), key=lambda key: (open_ones[key], names[key], key))
        return tuple(queue_entry(key, names[key][0], open_ones[key], names[key][1], holders) for key in keys)

    def compared(self, key: DocumentKey | None = None) -> tuple[TwiceDecided, ...]:
        """Every field that was decided twice, or those of one document."""
        with self._engine.connect() as connection:
            return compared_fields(connection, key)

    def edits(self) -> tuple[Edit, ...]:
        """Every second entry, oldest first."""
        query = sa.select(_SECOND.body).order_by(_SECOND.id)
        with self._engine.connect() as connection:
            return tuple(Edit.model_validate_json(body) for body in connection.execute(query).scalars())


def find_second(connection: sa.Connection, sha256: str, schema_name: str) -> tuple[Edit, ...]:
    """What the second person entered about a document, oldest first."""
    where = (_SECOND.sha256 == sha256) & (_SECOND.schema_name == schema_name)
    query = sa.select(_SECOND.body).where(where).order_by(_SECOND.id)
    return tuple(Edit.model_validate_json(body) for body in connection.execute(query).scalars())


def write_second(connection: sa.Connection, edits: Iterable[Edit]) -> None:
    """Second entries after all others."""
    for edit in edits:
        row = {"sha256": edit.sha256, "schema_name": edit.schema_name, "author": edit.author}
        connection.execute(sql_tables.second_edits.insert().values(**row, body=edit.model_dump_json()))


def compared_fields(connection: sa.Connection, key: DocumentKey | None = None) -> tuple[TwiceDecided, ...]:
    """Fields that were decided twice, inside a transaction that is open."""
    query = sa.select(sql_tables.comparisons).order_by(_TWICE.document_key, _TWICE.schema_name, _TWICE.path)
    rows = connection.execute(query if key is None else query.where(_of(key)))
    return tuple(
        TwiceDecided(
            row.document_key,
            row.schema_name,
            row.path,
            row.first,
            row.second,
            SaidValue.model_validate_json(row.first_says),
            SaidValue.model_validate_json(row.second_says),
            row.outcome,
            row.settled_by,
        )
        for row in rows
    )


def compare_entries(
    connection: sa.Connection,
    key: DocumentKey,
    first: tuple[Verdict, Sequence[Edit]],
    second: tuple[Verdict, Sequence[Edit]],
) -> None:
    """Compare what two people made of a document, and keep it; fields that somebody looked at a third time stay."""
    kept = {each.path for each in compared_fields(connection, key) if each.settled_by}
    one, two = _givers(first[1]), _givers(second[1])
    other = next(iter(two.values()), next((edit.author for edit in second[1]), ""))
    owner = next(iter(one.values()), "")
    for path in sorted((one.keys() | two.keys()) - kept):
        says = [_said(verdict, path) for verdict, _ in (first, second)]
        row = {
            "document_key": key[0],
            "schema_name": key[1],
            "path": path,
            "first": one.get(path, owner),
            "second": two.get(path, other),
            "first_says": says[0].model_dump_json(),
            "second_says": says[1].model_dump_json(),
            "outcome": "agreed" if says[0] == says[1] else "",
            "settled_by": "",
        }
        upsert(connection, sql_tables.comparisons, row)


def drop_comparison(connection: sa.Connection, key: DocumentKey) -> None:
    """The second person has taken something back: nothing is compared any more but what was settled."""
    connection.execute(sql_tables.comparisons.delete().where(_of(key) & (_TWICE.settled_by == "")))


def settle_compared(connection: sa.Connection, key: DocumentKey, after: Verdict, edits: Sequence[Edit]) -> None:
    """Bring what was compared up to the decisions of a document, which made it this ``after``: what the first person
    says now is compared anew, and the last decision of a third person says who was right.
    """
    decided = giving(edits)
    for each in compared_fields(connection, key):
        edit, first_says = decided.get(each.path), each.first_says
        if edit is None or edit.author == each.first:
            first_says = _said(after, each.path)
        outcome: TwiceOutcome = "agreed" if first_says == each.second_says else ""
        row = {"first_says": first_says.model_dump_json(), "outcome": outcome, "settled_by": ""}
        if edit is not None and edit.author not in (each.first, each.second):
            right = _right(each, edit)
            if not (outcome == "agreed" and right == "first"):  # Whoever says what both say has settled nothing.
                row |= {"outcome": right, "settled_by": edit.author}
        connection.execute(sql_tables.comparisons.update().where(_of(key) & (_TWICE.path == each.path)).values(**row))


def _right(each: TwiceDecided, edit: Edit) -> TwiceOutcome:
    said = SaidValue(state=edit.state, value=edit.value)
    return "first" if said == each.first_says else "second" if said == each.second_says else "neither"


def _givers(edits: Sequence[Edit]) -> dict[str, str]:
    """Who decided about each field, for the decisions that hold."""
    return {path: edit.author for path, edit in giving(edits).items()}


def _said(verdict: Verdict, path: str) -> SaidValue:
    field = verdict.fields.get(path)
    return SaidValue(state="absent") if field is None else SaidValue(state=field.state, value=field.value)


def _of(key: DocumentKey) -> sa.ColumnElement[bool]:
    return (_TWICE.document_key == key[0]) & (_TWICE.schema_name == key[1])


def _named(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Mapping[DocumentKey, tuple[str, str | None]]:
    """Name and path of documents, by document and schema."""
    found = sql_tables.results.c
    query = sa.select(found.document_key, found.schema_name, found.name, first_path()).where(where)
    return {(key, schema): (name, path) for key, schema, name, path in connection.execute(query)}
