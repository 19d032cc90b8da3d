"""A small invented report, used to test readers on something that is not a bundled schema."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Amount,
    Cells,
    Claim,
    Claims,
    ColumnLabel,
    Count,
    GroupLabel,
    Record,
    RowLabel,
    RowList,
    Table,
    TableLabel,
    Text,
    compile_form,
)

CROWNS = {"kr": Decimal(1), "tkr": Decimal(1000)}


class Stock(Cells):
    """Crates by depot."""

    north: Annotated[Count, ColumnLabel("North depot")] = None
    south: Annotated[Count, ColumnLabel("South depot")] = None
    total: Annotated[Count, ColumnLabel("All depots")] = None


class Goods(Table):
    """One row a kind of fruit; stone fruit is printed as one row or as two."""

    apples: Annotated[Stock, RowLabel("1. Apples in store")] = Stock()
    pears: Annotated[Stock, RowLabel("2. Pears in store")] = Stock()
    stone: Annotated[Stock, RowLabel("3. Stone fruit together", instead_of=("plums", "cherries"))] = Stock()
    plums: Annotated[Stock, RowLabel("3.1 Plums", "Plums in store", instead_of=("stone",))] = Stock()
    cherries: Annotated[Stock, RowLabel("3.2 Cherries", "Cherries in store", instead_of=("stone",))] = Stock()
    levy: Annotated[
        Amount,
        RowLabel("Levy paid", column=ColumnLabel("Amount in crowns", units={"kr": Decimal(1), "tkr": Decimal(1000)})),
    ] = None


class Visits(Cells):
    """Visits to one depot."""

    announced: Annotated[Count, ColumnLabel("Announced")] = None
    surprise: Annotated[Count, ColumnLabel("Surprise")] = None


class Inspections(Table):
    """Two groups side by side in one row."""

    north: Annotated[Visits, GroupLabel("Northern visits")] = Visits()
    south: Annotated[Visits, GroupLabel("Southern visits")] = Visits()


class Trip(Cells):
    """One named lorry."""

    name: Text = None
    loads: Annotated[Count, ColumnLabel("Loads carried")] = None
    miles: Annotated[Count, ColumnLabel("Miles driven")] = None


class Trips(Cells):
    """All lorries."""

    loads: Annotated[Count, ColumnLabel("Loads carried")] = None
    miles: Annotated[Count, ColumnLabel("Miles driven")] = None


class Lorries(Table):
    """Any number of lorries."""

    lorries: Annotated[tuple[Trip, ...], RowList("name")] = ()
    fleet: Annotated[Trips, RowLabel("WHOLE FLEET", optional=True)] = Trips()


class Words(Claims):
    """What the covering letter says."""

    visits: Annotated[Count, Claim("visits", r"received (?P<value>\d+) visits")] = None


class Report(Record):
    """The yearly report of a fruit warehouse."""

    house: Annotated[Text, Claim("warehouse", r"^Report of (?P<value>[A-Z]\w+)", identity=True)] = None
    form: Text = None
    goods: Annotated[Goods, TableLabel("A. Goods in store")] = Goods()
    inspections: Annotated[Inspections, TableLabel("B. Inspections of the year")] = Inspections()
    lorries: Annotated[Lorries, TableLabel("C. Lorries of the year", titled=True)] = Lorries()
    words: Words = Words()


FORM = compile_form("yearly", Report)
LEDGER = Schema("ledger", "1", "Warehouse ledger", (FORM,))

HEADER = ("", "North depot", "South depot", "All depots")
TEXT = """Report of Brunnhof

We received 3 visits this year.

A. Goods in store
\tNorth depot\tSouth depot\tAll depots
1. Apples in store\t3\t4\t7
2. Pears in store\t1,200\t0\t1,200
3. Stone fruit together\t5\t\t5
Levy paid\t12.50 kr

B. Inspections of the year
Northern visits\t\tSouthern visits\t
Announced\tSurprise\tAnnounced\tSurprise
1\t0\t2\t0

C. Lorries of the year
Lorry\tLoads carried\tMiles driven
Blue\t10\t900
Red\t2\t/
WHOLE FLEET\t12\t900
"""


def read_text(folder: Path, text: str, name: str = "ledger.txt") -> Reading:
    """Write ``text`` to a file in ``folder``, open it and read it with the layout reader."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_layout(open_document(path), LEDGER, FORM)
