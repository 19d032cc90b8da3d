"""One value for every field out of several readings and the decisions of people."""

from decimal import Decimal

import pytest

from extractor.evidence import STORED, Doubt, DoubtKind, Leg, doubt, record_of
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.schemas.form import State, Value
from extractor.verify.consolidate import FieldValue, consolidate, same_place
from tests.built_readings import (
    FOIA,
    FORM,
    edit,
    layout_of,
    read_by,
    reading_of,
    report,
    spot_of,
    with_field,
)

CELL = "table3.granted.natural"


def read(
    value: Value | None, state: State | None = None, place: int | None = 1, doubts: tuple[Doubt, ...] = ()
) -> FieldReading:
    known: State = state or ("blank" if value is None else "read")
    spot = None if place is None else spot_of(place)
    return FieldReading(path=CELL, state=known, value=value, spot=spot, quote=str(value), doubts=doubts)


def standing_on(field: FieldReading, reader: str) -> FieldReading:
    """The field as found by a reader in a search of its own."""
    return field.model_copy(update={"leg": Leg(reader, STORED, reader)})


def of(*fields: FieldReading | None) -> FieldValue:
    """The cell as consolidated from the layout reader and then the model; None: that reader skipped it."""
    readings = [
        Reading(reader=reader, version="1", fields={} if field is None else {CELL: standing_on(field, reader)})
        for reader, field in zip(("layout", "llm"), fields, strict=False)
    ]
    return consolidate(FORM, readings).fields[CELL]


def test_every_field_of_the_form_is_there_even_if_nobody_read_it() -> None:
    fields = consolidate(FORM, []).fields
    assert list(fields) == list(FORM.fields)
    assert {field.state for path, field in fields.items() if path.startswith("table")} == {"unread"}


def test_a_field_that_nobody_read_says_so() -> None:
    found = of()
    assert (found.state, found.value, found.doubts) == ("unread", None, (doubt(DoubtKind.NOT_FOUND),))


def test_a_claim_that_nobody_mentions_is_absent_but_who_and_when_are_unread() -> None:
    fields = consolidate(FORM, [layout_of({})]).fields
    assert fields["prose.received"].state == "absent"
    assert fields["agency"].state == fields["year"].state == "unread"


def test_two_readers_at_the_same_spot_agree_on_value_and_place() -> None:
    found = of(read(5), read(5))
    assert (found.value, found.witnesses.places, found.disputed) == (5, 2, False)


def test_the_same_value_at_another_spot_is_no_second_witness() -> None:
    assert of(read(5, place=1), read(5, place=2)).witnesses.places == 1
    assert of(read(5), read(5, place=None)).witnesses.places == 1


def test_a_whole_number_and_the_same_decimal_agree() -> None:
    assert of(read(5), read(Decimal("5"))).witnesses.places == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (read(5), read(6)),
        (read(5), read(None)),
        (read(None), read(0)),
        (read(None), read(None, "absent")),
        (read(None), read(None, "not_applicable")),
    ],
)
def test_another_value_or_another_state_is_a_dispute(one: FieldReading, other: FieldReading) -> None:
    assert of(one, other).disputed


def test_a_reader_that_skipped_a_field_disputes_nothing() -> None:
    for other in (None, read(None, "unread")):
        found = of(read(5), other)
        assert (found.value, found.disputed, found.witnesses.places) == (5, False, 1)


def test_a_value_that_only_the_model_found_is_marked_as_such() -> None:
    for layout in (None, read(None, "unread")):
        found = of(layout, read(5))
        assert (found.value, found.reader, found.lone) == (5, "llm", True)


def test_a_model_that_works_alone_is_alone() -> None:
    reading = Reading(reader="llm", version="1", fields={CELL: read(5)})
    assert consolidate(FORM, [reading]).fields[CELL].lone


def test_of_two_disputed_values_the_one_with_an_exact_place_is_shown_the_page_first() -> None:
    assert of(read(5), read(6)).value == 5
    assert of(read(5, place=None), read(6)).value == 6
    nowhere = of(read(5, place=None), read(6, place=None))
    assert (nowhere.value, nowhere.state) == (None, "unread")


def test_place_and_quote_come_from_the_layout_reader_whatever_the_order_of_the_readings() -> None:
    layout = Reading(reader="layout", version="1", fields={CELL: read(5, place=3)})
    model = Reading(reader="llm", version="1", fields={CELL: read(5, place=4)})
    found = consolidate(FORM, [model, layout]).fields[CELL]
    assert (found.reader, found.spot) == ("layout", spot_of(3))


def test_a_spot_within_another_is_the_same_place() -> None:
    cell, digits = Spot(page=1, span=(10, 20)), Spot(page=1, span=(12, 14))

    def at(spot: Spot | None, state: State = "read") -> FieldReading:
        return FieldReading(path=CELL, state=state, value=1 if state == "read" else None, spot=spot)

    assert same_place(at(cell), at(digits)) and same_place(at(digits), at(cell))
    assert not same_place(at(cell), at(Spot(page=1, span=(18, 25))))
    assert not same_place(at(cell), at(Spot(page=2, span=(10, 20))))
    assert not same_place(at(cell), at(None))
    assert same_place(at(None, "absent"), at(None, "absent"))


def test_a_blank_that_points_at_nothing_is_at_one_place_for_records_from_outside_alone() -> None:
    def blank(looked_at: str, state: State = "blank") -> FieldReading:
        return read(None, state, place=None).model_copy(update={"leg": Leg("one", looked_at, "one")})

    mine, theirs = record_of("mine"), record_of("theirs")
    assert same_place(blank(mine), blank(theirs))
    assert not same_place(blank(mine), blank(STORED)) and not same_place(blank(STORED), blank(mine))
    assert not same_place(blank(mine), blank(theirs, "not_applicable"))
    assert not same_place(blank(mine, "not_applicable"), blank(theirs))


def test_names_agree_whatever_their_spaces_and_widths() -> None:
    layout, model = reading_of({"agency": "某市 科技局１"}), reading_of({"agency": "某市科技局1"}, "llm")
    assert consolidate(FORM, [layout, model]).fields["agency"].witnesses.places == 2


def test_a_decision_of_a_person_wins_and_keeps_what_the_readers_read() -> None:
    reading = layout_of(report({"granted.natural": 5}))
    found = consolidate(FORM, [reading], [edit("correct", CELL, 7)]).fields[CELL]
    assert (found.value, found.state) == (7, "read")
    assert [each.field.value for each in found.seen] == [5]


def test_readers_bear_a_decision_out_where_they_read_the_same_number() -> None:
    reading = layout_of(report({"granted.natural": 5}))
    decided = [consolidate(FORM, [reading], [edit("correct", CELL, value)]).fields[CELL] for value in (5, 7)]
    assert [[leg.reader for leg in found.legs] for found in decided] == [["layout"], []]


def test_a_decision_settles_a_dispute_and_the_latest_one_holds() -> None:
    layout = layout_of(report({"granted.natural": 5}))
    model = read_by(with_field(layout, CELL, value=6), "llm")
    found = consolidate(FORM, [layout, model], [edit("correct", CELL, 7), edit("confirm", CELL, 6)]).fields[CELL]
    assert (found.value, found.disputed) == (6, False)


def test_a_corrected_blank_holds_no_value() -> None:
    reading = layout_of(report({"granted.natural": 5}))
    found = consolidate(FORM, [reading], [edit("correct", CELL, state="blank")]).fields[CELL]
    assert (found.value, found.state) == (None, "blank")


def test_repeated_rows_are_as_many_as_any_reader_found() -> None:
    layout = reading_of({"requests.components.0.name": "A", "requests.components.0.received": 3})
    model = reading_of({"requests.components.1.received": 4}, "llm")
    found = consolidate(FOIA, [layout, model])
    assert found.counts["requests.components"] == 2
    assert found.fields["requests.components.1.received"].lone
    assert found.fields["requests.components.1.name"].state == "unread"


def test_the_rows_of_a_list_stand_where_its_form_has_the_list() -> None:
    """Row by row, and what stands before and behind it in the form stays before and behind."""
    form = list(FOIA.fields)
    listed = [path for path in form if path.startswith("requests.components.{n}.")]
    first = form.index(listed[0])
    rows = [path.replace("{n}", str(row)) for row in range(2) for path in listed]
    found = consolidate(FOIA, [reading_of({"requests.components.1.received": 4})])
    assert form[first : first + len(listed)] == listed
    told = [path for path in found.fields if "components" not in path or path.startswith("requests.")]
    behind = [path for path in form[first + len(listed) :] if "components" not in path]
    assert told == [*form[:first], *rows, *behind]


def test_blanks_never_become_zero() -> None:
    figures = dict.fromkeys(report({}))
    document = consolidate(FORM, [reading_of(figures), reading_of(figures, "llm")])
    assert all(field.value is None and field.state != "read" for field in document.fields.values())
    assert all(document.values.number(path) is None for path in document.fields)


def test_two_searches_that_inferred_a_place_alike_prove_it_unless_a_heading_is_in_doubt() -> None:
    torn, headless = (read(1, doubts=(doubt(kind),)) for kind in (DoubtKind.LABEL_TORN, DoubtKind.HEADINGS_MISSING))
    assert of(torn, torn).witnesses.places == 2
    assert of(headless, headless).witnesses.places == 1
    assert of(torn, headless).witnesses.places == 1
    assert of(torn, read(1)).witnesses.places == 2
