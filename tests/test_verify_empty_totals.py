"""A total that is printed empty beside printed parts is a claim that the parts refute."""

from random import Random

import pytest

from extractor.route import Verdict, judge_readings
from extractor.schemas.form import State
from tests.built_readings import FOIA, FORM, RESULTS, Figures, reading_of, report
from tests.test_rules_us_foia import as_printed, flow

SEEDS = range(30)


def judged(figures: Figures, path: str, state: State) -> Verdict:
    return judge_readings(FORM, [reading_of({**figures, path: None}, states={path: state})])


def figures_of(seed: int) -> tuple[Figures, str]:
    """A consistent report with some results in it, and the total of one row that is not zero."""
    rng = Random(seed)
    rows = rng.sample(RESULTS, rng.randint(1, 6))
    columns = ("natural", "commercial", "research", "other")
    cells = {f"{row}.{rng.choice(columns)}": rng.randint(1, 400) for row in rows}
    return report(cells), f"table3.{rng.choice(rows)}.total"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_blank_total_beside_printed_parts_is_flagged_and_the_report_goes_to_review(seed: int) -> None:
    figures, path = figures_of(seed)
    assert judge_readings(FORM, [reading_of(figures)]).status == "accepted"
    for state in ("blank", "not_applicable"):
        verdict = judged(figures, path, "blank" if state == "blank" else "not_applicable")
        assert verdict.status == "review"
        assert verdict.fields[path].status == "flagged" and verdict.fields[path].state == state
        told = [finding for finding in verdict.findings if path in finding.empty]
        assert told and all("is printed without a number, parts add up to" in finding.message for finding in told)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_blank_total_would_have_to_hold_is_said_and_not_stored(seed: int) -> None:
    figures, path = figures_of(seed)
    verdict = judged(figures, path, "blank")
    assert verdict.fields[path].value is None and verdict.diagnosis is not None
    proposed = [
        change.proposed
        for group in verdict.diagnosis.groups
        for each in group.explanations
        for change in each.changes
        if change.path == path
    ]
    assert figures[path] in proposed


def test_a_blank_total_of_nothing_is_what_it_is() -> None:
    figures, _ = figures_of(3)
    empty = next(row for row in RESULTS if not figures[f"table3.{row}.total"])
    assert judged(figures, f"table3.{empty}.total", "blank").status == "accepted"


@pytest.mark.parametrize("path", ["dispositions.overall.total", "requests.overall.received"])
def test_a_rule_that_only_warns_flags_the_empty_total_all_the_same(path: str) -> None:
    verdict = judge_readings(FOIA, [as_printed({**flow(), path: None})])
    assert verdict.status == "review" and verdict.fields[path].status == "flagged"
