"""Counts within a case: permuted values, tables of the form, readers alone."""

from extractor.evaluate.mistake import FieldMistake, compare
from extractor.evaluate.tally import count_permuted, count_readers, count_regions
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.registry import load_schema

FORM = load_schema("gov_disclosure").form("2021")


def mistake(path: str, truth: int | None, read: int | None, flagged: bool = False) -> FieldMistake:
    kind = compare(truth, read)
    assert kind is not None
    return FieldMistake(path=path, mistake=kind, truth=truth, read=read, flagged=flagged)


def test_two_exchanged_values_are_two_permuted_fields() -> None:
    assert count_permuted([mistake("table4.review.upheld", 3, 5), mistake("table4.review.other", 5, 3)]) == 2


def test_a_shifted_row_is_permuted_but_for_its_end() -> None:
    printed, read = [1, 2, 3, 4], [9, 1, 2, 3]
    assert count_permuted([mistake("p", *pair) for pair in zip(printed, read, strict=True)]) == 3


def test_a_value_is_not_matched_twice() -> None:
    assert count_permuted([mistake("a", 7, 1), mistake("b", 2, 7), mistake("c", 3, 7)]) == 1


def test_a_lost_value_is_no_permutation() -> None:
    assert count_permuted([mistake("a", 7, None), mistake("b", None, 5)]) == 0


def test_mistakes_are_counted_in_their_table_and_permuted_only_within_it() -> None:
    paths = ("table3.granted.natural", "table3.granted.total", "table4.review.upheld", "agency")
    wrong = [mistake("table3.granted.natural", 1, 2, flagged=True), mistake("table4.review.upheld", 2, 1)]
    regions, permuted = count_regions(FORM, paths, wrong, {"table3.granted.natural", "table3.granted.total"})
    assert [(each.region, each.fields, each.wrong, each.flagged, each.caught) for each in regions] == [
        ("table3", 2, 1, 2, 1),
        ("table4", 1, 1, 0, 0),
        ("running text", 1, 0, 0, 0),
    ]
    assert permuted == 0


def test_every_reader_is_counted_alone() -> None:
    def reading(name: str, **values: int) -> Reading:
        fields = {path: FieldReading(path=path, state="read", value=value) for path, value in values.items()}
        return Reading(reader=name, version="1", fields=fields, tokens_in=10, tokens_out=2)

    truth = {"a": 1, "b": 2, "c": None}
    one, two = count_readers(truth, ["a", "b", "c"], [reading("x", a=1, b=2), reading("y", a=5, c=0)])
    assert (one.fields, one.mistaken, one.tokens_in) == (3, 0, 10)
    assert (two.wrong, two.missed, two.invented, two.tokens_out) == (1, 1, 1, 2)


def test_nothing_is_counted_where_nothing_was_to_be_read() -> None:
    assert count_readers({}, [], [Reading(reader="x", version="1", fields={})]) == ()
