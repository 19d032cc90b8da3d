"""How much of what a page prints is read at its row and column: printed cells against the cells of a Document."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.documents.model import Cell, Document
from extractor.evaluate.render.cell_places import PrintedCell, Transform
from extractor.evaluate.render.document import Drawing
from extractor.schemas.values import fold_width


class CellAddress(NamedTuple):
    """Where a printed cell is found in a Document: number of its row, index of its table, grid column, and the cell."""

    row: int
    table: int | None
    column: int
    cell: Cell


@dataclass
class CellScore:
    """Counts of numeric cells and of blank ones. ``wrong`` holds what is not right: (expected, read, flagged)."""

    numeric: int = 0
    right: int = 0
    flagged: int = 0
    unflagged_wrong: int = 0
    blank: int = 0
    blank_right: int = 0
    wrong: list[tuple[str, str, bool]] = field(default_factory=list)

    def add(self, other: "CellScore") -> None:
        """Count another document in."""
        for name in ("numeric", "right", "flagged", "unflagged_wrong", "blank", "blank_right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong += other.wrong


def score_cells(document: Document, cells: Sequence[PrintedCell], boxes: Sequence[tuple[float, float]]) -> CellScore:
    """Score a document. ``boxes``: the middle of each cell's print (of the cell where it is blank) in points of the
    page as displayed. A cell counts as right only if its text is, and it stands in the row and, within its table of
    the document, in the column in which most cells of its printed row and column are found.
    """
    spots = [_spot(document, cell.page + 1, point) for cell, point in zip(cells, boxes, strict=True)]
    rows: dict[tuple[int, int, int], Counter[int]] = {}
    columns: dict[tuple[int, int, int | None], Counter[int]] = {}
    values = [at for at, cell in enumerate(cells) if cell.role == "value" and not cell.continued]
    for at in values:
        spot, cell = spots[at], cells[at]
        if spot is not None:
            rows.setdefault((cell.table, cell.page, cell.row), Counter())[spot.row] += 1
            columns.setdefault((cell.table, cell.column, spot.table), Counter())[spot.column] += 1
    score = CellScore()
    for at in values:
        cell, spot = cells[at], spots[at]
        placed = spot is not None and (
            rows[cell.table, cell.page, cell.row].most_common(1)[0][0] == spot.row
            and columns[cell.table, cell.column, spot.table].most_common(1)[0][0] == spot.column
        )
        read = spot.cell.text if spot is not None else ""
        _count(score, cell.text, read, placed, spot is not None and spot.cell.views == "differ")
    return score


def _count(score: CellScore, expected: str, read: str, placed: bool, flagged: bool) -> None:
    same = _plain(read) == _plain(expected)
    if not expected:
        score.blank += 1
        score.blank_right += same
        if not same:
            score.wrong.append((expected, read, flagged))
        return
    score.numeric += 1
    score.flagged += flagged
    if same and placed:
        score.right += 1
    else:
        score.unflagged_wrong += not flagged
        score.wrong.append((expected, read if placed else f"{read} elsewhere", flagged))


def _plain(text: str) -> str:
    """A text without spaces, in narrow signs; dashes of all lengths are one sign for "nothing"."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", fold_width(text)).replace(" ", "")


def _spot(document: Document, page: int, point: tuple[float, float]) -> CellAddress | None:
    x, y = point
    best: tuple[float, CellAddress] | None = None
    for number, row in enumerate(document.rows):
        for cell in row.cells:
            box = cell.place.box
            if cell.place.page != page or box is None or not (box[0] <= x <= box[2] and box[1] - 2 <= y <= box[3] + 2):
                continue
            area = (box[2] - box[0]) * (box[3] - box[1])
            if best is None or area < best[0]:
                best = (area, CellAddress(number, row.table, cell.column, cell))
    return None if best is None else best[1]


def middles(drawing: Drawing, document: Document) -> list[tuple[float, float]]:
    """The middle of each cell's print (of the cell where it prints nothing) in points of the pages as displayed."""
    found = []
    for cell in drawing.cells:
        left, top, right, bottom = cell.box
        ink = cell.ink or cell.box
        across, down = ((ink[0] + ink[2]) / 2 - left) / (right - left), ((ink[1] + ink[3]) / 2 - top) / (bottom - top)
        quad = drawing.place(cell)
        assert quad is not None  # every cell of a scan has a place in its picture
        (x0, y0), (x1, y1), _, (x3, y3) = quad
        x, y = x0 + across * (x1 - x0) + down * (x3 - x0), y0 + across * (y1 - y0) + down * (y3 - y0)
        transform = document.pages[cell.page].transform
        point = (x, y) if transform is None else Transform(*transform).inverse.point(x, y)
        found.append((point[0], point[1]))
    return found
