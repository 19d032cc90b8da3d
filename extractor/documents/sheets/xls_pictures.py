"""The pictures that an old workbook (xls) stores ([MS-ODRAW] 2.2.20 OfficeArtBStoreContainer, 2.2.23 OfficeArtBlip)."""

import struct
from collections.abc import Iterable, Iterator

_GROUP, _GOES_ON = 0xEB, 0x3C
_CONTAINERS, _ENTRY, _ENTRY_HEAD = frozenset({0xF000, 0xF001}), 0xF007, 36
_PLAIN, _BITMAP, _KINDS = frozenset({0xF01D, 0xF02A, 0xF01E}), 0xF01F, range(0xF018, 0xF118)
"""Kinds of pictures: JPEG (in two ways) and PNG, bitmaps, and all there are; metafiles are among these."""
_TWO_MARKS = frozenset({0x46B, 0x6E3, 0x6E1, 0x7A9})
"""Which pictures have a second mark of 16 bytes before them."""


def stored_pictures(records: Iterable[tuple[int, bytes]]) -> list[bytes]:
    """Every picture by its number, as the bytes of a file; empty for one of a kind that is not read (metafiles).
    ``records``: those of the workbook itself, kind and content.
    """
    stored, open_ = b"", False
    for kind, content in records:
        open_ = kind == _GROUP or (open_ and kind == _GOES_ON)
        if open_:
            stored += content
    return list(_entries(stored))


def _entries(stored: bytes, at: int = 0) -> Iterator[bytes]:
    while at + 8 <= len(stored):
        _, kind, length = struct.unpack_from("<HHI", stored, at)
        at += 8
        if kind == _ENTRY:
            named = stored[at + 33] if at + _ENTRY_HEAD <= len(stored) else 0
            yield _picture(stored[at + _ENTRY_HEAD + named : at + length])
        elif kind in _KINDS:
            yield _picture(stored[at - 8 : at + length])
        at += 0 if kind in _CONTAINERS else length


def _picture(blip: bytes) -> bytes:
    if len(blip) < 8:
        return b""
    how, kind, length = struct.unpack_from("<HHI", blip)
    begins = 8 + 16 + 16 * (how >> 4 in _TWO_MARKS) + 1
    content = blip[begins : 8 + length]
    if kind in _PLAIN:
        return content
    return bitmap_file(content) if kind == _BITMAP else b""


def bitmap_file(content: bytes) -> bytes:
    """A bitmap as it stands in memory, as a file; empty where that is damaged."""
    if len(content) < 16:
        return b""
    head = struct.unpack_from("<I", content)[0]
    if head == 12:
        depth, entry = struct.unpack_from("<H", content, 10)[0], 3
        colours = 0
    elif head >= 40 and len(content) >= 40:
        depth, entry = struct.unpack_from("<H", content, 14)[0], 4
        colours = struct.unpack_from("<I", content, 32)[0]
    else:
        return b""
    colours = colours or (1 << depth if depth <= 8 else 0)
    begins = 14 + head + entry * colours
    return b"BM" + struct.pack("<IHHI", 14 + len(content), 0, 0, begins) + content
