"""Rules over any model: products, running balances, dates, codes and conditions, over items of lists at any depth."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel

from extractor.errors import SchemaError
from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, column, count, keys, one_of, rows, total, when
from extractor.schemas.form import Form, Schema
from extractor.schemas.linear import Values
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.rehearsal import checks_of, rehearse
from extractor.schemas.rule import Rule
from extractor.schemas.state import Value
from extractor.schemas.vocabulary import checksum, holds, in_order, present, running, unique
from extractor.verify.expansion import expand


class Part(BaseModel):
    """A part of an item."""

    code: str
    cost: Decimal | None = None


class Item(BaseModel):
    """An item of a list."""

    code: str
    quantity: Decimal | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    balance: Decimal | None = None
    parts: list[Part] = []


class Paper(BaseModel):
    """A record with lists in lists and keys that documents give."""

    issued: date | None = None
    due: date | None = None
    iban: str | None = None
    kind: str | None = None
    paid: bool | None = None
    opening: Decimal | None = None
    rate: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    printed_lines: int | None = None
    dates: list[date] = []
    items: list[Item] = []
    taxes: dict[str, Decimal] = {}


SHAPE = shape_of_model(Paper)
SCHEMA: Schema = schema_of_shape(SHAPE)
FORM: Form = SCHEMA.forms[0]

Body = Callable[[Node], Iterator[Check]]


def values(**given: Value | None) -> Values:
    """A document by paths, with ``__`` for points; None is a cell that is printed empty."""
    named = {name.replace("__", "."): value for name, value in given.items()}
    return Values({path: ("blank" if value is None else "read", value) for path, value in named.items()})


def outcomes(body: Body, document: Values) -> list[str]:
    rule = Rule("own.rule", "a rule", body)
    rehearse(Form("model", BaseModel, (), (), (rule,), shape=SHAPE))
    return [check.evaluate(document).outcome for check in checks_of(rule, FORM, document)]


def products(paper: Node) -> Iterator[Check]:
    for item in rows(paper.items):
        yield item.amount == item.quantity * item.price


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "outcome"),
    [
        ("3", "2.50", "7.50", "pass"),
        ("3", "2.50", "7.60", "fail"),
        ("1.25", "0.33", "0.41", "pass"),
        ("1.25", "0.33", "0.42", "fail"),
        ("3", None, "7.50", "not_applicable"),
    ],
)
def test_a_product_holds_to_the_last_printed_place(quantity: str, price: str | None, amount: str, outcome: str) -> None:
    document = values(
        items__0__quantity=Decimal(quantity),
        items__0__price=None if price is None else Decimal(price),
        items__0__amount=Decimal(amount),
    )
    assert outcomes(products, document) == [outcome]


def test_a_product_with_an_unread_factor_is_unknown() -> None:
    assert outcomes(products, values(items__0__quantity=Decimal(3), items__0__amount=Decimal(6))) == ["unknown"]


def test_a_price_that_was_rounded_itself_needs_rounded() -> None:
    def loose(paper: Node) -> Iterator[Check]:
        for item in rows(paper.items):
            yield (item.amount == item.quantity * item.price).rounded()

    def document(amount: str) -> Values:
        figures = {"quantity": Decimal(300), "price": Decimal("0.33"), "amount": Decimal(amount)}
        return values(**{f"items__0__{name}": each for name, each in figures.items()})

    assert outcomes(products, document("100.00")) == ["fail"]
    assert [outcomes(loose, document(amount)) for amount in ("100.00", "100.50", "100.51")] == [
        ["pass"],
        ["pass"],
        ["fail"],
    ]


def test_rates_are_percentages_of_a_base() -> None:
    def rates(paper: Node) -> Iterator[Check]:
        yield paper.tax == paper.net * paper.rate / 100
        yield paper.gross == paper.net * (1 + paper.rate / 100)

    figures = {"net": Decimal("99.99"), "rate": Decimal(19), "tax": Decimal("19.00"), "gross": Decimal("118.99")}
    assert outcomes(rates, values(**figures)) == ["pass", "pass"]
    assert outcomes(rates, values(**{**figures, "gross": Decimal("119.99")})) == ["pass", "fail"]


def test_what_cannot_be_divided_exactly_is_refused() -> None:
    def thirds(paper: Node) -> Iterator[Check]:
        yield paper.tax == paper.net / 3

    with pytest.raises(SchemaError, match="nothing is divided by 3 exactly"):
        outcomes(thirds, values())


def test_sums_run_over_lists_in_lists_and_over_keys_of_the_document() -> None:
    def sums(paper: Node) -> Iterator[Check]:
        yield paper.net == total(column(paper.items, "amount"))
        yield paper.tax == total(paper.taxes)
        for item in rows(paper.items):
            yield item.amount == total(column(item.parts, "cost"))

    document = values(
        net=Decimal(30),
        tax=Decimal(5),
        items__0__amount=Decimal(10),
        items__0__parts__0__cost=Decimal(4),
        items__0__parts__1__cost=Decimal(6),
        items__1__amount=Decimal(20),
        items__1__parts__0__cost=Decimal(21),
        taxes__7=Decimal(2),
        taxes__19=Decimal(3),
    )
    assert outcomes(sums, document) == ["pass", "pass", "pass", "fail"]


def test_balances_run_from_the_opening_one_item_by_item() -> None:
    def balances(paper: Node) -> Iterator[Check]:
        yield from running(paper.items, "balance", added=("amount",), start=paper.opening)

    def upwards(paper: Node) -> Iterator[Check]:
        yield from running(paper.items, "balance", added=("amount",), start=paper.opening, newest_first=True)

    figures: Mapping[str, Value | None] = {
        "opening": Decimal(100),
        "items__0__amount": Decimal(-30),
        "items__0__balance": Decimal(70),
        "items__1__amount": None,
        "items__1__balance": Decimal(70),
        "items__2__amount": Decimal(5),
        "items__2__balance": Decimal(57),
    }
    assert outcomes(balances, values(**figures)) == ["pass", "pass", "fail"]
    assert outcomes(upwards, values(**figures)) == ["fail", "fail", "fail"]


def test_dates_have_an_order() -> None:
    def dates(paper: Node) -> Iterator[Check]:
        yield paper.due >= paper.issued
        yield paper.issued >= "2000-01-01"
        yield from in_order(paper.dates)

    document = values(issued="2024-03-01", due="2024-02-28", dates__0="2024-01-01", dates__1="2024-01-01")
    assert outcomes(dates, document) == ["fail", "pass", "pass"]
    (check, *_) = checks_of(Rule("r", "t", dates), FORM, document)
    assert check.explain(str, document) == "due 2024-02-28 < issued 2024-03-01"


def test_codes_differ_and_carry_check_digits() -> None:
    def codes(paper: Node) -> Iterator[Check]:
        yield unique(column(paper.items, "code"))
        yield checksum(paper.iban, "iban")

    right = values(iban="DE89 3704 0044 0532 0130 00", items__0__code="A1", items__1__code="A 2")
    wrong = values(iban="DE89 3704 0044 0532 0130 10", items__0__code="A1", items__1__code="A 1")
    assert outcomes(codes, right) == ["pass", "pass"]
    assert outcomes(codes, wrong) == ["fail", "fail"]


def test_check_digits_of_no_kind_there_is_are_refused_with_the_nearest() -> None:
    def codes(paper: Node) -> Iterator[Check]:
        yield checksum(paper.iban, "ibann")

    with pytest.raises(SchemaError, match="did you mean iban"):
        outcomes(codes, values())


def test_conditions_ask_for_words_boxes_and_presence() -> None:
    def conditions(paper: Node) -> Iterator[Check]:
        yield when(one_of(paper.kind, "invoice")).then(present(paper.due))
        yield when(holds(paper.paid)).then(paper.gross <= 0)
        yield when(holds(paper.paid, False)).then(paper.gross >= 1)

    document = values(kind="invoice", due=None, paid=True, gross=Decimal(5))
    assert outcomes(conditions, document) == ["fail", "fail", "not_applicable"]


def test_lists_are_counted() -> None:
    def counted(paper: Node) -> Iterator[Check]:
        yield paper.printed_lines == count(paper.items)

    document = values(printed_lines=2, items__0__code="a", items__1__code="b", items__2__code="c")
    assert outcomes(counted, document) == ["fail"]


def test_keys_that_are_numbers_are_not_numbers_of_rows() -> None:
    document = Values({"taxes.2023": ("read", Decimal(1)), "taxes.19": ("read", Decimal(2))})
    seen: list[tuple[str, ...]] = []

    def look(paper: Node) -> Iterator[Check]:
        seen.append(keys(paper.taxes))
        yield paper.tax == total(paper.taxes)

    list(checks_of(Rule("r", "t", look), FORM, document))
    assert seen == [("2023", "19")]


def test_checks_are_expanded_anew_when_a_document_has_other_items_or_keys() -> None:
    def sums(paper: Node) -> Iterator[Check]:
        yield paper.tax == total(paper.taxes)
        for item in rows(paper.items):
            yield cell(item, "amount") >= 0

    rule = Rule("r", "t", sums)
    one = values(taxes__7=Decimal(1), items__0__amount=Decimal(1))
    two = values(taxes__19=Decimal(1), items__0__amount=Decimal(1), items__1__amount=Decimal(1))
    assert [each.paths for each in expand(rule, SHAPE, one)] == [("tax", "taxes.7"), ("items.0.amount",)]
    assert [each.paths for each in expand(rule, SHAPE, two)] == [
        ("tax", "taxes.19"),
        ("items.0.amount",),
        ("items.1.amount",),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (lambda paper: iter([paper.issued + 1 == 2]), "issued is not a number"),
        (lambda paper: iter([paper.issued <= 3]), "compared with another one"),
        (lambda paper: iter([paper.itms]), "the report has no itms"),
        (lambda paper: iter([holds(paper.net)]), "net is neither yes nor no"),
        (lambda paper: iter([(paper.issued <= paper.due).within(1)]), "dates are compared as they are"),
        (lambda paper: iter([unique([paper.items])]), "items is no field"),
    ],
)
def test_what_a_rule_cannot_ask_is_refused_by_name(body: Body, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        outcomes(body, values())
