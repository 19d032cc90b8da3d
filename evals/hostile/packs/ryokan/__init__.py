"""Guests of an inn, in Japanese: a family of reports that only the set of traps knows."""

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


class Guests(Cells):
    """Guests by where they come from; the last column adds them up."""

    home: Annotated[Count, ColumnLabel("県内")] = None
    country: Annotated[Count, ColumnLabel("県外")] = None
    abroad: Annotated[Count, ColumnLabel("外国人")] = None
    total: Annotated[Count, ColumnLabel("計")] = None


class Seasons(Table):
    """Stays by kind."""

    stay: Annotated[Guests, RowLabel("宿泊客数")] = Guests()
    day: Annotated[Guests, RowLabel("日帰り客数")] = Guests()
    whole: Annotated[Guests, RowLabel("利用客数合計")] = Guests()
    child: Annotated[Guests, RowLabel("小学生以下", optional=True)] = Guests()


class Return(Record):
    """One inn's year."""

    agency: Annotated[Text, Claim("施設", r"^施設名：(?P<value>[^\n]+)$", identity=True)] = None
    year: Annotated[Count, Claim("年度", r"(?P<value>\d{4})年度利用客数報告書", identity=True)] = None
    form: Text = None
    guests: Annotated[Seasons, TableLabel("第1表 利用客数の内訳")] = Seasons()


@rule("guests.rows", "利用客数合計=宿泊客数+日帰り客数")
def guests_rows(report: Node) -> Iterator[Check]:
    """Every column."""
    table = report.guests
    for column in cells(table.whole):
        yield column == cell(table.stay, key(column)) + cell(table.day, key(column))


@rule("guests.columns", "計=県内+県外+外国人")
def guests_columns(report: Node) -> Iterator[Check]:
    """Every row."""
    table = report.guests
    for row in (table.stay, table.day, table.whole, table.child):
        yield cell(row, "total") == cell(row, "home") + cell(row, "country") + cell(row, "abroad")


SCHEMA = Schema(
    name="ryokan",
    version="1",
    title="利用客数報告書",
    language="ja",
    forms=(compile_form("guests", Return, (guests_rows, guests_columns)),),
)
