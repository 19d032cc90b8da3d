"""Only the rows with fields that are wanted: what a model is asked row by row where the rest is settled."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from extractor.readers.labels import LabelBook
from extractor.readers.llm.picture_batches import PictureBatch
from extractor.readers.llm.plan import Batch, RowQuestion, row_question
from extractor.readers.outline import Outline, outline_blocks
from extractor.readers.placement import place_block

AnyBatch = TypeVar("AnyBatch", Batch, PictureBatch)


def narrowed(batches: Iterable[AnyBatch], only: frozenset[str] | None) -> Iterator[AnyBatch]:
    """The batches with those rows alone that hold a field of ``only``; all of them where that is None."""
    for batch in batches:
        rows = wanted(batch.rows, only)
        if rows:
            yield replace(batch, rows=rows)


def wanted(rows: Iterable[RowQuestion], only: frozenset[str] | None) -> tuple[RowQuestion, ...]:
    """The rows that hold a field of ``only``."""
    return tuple(row for row in rows if only is None or not only.isdisjoint(row.paths))


def prints_any(outline: Outline, book: LabelBook, real_cells: bool, only: frozenset[str] | None) -> bool:
    """Whether any printed row holds a field of ``only``: otherwise there is nothing to ask row by row."""
    if only is None:
        return True
    blocks = (place_block(table, each, book, real_cells) for table in outline.tables for each in outline_blocks(table))
    return any(wanted((row_question(block, row) for row in block.rows), only) for block in blocks)
