"""A workbook is read as it shows itself: struck, raised and hidden figures, and pictures over cells."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it has no stubs
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]  # the same
from openpyxl.cell.text import InlineFont  # type: ignore[import-untyped]  # the same
from openpyxl.drawing.image import Image as SheetImage  # type: ignore[import-untyped]  # the same
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]  # the same
from PIL import Image

from extractor.documents import open_document
from extractor.documents.scan import ocr_ready
from extractor.evaluate import load_set
from extractor.evidence import DoubtKind
from extractor.readers.reading import FieldReading
from tests.museum_ledger import BESIDE, HEADINGS, PATH, TITLE, read_museum, rows_with

CELL = "B5"


def field_with(path: Path, value: object, change: Callable[..., object] = lambda sheet: None) -> FieldReading:
    """The field whose cell holds a value, after ``change`` did something to the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Year 2024"], [], [TITLE], HEADINGS, *rows_with("")):
        sheet.append([int(each) if str(each).isdigit() else each or None for each in line])
    sheet[CELL] = value
    change(sheet)
    book.save(path / "museum.xlsx")
    fields = read_museum(open_document(path / "museum.xlsx"))
    assert {key: fields[key].value for key in BESIDE} == BESIDE
    return fields[PATH]


def rich(*pieces: tuple[str, dict[str, object]]) -> object:
    return CellRichText(*(TextBlock(InlineFont(**look), text) for text, look in pieces))


def font(**look: object) -> Callable[..., object]:
    def change(sheet: object) -> None:
        sheet[CELL].font = Font(**look)  # type: ignore[index]  # a sheet

    return change


def painted(colour: str, **look: object) -> Callable[..., object]:
    def change(sheet: object) -> None:
        sheet[CELL].font = Font(**look)  # type: ignore[index]  # a sheet
        sheet[CELL].fill = PatternFill("solid", fgColor=colour)  # type: ignore[index]  # a sheet

    return change


def picture(anchor: str, width: int = 40, height: int = 16) -> Callable[..., object]:
    def change(sheet: object) -> None:
        target = io.BytesIO()
        Image.new("RGB", (width, height)).save(target, "PNG")
        sheet.add_image(SheetImage(target), anchor)  # type: ignore[attr-defined]  # a sheet

    return change


PLAIN: dict[str, object] = {}
STRUCK: dict[str, object] = {"strike": True}
WHITE: dict[str, object] = {"color": "FFFFFFFF"}
TINY: dict[str, object] = {"sz": 1}


@pytest.mark.parametrize(
    ("value", "change"),
    [
        (rich(("1286", STRUCK), ("1268", PLAIN)), font()),
        (rich(("1268 ", PLAIN), ("1286", STRUCK)), font()),
        (rich(("9", WHITE), ("1268", PLAIN)), font()),
        (rich(("9", TINY), ("1268", PLAIN)), font()),
        (rich(("1268", PLAIN), ("43", TINY)), font()),
        ("\u202e8621\u202c", font()),
        (1268, font(sz=9)),
        (rich(("12", PLAIN), ("68", {"b": True})), font(bold=True)),
        (1268, font(strike=False)),
        (1268, painted("FF000000", color="FFFFFFFF")),
        (1268, picture("F20")),
        (1268, picture("A5")),
        (1268, picture("E1", 400, 300)),
    ],
)
def test_a_figure_that_is_shown_is_read(tmp_path: Path, value: object, change: Callable[..., object]) -> None:
    field = field_with(tmp_path, value, change)
    assert (field.state, field.value) == ("read", 1268)


@pytest.mark.parametrize(
    ("value", "change", "kind"),
    [
        (1286, font(strike=True), DoubtKind.STRUCK_WITHOUT_REPLACEMENT),
        ("1286", font(strike=True), DoubtKind.STRUCK_WITHOUT_REPLACEMENT),
        (rich(("1286", STRUCK)), font(), DoubtKind.STRUCK_WITHOUT_REPLACEMENT),
        (None, picture(CELL), DoubtKind.PICTURE_IN_CELL),
        (1286, picture(CELL), DoubtKind.PICTURE_IN_CELL),
        (None, picture("A4", 128, 40), DoubtKind.PICTURE_IN_CELL),
        (1286, painted("FF000000", color="FF000000"), DoubtKind.COVERED_IN_CELL),
        (1286, painted("FF123456", color="FF123456"), DoubtKind.COVERED_IN_CELL),
        (1286, painted("FF000000"), DoubtKind.COVERED_IN_CELL),
    ],
)
def test_a_cell_that_shows_something_else_is_unread_and_says_what(
    tmp_path: Path, value: object, change: Callable[..., object], kind: DoubtKind
) -> None:
    field = field_with(tmp_path, value, change)
    assert field.state == "unread"
    assert kind in {each.kind for each in field.doubts}


@pytest.mark.parametrize("aligned", ["superscript", "subscript"])
def test_a_small_digit_is_no_digit_of_the_figure(tmp_path: Path, aligned: str) -> None:
    small = rich(("1286", PLAIN), ("2", {"vertAlign": aligned}))
    assert field_with(tmp_path, small).state == "unread"


def test_a_merged_cell_under_a_picture_is_unread(tmp_path: Path) -> None:
    def change(sheet: object) -> None:
        sheet.merge_cells("B5:B5")  # type: ignore[attr-defined]  # a sheet
        picture(CELL)(sheet)

    assert field_with(tmp_path, None, change).state == "unread"


@pytest.mark.parametrize("style", ["xls", "xlsx", "ods"])
def test_a_picture_over_a_cell_of_a_workbook_is_no_blank(tmp_path: Path, style: str) -> None:
    cases = [case for case in load_set("hostile").cases if case.spec.kind == "cell_is_picture"]
    case = next(case for case in cases if case.spec.style == style)
    document = open_document(case.write(tmp_path))
    kinds = {each.kind for row in document.rows for cell in row.cells for each in cell.doubts}
    seen = style == "xlsx" and ocr_ready()
    assert kinds == {DoubtKind.READ_IN_PICTURE if seen else DoubtKind.PICTURE_IN_CELL}
