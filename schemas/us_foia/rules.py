"""Identities of the US FOIA annual report.

AGENCY OVERALL is keyed apart from the list of components, and in many official files it contradicts it: identities
that published figures are known to break are warnings.
"""

from collections.abc import Iterator

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, cells, key, parts, rows, total
from extractor.schemas.rule import Rule, rule


def _flows(report: Node) -> tuple[Node, ...]:
    return report.requests, report.appeals, report.consultations


@rule(
    "flow.balance",
    "V.A, VI.A, XII.B: pending at the start of the year + received - processed = pending at its end",
)
def flow_balance(report: Node) -> Iterator[Check]:
    """Every component and the overall row of the three tables of flows."""
    for table in _flows(report):
        for row in rows(table):
            yield row.pending_start + row.received - row.processed == row.pending_end


@rule("flow.overall", "V.A, VI.A, XII.B: AGENCY OVERALL = sum of the components", severity="warning")
def flow_overall(report: Node) -> Iterator[Check]:
    """Every column of the three tables of flows."""
    for table in _flows(report):
        for column in cells(table.overall):
            yield column == total((cell(row, key(column)) for row in table.components), blank=0)


@rule("dispositions.component_total", "V.B.(1): TOTAL of a component = sum of its twelve dispositions")
def dispositions_component_total(report: Node) -> Iterator[Check]:
    """Every component."""
    for row in report.dispositions.components:
        yield row.total == total(parts(row), blank=0)


@rule("dispositions.overall", "V.B.(1): AGENCY OVERALL = sum of the components, for each of the twelve dispositions")
def dispositions_overall(report: Node) -> Iterator[Check]:
    """Every column but TOTAL."""
    table = report.dispositions
    for column in parts(table.overall):
        yield column == total((cell(row, key(column)) for row in table.components), blank=0)


@rule(
    "dispositions.overall_total",
    "V.B.(1): TOTAL of AGENCY OVERALL = sum of its twelve dispositions = sum of the components' TOTAL",
    severity="warning",
)
def dispositions_overall_total(report: Node) -> Iterator[Check]:
    """The last cell of the table, by row and by column."""
    table = report.dispositions
    yield table.overall.total == total(parts(table.overall), blank=0)
    yield table.overall.total == total((row.total for row in table.components), blank=0)


@rule(
    "dispositions.processed",
    "V.A requests processed by the agency = V.B.(1) TOTAL of AGENCY OVERALL",
    severity="warning",
)
def dispositions_processed(report: Node) -> Iterator[Check]:
    """The same number in two tables."""
    yield report.requests.overall.processed == report.dispositions.overall.total


RULES: tuple[Rule, ...] = (
    flow_balance,
    flow_overall,
    dispositions_component_total,
    dispositions_overall,
    dispositions_overall_total,
    dispositions_processed,
)
