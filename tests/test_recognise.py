from pathlib import Path
from random import Random

import pytest

from extractor.documents import open_document
from extractor.readers.recognise import Recognition, recognise
from extractor.schemas.registry import load_schemas
from tests.ledger import LEDGER, TEXT
from tests.shared_truth import SharedTruth, shared_documents

SCHEMAS = (*load_schemas(), LEDGER)


def recognise_text(folder: Path, text: str) -> Recognition:
    path = folder / "file.txt"
    path.write_text(text, encoding="utf-8")
    return recognise(open_document(path), SCHEMAS)


def test_a_report_is_recognised_by_its_labels(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, TEXT)
    assert found.schema is LEDGER
    assert found.form is not None and found.form.name == "yearly"


def test_a_report_cut_off_after_its_first_table_is_recognised(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, TEXT.partition("B. Inspections")[0])
    assert found.schema is LEDGER
    assert "B. Inspections of the year" in found.missing


def test_a_letter_is_no_report_and_the_nearest_schema_is_named(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, "Dear Sir,\n\nNorth depot is closed.\nYours\n")
    assert found.schema is None and found.form is None
    assert found.nearest == "ledger yearly"
    assert "A. Goods in store" in found.missing


@pytest.mark.parametrize("truth", shared_documents(), ids=lambda truth: truth.name)
def test_public_documents_are_recognised_with_their_form(truth: SharedTruth) -> None:
    found = recognise(open_document(truth.document), SCHEMAS)
    assert found.schema is not None and found.form is not None
    assert (found.schema.name, found.form.name) == (truth.schema, truth.form)
    assert not found.undecided


SHARED = ("Number", "Received", "Agency", "Other", "Total", "All", "Request", "Records", "Processed", "Requests", "Fee")
OTHERS = ["Bank statement", "Statement of account", "Mail room log", "Budget request", "Minutes", "Payroll"]


def other_document(title: str, seed: int) -> str:
    """A document of another kind whose headings and rows are words that a form prints too."""
    rng = Random(f"{title}/{seed}")
    heads, rows = rng.sample(SHARED, 6), rng.sample(SHARED, 5)
    lines = [
        "\t".join(("Date", *heads)),
        *("\t".join((row, *(str(rng.randint(0, 900)) for _ in heads))) for row in rows),
    ]
    return "\n".join((title, *lines)) + "\n"


@pytest.mark.parametrize("title", OTHERS)
@pytest.mark.parametrize("seed", range(6))
def test_words_that_many_forms_share_are_no_form(tmp_path: Path, title: str, seed: int) -> None:
    assert recognise_text(tmp_path, other_document(title, seed)).schema is None


def test_one_printed_word_stands_for_one_label(tmp_path: Path) -> None:
    found = recognise_text(tmp_path, "Bank\nNumber\tReceived\tOther\tTotal\n1\t2\t3\t4\n")
    assert found.share < 0.2


CHINESE = [
    "客户对账单\n日期\t摘要\t其他\t总计\n03-04\t行政许可\t1\t2\n03-05\t规章\t3\t4\n",
    "信访统计\n来信\t其他\t总计\n自然人\t1\t2\n行政处罚\t3\t4\n行政强制\t3\t4\n",
    "案件统计\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n1\t2\t3\t4\t5\n",
]


@pytest.mark.parametrize("text", CHINESE)
def test_a_few_words_of_a_chinese_form_are_no_form(tmp_path: Path, text: str) -> None:
    assert recognise_text(tmp_path, text).schema is None


def test_headings_cut_off_by_narrow_columns_are_still_labels(tmp_path: Path) -> None:
    heads = [
        "Number of Requests Pending as of Sta",
        "Number of Requests Received in Fis",
        "Number of Requests Processed i",
    ]
    text = "\t".join(("Agency / Component", *heads)) + "\nAGENCY OVERALL\t1\t2\t3\n"
    title = "V.A. FOIA REQUESTS -- RECEIVED, PROCESSED AND PENDING FOIA REQUESTS\n"
    more = "XII.B. CONSULTATIONS ON FOIA REQUESTS -- RECEIVED, PROCESSED, AND PENDING\n"
    found = recognise_text(tmp_path, f"{title}{text}{more}{text}")
    assert found.schema is not None and found.schema.name == "us_foia"
