"""Conditions, orders, margins and categories: what the solver lists is what trying everything finds."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.schemas.check import Check, Comparison, Conditional, Membership
from extractor.schemas.linear import Linear, Number, Term
from extractor.verify import diagnose as diagnosing
from extractor.verify.diagnose import diagnose
from extractor.verify.diagnose.clauses import tangles
from extractor.verify.diagnose.explanation import Group
from extractor.verify.diagnose.peeling import enumerate_solutions
from extractor.verify.diagnose.settling import Settlement, settle
from extractor.verify.diagnose.solver import installed
from extractor.verify.diagnose.syndrome import Category, SyndromeCase
from extractor.verify.diagnose.system import build_system
from tests.small_cases import case, cell, total

pytestmark = pytest.mark.slow

with_solver = pytest.mark.skipif(not installed(), reason="the extra solver is not installed")

TOP = 24
"""Amounts below which everything is tried: one changed count has to go to 7 at most, one above it to 12, a third to 22.

So whatever is possible shows here, and more than one amount wherever more than one is left.
"""

KINDS = ("lamps", "doors", "")
"""The texts a category may hold here; the last stands for any other."""


Explained = dict[frozenset[str], set[object]]


def linear(*paths: str, constant: Number = 0) -> Linear:
    return Linear(tuple(Term(path) for path in paths), constant)


def number(value: Number) -> Linear:
    return Linear((), value)


def kind(held: str | None, **known: object) -> Category:
    plain = Category("kind", "read" if held else "unread", held)
    return replace(plain, **known)  # type: ignore[arg-type]  # attributes by name


def tangled(
    held: Mapping[str, Number | None], *checks: Check, category: Category | None = None, **seen: object
) -> SyndromeCase:
    """A case with a category."""
    found = case(held, *checks, **seen)  # type: ignore[arg-type]  # witnesses by name
    if category is None:
        return found
    cells = {**found.values.cells, "kind": (category.state, category.text)}
    return replace(found, values=replace(found.values, cells=cells), categories={"kind": category})


def settled(given: SyndromeCase) -> Settlement:
    (tangle,) = tangles(given)
    found = settle(given, tangle)
    assert found is not None
    return found


def only_group(given: SyndromeCase) -> Group:
    found = diagnose(given)
    assert found is not None
    (group,) = found.groups
    return group


IF_ZERO = Conditional(Comparison(linear("a"), "=", number(0)), Comparison(linear("b"), "=", number(0)))
LAMPS = Conditional(Membership("kind", ("lamps",)), Comparison(linear("a"), "=", number(0)))


@st.composite
def small_checks(draw: st.DrawFn) -> list[Check]:
    """Two to four checks over three counts and a category: equations, orders, margins, conditions, choices."""
    names = ("a", "b", "c")

    def comparison() -> Comparison:
        left, *right = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        other = linear(*right, constant=draw(st.integers(0, 1)))
        made = Comparison(linear(left), draw(st.sampled_from(("=", "=", "≤", "≥"))), other)
        return made.within(draw(st.sampled_from((0, 0, 1))))

    def plain() -> Check:
        if draw(st.integers(0, 3)):
            return comparison()
        return Membership("kind", tuple(draw(st.lists(st.sampled_from(KINDS[:2]), min_size=1, unique=True))))

    def check() -> Check:
        return Conditional(plain(), plain()) if draw(st.booleans()) else plain()

    return [check() for _ in range(draw(st.integers(2, 4)))]


@st.composite
def small_cases(draw: st.DrawFn) -> SyndromeCase:
    held: dict[str, int | None] = {name: draw(st.integers(0, 2)) for name in ("a", "b", "c")}
    if draw(st.integers(0, 3)) == 0:
        held[draw(st.sampled_from(("a", "b", "c")))] = None
    return tangled(held, *draw(small_checks()), category=kind(draw(st.sampled_from((*KINDS[:2], "keys")))))


def try_everything(
    given: SyndromeCase, paths: frozenset[str], checks: set[int]
) -> tuple[int, dict[frozenset[str], set[object]]]:
    """The smallest number of fields whose change satisfies the checks, and every way to do it with so many."""
    missing = sorted(path for path in paths if path != "kind" and given.cells[path].missing)
    read = sorted(paths - set(missing))
    for size in range(len(read) + 1):
        found: Explained = {}
        for chosen in combinations(read, size):
            names = (*chosen, *missing)
            for values in product(*(KINDS if path == "kind" else range(TOP) for path in names)):
                if _satisfies(given, dict(zip(names, values, strict=True)), checks):
                    found.setdefault(frozenset(chosen), set()).add(tuple(values[:size]))
        if found:
            return size, found
    return len(read), {}


def _satisfies(given: SyndromeCase, values: Mapping[str, object], checks: set[int]) -> bool:
    if any(given.values.cells[path] == ("read", value) for path, value in values.items()):
        return False
    after = given.changed({path: ("read", value) for path, value in values.items()})  # type: ignore[misc]  # as drawn
    return all(given.checks[index][1].evaluate(after).outcome != "fail" for index in checks)


@with_solver
@settings(max_examples=60, deadline=None)
@given(small_cases())
def test_the_solver_lists_every_smallest_way_that_trying_everything_finds(given: SyndromeCase) -> None:
    for tangle in tangles(given):
        found = settle(given, tangle)
        size, every = try_everything(given, tangle.paths, {clause.check for clause in tangle.clauses})
        assert found is not None and found.complete
        assert {frozenset(way) for way in found.ways} == set(every)
        assert found.conflict is (not every)
        assert not every or found.size == size
        for way in found.ways:
            values = every[frozenset(way)]
            for at, path in enumerate(sorted(way)):
                left = {each[at] for each in values if isinstance(each, tuple)}
                assert left == {way[path]} if way[path] is not None else len(left) > 1 or left == {""}


@with_solver
@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=5, max_size=5))
def test_the_solver_and_the_search_list_the_same_where_both_finish(held: list[int]) -> None:
    names = ("a", "b", "sum", "c", "all")
    sums = (total("sum", "a", "b"), total("all", "a", "c"))
    always = Conditional(Comparison(linear("z"), "≥", number(0)), Comparison(linear("all"), "≥", number(0)))
    cells = [*(cell(path, value) for path, value in zip(names, held, strict=True)), cell("z", 1, decided=True)]
    given = case(cells, *sums, always)
    system = build_system(given)
    for tangle in tangles(given):
        found = settle(given, tangle)
        rows = [row for row in system.rows if row.check in {clause.check for clause in tangle.clauses}]
        mine = enumerate_solutions(system, rows, 3)
        assert found is not None and found.complete and found.size == mine.size
        listed = [{system.cells[c].path: amount for c, amount in each.amounts.items()} for each in mine.solutions]
        assert sorted(map(_key, found.ways)) == sorted(map(_key, listed))


def _key(way: Mapping[str, object]) -> str:
    return str(sorted(way.items()))


@with_solver
def test_a_condition_that_does_not_hold_together_with_its_consequence_names_both_sides() -> None:
    group = only_group(tangled({"a": 0, "b": 3}, IF_ZERO))
    assert (group.kind, group.proof.complete, group.proof.searched) == ("ambiguous", True, 1)
    assert {(e.changes[0].path, e.changes[0].proposed) for e in group.explanations} == {("a", None), ("b", 0)}


def test_without_the_solver_a_condition_that_may_be_misread_leaves_nothing_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(diagnosing, "installed", lambda: False)
    given = tangled({"a": 0, "b": 3, "c": 4}, IF_ZERO, total("c", "b"), other={"b": 0, "c": 0})
    found = diagnose(given)
    assert found is not None and all(not group.proof.complete for group in found.groups)
    assert found.kind != "certain"


@with_solver
def test_a_misread_condition_is_certain_where_everything_else_is_fixed_and_it_was_seen() -> None:
    sums = (total("sum", "a", "b"), total("b", "c"))
    given = tangled({"a": 0, "b": 3, "c": 3, "sum": 8}, IF_ZERO, *sums, other={"a": 5})
    group = only_group(given)
    (change,) = group.explanations[0].changes
    assert (group.kind, change.path, change.proposed) == ("certain", "a", 5)


@with_solver
def test_a_category_that_contradicts_a_count_is_named_with_the_only_other_one() -> None:
    must = Membership("kind", ("lamps", "doors"))
    given = tangled({"a": 4, "b": 4}, LAMPS, must, total("b", "a"), category=kind("lamps"))
    group = only_group(given)
    (change,) = group.explanations[0].changes
    assert (change.path, change.read, change.proposed) == ("kind", "lamps", "doors")
    assert len(group.explanations) == 1


@with_solver
def test_a_category_another_reader_read_is_certain() -> None:
    must = Membership("kind", ("lamps", "doors"))
    seen = kind("lamps", readers=(("other", "Doors".lower()),))
    group = only_group(tangled({"a": 4, "b": 4}, LAMPS, must, total("b", "a"), category=seen))
    assert (group.kind, group.explanations[0].changes[0].seen) == ("certain", ("other",))


@with_solver
def test_where_any_other_text_would_do_none_is_proposed() -> None:
    group = only_group(tangled({"a": 4, "b": 4}, LAMPS, total("b", "a"), category=kind("lamps")))
    (change,) = group.explanations[0].changes
    assert (change.path, change.proposed) == ("kind", None)
    assert group.kind == "ambiguous"


@with_solver
def test_an_order_that_fails_leaves_open_by_how_much_and_offers_what_a_witness_saw() -> None:
    order = Comparison(linear("a"), "≤", linear("b"))
    group = only_group(tangled({"a": 7, "b": 3}, order, other={"a": 2, "b": 3}))
    proposed = [(e.changes[0].path, e.changes[0].proposed) for e in group.explanations]
    assert proposed[0] == ("a", 2) and ("b", None) in proposed
    assert group.kind == "ambiguous"


@with_solver
def test_a_repair_of_the_sums_that_breaks_an_order_is_not_listed() -> None:
    order = Comparison(linear("a"), "≤", linear("b"))
    group = only_group(tangled({"a": 3, "b": 3, "sum": 7}, total("sum", "a", "b"), order))
    assert {(e.changes[0].path, e.changes[0].proposed) for e in group.explanations} == {("b", 4), ("sum", 6)}


@with_solver
def test_more_than_three_wrong_cells_under_a_condition_are_named() -> None:
    held = {
        "z": 1,
        **{f"x{n}": 5 for n in range(4)},
        **{f"y{n}": 5 for n in range(4)},
        **{f"s{n}": 9 for n in range(4)},
    }
    sums = [
        Conditional(Comparison(linear("z"), "≥", number(1)), Comparison(linear(f"s{n}"), "=", linear(f"x{n}", f"y{n}")))
        for n in range(4)
    ]
    fixed = [Comparison(linear(f"{name}{n}"), "=", number(5)) for name in "xy" for n in range(4)]
    always = Comparison(linear("z"), "=", number(1))
    group = only_group(tangled(held, *sums, *fixed, always))
    assert {change.path for change in group.explanations[0].changes} == {f"s{n}" for n in range(4)}
    assert all(change.proposed == 10 for change in group.explanations[0].changes)
    assert (group.proof.searched, group.proof.complete) == (4, True)


@with_solver
def test_amounts_keep_every_digit_and_rounding_is_a_margin() -> None:
    about = Comparison(linear("sum"), "=", linear("a", "b")).rounded()
    held = {"a": Decimal("1.2"), "b": Decimal("2.3"), "sum": Decimal("3.8")}
    within = Comparison(linear("sum"), "=", number(Decimal("3.80")))
    group = only_group(tangled(held, about, within))
    assert {e.changes[0].path for e in group.explanations} == {"a", "b"}
    assert all(e.changes[0].proposed is None for e in group.explanations)


@with_solver
def test_well_read_numbers_that_break_an_order_are_the_document_s_own_contradiction() -> None:
    order = Comparison(linear("a"), "≤", linear("b"))
    held = {"a": 7, "b": 3}
    assert only_group(tangled(held, order, printed=held)).kind == "source_inconsistent"
    assert only_group(tangled(held, order, printed={"a": 7})).kind == "ambiguous"


@with_solver
def test_checks_that_no_fields_can_satisfy_are_a_conflict_of_rules() -> None:
    given = tangled({"a": 1}, Comparison(linear("a"), "≤", number(2)), Comparison(linear("a"), "≥", number(3)))
    assert only_group(given).kind == "rule_conflict"
