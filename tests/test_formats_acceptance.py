"""Rendered reports as Word documents, workbooks and delimited fields are accepted with every value right."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest

from extractor.documents import open_document
from extractor.documents.opening.office import converted, find_office
from extractor.evaluate.render import Rendered
from extractor.evaluate.sets import CaseSpec, load_set
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.route import Verdict, decide
from extractor.schemas.registry import load_schemas
from extractor.verify import verify
from tests.office_files import report_as_csv, report_as_docx, report_as_xlsx

pytestmark = pytest.mark.slow

WRITERS: dict[str, Callable[[bytes], bytes]] = {
    "docx": report_as_docx,
    "xlsx": report_as_xlsx,
    "csv": report_as_csv,
    "tsv": lambda page: report_as_csv(page, "\t"),
}
FIGURES = [
    *(("gov_disclosure", f"2021:{size}:{seed}") for size in ("county", "city") for seed in range(3)),
    *(("gov_disclosure", f"2019:{size}:{seed}") for size in ("county", "city") for seed in range(2)),
    *(("us_foia", f"annual:{size}:1") for size in ("small", "large")),
]
"""Twelve reports of three forms."""


def rendered(schema: str, figures: str, *damages: str) -> Rendered:
    case = CaseSpec.model_validate({"id": "x", "figures": figures, "style": "html", "damages": damages})
    return load_set(schema).case(case).rendered


def judged(path: Path) -> Verdict:
    document = open_document(path)
    found = recognise(document, load_schemas())
    assert found.schema is not None and found.form is not None
    readings = (read_layout(document, found.schema, found.form),)
    return decide(found.form, readings, verify(found.form, readings, source=document))


def wrong(verdict: Verdict, truth: Rendered) -> dict[str, object]:
    values = {path: field.value for path, field in verdict.fields.items()}
    return {path: values.get(path) for path, value in truth.truth.items() if values.get(path) != value}


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_report_is_accepted_with_every_value_right(tmp_path: Path, suffix: str) -> None:
    for schema, figures in FIGURES:
        truth = rendered(schema, figures)
        path = tmp_path / f"report.{suffix}"
        path.write_bytes(WRITERS[suffix](truth.content))
        verdict = judged(path)
        assert (figures, verdict.status, wrong(verdict, truth)) == (figures, "accepted", {})


@pytest.mark.parametrize("damage", ["thousands", "zeros_blank", "nil_marks", "page_break", "hostile"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_no_damaged_report_is_accepted_with_a_wrong_value(tmp_path: Path, suffix: str, damage: str) -> None:
    truth = rendered("gov_disclosure", "2021:county:3", damage)
    path = tmp_path / f"report.{suffix}"
    path.write_bytes(WRITERS[suffix](truth.content))
    verdict = judged(path)
    assert (verdict.status, wrong(verdict, truth)) == ("accepted", {})


@pytest.mark.parametrize("damage", ["cells_lost", "row_lost", "cut_off", "headings_swapped"])
@pytest.mark.parametrize("suffix", WRITERS)
def test_a_report_that_lost_something_goes_to_review(tmp_path: Path, suffix: str, damage: str) -> None:
    path = tmp_path / f"report.{suffix}"
    path.write_bytes(WRITERS[suffix](rendered("gov_disclosure", "2021:county:3", damage).content))
    assert judged(path).status == "review"


@pytest.mark.parametrize("shown", ["#DIV/0!", "#REF!", "=SUM(C5:H5)"])
def test_a_cell_without_a_result_is_the_only_one_that_is_not_read(tmp_path: Path, shown: str) -> None:
    truth = rendered("gov_disclosure", "2021:county:3")
    book = openpyxl.load_workbook(io.BytesIO(report_as_xlsx(truth.content)))
    (row,) = (row for row in book.active.iter_rows() if row[0].value == "一、本年新收政府信息公开申请数量")
    [cell for cell in row if cell.value is not None][-1].value = shown
    book.save(tmp_path / "report.xlsx")
    verdict = judged(tmp_path / "report.xlsx")
    field = verdict.fields["table3.new_received.total"]
    assert (verdict.status, field.state, field.value) == ("review", "unread", None)
    assert any(f"“{shown}” is not a number" in reason for reason in field.reasons)
    assert set(wrong(verdict, truth)) == {"table3.new_received.total"}


@pytest.mark.slow
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt", "xls", "ods"])
def test_reports_that_libreoffice_wrote_are_accepted_with_every_value_right(tmp_path: Path, suffix: str) -> None:
    truth = rendered("gov_disclosure", "2021:county:3", "thousands")
    source = "xlsx" if suffix in ("xls", "ods") else "docx"
    made = converted(WRITERS[source](truth.content), source, suffix, name="a", what="a report")
    path = tmp_path / f"report.{suffix}"
    path.write_bytes(made)
    verdict = judged(path)
    assert (verdict.status, wrong(verdict, truth)) == ("accepted", {})
