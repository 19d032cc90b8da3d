"""Attendance of a public bath, by season: a family of reports that only the set of traps knows."""

from collections.abc import Iterator
from typing import Annotated

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, cells, key
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells,
    Claim,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    Table,
    TableLabel,
    Text,
    compile_form,
)
from extractor.schemas.rule import rule


class Seasons(Cells):
    """Three seasons side by side."""

    first: Annotated[Count, ColumnLabel("Season 2019")] = None
    second: Annotated[Count, ColumnLabel("Season 2020")] = None
    third: Annotated[Count, ColumnLabel("Season 2021")] = None


class Attendance(Table):
    """Who came, and what was sold."""

    members: Annotated[Seasons, RowLabel("Registered members")] = Seasons()
    day: Annotated[Seasons, RowLabel("Day tickets")] = Seasons()
    attendance: Annotated[Seasons, RowLabel("Total attendance")] = Seasons()
    male: Annotated[Seasons, RowLabel("Male visitors", optional=True)] = Seasons()
    senior: Annotated[Seasons, RowLabel("Visitors aged 60 and over", optional=True)] = Seasons()
    taxable: Annotated[Seasons, RowLabel("Taxable sales", optional=True)] = Seasons()


class Return(Record):
    """One bath's return."""

    agency: Annotated[Text, Claim("Operator", r"^Operator: (?P<value>[^\n]+)$", identity=True)] = None
    year: Annotated[Count, Claim("Year", r"Attendance return (?P<value>\d{4})", identity=True)] = None
    form: Text = None
    visits: Annotated[Attendance, TableLabel("Table 1. Attendance and sales by season")] = Attendance()


@rule("visits.sum", "Total attendance = registered members + day tickets, in every season")
def visits_sum(report: Node) -> Iterator[Check]:
    """Every season."""
    table = report.visits
    for column in cells(table.attendance):
        yield column == cell(table.members, key(column)) + cell(table.day, key(column))


SCHEMA = Schema(
    name="lido",
    version="1",
    title="Attendance return of a public bath",
    forms=(compile_form("season", Return, (visits_sum,)),),
)
