"""What a line of a page is made of: runs of characters that look alike."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from extractor.documents.shown_order import order_shown


class Mark(StrEnum):
    """What is special about a run. THING: no text stands there. PART: only part of its text is seen."""

    NONE = ""
    STRUCK = "struck"
    FAINT = "faint"
    THING = "thing"
    PART = "part"
    UNSEEN = "unseen"


class LineRun(NamedTuple):
    """Text with one mark; ``kind`` and ``text`` of a thing say what it is and what may be written in it."""

    text: str
    mark: Mark = Mark.NONE
    kind: str = ""


class Sign(NamedTuple):
    """One character with the run it comes from."""

    char: str
    run: LineRun


def in_shown_order(signs: Sequence[Sign]) -> list[Sign]:
    """The same signs as they are shown, without the marks of direction."""
    return [signs[at]._replace(char=char) for at, char in order_shown([sign.char for sign in signs])]
