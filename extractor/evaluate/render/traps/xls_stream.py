"""A draft as a workbook of Excel 97: records of BIFF8 ([MS-XLS]) in a compound file ([MS-CFB])."""

import struct
from collections.abc import Mapping
from random import Random

from extractor.evaluate.render.grid import GridCell
from extractor.evaluate.render.report_layout import ReportLayout
from extractor.evaluate.render.traps.draft import Draft, How, MarkedPiece
from extractor.evaluate.render.traps.office_parts import Square, pieces_of, plain_number
from extractor.evaluate.render.traps.office_sheets import sheet_rows

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_WHITE, _BLACK = 9, 8
_FONTS: Mapping[How, tuple[int, ...]] = {"struck": (5,), "raised": (6,), "hidden": (7, 8), "barred": (9,)}
"""Numbers of fonts; 4 is none (2.5.129). Struck, raised, white, tiny, black."""
_CELLS: Mapping[How, int] = {"struck": 16, "hidden": 17, "barred": 18}


def xls_file(page: ReportLayout, draft: Draft, rng: Random) -> bytes:
    """A workbook with one sheet."""
    cells: list[bytes] = []
    merges: list[bytes] = []
    rows = list(sheet_rows(page))
    for at, row in enumerate(rows):
        if isinstance(row, str):
            cells += [_string(at, 0, (MarkedPiece(row),), rng)] if row else []
            continue
        for square in row:
            if square.begins:
                cells += _cell(at, square, rng)
                merges += _merge(at, square.column, square.cell)
    dimensions = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, 64, 0))
    merged = [_record(0x00E5, struct.pack("<H", len(part)) + b"".join(part)) for part in _parts(merges, 1000)]
    sheet = _begin(0x0010) + dimensions + b"".join(cells) + b"".join(merged) + _record(0x000A)
    head = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200)) + _fonts() + _looks()
    place = len(head) + len(_bound(0)) + 4
    return compound_file(head + _bound(place) + _record(0x000A) + sheet)


def _parts(items: list[bytes], size: int) -> list[list[bytes]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _bound(place: int) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"1")


def _fonts() -> bytes:
    """Four usual fonts, then struck, raised, white, tiny, black."""
    looks = [(200, 0, 0x7FFF, 0)] * 4
    looks += [(200, 8, 0x7FFF, 0), (200, 0, 0x7FFF, 1), (200, 0, _WHITE, 0), (20, 0, 0x7FFF, 0), (200, 0, _BLACK, 0)]
    return b"".join(
        _record(0x0031, struct.pack("<HHHHHBBBBBB", high, strike, color, 400, up, 0, 0, 0, 0, 5, 0) + b"Arial")
        for high, strike, color, up in looks
    )


def _looks() -> bytes:
    """Fifteen styles, a plain cell, then struck, white and black cells."""
    styles = [_look(0, 0xFFF5)] * 15 + [_look(0, 1), _look(5, 1), _look(7, 1), _look(9, 1, solid=True)]
    return b"".join(styles)


def _look(font: int, kind: int, solid: bool = False) -> bytes:
    pattern = 1 << 26 if solid else 0
    colors = _BLACK | (_BLACK << 7) if solid else 0x20C0
    return _record(0x00E0, struct.pack("<HHHBBBBIIH", font, 0, kind, 0x20, 0, 0, 0xFC, 0, pattern, colors))


def _cell(row: int, square: Square, rng: Random) -> list[bytes]:
    pieces = pieces_of(square.cell)
    number, look = plain_number(square.cell), 15
    if len(pieces) == 1 and pieces[0].how in _CELLS and pieces[0].text.isdigit():
        number, look = pieces[0].text, _CELLS[pieces[0].how]
    if number:
        return [_record(0x0203, struct.pack("<HHHd", row, square.column, look, float(number)))]
    if len(pieces) == 1 and pieces[0].how == "picture":
        return [_drawn(row, square.column)]
    return [_string(row, square.column, pieces, rng)] if pieces else []


def _drawn(row: int, column: int) -> bytes:
    """A picture over most of a cell: where it is anchored ([MS-ODRAW] 2.2.46), and that it is one."""
    anchor = struct.pack("<9H", 0, column, 100, row, 40, column, 900, row, 220)
    head = struct.pack("<HHI", 0xF, 0xF004, 8 + len(anchor)) + struct.pack("<HHI", 0, 0xF010, len(anchor))
    what = struct.pack("<HHHHH", 0x15, 0x12, 8, 1, 0x6011) + bytes(12) + bytes(4)
    return _record(0x00EC, head + anchor) + _record(0x005D, what)


def _string(row: int, column: int, pieces: tuple[MarkedPiece, ...], rng: Random) -> bytes:
    """A text, with the font that begins at each of its pieces."""
    text = "".join(piece.text for piece in pieces)
    head = struct.pack("<HHH", row, column, 15) + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    if not any(piece.how for piece in pieces):
        return _record(0x0204, head)
    runs, at = [], 0
    for piece in pieces:
        runs.append(struct.pack("<HH", at, rng.choice(_FONTS[piece.how]) if piece.how in _FONTS else 0))
        at += len(piece.text)
    return _record(0x00D6, head + struct.pack("<H", len(runs)) + b"".join(runs))


def _merge(row: int, column: int, cell: GridCell) -> list[bytes]:
    if cell.col_span == 1 and cell.row_span == 1:
        return []
    return [struct.pack("<HHHH", row, row + cell.row_span - 1, column, column + cell.col_span - 1)]


def compound_file(stream: bytes) -> bytes:
    """The stream in a compound file of sectors of 512 bytes, large enough to stand outside the small sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < sectors + tables + 1:
        tables += 1
    chain = [_TABLE] * tables + [_END] + [*range(tables + 2, tables + 1 + sectors), _END]
    chain += [_FREE] * (tables * 128 - len(chain))
    listed = [*range(tables), *[_FREE] * (109 - tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", tables, tables, 0, 4096, _END, 0, _END, 0)
    return b"".join(
        (
            head,
            struct.pack("<109I", *listed),
            struct.pack(f"<{len(chain)}I", *chain),
            _folder(tables + 1, len(stream)),
            stream,
        )
    )


def _folder(first: int, size: int) -> bytes:
    entries = (("Root Entry", 5, _FREE, 1, _END, 0), ("Workbook", 2, _FREE, _FREE, first, size))
    found = []
    for name, kind, left, child, start, length in entries:
        coded = name.encode("utf-16-le")
        found.append(
            coded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(coded) + 2, kind, 1, left, _FREE, child)
            + bytes(36)
            + struct.pack("<III", start, length, 0)
        )
    empty = bytes(66) + struct.pack("<BBIII", 0, 0, _FREE, _FREE, _FREE)
    return b"".join(found) + (empty + bytes(128 - len(empty))) * 2
