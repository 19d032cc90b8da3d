"""Other ways to read recognised characters, from the cell to the field, the verdict and the words about it."""

import json
from pathlib import Path

import pytest

from extractor.documents.model import Cell, Place, Views
from extractor.evidence import picture_by
from extractor.readers.alternatives import alternatives_of
from extractor.readers.layout import read_layout
from extractor.readers.reading import Alternative, FieldReading, Reading
from extractor.route import Verdict, decide
from extractor.schemas.registry import load_schema
from extractor.schemas.values import Printed, read_printed
from extractor.store import Store
from extractor.verify import verify
from extractor.verify.consolidate import consolidate
from tests.built_readings import AMBIGUOUS, FORM, UNCLEAR, edit, layout_of, read_by, recognised, report, with_field
from tests.doubted import recognised as seen
from tests.review_desk import PROCESSED
from tests.review_scans import blurred
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

CELL = "table3.granted.natural"
FIGURES = report({"granted.natural": 5, "granted.commercial": 3, "np_repeat.other": 2})
READING = layout_of(FIGURES)
SCAN = recognised(READING)


def others(*values: int) -> tuple[Alternative, ...]:
    return tuple(Alternative(text=str(value), state="read", value=value) for value in values)


def decided(*readings: Reading) -> Verdict:
    return decide(FORM, readings, verify(FORM, readings))


def read_as(value: int, *also: int, path: str = CELL, reading: Reading = SCAN, **more: object) -> Reading:
    return with_field(reading, path, value=value, quote=str(value), alternatives=others(*also), **more)


def cell(text: str, *alternatives: str, views: Views = "differ") -> Cell:
    return seen(Cell(text, Place(1, (0, len(text))), 0, alternatives=alternatives), views)


def count(text: str) -> Printed:
    return read_printed(text, "count", signed=False)


def test_only_what_is_another_value_of_the_field_is_an_alternative() -> None:
    found = alternatives_of(cell("1,698", "1698", "1,598", "1.698", "", "1598", "/", "-1,698", "1,69B"), count)
    assert [(each.text, each.state, each.value) for each in found] == [
        ("1,598", "read", 1598),
        ("/", "not_applicable", None),
    ]


def test_a_cell_that_cannot_be_read_keeps_what_its_picture_may_say() -> None:
    found = alternatives_of(cell("1O", "10", "1", "O"), count)
    assert [each.value for each in found] == [10, 1]


def test_characters_that_the_file_says_itself_have_no_alternatives() -> None:
    assert alternatives_of(cell("12.3", "12.34", views="stored"), lambda text: read_printed(text, "amount")) == ()


def test_a_blank_is_never_an_alternative_and_has_none_that_are_zero() -> None:
    assert alternatives_of(cell("4", "", " "), count) == ()
    assert [each.value for each in alternatives_of(cell("", "0"), count)] == [0]


def test_the_field_lists_what_every_reader_knows_but_not_what_it_holds() -> None:
    model = with_field(read_by(SCAN, "llm"), CELL, alternatives=others(5, 7, 9))
    found = consolidate(FORM, [read_as(5, 9, 6), model]).fields[CELL]
    assert [each.value for each in found.alternatives] == [9, 6, 7]


def test_after_a_decision_the_value_that_was_taken_is_no_alternative_any_more() -> None:
    found = consolidate(FORM, [read_as(5, 9, 6)], [edit("correct", CELL, 9)]).fields[CELL]
    assert (found.value, [each.value for each in found.alternatives]) == (9, [6])


def test_alternatives_come_back_from_json_and_older_verdicts_have_none() -> None:
    verdict = decided(read_as(9, 5))
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
    assert verdict.fields[CELL].alternatives == others(5)
    field = READING.fields[CELL]
    assert FieldReading.model_validate(field.model_dump(mode="json", exclude={"alternatives"})) == field


def test_what_the_picture_also_reads_goes_before_what_only_the_rules_want() -> None:
    # Two cells of one sum: the rules cannot tell them apart, and the first by name is not the one that was misread.
    other, total = "table4.review.other", "table4.review.total"
    plain = with_field(SCAN, total, value=4, quote="4")
    first = decided(plain).diagnosis
    assert first is not None and not first.groups[0].unique
    verdict = decided(with_field(plain, other, alternatives=others(4)))
    assert verdict.diagnosis is not None
    (group,) = verdict.diagnosis.groups
    change = group.explanations[0].changes[0]
    assert (change.path, change.proposed, change.also_read, change.seen) == (other, 4, True, ())
    assert group.kind == "ambiguous" and not group.unique


def test_the_picture_s_other_reading_is_never_proof() -> None:
    verdict = decided(read_as(9, 5, doubts=(UNCLEAR,)))
    assert verdict.diagnosis is not None and verdict.diagnosis.kind == "ambiguous"
    (finding,) = (each for each in verdict.findings if each.code == "diagnosis.ambiguous")
    assert "自然人 9 → 5 (the picture also reads so)" in finding.message
    assert finding.message.endswith("not proven: nobody saw the proposed value here")
    assert (verdict.fields[CELL].value, verdict.fields[CELL].status) == (9, "flagged")


def test_what_the_rules_leave_for_an_unread_cell_is_said_to_be_in_the_picture_as_well() -> None:
    lost = with_field(SCAN, CELL, state="unread", value=None, doubts=(AMBIGUOUS,), alternatives=others(5, 8))
    verdict = decided(lost)
    (implied,) = verdict.implied
    assert (implied.path, implied.value, implied.also_read) == (CELL, 5, True)
    assert any(
        "leave only 5" in each.message and "the picture also reads so" in each.message for each in verdict.findings
    )
    assert verdict.fields[CELL].value is None


def test_a_cell_whose_views_differ_is_suspected_before_those_that_are_clear() -> None:
    total, other = "table4.direct.total", "table4.direct.upheld"
    wrong = with_field(SCAN, total, value=4, quote="4")
    verdict = decided(with_field(wrong, other, doubts=(UNCLEAR,)))
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.groups[0].suspects[0] == other


def test_recognised_numbers_that_do_not_add_up_are_not_said_to_be_printed_so() -> None:
    verdict = decided(read_as(9))
    assert verdict.diagnosis is not None and verdict.diagnosis.kind == "ambiguous"
    assert not verdict.source_inconsistent


def test_a_recognised_cell_brings_its_alternatives_into_the_reading() -> None:
    pytest.importorskip("rapidocr")
    from extractor.documents import open_document

    sample = Path(__file__).parent.parent / "evals" / "samples" / "minglan-2021-scan.pdf"
    schema = load_schema("gov_disclosure")
    reading = read_layout(open_document(sample), schema, schema.form("2021"))
    found = [each for each in reading.fields.values() if each.alternatives]
    assert len(found) > 50
    assert all(
        each.leg and each.leg.looked_at == picture_by("rapidocr") and len(each.alternatives) <= 5 for each in found
    )
    assert all((other.state, other.value) != (each.state, each.value) for each in found for other in each.alternatives)


def test_show_names_what_the_picture_also_reads(tmp_path: Path) -> None:
    with Store(str(tmp_path / "extractor.sqlite")) as store:
        blurred(store, tmp_path)
    said = extractor(tmp_path, "show", "blurred.txt")
    assert "the picture also reads 1204, 129" in said.out
    known = json.loads(extractor(tmp_path, "show", "blurred.txt", "--json").out)
    assert [each["value"] for each in known["alternatives"][PROCESSED]] == [1204, 129]
