"""Numbers of public tables in their places: this project beside camelot and pdfplumber, in one run.

::

    python -m benchmarks.tables_icdar [FOLDER] [--peers FOLDER]

FOLDER holds PDFs and beside each a ``NAME.truth.json``: tables as lists of cells with first and last row and column,
text and page. What counts as a number in its place is said in ``specimens/table_cells.py``. All readers get the same
pages: those the truth has tables on. Of the two ways that each peer has of finding tables, each is shown, and the
better one of the document is taken for its best, which needs the truth and is not open to a user.
The peers are installed in an environment of their own, made the first time.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.peer_process import peer_python
from extractor.evaluate.interval import wilson_interval
from specimens.icdar_tables import FOLDER, Found, TableTruth, judged_tables, ours, truths
from specimens.table_cells import NumberScore, TableCell

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("camelot-py>=2.0", "pdfplumber>=0.11.9")
OURS = "extractor"


def peers(truth: TableTruth, python: Path) -> Iterator[tuple[str, Found]]:
    """What the peers make of it, and for each the better of its two ways."""
    command = [str(python), str(ROOT / "benchmarks" / "peer_tables.py"), str(truth.path), *map(str, truth.pages)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    best: dict[str, Found] = {}
    for line in answer.stdout.splitlines():
        given = json.loads(line)
        if given["problem"]:
            sys.stderr.write(f"{truth.path.name}: {given['reader']}: {given['problem']}\n")
        tables = [
            [TableCell(r, c, text or "") for r, row in enumerate(table) for c, text in enumerate(row)]
            for table in given["tables"]
        ]
        found = judged_tables(truth, tables, given["cpu"])
        yield given["reader"], found
        name = f"{given['reader'].split()[0]}, better way"
        if name not in best or found.score.right > best[name].score.right:
            best[name] = found
    yield from best.items()


def lines(results: Mapping[str, Sequence[Found]], documents: int) -> Iterator[str]:
    """The lines to print."""
    yield f"{documents} documents"
    heads = f"{'reader':24} {'right/printed':>14} {'recall':>8} {'95 % interval':>20} {'right/found':>14}"
    yield f"{heads} {'precision':>9} {'tables':>7} {'exact':>6} {'CPU s':>7}"
    for reader, found in results.items():
        total = sum((one.score for one in found), NumberScore())
        low, high = wilson_interval(total.right, total.printed)
        yield (
            f"{reader:24} {f'{total.right}/{total.printed}':>14} {total.recall:8.2%} {f'{low:.2%} to {high:.2%}':>20}"
            f" {f'{total.right}/{total.found}':>14} {total.precision:9.2%} {sum(one.tables for one in found):7}"
            f" {sum(one.exact for one in found):6} {sum(one.seconds for one in found):7.2f}"
        )


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Numbers of public tables in their places, beside two peers.")
    arguments.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="PDFs with their truth")
    arguments.add_argument("--peers", type=Path, help="where the peers' environment is or is to be made")
    given = arguments.parse_args()
    results: dict[str, list[Found]] = {}
    documents = 0
    for truth in truths(given.folder):
        documents += 1
        results.setdefault(OURS, []).append(ours(truth))
        for reader, found in peers(truth, peer_python(given.peers, FLOORS)) if given.peers else ():
            results.setdefault(reader, []).append(found)
    print(*lines(results, documents), sep="\n")


if __name__ == "__main__":
    main()
