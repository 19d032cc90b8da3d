"""What the layout reader and a model come to together, where one of them only supposes; and what each is shown."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import extract
from extractor.documents import Document, open_document
from extractor.documents.model import Row
from extractor.door.extraction import ExtractedField
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.evidence import DoubtKind, doubt
from extractor.readers.model_reading.beside_layout import without_supposed_lists
from extractor.readers.model_reading.model_readers import read_model
from extractor.readers.reading import Reading
from extractor.schemas.form import Value
from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.verify.consolidate import consolidate
from tests.shape_readings import FORM, READ, form_of_model, made_reading, small_bill
from tests.test_model_spacing import cell, drawn

LEFT = (40.0, 160.0, 280.0)
ROWS = (("Nut", "4", "1.20"), ("Shim", "5", ""), ("Spacer", "7", "2.10"), ("Sleeve", "", "9.00"))


class Piece(BaseModel):
    """A row of a table."""

    name: str
    quantity: int | None
    amount: Decimal | None


class Pieces(BaseModel):
    """A table."""

    pieces: list[Piece]


def upright_rules() -> Document:
    """A table of which only the headings have a line below them, so that every column is one cell."""
    words = [(text, LEFT[at], 60.0) for at, text in enumerate(("Name", "Quantity", "Amount"))]
    columns = [
        [(row[at], LEFT[at], 80.0 + 14 * number) for number, row in enumerate(ROWS) if row[at]] for at in range(3)
    ]
    placed = [*words, *(word for column in columns for word in column)]
    bare = drawn(*placed)
    heads = tuple(cell(bare, at, at) for at in range(3))
    body = tuple(cell(bare, at, *(placed.index(word) for word in column)) for at, column in enumerate(columns))
    return drawn(*placed, rows=(Row(heads, 0), Row(body, 0)))


def test_the_layout_reader_reads_a_cell_that_holds_a_whole_column_line_by_line() -> None:
    document = upright_rules()
    assert any(cell.text == "1.20 2.10 9.00" for row in document.rows for cell in row.cells)
    schema = schema_of_shape(shape_of_model(Pieces))
    fields = read_model(document, schema, schema.forms[0]).fields
    found = [[fields[f"pieces.{at}.{name}"].value for name in ("name", "quantity", "amount")] for at in range(4)]
    assert found == [
        ["Nut", 4, Decimal("1.20")],
        ["Shim", 5, None],
        ["Spacer", 7, Decimal("2.10")],
        ["Sleeve", None, Decimal("9.00")],
    ]
    assert {path for path, field in fields.items() if field.state == "blank"} == {
        f"pieces.{path}" for path in ("1.amount", "3.quantity")
    }
    assert all(field.certainty == "exact" and not field.unclear for field in fields.values())


SUPPOSED = (doubt(DoubtKind.TITLE_NOT_ABOVE),)


def listed(document: Document, *names: str, supposed: bool = True) -> Reading:
    """What a reader takes for the items of the bill: their names, in doubt or not."""
    read: Mapping[str, tuple[Value, str]] = {f"lines.{at}.item": (name, name) for at, name in enumerate(names)}
    return made_reading(document, read, (), doubts=dict.fromkeys(read, SUPPOSED if supposed else ()))


@pytest.mark.parametrize(
    ("found", "supposed", "stays"),
    [
        (("Nails", "Total"), True, False),
        (("Nails", "Hammer"), True, False),
        (("Hammer", "Nails", "Total"), True, True),
        (("Hammer",), True, True),
        (("Nails", "Total"), False, True),
    ],
)
def test_rows_that_are_only_supposed_are_no_witness_against_others_that_are_placed(
    tmp_path: Path, found: tuple[str, ...], supposed: bool, stays: bool
) -> None:
    document = small_bill(tmp_path)
    record = made_reading(document, READ, (), reader="maker")
    kept = without_supposed_lists(listed(document, *found, supposed=supposed), record)
    assert bool(kept.fields) == stays


def test_rows_that_are_only_supposed_stay_beside_a_record_without_places(tmp_path: Path) -> None:
    document = small_bill(tmp_path)
    lost = made_reading(document, READ, (), reader="maker", doubts=dict.fromkeys(READ, SUPPOSED))
    assert without_supposed_lists(listed(document, "Nails", "Total"), lost).fields


def below(path: str, document: Document, reader: str, doubted: bool) -> Reading:
    """A reading of one value, in doubt about what is printed below it or not."""
    said = {path: (doubt(DoubtKind.GOES_ON_BELOW, "a", "b"),)} if doubted else {}
    return made_reading(document, {path: READ[path]}, (), reader=reader, doubts=said)


@pytest.mark.parametrize(("path", "clear"), [("total", True), ("seller.name", False)])
def test_a_second_search_settles_that_a_number_ends_but_not_that_a_text_does(
    tmp_path: Path, path: str, clear: bool
) -> None:
    document = small_bill(tmp_path)
    alone = consolidate(FORM, [below(path, document, "layout", True)]).fields[path]
    both = consolidate(FORM, [below(path, document, "layout", True), below(path, document, "llm", False)]).fields[path]
    assert alone.unclear
    assert both.unclear != clear


class Boxed(BaseModel):
    """A form with a box for what did not fit elsewhere."""

    holder: str
    other: list[Piece]


LONG = "c Name, address and postcode of the one who holds the policy UNIVERSITY OF NOWHERE, 4200 LONG AVENUE | 15260"


def said(document: Path, model: type[BaseModel], truth: Mapping[str, Value | None]) -> Mapping[str, ExtractedField]:
    """What a model that knows the truth comes to."""
    with loopback([KnownTruth(form_of_model(model), truth)]) as server:
        url, name = server.endpoint.base_url, server.endpoint.model
        found = extract(document, model, base_url=url, model=name, readers="llm")
    return found.fields


def test_a_model_is_shown_a_long_cell_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    cells = "".join(f"<td>{text}</td>" for text in LONG.split(" | "))
    path.write_text(f"<table><tr>{cells}</tr><tr><td>d Number</td><td>7</td></tr></table>", "utf-8")
    assert len(open_document(path).rows[0].cells) == 2
    fields = said(path, Boxed, {"holder": "UNIVERSITY OF NOWHERE"})
    assert fields["holder"].value == "UNIVERSITY OF NOWHERE"


COPY = "1 Wages\t\t44629.35\n14 Other 4 Nut 16.00 5 Shim 52.00\n15 State\t\tNW\n\n"


def test_an_oracle_finds_several_items_of_a_list_in_one_line_of_one_copy(tmp_path: Path) -> None:
    path = tmp_path / "copies.txt"
    path.write_text(COPY * 3 + "Explained: 16.00 is what it cost\n", "utf-8")
    items = (("Nut", 4, Decimal("16.00")), ("Shim", 5, Decimal("52.00")))
    truth: dict[str, Value | None] = {}
    for at, (name, quantity, amount) in enumerate(items):
        truth |= {f"other.{at}.name": name, f"other.{at}.quantity": quantity, f"other.{at}.amount": amount}
    fields = said(path, Boxed, truth)
    assert {key: fields[key].value for key in truth} == truth
    spots = [fields[key].place for key in truth]
    starts = [spot.span[0] // len(COPY) for spot in spots if spot is not None and spot.span is not None]
    assert len(starts) == len(truth)
    assert len(set(starts)) == 1
