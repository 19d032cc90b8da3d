"""Which squares of a sheet of an old workbook (xls) lie under a picture or shape.

The library that reads the cells passes over drawings; their records are looked through here for what they are and
where they are anchored ([MS-XLS] 2.4.181 Obj, [MS-ODRAW] 2.2.46 OfficeArtClientAnchorSheet).
"""

import io
import struct
from collections.abc import Iterator
from typing import NamedTuple

from extractor.documents.sheets.sheet_grid import At

_OPENING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOUND, _BEGIN, _END, _DRAWING, _OBJECT = 0x85, 0x809, 0x0A, 0xEC, 0x5D
_SHOWN = frozenset({0, 1, 2, 3, 4, 5, 6, 8, 9})
"""Kinds of objects that show something: groups, lines, shapes, charts, boxes of text, pictures. Lists and notes
are others."""
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
_ACROSS, _DOWN = 1024, 256
"""Parts of a column and of a row in which an anchor is measured."""
_OF_SQUARE = 0.25
_MOST = 500


class _Record(NamedTuple):
    kind: int
    content: bytes


def squares_under_drawings(data: bytes) -> list[list[At]]:
    """By number of the worksheet, the squares under its drawings; nothing where a file is no such workbook."""
    if not data.startswith(_OPENING):
        return []
    from xlrd.compdoc import CompDoc

    stream = CompDoc(data, logfile=io.StringIO()).get_named_stream("Workbook")
    if stream is None:
        return []
    bounds = (each.content for each in _records(stream, 0) if each.kind == _BOUND)
    starts = [struct.unpack_from("<I", content)[0] for content in bounds if len(content) > 6 and content[5] == 0]
    return [list(_covered(stream, start)) for start in starts]


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


def _covered(stream: bytes, start: int) -> Iterator[At]:
    anchor = b""
    for kind, content in _records(stream, start):
        if kind == _DRAWING:
            at = content.rfind(_ANCHOR)
            anchor = content[at + len(_ANCHOR) + 2 :][:16] if at >= 0 else b""
        elif kind == _OBJECT and len(anchor) == 16 and len(content) >= 6:
            if struct.unpack_from("<H", content, 4)[0] in _SHOWN:
                yield from _squares(*struct.unpack("<8H", anchor))
            anchor = b""


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
