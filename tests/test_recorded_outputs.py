"""Records side by side, and what agreement alone catches of the genuine mistakes of extraction systems."""

from decimal import Decimal

import pytest

from extractor.evaluate.outputs.side_by_side import Json, Leaf, plain, side_by_side
from specimens.agreement_tally import FOLDER, TRUTH, judge, measure


def table(one: Json, other: Json) -> list[tuple[object, object]]:
    return [(leaf.values.get("one"), leaf.values.get("other")) for leaf in side_by_side({"one": one, "other": other})]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (1000, "1000"),
        (1000.0, "1000"),
        ("1,000.00", "1000"),
        ("$ 12.50", "12.5"),
        ("(30)", "-30"),
        ("−7", "-7"),
        (0.0, "0"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: Json, value: str) -> None:
    assert plain(written) == Decimal(value)


def test_texts_differ_by_more_than_case_and_white_space() -> None:
    assert plain("Unit  Price") == plain("unit price") != plain("unit prices")
    assert plain("  ") is None


def test_items_are_matched_by_what_stands_in_them() -> None:
    one: Json = [{"name": "apples", "count": 3}, {"name": "pears", "count": 4}]
    other: Json = [{"name": "pears", "count": 4}, {"name": "apples", "count": 3}]
    assert all(first == second for first, second in table(one, other))


def test_an_item_that_one_record_lacks_does_not_shift_the_others() -> None:
    rows: list[Json] = [{"name": f"item {name}", "count": number} for number, name in enumerate("abcdef")]
    lacking: Json = [*rows[:2], *rows[3:]]
    found = table([*rows], lacking)
    assert [pair for pair in found if pair[0] != pair[1]] == [("item c", None), (2, None)]


def test_items_between_two_matches_are_matched_by_position() -> None:
    one: Json = [{"name": "alpha", "count": 1}, {"name": "beta", "count": 22}, {"name": "gamma", "count": 3}]
    other: Json = [{"name": "alpha", "count": 1}, {"name": "zzzz", "count": 99}, {"name": "gamma", "count": 3}]
    assert (22, 99) in table(one, other)


def test_a_field_that_only_one_record_has_is_seen() -> None:
    assert table({"a": 1}, {"b": 2}) == [(1, None), (None, 2)]
    assert table({"a": None}, {"a": 3}) == [(None, 3)]


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"one": 5, "two": 5, TRUTH: 5}, "right"),
        ({"one": 5, "two": 6, TRUTH: 5}, "routed"),
        ({"one": 6, "two": 6, TRUTH: 5}, "wrong"),
        ({TRUTH: 5}, "missed"),
        ({"one": 5, TRUTH: 5}, "routed"),
        ({"one": 5, "two": 5}, "unlabelled"),
        ({"one": 5}, "doubtful"),
    ],
)
def test_a_number_that_systems_differ_on_is_routed_and_one_they_share_is_judged(
    values: dict[str, int], outcome: str
) -> None:
    leaf = Leaf("a", {name: Decimal(value) for name, value in values.items()}, frozenset(values))
    assert judge(leaf, ("one", "two")) == outcome


def test_a_number_written_as_a_text_is_no_numeric_field() -> None:
    (leaf,) = side_by_side({"one": {"policy": "4711"}, "other": {"policy": 4711}})
    assert leaf.numeric == {"other"}
    assert leaf.values["one"] == leaf.values["other"]


def test_three_systems_that_must_agree_leave_one_error_in_two_thousand_numbers() -> None:
    if not FOLDER.is_dir():
        pytest.skip("the recorded outputs do not lie beside the checkout")
    tally = measure(FOLDER, ("claude", "gemini", "gpt"))
    assert tally.fields == 2093
    assert tally.routed <= 0.085 * tally.fields
    assert tally.left <= 1
