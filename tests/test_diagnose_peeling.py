"""The search lists every smallest explanation: compared with trying everything, and with a solver."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.verify.diagnose import peeling
from extractor.verify.diagnose.bounds import search
from extractor.verify.diagnose.peeling import LISTED, Enumeration, enumerate_solutions
from extractor.verify.diagnose.solver import installed, solve
from extractor.verify.diagnose.system import System
from tests.small_cases import system_of

pytestmark = pytest.mark.slow

TOP = 22
"""No amount in these systems can reach it."""

Explained = dict[frozenset[int], set[tuple[int, ...]]]


@st.composite
def small_systems(draw: st.DrawFn, most_missing: int = 1) -> System:
    """Up to five small counts and five sums of them, some wrong, perhaps one missing, perhaps one rule impossible."""
    count = draw(st.integers(3, 5))
    small = st.integers(0, 4)
    held: list[int | None] = list(draw(st.lists(small, min_size=count, max_size=count)))
    truth = [draw(st.one_of(st.just(value or 0), small)) for value in held]
    for _ in range(draw(st.integers(0, most_missing))):
        held[draw(st.integers(0, count - 1))] = None
    rows: list[tuple[dict[int, int], int]] = []
    for _ in range(draw(st.integers(1, 5))):
        cells = draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=min(4, count), unique=True))
        factors = {cell: draw(st.sampled_from((1, -1))) for cell in cells}
        off = draw(st.sampled_from((0, 0, 0, 0, 0, 0, 1, -2)))
        rows.append((factors, off - sum(factor * truth[cell] for cell, factor in factors.items())))
    return system_of(held, rows)


def try_everything(system: System, largest: int) -> tuple[int, Explained]:
    """The smallest number of cells whose change satisfies all rows, and every way to do it with so many."""
    missing = sorted(system.missing)
    read = [number for number in range(len(system.cells)) if number not in system.missing]
    for size in range(largest + 1):
        found: Explained = {}
        for chosen in combinations(read, size):
            ways = {
                tuple(amounts[cell] for cell in chosen)
                for amounts in every_way(system, (*chosen, *missing), {})
                if all(amounts[cell] != system.held[cell] for cell in chosen)
            }
            if ways:
                found[frozenset(chosen)] = ways
        if found:
            return size, found
    return largest, {}


def every_way(system: System, cells: Sequence[int], amounts: dict[int, int]) -> Iterator[dict[int, int]]:
    """All amounts of these cells, those given besides, that satisfy every row; others hold what they hold."""
    by = {cell: amount - system.held[cell] for cell, amount in amounts.items()}
    settled = (row for row in system.rows if row.coefficients.keys().isdisjoint(cells))
    if any(
        row.residual + sum(factor * by.get(cell, 0) for cell, factor in row.coefficients.items()) for row in settled
    ):
        return
    if not cells:
        yield amounts
        return
    for amount in range(TOP):
        yield from every_way(system, cells[1:], {**amounts, cells[0]: amount})


def listed(system: System, found: Enumeration) -> dict[frozenset[int], dict[int, int | None]]:
    changed = [each.changed(system.missing) for each in found.solutions]
    assert len(changed) == len({*changed}), "no explanation is listed twice"
    return dict(zip(changed, (dict(each.amounts) for each in found.solutions), strict=True))


@settings(max_examples=120, deadline=None)
@given(small_systems())
def test_the_search_lists_what_trying_everything_finds(system: System) -> None:
    found = enumerate_solutions(system, system.rows, 2)
    size, every = try_everything(system, 2)
    mine = listed(system, found)
    assert found.complete
    assert set(mine) == set(every)
    assert not every or found.size == size
    for cells, ways in every.items():
        proposed = tuple(mine[cells][cell] for cell in sorted(cells))
        # What the search leaves open may yet be fixed by limits; what it proposes is the only way.
        assert None in proposed or ways == {proposed}


@settings(max_examples=25, deadline=None)
@given(small_systems())
@pytest.mark.skipif(not installed(), reason="the extra solver is not installed")
def test_the_search_and_the_solver_list_the_same(system: System) -> None:
    found = search(system, system.rows, 3)
    solved = solve(system, system.rows, 3)
    mine = listed(system, found)
    assert (solved is None) == (not mine)
    if solved is not None:
        assert solved.complete
        assert (listed(system, solved), solved.size) == (mine, found.size)


@settings(max_examples=60, deadline=None)
@given(small_systems(most_missing=3))
def test_limits_settle_what_rows_leave_open_and_never_wrongly(system: System) -> None:
    found = search(system, system.rows, 1)
    size, every = try_everything(system, 1)
    mine = listed(system, found)
    assert set(every) <= set(mine) or (found.size < size and mine)
    for cells, ways in every.items() if found.size == size else ():
        proposed = tuple(mine[cells][cell] for cell in sorted(cells))
        assert None in proposed or ways == {proposed}


def test_parts_that_nobody_read_are_zero_where_the_repaired_total_is_used_up() -> None:
    rows = [({0: 1, 1: 1, 2: 1, 3: -1}, 0), ({0: 1, 4: -1}, 0), ({0: 1, 5: -1}, 0)]
    system = system_of([7, None, None, 3, 3, 3], rows)
    (solution,) = search(system, system.rows, 3).solutions
    assert dict(solution.amounts) == {0: 3, 1: 0, 2: 0}


def test_a_repair_that_leaves_a_missing_count_below_zero_is_none() -> None:
    rows = [({0: 1, 1: 1, 2: 1, 3: -1}, 0), ({0: 1, 4: -1}, 0)]
    system = system_of([3, None, None, 3, 5], rows)
    found = [each.changed(system.missing) for each in search(system, system.rows, 1).solutions]
    assert found == [frozenset({4})]


def random_table(chance: Random, wrong: int) -> tuple[System, dict[int, int]]:
    """Five by five counts with totals on two sides, ``wrong`` of them changed; what they should hold."""
    inner = [[chance.randrange(400) for _ in range(5)] for _ in range(5)]
    rows = [[*line, sum(line)] for line in inner]
    table = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
    held = [value for line in table for value in line]
    truth = list(held)
    for cell in chance.sample(range(36), wrong):
        held[cell] += chance.choice((1, 10, 100)) * chance.randrange(1, 9)
    across = [({6 * r + c: 1 if c < 5 else -1 for c in range(6)}, 0) for r in range(6)]
    down = [({6 * r + c: 1 if r < 5 else -1 for r in range(6)}, 0) for c in range(6)]
    system = system_of(held, [*across, *down])
    return system, {cell: truth[cell] for cell in range(36) if truth[cell] != held[cell]}


@pytest.mark.parametrize("wrong", [1, 2, 3])
def test_the_true_repair_of_a_table_is_listed_or_a_smaller_one_is(wrong: int) -> None:
    for seed in range(20):
        system, truth = random_table(Random(f"{wrong}:{seed}"), wrong)
        found = enumerate_solutions(system, system.rows, 3)
        assert found.size < wrong or truth in [dict(each.amounts) for each in found.solutions]


@pytest.mark.skipif(not installed(), reason="the extra solver is not installed")
@pytest.mark.parametrize("wrong", [2, 3, 4, 5])
def test_the_solver_finds_the_repair_of_a_table_beyond_the_search_as_well(wrong: int) -> None:
    system, truth = random_table(Random(wrong), wrong)
    solved = solve(system, system.rows)
    assert solved is not None
    assert truth in [dict(each.amounts) for each in solved.solutions]
    if wrong <= 3:
        assert listed(system, solved) == listed(system, enumerate_solutions(system, system.rows, 3))


def cut_off(nodes: int, listed: int) -> pytest.MonkeyPatch:
    """A search that gives up after so many branches and lists so many explanations; undo it."""
    patch = pytest.MonkeyPatch()
    patch.setattr(peeling, "NODES", nodes)
    patch.setattr(peeling, "LISTED", listed)
    return patch


@settings(max_examples=120, deadline=None)
@given(small_systems(most_missing=2), st.integers(0, 12), st.integers(1, 3))
def test_a_search_that_calls_itself_complete_was_not_cut_off(system: System, nodes: int, listed: int) -> None:
    whole = [enumerate_solutions(system, system.rows, 2), search(system, system.rows, 2)]
    patch = cut_off(nodes, listed)
    found = [enumerate_solutions(system, system.rows, 2), search(system, system.rows, 2)]
    patch.undo()
    assert all(mine == all_of_it for mine, all_of_it in zip(found, whole, strict=True) if mine.complete)


def test_what_limits_rule_out_takes_no_place_in_the_list() -> None:
    """Limits rule out two of the three sets of one cell that satisfy the rows."""
    system = system_of([None, 2, 2, 2, None, 2], [({0: -1, 4: -1, 5: -1}, 1), ({1: 1, 3: 1, 4: 1}, -5)])
    whole = search(system, system.rows, 2)
    assert (whole.size, whole.complete) == (1, True)
    assert [each.changed(system.missing) for each in whole.solutions] == [frozenset({5})]
    patch = cut_off(nodes=1000, listed=1)
    found = search(system, system.rows, 2)
    patch.undo()
    assert (found.size, found.complete, found.solutions) == (1, True, whole.solutions)


def test_more_explanations_than_are_listed_are_never_called_all_of_them() -> None:
    def cells_in_one_sum(number: int) -> Enumeration:
        system = system_of([1] * number, [(dict.fromkeys(range(number), 1), -number - 1)])
        return enumerate_solutions(system, system.rows, 1)

    assert cells_in_one_sum(LISTED).complete
    assert not cells_in_one_sum(LISTED + 1).complete


def test_a_search_with_too_many_branches_gives_up_and_says_so() -> None:
    below_zero = system_of([0] * 20, [(dict.fromkeys(range(20), 1), 1)])
    assert enumerate_solutions(below_zero, below_zero.rows, 4) == Enumeration((), 4, True)
    assert enumerate_solutions(below_zero, below_zero.rows, 5) == Enumeration((), 5, False)


def test_a_count_below_zero_is_no_explanation() -> None:
    system = system_of([7, 2, 3], [({0: -1, 1: 1, 2: 1}, 0), ({0: 1}, -1)])
    found = enumerate_solutions(system, system.rows, 1)
    assert found.solutions == ()


def test_where_one_cell_would_fall_below_zero_two_are_named_without_amounts() -> None:
    system = system_of([2, 3, 0], [({0: 1, 1: 1, 2: -1}, 0)])
    fixed = system_of([2, 3, 0], [({0: 1, 1: 1}, -1)])
    assert {each.changed(frozenset()) for each in enumerate_solutions(system, system.rows, 2).solutions} == {
        frozenset({2})
    }
    assert [dict(each.amounts) for each in enumerate_solutions(fixed, fixed.rows, 2).solutions] == [{0: None, 1: None}]


def test_a_cell_that_another_rule_settles_gives_no_way_for_one_that_would_fall_below_zero() -> None:
    """The second is one more than the first, and is zero by a rule that holds: the first would have to be less."""
    system = system_of([2, 0], [({0: -1, 1: 1}, -1), ({1: -1}, 0)])
    assert enumerate_solutions(system, system.rows, 3) == Enumeration((), 3, True)


def test_a_cell_that_stays_free_may_be_settled_by_a_rule_with_a_cell_of_its_own() -> None:
    """The first two are zero together, and the third is as many as the second: all three change."""
    system = system_of([3, 4, 4], [({0: 1, 1: 1}, 0), ({1: -1, 2: 1}, 0)])
    found = enumerate_solutions(system, system.rows, 3)
    assert (found.size, [set(each.amounts) for each in found.solutions]) == (3, [{0, 1, 2}])


def test_rules_without_a_cell_in_common_need_a_cell_each_and_nothing_is_searched_with_less() -> None:
    system = system_of([1] * 8, [({at: 1, at + 1: 1}, -3) for at in (0, 2, 4, 6)])
    patch = cut_off(nodes=4, listed=LISTED)
    found = enumerate_solutions(system, system.rows, 3)
    patch.undo()
    assert found == Enumeration((), 3, True)


def test_what_a_missing_cell_can_never_satisfy_needs_no_search() -> None:
    system = system_of([None], [({0: 1}, -5), ({0: 1}, -7)])
    assert enumerate_solutions(system, system.rows, 3) == Enumeration((), 0, True, conflict=True)


def test_rules_that_no_numbers_can_satisfy_are_a_conflict() -> None:
    system = system_of([1, 2], [({0: 1, 1: 1}, -5), ({0: 1, 1: 1}, -7)])
    assert enumerate_solutions(system, system.rows, 3).conflict


def test_open_amounts_that_no_numbers_fit_at_once_are_no_explanation() -> None:
    rows = [({1: -1, 2: -1, 3: -1, 0: -1}, 7), ({2: -1, 3: 1, 1: 1}, 0), ({2: -1, 0: -1, 3: -1, 1: -1}, 7)]
    system = system_of([None, 0, 4, 4], rows)
    assert set(listed(system, enumerate_solutions(system, system.rows, 2))) == {frozenset({2, 3})}


@pytest.mark.parametrize("seed", range(40))
def test_what_is_listed_with_open_amounts_is_what_trying_everything_finds(seed: int) -> None:
    rng = Random(seed)
    count = rng.randint(3, 5)
    truth = [rng.randint(0, 4) for _ in range(count)]
    held: list[int | None] = [value if rng.random() < 0.5 else rng.randint(0, 4) for value in truth]
    held[rng.randrange(count)] = None
    rows = []
    for _ in range(rng.randint(2, 5)):
        factors = {cell: rng.choice((1, -1)) for cell in rng.sample(range(count), rng.randint(2, min(4, count)))}
        off = rng.choice((0, 0, 0, 1, -2))
        rows.append((factors, off - sum(factor * truth[cell] for cell, factor in factors.items())))
    system = system_of(held, rows)
    size, every = try_everything(system, 2)
    found = enumerate_solutions(system, system.rows, 2)
    assert (set(listed(system, found)), found.size if every else size) == (set(every), size)
