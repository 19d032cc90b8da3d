"""Records side by side, and what agreement alone catches of the genuine mistakes of extraction systems."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.evaluate import CaseScore
from extractor.evaluate.outputs import evaluate_outputs, judge_document, load_outputs
from extractor.evaluate.outputs.side_by_side import Json, plain, side_by_side
from tests.shared_truth import SHARED
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow


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


def test_a_number_written_as_a_text_is_no_numeric_field() -> None:
    (leaf,) = side_by_side({"one": {"policy": "4711"}, "other": {"policy": 4711}})
    assert leaf.numeric == {"other"}
    assert leaf.values["one"] == leaf.values["other"]


RECORD: Json = {"total": 12, "name": "a", "lines": [{"what": "first", "sum": 5}, {"what": "second", "sum": 7}]}


def changed(**values: Json) -> Json:
    assert isinstance(RECORD, dict)
    return {**RECORD, **values}


def write(folder: Path, labels: Mapping[str, Json], results: Mapping[str, Mapping[str, Json]]) -> Path:
    """A folder of recorded outputs."""
    (folder / "labels").mkdir(parents=True)
    for name, label in labels.items():
        (folder / "labels" / f"{name}.json").write_text(json.dumps(label), "utf-8")
    for system, records in results.items():
        (folder / "results" / system).mkdir(parents=True)
        for name, record in records.items():
            result = {"data": record, "time_sec": 2, "meta": {"usage": {"input_tokens": 1000, "output_tokens": 10}}}
            (folder / "results" / system / f"{name}.json").write_text(json.dumps(result), "utf-8")
    return folder


def judge(tmp_path: Path, label: Json, **records: Json) -> CaseScore:
    found = load_outputs(
        write(tmp_path / "own", {"one": label}, {name: {"one": record} for name, record in records.items()})
    )
    return judge_document(found.documents[0], found.systems)


def test_a_number_that_systems_differ_on_is_routed(tmp_path: Path) -> None:
    score = judge(tmp_path, RECORD, a=RECORD, b=changed(total=13))
    assert (score.outcome, score.flagged, score.mistakes) == ("review", ("total",), ())
    assert (score.fields, score.levels["systems"]) == (3, {0: (2, 0), 1: (1, 0)})


def test_a_wrong_number_that_all_systems_give_alike_is_a_false_success(tmp_path: Path) -> None:
    score = judge(tmp_path, RECORD, a=changed(total=13), b=changed(total=13))
    assert score.false_success
    assert (score.confirmed_wrong, score.confirmed) == (1, 3)
    assert [(each.path, each.mistake, each.flagged) for each in score.mistakes] == [("total", "wrong", False)]


def test_one_system_alone_confirms_whatever_it_gives(tmp_path: Path) -> None:
    assert judge(tmp_path, RECORD, a=changed(total=None)).false_success


def test_zero_is_not_nothing_between_systems_and_before_the_label(tmp_path: Path) -> None:
    score = judge(tmp_path, changed(total=None), a=changed(total=0), b=changed(total=None))
    assert (score.flagged, score.outcome) == (("total",), "review")
    alone = judge(tmp_path / "alone", changed(total=None), a=changed(total=0))
    assert [each.mistake for each in alone.mistakes] == ["invented"]
    missed = judge(tmp_path / "missed", changed(total=0), a=changed(total=None))
    assert [each.mistake for each in missed.mistakes] == ["missed"]


def test_what_most_systems_give_is_read_and_still_routed(tmp_path: Path) -> None:
    score = judge(tmp_path, RECORD, a=changed(total=13), b=RECORD, c=RECORD)
    assert (score.mistakes, score.flagged) == ((), ("total",))
    assert [each.wrong for each in score.readers] == [1, 0, 0]


def test_a_document_without_a_record_of_one_system_is_refused(tmp_path: Path) -> None:
    score = judge(tmp_path, RECORD, a=RECORD, b=None)
    assert (score.outcome, score.to_review, score.count("missed")) == ("refuse", 3, 3)
    assert not score.unnoticed


def test_text_is_not_judged_but_a_text_where_a_number_belongs_is(tmp_path: Path) -> None:
    assert judge(tmp_path, RECORD, a=changed(name="b")).mistakes == ()
    assert [each.mistake for each in judge(tmp_path / "x", RECORD, a=changed(total="many")).mistakes] == ["wrong"]


def test_groups_are_every_system_every_pair_and_every_triple(tmp_path: Path) -> None:
    records = {name: {"one": RECORD, "two": changed(total=13)} for name in "abc"}
    found = load_outputs(write(tmp_path / "own", {"one": RECORD, "two": RECORD}, records))
    report = evaluate_outputs(found, ("a", "b", "c"))
    assert [len(group.systems) for group in report.groups] == [1, 1, 1, 2, 2, 2, 3]
    assert all((g.score.false_success.hits, g.score.false_success.n) == (1, 2) for g in report.groups)
    assert report.chosen.reader == "a + b + c"
    assert "places" not in report.notice and "no place can be looked up" in report.notice


def test_a_number_the_label_lacks_counts_apart_from_one_it_contradicts(tmp_path: Path) -> None:
    found = load_outputs(write(tmp_path / "own", {"one": RECORD}, {"a": {"one": changed(extra=4)}}))
    (group,) = evaluate_outputs(found).groups
    assert (group.score.false_success.hits, group.contradicted.hits, group.score.invented) == (1, 0, 1)


def test_a_document_that_a_system_lacks_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "own", {"one": RECORD, "two": RECORD}, {"a": {"one": RECORD}})
    with pytest.raises(ConfigurationError, match=r"two\.json cannot be read"):
        load_outputs(folder)


def test_recorded_outputs_are_evaluated_as_sets_are(tmp_path: Path) -> None:
    write(tmp_path / "own", {"one": RECORD}, {"a": {"one": RECORD}, "b": {"one": changed(total=13)}})
    price = ("--price-in", "2", "--price-out", "100", "--currency", "EUR", "--readers", "a")
    alone = extractor(tmp_path, "eval", "own", *price)
    assert (alone.code, "money for the tokens that are known: 0.0030 EUR" in alone.out) == (0, True)
    asked = ("--report", "page.html", "--save-baseline", "kept.json")
    both = extractor(tmp_path, "eval", "own", *asked)
    assert (both.code, "no place can be looked up" in both.out) == (0, True)
    page = (tmp_path / "page.html").read_text("utf-8")
    assert all(said in page for said in ("no place can be looked up", "a + b", "not part of the recordings", "13"))
    gated = extractor(tmp_path, "eval", "own", "--baseline", "kept.json", "--gate")
    assert (gated.code, "gate: open, 1 cases compared" in gated.err) == (0, True)
    assert len(json.loads(extractor(tmp_path, "eval", "own", "--json").out)["groups"]) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("own", "--readers", "c"), "there are: a"),
        (("nowhere",), "labels/ and results/"),
        (("own", "--record", "replies.jsonl"), "ask no model"),
    ],
)
def test_what_cannot_be_done_with_recorded_outputs_is_said(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write(tmp_path / "own", {"one": RECORD}, {"a": {"one": RECORD}})
    answer = extractor(tmp_path, "eval", *words)
    assert (answer.code, said in answer.err) == (3, True)


def test_three_systems_that_must_agree_leave_one_contradiction_in_two_thousand_numbers() -> None:
    folder = SHARED / "corpus" / "recorded_outputs"
    if not folder.is_dir():
        pytest.skip("the recorded outputs do not lie beside the checkout")
    found = load_outputs(folder)
    scores = [judge_document(each, ("claude", "gemini", "gpt")) for each in found.documents]
    assert sum(score.printed_numbers for score in scores) == 2093
    left = [each for score in scores for each in score.unnoticed if each.mistake != "invented"]
    assert len(left) <= 1
    assert sum(score.to_review for score in scores) <= 0.11 * sum(score.fields for score in scores)
