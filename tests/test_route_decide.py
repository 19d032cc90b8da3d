"""Whole documents from readings to verdict: what is accepted, what is flagged, what people can decide."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evidence import STORED, DoubtKind, Leg, Weight, doubt, weighing
from extractor.policy import Policy
from extractor.readers.reading import FieldReading, Reading, UnusedNumber
from extractor.route import Verdict, decide
from extractor.schemas.form import State
from extractor.verify import verify
from extractor.verify.edit import Edit
from tests.built_readings import (
    AMBIGUOUS,
    FORM,
    INFERRED,
    OTHER_ALL,
    UNCLEAR,
    Figures,
    changed,
    consistent_reports,
    edit,
    layout_of,
    read_by,
    reading_of,
    report,
    spot_of,
    with_field,
)

pytestmark = pytest.mark.slow

EXAMPLES = settings(max_examples=20, deadline=None)
CELL = "table3.granted.natural"
TOTAL = "table3.granted.total"
READING = layout_of(report({"granted.natural": 5, "granted.commercial": 3, "np_repeat.other": 2}))
TABLE3 = tuple(path for path in FORM.fields if path.startswith("table3.") and path not in OTHER_ALL)
DENIALS = ("table4.direct.upheld", "table4.direct.total")


def decided(*readings: Reading, edits: Sequence[Edit] = (), policy: Policy = "standard") -> Verdict:
    return decide(FORM, readings, verify(FORM, readings, edits), edits, policy)


def misread(path: str, value: int, reading: Reading = READING) -> Reading:
    return with_field(reading, path, value=value, quote=str(value))


def flagged(verdict: Verdict) -> set[str]:
    return {field.path for field in verdict.flagged}


def unused(text: str, number: int = 900) -> UnusedNumber:
    return UnusedNumber(text=text, spot=spot_of(number), table=FORM.tables[1].title.printed)


def test_a_careful_reading_of_a_consistent_report_is_accepted() -> None:
    verdict = decided(READING)
    assert (verdict.status, verdict.source_inconsistent, verdict.unused) == ("accepted", False, ())
    assert len(verdict.fields) == len(FORM.fields)
    assert verdict.fields[CELL].readers == {"layout": 5}
    assert verdict.fields[CELL].label.endswith("（一）予以公开 · 自然人")


def test_one_reader_is_not_enough_for_strict_and_two_are() -> None:
    assert decided(READING, policy="strict").status == "review"
    assert decided(READING, read_by(READING, "llm"), policy="strict").status == "accepted"


@EXAMPLES
@given(consistent_reports(), st.sampled_from(TABLE3), st.integers(1, 90))
def test_a_single_misread_cell_of_table_three_is_flagged_alone_with_its_equations(
    figures: Figures, path: str, by: int
) -> None:
    value = figures[path]
    assert isinstance(value, int)
    verdict = decided(layout_of({**figures, path: value + by}))
    assert verdict.status == "review"
    assert flagged(verdict) == {path}
    assert len(verdict.fields[path].reasons) >= 2


@EXAMPLES
@given(consistent_reports(), st.sampled_from(TABLE3), st.integers(1, 90))
def test_correcting_the_misread_cell_leads_to_acceptance(figures: Figures, path: str, by: int) -> None:
    value = figures[path]
    assert isinstance(value, int)
    wrong = layout_of({**figures, path: value + by})
    verdict = decided(wrong, edits=[edit("correct", path, value)])
    assert verdict.status == "accepted"
    assert (verdict.fields[path].status, verdict.fields[path].value) == ("corrected", value)
    assert verdict.fields[path].readers == {"layout": value + by}


def damage(reading: Reading, chance: random.Random) -> Reading:
    """A reading with up to three of the things that happen to readings.

    Four wrong cells can keep every row and every column in balance; that is what place and the second reader are for.
    """
    for _ in range(chance.randint(0, 3)):
        path = chance.choice(tuple(reading.fields))
        field = reading.fields[path]
        attributes: dict[str, object] = chance.choice(
            [
                {"state": "unread", "value": None},
                {"state": "blank", "value": None},
                {"doubts": (INFERRED,)},
                {"doubts": (UNCLEAR,)},
                {"doubts": (AMBIGUOUS,), "state": "unread", "value": None},
                {"spot": reading.fields[chance.choice(tuple(reading.fields))].spot},
                {"value": chance.randint(0, 9), "state": "read"}
                if path.startswith("table3")
                else {"quote": field.quote},
            ]
        )
        reading = with_field(reading, path, **attributes)
    if chance.random() < 0.2:
        reading = changed(reading, unused=(unused("4"),))
    return reading


@settings(max_examples=80, deadline=None)
@given(consistent_reports(), st.randoms(use_true_random=False))
def test_an_accepted_document_has_nothing_flagged_broken_or_left_over(figures: Figures, chance: random.Random) -> None:
    readings = [damage(layout_of(figures), chance)]
    if chance.random() < 0.5:
        readings.append(damage(read_by(layout_of(figures), "llm"), chance))
    verdict = decided(*readings)
    assert all(weighing(field.doubts, Weight.SERIOUS) for field in verdict.flagged)
    assert all(field.reasons for field in verdict.flagged)
    if verdict.status == "accepted":
        assert not verdict.flagged
        assert not [each for each in verdict.findings if each.broken]
        assert not verdict.unused
        read = {path: each.value for path, each in verdict.fields.items() if each.state == "read"}
        assert all(value == figures[path] for path, value in read.items() if path.startswith(("table3", "table4")))
    else:
        assert verdict.flagged or verdict.unused or any(each.broken for each in verdict.findings)


@EXAMPLES
@given(consistent_reports(), st.sets(st.sampled_from(TABLE3), max_size=40))
def test_a_blank_cell_never_becomes_zero(figures: Figures, blanks: set[str]) -> None:
    verdict = decided(layout_of({**figures, **dict.fromkeys(blanks)}))
    assert all((verdict.fields[path].state, verdict.fields[path].value) == ("blank", None) for path in blanks)


def test_an_unread_cell_is_flagged_alone_although_its_rules_are_unknown() -> None:
    reading = with_field(READING, CELL, state="unread", value=None, doubts=(AMBIGUOUS,))
    verdict = decided(reading)
    assert flagged(verdict) == {CELL}
    assert verdict.fields[CELL].reasons == ("2 rows could carry this label",)


def test_a_report_of_which_nothing_was_read_goes_to_review_with_everything_flagged() -> None:
    verdict = decided(Reading(reader="layout", version="1", fields={}))
    assert verdict.status == "review"
    assert {path for path in FORM.fields if path.startswith("table")} <= flagged(verdict)


def test_without_any_reading_a_document_goes_to_review() -> None:
    assert decided().status == "review"


def test_an_inferred_cell_is_confirmed_by_a_second_reader_and_its_rules() -> None:
    inferred = with_field(READING, CELL, doubts=(INFERRED,))
    assert flagged(decided(inferred)) == {CELL}
    assert decided(inferred, read_by(READING, "llm")).status == "accepted"


def test_an_inferred_cell_outside_every_rule_stays_flagged() -> None:
    path = "table2.licensing"
    inferred = with_field(READING, path, doubts=(INFERRED,))
    assert flagged(decided(inferred, read_by(READING, "llm"))) == {path}


def test_a_disagreement_flags_the_field_and_quotes_both_readers() -> None:
    verdict = decided(READING, read_by(misread("table2.licensing", 13), "llm"))
    assert flagged(verdict) == {"table2.licensing"}
    field = verdict.fields["table2.licensing"]
    assert (field.value, field.readers) == (0, {"layout": 0, "llm": 13})
    assert field.reasons[0] == "the model read 13 here, the page text says 0"


def test_what_only_the_model_found_is_confirmed_where_sums_bear_it_out_and_shown_otherwise() -> None:
    layout = with_field(READING, CELL, state="unread", value=None)
    model = read_by(READING, "llm")
    assert flagged(decided(layout, model)) == set()
    unsure = with_field(model, CELL, doubts=(doubt(DoubtKind.LABEL_DIFFERS, "予以公布"),))
    verdict = decided(layout, unsure)
    assert flagged(verdict) == {CELL}
    assert verdict.fields[CELL].value == 5


def test_two_fields_from_one_spot_are_both_flagged() -> None:
    verdict = decided(with_field(READING, DENIALS[0], spot=READING.fields[DENIALS[1]].spot))
    assert flagged(verdict) == set(DENIALS)


def test_a_table_whose_single_rule_fails_flags_every_value_in_it_zeros_included() -> None:
    verdict = decided(misread("table4.direct.total", 4))
    assert flagged(verdict) == {path for path in FORM.fields if path.startswith("table4.direct.")}
    assert verdict.fields["table4.direct.upheld"].reasons == (
        "未经复议直接起诉: 总计 4 printed, parts add up to 0 (none is above 0)",
    )


def test_two_wrong_cells_of_one_row_are_singled_out_where_nothing_else_explains_their_checks() -> None:
    verdict = decided(misread("table3.granted.social", 4, misread(CELL, 9)))
    assert flagged(verdict) == {CELL, "table3.granted.social"}


def test_two_wrong_cells_with_two_explanations_flag_the_values_of_all_their_checks() -> None:
    wrong = misread("table4.review.upheld", 4, misread("table4.review.pending", 3))
    assert flagged(decided(wrong)) == {path for path in FORM.fields if path.startswith("table4.review.")}


def test_a_document_that_contradicts_itself_is_marked_and_goes_to_review() -> None:
    wrong = misread("table4.direct.total", 4)
    verdict = decided(wrong, read_by(wrong, "llm"))
    assert (verdict.status, verdict.source_inconsistent) == ("review", True)


def waive(verdict: Verdict) -> list[Edit]:
    """Waivers of everything broken in a verdict."""
    return [
        edit("waive", rule=each.code, paths=each.paths, values=tuple(verdict.fields[path].value for path in each.paths))
        for each in verdict.findings
        if each.broken
    ]


def test_a_waived_contradiction_stays_listed_and_the_document_is_accepted() -> None:
    wrong = misread("table4.direct.total", 4)
    before = decided(wrong)
    after = decided(wrong, edits=waive(before))
    assert (after.status, after.source_inconsistent) == ("accepted", True)
    assert [each for each in after.findings if each.broken] == [each for each in before.findings if each.broken]
    assert after.fields["table4.direct.total"].status == "confirmed"


def test_a_waiver_lapses_when_a_value_changes() -> None:
    edits = waive(decided(misread("table4.direct.total", 4)))
    verdict = decided(misread("table4.direct.total", 6), edits=edits)
    assert verdict.status == "review"
    assert "table4.direct.total" in flagged(verdict)


def test_a_retracted_waiver_does_not_hold() -> None:
    wrong = misread("table4.direct.total", 4)
    (waiver,) = waive(decided(wrong))
    later = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=1)
    retract = edit("retract", rule=waiver.rule, paths=waiver.paths, at=later)
    assert decided(wrong, edits=[waiver, retract]).status == "review"


def test_a_dispute_between_readers_cannot_be_waived() -> None:
    readings = (READING, read_by(misread("table2.licensing", 13), "llm"))
    verdict = decided(*readings)
    assert decided(*readings, edits=waive(verdict)).status == "review"


def test_an_unused_number_keeps_a_document_from_being_accepted_and_flags_nothing() -> None:
    verdict = decided(changed(READING, unused=(unused("12"),)))
    assert (verdict.status, flagged(verdict)) == ("review", set())
    assert [number.text for number in verdict.unused] == ["12"]


@pytest.mark.parametrize(("texts", "status"), [(("12", "3"), "accepted"), (("12",), "review"), (("3", "3"), "review")])
def test_unused_numbers_are_waived_by_their_texts_each_once(texts: tuple[str, ...], status: str) -> None:
    reading = changed(READING, unused=(unused("12"), unused("3", 901)))
    waiver = edit("waive", rule="completeness.unused_number", values=texts)
    assert decided(reading, edits=[waiver]).status == status


def test_a_claim_that_its_table_contradicts_is_flagged_and_the_table_is_not() -> None:
    figures = {**report({"granted.natural": 3}), "prose.received": 2}
    verdict = decided(layout_of(figures))
    assert flagged(verdict) == {"prose.received"}
    assert verdict.fields["prose.received"].reasons[0].startswith("the narrative says 收到申请 2, the table says 3")


def test_a_waived_claim_is_confirmed() -> None:
    reading = layout_of({**report({"granted.natural": 3}), "prose.received": 2})
    paths = ("prose.received", "table3.new_received.total")
    waiver = edit("waive", rule="prose.received", paths=paths, values=(2, 3))
    assert decided(reading, edits=[waiver]).status == "accepted"


def test_a_claim_that_no_rule_can_check_is_confirmed_by_a_single_exact_candidate() -> None:
    figures = {**report({}), "prose.fees_yuan": 5}
    assert decided(layout_of(figures)).status == "accepted"
    doubtful = with_field(layout_of(figures), "prose.fees_yuan", doubts=(INFERRED,))
    assert flagged(decided(doubtful)) == {"prose.fees_yuan"}


def test_a_report_that_does_not_say_whose_it_is_is_flagged() -> None:
    nameless = with_field(READING, "agency", state="absent", value=None, spot=None)
    verdict = decided(nameless)
    assert flagged(verdict) == {"agency"}
    assert verdict.fields["agency"].reasons == ("the document does not say this",)


def test_a_correction_that_breaks_a_rule_does_not_get_accepted() -> None:
    verdict = decided(READING, edits=[edit("correct", CELL, 6)])
    assert verdict.status == "review"
    assert verdict.fields[CELL].status == "corrected"
    assert CELL not in flagged(verdict)
    assert flagged(verdict)


def test_a_table_left_out_altogether_is_never_accepted() -> None:
    absent: dict[str, FieldReading] = {
        path: field.model_copy(update={"state": "absent", "value": None, "spot": None})
        for path, field in READING.fields.items()
        if path.startswith("table4.")
    }
    verdict = decided(changed(READING, fields={**READING.fields, **absent}))
    assert verdict.status == "review"
    assert any(each.code == "completeness.empty_table" and each.broken for each in verdict.findings)


def emptied(*states: State, placed: bool) -> Reading:
    """A report that says whose it is; every other field is in one of these states in turn, the absent without place."""
    fields = dict(READING.fields)
    for number, path in enumerate(path for path in FORM.fields if path not in ("agency", "year")):
        state = states[number % len(states)]
        spot = spot_of(number + 500) if placed and state != "absent" else None
        fields[path] = FieldReading(path=path, state=state, spot=spot, leg=Leg("layout", STORED, "layout"))
    return changed(READING, fields=fields)


@pytest.mark.parametrize("states", [("blank",), ("not_applicable",), ("blank", "absent")])
def test_a_document_of_which_nothing_was_seen_is_not_accepted_and_says_so(states: tuple[State, ...]) -> None:
    verdict = decided(emptied(*states, placed=False))
    assert verdict.status == "review"
    assert {verdict.fields[path].reasons for path in flagged(verdict)} == {("nobody says where it is printed",)}
    assert [each.code for each in verdict.findings if each.broken] == ["completeness.nothing_read"]
    assert decide(FORM, [emptied(*states, placed=False)], ()).status == "review"


@pytest.mark.parametrize("state", ["blank", "not_applicable"])
def test_a_form_in_which_every_cell_is_printed_empty_was_read(state: State) -> None:
    assert decided(emptied(state, placed=True)).status == "accepted"


def test_what_a_person_says_of_every_field_is_something_to_accept_and_who_it_is_alone_is_not() -> None:
    nothing = emptied("blank", placed=False)
    said = [edit("confirm", path, state="blank") for path in nothing.fields if path not in ("agency", "year")]
    assert decided(nothing, edits=said).status == "accepted"
    assert decided(nothing, edits=[edit("confirm", "agency", "某某局")]).status == "review"


def test_a_verdict_comes_back_from_json_as_it_was() -> None:
    verdict = decided(misread(TOTAL, 9), reading_of(report({"granted.natural": 5}), "llm"))
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
