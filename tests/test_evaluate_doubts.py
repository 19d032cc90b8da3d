"""Kinds of doubt: how often each fires, how often the value is wrong, and what weight that calls for."""

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.console import Console

from extractor.evaluate import Rate
from extractor.evaluate.doubt_score import (
    DoubtCount,
    DoubtScore,
    FieldTally,
    band,
    count_doubts,
    doubt_table,
    say_contradicted,
    score_doubts,
)
from extractor.evidence import Doubt, DoubtKind, Weight, doubt, settled
from extractor.evidence.kinds import KINDS
from extractor.policy import FieldStatus
from extractor.route import FieldVerdict
from extractor.schemas.form import State
from tests.built_readings import INFERRED, UNCLEAR
from tests.eval_line import case, run_line, write_set

TORN, VIEWS, UNPROVEN, RULE = INFERRED, UNCLEAR, doubt(DoubtKind.UNPROVEN), doubt(DoubtKind.RULE_FAILS, "a = b")


def field(
    path: str, *doubts: Doubt, status: FieldStatus = "flagged", state: State = "read", value: int | None = 1
) -> FieldVerdict:
    return FieldVerdict(
        path=path, label=path, value=value, state=state, status=status, spot=None, quote="", readers={}, doubts=doubts
    )


def counted(
    fields: Iterable[FieldVerdict], wrong: Iterable[str] = ()
) -> dict[tuple[DoubtKind | None, Weight | None], DoubtCount]:
    return {(each.kind, each.weight): each for each in count_doubts(fields, set(wrong))}


def test_a_kind_counts_the_fields_that_carry_it_and_the_wrong_ones_among_them() -> None:
    found = counted([field("a", TORN), field("b", TORN, VIEWS), field("c", VIEWS)], wrong=["b"])
    torn = found[DoubtKind.LABEL_TORN, Weight.SERIOUS].carried
    assert (torn.fields, torn.wrong) == (2, 1)


def test_a_field_that_carries_a_kind_twice_counts_once_at_the_heavier_weight() -> None:
    found = counted([field("a", *settled([VIEWS]), doubt(DoubtKind.VIEWS_DIFFER, "7"))])
    assert {key: each.carried.fields for key, each in found.items()} == {(DoubtKind.VIEWS_DIFFER, Weight.SERIOUS): 1}


def test_what_was_settled_stands_in_a_line_of_its_own() -> None:
    found = counted([field("a", *settled([VIEWS]), status="confirmed"), field("b", VIEWS)], wrong=["b"])
    assert found[DoubtKind.VIEWS_DIFFER, Weight.SLIGHT].carried.wrong == 0
    assert found[DoubtKind.VIEWS_DIFFER, Weight.SERIOUS].carried.wrong == 1


def test_an_unread_field_is_without_value_and_not_wrong() -> None:
    missing = doubt(DoubtKind.ROW_MISSING, "total")
    unread = field("a", missing, doubt(DoubtKind.NOT_READ), state="unread", value=None)
    count = counted([unread], wrong=["a"])[DoubtKind.ROW_MISSING, Weight.DECISIVE]
    assert count.carried == count.alone == count.foremost == FieldTally(fields=1, no_value=1, wrong=0)


def test_a_blank_that_is_printed_is_wrong_and_not_without_value() -> None:
    count = counted([field("a", TORN, state="blank", value=None)], wrong=["a"])[DoubtKind.LABEL_TORN, Weight.SERIOUS]
    assert count.carried == FieldTally(fields=1, no_value=0, wrong=1)


def test_two_kinds_that_weigh_leave_none_alone() -> None:
    assert {each.alone.fields for each in counted([field("a", TORN, RULE)]).values()} == {0}


def test_what_only_a_policy_line_says_and_what_is_slight_leave_a_kind_alone() -> None:
    found = counted([field("a", *settled([VIEWS]), TORN, UNPROVEN)], wrong=["a"])
    assert [(kind, each.alone.fields, each.alone.wrong) for (kind, _), each in found.items() if each.alone.fields] == [
        (DoubtKind.LABEL_TORN, 1, 1)
    ]


def test_a_policy_line_is_alone_where_nothing_else_weighs() -> None:
    assert counted([field("a", UNPROVEN)])[DoubtKind.UNPROVEN, Weight.SERIOUS].alone.fields == 1


def test_a_confirmed_field_is_flagged_by_no_kind() -> None:
    count = counted([field("a", VIEWS, status="confirmed")])[DoubtKind.VIEWS_DIFFER, Weight.SERIOUS]
    assert (count.carried.fields, count.flagged, count.alone.fields) == (1, 0, 0)


def test_fields_without_any_doubt_stand_last_with_the_wrong_ones_among_them() -> None:
    fields = [field("a", TORN), field("b", status="confirmed"), field("c", status="confirmed")]
    scores = score_doubts([count_doubts(fields, {"c"})], 3)
    assert [each.kind for each in scores] == [DoubtKind.LABEL_TORN, None]
    assert (scores[-1].fires.hits, scores[-1].wrong.hits, scores[-1].wrong.n) == (2, 1, 2)


def test_documents_add_up_and_the_rates_have_their_own_n() -> None:
    one = count_doubts([field("a", TORN), field("b", TORN, state="unread", value=None)], {"a"})
    two = count_doubts([field("a", TORN), field("b", status="confirmed")], set())
    torn = score_doubts([one, two], 4)[0]
    assert (torn.documents, torn.fires, torn.wrong, torn.no_value) == (2, Rate.of(3, 4), Rate.of(1, 2), 1)
    assert (torn.alone, torn.alone_wrong) == (3, Rate.of(1, 2))


@pytest.mark.parametrize(
    ("fields", "no_value", "wrong", "weight"),
    [
        (49, 0, 49, None),
        (50, 50, 0, Weight.DECISIVE),
        (100, 40, 30, Weight.DECISIVE),
        (100, 0, 55, Weight.SERIOUS),
        (100, 0, 4, Weight.SERIOUS),
        (100, 0, 0, None),
        (400, 0, 0, Weight.SLIGHT),
        (400, 0, 4, None),
    ],
)
def test_the_band_follows_from_the_bounds(fields: int, no_value: int, wrong: int, weight: Weight | None) -> None:
    assert band(FieldTally(fields=fields, no_value=no_value, wrong=wrong), 10) == weight


def test_many_fields_of_few_documents_make_nothing_slight() -> None:
    assert band(FieldTally(fields=1000, no_value=0, wrong=0), 9) is None
    assert band(FieldTally(fields=1000, no_value=0, wrong=0), 10) is Weight.SLIGHT


def test_what_is_doubted_worse_for_another_reason_says_nothing_about_the_weight_of_a_kind() -> None:
    missing = doubt(DoubtKind.ROW_MISSING, "total")
    unread = field("a", TORN, missing, doubt(DoubtKind.NOT_READ), state="unread", value=None)
    found = counted([unread, field("b", TORN, UNPROVEN, RULE)])
    torn, row = found[DoubtKind.LABEL_TORN, Weight.SERIOUS], found[DoubtKind.ROW_MISSING, Weight.DECISIVE]
    assert (torn.carried.fields, torn.foremost.fields, row.foremost.fields) == (2, 1, 1)


def test_what_only_a_policy_line_says_outweighs_nothing() -> None:
    unread = field("a", TORN, doubt(DoubtKind.NOT_READ), state="unread", value=None)
    assert counted([unread])[DoubtKind.LABEL_TORN, Weight.SERIOUS].foremost.no_value == 1


def scored(kind: DoubtKind, weight: Weight, fields: int, wrong: int) -> DoubtScore:
    """A kind that fires in thirty documents, so often in each and so often wrongly."""
    found, none = FieldTally(fields=fields, no_value=0, wrong=wrong), FieldTally(fields=0, no_value=0, wrong=0)
    count = DoubtCount(kind=kind, weight=weight, carried=found, flagged=0, alone=none, foremost=found)
    return DoubtScore.of([count] * 30, 30 * fields)


def test_a_weight_that_the_figures_do_not_bear_out_is_named() -> None:
    assert KINDS[DoubtKind.LABEL_ABOVE].weight is Weight.SLIGHT
    wrong = scored(DoubtKind.LABEL_ABOVE, Weight.SLIGHT, 10, 2)
    assert say_contradicted([wrong]) == (
        "weights that these figures do not bear out: label_above (has slight, measured serious)"
    )
    assert say_contradicted([scored(DoubtKind.LABEL_ABOVE, Weight.SLIGHT, 100, 0)]) == ""


def test_what_was_settled_says_nothing_about_the_weight_of_its_kind() -> None:
    assert scored(DoubtKind.VIEWS_DIFFER, Weight.SLIGHT, 100, 0).measured is None
    assert scored(DoubtKind.VIEWS_DIFFER, Weight.SERIOUS, 100, 0).measured is Weight.SLIGHT


def test_the_table_can_be_read_in_80_columns() -> None:
    longest = max(DoubtKind, key=len)
    scores = [scored(longest, Weight.DECISIVE, 3292, 1646), scored(DoubtKind.SIGNS_ALONE, Weight.SERIOUS, 1, 1)]
    shown = io.StringIO()
    Console(file=shown, width=80).print(doubt_table(scores))
    assert f"{longest:19} decisive 98760   30 100%" in shown.getvalue()
    assert "…" not in shown.getvalue()


def test_a_set_is_counted_by_kind_and_a_row_that_is_lost_leaves_its_fields_without_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    report = run_line(write_set(tmp_path / "own", [case("a", 1, "tsv"), case("b", 2, "html", damages=["row_lost"])]))
    (missing,) = (each for each in report.doubts if each.kind is DoubtKind.ROW_MISSING)
    assert missing.fires.n == sum(each.fields for each in report.cases)
    assert missing.fires.hits == missing.no_value == missing.alone == 7
    assert (report.doubts[-1].kind, report.doubts[-1].wrong.hits) == (None, 0)
