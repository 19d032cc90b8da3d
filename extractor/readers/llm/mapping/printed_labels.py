"""Whether the label printed beside or above a place that a model names is that of the value it is named for.

A model is believed about a place alone only where the document says the same: nothing here trusts what it answered.
"""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.documents.model import Cell, Document
from extractor.evidence import Doubt, DoubtKind, Weight, capped, doubt, merged
from extractor.readers.llm.mapping.sheet import NumberedSheet, SheetLine
from extractor.readers.open_layout.open_labels import label_fit
from extractor.schemas.shape import ShapeLeaf

_ABOVE = 4
"""Lines above the first item in which the heading of a column is looked for."""
_HEADING_LINES = 3
"""Lines that one heading takes at most."""
_SHOWN = 60


def label_doubts(
    document: Document, sheet: NumberedSheet, line: int, span: tuple[int, int], labels: Sequence[str]
) -> tuple[Doubt, ...]:
    """What the label of a value says against its place: the text before it in its cell, else the cell before, else the
    one above. Nothing where that is one of ``labels``, word for word.
    """
    known = tuple(labels)
    printed = _before(document, sheet.lines[line], span)
    if not printed and line > 0:
        printed = _above(sheet, line, _cell_at(sheet.lines[line], span))
    fit = label_fit(printed, known) if printed else None
    if fit is None:
        return (doubt(DoubtKind.LABEL_DIFFERS, printed[-_SHOWN:]),)
    rivals = sum(any(_carries(cell.text, known) for cell in each.all) for each in sheet.lines)
    more = capped((doubt(DoubtKind.LABEL_RIVALS, rivals),), Weight.SERIOUS) if rivals > 1 else ()
    return merged(fit.doubts, more)


class Heading(NamedTuple):
    """The heading over a column: the line it stands in, None where none was found, and what it says against it."""

    line: int | None
    doubts: tuple[Doubt, ...] = ()


def heading_over(
    sheet: NumberedSheet, column: Sequence[Cell | None], leaf: ShapeLeaf, leaves: Sequence[ShapeLeaf]
) -> Heading:
    """The heading of a column, in doubt where there is none, it is another leaf's, or its own stands over
    another column.
    """
    first = next((cell for cell in column if cell is not None), None)
    if first is None:
        return Heading(None)
    at = next((n for n, line in enumerate(sheet.lines) if first in line.all), 0)
    texts = _headings(sheet, at, first)
    own = next((line for line, text in texts if label_fit(text, leaf.labels)), None)
    if own is not None:
        return Heading(own)
    others = (each for each in leaves if each is not leaf)
    taken = any(label_fit(text, each.labels) for each in others for _, text in texts) or any(
        cell.text and label_fit(cell.text, leaf.labels) and not _is_over(cell, first)
        for line in sheet.lines[max(at - _ABOVE, 0) : at]
        for cell in line.all
        if not line.plain
    )
    return Heading(None, (doubt(DoubtKind.MAPPED_OTHERWISE if taken else DoubtKind.HEADINGS_MISSING),))


def _carries(text: str, labels: tuple[str, ...]) -> bool:
    """Whether a cell is one of the labels, or begins with one and a colon."""
    before, colon, _ = text.partition(":")
    return bool(text) and label_fit(before if colon else text, labels) is not None


def _before(document: Document, line: SheetLine, span: tuple[int, int]) -> str:
    """What is printed before a value: in its own cell, else the nearest text to its left."""
    found = ""
    for cell in line.all:
        start, end = cell.place.span
        if start <= span[0] < max(end, start + 1):
            own = document.text[start : span[0]].strip()
            return own or found
        found = cell.text or found
    return found


def _cell_at(line: SheetLine, span: tuple[int, int]) -> Cell:
    return next((cell for cell in line.all if cell.place.span[0] <= span[0] <= cell.place.span[1]), line.all[0])


def _above(sheet: NumberedSheet, line: int, cell: Cell) -> str:
    over = [each for each in sheet.lines[line - 1].all if _is_over(each, cell)]
    return over[0].text if over else ""


def _headings(sheet: NumberedSheet, line: int, cell: Cell) -> list[tuple[int, str]]:
    """The texts over a column with their lines, each alone and put together with those below it."""
    found: list[tuple[int, str]] = []
    lines: list[str] = []
    for at in range(line - 1, max(line - 1 - _ABOVE, -1), -1):
        over = [each.text for each in sheet.lines[at].all if each.text and _is_over(each, cell)]
        if over:
            lines.insert(0, over[0])
            found += [(at, over[0]), (at + len(lines) - 1, " ".join(lines[:_HEADING_LINES]))]
    return found


def _is_over(upper: Cell, lower: Cell) -> bool:
    """Whether one cell stands over another: by where they stand on paper, else by their column."""
    a, b = upper.place.box, lower.place.box
    if a is not None and b is not None:
        return upper.place.page == lower.place.page and min(a[2], b[2]) > max(a[0], b[0])
    return upper.column <= lower.column < upper.column + upper.column_span
