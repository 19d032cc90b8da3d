"""Workbooks: what a visible sheet shows, with the address of every cell."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from extractor.documents import Document, open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import EmptyDocument, EncryptedDocument, LimitExceeded, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold, cells
from tests.office_files import zipped


def opened(tmp_path: Path, fill: Callable[[Worksheet], object], name: str = "a.xlsx") -> Document:
    """A workbook whose first sheet is called Sheet1 and is filled by ``fill``."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Sheet1"
    fill(book.active)
    book.save(tmp_path / name)
    document = open_document(tmp_path / name)
    assert_places_hold(document)
    assert_all_is_covered(document)
    return document


def rows(*lines: list[object]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return fill


def test_a_cell_is_read_as_it_is_shown_and_keeps_its_address(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["label", "a", "b"])
        sheet.append(["row", 0.1 + 0.2, 1234.5])
        sheet["C2"].number_format = "#,##0.00"

    document = opened(tmp_path, fill)
    assert cells(document) == [["label", "a", "b"], ["row", "0.3", "1,234.50"]]
    assert [cell.address for cell in document.rows[1].cells] == ["Sheet1!A2", "Sheet1!B2", "Sheet1!C2"]
    assert document.method == "logical" and document.tables[0].kind == "logical"


def test_blank_zero_and_marks_stay_what_they_are(tmp_path: Path) -> None:
    document = opened(tmp_path, rows(["x", "a", "b", "c"], ["y", None, 0, "/"]))
    assert cells(document)[1] == ["y", "", "0", "/"]
    assert document.rows[1].cells[1].address == "Sheet1!B2"


def test_merged_cells_are_one_cell_with_spans(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["head", None, "group", None], [None, None, "a", "b"], ["one", None, 1, 2])(sheet)
        for each in ("A1:B2", "C1:D1", "A3:B3"):
            sheet.merge_cells(each)

    found = opened(tmp_path, fill).rows
    spans = [[(cell.text, cell.column, cell.column_span, cell.row_span) for cell in row.cells] for row in found]
    assert spans[0] == [("head", 0, 2, 2), ("group", 2, 2, 1)]
    assert spans[1] == [("a", 2, 1, 1), ("b", 3, 1, 1)]
    assert spans[2] == [("one", 0, 2, 1), ("1", 2, 1, 1), ("2", 3, 1, 1)]


def test_hidden_rows_columns_and_sheets_are_not_printed(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["x", "secret", "a"], ["hidden", 9, 9], ["y", 8, 1])(sheet)
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = sheet.parent.create_sheet("Other")
        other["A1"] = 777
        other.sheet_state = "veryHidden"

    document = opened(tmp_path, fill)
    assert cells(document) == [["x", "a"], ["y", "1"]]
    assert document.rows[1].cells[1].address == "Sheet1!C3"
    assert "777" not in document.text
    assert document.pages[0].remarks == ("1 hidden sheets are not printed: Other",)


def test_a_merged_cell_that_begins_in_a_hidden_row_is_shown_below_it(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["x", "a"], ["label", 1], [None, 2])(sheet)
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[2].hidden = True

    assert cells(opened(tmp_path, fill)) == [["x", "a"], ["label", "2"]]


def test_a_formula_shows_its_stored_result_and_one_without_is_not_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["x", "a", "b", "c"])
        sheet.write_row(1, 0, ["y", 1])
        sheet.write_formula(1, 2, "=B2*2", None, 2)
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    path = tmp_path / "a.xlsx"
    path.write_bytes(target.getvalue())
    assert cells(open_document(path))[1] == ["y", "1", "2", "#DIV/0!"]
    document = opened(tmp_path, rows(["x", "a"], ["y", "=SUM(B1:B1)"]), "b.xlsx")
    assert cells(document)[1] == ["y", "=SUM(B1:B1)"]
    assert "formulas without a stored result" in document.pages[0].remarks[0]


def test_empty_rows_divide_tables_and_lines_of_words_stand_outside(tmp_path: Path) -> None:
    document = opened(
        tmp_path,
        rows(["Report"], [], ["One"], ["x", "a"], ["y", 1], [], ["z", 2], [], ["a note"]),
    )
    assert [row.table for row in document.rows] == [None, None, 0, 0, 1, None]


def test_a_last_row_label_with_blank_cells_stays_in_its_table(tmp_path: Path) -> None:
    document = opened(tmp_path, rows(["x", "a", "b"], ["y", 1, 2], ["z", None, None]))
    assert cells(document)[2] == ["z", "", ""]
    assert document.rows[2].table == 0


def test_every_visible_sheet_is_a_page(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "first"
        sheet.parent.create_sheet("表 二")["B2"] = "second"

    document = opened(tmp_path, fill)
    assert [page.source for page in document.pages] == ["sheet Sheet1", "sheet 表 二"]
    last = document.rows[-1].cells[0]
    assert (last.place.page, last.address) == (2, "'表 二'!B2")


def test_digits_stored_behind_fewer_are_kept_as_an_alternative(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["x", "a"], ["y", 12.504])(sheet)
        sheet["B2"].number_format = "0.00"

    cell = opened(tmp_path, fill).rows[1].cells[1]
    assert (cell.text, cell.alternatives, cell.views) == ("12.50", ("12.504",), "stored")


def test_a_number_its_format_hides_is_blank_and_said_so(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["x", "a"], ["y", 0])(sheet)
        sheet["B2"].number_format = "0;-0;;@"

    document = opened(tmp_path, fill)
    assert (document.rows[1].cells[1].text, document.rows[1].cells[1].alternatives) == ("", ("0",))
    assert "count as blank" in document.pages[0].remarks[0]


def test_a_workbook_that_shows_nothing_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        opened(tmp_path, lambda sheet: None)


def test_a_workbook_beyond_the_limit_of_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1"], book.active["XFD2"] = 1, 2, 3
    book.save(path)
    assert len(cells(open_document(path))) == 2
    with pytest.raises(LimitExceeded, match="over 20000 cells"):
        open_document(path, OpeningLimits(words=20_000))


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "all"
        sheet.merged_cells.add("A1:XFD1048576")

    assert cells(opened(tmp_path, fill)) == [["all"]]


def test_entities_of_a_sheet_are_not_resolved(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("S").write_row(0, 0, ["x", 1])
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    secret = tmp_path / "secret.txt"
    secret.write_text("31337")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    for declared, used in ((f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"), (f'<!ENTITY e0 "9">{bomb}', "&e11;")):
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        sheet = sheet.replace("<worksheet", f"<!DOCTYPE worksheet [{declared}]><worksheet", 1)
        sheet = sheet.replace("<v>1<", f"<v>{used}<")
        path = tmp_path / "a.xlsx"
        path.write_bytes(zipped({**parts, "xl/worksheets/sheet1.xml": sheet}))
        with pytest.raises(UnreadableDocument, match="declares a document type"):
            open_document(path)


def test_an_encrypted_workbook_is_said_to_be_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    stream = "EncryptedPackage\x00".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream + bytes(600))
    with pytest.raises(EncryptedDocument):
        open_document(path)


def test_a_damaged_old_workbook_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    stream = "Workbook\x00".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream + bytes(600))
    with pytest.raises(UnreadableDocument, match="damaged"):
        open_document(path)


def test_a_cut_off_workbook_is_unreadable(tmp_path: Path) -> None:
    opened(tmp_path, rows(["x", "a"], ["y", 1]))
    data = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableDocument, match="damaged"):
        open_document(tmp_path / "a.xlsx")
