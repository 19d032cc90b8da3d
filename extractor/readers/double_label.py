"""Cells that hold the labels of two rows: they name neither."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.schemas.form import RowSpec
from extractor.schemas.remembered import Remembered

_SHORTEST = 2
"""Characters of the shortest label that may be one of two."""
_COVERED = 0.8
"""How much of a cell two labels make up that are its text."""


def double_label(book: LabelBook, rows: Sequence[RowSpec]) -> Callable[[str], bool]:
    """Whether a text is the label of one row and then that of another, which does not stand under it on the form."""
    labels: dict[str, list[RowSpec]] = {}
    for row in rows:
        for core in {core for text in row.label.texts if len(core := book.fold(text).core) >= _SHORTEST}:
            labels.setdefault(core, []).append(row)
    lengths = sorted({len(core) for core in labels})

    def is_double(text: str) -> bool:
        core = book.fold(text).core
        shorter = lengths[: bisect_left(lengths, len(core))]
        begins = [core[:size] for size in shorter if core[:size] in labels]
        if not begins:
            return False
        ends = [core[-size:] for size in shorter if core[-size:] in labels]
        pairs = (
            (first, second)
            for one in begins
            for other in ends
            if _COVERED * len(core) <= len(one) + len(other) <= len(core)
            for first in labels[one]
            for second in labels[other]
        )
        return any(_apart(first, second) for first, second in pairs) and not any(
            book.score_row(text, row) >= SCALE.unguided for row in rows
        )

    return Remembered(is_double).__getitem__


def _apart(first: RowSpec, second: RowSpec) -> bool:
    above = {text for label in second.parents for text in label.texts}
    return first.paths != second.paths and not above.intersection(first.label.texts)
