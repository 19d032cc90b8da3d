"""Pictures that a file of text holds: which of them are large enough to hold print."""

import base64
import binascii
import re

_LEAST_WIDTH, _LEAST_HEIGHT = 200, 60
"""Pixels: smaller pictures are icons and signatures."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Marks of a JPEG behind which its size stands."""
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.ASCII | re.IGNORECASE)


def is_large_picture(content: bytes) -> bool:
    """Whether bytes are a PNG, JPEG, GIF or bitmap that is large enough to hold print, by the size it declares."""
    width, height = _declared(content)
    return width >= _LEAST_WIDTH and height >= _LEAST_HEIGHT


def _declared(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; 0 for what is no such picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if content.startswith(b"BM") and len(content) >= 26:
        return _of_bitmap(content)
    at = 2 if content.startswith(b"\xff\xd8") else len(content)
    while at + 9 < len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return 0, 0


def _of_bitmap(content: bytes) -> tuple[int, int]:
    """Width and height of a bitmap, whose lines may run from the foot to the top; the oldest kind has short ones."""
    if int.from_bytes(content[14:18], "little") == 12:
        return int.from_bytes(content[18:20], "little"), int.from_bytes(content[20:22], "little")
    high = int.from_bytes(content[22:26], "little", signed=True)
    return int.from_bytes(content[18:22], "little"), abs(high)


def picture_in_address(address: str) -> bytes | None:
    """The picture that an address holds itself (a data URI), if it is a large one."""
    content = content_of_address(address)
    return content if content is not None and is_large_picture(content) else None


def content_of_address(address: str) -> bytes | None:
    """The picture that an address holds itself (a data URI), however large it is."""
    match = _DATA.match(address.strip())
    if match is None:
        return None
    try:
        return base64.b64decode(re.sub(r"\s+", "", address.strip()[match.end() :]))
    except (binascii.Error, ValueError):
        return None
