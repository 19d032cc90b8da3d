"""Orderings: how well doubt sorts mistakes to the front, and what is left after looking."""

import pytest

from extractor.evaluate.ordering import add_levels, auroc, count_levels, risk_coverage, score_orderings
from extractor.evidence import Doubt, settled
from extractor.evidence.certainty import Certainty
from extractor.readers.reading import FieldReading, Reading
from extractor.route import FieldStatus, FieldVerdict
from extractor.schemas.form import State
from tests.built_readings import AMBIGUOUS, INFERRED, UNCLEAR

PLACES: dict[Certainty, tuple[Doubt, ...]] = {"exact": (), "inferred": (INFERRED,), "ambiguous": (AMBIGUOUS,)}


def verdict(path: str, status: FieldStatus = "confirmed") -> FieldVerdict:
    return FieldVerdict(path=path, label=path, value=1, state="read", status=status, spot=None, quote="", readers={})


def reading(reader: str, **fields: tuple[int | None, State, Certainty]) -> Reading:
    made = {
        path: FieldReading(path=path, value=value, state=state, doubts=PLACES[certainty])
        for path, (value, state, certainty) in fields.items()
    }
    return Reading(reader=reader, version="1", fields=made)


@pytest.mark.parametrize(
    ("counts", "area"),
    [
        ({0: (10, 0), 1: (5, 5)}, 1.0),
        ({0: (5, 5), 1: (10, 0)}, 0.0),
        ({0: (10, 5)}, 0.5),
        # Right: 3 at level 0, 1 at level 1. Mistaken: 1 at level 0, 3 at level 1. (3*3 + 0.5*(3+3)) / 16.
        ({0: (4, 1), 1: (4, 3)}, 0.75),
        ({0: (10, 0)}, None),
        ({1: (3, 3)}, None),
        ({}, None),
    ],
)
def test_the_area_under_the_curve_is_the_chance_of_a_right_order(
    counts: dict[int, tuple[int, int]], area: float | None
) -> None:
    assert auroc(counts) == area


def test_the_risk_coverage_curve_looks_at_the_most_doubtful_first() -> None:
    curve = risk_coverage({0: (80, 1), 1: (15, 4), 2: (5, 5)})
    assert [(point.routed, point.left) for point in curve] == [(0, 0.1), (0.05, 0.05), (0.2, 0.01), (1, 0)]


def test_there_is_no_curve_without_fields() -> None:
    assert risk_coverage({}) == ()
    assert score_orderings({}) == ()


def test_a_run_without_readings_is_ordered_by_flags_and_by_what_verdicts_carry() -> None:
    fields = {"a": verdict("a"), "b": verdict("b", "flagged")}
    counts = count_levels(["a", "b", "c"], {"b", "c"}, fields, ())
    assert counts == {"flags": {0: (1, 0), 1: (2, 2)}, "doubts": {0: (2, 1)}}


def test_fields_are_ordered_by_the_heaviest_doubt_of_their_verdict() -> None:
    carried = {"a": (), "b": settled([INFERRED]), "c": (*settled([UNCLEAR]), INFERRED), "d": (INFERRED, AMBIGUOUS)}
    fields = {path: verdict(path).model_copy(update={"doubts": doubts}) for path, doubts in carried.items()}
    counts = count_levels("abcd", {"d"}, fields, ())
    (ordering,) = (each for each in score_orderings(counts) if each.name == "doubts")
    assert [(each.level, each.right.hits, each.right.n) for each in ordering.levels] == [
        ("none", 1, 1),
        ("slight", 1, 1),
        ("serious", 1, 1),
        ("decisive", 0, 1),
    ]


def test_two_readers_are_ordered_by_their_agreement_too() -> None:
    one = reading("layout", a=(1, "read", "exact"), b=(2, "read", "inferred"), c=(None, "unread", "ambiguous"))
    two = reading("llm", a=(1, "read", "exact"), b=(3, "read", "exact"), c=(4, "read", "exact"))
    fields = {path: verdict(path) for path in "abc"}
    doubts = count_levels("abc", {"b"}, fields, (one, two))
    assert doubts["certainty"] == {0: (1, 0), 1: (1, 1), 3: (1, 0)}
    assert doubts["agreement"] == {0: (1, 0), 1: (1, 0), 2: (1, 1)}


def test_documents_add_up_and_every_level_says_how_many_are_right() -> None:
    doubts = add_levels([{"flags": {0: (90, 0), 1: (10, 4)}}, {"flags": {0: (100, 2)}}])
    (flags,) = score_orderings(doubts)
    assert [(each.level, each.right.hits, each.right.n) for each in flags.levels] == [
        ("confirmed", 188, 190),
        ("flagged", 6, 10),
    ]
    assert flags.curve[1].left == 2 / 200
