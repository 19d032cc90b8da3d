"""Public tables with their truth (ICDAR 2013), and how many of their numbers stand in their places."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.documents import Document, open_document
from specimens.table_cells import NumberScore, TableCell, is_number, score_tables

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "tables_icdar"

Cells = Sequence[Sequence[TableCell]]


@dataclass(frozen=True)
class TableTruth:
    """A document, the pages that hold tables, and the tables' cells."""

    path: Path
    pages: tuple[int, ...]
    tables: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True)
class Found:
    """What a reader made of a document: its score, CPU seconds, and the tables of the truth it found in part."""

    score: NumberScore
    seconds: float
    tables: int
    exact: int


def truths(folder: Path) -> Iterator[TableTruth]:
    """Every document with its truth."""
    for place in sorted(folder.glob("*.truth.json")):
        tables = json.loads(place.read_text("utf-8"))
        cells = tuple(
            tuple(TableCell(c["r0"], c["c0"], c["text"], c["r1"] - c["r0"] + 1) for c in table["cells"])
            for table in tables
        )
        pages = tuple(sorted({int(table["page"]) for table in tables}))
        yield TableTruth(place.with_name(place.name.replace(".truth.json", ".pdf")), pages, cells)


def table_cells(document: Document, pages: Sequence[int]) -> Cells:
    """The tables of a document on some pages."""
    return [
        [
            TableCell(number, cell.column, cell.text, cell.row_span)
            for number in table.rows
            for cell in document.rows[number].cells
            if cell.place.page in pages
        ]
        for table in document.tables
    ]


def found_tables(truth: TableTruth, tables: Cells) -> tuple[int, int]:
    """How many tables with numbers were found, and of how many of them every number stands in its place.

    A table is found when at least half of its numbers are.
    """
    scores = [score_tables([table], tables) for table in truth.tables if any(is_number(cell.text) for cell in table)]
    return sum(2 * score.right >= score.printed for score in scores), sum(s.right == s.printed for s in scores)


def ours(truth: TableTruth) -> Found:
    """What this project makes of a document."""
    start = time.process_time()
    document = open_document(truth.path)
    return judged_tables(truth, table_cells(document, truth.pages), time.process_time() - start)


def judged_tables(truth: TableTruth, tables: Cells, seconds: float) -> Found:
    """How tables that a reader found in so many seconds compare with the truth."""
    return Found(score_tables(truth.tables, tables), seconds, *found_tables(truth, tables))
