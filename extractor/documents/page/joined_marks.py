"""Characters that stand apart and are one word."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.page.glyphs import PageWord
from extractor.evidence import Doubt, merged

SPACE = 0.2
"""Sizes of the type: what is left between two words of a field, which a whole empty box parts."""


def joined_marks(marks: Sequence[PageWord], doubts: tuple[Doubt, ...], x0: float, x1: float) -> PageWord:
    """Characters that stand side by side as one word."""
    text = "".join(mark.text for mark in marks)
    y0, y1 = min(mark.y0 for mark in marks), max(mark.y1 for mark in marks)
    against = merged(*(mark.doubts for mark in marks), doubts)
    return replace(marks[0], text=text, x0=x0, x1=x1, y0=y0, y1=y1, doubts=against, alternatives=_others(marks))


def _others(marks: Sequence[PageWord]) -> tuple[str, ...]:
    """The other ways to read a field: one of its characters read otherwise."""
    texts = [mark.text for mark in marks]
    return tuple(
        "".join([*texts[:at], other, *texts[at + 1 :]])
        for at, mark in enumerate(marks)
        for other in mark.alternatives
        if len(other) == len(mark.text)
    )
