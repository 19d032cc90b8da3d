"""A language model reads a document into any model: it says where things are printed, and code copies them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import extract
from extractor.documents import Document
from extractor.errors import MissedControl
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_model import MODES
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.readers.llm.mapping.leaf_finder import LeafFinder
from extractor.readers.llm.mapping.place_map import PlacesAnswer
from extractor.readers.llm.mapping.questions import ControlQuestion, Question, RowsQuestion, StatementQuestion
from extractor.readers.llm.prompt import load_prompt
from extractor.schemas.form import Value
from specimens.drawn_invoice import INVOICE, draw_invoice
from tests.shape_readings import FORM, READ, SCHEMA, TEXT, SmallBill, form_of_model, small_bill

TRUTH: dict[str, Value | None] = {path: value for path, (value, _) in READ.items()}


class DrawnLine(BaseModel):
    """A line of the drawn invoice."""

    description: str
    quantity: int
    amount: Decimal


class DrawnInvoice(BaseModel):
    """The drawn invoice."""

    number: str
    date: date
    lines: list[DrawnLine]
    total: Decimal


@pytest.fixture
def bill(tmp_path: Path) -> Document:
    """The invoice."""
    return small_bill(tmp_path)


def finder(document: Document) -> LeafFinder:
    """What asks about it."""
    assert FORM.shape is not None
    return LeafFinder(document, SCHEMA, FORM, FORM.shape, load_prompt("record"), 60_000)


@pytest.fixture
def truth() -> tuple[KnownTruth, ...]:
    """What the invoice says."""
    return (KnownTruth(FORM, TRUTH, "bill"),)


def test_the_places_of_a_model_bear_the_labels_out(truth: tuple[KnownTruth, ...]) -> None:
    """What one reader finds by labels and the other by looking is confirmed by both; what has no label is found."""
    with loopback(truth) as server:
        url, name = server.endpoint.base_url, server.endpoint.model
        found = extract(TEXT, SmallBill, base_url=url, model=name, policy="strict")

    assert found.fields["total"].value == Decimal("35.50")
    two = {path for path, field in found.fields.items() if len(field.readers) == 2 and field.status == "confirmed"}
    assert two >= {"issued", "lines.0.item", "lines.0.amount", "lines.1.quantity", "total"}
    assert found.fields["number"].value == "INV-7"
    assert found.record == SmallBill.model_validate(found.data)


def test_what_a_model_alone_finds_is_as_good_as_a_record_from_outside(truth: tuple[KnownTruth, ...]) -> None:
    """The locator looks for it, and counts as no second search."""
    with loopback(truth) as server:
        url, name = server.endpoint.base_url, server.endpoint.model
        found = extract(TEXT, SmallBill, base_url=url, model=name, readers="llm")
        strict = extract(TEXT, SmallBill, base_url=url, model=name, readers="llm", policy="strict")

    confirmed = {path for path, field in found.fields.items() if field.status == "confirmed"}
    assert confirmed >= {"number", "issued", "lines.0.amount", "lines.1.item", "total"}
    assert {field.status for field in strict.fields.values()} == {"flagged"}
    assert found.data["lines"] == [
        {"item": "Hammer", "quantity": 2, "amount": "30.00"},
        {"item": "Nails", "quantity": 100, "amount": "5.50"},
    ]


@pytest.mark.slow
@pytest.mark.parametrize("readers", ["llm", "layout,llm"])
@pytest.mark.parametrize("mode", sorted({*MODES} - {"slow"}))
def test_wrong_answers_confirm_nothing_wrong(mode: str, readers: str, tmp_path: Path) -> None:
    """Whatever a model says, alone or beside another reader, what is confirmed is right."""
    draw_invoice(tmp_path / "invoice.pdf")
    read: list[tuple[object, type[BaseModel], dict[str, Value | None]]] = [
        (TEXT, SmallBill, TRUTH),
        (tmp_path / "invoice.pdf", DrawnInvoice, INVOICE),
    ]
    for source, model, values in read:
        with loopback([KnownTruth(form_of_model(model), values)], mode) as server:
            url, name = server.endpoint.base_url, server.endpoint.model
            found = extract(source, model, base_url=url, model=name, readers=readers)  # type: ignore[call-overload]  # either
        wrong = {
            path: field.value
            for path, field in found.fields.items()
            if field.status == "confirmed" and field.value != values.get(path)
        }
        assert wrong == {}
        assert found.status == "review" or mode not in ("swap", "shift", "constant", "first", "random", "refuse")


def answers(asked: tuple[Question, ...], said: dict[str, str], rows: str = "; -") -> PlacesAnswer:
    """The given statements by path, and - for everything else."""
    found = []
    for question in asked:
        if isinstance(question, StatementQuestion):
            found.append(said.get(question.claim.path, "-"))
        elif isinstance(question, RowsQuestion):
            found.append(rows)
        else:
            found.append(question.line.id if isinstance(question, ControlQuestion) else "- - -")
    return PlacesAnswer(answers=found)


def test_a_model_cannot_invent_a_value(bill: Document) -> None:
    """Characters that the line does not print are no value."""
    asking = finder(bill)
    (request,) = asking.requests
    line = next(each.id for each in asking.sheet.lines if "Total" in each.all[0].text)
    asking.note(request, answers(request.questions, {"total": f"{line} 36.50", "number": f"{line} 35.50"}))
    fields = asking.places().fields

    assert fields["total"].state == "unread"
    assert [each.kind for each in fields["total"].doubts] == ["quote_not_printed"]
    assert fields["number"].certainty == "inferred"  # the label before it is another's


def test_a_place_for_what_is_printed_nowhere_takes_all_belief(bill: Document) -> None:
    """Controls stand among the questions."""
    asking = finder(bill)
    (request,) = asking.requests
    line = asking.sheet.lines[0].id
    with pytest.raises(MissedControl):
        asking.note(request, answers(request.questions, {"@": f"{line} INV-7"}))
    with pytest.raises(MissedControl):
        asking.note(request, answers(request.questions, {}, rows=f"; {line}"))
    assert asking.places().fields == {}


def test_rows_that_a_model_leaves_out_are_left_over(bill: Document) -> None:
    """Their numbers are named."""
    asking = finder(bill)
    (request,) = asking.requests
    lines = {each.all[0].text: each for each in asking.sheet.lines}
    first = lines["Hammer"]
    group = " ".join(first.cells)
    said = answers(request.questions, {}, rows=f"{first.id}; -").answers
    columns = [group if each == "- - -" else each for each in said]
    asking.note(request, PlacesAnswer(answers=columns))
    places = asking.places()

    assert places.fields["lines.0.amount"].value == Decimal("30.00")
    assert [each.kind for each in places.fields["lines.0.amount"].doubts] == ["line_passed_over"]


def test_characters_of_a_line_are_values_of_an_item(bill: Document) -> None:
    """Where a line has no cells, or a cell holds more than the value, the value is quoted."""
    asking = finder(bill)
    (request,) = asking.requests
    line = next(each.id for each in asking.sheet.lines if each.all[0].text == "Hammer")
    asking.note(request, answers(request.questions, {}, rows=f'{line}("Hammer" "2" "30.00"); -'))
    fields = asking.places().fields

    assert (fields["lines.0.item"].value, fields["lines.0.quantity"].value) == ("Hammer", 2)
    assert fields["lines.0.amount"].value == Decimal("30.00")
    assert fields["lines.0.amount"].quote == "30.00"


def test_characters_that_a_line_does_not_print_are_no_value_of_an_item(bill: Document) -> None:
    asking = finder(bill)
    (request,) = asking.requests
    line = next(each.id for each in asking.sheet.lines if each.all[0].text == "Hammer")
    asking.note(request, answers(request.questions, {}, rows=f'{line}("Hammer" "2" "31.00"); -'))
    assert asking.places().fields["lines.0.amount"].state == "unread"


class KitPart(BaseModel):
    """A part of a kit."""

    part: str
    weight: Decimal


class SoldKit(BaseModel):
    """A kit with its parts below it."""

    kit: str
    price: Decimal
    parts: list[KitPart]


class KitList(BaseModel):
    """Kits, each with its parts."""

    kits: list[SoldKit]


KITS = "Kit\tPrice\nGarden set\t120.00\nSpade\t1.25\nRake\t0.95\nWorkshop set\t340.00\nHammer\t0.75\n"


def test_lists_inside_items_are_asked_for_as_rows_below_them() -> None:
    """Every part belongs to the kit above it."""
    truth: dict[str, Value | None] = {
        "kits.0.kit": "Garden set",
        "kits.0.price": Decimal("120.00"),
        "kits.0.parts.0.part": "Spade",
        "kits.0.parts.0.weight": Decimal("1.25"),
        "kits.0.parts.1.part": "Rake",
        "kits.0.parts.1.weight": Decimal("0.95"),
        "kits.1.kit": "Workshop set",
        "kits.1.price": Decimal("340.00"),
        "kits.1.parts.0.part": "Hammer",
        "kits.1.parts.0.weight": Decimal("0.75"),
    }
    with loopback([KnownTruth(form_of_model(KitList), truth)]) as server:
        url, name = server.endpoint.base_url, server.endpoint.model
        found = extract(KITS, KitList, base_url=url, model=name, readers="llm")
    assert {path: found.fields[path].value for path in truth} == truth


class Stay(BaseModel):
    """A stay between two days, and what it came to."""

    arrival: date
    departure: date
    nights: list[DrawnLine]
    total: Decimal


def test_the_columns_of_its_lists_tell_how_a_document_writes_the_numbers_of_no_list() -> None:
    """Codes without marks leave the document open; the columns of its amounts do not."""
    text = (
        "Stay from Sep 18, 2021\nDescription\tQuantity\tAmount\n"
        + "".join(f"{code}\t{at}\t{amount}\n" for at, (code, amount) in enumerate(STAYS, start=1))
        + "Total\t\t4,560\n"
    )
    truth: dict[str, Value | None] = {"total": Decimal(4560), "arrival": "2021-09-18"}
    for at, (code, amount) in enumerate(STAYS):
        truth |= {f"nights.{at}.description": code, f"nights.{at}.quantity": at + 1}
        truth[f"nights.{at}.amount"] = Decimal(amount.replace(",", ""))
    with loopback([KnownTruth(form_of_model(Stay), truth)]) as server:
        url, name = server.endpoint.base_url, server.endpoint.model
        found = extract(text, Stay, base_url=url, model=name, readers="llm")
    assert found.fields["total"].value == Decimal(4560)
    assert found.fields["nights.0.amount"].value == Decimal(1320)


STAYS = (("204871", "1,320"), ("204872", "1,480"), ("308110", "1,200"), ("308111", "320"), ("412000", "240"))
