"""What each step of a small report takes, and what a script takes that is written by hand for these very files.

::

    python -m benchmarks.bulk_by_hand [--documents 100] [--rounds 3]

The same reports are drawn as text, as web pages and as PDF. The scripts are what somebody writes in an afternoon: text
by the signs between cells, pages with lxml, PDF with pdfplumber. They take the rows of tables and no more: they know no
field, prove no place, find no contradiction, and are right only while the files look like these. ``found`` is the share
of the printed numbers that stand in their rows at all, and beside it the share that the program confirms.

Printed are milliseconds of processor a document, the least of the rounds, in one process and one after the other, so
that the columns can be compared; a machine that is busy makes all of them longer.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.bulk_texts import SET, SIZES, STYLES
from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.evaluate.sets import CaseSpec, load_set
from extractor.readers.layout import read_layout
from extractor.readers.parting import find_parts
from extractor.readers.reading import Reading
from extractor.readers.recognise import recognise
from extractor.route import Verdict, judge_readings
from extractor.run.collection import collecting_seldom
from extractor.run.pipeline import result_of
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import load_schemas
from extractor.store import Outcome, sealed
from extractor.store.entries import Source

_Made = TypeVar("_Made")
Rows = list[list[str]]
STEPS = ("open", "recognise", "read", "verify", "store")
KINDS: Mapping[str, tuple[str, ...]] = {"text": STYLES, "page": ("html",), "pdf": ("pdf_ruled",)}
_NUMBER = re.compile(r"-?[\d,.]+")


class DrawnFile(NamedTuple):
    """A report as a file, and the numbers that are printed in it, by field."""

    path: Path
    numbers: Mapping[str, Decimal]


def drawn(folder: Path, kind: str, number: int) -> Iterator[DrawnFile]:
    """So many reports of a kind, with figures of their own."""
    reports, styles = load_set(SET), KINDS[kind]
    for index in range(number):
        style, figures = styles[index // len(SIZES) % len(styles)], f"2021:{SIZES[index % len(SIZES)]}:{52_000 + index}"
        made = reports.case(CaseSpec(id=f"hand-{index}", figures=figures, style=style, seed=index)).rendered
        path = folder / f"{index:04}{Path(made.name).suffix}"
        path.write_bytes(made.content)
        truth = {name: value for name, value in made.truth.items() if isinstance(value, int | Decimal)}
        yield DrawnFile(path, {name: Decimal(value) for name, value in truth.items()})


def text_by_hand(path: Path) -> Rows:
    """The lines of a text, taken apart by the signs between cells."""
    lines = path.read_text("utf-8").splitlines()
    return [[cell.strip() for cell in re.split(r"\t|\||  +", line) if cell.strip()] for line in lines]


def page_by_hand(path: Path) -> Rows:
    """The rows of the tables of a web page."""
    from lxml import html

    page = html.document_fromstring(path.read_bytes())
    return [["".join(map(str, cell.itertext())).strip() for cell in row.iter("td", "th")] for row in page.iter("tr")]


def pdf_by_hand(path: Path) -> Rows:
    """The rows of the tables of a PDF."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return [[(cell or "").strip() for cell in row] for table in tables for row in table]


BY_HAND: Mapping[str, Callable[[Path], Rows]] = {"text": text_by_hand, "page": page_by_hand, "pdf": pdf_by_hand}


class Steps:
    """The work of a run on one document, step by step, with what each step took."""

    def __init__(self) -> None:
        self._schemas = load_schemas()
        self.spent = dict.fromkeys(STEPS, 0.0)

    def read(self, path: Path) -> Verdict:
        """One file to what is stored of it."""
        document = self._timed("open", lambda: open_document(path))
        schema, form = self._timed("recognise", lambda: self._recognised(document))
        reading = self._timed("read", lambda: read_layout(document, schema, form))
        verdict = self._timed("verify", lambda: judge_readings(form, [reading], source=document))
        self._timed("store", lambda: _sealed(document, schema, verdict, reading))
        return verdict

    def _recognised(self, document: Document) -> tuple[Schema, Form]:
        found = recognise(document, self._schemas)
        assert found.schema is not None and found.form is not None
        find_parts(document, found.schema, found.form)
        return found.schema, found.form

    def _timed(self, step: str, work: Callable[[], _Made]) -> _Made:
        begin = time.process_time()
        made = work()
        self.spent[step] += time.process_time() - begin
        return made


def _sealed(document: Document, schema: Schema, verdict: Verdict, reading: Reading) -> object:
    result = result_of(document, str(document.path), schema, verdict, (reading,))
    return sealed(Outcome(result, (reading,), Source.of(document), "benchmark"))


def found_by_hand(rows: Rows, numbers: Mapping[str, Decimal]) -> int:
    """How many numbers stand in the rows: each printed one counts once."""
    printed: dict[Decimal, int] = {}
    for cell in (cell for row in rows for cell in row if _NUMBER.fullmatch(cell) and cell.strip(",.-")):
        value = Decimal(cell.replace(",", "").strip("."))
        printed[value] = printed.get(value, 0) + 1
    found = 0
    for value in numbers.values():
        if printed.get(value, 0):
            printed[value] -= 1
            found += 1
    return found


def confirmed(verdict: Verdict, numbers: Mapping[str, Decimal]) -> int:
    """How many numbers are confirmed with their value."""
    fields = verdict.fields
    return sum(
        path in fields and fields[path].status == "confirmed" and fields[path].value == value
        for path, value in numbers.items()
    )


def measured(kind: str, files: Sequence[DrawnFile], rounds: int) -> str:
    """The line of one kind of file."""
    steps = Steps()
    verdicts = [steps.read(each.path) for each in files]
    least, by_hand = dict.fromkeys(STEPS, float("inf")), float("inf")
    rows = [BY_HAND[kind](each.path) for each in files]
    for _ in range(rounds):
        steps.spent = dict.fromkeys(STEPS, 0.0)
        for each in files:
            steps.read(each.path)
        least = {step: min(least[step], steps.spent[step]) for step in STEPS}
        begin = time.process_time()
        for each in files:
            BY_HAND[kind](each.path)
        by_hand = min(by_hand, time.process_time() - begin)
    numbers = sum(len(each.numbers) for each in files)
    found = sum(found_by_hand(one, each.numbers) for one, each in zip(rows, files, strict=True))
    proven = sum(confirmed(one, each.numbers) for one, each in zip(verdicts, files, strict=True))
    parts = " ".join(f"{1000 * least[step] / len(files):9.2f}" for step in STEPS)
    total = 1000 * sum(least.values()) / len(files)
    return (
        f"{kind:6} {len(files):5} {parts} {total:9.2f} {1000 * by_hand / len(files):9.2f} "
        f"{found / numbers:7.1%} {proven / numbers:9.1%}"
    )


def figures(documents: int, rounds: int) -> Iterator[str]:
    """The lines to print."""
    heads = " ".join(f"{step:>9}" for step in STEPS)
    yield f"{'ms of':6} {'files':>5} {heads} {'all':>9} {'by hand':>9} {'found':>7} {'confirmed':>9}"
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as place, collecting_seldom():
            yield measured(kind, list(drawn(Path(place), kind, documents)), rounds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for line in figures(given.documents, given.rounds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
