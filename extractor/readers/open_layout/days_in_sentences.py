"""Days inside sentences: "payable within 30 days by 04.04.2018", "Invoice no. 17 of 05.03.2018"."""

import re
from typing import NamedTuple

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.open_layout.open_labels import label_fit
from extractor.schemas.shape import ShapeLeaf

_DAY = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})|\d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d{2})|\d{4}-\d\d-\d\d)"
    r"(?![\w/-]|[.,]\d)"
)
_SHARE = "%"
"""Behind a day it says that the day is that of a discount, and that another one follows."""


class SaidDay(NamedTuple):
    """A day as a sentence prints it, with the rank of the label in front of it."""

    text: str
    rank: int
    doubts: tuple[Doubt, ...]


def said_day(text: str, leaf: ShapeLeaf, below: str) -> SaidDay | None:
    """The only day in a text, if the words in front of it are a label of a leaf once the numbers among them are left
    out. In doubt where the sentence goes on behind it, or may do so in the line ``below``; None where what follows is a
    share or another day."""
    days = list(_DAY.finditer(text)) if leaf.kind == "date" else []
    if len(days) != 1 or _SHARE in text[days[0].end() :]:
        return None
    words = [word for word in text[: days[0].start()].split() if not any(char.isdigit() for char in word)]
    fit = label_fit(" ".join(words), leaf.labels) if words else None
    if fit is None:
        return None
    label, rest = text[: days[0].start()].strip(), text[days[0].end() :].strip()
    doubts = [*fit.doubts, doubt(DoubtKind.LABEL_DIFFERS if rest.strip(" .,;") else DoubtKind.LABEL_INEXACT, label)]
    if below and not rest.endswith("."):
        doubts.append(doubt(DoubtKind.LINES_BELOW, days[0][0], below))
    return SaidDay(days[0][0], fit.rank, tuple(doubts))
