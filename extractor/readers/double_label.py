"""Cells that hold the labels of two rows: they name neither."""

from collections.abc import Callable, Sequence

from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.schemas.form import RowSpec

_SHORTEST = 2
"""Characters of the shortest label that may be one of two."""
_COVERED = 0.8
"""How much of a cell two labels make up that are its text."""


def double_label(book: LabelBook, rows: Sequence[RowSpec]) -> Callable[[str], bool]:
    """Whether a text is the label of one row and then that of another, which does not stand under it on the form."""
    cores = [
        (row, {core for text in row.label.texts if len(core := book.fold(text).core) >= _SHORTEST}) for row in rows
    ]

    def is_double(text: str) -> bool:
        core = book.fold(text).core
        begins = [(row, each) for row, found in cores for each in found if core.startswith(each) and each != core]
        if not begins:
            return False
        ends = [(row, each) for row, found in cores for each in found if core.endswith(each) and each != core]
        pairs = (
            (first, second)
            for first, one in begins
            for second, other in ends
            if _COVERED * len(core) <= len(one) + len(other) <= len(core)
        )
        return any(_apart(first, second) for first, second in pairs) and not any(
            book.score_row(text, row) >= SCALE.unguided for row in rows
        )

    return is_double


def _apart(first: RowSpec, second: RowSpec) -> bool:
    above = {text for label in second.parents for text in label.texts}
    return first.paths != second.paths and not above.intersection(first.label.texts)
