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
    mine, found = sql_tables.identities.alias(), sql_tables.results.c
    other = sql_tables.identities.c
    same = (mine.c.schema_name == other.schema_name) & (mine.c.body == other.body) & (mine.c.year == other.year)
    here = (found.document_key == other.document_key) & (found.schema_name == other.schema_name)
    query = sa.select(other.schema_name, other.body, other.year, other.document_key, found.name).join_from(
        sql_tables.identities, sql_tables.results, here
    )
    if keys is None:
        group = (other.schema_name, other.body, other.year)
        several = sa.select(*group).group_by(*group).having(sa.func.count() > 1).subquery()
        query = query.join(
            several,
            (several.c.schema_name == other.schema_name)
            & (several.c.body == other.body)
            & (several.c.year == other.year),
        )
    else:
        asked = sa.select(mine.c.document_key).where(same & mine.c.document_key.in_(keys)).exists()
        query = query.where(asked)
    reports: dict[tuple[str, str, int], list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(query.order_by(other.document_key)):
        reports[row.schema_name, row.body, row.year].append((row.document_key, row.name))
    return {
        (key, schema): _finding(key, listed)
        for (schema, _, _), listed in reports.items()
        if len(listed) > 1
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


def without_same_report(result: Result) -> Result:
    """The result as it is stored: what other documents are is none of its own affair."""
    return result if same_report_of(result) is None else _with(result, ())


def _with(result: Result, more: tuple[Finding, ...]) -> Result:
    assert result.verdict is not None
    others = tuple(finding for finding in result.verdict.findings if finding.kind != FindingKind.SAME_REPORT)
    verdict = result.verdict.model_copy(update={"findings": (*others, *more)})
    return result.model_copy(update={"verdict": verdict})


def _finding(key: str, listed: Sequence[tuple[str, str]]) -> Finding:
    others = [f"{name} (sha256 {other[:_SHOWN]})" for other, name in listed[: _MOST_NAMED + 1] if other != key]
    left = len(listed) - 1 - len(others[:_MOST_NAMED])
    named = ", ".join(others[:_MOST_NAMED])
    told = SENTENCES.say("same_report", named + (SENTENCES.say("and_more", left) if left else ""))
    kind = FindingKind.SAME_REPORT
    said = ("same_report", named + (f" +{left}" if left else ""))
    return Finding(code=SAME_REPORT, kind=kind, outcome="fail", severity="warning", paths=(), message=told, said=said)
