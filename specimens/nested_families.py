"""Documents of models with lists in lists and rows told by keys, drawn by a seed in every look.

A family invents a record and lays it out in sections with tables, subtotals, titles and page breaks as chance decides;
its truth is by path.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from pydantic import BaseModel

from extractor.evaluate.render.open_sheet import (
    SHEET_STYLES,
    SheetBlock,
    SheetHeading,
    SheetPairs,
    SheetTable,
    write_sheet,
)
from extractor.schemas.form import Value

Truth = dict[str, Value]

_GOODS = ("Claw hammer", "Wire nails", "Oak board", "Work gloves", "Paint roller", "Hinge set", "Drill bit", "Ladder")
_ENTRIES = ("Rent", "Salary", "Bookshop Linden", "Tram pass", "Bakery Moss", "Refund", "Water works", "Library fee")
_FIRMS = ("Mill & Sons", "Carter Ltd.", "Northern Tools", "Hill and Dale", "Van Dalen Bouw")
_UNITS = ("Sales", "Research", "Purchasing", "Workshop", "Canteen", "Legal", "Fleet", "Archive")
_FEES = ("Parking permit", "Dog licence", "Market stall", "Street closure", "Copies", "Archive search", "Bin, large")
_REMARKS = ("Handrail loose", "Exit blocked", "Lamp broken", "Sign missing", "Filter dirty", "Door sticks")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")


class OrderLine(BaseModel):
    """An ordered item."""

    item: str
    quantity: int
    price: Decimal
    amount: Decimal


class BookedOrder(BaseModel):
    """An order with its lines."""

    order_number: str
    ordered_on: date
    lines: list[OrderLine]
    order_total: Decimal | None = None


class OrderBook(BaseModel):
    """All orders of a customer."""

    customer: str
    orders: list[BookedOrder]
    grand_total: Decimal


class AccountMovement(BaseModel):
    """A line of an account."""

    date: date
    text: str
    amount: Decimal
    balance: Decimal


class Account(BaseModel):
    """An account with its movements."""

    account: str
    opening_balance: Decimal
    movements: list[AccountMovement]
    closing_balance: Decimal


class CombinedStatement(BaseModel):
    """The statements of several accounts."""

    holder: str
    accounts: list[Account]


class Defect(BaseModel):
    """What was found at an inspection."""

    code: str
    remark: str
    severity: str | None = None


class Inspected(BaseModel):
    """An inspected building."""

    building: str
    inspector: str
    defects: list[Defect]


class Inspection(BaseModel):
    """A report of inspections."""

    report_number: str
    buildings: list[Inspected]


class UnitCosts(BaseModel):
    """What a department may spend and has spent."""

    budget: Decimal
    actual: Decimal
    open: Decimal | None = None


class CostReport(BaseModel):
    """The costs of departments by their names."""

    year: int
    costs: dict[str, UnitCosts]


class FeeList(BaseModel):
    """Fees by what they are for."""

    valid_from: date
    fees: dict[str, Decimal]
    contact: str | None = None


@dataclass(frozen=True)
class NestedSample:
    """A drawn document: its family, its look, the model of its record, its bytes and its truth."""

    family: str
    style: str
    model: type[BaseModel]
    content: bytes
    truth: Truth

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"document.{SHEET_STYLES[self.style]}"


Drawn = tuple[type[BaseModel], list[SheetBlock], Truth]


def _english(number: Decimal) -> str:
    return f"{number:,.2f}"


def _money(rng: Random, most: int = 90_000) -> Decimal:
    return Decimal(rng.randint(150, most)).scaleb(-2)


def _day(rng: Random) -> str:
    return f"2024-0{rng.randint(1, 9)}-{rng.randint(13, 28)}"


def _long(day: str) -> str:
    return f"{int(day[8:])} {_MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def _count(rng: Random) -> int:
    """Items: mostly few, sometimes more than a page holds."""
    return rng.choice((1, 2, 3, 4, 5, 16))


def draw_orders(rng: Random) -> Drawn:
    """Orders one below the other, each with its lines."""
    customer, colon, titled = rng.choice(_FIRMS), rng.random() < 0.7, rng.random() < 0.4
    totals = rng.random() < 0.7
    blocks: list[SheetBlock] = [SheetHeading("Order book", large=True), SheetPairs((("Customer", customer),), colon)]
    truth, grand = Truth(customer=customer), Decimal(0)
    for number in range(rng.randint(2, 4)):
        day, name = _day(rng), f"B-{rng.randint(100, 999)}"
        rows, total = [], Decimal(0)
        truth |= {f"orders.{number}.order_number": name, f"orders.{number}.ordered_on": day}
        for at in range(_count(rng)):
            item, quantity, price = rng.choice(_GOODS), rng.randint(2, 40), _money(rng)
            amount, path = quantity * price, f"orders.{number}.lines.{at}"
            total += amount
            rows.append((item, str(quantity), _english(price), _english(amount)))
            truth |= {f"{path}.item": item, f"{path}.quantity": quantity}
            truth |= {f"{path}.price": price, f"{path}.amount": amount}
        grand += total
        if titled:
            blocks.append(SheetHeading(f"Delivery {number + 1}"))
        blocks.append(SheetPairs((("Order number", name), ("Ordered on", _long(day))), colon))
        blocks.append(SheetTable(("Item", "Quantity", "Price", "Amount"), tuple(rows), frozenset({1, 2, 3})))
        if totals:
            blocks.append(SheetPairs((("Order total", _english(total)),), colon))
            truth[f"orders.{number}.order_total"] = total
    blocks.append(SheetPairs((("Grand total", _english(grand)),), colon))
    return OrderBook, blocks, truth | {"grand_total": grand}


def draw_accounts(rng: Random) -> Drawn:
    """The statement of several accounts."""
    holder, colon = rng.choice(_FIRMS), rng.random() < 0.7
    summed = rng.random() < 0.4
    blocks: list[SheetBlock] = [SheetHeading("Statement", large=True), SheetPairs((("Holder", holder),), colon)]
    truth = Truth(holder=holder)
    for number in range(rng.randint(2, 3)):
        name = f"{rng.randint(100, 999)}-{rng.randint(1000, 9999)}"
        balance = opening = _money(rng, 900_000)
        path, rows, went = f"accounts.{number}", [], Decimal(0)
        for at in range(_count(rng)):
            amount, text, day = _money(rng, 40_000) * rng.choice((1, -1)), rng.choice(_ENTRIES), _day(rng)
            balance, went = balance + amount, went + amount
            rows.append((_long(day), text, _english(amount), _english(balance)))
            truth |= {f"{path}.movements.{at}.date": day, f"{path}.movements.{at}.text": text}
            truth |= {f"{path}.movements.{at}.amount": amount, f"{path}.movements.{at}.balance": balance}
        if summed:
            rows.append(("", "Total", _english(went), ""))
        truth |= {f"{path}.account": name, f"{path}.opening_balance": opening, f"{path}.closing_balance": balance}
        blocks.append(SheetPairs((("Account", name), ("Opening balance", _english(opening))), colon))
        blocks.append(SheetTable(("Date", "Text", "Amount", "Balance"), tuple(rows), frozenset({2, 3})))
        blocks.append(SheetPairs((("Closing balance", _english(balance)),), colon))
    return CombinedStatement, blocks, truth


def draw_inspection(rng: Random) -> Drawn:
    """Buildings with what was found in each: texts and no number."""
    number, colon, severe = f"I-{rng.randint(10, 99)}", rng.random() < 0.7, rng.random() < 0.5
    blocks: list[SheetBlock] = [SheetHeading("Inspection", large=True), SheetPairs((("Report number", number),), colon)]
    truth = Truth(report_number=number)
    for at, building in enumerate(rng.sample(("Town hall", "School", "Library", "Depot"), rng.randint(2, 4))):
        inspector, rows = rng.choice(("Ann Moss", "Jan de Wit", "Clara Sol")), []
        truth |= {f"buildings.{at}.building": building, f"buildings.{at}.inspector": inspector}
        for line in range(_count(rng)):
            cells = (f"C{rng.randint(10, 99)}", rng.choice(_REMARKS), rng.choice(("minor", "major")))
            path = f"buildings.{at}.defects.{line}"
            rows.append(cells if severe else cells[:2])
            truth |= {f"{path}.code": cells[0], f"{path}.remark": cells[1]}
            truth |= {f"{path}.severity": cells[2]} if severe else {}
        headings = ("Code", "Remark", "Severity") if severe else ("Code", "Remark")
        blocks.append(SheetPairs((("Building", building), ("Inspector", inspector)), colon))
        blocks.append(SheetTable(headings, tuple(rows)))
    return Inspection, blocks, truth


def draw_ledger(rng: Random) -> Drawn:
    """Orders and their lines in one table: what belongs to an order stands once, or in every row."""
    customer, again, summed = rng.choice(_FIRMS), rng.random() < 0.4, rng.random() < 0.4
    rows, grand = [], Decimal(0)
    truth = Truth(customer=customer)
    for number, name in enumerate(rng.sample(range(100, 999), rng.randint(2, 5))):
        day, total = _day(rng), Decimal(0)
        truth |= {f"orders.{number}.order_number": f"B-{name}", f"orders.{number}.ordered_on": day}
        for at in range(_count(rng)):
            item, quantity, price = rng.choice(_GOODS), rng.randint(2, 40), _money(rng)
            amount, path = quantity * price, f"orders.{number}.lines.{at}"
            total += amount
            told = (f"B-{name}", _long(day)) if again or not at else ("", "")
            rows.append((*told, item, str(quantity), _english(price), _english(amount)))
            truth |= {f"{path}.item": item, f"{path}.quantity": quantity}
            truth |= {f"{path}.price": price, f"{path}.amount": amount}
        if summed:
            rows.append(("", "", "Total", "", "", _english(total)))
        grand += total
    headings = ("Order number", "Ordered on", "Item", "Quantity", "Price", "Amount")
    blocks: list[SheetBlock] = [
        SheetPairs((("Customer", customer),)),
        SheetTable(headings, tuple(rows), frozenset({3, 4, 5})),
        SheetPairs((("Grand total", _english(grand)),)),
    ]
    return OrderBook, blocks, truth | {"grand_total": grand}


def draw_costs(rng: Random) -> Drawn:
    """Departments as rows, told by their names."""
    year, unit = rng.randint(2018, 2024), rng.choice(("Department", "", "Cost centre"))
    names = rng.sample(_UNITS, rng.randint(3, 8))
    rows, truth, third = [], Truth(year=year), rng.random() < 0.5
    sums = [Decimal(0)] * 3
    for name in names:
        budget, actual = _money(rng), _money(rng)
        values = (budget, actual, budget - actual)
        sums = [one + two for one, two in zip(sums, values, strict=True)]
        rows.append((name, *map(_english, values[: 2 + third])))
        truth |= {f"costs.{name}.budget": budget, f"costs.{name}.actual": actual}
        truth |= {f"costs.{name}.open": budget - actual} if third else {}
    if rng.random() < 0.6:
        rows.append(("Total", *map(_english, sums[: 2 + third])))
    headings = (unit, "Budget", "Actual", "Open")[: 3 + third]
    blocks: list[SheetBlock] = [
        SheetPairs((("Year", str(year)),)),
        SheetHeading("Costs"),
        SheetTable(headings, tuple(rows), frozenset(range(1, 4))),
    ]
    return CostReport, blocks, truth


def draw_fees(rng: Random) -> Drawn:
    """Fees as rows of a name and a number."""
    day, names = _day(rng), rng.sample(_FEES, rng.randint(3, 7))
    fees = {name: _money(rng) for name in names}
    rows = tuple((name, _english(fee)) for name, fee in fees.items())
    blocks: list[SheetBlock] = [SheetPairs((("Valid from", _long(day)),)), SheetHeading("Fees")]
    headed = rng.random() < 0.5
    if headed:
        blocks.append(SheetTable(("Service", "Euro"), rows, frozenset({1})))
    else:
        blocks.append(SheetPairs(rows, colon=False))
    truth = Truth(valid_from=day) | {f"fees.{name}": fee for name, fee in fees.items()}
    if rng.random() < 0.5:
        blocks.append(SheetPairs((("Contact", "Ann Moss"),)))
        truth["contact"] = "Ann Moss"
    return FeeList, blocks, truth


NESTED: Mapping[str, Callable[[Random], Drawn]] = {
    "orders": draw_orders,
    "accounts": draw_accounts,
    "inspection": draw_inspection,
    "costs": draw_costs,
    "fees": draw_fees,
    "ledger": draw_ledger,
}


def _without_lead(blocks: Sequence[SheetBlock], at: int) -> Sequence[SheetBlock]:
    """The first label of a section is not printed."""
    block = blocks[at]
    assert isinstance(block, SheetPairs)
    return [*blocks[:at], SheetPairs(block.rows[1:], block.colon), *blocks[at + 1 :]]


def _without_labels(blocks: Sequence[SheetBlock], at: int) -> Sequence[SheetBlock]:
    """No label above the table of a section is printed."""
    return [*blocks[:at], *blocks[at + 1 :]]


def _headed_once(blocks: Sequence[SheetBlock], at: int) -> Sequence[SheetBlock]:
    """Only the table of the first section has headings."""
    found: list[SheetBlock] = []
    headed = False
    for block in blocks:
        if isinstance(block, SheetTable):
            found.append(SheetTable(block.rows[0], block.rows[1:], block.right) if headed else block)
            headed = True
        else:
            found.append(block)
    return found


SPOILED_SECTIONS: Mapping[str, Callable[[Sequence[SheetBlock], int], Sequence[SheetBlock]]] = {
    "lead": _without_lead,
    "labels": _without_labels,
    "headings": _headed_once,
}
"""What sections may lack, so that one is told from the next by nothing, or its columns are."""


def draw_spoiled(seed: int, spoiled: str) -> Sequence[NestedSample]:
    """One document of every family with sections, of which a later one lacks something; the truth is that of all."""
    found = []
    for family in ("orders", "accounts", "inspection"):
        rng = Random(f"spoiled/{family}/{seed}/{spoiled}")
        style = rng.choice(tuple(SHEET_STYLES))
        model, blocks, truth = NESTED[family](rng)
        sections = [at for at, each in enumerate(blocks) if isinstance(each, SheetPairs) and len(each.rows) > 1]
        changed = SPOILED_SECTIONS[spoiled](blocks, rng.choice(sections[1:]))
        found.append(NestedSample(family, style, model, write_sheet(changed, style), truth))
    return found


def draw_nested(seed: int) -> Sequence[NestedSample]:
    """One document of every family; their looks follow from the seed, six seeds have all of them."""
    found = []
    for at, (family, draw) in enumerate(NESTED.items()):
        style = tuple(SHEET_STYLES)[(seed + at) % len(SHEET_STYLES)]
        model, blocks, truth = draw(Random(f"nested/{family}/{seed}"))
        found.append(NestedSample(family, style, model, write_sheet(blocks, style), truth))
    return found
