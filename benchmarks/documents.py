"""What reading pages costs and how much of a scan is read right, beside what a user would pick instead.

::

    python -m benchmarks.documents cells [--split held_out] [--count N] [--start N]
    python -m benchmarks.documents cost [--pages N]

``cells``: numeric cells of rendered scans at their row and column, by resolution and kind of picture, ruled and not.
``cost``: CPU seconds a page, side by side in one run: our opener and PyMuPDF\'s words on the same PDF pages, our opener
and rapidocr with its defaults on the same scans (which also shows how many numbers it reads as they are printed).
Tables of PDF files beside camelot and pdfplumber: ``python -m benchmarks.tables_icdar``.
"""

import argparse
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cell_scores import CellScore, middles, score_cells
from benchmarks.scanned_pages import ScannedDocument, Split, sample
from extractor.documents import open_document
from extractor.errors import PoorPicture
from extractor.evaluate.sets import CaseSpec, load_set

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


def cost(pages: int) -> Iterator[str]:
    """CPU seconds a page of the same pages, one reader after the other."""
    import pymupdf

    spec = CaseSpec(id="cost", figures="2021:city:9", style="pdf_ruled")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(load_set("gov_disclosure").case(spec).rendered.content)
        open_document(path)
        began = time.process_time()
        read = sum(len(open_document(path).pages) for _ in range(5))
        ours = (time.process_time() - began) / read
        began = time.process_time()
        for _ in range(5):
            with pymupdf.open(path) as pdf:  # type: ignore[no-untyped-call]  # no types
                for page in pdf.pages():
                    page.get_text("words")
        alone = (time.process_time() - began) / read
        yield f"vector page: ours {ours:.3f} s, words of PyMuPDF alone {alone:.3f} s (ratio {ours / alone:.1f})"
        yield from _scan_cost(pages, path)


def _scan_cost(pages: int, path: Path) -> Iterator[str]:
    import numpy as np
    from rapidocr import RapidOCR

    peer = RapidOCR(params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    totals, read, printed = [0.0, 0.0], [0, 0], 0
    done = 0
    for order in sample("tuning", 400, conditions=("light", "medium"), resolutions=(150, 200)):
        drawing = order.drawing
        if done >= pages or drawing.scanned is None:
            break
        path.write_bytes(drawing.content)
        began = time.process_time()
        document = open_document(path)
        totals[0] += time.process_time() - began
        began = time.process_time()
        seen: list[str] = []
        for page in drawing.scanned.pages:
            texts = getattr(peer(np.repeat(page.picture.pixels[:, :, None], 3, axis=2)), "txts", None)
            seen += [word for text in texts or () for word in text.split()]
        totals[1] += time.process_time() - began
        numbers = [cell.text for cell in drawing.cells if cell.role == "value" and cell.text and not cell.continued]
        printed += len(numbers)
        read[0] += score_cells(document, drawing.cells, middles(drawing, document)).right
        left = list(seen)
        for number in numbers:
            if number in left:
                left.remove(number)
                read[1] += 1
        done += len(document.pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield (
        f"scan page ({done} pages, 150 and 200 dpi, light and medium): ours {totals[0] / done:.1f} s CPU with "
        f"{read[0]} of {printed} numbers right at row and column; rapidocr {totals[1] / done:.1f} s with {read[1]} of "
        f"{printed} anywhere on the page (ratio of time {totals[0] / totals[1]:.2f}); peak of both {peak:.0f} MiB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents")
    parser.add_argument("what", choices=("cells", "cost"))
    parser.add_argument("--split", choices=("tuning", "held_out"), default="held_out")
    parser.add_argument("--count", type=int, default=36)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--pages", type=int, default=6)
    chosen = parser.parse_args()
    for line in cells(chosen.split, chosen.count, chosen.start) if chosen.what == "cells" else cost(chosen.pages):
        print(line, flush=True)


if __name__ == "__main__":
    main()
