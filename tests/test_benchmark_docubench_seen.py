"""What counts as seen of a labelled value."""

import json
from pathlib import Path

import pytest

from benchmarks.docubench_seen import SeenText, seen_case, show_seen
from extractor.evaluate.outputs.side_by_side import Json

PRINTED = "Facture 2024-117 du 5 mars 2024\nTotal 15,000 0,750 1.286,50\nTVA 18 %\tAcme S.A. – Köln 1 234 567"


@pytest.mark.parametrize(
    "value", ["Acme SA", "Köln", "2024-117", "2024-03-05", 1286.5, 0.75, 15, 15000, 0.18, 18.0, 1234567, -1286.5]
)
def test_a_value_is_seen_however_it_is_written(value: Json) -> None:
    assert SeenText(PRINTED).holds(value)


@pytest.mark.parametrize("value", ["Acme Ltd", "2024-03-06", "2023-03-05", 1286.05, 750.5, "nlöK", 7654321])
def test_a_value_that_is_not_printed_is_not_seen(value: Json) -> None:
    assert not SeenText(PRINTED).holds(value)


def test_a_document_is_counted_by_its_label_without_zeros_and_truth_values(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"total": 12, "name": "Acme"}))
    case = seen_case(path, {"total": 12, "name": "Acme", "none": 0, "paid": True, "other": "Weber", "empty": ""})
    assert (case.seen, case.values, case.sort) == (2, 3, "stored text")
    assert list(show_seen([case]))[-1] == "stored text: 2/3 66.7% in 1 documents, goal 97%"


def test_a_document_that_cannot_be_opened_shows_nothing_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("{}")
    case = seen_case(tmp_path / "b.json", {"total": 12})
    assert (case.seen, case.error.partition(":")[0]) == (0, "EmptyDocument")
