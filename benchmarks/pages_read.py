"""What reading pages costs and how much of a scan is read right, beside what a user would pick instead.

::

    python -m benchmarks.pages_read cells [--split held_out] [--count N] [--start N]
    python -m benchmarks.pages_read cost [--pages N] [--peers FOLDER]

``cells``: numeric cells of rendered scans at their row and column, by resolution and kind of picture, ruled and not.
``cost``: CPU seconds and memory of printed and of scanned pages, beside PyMuPDF and, in an environment of their own
below ``--peers``, pdfplumber, camelot and rapidocr with its defaults; then the same scans in one process and in two.
Tables of PDF files beside camelot and pdfplumber: ``python -m benchmarks.tables_icdar``.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page_costs import costs
from extractor.documents import open_document
from extractor.errors import PoorPicture
from specimens.cell_scores import CellScore, middles, score_cells
from specimens.scanned_pages import ScannedDocument, Split, sample

BLACK_WHITE = frozenset({"bilevel", "dithered", "fax", "fax_coarse"})


def group_of(order: ScannedDocument) -> str:
    """The line of the table that a document belongs to."""
    fine = "150 dpi and finer" if order.scan.dpi >= 150 else "100 dpi"
    bits = "black and white" if order.scan.condition in BLACK_WHITE else "grey"
    return f"{fine}, {bits}, {'ruled' if order.scan.look == 'pdf_ruled' else 'not ruled'}"


def cells(split: Split, count: int, start: int) -> Iterator[str]:
    """The table of cells, a line a group, after every document as it is read."""
    scores: dict[str, CellScore] = defaultdict(CellScore)
    poor: dict[str, int] = defaultdict(int)
    with tempfile.TemporaryDirectory() as folder:
        for order in sample(split, count, start):
            drawing = order.drawing
            path = Path(folder) / "scan.pdf"
            path.write_bytes(drawing.content)
            try:
                document = open_document(path)
            except PoorPicture:
                poor[group_of(order)] += 1
                continue
            scores[group_of(order)].add(score_cells(document, drawing.cells, middles(drawing, document)))
    for group in sorted({*scores, *poor}):
        score = scores[group]
        n = max(1, score.numeric)
        yield (
            f"{group}: {score.right} of {score.numeric} right ({score.right / n:.2%}), in doubt "
            f"{score.flagged / n:.2%}, wrong and not in doubt {score.unflagged_wrong} "
            f"({score.unflagged_wrong / n:.2%}), blank cells blank {score.blank_right} of {score.blank}, "
            f"refused as too poor {poor[group]} documents"
        )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages_read")
    parser.add_argument("what", choices=("cells", "cost"))
    parser.add_argument("--split", choices=("tuning", "held_out"), default="held_out")
    parser.add_argument("--count", type=int, default=36)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--pages", type=int, default=12, help="scanned pages to read, at least")
    parser.add_argument("--peers", type=Path, help="where the peers' environment is or is to be made")
    chosen = parser.parse_args()
    wanted = cells(chosen.split, chosen.count, chosen.start)
    for line in wanted if chosen.what == "cells" else costs(chosen.pages, chosen.peers):
        print(line, flush=True)


if __name__ == "__main__":
    main()
