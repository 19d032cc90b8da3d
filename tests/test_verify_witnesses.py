"""What is taken over from readings into the value of a field, who witnesses it, and where two readers saw the same."""

from decimal import Decimal

import pytest

from extractor.documents.model import Box
from extractor.evidence import STORED, Doubt, DoubtKind, Leg, doubt, picture_by
from extractor.readers.reading import Alternative, FieldReading, Reading, Spot
from extractor.schemas.form import State, Value
from extractor.schemas.linear import Values
from extractor.verify.consolidate import FieldValue, consolidate, same_place
from extractor.verify.edit import Edit
from tests.built_readings import FOIA, FORM, INFERRED, UNCLEAR, edit, spot_of

CELL = "table3.granted.natural"
NAME = "requests.components.{}.name"
SPOT = spot_of(1)
LEG = Leg("", STORED, "layout")


def seen(
    value: Value | None = 5,
    state: State = "read",
    spot: Spot | None = SPOT,
    doubts: tuple[Doubt, ...] = (),
    leg: Leg | None = LEG,
    alternatives: tuple[Alternative, ...] = (),
) -> FieldReading:
    return FieldReading(
        path=CELL,
        state=state,
        value=value,
        spot=spot,
        quote=f"“{value}”",
        doubts=doubts,
        leg=leg,
        alternatives=alternatives,
    )


def cell(*edits: Edit, **fields: FieldReading) -> FieldValue:
    """The cell as consolidated from readers of these names."""
    readings = [Reading(reader=name, version="1", fields={CELL: field}) for name, field in fields.items()]
    return consolidate(FORM, readings, edits).fields[CELL]


def test_a_value_comes_with_everything_its_reader_said_of_it() -> None:
    other = Alternative(text="6", state="read", value=6)
    found = cell(layout=seen(doubts=(INFERRED,), alternatives=(other,)))
    assert found == FieldValue(
        path=CELL,
        state="read",
        value=5,
        spot=spot_of(1),
        quote="“5”",
        reader="layout",
        seen=found.seen,
        disputed=False,
        lone=False,
        edit=None,
        doubts=(INFERRED,),
        legs=(Leg("layout", STORED, "layout"),),
        alternatives=(other,),
    )
    assert [(each.reader, each.field.value) for each in found.seen] == [("layout", 5)]


def test_of_a_field_nothing_is_known_but_what_is_said() -> None:
    bare = FieldValue(CELL, "blank", None, None, "", "", ())
    assert (bare.disputed, bare.lone, bare.edit) == (False, False, None)
    assert (bare.doubts, bare.legs, bare.alternatives) == ((), (), ())


def test_a_field_that_every_reader_gave_up_keeps_the_place_of_the_first_and_the_doubts_of_all() -> None:
    torn, rivals = doubt(DoubtKind.LABEL_TORN), doubt(DoubtKind.LABEL_RIVALS, 2)
    gone = {"value": None, "state": "unread"}
    found = cell(layout=seen(doubts=(torn,), **gone), llm=seen(doubts=(rivals, torn), spot=spot_of(2), **gone))  # type: ignore[arg-type]  # spread
    assert (found.state, found.value, found.spot, found.quote) == ("unread", None, spot_of(1), "“None”")
    assert (found.doubts, found.reader, found.legs, found.disputed) == ((torn, rivals), "", (), False)
    assert [each.reader for each in found.seen] == ["layout", "llm"]


def test_a_field_read_without_a_value_was_given_up() -> None:
    assert cell(layout=seen(None)).state == "unread"
    assert cell(layout=seen(None, "blank")).state == "blank"


def test_a_dispute_that_no_place_settles_shows_no_value_and_all_doubts() -> None:
    torn, few = doubt(DoubtKind.LABEL_TORN), doubt(DoubtKind.HEADINGS_FEW, 2, 7)
    found = cell(layout=seen(5, doubts=(torn,)), llm=seen(6, doubts=(few,)))
    assert (found.state, found.value, found.spot, found.quote, found.reader) == ("unread", None, None, "", "")
    assert (found.disputed, found.doubts, found.legs) == (True, (torn, few), ())
    assert [each.reader for each in found.seen] == ["layout", "llm"]


def test_a_dispute_between_a_sure_and_an_unsure_place_shows_the_sure_one() -> None:
    found = cell(layout=seen(5, doubts=(INFERRED,)), llm=seen(6))
    assert (found.value, found.reader, found.disputed, found.lone) == (6, "llm", True, True)
    assert [each.reader for each in found.legs] == ["llm"]


def test_three_readers_dispute_what_one_of_them_reads_otherwise() -> None:
    assert cell(layout=seen(5), llm=seen(5), other=seen(6)).disputed
    assert cell(layout=seen(5), llm=seen(5), other=seen(5)).disputed is False


def test_a_value_that_the_layout_reader_does_not_bear_out_is_a_lone_one() -> None:
    unread = seen(None, "unread")
    assert cell(layout=unread, llm=seen()).lone
    assert cell(other=unread, llm=seen()).lone
    assert cell(llm=seen()).lone
    assert cell(layout=seen(), llm=unread).lone is False


def test_the_layout_reader_is_asked_first_whatever_the_order() -> None:
    found = cell(llm=seen(spot=spot_of(2)), layout=seen(spot=spot_of(3)))
    assert (found.reader, found.spot, [each.reader for each in found.seen]) == ("layout", spot_of(3), ["layout", "llm"])


def test_a_witness_reads_the_same_at_the_same_place_and_has_a_leg() -> None:
    chosen = seen(leg=Leg("", STORED, "layout"))
    model = Leg("", picture_by("a model"), "model")
    assert [each.reader for each in cell(layout=chosen, llm=seen(leg=model)).legs] == ["layout", "llm"]
    assert [each.reader for each in cell(layout=chosen, llm=seen(leg=model, spot=spot_of(2))).legs] == ["layout"]
    assert [each.reader for each in cell(layout=chosen, llm=seen(6, leg=model)).legs] == ["layout"]
    assert cell(layout=seen(leg=None)).legs == ()


def test_of_two_without_headings_one_counts_for_the_place_and_both_for_the_digits() -> None:
    legs = (Leg("", picture_by("one"), "layout"), Leg("", picture_by("two"), "model"))
    one, other = (seen(doubts=(doubt(DoubtKind.HEADINGS_MISSING),), leg=leg) for leg in legs)
    found = cell(layout=one, llm=other)
    assert [(each.looked_at, each.placed_by) for each in found.legs] == [
        ("picture:one", "layout"),
        ("picture:two", ""),
    ]
    assert found.witnesses == (1, "two")
    sure = cell(layout=one, llm=seen(leg=legs[1]))
    assert [each.placed_by for each in sure.legs] == ["layout", "model"]


def test_a_reader_that_is_sure_of_another_place_vouches_for_none_here() -> None:
    legs = (Leg("", STORED, "layout"), Leg("", STORED, "model"), Leg("", STORED, "third"))
    unsure = [seen(doubts=(doubt(DoubtKind.HEADINGS_FEW, 3, 4),), leg=leg) for leg in legs[:2]]
    found = cell(layout=unsure[0], llm=unsure[1], third=seen(spot=spot_of(2), leg=legs[2]))
    assert [each.placed_by for each in found.legs] == ["layout", ""]


@pytest.mark.parametrize(
    ("field", "proven"),
    [
        (seen(), True),
        (seen(doubts=(INFERRED,)), True),
        (seen(doubts=(UNCLEAR,)), False),
        (seen(leg=Leg("", picture_by("rapidocr"), "layout")), False),
        (seen(leg=None), False),
        (seen(None, "absent", leg=None), True),
    ],
)
def test_digits_are_proven_if_the_file_stores_them_clearly_and_what_is_absent_has_none(
    field: FieldReading, proven: bool
) -> None:
    assert cell(layout=field).proven_digits is proven


def test_digits_that_two_saw_for_themselves_are_proven_though_one_of_them_was_not_sure() -> None:
    picture = seen(doubts=(UNCLEAR,), leg=Leg("", picture_by("rapidocr"), "layout"))
    found = cell(layout=picture, llm=seen(leg=Leg("", picture_by("a model"), "layout")))
    assert (found.unclear, found.proven_digits) == (True, True)
    assert cell(layout=seen()).unclear is False


def test_a_person_who_decided_needs_no_certain_place() -> None:
    doubtful = seen(doubts=(INFERRED,))
    assert cell(layout=doubtful).certainty == "inferred"
    assert cell(edit("correct", CELL, 7), layout=doubtful).certainty == "exact"


def test_a_decision_stands_where_the_readers_saw_the_field() -> None:
    decision = edit("correct", CELL, 7)
    found = cell(decision, layout=seen(), llm=seen(6))
    assert (found.value, found.state, found.reader, found.edit) == (7, "read", "", decision)
    assert (found.spot, found.disputed, found.lone) == (spot_of(1), False, False)
    alone = cell(edit("confirm", CELL, 5), layout=seen(None, "unread"), llm=seen())
    assert (alone.value, alone.lone) == (5, False)
    assert cell(edit("correct", CELL, 7, "blank"), layout=seen()).value is None


def test_a_decision_gives_a_value_that_nobody_read_and_a_waiver_gives_none() -> None:
    found = cell(edit("correct", CELL, 7))
    assert (found.value, found.seen, found.alternatives) == (7, (), ())
    assert cell(edit("waive", rule="table3.row_total"), layout=seen()).edit is None


def test_what_else_a_picture_may_show_is_listed_once_as_its_first_reader_wrote_it() -> None:
    six, also_six = Alternative(text="6", state="read", value=6), Alternative(text="6.0", state="read", value=6)
    five, nil = Alternative(text="5", state="read", value=5), Alternative(text="/", state="not_applicable")
    found = cell(layout=seen(alternatives=(five, six)), llm=seen(alternatives=(also_six, nil)))
    assert found.alternatives == (six, nil)


BOX: Box = (1, 2, 3, 4)
OTHER_BOX: Box = (1, 2, 3, 5)


def at(span: tuple[int, int] | None, box: Box | None = None, page: int = 1) -> Spot:
    return Spot(page=page, span=span, box=box)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (at((10, 20)), at((10, 20)), True),
        (at((10, 20)), at((10, 12)), True),
        (at((10, 20)), at((18, 20)), True),
        (at((10, 20)), at((9, 20)), True),
        (at((10, 20)), at((10, 21)), True),
        (at((10, 20)), at((9, 19)), False),
        (at((10, 20)), at((11, 21)), False),
        (at((10, 20)), at((20, 30)), False),
        (at((10, 20)), at((10, 20), page=2), False),
        (at((10, 20), BOX), at((12, 14), OTHER_BOX), True),
        (at(None, BOX), at((10, 20), BOX), True),
        (at((10, 20), BOX), at(None, BOX), True),
        (at(None, BOX), at(None, OTHER_BOX), False),
        (at(None, BOX), at(None, BOX, page=2), False),
        (at(None), at(None), False),
        (at((10, 20)), None, False),
        (None, at((10, 20)), False),
        (None, None, False),
    ],
)
def test_two_readers_saw_the_same_place_if_one_spot_lies_in_the_other(
    one: Spot | None, other: Spot | None, same: bool
) -> None:
    assert same_place(seen(spot=one), seen(spot=other)) is same


def test_what_is_absent_for_both_has_no_other_place() -> None:
    absent = seen(None, "absent", spot=None)
    assert same_place(absent, absent)
    assert not same_place(absent, seen(spot=None))


def test_repeated_rows_are_counted_by_the_highest_number_that_anybody_names() -> None:
    name = {NAME.format(2): FieldReading(path=NAME.format(2), state="read", value="C")}
    found = consolidate(FOIA, [Reading(reader="layout", version="1", fields=name)])
    assert found.counts == {"requests.components": 3} | dict.fromkeys(found.counts.keys() - {"requests.components"}, 0)
    rows = [path for path in found.fields if path.startswith("requests.components") and path.endswith(".name")]
    assert rows == [NAME.format(number) for number in range(3)]
    assert found.specs[NAME.format(2)].kind == "text"
    assert not any("[n]" in path or path.startswith("appeals.components") for path in found.fields)
    added = consolidate(FOIA, [], [edit("correct", NAME.format(0), "A")])
    assert (added.counts["requests.components"], added.fields[NAME.format(0)].value) == (1, "A")


def test_repeated_rows_stand_in_the_order_of_the_form() -> None:
    names = {NAME.format(n): FieldReading(path=NAME.format(n), state="read", value=str(n)) for n in (1, 0)}
    paths = list(consolidate(FOIA, [Reading(reader="layout", version="1", fields=names)]).fields)
    assert paths[:2] == [path for path in FOIA.fields if path in ("agency", "year")]
    first, second = paths.index(NAME.format(0)), paths.index(NAME.format(1))
    assert first < paths.index("requests.components.0.received") < second


def test_a_form_without_repeated_rows_counts_none() -> None:
    assert consolidate(FORM, []).counts == {}


def test_rules_see_states_and_values_and_the_other_documents() -> None:
    last = {"previous_year": Values({CELL: ("read", 3)}, {})}
    readings = [Reading(reader="layout", version="1", fields={CELL: seen(Decimal(5))})]
    found = consolidate(FORM, readings, others=last)
    assert (found.values.state(CELL), found.values.number(CELL)) == ("read", 5)
    assert found.values.others == last
    assert consolidate(FORM, readings).values.others == {}
    assert consolidate(FOIA, [], [edit("correct", NAME.format(1), "B")]).values.counts["requests.components"] == 2
