"""What a granary took in, by kind of grain and year: a family of reports that only the set of traps knows."""

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
from extractor.schemas.rule import rule

TONNES = {"吨": Decimal(1), "千吨": Decimal("1E+3"), "万吨": Decimal("1E+4")}


class Years(Cells):
    """Two years and the stock, in tonnes."""

    before: Annotated[Amount, ColumnLabel("2019年入库量", units=TONNES)] = None
    after: Annotated[Amount, ColumnLabel("2020年入库量", units=TONNES)] = None
    stock: Annotated[Amount, ColumnLabel("年末库存量", units=TONNES)] = None


class Grain(Table):
    """Kinds of grain, then all of it."""

    wheat: Annotated[Years, RowLabel("冬小麦")] = Years()
    maize: Annotated[Years, RowLabel("玉米")] = Years()
    soy: Annotated[Years, RowLabel("大豆")] = Years()
    whole: Annotated[Years, RowLabel("粮食合计")] = Years()


class Return(Record):
    """One granary's return."""

    agency: Annotated[Text, Claim("库点", r"^填报库点：(?P<value>[^\n]+)$", identity=True)] = None
    year: Annotated[Count, Claim("年度", r"(?P<value>\d{4})年度粮食入库统计表", identity=True)] = None
    form: Text = None
    grain: Annotated[Grain, TableLabel("表一 粮食入库情况")] = Grain()


@rule("grain.sum", "粮食合计=冬小麦+玉米+大豆")
def grain_sum(report: Node) -> Iterator[Check]:
    """Every column."""
    table = report.grain
    for column in cells(table.whole):
        parts = (cell(row, key(column)) for row in (table.wheat, table.maize, table.soy))
        wheat, maize, soy = parts
        yield column == wheat + maize + soy


SCHEMA = Schema(
    name="granary",
    version="1",
    title="粮食入库统计表",
    language="zh",
    forms=(compile_form("granary", Return, (grain_sum,)),),
)
