"""What speaks against one search alone is settled by a second one that says the same of the same place."""

from pathlib import Path

import pytest

from extractor.evidence import DoubtKind, doubt
from extractor.readers.reading import Reading
from extractor.route import judge_readings
from tests.shape_readings import FORM, made_reading, small_bill, without

KINDS = [(DoubtKind.LINES_BELOW, True), (DoubtKind.GOES_ON_BELOW, False), (DoubtKind.LABEL_DIFFERS, False)]


def with_doubt(reading: Reading, path: str, kind: DoubtKind) -> Reading:
    field = reading.fields[path]
    return reading.model_copy(
        update={"fields": {**reading.fields, path: field.model_copy(update={"doubts": (doubt(kind, "one", "two"),)})}}
    )


@pytest.mark.parametrize(("kind", "settled"), KINDS)
def test_a_text_with_lines_below_it_is_confirmed_by_two_searches(
    kind: DoubtKind, settled: bool, tmp_path: Path
) -> None:
    document = small_bill(tmp_path)
    layout = with_doubt(made_reading(document), "lines.0.item", kind)
    alone = judge_readings(FORM, (layout,), source=document).fields["lines.0.item"].status
    both = judge_readings(FORM, (layout, made_reading(document, reader="llm")), source=document)
    assert alone == "flagged"
    assert (both.fields["lines.0.item"].doubts[0].weight.value == "slight") is settled


@pytest.mark.parametrize(
    ("kind", "status"), [(DoubtKind.LEFT_UNNAMED, "confirmed"), (DoubtKind.MAY_BE_STATED, "flagged")]
)
def test_what_two_searches_do_not_find_is_absent(kind: DoubtKind, status: str, tmp_path: Path) -> None:
    document = small_bill(tmp_path)
    read, absent = without("seller.name"), ("note", "seller.name")
    layout = with_doubt(made_reading(document, read, absent), "note", kind)
    other = made_reading(document, read, absent, reader="llm")
    assert judge_readings(FORM, (layout,), source=document).fields["note"].status == "flagged"
    assert judge_readings(FORM, (layout, other), source=document).fields["note"].status == status


def test_who_is_not_sure_settles_nothing(tmp_path: Path) -> None:
    document = small_bill(tmp_path)
    layout = with_doubt(made_reading(document), "note", DoubtKind.LEFT_UNNAMED)
    other = with_doubt(made_reading(document, reader="llm"), "note", DoubtKind.NULL_UNPROVEN)
    assert judge_readings(FORM, (layout, other), source=document).fields["note"].status == "flagged"
