"""Characters in the order in which they are shown, where a file forces it: U+202E and its like.

Overrides are carried out; of other marks of direction only those count that stand between two digits, for nobody can
tell without drawing the page which of the two comes first. Unicode Standard Annex #9, explicit overrides.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

LEFTWARDS, RIGHTWARDS, END = "\u202e", "\u202d", "\u202c"
"""What opens and closes an override."""

CONTROLS = re.compile("[\u061c\u200f\u202a-\u202e\u2066-\u2069]")
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSING = "\u202c\u2069"
_MIRRORED = str.maketrans("()[]{}<>（）［］｛｝＜＞\ufdd3\ufdd5", ")(][}{><）（］［｝｛＞＜\ufdd5\ufdd3")
"""Brackets, and the marks that stand around struck text (``unread_marks.py``)."""


class ShownSign(NamedTuple):
    """A character as it is shown, and its number among those that are stored."""

    at: int
    char: str


def order_shown(chars: Sequence[str]) -> list[ShownSign]:
    """Characters as they are shown, without the marks of direction; an empty one keeps its place."""
    stored = [ShownSign(at, char) for at, char in enumerate(chars)]
    if not any(CONTROLS.match(char) for char in chars):
        return stored
    stack: list[tuple[str, list[list[ShownSign]]]] = [("", [])]
    for sign in stored:
        if sign.char and sign.char in _OPENING:
            stack.append((sign.char, []))
        elif sign.char and sign.char in _CLOSING:
            if len(stack) > 1:
                _close(stack)
        else:
            stack[-1][1].append([sign])
    while len(stack) > 1:
        _close(stack)
    return _parted([sign for unit in stack[0][1] for sign in unit])


def text_in_shown_order(text: str) -> str:
    """A text as it is shown; an override ends with its line."""
    if not CONTROLS.search(text):
        return text
    return "\n".join("".join(sign.char for sign in order_shown(line)) for line in text.split("\n"))


def _close(stack: list[tuple[str, list[list[ShownSign]]]]) -> None:
    control, units = stack.pop()
    if control == LEFTWARDS:
        flat = [ShownSign(sign.at, sign.char.translate(_MIRRORED)) for unit in reversed(units) for sign in unit]
    else:
        flat = [sign for unit in units for sign in unit]
    stack[-1][1].append(flat)


def _parted(signs: list[ShownSign]) -> list[ShownSign]:
    """Without marks of direction; between two digits one becomes a space, so that they are no number."""
    shown: list[ShownSign] = []
    for at, sign in enumerate(signs):
        if not (sign.char and CONTROLS.match(sign.char)):
            shown.append(sign)
            continue
        after = signs[at + 1].char if at + 1 < len(signs) else ""
        if shown and shown[-1].char.isdigit() and after.isdigit():
            shown.append(ShownSign(sign.at, " "))
    return shown
