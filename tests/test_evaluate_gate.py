"""The gate: what must not get worse does not pass, and the cases are named."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.evaluate import EvalReport
from extractor.evaluate.baseline import Baseline, CaseLine
from extractor.evaluate.compare import compare_runs
from extractor.readers.llm.profile import LARGE
from extractor.readers.llm.reader import LlmReader
from extractor.readers.llm.rehearsed_endpoint import Rehearsal, change
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.check import Check
from extractor.schemas.expression import Node, parts, rows, total
from extractor.schemas.rule import rule
from tests.eval_line import PLAIN, kept, layout_alone, run_line, write_set

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("gate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTOR_CACHE_DIR", str(place / "cache"))
        yield write_set(place / "own")


@pytest.fixture(scope="module")
def sound(folder: Path) -> EvalReport:
    """The set as the project itself reads it."""
    return run_line(folder)


def reasons(before: EvalReport, after: EvalReport) -> str:
    return "; ".join(compare_runs(kept(before), kept(after)).reasons)


def test_the_same_run_twice_passes(folder: Path, sound: EvalReport) -> None:
    comparison = compare_runs(kept(sound), kept(run_line(folder)))
    assert (comparison.reasons, comparison.changes, comparison.cases) == ((), (), 16)


@rule("table3.row_total", "one too many")
def one_too_many(report: Node) -> Iterator[Check]:
    for row in rows(report.table3):
        yield row.total == total(parts(row), blank=0) + 1


@rule("table3.row_total", "nothing")
def nothing(report: Node) -> Iterator[Check]:
    yield from ()


def test_a_rule_that_refuses_sound_documents_does_not_pass(folder: Path, sound: EvalReport) -> None:
    after = run_line(folder, form_of=lambda form: replace(form, rules=(*form.rules, one_too_many)))
    assert "accepted, all values right: 12 lost, 0 gained" in reasons(sound, after)


def test_a_rule_that_no_longer_checks_does_not_pass(folder: Path, sound: EvalReport) -> None:
    after = run_line(folder, form_of=lambda form: replace(form, rules=(nothing,)))
    said = reasons(sound, after)
    assert "newly accepted although they must not be" in said
    assert "misprint-20.txt" in said


def blanks_as_zeros(*handed: object) -> tuple[Reading, ...]:
    (reading,) = layout_alone(*handed)

    def filled(field: FieldReading) -> FieldReading:
        return field.model_copy(update={"state": "read", "value": 0}) if field.state == "blank" else field

    return (reading.model_copy(update={"fields": {path: filled(field) for path, field in reading.fields.items()}}),)


def test_a_reader_that_turns_blanks_into_zeros_does_not_pass(folder: Path, sound: EvalReport) -> None:
    after = run_line(folder, blanks_as_zeros)
    said = reasons(sound, after)
    assert "blank-10.html" in said
    assert "false successes" in said or "confirmed but wrong" in said
    assert after.total.invented > 100 > sound.total.invented


def swap(rows: list[list[object]]) -> None:
    for row in rows:
        row[:2] = reversed(row[:2])


def with_model(folder: Path, swapped: bool) -> EvalReport:
    """Layout and a rehearsed model that copies, or exchanges the first two columns."""
    profile = LARGE.model_copy(update={"strategy": "values", "claims": False})
    with Rehearsal() as stage:
        stage.play(*[change(swap if swapped else lambda rows: None)] * 1000)
        model = LlmReader(stage.endpoint, profile)

        def read(document: object, schema: object, form: object) -> tuple[Reading, ...]:
            reading = model.read(document, schema, form)  # type: ignore[arg-type]  # handed through
            return (*layout_alone(document, schema, form), reading)

        try:
            return run_line(folder, read)
        finally:
            model.close()


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    return write_set(folder.parent / "plain", PLAIN)


def test_a_prompt_that_makes_the_model_swap_columns_does_not_pass(plain: Path) -> None:
    before, after = with_model(plain, swapped=False), with_model(plain, swapped=True)
    assert before.total.false_success.hits == after.total.false_success.hits == 0
    said = reasons(before, after)
    assert "accepted, all values right: 8 lost, 0 gained" in said
    assert before.readers[1].wrong == 0 != after.readers[1].wrong + after.readers[1].missed


LINE = CaseLine(
    case="one.txt", key="k", outcome="accept", met=True, fields=10, right=10, to_review=0, unnoticed=0, printed=8,
    accounted=8,
)  # fmt: skip


def run_of(sound: EvalReport, *lines: CaseLine) -> Baseline:
    return kept(sound).model_copy(update={"cases": lines})


def test_one_new_false_success_is_enough(sound: EvalReport) -> None:
    others = tuple(LINE.model_copy(update={"case": f"{n}.txt"}) for n in range(300))
    after = run_of(sound, *others, LINE.model_copy(update={"right": 9, "unnoticed": 1}))
    comparison = compare_runs(run_of(sound, *others, LINE), after)
    assert comparison.reasons == ("new false successes: one.txt",)
    assert [(each.case, each.worse) for each in comparison.changes] == [("one.txt", True)]


def test_a_false_success_in_a_new_case_counts_too(sound: EvalReport) -> None:
    wrong = LINE.model_copy(update={"case": "new.txt", "right": 9})
    assert compare_runs(run_of(sound, LINE), run_of(sound, LINE, wrong)).reasons == ("new false successes: new.txt",)


def test_a_false_success_that_was_known_does_not_close_the_gate(sound: EvalReport) -> None:
    wrong = LINE.model_copy(update={"right": 9, "unnoticed": 1})
    assert compare_runs(run_of(sound, wrong), run_of(sound, wrong)).reasons == ()


def test_a_wrong_value_that_nobody_is_asked_to_look_at_closes_the_gate_in_review_as_well(sound: EvalReport) -> None:
    old = LINE.model_copy(update={"outcome": "review", "to_review": 3})
    new = old.model_copy(update={"right": 9, "unnoticed": 1})
    (reason,) = compare_runs(run_of(sound, old), run_of(sound, new)).reasons
    assert reason == "more fields confirmed but wrong, or missed without a flag: one.txt"


def test_a_few_documents_more_in_review_are_chance_and_many_are_not(sound: EvalReport) -> None:
    lines = [LINE.model_copy(update={"case": f"{n}.txt"}) for n in range(40)]

    def lost(many: int) -> tuple[str, ...]:
        worse = [line.model_copy(update={"outcome": "review", "to_review": 1}) for line in lines[:many]]
        return compare_runs(run_of(sound, *lines), run_of(sound, *worse, *lines[many:])).reasons

    assert lost(2) == ()
    assert any(reason.startswith("accepted, all values right: 6 lost, 0 gained, p = 0.0312") for reason in lost(6))


def test_documents_that_changed_under_a_baseline_are_named(sound: EvalReport) -> None:
    other = LINE.model_copy(update={"key": "another"})
    comparison = compare_runs(run_of(sound, LINE), run_of(sound, other))
    assert (comparison.cases, comparison.unpaired) == (0, ("one.txt",))
    assert comparison.reasons == ("gone or other documents than the baseline's, save a new one on purpose: one.txt",)


def test_a_run_on_some_cases_is_compared_on_those(sound: EvalReport) -> None:
    other = LINE.model_copy(update={"case": "two.txt"})
    assert compare_runs(run_of(sound, LINE, other), run_of(sound, LINE), limited=True).reasons == ()
    assert compare_runs(run_of(sound, LINE, other), run_of(sound, LINE)).unpaired == ("two.txt",)


def test_a_baseline_is_a_line_a_case_and_comes_back(sound: EvalReport, tmp_path: Path) -> None:
    from extractor.evaluate.baseline import load_baseline

    kept(sound).write(tmp_path / "deep" / "small.json")
    text = (tmp_path / "deep" / "small.json").read_text("utf-8")
    assert load_baseline(tmp_path / "deep" / "small.json") == kept(sound)
    assert sum('"case"' in line for line in text.splitlines()) == 16
