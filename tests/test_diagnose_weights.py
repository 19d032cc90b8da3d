"""Weights of fields: the lightest explanations are found and come first, and a weight never proves anything."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.schemas.check import Comparison, Conditional, Membership
from extractor.schemas.linear import Linear, Term
from extractor.verify.diagnose import diagnose
from extractor.verify.diagnose.clauses import tangles
from extractor.verify.diagnose.digit_distance import digit_distance, distance_of
from extractor.verify.diagnose.explanation import Explanation, Group, Repair
from extractor.verify.diagnose.peeling import enumerate_solutions
from extractor.verify.diagnose.ranking import CELL, EVENT, accuse, ranked
from extractor.verify.diagnose.settling import settle
from extractor.verify.diagnose.solver import installed, solve
from extractor.verify.diagnose.syndrome import SyndromeCase
from extractor.verify.diagnose.system import System
from specimens.adversarial import layout_of, specimens
from tests.built_readings import FORM
from tests.small_cases import case, cell, system_of, total
from tests.test_diagnose_peeling import every_way, small_systems
from tests.test_diagnose_settling import small_cases
from tests.test_diagnose_settling import try_everything as try_all_fields

with_solver = pytest.mark.skipif(not installed(), reason="the extra solver is not installed")

WEIGHTS = st.sampled_from((1, 1, 2, 3, 5))


@st.composite
def weighed_systems(draw: st.DrawFn) -> System:
    """A small system whose cells do not all weigh the same."""
    plain = draw(small_systems())
    weights = draw(st.lists(WEIGHTS, min_size=len(plain.cells), max_size=len(plain.cells)))
    cells = tuple(replace(each, weight=weight) for each, weight in zip(plain.cells, weights, strict=True))
    return replace(plain, cells=cells, weight=tuple(weights))


def lightest(system: System, largest: int) -> tuple[int | None, set[frozenset[int]]]:
    """The least weight of at most so many cells whose change satisfies all rows, and every such set of cells."""
    missing = sorted(system.missing)
    read = [number for number in range(len(system.cells)) if number not in system.missing]
    sets = [frozenset(chosen) for size in range(largest + 1) for chosen in combinations(read, size)]
    by_weight: dict[int, set[frozenset[int]]] = {}
    for chosen in sets:
        by_weight.setdefault(sum(system.weight[each] for each in chosen), set()).add(chosen)
    for weight in sorted(by_weight):
        found = {chosen for chosen in by_weight[weight] if _satisfies(system, sorted(chosen), missing)}
        if found:
            return weight, found
    return None, set()


def _satisfies(system: System, chosen: list[int], missing: list[int]) -> bool:
    ways = every_way(system, (*chosen, *missing), {})
    return any(all(amounts[each] != system.held[each] for each in chosen) for amounts in ways)


@pytest.mark.slow
@settings(max_examples=120, deadline=None)
@given(weighed_systems())
def test_the_search_lists_the_lightest_sets_that_trying_everything_finds(system: System) -> None:
    found = enumerate_solutions(system, system.rows, 2)
    weight, every = lightest(system, 2)
    assert found.complete
    assert {each.changed(system.missing) for each in found.solutions} == every
    assert weight is None or found.size == weight


@pytest.mark.slow
@with_solver
@settings(max_examples=40, deadline=None)
@given(weighed_systems())
def test_the_solver_and_the_search_list_the_same_lightest_sets(system: System) -> None:
    found, solved = enumerate_solutions(system, system.rows, 3), solve(system, system.rows, 3)
    mine = {each.changed(system.missing) for each in found.solutions}
    assert (solved is None) == (not mine)
    if solved is not None:
        assert ({each.changed(system.missing) for each in solved.solutions}, solved.size) == (mine, found.size)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(small_systems(), st.integers(2, 9))
def test_weights_that_are_all_the_same_change_nothing(system: System, weight: int) -> None:
    heavy = replace(system, weight=(weight,) * len(system.cells))
    plain, found = enumerate_solutions(system, system.rows, 2), enumerate_solutions(heavy, heavy.rows, 2)
    assert (found.solutions, found.size, found.complete) == (plain.solutions, weight * plain.size, plain.complete)


@pytest.mark.slow
@with_solver
@settings(max_examples=30, deadline=None)
@given(small_cases(), st.lists(WEIGHTS, min_size=4, max_size=4))
def test_the_lightest_ways_through_conditions_and_categories_are_found(given_: SyndromeCase, drawn: list[int]) -> None:
    weights = dict(zip(("a", "b", "c", "kind"), drawn, strict=True))
    heavy = weigh(given_, weights)
    for tangle in tangles(heavy):
        found = settle(heavy, tangle, weighed=True)
        plain = settle(heavy, tangle)
        assert found is not None and plain is not None
        sums = {sum(weights[path] for path in way) for way in found.ways}
        assert len(sums) <= 1
        _, smallest = try_all_fields(heavy, tangle.paths, {clause.check for clause in tangle.clauses})
        assert {frozenset(way) for way in plain.ways} == set(smallest)
        assert not smallest or min(sums) <= min(sum(weights[path] for path in each) for each in smallest)


def weigh(given_: SyndromeCase, weights: Mapping[str, int]) -> SyndromeCase:
    cells = {path: replace(each, weight=weights.get(path, 1)) for path, each in given_.cells.items()}
    categories = {path: replace(each, weight=weights.get(path, 1)) for path, each in given_.categories.items()}
    return replace(given_, cells=cells, categories=categories)


def only_group(given_: SyndromeCase) -> Group:
    found = diagnose(given_)
    assert found is not None
    (group,) = found.groups
    return group


def first_of(weights: Mapping[str, int], **witnesses: Mapping[str, int]) -> frozenset[str]:
    """The cells of the first explanation of ``sum = a + b`` where all three hold 1."""
    cells = [cell(path, 1, weight=weights.get(path, 1)) for path in ("a", "b", "sum")]
    return only_group(case(cells, total("sum", "a", "b"), **witnesses)).explanations[0].paths  # type: ignore[arg-type]  # witnesses by name


@pytest.mark.parametrize("light", ["a", "b", "sum"])
@pytest.mark.parametrize("weight", [2, 3, 10, 100])
def test_of_cells_that_may_all_be_wrong_the_lightest_comes_first(light: str, weight: int) -> None:
    assert first_of({path: weight for path in ("a", "b", "sum") if path != light}) == {light}


def two_sums(weights: Mapping[str, int], **witnesses: Mapping[str, int]) -> SyndromeCase:
    """``a + b = c`` and ``2 b + 1 = c`` with 1, 1, 3: either a alone is wrong, or b and c are."""
    cells = [cell(path, value, weight=weights.get(path, 1)) for path, value in (("a", 1), ("b", 1), ("c", 3))]
    twice = Comparison(Linear((Term("b", 2),), 1), "=", Linear((Term("c"),)))
    return case(cells, total("c", "a", "b"), twice, **witnesses)  # type: ignore[arg-type]  # witnesses by name


def test_two_light_cells_come_before_one_heavy_cell_and_both_are_listed() -> None:
    assert [each.paths for each in only_group(two_sums({})).explanations] == [{"a"}]
    heavy = only_group(two_sums({"a": 10})).explanations
    assert [each.paths for each in heavy] == [{"b", "c"}, {"a"}]
    assert heavy[1].surplus == 9 * CELL


def test_a_weight_proves_nothing_about_the_cells_that_weigh_less() -> None:
    """Both ways are seen by the second reader; without the weight it is one wrong cell, with it still no two are."""
    seen = {"a": 2, "b": 0, "c": 1}
    for weight in (1, 2, 10, 100):
        group = only_group(two_sums({"a": weight}, other=seen))
        assert group.kind != "certain" or group.explanations[0].paths == {"a"}
    assert first_of({"a": 5}, other={"b": 0}) == {"b"}
    cells = [cell("a", 1, weight=9), cell("b", 1, weight=9), cell("sum", 1)]
    group = only_group(case(cells, total("sum", "a", "b")))
    assert (group.kind, group.unique) == ("ambiguous", False)
    assert group.explanations[0].paths == {"sum"}


def test_what_witnesses_prove_without_weights_they_prove_of_a_heavy_cell_as_well() -> None:
    rows = (total("sum", "a", "b"), total("all", "sum", "c"))
    held = {"a": 3, "b": 4, "sum": 8, "c": 2, "all": 9}
    for weight in (1, 2, 50):
        cells = [cell(path, value, weight=weight if path == "sum" else 1) for path, value in held.items()]
        group = only_group(case(cells, *rows, other={"sum": 7}))
        assert group.kind == "certain"
        assert group.explanations[0].paths == {"sum"}


def test_more_wrong_cells_than_are_searched_are_still_found_by_weight() -> None:
    system = system_of([1] * 6, [({at: 1, at + 1: 1}, -3) for at in (0, 2, 4)], (1, 7, 7, 1, 1, 7))
    found = enumerate_solutions(system, system.rows, 3)
    assert (found.size, [set(each.amounts) for each in found.solutions]) == (3, [{0, 3, 4}])


@with_solver
@pytest.mark.parametrize(
    ("weights", "wrong"), [({"kind": 2}, "a"), ({"a": 2}, "kind"), ({"a": 50, "kind": 49}, "kind")]
)
def test_a_category_may_weigh_more_than_a_number_and_less(weights: Mapping[str, int], wrong: str) -> None:
    from tests.test_diagnose_settling import kind, tangled

    options = Membership("kind", ("lamps", "doors"))
    lamps = Conditional(Membership("kind", ("lamps",)), Comparison(Linear((Term("a"),)), "=", Linear((), 0)))
    group = only_group(weigh(tangled({"a": 4}, options, lamps, category=kind("lamps")), weights))
    assert group.explanations[0].paths == {wrong}
    assert {next(iter(each.paths)) for each in group.explanations} == {"a", "kind"}
    assert group.kind == "ambiguous"


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("1340", "1340", 0),
        ("", "58", 2),
        ("207", "2077", 1),
        ("2077", "207", 1),
        ("118", "148", 1),
        ("161", "116", 1),
        ("1608", "16080", 1),
        ("1608", "6108", 1),
        ("1608", "61080", 2),
        ("-9", "9", 1),
        ("-9", "90", 2),
        ("12.50", "1250", 1),
        ("123", "321", 2),
        ("ca", "abc", 3),
        ("1212", "2121", 2),
    ],
)
def test_digits_lost_invented_misread_or_exchanged_count_one_each(one: str, other: str, edits: int) -> None:
    assert digit_distance(one, other) == digit_distance(other, one) == edits


@given(st.text("012", max_size=6), st.text("012", max_size=6))
def test_the_distance_is_nothing_for_the_same_and_never_more_than_the_longer_has(one: str, other: str) -> None:
    found = digit_distance(one, other)
    assert (found == 0) == (one == other)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))


def changed(path: str, read: int | Decimal | None, proposed: int | Decimal | None, cost: int = 115) -> Explanation:
    change = Repair(path=path, state="read", read=read, proposed=proposed, event="replaced")
    return Explanation(event="replaced", cost=cost, changes=(change,))


def test_of_explanations_that_cost_the_same_the_one_with_the_fewest_other_digits_comes_first() -> None:
    far, near, open_ = changed("a", 1868, 2450), changed("b", 1868, 1468), changed("c", 1868, None)
    assert [distance_of(each) for each in (far, near, open_)] == [4, 1, 4]
    assert ranked([open_, far, near])[0] == near
    assert ranked([near, changed("d", 99999, 1, cost=114)])[0].paths == {"d"}
    assert distance_of(changed("e", Decimal("12.50"), Decimal("12.5"))) == 1


def test_fewer_other_digits_prove_nothing() -> None:
    given_ = case({"a": 5211, "b": 40, "sum": 5351}, total("sum", "a", "b"))
    group = only_group(given_)
    assert group.explanations[0].paths == {"a"} or group.explanations[0].paths == {"sum"}
    assert (group.kind, group.unique, len(group.explanations)) == ("ambiguous", False, 3)


def test_where_nothing_can_be_searched_every_open_field_is_accused_the_lightest_first() -> None:
    cells = [cell("a", 4, weight=3), cell("b", 7), cell("c", 9, decided=True), cell("d", None)]
    found = accuse(case(cells, other={"b": 8}), ("a", "b", "c", "d", "e"))
    assert [(each.changes[0].path, each.cost, each.surplus) for each in found] == [
        ("b", CELL + EVENT["replaced"], 0),
        ("a", 3 * CELL + EVENT["replaced"], 2 * CELL),
    ]
    assert [(each.changes[0].read, each.changes[0].proposed) for each in found] == [(7, None), (4, None)]


@pytest.mark.slow
@pytest.mark.parametrize("witnesses", [(False, True), (True, True)])
def test_no_wrong_repair_of_a_damaged_table_is_certain_and_none_is_proven_by_weights(
    witnesses: tuple[bool, bool],
) -> None:
    layout = layout_of(FORM, without=frozenset(["other_all"]))
    rng = Random(3)
    for specimen in specimens(layout, 16, 17):
        plain = layout.case(specimen, *witnesses)
        heavy = weigh(plain, {path: rng.choice((1, 2, 5, 100)) for path in plain.cells})
        found, before = diagnose(heavy), diagnose(plain)
        groups = found.groups if found is not None else ()
        proven = [each for each in groups if each.kind == "certain"]
        assert all(specimen.printed[c.path] == c.proposed for each in proven for c in each.explanations[0].changes)
        known = [each for each in (before.groups if before is not None else ()) if each.kind == "certain"]
        assert len(proven) == len(known)
