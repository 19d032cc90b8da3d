"""Ruled tables that go on on the next page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.documents.composing import LaidCell
from extractor.documents.page.page_layout import Block
from extractor.documents.page.ruled_grid import RuledGrid

_SAME_RULE = 3.0
_EDGE = 0.12
_NUMBERS = re.compile(r"[0-9０-９]+")
_SHORT_NUMBER = re.compile(r"[0-9]{1,4}")
_PAGE_NUMBER = re.compile(r"\D{0,6}\d+(\D{1,8}\d+)?\D{0,3}|[-–—\s]*[ivxlc]+[-–—\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LaidPage:
    """A page's blocks in reading order and the page's height, in reading orientation."""

    blocks: tuple[Block, ...]
    height: float


@dataclass(frozen=True, slots=True)
class ContinuedTable:
    """A table of the document. ``xs`` are its rules on all its pages; empty for a table without rules."""

    index: int
    xs: tuple[float, ...]

    def in_columns(self, row: Sequence[LaidCell], grid: RuledGrid | None) -> tuple[LaidCell, ...]:
        """A row of one page's grid in the columns of the whole table."""
        if grid is None or len(grid.xs) == len(self.xs):
            return tuple(row)
        at = [min(range(len(self.xs)), key=lambda i: abs(self.xs[i] - x)) for x in grid.xs]
        return tuple(
            replace(cell, column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
            for cell in row
        )


def continued_tables(pages: Sequence[LaidPage]) -> dict[tuple[int, int], ContinuedTable]:
    """The table of every tabular block, by page number (from 1) and position on the page.

    A ruled table goes on if nothing but page furniture stands between its parts, both have the same outer frame, and
    the rules of one part are among those of the other (a part of headings alone shows fewer).
    """
    repeated = _repeated(pages)
    members: list[list[tuple[int, int]]] = []
    rules: list[tuple[float, ...]] = []
    last: Block | None = None
    for number, page in enumerate(pages, start=1):
        fresh = True
        for position, block in enumerate(page.blocks):
            furniture = _is_furniture(block, page.height, repeated)
            if block.tabular and not furniture:
                xs = block.grid.xs if block.grid is not None else ()
                if fresh and last is not None and last.grid is not None and _same_columns(rules[-1], xs):
                    members[-1].append((number, position))
                    rules[-1] = max(rules[-1], xs, key=len)
                else:
                    members.append([(number, position)])
                    rules.append(xs)
            if not furniture:
                last = block
                fresh = False
    return {key: ContinuedTable(index, rules[index]) for index, keys in enumerate(members) for key in keys}


def _same_columns(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether the rules of two grids belong to one table."""
    if not first or not second:
        return False
    few, many = sorted((first, second), key=len)
    ends = abs(few[0] - many[0]) <= _SAME_RULE and abs(few[-1] - many[-1]) <= _SAME_RULE
    return ends and all(any(abs(x - other) <= _SAME_RULE for other in many) for x in few)


def _is_furniture(block: Block, height: float, repeated: frozenset[str]) -> bool:
    """Whether a block is a running head, a foot or a page number and not part of the report.

    A running head with the page number far beside it looks like a row of a table; that it comes again tells it.
    """
    if not _may_be_furniture(block) or _EDGE * height < (block.y0 + block.y1) / 2 < (1 - _EDGE) * height:
        return False
    text = _text(block)
    if _NUMBERS.sub("#", text) in repeated:
        return True
    return not block.tabular and bool(_PAGE_NUMBER.fullmatch(text))


def _may_be_furniture(block: Block) -> bool:
    """Free lines, and single rows of one short number beside words."""
    if not block.tabular:
        return True
    if block.grid is not None or len(block.rows) > 1:
        return False
    texts = [cell for cell in (" ".join(piece.text for piece in cell.pieces) for cell in block.rows[0]) if cell]
    return len(texts) == 2 and sum(_SHORT_NUMBER.fullmatch(text) is not None for text in texts) == 1


def _text(block: Block) -> str:
    return " ".join(piece.text for row in block.rows for cell in row for piece in cell.pieces)


def _repeated(pages: Sequence[LaidPage]) -> frozenset[str]:
    """Texts that stand on more than one page, numbers aside."""
    seen: set[str] = set()
    repeated: set[str] = set()
    for page in pages:
        texts = {_NUMBERS.sub("#", _text(block)) for block in page.blocks if _may_be_furniture(block)}
        repeated |= texts & seen
        seen |= texts
    return frozenset(repeated)
