"""Tables of a PDF as camelot and pdfplumber find them; runs in an environment of its own, one JSON line a reader.

::

    python peer_tables.py FILE PAGE [PAGE ...]

Each line: the name of the reader, CPU seconds, and the tables of those pages as rows of texts.
"""

import importlib
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

Tables = list[list[list[str | None]]]


def camelot_tables(path: str, pages: Sequence[int], flavour: str) -> Tables:
    """The tables of one flavour."""
    camelot: Any = importlib.import_module("camelot")
    found = camelot.read_pdf(path, pages=",".join(map(str, pages)), flavor=flavour, suppress_stdout=True)
    return [table.df.values.tolist() for table in found]


def plumber_tables(path: str, pages: Sequence[int], strategy: str) -> Tables:
    """The tables by lines or by text."""
    plumber: Any = importlib.import_module("pdfplumber")
    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    with plumber.open(path) as pdf:
        return [table for page in pages for table in pdf.pages[page - 1].extract_tables(settings)]


def main() -> None:
    """Read one file with every reader."""
    warnings.simplefilter("ignore")
    path, pages = sys.argv[1], [int(page) for page in sys.argv[2:]]
    readers: dict[str, Callable[[], Tables]] = {
        "camelot lattice": lambda: camelot_tables(path, pages, "lattice"),
        "camelot stream": lambda: camelot_tables(path, pages, "stream"),
        "pdfplumber lines": lambda: plumber_tables(path, pages, "lines"),
        "pdfplumber text": lambda: plumber_tables(path, pages, "text"),
    }
    for name, read in readers.items():
        start = time.process_time()
        try:
            tables, problem = read(), ""
        except Exception as error:  # a reader that fails on a file has found nothing in it
            tables, problem = [], f"{type(error).__name__}: {error}"
        cpu = time.process_time() - start
        print(json.dumps({"reader": name, "cpu": cpu, "tables": tables, "problem": problem}))


if __name__ == "__main__":
    main()
