"""Categories that nobody read follow where the rules leave one text, alone and with numbers, and never wrongly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.schemas.check import Check, Comparison, Conditional, Membership, Relation
from extractor.schemas.form import Value
from extractor.schemas.linear import Linear, Number, Term
from extractor.verify.diagnose import diagnose, imply_missing
from extractor.verify.diagnose.syndrome import Category, SyndromeCase
from tests.small_cases import case, cell, total

Texts = Mapping[str, str | None]

GOODS = Membership("goods", ("lamps", "doors", "keys"))
PORT = Membership("port", ("north", "south"))


def side(path: str, relation: Relation, value: Number) -> Comparison:
    return Comparison(Linear((Term(path),)), relation, Linear((), value))


def when(condition: Check, check: Check) -> Conditional:
    return Conditional(condition, check)


def given_(numbers: Mapping[str, Number | None], texts: Texts, *checks: Check) -> SyndromeCase:
    """A case of numbers and categories; None is what nobody read."""
    found = case([cell(path, value, whole=True) for path, value in numbers.items()], *checks)
    categories = {path: Category(path, "read" if text else "unread", text) for path, text in texts.items()}
    held = {path: (each.state, each.text) for path, each in categories.items()}
    return replace(found, values=replace(found.values, cells={**found.values.cells, **held}), categories=categories)


def implied(numbers: Mapping[str, Number | None], texts: Texts, *checks: Check) -> dict[str, object]:
    return {each.path: each.value for each in imply_missing(given_(numbers, texts, *checks))}


def one(path: str, *options: str) -> Membership:
    return Membership(path, options)


@pytest.mark.parametrize(
    ("numbers", "texts", "checks", "left"),
    [
        ({}, {"goods": None}, [one("goods", "lamps")], {"goods": "lamps"}),
        ({}, {"goods": None}, [GOODS], {}),
        ({}, {"goods": None}, [GOODS, one("goods", "doors", "gates")], {"goods": "doors"}),
        (
            {"a": 3},
            {"goods": None},
            [GOODS, when(one("goods", "lamps", "keys"), side("a", "=", 0))],
            {"goods": "doors"},
        ),
        ({"a": 0}, {"goods": None}, [GOODS, when(one("goods", "lamps", "keys"), side("a", "=", 0))], {}),
        ({"a": 3}, {"goods": None}, [GOODS, when(side("a", ">", 2), one("goods", "keys"))], {"goods": "keys"}),
        ({"a": 2}, {"goods": None}, [GOODS, when(side("a", ">", 2), one("goods", "keys"))], {}),
        (
            {},
            {"goods": None, "port": "north"},
            [GOODS, when(one("port", "north"), one("goods", "keys"))],
            {"goods": "keys"},
        ),
        ({}, {"goods": None, "port": "south"}, [GOODS, when(one("port", "north"), one("goods", "keys"))], {}),
        (
            {},
            {"goods": "lamps", "port": None},
            [GOODS, PORT, when(one("port", "north"), one("goods", "keys"))],
            {"port": "south"},
        ),
        (
            {"a": 5},
            {"goods": None, "port": None},
            [
                GOODS,
                PORT,
                when(side("a", ">", 0), one("port", "north")),
                when(one("port", "north"), one("goods", "keys")),
            ],
            {"port": "north", "goods": "keys"},
        ),
        (
            {},
            {"goods": None, "port": None},
            [one("goods", "lamps", "doors"), PORT, when(one("goods", "lamps"), one("port", "north"))],
            {},
        ),
        (
            {"a": None},
            {"goods": None},
            [
                one("goods", "lamps", "doors"),
                when(one("goods", "lamps"), side("a", "=", 4)),
                when(one("goods", "doors"), side("a", "=", 4)),
            ],
            {"a": 4},
        ),
        (
            {"a": None},
            {"goods": None},
            [
                one("goods", "lamps", "doors"),
                when(one("goods", "lamps"), side("a", "=", 4)),
                when(one("goods", "doors"), side("a", "=", 5)),
            ],
            {},
        ),
        (
            {"a": None, "b": 7, "sum": 5},
            {"goods": None},
            [one("goods", "lamps", "doors"), when(one("goods", "lamps"), total("sum", "a", "b"))],
            {"goods": "doors"},
        ),
        (
            {"a": None, "b": 2, "sum": 5},
            {"goods": None},
            [one("goods", "lamps", "doors"), total("sum", "a", "b"), when(one("goods", "lamps"), side("a", "=", 0))],
            {"a": 3, "goods": "doors"},
        ),
        ({"a": None}, {"goods": "lamps"}, [GOODS, when(one("goods", "lamps"), side("a", "=", 0))], {"a": 0}),
        ({"a": 3}, {"goods": None}, [when(one("goods", "lamps"), side("a", "=", 0))], {}),
        (
            {"a": 3, "b": 9},
            {"goods": None},
            [GOODS, when(one("goods", "lamps", "keys"), side("a", "=", 0)), side("b", "≤", 8)],
            {"goods": "doors"},
        ),
        (
            {"a": 3},
            {"goods": None},
            [GOODS, when(one("goods", "lamps", "keys"), side("a", "=", 0)), side("a", "≤", 2)],
            {},
        ),
    ],
)
def test_a_category_is_implied_where_the_rules_leave_one_text(
    numbers: Mapping[str, Number | None], texts: Texts, checks: list[Check], left: dict[str, object]
) -> None:
    assert implied(numbers, texts, *checks) == left


def test_the_rules_that_leave_a_text_are_named_and_it_is_written_as_they_write_it() -> None:
    (found,) = imply_missing(given_({"a": 1}, {"goods": None}, one("goods", "Oil  lamps"), side("a", "≥", 0)))
    assert (found.value, found.reasons) == ("Oil  lamps", ("own.0",))


def test_more_combinations_than_are_tried_imply_nothing() -> None:
    texts = {f"t{number}": None for number in range(6)}
    checks = [one(path, *(f"x{n}" for n in range(4))) for path in texts]
    chain = [when(one(a, "x0"), one(b, "x1")) for a, b in zip([*texts], [*texts][1:], strict=False)]
    assert implied({}, texts, *checks, *chain) == {}


@st.composite
def drawn_cases(draw: st.DrawFn) -> SyndromeCase:
    """Two counts and two categories, each perhaps not read, and two to five checks about them."""

    def plain() -> Check:
        if draw(st.booleans()):
            return side(draw(st.sampled_from("ab")), draw(st.sampled_from(("=", "≤", "≥"))), draw(st.integers(0, 2)))
        path, texts = draw(st.sampled_from((("goods", GOODS.options), ("port", PORT.options))))
        return one(path, *draw(st.lists(st.sampled_from(texts), min_size=1, max_size=2, unique=True)))

    checks = [when(plain(), plain()) if draw(st.booleans()) else plain() for _ in range(draw(st.integers(1, 4)))]
    numbers = {name: draw(st.one_of(st.none(), st.integers(0, 2))) for name in ("a", "b")}
    texts = {each.path: draw(st.one_of(st.none(), st.sampled_from(each.options))) for each in (GOODS, PORT)}
    return given_(numbers, texts, GOODS, PORT, *checks)


@settings(max_examples=300, deadline=None)
@given(drawn_cases())
def test_what_is_implied_holds_in_every_report_that_obeys_the_rules(drawn: SyndromeCase) -> None:
    lost = [path for path in ("a", "b", "goods", "port") if drawn.values.state(path) == "unread"]
    options: dict[str, Sequence[Value]] = {"goods": GOODS.options, "port": PORT.options, "a": range(6), "b": range(6)}
    sound: list[dict[str, Value]] = []
    for chosen in product(*(options[path] for path in lost)):
        after = drawn.changed({path: ("read", value) for path, value in zip(lost, chosen, strict=True)})
        if not any(check.evaluate(after).outcome == "fail" for _, check in drawn.checks):
            sound.append(dict(zip(lost, chosen, strict=True)))
    found = {each.path: each.value for each in imply_missing(drawn)}
    for path, value in found.items():
        assert {each[path] for each in sound} <= {value}
    texts = [path for path in lost if path in ("goods", "port")]
    if sound and texts and len(texts) == len(lost):
        assert {path: {each[path] for each in sound} for path in texts if path in found} == {
            path: {found[path]} for path in texts if path in found
        }
        assert {path for path in texts if len({each[path] for each in sound}) == 1} == {*found}


@pytest.mark.parametrize(
    ("checks", "left"),
    [
        ([side("a", "≥", 3), side("a", "≤", 3)], {"a": 3}),
        ([side("a", ">", 2), side("a", "<", 4)], {"a": 3}),
        ([side("a", ">", 2), side("a", "≤", 4)], {}),
        ([side("a", "≤", 0)], {}),
        ([side("a", "=", 7).within(1), side("a", "≥", 8)], {"a": 8}),
        ([side("a", "=", 7).within(1)], {}),
        ([side("a", "≥", 3).within(1), side("a", "≤", 2)], {"a": 2}),
        ([side("a", "≥", 3).rounded(), side("a", "≤", 3)], {}),
        ([when(side("b", ">", 0), side("a", "≥", 3)), side("a", "≤", 3)], {"a": 3}),
        ([when(side("b", ">", 1), side("a", "≥", 3)), side("a", "≤", 3)], {}),
        ([when(side("b", ">", 0), when(side("b", "<", 2), side("a", "≥", 3))), side("a", "≤", 3)], {"a": 3}),
        ([Comparison(Linear((Term("a", -2),)), "≤", Linear((), -5)), side("a", "≤", 3)], {"a": 3}),
        ([Comparison(Linear((Term("a", -1),)), "≥", Linear((), -3)), side("a", "≥", 3)], {"a": 3}),
        ([Comparison(Linear((Term("a", 2),)), "<", Linear((), 7)), side("a", ">", 2)], {"a": 3}),
        ([Comparison(Linear((Term("a"),)), "≥", Linear((Term("b"),), 2)), side("a", "≤", 3)], {}),
        ([Comparison(Linear((Term("a"),), 1), "≥", Linear((), 4)), side("a", "≤", 3)], {"a": 3}),
    ],
)
def test_a_number_is_implied_where_limits_of_its_own_meet(checks: list[Check], left: dict[str, object]) -> None:
    assert implied({"a": None, "b": 1}, {}, *checks) == left


@pytest.mark.parametrize("relation", ["≤", "<"])
def test_an_amount_has_the_limits_that_are_said_and_no_whole_ones(relation: Relation) -> None:
    cells = [cell("a", None, whole=False), cell("b", 1)]
    found = imply_missing(case(cells, side("a", "≥", 3), side("a", relation, 3)))
    assert [(each.path, each.value) for each in found] == [("a", 3)]
    assert imply_missing(case(cells, side("a", ">", 2), side("a", "<", 4))) == ()


def test_a_missing_part_below_what_the_rules_allow_is_a_contradiction() -> None:

    cells = [cell("a", None, whole=False), cell("b", 10, whole=False), cell("sum", 5, whole=False)]
    assert diagnose(case(cells, total("sum", "a", "b"))) is None
    found = diagnose(case(cells, total("sum", "a", "b"), side("a", "≥", 0)))
    assert found is not None
    assert {path for each in found.groups[0].explanations for path in each.paths if path != "a"} == {"b", "sum"}


def test_two_amounts_follow_from_their_sum_and_their_difference() -> None:
    cells = [cell("a", None, whole=False), cell("b", None, whole=False), cell("sum", 5), cell("gap", -1)]
    checks = (total("sum", "a", "b"), total("a", "gap", "b"))
    assert {each.path: each.value for each in imply_missing(case(cells, *checks))} == {"a": 2, "b": 3}
    assert imply_missing(case(cells, *checks, side("a", "≤", 1))) == ()
    assert imply_missing(case(cells, *checks, side("a", "≥", 3))) == ()
