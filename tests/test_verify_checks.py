"""Every check of verification, with the words it uses."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from extractor.errors import ProblemKind
from extractor.readers.problem import ReadingProblem
from extractor.readers.reading import Reading, UnusedNumber
from extractor.schemas.check import Check
from extractor.schemas.expression import Node
from extractor.schemas.rule import rule
from extractor.verify import verify
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding
from tests.built_readings import FORM, INFERRED, changed, edit, layout_of, read_by, report, spot_of, with_field

CELL = "table3.granted.natural"
TOTAL = "table3.granted.total"
READING = layout_of(report({"granted.natural": 5, "granted.commercial": 3}))
TITLE3 = FORM.tables[1].title.printed


def found(code: str, *readings: Reading, edits: tuple[Edit, ...] = ()) -> list[Finding]:
    return [each for each in verify(FORM, readings, edits) if each.code.startswith(code) and each.outcome == "fail"]


def misprinted(path: str, value: int) -> Reading:
    return with_field(READING, path, value=value, quote=str(value))


def unused(text: str, number: int = 900) -> UnusedNumber:
    return UnusedNumber(text=text, spot=spot_of(number), table=TITLE3)


def test_a_careful_reading_of_a_consistent_report_has_no_failing_finding() -> None:
    assert not [each for each in verify(FORM, [READING]) if each.outcome not in ("pass", "not_applicable")]


def test_a_wrong_total_is_told_with_its_label_and_the_parts_that_are_not_zero() -> None:
    (finding,) = found("table3.row", misprinted(TOTAL, 9))
    assert finding.message == "（一）予以公开: 总计 9 printed, parts add up to 8 (自然人 5 + 商业企业 3)"
    assert (finding.paths[0], finding.residual, finding.severity) == (TOTAL, "1", "error")


def test_a_wrong_column_is_told_with_the_rows_by_name() -> None:
    (finding,) = found("table3.column", misprinted(CELL, 6))
    assert finding.message.endswith("自然人: （七）总计 5 printed, parts add up to 6 (（一）予以公开 6)")


def test_an_unbalanced_column_is_told_with_both_sides() -> None:
    (finding,) = found("table3.balance", misprinted("table3.new_received.natural", 7))
    assert finding.message.endswith("一、本年新收政府信息公开申请数量 7 = 7, but （七）总计 5 = 5")


def test_a_narrative_that_differs_is_told_with_both_numbers() -> None:
    reading = layout_of({**report({"granted.natural": 3}), "prose.received": 2})
    (finding,) = found("prose.received", reading)
    assert finding.message == (
        "the narrative says 收到申请 2, the table says 3 (一、本年新收政府信息公开申请数量 · 总计)"
    )


def test_a_check_with_an_unread_part_is_unknown_and_names_the_part() -> None:
    path = "table3.granted.commercial"
    reading = with_field(READING, path, state="unread", value=None)
    (row,) = (each for each in verify(FORM, [reading]) if each.code == "table3.row_total" and path in each.paths)
    assert (row.outcome, row.residual) == ("unknown", None)
    assert row.message.endswith("(not read: （一）予以公开 · 商业企业)")


def test_a_rule_that_breaks_becomes_a_finding_and_the_other_rules_go_on() -> None:
    @rule("own.branch", "a rule with a branch")
    def branch(report: Node) -> Iterator[Check]:
        if report.table4.review.total == 0:
            yield report.table4.review.upheld == 0

    @rule("own.crash", "a rule that crashes")
    def crash(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == 0
        raise ZeroDivisionError("by design")

    form = replace(FORM, rules=(branch, crash, *FORM.rules))
    findings = verify(form, [READING])
    broken = [each for each in findings if each.outcome == "rule_error"]
    assert [each.code for each in broken] == ["own.branch", "own.crash"]
    assert "when(condition).then(check)" in broken[0].message
    assert all(each.broken for each in broken)
    assert sum(each.outcome == "pass" for each in findings) == 1 + 25 + 7 + 7 + 3


def test_a_rule_that_needs_another_document_is_not_applicable_without_it() -> None:
    @rule("own.previous", "carried over from the year before", severity="warning", needs=("previous_year",))
    def previous(report: Node) -> Iterator[Check]:
        yield report.table4.review.total == 0

    (first, *_) = verify(replace(FORM, rules=(previous,)), [READING])
    assert (first.outcome, first.severity) == ("not_applicable", "warning")


def test_amounts_with_many_digits_are_compared_exactly() -> None:
    @rule("own.exact", "two amounts are the same")
    def exact(report: Node) -> Iterator[Check]:
        yield report.table2.fee_wan_yuan == report.table2.licensing + Decimal("0.00000000000000000000000000000000001")

    reading = with_field(READING, "table2.licensing", value=10**30)
    reading = with_field(reading, "table2.fee_wan_yuan", value=Decimal(10**30))
    (first, *_) = verify(replace(FORM, rules=(exact,)), [reading])
    assert (first.outcome, first.residual) == ("fail", "-1E-35")


def test_a_value_without_a_place_is_an_error() -> None:
    (finding,) = found("place", with_field(READING, CELL, spot=None))
    assert (finding.code, finding.paths, finding.severity) == ("place.missing", (CELL,), "error")
    assert finding.message == "（一）予以公开 · 自然人: 5 has no place in the document"


def test_two_fields_read_from_the_same_spot_are_an_error_that_names_both() -> None:
    (finding,) = found("place", with_field(READING, TOTAL, spot=READING.fields[CELL].spot))
    assert finding.code == "place.shared"
    assert set(finding.paths) == {CELL, TOTAL}
    assert "自然人 and （一）予以公开 · 总计 were both read from the same printed" in finding.message


def test_blank_cells_may_share_a_spot_because_nothing_is_printed_there() -> None:
    reading = with_field(READING, CELL, state="blank", value=None)
    reading = with_field(reading, TOTAL, state="blank", value=None, spot=reading.fields[CELL].spot)
    assert not found("place", reading)


def test_a_value_that_a_person_typed_needs_no_place() -> None:
    reading = with_field(READING, CELL, spot=None)
    assert not found("place", reading, edits=(edit("correct", CELL, 5),))


def test_readers_that_disagree_are_quoted() -> None:
    model = read_by(with_field(READING, CELL, value=13), "llm")
    (finding,) = found("agreement", READING, model)
    assert finding.message == "（一）予以公开 · 自然人: the model read 13 here, the page text says 5"
    assert finding.broken


def test_a_blank_that_another_reader_fills_is_a_disagreement_in_words() -> None:
    layout = with_field(READING, CELL, state="blank", value=None)
    model = read_by(with_field(READING, CELL, value=0), "llm")
    (finding,) = found("agreement", layout, model)
    assert finding.message.endswith("the model read 0 here, the page text says blank")


def test_a_disagreement_that_a_person_settled_is_no_finding_any_more() -> None:
    model = read_by(with_field(READING, CELL, value=13), "llm")
    assert not found("agreement", READING, model, edits=(edit("confirm", CELL, 5),))


def test_unused_numbers_of_a_document_are_one_finding_that_lists_them() -> None:
    (finding,) = found("completeness", changed(READING, unused=(unused("12"), unused("7", 901))))
    assert (finding.code, finding.severity, finding.paths) == ("completeness.unused_number", "error", ())
    assert finding.message == f"2 printed numbers are used by no field: 12, 7 ({TITLE3})"


def test_a_number_that_the_other_reader_used_is_not_unused() -> None:
    layout = changed(with_field(READING, CELL, state="unread", value=None), unused=(unused("5", 900),))
    model = changed(with_field(READING, CELL, spot=spot_of(900)), reader="llm", unused=())
    assert not found("completeness.unused", layout, model)


def test_a_number_that_a_person_gave_to_a_field_of_its_table_is_used_once() -> None:
    layout = changed(with_field(READING, CELL, state="unread", value=None), unused=(unused("5"), unused("５", 901)))
    (finding,) = found("completeness.unused", layout, edits=(edit("correct", CELL, 5),))
    assert finding.message.startswith("1 printed number is used by no field: ５")
    assert len(found("completeness.unused", layout, edits=(edit("correct", "table4.review.total", 5),))) == 1


def test_a_missing_label_is_a_warning_that_names_its_unread_fields() -> None:
    label = FORM.field(CELL).labels[-2]
    gone = {path: field for path, field in READING.fields.items() if not path.startswith("table3.granted.")}
    (finding,) = found("completeness", changed(READING, fields=gone, missing=(label,)))
    assert (finding.code, finding.severity) == ("completeness.missing_label", "warning")
    assert set(finding.paths) == {path for path in FORM.fields if path.startswith("table3.granted.")}


def test_a_problem_of_a_reader_is_reported_and_not_lost() -> None:
    problem = ReadingProblem(kind=ProblemKind.EMPTY_REPLY, message="the model gave no answer for 表四")
    (finding,) = found("completeness", changed(READING, problems=(problem,)))
    assert (finding.message, finding.severity) == ("the model gave no answer for 表四", "warning")


def test_a_table_of_which_nothing_was_read_is_an_error_of_its_own() -> None:
    gone = {path: field for path, field in READING.fields.items() if not path.startswith("table4.")}
    (finding,) = found("completeness.empty", changed(READING, fields=gone))
    assert finding.broken
    assert FORM.tables[2].title.printed in finding.message


@pytest.mark.parametrize("readers", [("layout",), ("layout", "llm")])
def test_an_identity_that_well_read_numbers_break_is_the_document_s_own_contradiction(readers: tuple[str, ...]) -> None:
    wrong = misprinted(TOTAL, 9)
    findings = found("source", *(read_by(wrong, reader) for reader in readers))
    sure = "all readers read the same" if len(readers) == 2 else "one reader is sure"
    assert findings and all(sure in each.message and not each.broken for each in findings)


@pytest.mark.parametrize(
    "doubt",
    [
        {"doubts": (INFERRED,)},
        {"spot": None},
        {"spot": READING.fields["table3.granted.legal"].spot},
    ],
)
def test_an_identity_that_doubtful_numbers_break_is_not_blamed_on_the_document(doubt: dict[str, object]) -> None:
    assert not found("source", with_field(misprinted(TOTAL, 9), TOTAL, **doubt))


def test_with_a_number_left_over_one_reader_does_not_blame_the_document() -> None:
    assert not found("source", changed(misprinted(TOTAL, 9), unused=(unused("8"),)))
