"""What could not be read of a page is said wherever a document is shown, and decides nothing."""

import json
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest

from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.store import Outcome, Store
from tests.plain_reports import foia_report
from tests.review_desk import misread
from tests.test_review_tui import screen_text
from tests.typed_commands import Answer, extractor

pytestmark = pytest.mark.slow

REMARK = "1 hidden sheets are not printed: Draft"


def workbook(path: Path, text: str) -> None:
    """A report as a sheet, beside a hidden one."""
    book = openpyxl.Workbook()
    for line in text.split("\n"):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split("\t")])
    book.create_sheet("Draft").sheet_state = "hidden"
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("remarks")
    workbook(place / "good.xlsx", foia_report("Office of Tests", 12))
    workbook(place / "letter.xlsx", "Dear Sir or Madam\tthank you")
    return place


@pytest.fixture(scope="module")
def run(folder: Path) -> Answer:
    return extractor(folder, "run", ".", "--json")


def test_a_remark_is_in_the_summary_of_a_run_and_keeps_nothing_from_being_accepted(run: Answer) -> None:
    entries = {entry["document"]: entry for entry in json.loads(run.out)["entries"]}
    assert entries["good.xlsx"]["status"] == "accepted"
    assert [entry["remarks"] for entry in entries.values()] == [[REMARK], [REMARK]]


@pytest.mark.parametrize("name", ["good.xlsx", "letter.xlsx"])
def test_a_remark_is_shown_with_its_document(folder: Path, run: Answer, name: str) -> None:
    assert f"remark: {REMARK}" in extractor(folder, "show", name).out
    assert json.loads(extractor(folder, "show", name, "--json").out)["remarks"] == [REMARK]


def test_a_document_that_was_done_before_keeps_its_remarks(folder: Path, run: Answer) -> None:
    again = json.loads(extractor(folder, "run", "good.xlsx", "--json").out)
    assert [(entry["done_before"], entry["remarks"]) for entry in again["entries"]] == [(True, [REMARK])]


def test_the_keys_of_an_exported_line_stay_what_they_are(folder: Path, run: Answer) -> None:
    assert "remarks" not in json.loads(extractor(folder, "export").out)


async def test_the_review_screen_says_the_first_remark_in_a_line(tmp_path: Path) -> None:
    with Store(str(tmp_path / "store.sqlite")) as store:
        result = misread(store, tmp_path)
        remarks = (REMARK, "2 formulas without a result")
        (reading,) = store.readings(result.sha256, "us_foia")
        store.save(Outcome(result.model_copy(update={"remarks": remarks}), (reading,), store.source(result.sha256)))
        app = ReviewApp(ReviewSession(store, "anna"))
        async with app.run_test(size=(160, 40)):
            assert f"remark: {REMARK} (and 3 more: extractor show)" in screen_text(app).splitlines()[0]
