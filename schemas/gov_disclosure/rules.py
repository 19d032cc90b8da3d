"""Identities of the annual report on government information disclosure (勾稽关系), the same on both forms.

A blank part counts nothing; a blank total is not a total of zero, so it is left out or replaced by its own parts.
"""

from collections.abc import Iterator
from functools import partial

from extractor.schemas.check import Check
from extractor.schemas.expression import Expression, Node, cell, cells, key, other, parts, printed, rows, total
from extractor.schemas.rule import PREVIOUS_YEAR, Rule, rule

NOT_RESULTS = ("new_received", "carried_over", "total_processed", "carried_forward")


def _results(report: Node) -> list[Node]:
    """Rows （一） to （六） of table 三."""
    return [row for row in rows(report.table3) if key(row) not in NOT_RESULTS]


def _counted(row: Node, column: str) -> Expression:
    """A cell of table 三; a total that is left blank is the sum of its row."""
    found = cell(row, column)
    return printed(found, otherwise=lambda: total(parts(row), blank=0)) if column == "total" else found


def _sum(results: list[Node], column: str) -> Expression:
    """What （七） should print in a column."""
    return total((_counted(row, column) for row in results), blank=0)


@rule("table3.row_total", "表三每一行：总计=自然人+商业企业+科研机构+社会公益组织+法律服务机构+其他")
def table3_row_total(report: Node) -> Iterator[Check]:
    """总计 of every row."""
    for row in rows(report.table3):
        yield row.total == total(parts(row), blank=0)


@rule("table3.column_total", "表三每一列：（七）总计=（一）至（六）各项之和")
def table3_column_total(report: Node) -> Iterator[Check]:
    """（七）总计 of every column."""
    results = _results(report)
    for column in cells(report.table3.total_processed):
        yield column == _sum(results, key(column))


@rule("table3.balance", "表三每一列：本年新收+上年结转=（七）总计+结转下年度继续办理")
def table3_balance(report: Node) -> Iterator[Check]:
    """What came in went out or is carried forward, in every column."""
    table, results = report.table3, _results(report)
    for column in map(key, cells(table.total_processed)):
        came = (_counted(table.new_received, column), _counted(table.carried_over, column))
        done = printed(cell(table.total_processed, column), otherwise=partial(_sum, results, column))
        left = _counted(table.carried_forward, column)
        yield total(came, blank=0) == total((done, left), blank=0)


@rule("table4.total", "表四：总计=结果维持+结果纠正+其他结果+尚未审结")
def table4_total(report: Node) -> Iterator[Check]:
    """总计 of reviews and of both kinds of lawsuits."""
    for group in rows(report.table4):
        yield group.total == total(parts(group), blank=0)


@rule("prose.received", "总体情况所述收到申请数=表三本年新收总计", severity="warning")
def prose_received(report: Node) -> Iterator[Check]:
    """The narrative's number of applications received."""
    yield report.prose.received == report.table3.new_received.total


@rule("prose.carried_in", "总体情况所述上年结转数=表三上年结转总计", severity="warning")
def prose_carried_in(report: Node) -> Iterator[Check]:
    """The narrative's number of applications carried in."""
    yield report.prose.carried_in == report.table3.carried_over.total


@rule("prose.carried_out", "总体情况所述结转下年度数=表三结转下年度继续办理总计", severity="warning")
def prose_carried_out(report: Node) -> Iterator[Check]:
    """The narrative's number of applications carried out."""
    yield report.prose.carried_out == report.table3.carried_forward.total


def _whole(report: Node, *prefixes: str) -> Expression:
    """The totals of the result rows whose keys begin so, blank totals as the sums of their rows."""
    found = [row for row in rows(report.table3) if key(row).startswith(prefixes)]
    return total((_counted(row, "total") for row in found), blank=0)


@rule("prose.results", "总体情况所述办理结果件数=表三相应各项总计之和", severity="warning")
def prose_results(report: Node) -> Iterator[Check]:
    """The narrative's numbers of applications by result, each against the rows of table 三 it sums up."""
    yield report.prose.disclosed == _whole(report, "granted", "partial")
    yield report.prose.denied == _whole(report, "denied_")
    yield report.prose.unable == _whole(report, "unable_")
    yield report.prose.unprocessed == _whole(report, "np_")
    yield report.prose.otherwise == _whole(report, "other_")


@rule("prose.review", "总体情况所述行政复议件数=表四行政复议总计", severity="warning")
def prose_review(report: Node) -> Iterator[Check]:
    """The narrative's number of administrative reviews."""
    yield report.prose.review == report.table4.review.total


@rule("prose.litigation", "总体情况所述行政诉讼件数=表四未经复议直接起诉总计+复议后起诉总计", severity="warning")
def prose_litigation(report: Node) -> Iterator[Check]:
    """The narrative's number of lawsuits."""
    lawsuits = (report.table4.direct.total, report.table4.post.total)
    yield report.prose.litigation == total(lawsuits, blank=0)


@rule(
    "years.carried",
    "表三每一列：上年结转=上一年度报告的结转下年度继续办理",
    severity="warning",
    needs=(PREVIOUS_YEAR,),
)
def years_carried(report: Node) -> Iterator[Check]:
    """What one report carries forward, the next one carries in."""
    left = other(report, PREVIOUS_YEAR).table3.carried_forward
    for column in cells(report.table3.carried_over):
        yield column == cell(left, key(column))


@rule(
    "years.in_force",
    "表二：现行有效件数=上一年度报告的现行有效件数+本年制发件数-本年废止件数",
    severity="warning",
    needs=(PREVIOUS_YEAR,),
)
def years_in_force(report: Node) -> Iterator[Check]:
    """What was in force, and what was added and repealed. The form of 2019 does not count what is in force."""
    before = other(report, PREVIOUS_YEAR)
    for name in ("regulations", "normative"):
        now, then = cell(report.table2, name), cell(before.table2, name)
        yield now.in_force == then.in_force + now.issued - now.repealed


RULES: tuple[Rule, ...] = (
    table3_row_total,
    table3_column_total,
    table3_balance,
    table4_total,
    prose_received,
    prose_carried_in,
    prose_carried_out,
    prose_results,
    prose_review,
    prose_litigation,
    years_carried,
)
RULES_OF_2021: tuple[Rule, ...] = (*RULES, years_in_force)
