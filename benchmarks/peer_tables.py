"""Tables of a PDF as camelot and pdfplumber find them; runs in an environment of its own, one JSON line a reader.

::

    python peer_tables.py FILE PAGE [PAGE ...]

Each line: the name of the reader, CPU seconds, and the tables of those pages as rows of texts.
"""

import json
import sys
import time
import warnings


def camelot_tables(path, pages, flavour):  # type: ignore[no-untyped-def]  # camelot is not installed where types are checked
    """The tables of one flavour."""
    import camelot

    found = camelot.read_pdf(path, pages=",".join(map(str, pages)), flavor=flavour, suppress_stdout=True)
    return [table.df.values.tolist() for table in found]


def plumber_tables(path, pages, strategy):  # type: ignore[no-untyped-def]  # nor is pdfplumber
    """The tables by lines or by text."""
    import pdfplumber

    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
    with pdfplumber.open(path) as pdf:
        return [table for page in pages for table in pdf.pages[page - 1].extract_tables(settings)]


def main() -> None:
    """Read one file with every reader."""
    warnings.simplefilter("ignore")
    path, pages = sys.argv[1], [int(page) for page in sys.argv[2:]]
    readers = {
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
