"""Corrupted tables: dependent rules that repeat each other are no conflict, and exchanged rows are called so."""

from collections.abc import Callable
from random import Random

import pytest

from extractor.route import Verdict, judge_readings
from tests.built_readings import COLUMNS, FLOWS, FORM, RESULTS, Figures, absent_rows, reading_of, report

ROWS = (*FLOWS, *RESULTS)
WIDE = (*COLUMNS, "total")
Corruption = Callable[[Figures, Random], None]


def sound(rng: Random) -> Figures:
    share = rng.choice((0.2, 0.6))
    return report({f"{row}.{c}": rng.randint(1, 900) for row in RESULTS for c in COLUMNS if rng.random() < share})


def exchange_rows(figures: Figures, rng: Random) -> None:
    one, other = rng.sample(ROWS, 2)
    for column in WIDE:
        a, b = f"table3.{one}.{column}", f"table3.{other}.{column}"
        figures[a], figures[b] = figures[b], figures[a]


def exchange_columns(figures: Figures, rng: Random) -> None:
    one, other = rng.sample(WIDE, 2)
    for row in ROWS:
        a, b = f"table3.{row}.{one}", f"table3.{row}.{other}"
        figures[a], figures[b] = figures[b], figures[a]


def spoil_cells(figures: Figures, rng: Random) -> None:
    paths = [f"table3.{row}.{column}" for row in ROWS for column in WIDE]
    for path in rng.sample(paths, rng.choice((1, 2, 5, 12))):
        figures[path] = rng.randint(0, 999)


def exchange_and_spoil(figures: Figures, rng: Random) -> None:
    exchange_rows(figures, rng)
    spoil_cells(figures, rng)


def judged(figures: Figures) -> Verdict:
    return judge_readings(FORM, [reading_of(figures, states=absent_rows())])


@pytest.mark.parametrize("corrupt", [exchange_rows, exchange_columns, spoil_cells, exchange_and_spoil])
@pytest.mark.parametrize("seed", range(12))
def test_rules_that_repeat_each_other_are_never_called_a_conflict(corrupt: Corruption, seed: int) -> None:
    rng = Random(seed)
    figures = sound(rng)
    corrupt(figures, rng)
    verdict = judged(figures)
    assert not [each.message for each in verdict.findings if "no values of the cells" in each.message]
    if verdict.diagnosis is not None:
        assert "rule_conflict" not in {group.kind for group in verdict.diagnosis.groups}


@pytest.mark.parametrize("seed", range(20))
def test_a_result_exchanged_with_what_came_in_is_told_as_two_rows_exchanged(seed: int) -> None:
    rng = Random(seed)
    figures = report({f"{row}.{column}": rng.randint(1, 400) for row in RESULTS[:8] for column in COLUMNS})
    one, other = rng.choice(RESULTS[:8]), rng.choice(FLOWS)
    for column in WIDE:
        a, b = f"table3.{one}.{column}", f"table3.{other}.{column}"
        figures[a], figures[b] = figures[b], figures[a]
    verdict = judged(figures)
    assert verdict.status == "review" and verdict.diagnosis is not None
    (group,) = verdict.diagnosis.groups
    assert group.explanations[0].event == "rows_swapped"
    # A row of zeros in place of the other result would give the same sums.
    ways = [{path.split(".")[1] for path in each.paths} for each in group.explanations]
    assert {one, other} in ways
    told = " ".join(each.message for each in verdict.findings if each.code.startswith("diagnosis."))
    assert "the numbers of the rows " in told and told.count("exchanged") >= 1


@pytest.mark.parametrize("seed", range(10))
def test_exchanged_columns_are_told_by_their_headings(seed: int) -> None:
    rng = Random(seed)
    figures = report({f"{row}.{column}": rng.randint(1, 400) for row in RESULTS[:8] for column in COLUMNS})
    one = rng.choice(COLUMNS)
    for row in ROWS:
        a, b = f"table3.{row}.{one}", f"table3.{row}.total"
        figures[a], figures[b] = figures[b], figures[a]
    verdict = judged(figures)
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.groups[0].explanations[0].event == "columns_swapped"
    told = " ".join(each.message for each in verdict.findings if each.code.startswith("diagnosis."))
    assert "the numbers of the columns " in told and "总计" in told
