"""The same report twice: several documents, of other bytes, that say they are of one body and one year.

Which they are follows from the identities of all results at the moment somebody asks. So nothing has to be kept up to
date: the finding is on every one of them whichever was read first, and it goes when one is read as something else.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import sqlalchemy as sa

from extractor.route import Result
from extractor.store import sql_tables
from extractor.store.keys import document_key
from extractor.verify.finding import SENTENCES, Finding, FindingKind

SAME_REPORT = "years.same_report"
"""Code of the finding. It warns, and decides nothing: either may be the wrong copy, or its year misread."""

_MOST_NAMED = 3
_SHOWN = 12

Key: TypeAlias = tuple[str, str]
"""A document and a schema."""


def same_reports(connection: sa.Connection, keys: Collection[str] | None = None) -> Mapping[Key, Finding]:
    """The finding for each of these documents, or of all, that is not the only report of its body and year."""
    known = sql_tables.identities.c
    group = (known.schema_name, known.body, known.year)
    counted = sa.func.count().over(partition_by=group)
    place = sa.func.row_number().over(partition_by=group, order_by=known.document_key)
    ranked = sa.select(*group, known.document_key, counted.label("several"), place.label("place"))
    if keys is not None:
        mine = sql_tables.identities.alias().c
        asked = sa.select(mine.schema_name, mine.body, mine.year).where(mine.document_key.in_(keys))
        ranked = ranked.where(sa.tuple_(*group).in_(asked))
    each, found = ranked.subquery(), sql_tables.results.c
    here = (found.document_key == each.c.document_key) & (found.schema_name == each.c.schema_name)
    query = sa.select(each, found.name).join_from(each, sql_tables.results, here).where(each.c.several > 1)
    if keys is not None:  # Of a thousand copies those are fetched that are named, and those that are asked about.
        query = query.where((each.c.place <= _MOST_NAMED + 1) | each.c.document_key.in_(keys))
    reports: dict[tuple[str, str, int], list[tuple[str, str]]] = defaultdict(list)
    several: dict[tuple[str, str, int], int] = {}
    for row in connection.execute(query.order_by(each.c.document_key)):
        reports[row.schema_name, row.body, row.year].append((row.document_key, row.name))
        several[row.schema_name, row.body, row.year] = row.several
    return {
        (key, report[0]): _finding(key, listed, several[report])
        for report, listed in reports.items()
        for key, _ in listed
        if keys is None or key in keys
    }


def same_report_of(result: Result) -> Finding | None:
    """The finding on a result that it is not the only report of its body and year; None where it is."""
    findings = result.verdict.findings if result.verdict is not None else ()
    return next((finding for finding in findings if finding.kind == FindingKind.SAME_REPORT), None)


def with_same_report(result: Result, found: Mapping[Key, Finding]) -> Result:
    """The result with the finding about it, if there is one, after all others."""
    finding = found.get((document_key(result), result.schema_name or ""))
    return result if finding is None or result.verdict is None else _with(result, (finding,))


def as_same_report_as(result: Result, other: Result) -> Result:
    """The result with the finding that another one of the same document, body and year has; without, if it has none."""
    finding = same_report_of(other)
    return without_same_report(result) if finding is None or result.verdict is None else _with(result, (finding,))


def without_same_report(result: Result) -> Result:
    """The result as it is stored: what other documents are is none of its own affair."""
    return result if same_report_of(result) is None else _with(result, ())


def _with(result: Result, more: tuple[Finding, ...]) -> Result:
    assert result.verdict is not None
    others = tuple(finding for finding in result.verdict.findings if finding.kind != FindingKind.SAME_REPORT)
    verdict = result.verdict.model_copy(update={"findings": (*others, *more)})
    return result.model_copy(update={"verdict": verdict})


def _finding(key: str, listed: Sequence[tuple[str, str]], several: int) -> Finding:
    """``listed``: the first of the ``several`` reports, of which it is one."""
    others = [f"{name} (sha256 {other[:_SHOWN]})" for other, name in listed[: _MOST_NAMED + 1] if other != key]
    left = several - 1 - len(others[:_MOST_NAMED])
    named = ", ".join(others[:_MOST_NAMED])
    told = SENTENCES.say("same_report", named + (SENTENCES.say("and_more", left) if left else ""))
    kind = FindingKind.SAME_REPORT
    said = ("same_report", named + (f" +{left}" if left else ""))
    return Finding(code=SAME_REPORT, kind=kind, outcome="fail", severity="warning", paths=(), message=told, said=said)
