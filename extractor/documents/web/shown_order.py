"""Characters in the order in which they are shown, where a page forces it: U+202E and its like, ``bdo``, style sheets.

Overrides are carried out; of other marks of direction only those count that stand between two digits, for nobody can
tell without drawing the page which of the two comes first. Unicode Standard Annex #9, explicit overrides.
"""

import re
from collections.abc import Sequence

from extractor.documents.web.line_run import Sign

LEFTWARDS, RIGHTWARDS, END = "\u202e", "\u202d", "\u202c"
"""What opens and closes an override."""

CONTROLS = re.compile("[\u061c\u200f\u202a-\u202e\u2066-\u2069]")
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSING = "\u202c\u2069"
_MIRRORED = str.maketrans("()[]{}<>（）［］｛｝＜＞", ")(][}{><）（］［｝｛＞＜")


def in_shown_order(signs: Sequence[Sign]) -> list[Sign]:
    """The same signs as they are shown, without the marks of direction."""
    if not any(CONTROLS.search(sign.char) for sign in signs):
        return list(signs)
    stack: list[tuple[str, list[list[Sign]]]] = [("", [])]
    for sign in signs:
        if sign.char and sign.char in _OPENING:
            stack.append((sign.char, []))
        elif sign.char and sign.char in _CLOSING:
            if len(stack) > 1:
                _close(stack)
        elif sign.char and CONTROLS.search(sign.char):
            stack[-1][1].append([sign])
        else:
            stack[-1][1].append([sign])
    while len(stack) > 1:
        _close(stack)
    return _parted([sign for unit in stack[0][1] for sign in unit])


def _close(stack: list[tuple[str, list[list[Sign]]]]) -> None:
    control, units = stack.pop()
    if control == LEFTWARDS:
        flat = [_mirrored(sign) for unit in reversed(units) for sign in unit]
    else:
        flat = [sign for unit in units for sign in unit]
    stack[-1][1].append(flat)


def _mirrored(sign: Sign) -> Sign:
    mirrored = sign.char.translate(_MIRRORED)
    return sign if mirrored == sign.char else sign._replace(char=mirrored)


def _parted(signs: list[Sign]) -> list[Sign]:
    """Without marks of direction; between two digits one becomes a space, so that they are no number."""
    shown: list[Sign] = []
    for at, sign in enumerate(signs):
        if not (sign.char and CONTROLS.search(sign.char)):
            shown.append(sign)
            continue
        after = signs[at + 1].char if at + 1 < len(signs) else ""
        if shown and shown[-1].char.isdigit() and after.isdigit():
            shown.append(sign._replace(char=" "))
    return shown
