"""The ledger of a ferry line, this year beside the last: a family of reports that only the set of traps knows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, cells, key
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Amount,
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
from extractor.schemas.notation import Notation
from extractor.schemas.rule import rule

MONEY = Notation(currency=("$",), bracketed_negative=True)
DOLLARS = {
    "dollars": Decimal(1),
    "thousands": Decimal("1E+3"),
    "thousand": Decimal("1E+3"),
    "millions": Decimal("1E+6"),
    "million": Decimal("1E+6"),
}


class Years(Cells):
    """Two years side by side, in dollars."""

    current: Annotated[Amount, ColumnLabel("This year", units=DOLLARS, signed=True, notation=MONEY)] = None
    prior: Annotated[Amount, ColumnLabel("Last year", units=DOLLARS, signed=True, notation=MONEY)] = None


class Lines(Table):
    """What came in, what went out."""

    tickets: Annotated[Years, RowLabel("Ticket sales")] = Years()
    freight: Annotated[Years, RowLabel("Freight")] = Years()
    dues: Annotated[Years, RowLabel("Harbour dues")] = Years()
    fuel: Annotated[Years, RowLabel("Fuel and oil")] = Years()
    result: Annotated[Years, RowLabel("Net result")] = Years()
    exchange: Annotated[Years, RowLabel("Exchange difference", optional=True)] = Years()


class Ledger(Record):
    """One line's ledger."""

    agency: Annotated[Text, Claim("Line", r"^Company: (?P<value>[^\n]+)$", identity=True)] = None
    year: Annotated[Count, Claim("Year", r"Ferry ledger (?P<value>\d{4})", identity=True)] = None
    form: Text = None
    ledger: Annotated[Lines, TableLabel("Schedule A. Receipts and expenses")] = Lines()


@rule("ledger.result", "Net result = ticket sales + freight - harbour dues - fuel and oil, in both years")
def ledger_result(report: Node) -> Iterator[Check]:
    """Both years."""
    table = report.ledger
    for column in cells(table.result):
        year = key(column)
        yield column == cell(table.tickets, year) + cell(table.freight, year) - cell(table.dues, year) - cell(
            table.fuel, year
        )


SCHEMA = Schema(
    name="ferry_ledger",
    version="1",
    title="Ledger of a ferry line",
    forms=(compile_form("ledger", Ledger, (ledger_result,)),),
)
