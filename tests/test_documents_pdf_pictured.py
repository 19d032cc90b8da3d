"""Pictures on pages of text of a PDF are read in their place, and numbers that are drawn in cells, in doubt."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.model import Cell, Document
from extractor.documents.scan import ocr_ready
from extractor.evidence import DoubtKind
from tests.table_pictures import NAMES, table_picture

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")]


def with_picture(tmp_path: Path, picture: bytes, turn: int = 0, hidden: str = "") -> Document:
    """A page of text with a picture in its middle."""
    with pymupdf.open() as document:
        page = document.new_page(width=500, height=600)
        for at in range(6):
            page.insert_text((50, 60 + 14 * at), "What was asked for in the year, by kind and by office.", fontsize=10)
        page.insert_image((80, 180, 420, 340), stream=picture)
        page.insert_text((50, 420), "Told in March", fontsize=10)
        page.set_rotation(turn)
        document.save(tmp_path / "a.pdf")
    return open_document(tmp_path / "a.pdf")


@pytest.mark.parametrize("seed", range(5))
def test_a_table_in_a_picture_is_read_where_it_lies(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    numbers = [[str(rng.randrange(10, 10_000)) for _ in range(3)] for _ in range(rng.randint(3, 6))]
    document = with_picture(tmp_path, table_picture(numbers, rng.choice((150, 200, 300))), rng.choice((0, 0, 90)))
    rows = [row for row in document.rows if row.cells[0].text in NAMES]
    assert [[cell.text for cell in row.cells[1:]] for row in rows] == numbers
    assert all(cell.seen_by and cell.place.page == 1 for row in rows for cell in row.cells)
    texts = [row.text for row in document.rows]
    assert texts[-1] == "Told in March"
    assert not document.remarks


def test_a_picture_without_print_leaves_the_page_as_it_is(tmp_path: Path) -> None:
    rng = Random(1)
    dots = bytes(rng.randrange(60, 200) for _ in range(300 * 150))
    with pymupdf.open() as document:
        picture = pymupdf.Pixmap(pymupdf.csGRAY, 300, 150, dots, False).tobytes("png")
        del document
    document = with_picture(tmp_path, picture)
    assert len(document.rows) == 7
    assert document.method == "vector"


def drawn_number(page: pymupdf.Page, text: str, x: float, y: float, how: str) -> None:
    """A number as a picture, on its baseline."""
    with pymupdf.open() as other:
        sheet = other.new_page(width=6 * len(text) + 4, height=14)
        sheet.insert_text((2, 11), text, fontsize=10)
        box = pymupdf.Rect(x, y - 11, x + 6 * len(text) + 4, y + 3)
        if how == "picture":
            page.insert_image(box, stream=sheet.get_pixmap(dpi=250).tobytes("png"))
        else:
            outlined = pymupdf.open("svg", sheet.get_svg_image(text_as_path=True).encode())
            page.show_pdf_page(box, pymupdf.open("pdf", outlined.convert_to_pdf()))


def cell_with(tmp_path: Path, text: str, how: str, ruled: bool) -> Cell:
    with pymupdf.open() as document:
        page = document.new_page(width=420, height=300)
        for row, name in enumerate(NAMES[:4]):
            page.insert_text((44, 94 + 20 * row), name, fontsize=10)
            page.insert_text((144, 94 + 20 * row), str(40 + row), fontsize=10)
            if row == 2:
                drawn_number(page, text, 244, 94 + 20 * row, how)
            else:
                page.insert_text((244, 94 + 20 * row), str(1200 + row), fontsize=10)
        if ruled:
            for at in range(5):
                page.draw_line((40, 80 + 20 * at), (340, 80 + 20 * at))
            for x in (40, 140, 240, 340):
                page.draw_line((x, 80), (x, 160))
        document.save(tmp_path / "a.pdf")
    read = open_document(tmp_path / "a.pdf")
    return next(line for line in read.rows if line.cells[0].text == NAMES[2]).cells[2]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("how", ["picture", "outlines"])
@pytest.mark.parametrize("text", ["342", "1,286", "97", "5608", "40.25"])
def test_a_number_that_is_drawn_is_read_in_doubt(tmp_path: Path, text: str, how: str, ruled: bool) -> None:
    cell = cell_with(tmp_path, text, how, ruled)
    assert cell.text == text
    assert cell.views == "differ"
    assert DoubtKind.READ_IN_PICTURE in {each.kind for each in cell.doubts}


def scanned_with_layer(tmp_path: Path, under: Sequence[Sequence[str]]) -> Document:
    """A page that is a picture of a table, with text under it that nobody sees."""
    numbers = [["120", "4567"], ["318", "2409"], ["77", "1350"], ["5021", "86"]]
    with pymupdf.open() as document:
        drawn = document.new_page(width=400, height=300)
        for row, line in enumerate(numbers):
            for column, text in enumerate((NAMES[row], *line)):
                drawn.insert_text((40 + 110 * column, 80 + 24 * row), text, fontsize=11)
        picture = drawn.get_pixmap(dpi=200).tobytes("png")
        document.delete_page(0)
        page = document.new_page(width=400, height=300)
        page.insert_image(page.rect, stream=picture)
        for row, told in enumerate(under):
            for column, text in enumerate(told):
                page.insert_text((150 + 110 * column, 80 + 24 * row), text, fontsize=11, render_mode=3)
        document.save(tmp_path / "a.pdf")
    return open_document(tmp_path / "a.pdf")


def test_text_under_a_picture_that_says_another_number_puts_it_in_doubt(tmp_path: Path) -> None:
    document = scanned_with_layer(tmp_path, [["120", "4567"], ["318", "2499"], ["77", "1350"], ["5021", "86"]])
    found = {cell.text: {each.kind for each in cell.doubts} for row in document.rows for cell in row.cells}
    assert DoubtKind.LAYER_DIFFERS in found.pop("2409")
    assert {"120", "4567", "318", "77", "1350", "5021", "86"} <= set(found)
    assert not any(DoubtKind.LAYER_DIFFERS in kinds for kinds in found.values())


def two_pages(folder: Path) -> Path:
    """A page of text, and one that is a picture."""
    path = folder / "two.pdf"
    with pymupdf.open() as document:
        for text in ("Printed 1,286", "Scanned 7,450"):
            document.new_page(width=300, height=200).insert_text((40, 80), text, fontsize=14)
        picture = document[1].get_pixmap(dpi=200).tobytes("png")
        document.delete_page(1)
        page = document.new_page(width=300, height=200)
        page.insert_image(page.rect, stream=picture)
        document.save(path)
    return path


def test_of_a_part_only_its_own_pages_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = two_pages(tmp_path)
    whole, part = open_document(path), open_document(path / "page 2")
    assert [word.text for word in part.words] == [word.text for word in whole.words if word.place.page == 2]
    assert [page.number for page in part.pages] == [2]
    monkeypatch.setenv("EXTRACTOR_OCR", "never")
    assert [word.text for word in open_document(path / "page 1").words] == ["Printed", "1,286"]


OUTLINES = Path(__file__).parents[2] / "shared/cases/reading/pdf-digits-as-outlines.pdf"


@pytest.mark.skipif(not OUTLINES.is_file(), reason="the cases are not at hand")
def test_an_outline_of_short_lines_is_a_digit_like_those_that_bend() -> None:
    cells = [cell for row in open_document(OUTLINES).rows for cell in row.cells]
    (drawn,) = (cell for cell in cells if DoubtKind.READ_IN_PICTURE in {each.kind for each in cell.doubts})
    assert drawn.text == "1286"
    assert drawn.views == "differ"
