"""Identities of the US FOIA annual report.

AGENCY OVERALL is keyed apart from the list of components, and in many official files it contradicts it: identities
that published figures are known to break are warnings.
"""

from collections.abc import Iterator

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, cells, key, other, parts, rows, total, words
from extractor.schemas.rule import PREVIOUS_YEAR, Rule, rule


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


@rule("flow.overall", "V.A, VI.A: AGENCY OVERALL = sum of the components", severity="warning")
def flow_overall(report: Node) -> Iterator[Check]:
    """Every column of requests and appeals. Official files leave out components here that they count in the total."""
    for table in (report.requests, report.appeals):
        yield from _column_sums(table)


@rule("consultations.overall", "XII.B: AGENCY OVERALL = sum of the components")
def consultations_overall(report: Node) -> Iterator[Check]:
    """Every column of consultations."""
    yield from _column_sums(report.consultations)


def _column_sums(table: Node) -> Iterator[Check]:
    for column in cells(table.overall):
        yield column == total((cell(row, key(column)) for row in table.components), blank=0)


@rule("processed.component", "V.A requests processed by a component = its TOTAL in V.B.(1)")
def processed_component(report: Node) -> Iterator[Check]:
    """Every component that carries the same name in both tables."""
    ended = _by_name(report.dispositions.components)
    for name, row in _by_name(report.requests.components).items():
        if name in ended:
            yield row.processed == ended[name].total


@rule("processed.overall", "V.A requests processed by the agency = sum of the components' TOTAL in V.B.(1)")
def processed_overall(report: Node) -> Iterator[Check]:
    """Summed over V.B.(1), and over V.A with the components that only V.B.(1) lists."""
    overall, ended = report.requests.overall.processed, report.dispositions.components
    yield overall == total((row.total for row in ended), blank=0)
    listed = _by_name(report.requests.components)
    others = [row.total for row in ended if words(row.name) not in listed]
    yield overall == total((*(row.processed for row in report.requests.components), *others), blank=0)


def _by_name(rows: Node) -> dict[str, Node]:
    """Rows by the name they carry, where only one carries it."""
    names = [words(row.name) for row in rows]
    return {name: row for name, row in zip(names, rows, strict=True) if name and names.count(name) == 1}


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


@rule(
    "years.pending",
    "V.A, VI.A, XII.B: pending at the start of the year = pending at the end of the year before",
    severity="warning",
    needs=(PREVIOUS_YEAR,),
)
def years_pending(report: Node) -> Iterator[Check]:
    """AGENCY OVERALL, and every component that carries the same name in both years."""
    before = other(report, PREVIOUS_YEAR)
    for now, then in zip(_flows(report), _flows(before), strict=True):
        yield now.overall.pending_start == then.overall.pending_end
        last_year = _by_name(then.components)
        for name, row in _by_name(now.components).items():
            if name in last_year:
                yield row.pending_start == last_year[name].pending_end


RULES: tuple[Rule, ...] = (
    flow_balance,
    flow_overall,
    consultations_overall,
    processed_component,
    processed_overall,
    dispositions_component_total,
    dispositions_overall,
    dispositions_overall_total,
    dispositions_processed,
    years_pending,
)
