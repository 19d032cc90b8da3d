"""What a volunteer fire brigade did and spent, in German: a family of reports that only the set of traps knows."""

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

EURO = Notation(currency=("€", "EUR"), decimal=",")
EUROS = {"Euro": Decimal(1), "EUR": Decimal(1), "€": Decimal(1), "TEUR": Decimal("1E+3"), "Tsd. Euro": Decimal("1E+3")}
PLAIN = Notation(decimal=",")


class Work(Cells):
    """Calls, people and hours of one kind of work, and what it cost."""

    calls: Annotated[Count, ColumnLabel("Einsätze", notation=PLAIN)] = None
    people: Annotated[Count, ColumnLabel("Einsatzkräfte", notation=PLAIN)] = None
    costs: Annotated[Amount, ColumnLabel("Kosten", units=EUROS, notation=EURO)] = None


class Kinds(Table):
    """Kinds of work, then all of it."""

    fire: Annotated[Work, RowLabel("Brandeinsätze")] = Work()
    technical: Annotated[Work, RowLabel("Technische Hilfeleistungen")] = Work()
    false_alarm: Annotated[Work, RowLabel("Fehlalarme")] = Work()
    whole: Annotated[Work, RowLabel("Einsätze insgesamt")] = Work()
    paid: Annotated[Work, RowLabel("Entgeltpflichtige Einsätze", optional=True)] = Work()


class Return(Record):
    """One brigade's year."""

    agency: Annotated[Text, Claim("Wehr", r"^Feuerwehr: (?P<value>[^\n]+)$", identity=True)] = None
    year: Annotated[Count, Claim("Jahr", r"Einsatzstatistik (?P<value>\d{4})", identity=True)] = None
    form: Text = None
    work: Annotated[Kinds, TableLabel("Übersicht 3: Einsätze nach Art")] = Kinds()


@rule("work.sum", "Einsätze insgesamt = Brandeinsätze + Technische Hilfeleistungen + Fehlalarme")
def work_sum(report: Node) -> Iterator[Check]:
    """Every column."""
    table = report.work
    for column in cells(table.whole):
        fire, technical, false_alarm = (
            cell(row, key(column)) for row in (table.fire, table.technical, table.false_alarm)
        )
        yield column == fire + technical + false_alarm


SCHEMA = Schema(
    name="brigade",
    version="1",
    title="Einsatzstatistik einer Feuerwehr",
    language="de",
    forms=(compile_form("brigade", Return, (work_sum,)),),
)
