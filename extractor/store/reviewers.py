"""What each person did and how well, from the narrow rows of the store: nothing of a document is opened for it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

import sqlalchemy as sa

from extractor.store import sql_tables
from extractor.store.looked_again import TwiceDecided
from extractor.store.second_entries import compared_fields
from extractor.verify.edit import Edit

_DECIDED, _AUDITS, _SECOND = sql_tables.decisions.c, sql_tables.audits.c, sql_tables.second_edits.c


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One person: ``fields`` they decided in ``documents``, without what they took back. ``seconds``: the median a
    field, ``keys``: the mean, over the ``timed`` ones of them; None where none is. ``corrected`` fields were given a
    value or a state, and not confirmed. ``audited`` fields of accepted documents were shown to them, of which they
    found ``audit_errors``. Of ``twice`` fields that another person decided as well, unseen, ``differing`` came out
    otherwise; of those a third person settled, ``overruled`` went against this one.
    """

    person: str
    documents: int = 0
    fields: int = 0
    timed: int = 0
    seconds: float | None = None
    keys: float | None = None
    corrected: int = 0
    audited: int = 0
    audit_errors: int = 0
    twice: int = 0
    differing: int = 0
    settled: int = 0
    overruled: int = 0


@dataclass(frozen=True, slots=True)
class _Decided:
    document: tuple[str, str]
    path: str
    author: str
    outcome: str
    seconds: float | None
    keys: float | None


def reviewer_figures(connection: sa.Connection) -> tuple[ReviewerFigures, ...]:
    """Everybody who decided something, by name. Second entries count as work, too."""
    mine: dict[str, list[_Decided]] = defaultdict(list)
    for each in (*_kept(_rows(connection)), *_kept(_second_rows(connection))):
        mine[each.author].append(each)
    audited: dict[str, list[str]] = defaultdict(list)
    looked = sa.select(_AUDITS.reviewer, _AUDITS.outcome).where(_AUDITS.reviewer != "")
    for reviewer, outcome in connection.execute(looked):
        audited[reviewer].append(outcome)
    twice = compared_fields(connection)
    people = sorted(mine.keys() | audited.keys() | {each.first for each in twice} | {each.second for each in twice})
    return tuple(_figures(person, mine[person], audited[person], twice) for person in people)


def _figures(
    person: str, decided: Sequence[_Decided], audited: Sequence[str], compared: Iterable[TwiceDecided]
) -> ReviewerFigures:
    timed = [each.seconds for each in decided if each.seconds is not None]
    keys = [each.keys for each in decided if each.keys is not None]
    twice = [each for each in compared if person in (each.first, each.second)]
    settled = [each for each in twice if each.settled_by]
    return ReviewerFigures(
        person=person,
        documents=len({each.document for each in decided}),
        fields=len(decided),
        timed=len(timed),
        seconds=median(timed) if timed else None,
        keys=mean(keys) if keys else None,
        corrected=sum(each.outcome != "confirmed" for each in decided),
        audited=len(audited),
        audit_errors=sum(each != "right" for each in audited),
        twice=len(twice),
        differing=sum(each.first_says != each.second_says for each in twice),
        settled=len(settled),
        overruled=sum(each.outcome not in _role(person, each) for each in settled),
    )


def _role(person: str, each: TwiceDecided) -> tuple[str, ...]:
    return ("first",) if person == each.first else ("second",)


def _rows(connection: sa.Connection) -> list[tuple[_Decided, str]]:
    query = sa.select(sql_tables.decisions).where(_DECIDED.path != "").order_by(_DECIDED.edit)
    return [
        (
            _Decided((row.document_key, row.schema_name), row.path, row.author, row.outcome, row.seconds, row.keys),
            row.kind,
        )
        for row in connection.execute(query)
    ]


def _second_rows(connection: sa.Connection) -> list[tuple[_Decided, str]]:
    edits = (
        Edit.model_validate_json(body)
        for body in connection.execute(sa.select(_SECOND.body).order_by(_SECOND.id)).scalars()
    )
    return [
        (
            _Decided((each.sha256, each.schema_name), each.path, each.author, each.outcome, each.seconds, each.keys),
            each.kind,
        )
        for each in edits
        if each.subject[0] == "field"
    ]


def _kept(rows: Iterable[tuple[_Decided, str]]) -> list[_Decided]:
    """Decisions about fields without those that were taken back."""
    stacks: dict[tuple[tuple[str, str], str], list[_Decided]] = defaultdict(list)
    for each, kind in rows:
        stack = stacks[each.document, each.path]
        if kind in ("correct", "confirm"):
            stack.append(each)
        elif kind == "retract" and stack:
            stack.pop()
    return [each for stack in stacks.values() for each in stack]
