"""Diagnosis in the verdict on a document: what it says, what it leaves untouched, and where it ends."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evidence import Doubt
from extractor.readers.reading import Reading, UnusedNumber
from extractor.route import Verdict, decide
from extractor.verify import verify
from extractor.verify.consolidate import consolidate
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding
from extractor.verify.suspects import find_suspects
from tests.built_readings import (
    FORM,
    INFERRED,
    Figures,
    changed,
    consistent_reports,
    edit,
    layout_of,
    read_by,
    report,
    spot_of,
    with_field,
)

pytestmark = pytest.mark.slow

CELL = "table3.granted.natural"
FIGURES = report({"granted.natural": 5, "granted.commercial": 3, "np_repeat.other": 2})
READING = layout_of(FIGURES)
TABLE3 = tuple(path for path, value in FIGURES.items() if path.startswith("table3.") and value is not None)


def decided(*readings: Reading, edits: Sequence[Edit] = ()) -> Verdict:
    return decide(FORM, readings, verify(FORM, readings, edits), edits)


def misread(path: str, value: int, doubts: tuple[Doubt, ...] = (INFERRED,), reading: Reading = READING) -> Reading:
    return with_field(reading, path, value=value, quote=str(value), doubts=doubts)


def told(verdict: Verdict, kind: str) -> list[Finding]:
    return [each for each in verdict.findings if each.code == f"diagnosis.{kind}"]


def test_a_sound_document_carries_no_diagnosis() -> None:
    verdict = decided(READING)
    assert (verdict.diagnosis, verdict.implied) == (None, ())


MODEL = read_by(with_field(READING, CELL, spot=spot_of(950)), "llm")
"""Another reader, which found the cell elsewhere than a reader that took the wrong number for it."""


def test_a_cell_that_the_other_reader_found_as_it_must_be_is_certain() -> None:
    verdict = decided(misread(CELL, 9, ()), MODEL)
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.kind == "certain"
    (finding,) = told(verdict, "certain")
    assert finding.paths == (CELL,)
    assert finding.message.startswith("（一）予以公开 · 自然人 9 → 5 (seen by reader llm). Proven: ")
    assert finding.message.endswith(
        "the only explanation of 2 failing checks with 1 wrong cell, after it every rule holds"
    )


def test_a_certain_diagnosis_changes_no_value_and_accepts_nothing() -> None:
    verdict = decided(misread(CELL, 9, ()), MODEL)
    field = verdict.fields[CELL]
    assert (verdict.status, field.status, field.value) == ("review", "flagged", 9)


def test_another_value_that_was_read_off_the_same_place_proves_nothing_against_the_print() -> None:
    verdict = decided(misread(CELL, 9, ()), read_by(READING, "llm"))
    assert told(verdict, "certain") == []
    assert verdict.diagnosis is not None


def test_a_diagnosis_that_nobody_bears_out_says_what_is_lacking() -> None:
    (finding,) = told(decided(misread(CELL, 9)), "ambiguous")
    assert finding.message.startswith("likely （一）予以公开 · 自然人 9 → 5")
    assert finding.message.endswith("not proven: nobody saw the proposed value here")


def test_a_check_that_five_cells_could_explain_lists_them_and_decides_nothing() -> None:
    over = UnusedNumber(text="8", spot=spot_of(951), table=FORM.tables[1].title.printed)
    wrong = changed(misread("table4.direct.total", 4, ()), unused=(over,))
    (finding,) = told(decided(wrong), "ambiguous")
    assert finding.message.startswith("cannot be decided: 5 explanations of 1 failing check: ")
    assert finding.message.endswith("; or 2 more")
    assert len(finding.paths) == 5


def test_numbers_that_are_printed_so_are_left_to_the_document() -> None:
    verdict = decided(misread(CELL, 9, ()))
    assert verdict.source_inconsistent
    (finding,) = told(verdict, "source_inconsistent")
    assert finding.message.startswith("the document prints it so; its 2 failing checks would hold with ")


def test_a_waived_contradiction_is_not_diagnosed() -> None:
    wrong = misread(CELL, 9, ())
    before = decided(wrong)
    waivers = [
        edit("waive", rule=each.code, paths=each.paths, values=tuple(before.fields[path].value for path in each.paths))
        for each in before.findings
        if each.broken
    ]
    assert decided(wrong, edits=waivers).diagnosis is None


def test_a_value_that_follows_for_an_unread_cell_is_told_and_never_taken_for_read() -> None:
    verdict = decided(with_field(READING, CELL, state="unread", value=None))
    (implied,) = verdict.implied
    assert (implied.path, implied.value) == (CELL, 5)
    field = verdict.fields[CELL]
    assert (field.state, field.value, field.status) == ("unread", None, "flagged")
    (finding,) = told(verdict, "implied")
    assert "not read; the rules leave only 5" in finding.message


def test_a_person_s_decision_that_breaks_rules_is_not_suspected_itself() -> None:
    verdict = decided(READING, edits=[edit("correct", CELL, 6)])
    assert verdict.diagnosis is not None
    assert all(CELL not in group.suspects for group in verdict.diagnosis.groups)


def test_a_verdict_with_a_diagnosis_comes_back_from_json_as_it_was() -> None:
    verdict = decided(misread(CELL, 9, ()), MODEL)
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict


def test_a_verdict_stored_before_there_were_diagnoses_is_read_without_one() -> None:
    stored = decided(misread(CELL, 9)).model_dump(mode="json", exclude={"diagnosis", "implied"})
    assert Verdict.model_validate(stored).diagnosis is None


@settings(max_examples=15, deadline=None)
@given(consistent_reports(), st.dictionaries(st.sampled_from(TABLE3), st.integers(0, 400), max_size=4))
def test_diagnosis_takes_flags_away_and_never_adds_one(figures: Figures, wrong: dict[str, int]) -> None:
    reading = layout_of({**figures, **wrong})
    verdict = decided(reading)
    document = consolidate(FORM, [reading])
    failing = [each for each in verdict.findings if each.broken and each.residual is not None]
    suspects = find_suspects(document, failing)
    flagged = {field.path for field in verdict.flagged}
    assert flagged <= set(suspects)
    assert bool(flagged) == bool(suspects)
