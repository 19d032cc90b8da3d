"""Absent and blank are claims: a text like the label, a number left over or print in the cell refutes them."""

from pathlib import Path
from random import Random
from typing import Annotated

import pytest

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Spot
from extractor.route import Verdict, judge_readings
from extractor.schemas.form import Schema
from extractor.schemas.language import (
    Cells,
    Claim,
    ColumnLabel,
    Count,
    Record,
    RowLabel,
    Table,
    TableLabel,
    compile_form,
)
from tests.built_readings import FORM, absent_rows, reading_of, report

SEEDS = range(30)
LABELS = {"lamps": "Lamps lit", "ships": "Ships sighted", "storms": "Storm warnings", "keepers": "Visiting keepers"}
FOGS = "Hours of foghorn"


class Halves(Cells):
    """Two halves of a year."""

    spring: Annotated[Count, ColumnLabel("January to June")] = None
    autumn: Annotated[Count, ColumnLabel("July to December")] = None


class Watches(Table):
    """What a lighthouse counts."""

    lamps: Annotated[Halves, RowLabel(LABELS["lamps"])] = Halves()
    ships: Annotated[Halves, RowLabel(LABELS["ships"])] = Halves()
    storms: Annotated[Halves, RowLabel(LABELS["storms"])] = Halves()
    keepers: Annotated[Halves, RowLabel(LABELS["keepers"])] = Halves()
    fogs: Annotated[Halves, RowLabel(FOGS, optional=True)] = Halves()


class Lighthouse(Record):
    """One lighthouse, one year."""

    agency: Annotated[str | None, Claim("Lighthouse", r"^Lighthouse: (?P<value>[^\n]+)$", identity=True)] = None
    year: Annotated[Count, Claim("Year", r"Log of (?P<value>\d{4})", identity=True)] = None
    watches: Annotated[Watches, TableLabel("Watches kept")] = Watches()


LOG = compile_form("log", Lighthouse)
SCHEMA = Schema(name="lighthouse", version="1", title="Log of a lighthouse", forms=(LOG,))
FIELDS = ("watches.fogs.spring", "watches.fogs.autumn")


def opened(folder: Path, *more: str, rng: Random) -> Document:
    """A log as a table of tabs, with ``more`` lines somewhere between its rows."""
    rows = [f"{label}\t{rng.randint(1, 900)}\t{rng.randint(1, 900)}" for label in LABELS.values()]
    for line in more:
        rows.insert(rng.randint(1, len(rows)), line)
    lines = ["Lighthouse: Gull Rock", "Log of 2023", "", "Watches kept", "\tJanuary to June\tJuly to December", *rows]
    path = folder / "log.txt"
    path.write_text("\n".join(lines) + "\n")
    return open_document(path)


def judged(document: Document) -> Verdict:
    reading = read_layout(document, SCHEMA, LOG)
    return judge_readings(LOG, [reading], source=document)


def garbled(label: str, rng: Random) -> str:
    """A label in which up to a quarter of the letters are blots or other letters."""
    letters = [at for at, char in enumerate(label) if char.isalpha()]
    found = list(label)
    for at in rng.sample(letters, rng.randint(1, len(letters) // 4)):
        found[at] = rng.choice("#*xqz1")
    return "".join(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_whose_label_is_nearly_printed_is_not_absent(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    label = garbled(FOGS, rng)
    numbers = rng.choice(("", "\t12\t31", "\t\t"))
    verdict = judged(opened(tmp_path, label + numbers, rng=rng))
    states = {verdict.fields[path].state for path in FIELDS}
    flagged = [verdict.fields[path] for path in FIELDS if verdict.fields[path].status == "flagged"]
    assert states <= {"read", "blank"} or len(flagged) == len(FIELDS), label
    assert all(field.told("en") for field in flagged)
    printed = (12, 31) if numbers.strip() else (None, None)
    assert verdict.status == "review" or tuple(verdict.fields[path].value for path in FIELDS) == printed


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_a_row_that_is_not_there_is_absent_and_confirmed(tmp_path: Path, seed: int) -> None:
    verdict = judged(opened(tmp_path, rng=Random(seed)))
    assert verdict.status == "accepted"
    assert {verdict.fields[path].state for path in FIELDS} == {"absent"}
    assert {verdict.fields[path].status for path in FIELDS} == {"confirmed"}


@pytest.mark.parametrize("line", ["Bells rung\t5\t6", "Oil in barrels\t44\t2", "Boats mended\t0\t19"])
def test_a_number_left_over_may_be_that_of_a_row_that_was_not_found(tmp_path: Path, line: str) -> None:
    verdict = judged(opened(tmp_path, line, rng=Random(7)))
    assert verdict.status == "review" and verdict.unused
    for path in FIELDS:
        field = verdict.fields[path]
        assert (field.state, field.status, field.value) == ("unread", "flagged", None)
        assert "was not found" in " ".join(field.told("en"))


def test_rows_that_the_form_prints_instead_of_others_stay_confirmed() -> None:
    reading = reading_of(report({"granted.natural": 4}), states=absent_rows())
    verdict = judge_readings(FORM, [reading])
    assert {verdict.fields[path].status for path in absent_rows()} == {"confirmed"}


@pytest.mark.parametrize("state", ["blank", "not_applicable"])
def test_a_cell_in_which_something_is_printed_is_not_blank(tmp_path: Path, state: str) -> None:
    document = opened(tmp_path, rng=Random(3))
    reading = read_layout(document, SCHEMA, LOG)
    path = "watches.ships.spring"
    held = reading.fields[path]
    assert held.spot is not None and isinstance(held.spot, Spot)
    emptied = held.model_copy(update={"state": state, "value": None, "quote": ""})
    verdict = judge_readings(
        LOG, [reading.model_copy(update={"fields": {**reading.fields, path: emptied}})], source=document
    )
    field = verdict.fields[path]
    assert field.status == "flagged" and verdict.status == "review"
    assert any(str(held.value) in told for told in field.told("en"))
