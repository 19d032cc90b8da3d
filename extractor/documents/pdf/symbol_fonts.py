"""Fonts whose characters are drawings: what is stored as a letter or a digit is printed as a tick or a box."""

from typing import Any

from extractor.documents.unread_marks import UNREADABLE

_TICKS = {0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
"""What the font Wingdings draws of boxes to tick and of what ticks them."""


def draw_symbols(span: dict[str, Any]) -> None:
    """Characters of a run in a font of symbols as symbols: the tick of a check box is stored as the digit 3 or 4."""
    name = span["font"].lower()
    if "dingbats" in name:
        first, last, symbols = 0x21, 0xFE, 0x2700 - 0x20
    elif "wingdings" in name or "webdings" in name:
        first, last, symbols = 0x21, 0xFF, 0xF000
    else:
        return
    for char in span["chars"]:
        code = ord(char["c"])
        if symbols == 0xF000 and "wingdings" in name and code & 0xFF in _TICKS:
            char["c"] = _TICKS[code & 0xFF]
        elif code < 0x20:
            char["c"] = UNREADABLE
        elif first <= code <= last:
            char["c"] = chr(code + symbols)
