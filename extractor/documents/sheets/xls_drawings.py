"""What is drawn over the sheets of an old workbook (xls): which squares lie under it, and which picture it shows.

The library that reads the cells passes over drawings; their records are looked through here for what they are and
where they are anchored ([MS-XLS] 2.4.181 Obj, [MS-ODRAW] 2.2.46 OfficeArtClientAnchorSheet), and for the picture that
a shape names by its number (2.3.23.2 pib). Pictures of programs that write as Excel 5 did stand behind their object.
"""

import io
import struct
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from extractor.documents.sheets.sheet_grid import At
from extractor.documents.sheets.xls_pictures import bitmap_file, stored_pictures
from extractor.documents.word.cropped_picture import PictureCut, shown_part

_OPENING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOUND, _BEGIN, _END, _DRAWING, _OBJECT, _BITMAP = 0x85, 0x809, 0x0A, 0xEC, 0x5D, 0x7F
_SHOWN = frozenset({0, 1, 2, 3, 4, 5, 6, 8, 9})
"""Kinds of objects that show something: groups, lines, shapes, charts, boxes of text, pictures. Lists and notes
are others."""
_OLD_PICTURE = b"\x01\0\0\0\x08\0"
"""How an object of Excel 5 begins that is a picture."""
_PROPERTIES, _NAMED, _CUT = 0xF00B, 0x4104, (0x102, 0x100, 0x103, 0x101)
"""The properties of a shape; among them the number of its picture, and what is cut off at its sides."""
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
_ACROSS, _DOWN = 1024, 256
"""Parts of a column and of a row in which an anchor is measured."""
_OF_SQUARE = 0.25
_MOST, _MOST_SQUARES = 500, 100_000


class _Record(NamedTuple):
    kind: int
    content: bytes


class SheetDrawing(NamedTuple):
    """Something drawn over a sheet: the squares under it, and the bytes of the picture that it shows: None where it is
    no picture, empty where it is one that cannot be read.
    """

    squares: tuple[At, ...]
    picture: bytes | None = None


def drawn_over_sheets(data: bytes) -> list[list[SheetDrawing]]:
    """By number of the worksheet, what is drawn over it; nothing where a file is no such workbook."""
    if not data.startswith(_OPENING):
        return []
    from xlrd.compdoc import CompDoc

    stream = CompDoc(data, logfile=io.StringIO()).get_named_stream("Workbook")
    if stream is None:
        return []
    bounds = (each.content for each in _records(stream, 0) if each.kind == _BOUND)
    starts = [struct.unpack_from("<I", content)[0] for content in bounds if len(content) > 6 and content[5] == 0]
    pictures = stored_pictures(_records(stream, 0))
    return [list(_drawn(stream, start, pictures)) for start in starts]


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records of one part of a workbook; charts that lie in it are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 1 or kind in (_BEGIN, _END):
            yield _Record(kind, stream[at + 4 : at + 4 + length])
        if depth <= 0:
            return
        at += 4 + length


def _drawn(stream: bytes, start: int, pictures: list[bytes]) -> Iterator[SheetDrawing]:
    drawing = anchor = b""
    for kind, content in _records(stream, start):
        if kind == _DRAWING:
            at = content.rfind(_ANCHOR)
            drawing, anchor = content, content[at + len(_ANCHOR) + 2 :][:16] if at >= 0 else b""
        elif kind == _OBJECT and content.startswith(_OLD_PICTURE):
            anchor = content[10:26]
        elif kind == _OBJECT:
            if len(anchor) == 16 and len(content) >= 6 and struct.unpack_from("<H", content, 4)[0] in _SHOWN:
                yield SheetDrawing(_squares_at(anchor), _picture_in(drawing, pictures))
            drawing = anchor = b""
        elif kind == _BITMAP and len(anchor) == 16:
            yield SheetDrawing(_squares_at(anchor), bitmap_file(content[8:]))
            anchor = b""


def _picture_in(drawing: bytes, pictures: list[bytes]) -> bytes | None:
    """The picture that a shape names, without what is cut off it; None for a shape that is none."""
    known = dict(_properties(drawing))
    number = known.get(_NAMED, 0)
    if not number:
        return None
    content = pictures[number - 1] if number <= len(pictures) else b""
    return shown_part(content, PictureCut(*(max(0.0, known.get(side, 0) / 0x10000) for side in _CUT)))


def _properties(drawing: bytes, at: int = 0) -> Iterator[tuple[int, int]]:
    """The properties of the shapes in a drawing: number and value, of those that are numbers."""
    while at + 8 <= len(drawing):
        how, kind, length = struct.unpack_from("<HHI", drawing, at)
        at += 8
        if kind == _PROPERTIES:
            whole = min(how >> 4, (len(drawing) - at) // 6)
            yield from (struct.unpack_from("<Hi", drawing, at + 6 * each) for each in range(whole))
        if how & 0xF != 0xF:
            at += length


def _squares_at(anchor: bytes) -> tuple[At, ...]:
    return tuple(islice(_squares(*struct.unpack("<8H", anchor)), _MOST_SQUARES))


def _squares(
    left: int, in_left: int, top: int, in_top: int, right: int, in_right: int, bottom: int, in_bottom: int
) -> Iterator[At]:
    columns = _reached(left + in_left / _ACROSS, right + in_right / _ACROSS)
    for row in _reached(top + in_top / _DOWN, bottom + in_bottom / _DOWN):
        yield from (At(row, column) for column in columns)


def _reached(begin: float, end: float) -> list[int]:
    """The rows or columns of which a drawing covers enough, or in which most of it lies."""
    least = min(_OF_SQUARE, (end - begin) / 2)
    indices = range(int(begin), min(int(end) + 1, int(begin) + _MOST))
    return [index for index in indices if min(end, index + 1) - max(begin, index) >= max(least, 1e-6)]
