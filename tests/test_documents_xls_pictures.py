"""Pictures in old workbooks are read in their places; of those that are not the first page says how many."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import struct
from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan import ocr_ready
from extractor.documents.sheets.xls import open_xls
from extractor.documents.stored_pictures import is_large_picture
from extractor.evaluate.render.traps.xls_stream import compound_file
from tests.table_pictures import table_picture

PNG, JPEG, DIB, METAFILE = (0xF01E, 0x6E0), (0xF01D, 0x46A), (0xF01F, 0x7A8), (0xF01B, 0x216)
NUMBERS = (("4,217", "386", "51"), ("9,640", "275", "83"), ("3,158", "692", "74"))


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def office(how: int, kind: int, content: bytes) -> bytes:
    return struct.pack("<HHI", how, kind, len(content)) + content


def blip(kind: tuple[int, int], picture: bytes) -> bytes:
    number, instance = kind
    made = office(instance << 4, number, bytes(17) + picture)
    return office(0x62, 0xF007, bytes(33) + b"\0" + bytes(2) + made)


def group(blips: Sequence[bytes]) -> bytes:
    """The pictures of a workbook; records hold 8,224 bytes at most."""
    stored = office(0xF, 0xF000, office(len(blips) << 4 | 0xF, 0xF001, b"".join(blips)))
    parts = [stored[at : at + 8224] for at in range(0, len(stored), 8224)]
    return record(0xEB, parts[0]) + b"".join(record(0x3C, part) for part in parts[1:])


def shape(number: int, squares: tuple[int, int, int, int], cuts: dict[int, int] | None = None) -> bytes:
    """A picture over squares: left, top, right, bottom; ``cuts``: properties that crop it."""
    left, top, right, bottom = squares
    known = {0x4104: number, **(cuts or {})}
    named = b"".join(struct.pack("<Hi", key, value) for key, value in known.items())
    anchor = struct.pack("<9H", 0, left, 100, top, 40, right, 900, bottom, 220)
    parts = office(len(known) << 4 | 3, 0xF00B, named) + office(0, 0xF010, anchor)
    what = struct.pack("<HHHHH", 0x15, 0x12, 8, 1, 0x6011) + bytes(16)
    return record(0xEC, office(0xF, 0xF004, parts)) + record(0x5D, what)


def workbook(blips: Sequence[bytes], shapes: Sequence[bytes], rows: Sequence[str] = ("Before",)) -> bytes:
    cells = b"".join(
        record(0x204, struct.pack("<HHHHB", at, 0, 15, len(text), 0) + text.encode()) for at, text in enumerate(rows)
    )
    sheet = begin(0x10) + record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, 1, 0)) + cells + b"".join(shapes)
    head = begin(5) + record(0x42, struct.pack("<H", 1200)) + (group(blips) if blips else b"")
    place = len(head) + 4 + 9 + 4
    bound = record(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"1")
    return compound_file(head + bound + record(0x0A) + sheet + record(0x0A))


def begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def as_kind(picture: bytes, kind: tuple[int, int]) -> bytes:
    pixels = pymupdf.Pixmap(picture)
    if kind == JPEG:
        return bytes(pixels.tobytes("jpeg", jpg_quality=95))
    if kind == DIB:
        plain = pymupdf.Pixmap(pymupdf.csRGB, pixels)
        wide, high, lines = plain.width, plain.height, plain.samples
        step = 3 * wide
        padded = [
            bytes(part for at in range(row, row + step, 3) for part in lines[at : at + 3][::-1]) + bytes(-step % 4)
            for row in range((high - 1) * step, -1, -step)
        ]
        return struct.pack("<IiiHHIIiiII", 40, wide, high, 1, 24, 0, 0, 2835, 2835, 0, 0) + b"".join(padded)
    return picture


@pytest.mark.parametrize("kind", [PNG, JPEG, DIB])
def test_a_picture_over_several_squares_is_kept_to_be_read(kind: tuple[int, int]) -> None:
    picture = as_kind(table_picture(NUMBERS, 100), kind)
    opened = open_xls(workbook([blip(kind, picture)], [shape(1, (2, 4, 6, 12))]), name="a.xls", sha256="")
    (stored,) = opened.pictures
    assert is_large_picture(stored.content)
    assert stored.content.endswith(picture)
    assert stored.row == 1


def test_each_shape_shows_its_own_picture_without_what_is_cut_off() -> None:
    first, second = table_picture(NUMBERS, 100), table_picture(NUMBERS[:2], 100)
    shapes = [shape(2, (2, 4, 6, 12)), shape(1, (2, 14, 6, 22), {0x102: 0x4000})]
    opened = open_xls(workbook([blip(PNG, first), blip(PNG, second)], shapes), name="a.xls", sha256="")
    one, other = (each.content for each in opened.pictures)
    assert one == second
    assert pymupdf.Pixmap(other).width == round(pymupdf.Pixmap(first).width * 0.75)


def test_a_picture_in_a_cell_is_kept_with_the_cell() -> None:
    picture = table_picture(NUMBERS[:1], 60)
    opened = open_xls(workbook([blip(PNG, picture)], [shape(1, (0, 1, 0, 1))], ("A", "B")), name="a.xls", sha256="")
    (stored,) = opened.pictures
    assert (stored.row, stored.cell) == (1, 0)


def test_metafiles_and_damaged_pictures_are_told_of() -> None:
    shapes = [shape(1, (2, 4, 6, 12)), shape(7, (2, 14, 6, 22))]
    opened = open_xls(workbook([blip(METAFILE, bytes(60))], shapes), name="a.xls", sha256="")
    assert not opened.pictures
    assert any(remark.startswith("2 pictures of a kind that is not read") for remark in opened.remarks)


@pytest.mark.slow
@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
def test_the_numbers_of_a_picture_are_read_behind_its_sheet(tmp_path: Path) -> None:
    picture = table_picture(NUMBERS, 150)
    (tmp_path / "a.xls").write_bytes(workbook([blip(PNG, picture)], [shape(1, (2, 4, 6, 12))]))
    document = open_document(tmp_path / "a.xls")
    cells = {cell.text for row in document.rows for cell in row.cells if cell.address == "picture 1"}
    assert {number for line in NUMBERS for number in line} <= cells
