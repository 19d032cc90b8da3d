"""What verification and the policy make of readings of a form that is any model."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor.documents import Document
from extractor.evidence import STORED, Leg
from extractor.readers.reading import FieldReading, Reading, Spot, UnusedNumber
from extractor.review.naming import name_field, row_paths
from extractor.review.typed import read_typed
from extractor.route import Verdict, judge_readings
from extractor.schemas.form import Value
from extractor.schemas.model_shape import FieldMark
from extractor.verify.consolidate import consolidate
from extractor.verify.edit import Edit
from extractor.verify.field_labels import Labels
from extractor.verify.finding import FindingKind
from tests.built_readings import INFERRED
from tests.shape_readings import FORM, READ, form_of_model, made_reading, small_bill, without


@pytest.fixture
def bill(tmp_path: Path) -> Document:
    """The invoice."""
    return small_bill(tmp_path)


def edit_of(path: str, value: Value) -> Edit:
    """A value that a person gives."""
    return Edit(sha256="0", schema_name="SmallBill", kind="correct", path=path, value=value, at=datetime.now(UTC))


def kinds(verdict: Verdict) -> set[FindingKind]:
    """The kinds of what does not hold."""
    return {each.kind for each in verdict.findings if each.outcome == "fail"}


def test_a_record_read_as_it_is_printed_is_accepted(bill: Document) -> None:
    """Every leaf of every item is a field, and all of them are confirmed."""
    verdict = judge_readings(FORM, [made_reading(bill)], source=bill)

    assert verdict.status == "accepted"
    assert list(verdict.fields) == [*(path for path in READ), "note"]
    assert {field.status for field in verdict.fields.values()} == {"confirmed"}
    assert verdict.fields["lines.1.amount"].label == "Lines · #2 · Amount"


def test_what_nobody_read_waits_for_a_person(bill: Document) -> None:
    """A leaf that no reader speaks of is unread, whether the schema requires it or not."""
    verdict = judge_readings(FORM, [made_reading(bill, without("total", "seller.name"))], source=bill)

    assert verdict.status == "review"
    assert [field.path for field in verdict.flagged] == ["seller.name", "total"]
    assert verdict.fields["total"].state == "unread"


def test_a_list_of_which_nothing_was_read_is_a_field_that_waits(bill: Document) -> None:
    """A record without its lines does not look complete."""
    left = {path: found for path, found in READ.items() if not path.startswith("lines.")}
    verdict = judge_readings(FORM, [made_reading(bill, left)], source=bill)

    assert verdict.status == "review"
    assert [field.path for field in verdict.flagged] == ["lines"]


def test_a_list_that_a_reader_found_to_be_absent_is_settled(bill: Document) -> None:
    """That nothing is printed is a claim like any other."""
    left = {path: found for path, found in READ.items() if not path.startswith("lines.")}
    verdict = judge_readings(FORM, [made_reading(bill, left, ("note", "lines"))], source=bill)

    assert verdict.status == "accepted"
    assert verdict.fields["lines"].state == "absent"


def test_an_item_that_only_one_reader_saw_has_all_its_fields(bill: Document) -> None:
    """Items are counted over all readings; what one reader does not have is not read by it."""
    few = without("lines.1.item", "lines.1.quantity", "lines.1.amount")
    readings = [made_reading(bill, few), made_reading(bill, reader="other")]
    document = consolidate(FORM, readings)

    assert document.counts == {"lines": 2}
    assert document.fields["lines.1.quantity"].value == 100
    assert document.fields["lines.1.quantity"].lone


def test_readers_that_differ_flag_the_field(bill: Document) -> None:
    """Nobody wins."""
    other = {**READ, "total": (Decimal("30.00"), "30.00")}
    verdict = judge_readings(FORM, [made_reading(bill), made_reading(bill, other, reader="other")], source=bill)

    assert verdict.status == "review"
    assert [field.path for field in verdict.flagged] == ["lines.0.amount", "total"][1:]
    assert FindingKind.DISAGREEMENT in kinds(verdict)


def test_a_printed_number_serves_one_field(bill: Document) -> None:
    """Two numbers read from one place are both in doubt; a name may be meant twice."""
    twice = {**READ, "total": (Decimal("30.00"), "30.00"), "seller.name": ("INV-7", "INV-7")}
    verdict = judge_readings(FORM, [made_reading(bill, twice)], source=bill)

    assert {field.path for field in verdict.flagged} == {"lines.0.amount", "total"}


def test_a_row_that_is_used_twice_is_refused(bill: Document) -> None:
    """Items of one list stand at different places, also where they hold no number."""

    class Tools(BaseModel):
        """Names."""

        tools: list[str]

    form = form_of_model(Tools)
    read = {"tools.0": ("Hammer", "Hammer"), "tools.1": ("Hammer", "Hammer")}
    verdict = judge_readings(form, [made_reading(bill, read, ())], source=bill)

    assert FindingKind.SHARED_PLACE in kinds(verdict)
    assert verdict.status == "review"


def test_a_quote_that_is_not_printed_at_the_place_is_refuted(bill: Document) -> None:
    """The document itself is asked again."""
    reading = made_reading(bill)
    wrong = reading.fields["total"].model_copy(update={"quote": "99.00", "value": Decimal("99.00")})
    reading = reading.model_copy(update={"fields": {**reading.fields, "total": wrong}})
    verdict = judge_readings(FORM, [reading], source=bill)

    assert [field.path for field in verdict.flagged] == ["total"]
    assert FindingKind.NOT_PRINTED in kinds(verdict)


def test_a_blank_at_a_place_where_something_is_printed_is_refuted(bill: Document) -> None:
    """A cell is blank only if nothing is printed in it."""
    reading = made_reading(bill, without("total"))
    start = bill.text.index("35.50")
    blank = FieldReading(
        path="total", state="blank", spot=Spot(page=1, span=(start, start + 5)), leg=Leg("layout", STORED, "layout")
    )
    verdict = judge_readings(
        FORM, [reading.model_copy(update={"fields": {**reading.fields, "total": blank}})], source=bill
    )

    assert [field.path for field in verdict.flagged] == ["total"]
    assert FindingKind.NOT_EMPTY in kinds(verdict)


def test_numbers_left_over_count_inside_a_list_that_was_found(bill: Document) -> None:
    """What is printed elsewhere in a document of any kind is nobody's affair."""
    stray = UnusedNumber(text="7", spot=Spot(page=1, span=(12, 13)), table="lines")
    with_stray = made_reading(bill).model_copy(update={"unused": (stray,)})

    assert judge_readings(FORM, [with_stray], source=bill).status == "accepted"  # a text was read from there
    free = stray.model_copy(update={"spot": Spot(page=1, span=(1, 2))})
    inside = with_stray.model_copy(update={"unused": (free,)})
    verdict = judge_readings(FORM, [inside], source=bill)
    assert (verdict.status, kinds(verdict)) == ("review", {FindingKind.UNUSED_NUMBER})
    assert "(Lines)" in next(each.message for each in verdict.findings if each.kind == FindingKind.UNUSED_NUMBER)
    elsewhere = with_stray.model_copy(update={"unused": (free.model_copy(update={"table": "rates"}),)})
    assert judge_readings(FORM, [elsewhere], source=bill).status == "accepted"


def test_an_optional_field_never_keeps_a_document_from_being_accepted(bill: Document) -> None:
    """Whatever is wrong with it: unread, in dispute, in doubt."""
    doubtful = {**READ, "note": ("Sons", "Sons")}
    readings = [
        made_reading(bill, doubtful, (), doubts={"note": (INFERRED,)}),
        made_reading(bill, {**READ, "note": ("Brook", "Brook")}, (), "other"),
    ]
    for given in ([made_reading(bill, absent=())], readings):
        verdict = judge_readings(FORM, given, source=bill)
        assert verdict.status == "accepted"
        assert verdict.flagged == ()
        assert verdict.fields["note"].status == "flagged"


def test_a_strict_field_needs_two_witnesses_whatever_the_policy(bill: Document) -> None:
    """Its schema says so."""

    class Strict(BaseModel):
        """A total that matters."""

        total: Annotated[Decimal, FieldMark(proof="strict")]
        number: str

    form = form_of_model(Strict)
    read = {path: READ[path] for path in ("total", "number")}
    one = judge_readings(form, [made_reading(bill, read, ())], source=bill)
    two = judge_readings(form, [made_reading(bill, read, ()), made_reading(bill, read, (), "other")], source=bill)

    assert [field.path for field in one.flagged] == ["total"]
    assert two.status == "accepted"


def test_keys_that_the_document_gives_are_items_in_their_order(bill: Document) -> None:
    """A list that is told by keys, and lists inside items."""

    class Part(BaseModel):
        """A part with sizes."""

        sizes: list[int]

    class Parts(BaseModel):
        """Parts by name."""

        parts: dict[str, Part]

    form = form_of_model(Parts)
    read = {"parts.Hammer.sizes.0": (2, "2  "), "parts.Nails.sizes.0": (100, "100"), "parts.Nails.sizes.1": (30, "30.")}
    document = consolidate(form, [made_reading(bill, read, ())])

    assert document.counts == {"parts": 2, "parts.Hammer.sizes": 1, "parts.Nails.sizes": 2}
    assert Labels(document).of("parts.Nails.sizes.1") == ("Parts", "Nails", "Sizes", "#2")
    assert Labels(document).short("parts.Nails.sizes.1") == "Nails · Sizes · #2"


def test_a_document_of_which_nothing_was_read_is_not_accepted(bill: Document) -> None:
    """Not even where nothing of it has to be proven."""

    class Loose(BaseModel):
        """Anything."""

        note: Annotated[str | None, FieldMark(proof="optional")] = None

    empty = Reading(reader="layout", version="1", fields={})
    assert judge_readings(form_of_model(Loose), [empty], source=bill).status == "review"


def test_a_number_left_over_is_known_by_the_label_of_its_list(bill: Document) -> None:
    """A reader may call the list as it is printed; a person who gives the number as a value settles it."""
    free = UnusedNumber(text="7", spot=Spot(page=1, span=(1, 2)), table="Lines")
    reading = made_reading(bill).model_copy(update={"unused": (free,)})

    assert judge_readings(FORM, [reading], source=bill).status == "review"
    given = edit_of("lines.0.quantity", 7)
    assert judge_readings(FORM, [reading], [given], source=bill).unused == ()
    assert judge_readings(FORM, [reading], [edit_of("total", Decimal(7))], source=bill).unused == (free,)


def test_a_person_may_add_an_item_that_nobody_saw(bill: Document) -> None:
    """What a person gives is a field of its own, and the rest of its item waits."""
    verdict = judge_readings(FORM, [made_reading(bill)], [edit_of("lines.2.amount", Decimal("1.00"))], source=bill)

    assert verdict.fields["lines.2.amount"].status == "corrected"
    assert [field.path for field in verdict.flagged] == ["lines.2.item", "lines.2.quantity"]


def test_fields_are_called_by_their_list_and_number(bill: Document) -> None:
    """In review, an item is a row."""
    verdict = judge_readings(FORM, [made_reading(bill)], source=bill)

    assert name_field(FORM, verdict, "lines.1.amount").line == "Lines #2 · Amount"
    assert name_field(FORM, verdict, "total").line == "Total"
    assert row_paths(FORM, "lines.1.amount") == ("lines.1.item", "lines.1.quantity", "lines.1.amount")
    assert row_paths(FORM, "total") == ("total",)


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("issued", "2024-03-06", "2024-03-06"),
        ("issued", "06/03/2024", None),
        ("total", "36.50", Decimal("36.50")),
        ("seller.name", "Brook", "Brook"),
    ],
)
def test_what_is_typed_is_read_by_the_kind_of_its_leaf(path: str, typed: str, value: object) -> None:
    """Dates in one way only."""
    found = read_typed(typed, FORM.field(path))

    assert found.value == value
    assert bool(found.problem) == (value is None)
