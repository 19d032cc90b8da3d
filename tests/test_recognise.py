from pathlib import Path

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
