"""Invented reports with readings made beside them, in a real store, for tests of review.

A report is a small text file of one component; every field of it is read at the spot where it is printed.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from extractor.evidence import STORED, Leg
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.review.session import ReviewSession
from extractor.review.step import Step
from extractor.route import Result, decide
from extractor.schemas.form import INDEX, TableSpec, Value
from extractor.schemas.registry import load_schema
from extractor.schemas.values import read_printed
from extractor.store import Outcome, Source, Store
from extractor.verify import verify
from tests.built_readings import INFERRED

SCHEMA = load_schema("us_foia")
FORM = SCHEMA.form("annual")
START, RECEIVED, PROCESSED, END = (
    f"requests.overall.{each}" for each in ("pending_start", "received", "processed", "pending_end")
)

Printed = Mapping[str, str]
"""What is printed in a field instead of 0, by path."""

CONSISTENT: Printed = {
    "requests.components.0.pending_start": "2",
    "requests.components.0.received": "1,205",
    "requests.components.0.processed": "1,204",
    "requests.components.0.pending_end": "3",
    START: "2",
    RECEIVED: "1,205",
    PROCESSED: "1,204",
    END: "3",
    "dispositions.components.0.full_grants": "1,204",
    "dispositions.components.0.total": "1,204",
    "dispositions.overall.full_grants": "1,204",
    "dispositions.overall.total": "1,204",
}


class _Paper:
    """Text that grows cell by cell, and the readings of the cells."""

    def __init__(self) -> None:
        self.text = ""
        self.fields: dict[str, FieldReading] = {}

    def field(self, path: str, printed: str) -> None:
        spec = FORM.field(path)
        found = read_printed(printed, spec.kind, spec.units)
        spot = Spot(page=1, span=(len(self.text), len(self.text) + len(printed)))
        leg = Leg("layout", STORED, "layout")
        field = FieldReading(path=path, state=found.state, value=found.value, spot=spot, quote=printed, leg=leg)
        self.fields[path] = field
        self.text += printed

    def table(self, table: TableSpec, printed: Printed) -> None:
        block = table.blocks[0]
        heads = "\t".join(column.label.printed for column in block.columns)
        self.text += f"\n{table.title.printed}\n\nComponent\t{heads}\n"
        self.field(block.name_path.replace(INDEX, "0"), "Head Office")
        self._row([path.replace(INDEX, "0") for path in block.repeat_paths], printed)
        self.text += block.rows[0].label.printed
        self._row(block.rows[0].paths, printed)

    def _row(self, paths: list[str] | tuple[str, ...], printed: Printed) -> None:
        for path in paths:
            self.text += "\t"
            self.field(path, printed.get(path, "0"))
        self.text += "\n"


def paper(agency: str, printed: Printed) -> tuple[str, Reading]:
    """The text of a report and what a careful reader reads in it."""
    page = _Paper()
    page.field("agency", agency)
    page.text += "\nFreedom of Information Act Annual Report\n\nFiscal Year "
    page.field("year", "2021")
    page.text += "\n"
    for table in FORM.tables:
        page.table(table, printed)
    return page.text, Reading(reader="layout", version="1", fields=page.fields)


def unsure(reading: Reading, path: str, value: Value | None = None, **attributes: object) -> Reading:
    """The reading with one field that its reader is not sure of, and perhaps misread."""
    field = reading.fields[path]
    update = {"doubts": (INFERRED,), "value": field.value if value is None else value, **attributes}
    return reading.model_copy(update={"fields": {**reading.fields, path: field.model_copy(update=update)}})


def put(store: Store, folder: Path, name: str, text: str, *readings: Reading, source: bool = True) -> Result:
    """Write a report and store what verification makes of its readings, as a run does."""
    path = folder / name
    path.write_bytes(text.encode())
    verdict = decide(FORM, readings, verify(FORM, readings))
    result = Result(
        document=name,
        path=str(path),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        status=verdict.status,
        schema_name=SCHEMA.name,
        schema_version=SCHEMA.version,
        form=FORM.name,
        verdict=verdict,
    )
    stored = Source(media_type="text/plain", method="text", pages=1, text=text) if source else None
    store.save(Outcome(result, readings, stored))
    return result


def misread(store: Store, folder: Path, name: str = "misread.txt", agency: str = "Bureau of Lamps") -> Result:
    """A consistent report of which the reader took 1,204 for 1,294, and was not sure."""
    text, reading = paper(agency, CONSISTENT)
    return put(store, folder, name, text, unsure(reading, PROCESSED, 1294))


def contradictory(store: Store, folder: Path, name: str = "contradictory.txt") -> Result:
    """A report that prints a wrong number pending at the end of the year."""
    text, reading = paper("Bureau of Doors", {**CONSISTENT, END: "9"})
    return put(store, folder, name, text, reading)


def stored(store: Store, result: Result) -> Result:
    """What the store holds of a result at this moment."""
    found = store.result(result.sha256, result.schema_name)
    assert found is not None
    return found


def session_on(store: Store, reviewer: str = "anna", document: str = "") -> ReviewSession:
    """A session with its first document open."""
    session = ReviewSession(store, reviewer, document=document)
    session.next_document()
    return session


def insisted(session: ReviewSession, path: str, text: str) -> Step:
    """A value is typed, and typed again by whoever is asked whether it is right."""
    step = session.correct(path, text)
    return session.answer() if step.asks else step


def upheld(session: ReviewSession, path: str) -> Step:
    """A value is confirmed; by whoever is asked, alone: another number is wrong."""
    step = session.confirm(path)
    return session.answer(len(session.asked.otherwise)) if session.asked is not None else step
