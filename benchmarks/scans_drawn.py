"""Scanned documents with exact truth, written into a folder.

::

    python -m benchmarks.scans_drawn FOLDER [--split tuning|held_out] [--count N] [--start N]

writes N of them as PDF files with a JSON file of their cells beside each. Whoever tunes a reader looks at the split
``tuning`` alone; ``held_out`` has other seeds, other invented figures and other typefaces by construction.
"""

import argparse
from pathlib import Path

from specimens.scanned_pages import sample, write


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans_drawn")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=("tuning", "held_out"), default="tuning")
    parser.add_argument("--count", type=int, default=9)
    parser.add_argument("--start", type=int, default=0)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for document in sample(chosen.split, chosen.count, chosen.start):
        print(write(document, chosen.folder))


if __name__ == "__main__":
    main()
