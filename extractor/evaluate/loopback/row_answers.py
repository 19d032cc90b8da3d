"""Answers to everything but places: probes, rows handed over cell by cell, and rows in pictures."""

import json
import random
import re
from collections.abc import Callable, Mapping, Sequence

from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.line_search import alike
from extractor.evaluate.loopback.sought_rows import SoughtRow, sought_tables
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, copied
from extractor.schemas.form import Value

_LISTED = re.compile(r"^\d+\. (.*)$", re.MULTILINE)
_TITLE = re.compile(r"^Table: (.*)$", re.MULTILINE)
_COLUMNS = re.compile(r"^Columns, in this order: (.*)$", re.MULTILINE)
_NUMBERED = re.compile(r"^\d+\. ")
_ROWS_BEGIN = "<rows>"

Rows = list[list[object]]


def probe_answer(request: ChatRequest, number: Callable[[bytes], int | None]) -> str:
    """The only answer the schema of a probe allows, or the number in its picture."""
    properties = request.schema.get("properties", {})
    assert isinstance(properties, dict)
    if request.pictures and "number" in properties:
        return json.dumps({"number": number(request.pictures[0]) or 0})
    return json.dumps({name: facts.get("const", facts.get("enum", [""])[0]) for name, facts in properties.items()})


def rows_answer(request: ChatRequest, change: Callable[[Rows], None]) -> str:
    """The cells of handed rows, as they are shown."""
    answer = copied(request)
    rows = answer.get("rows")
    if isinstance(rows, list):
        change(rows)
    return json.dumps(answer)


def picture_answer_from(request: ChatRequest, truth: KnownTruth, number: int, change: Callable[[Rows], None]) -> str:
    """What the picture shows in the rows that are asked for, from truth."""
    text = request.text
    title = _TITLE.search(text)
    named = _COLUMNS.search(text)
    columns = [_NUMBERED.sub("", each) for each in named[1].split("; ")] if named else []
    labels = _LISTED.findall(text.partition(_ROWS_BEGIN)[2])
    tables = sought_tables(truth.form, truth.values)
    table = max(tables, key=lambda each: alike(each.spec.title.printed, title[1] if title else ""))
    rows: Rows = [_seen(label, columns, table.printed) for label in labels]
    change(rows)
    return json.dumps({"check": number, "rows": rows}, ensure_ascii=False)


def _seen(label: str, columns: Sequence[str], rows: Sequence[SoughtRow]) -> list[object]:
    def like(row: SoughtRow) -> float:
        return max((alike(each, label) for each in row.labels), default=0.5)

    fitting = [row for row in rows if len(row.columns) >= len(columns)]
    row = max(fitting, key=like, default=None)
    if row is None or like(row) < 0.5:
        return [None] * len(columns)
    names = [" / ".join(each.printed for each in (*column.groups, column.label)) for column in row.columns]
    return [_printed(row.values[_nearest(name, names)]) for name in columns]


def _nearest(name: str, names: Sequence[str]) -> int:
    return max(range(len(names)), key=lambda at: alike(names[at], name))


def _printed(value: Value | None) -> str:
    return "" if value is None else str(value)


def swap_cells(rows: Rows, draws: random.Random) -> None:
    """Two cells of every row are exchanged."""
    for row in rows:
        if len(row) > 1:
            row[0], row[1] = row[1], row[0]


def shift_cells(rows: Rows, draws: random.Random) -> None:
    """Every row is the next one; a row that is alone begins one cell later."""
    if len(rows) > 1:
        rows[:] = [*rows[1:], rows[0]]
    elif rows and rows[0]:
        rows[0][:] = [*rows[0][1:], rows[0][0]]


def slip_cells(rows: Rows, draws: random.Random) -> None:
    """One of a hundred numbers is off by one."""
    for row in rows:
        for at, value in enumerate(row):
            if isinstance(value, int) and draws.random() < 0.01:
                row[at] = value + 1


def zero_cells(rows: Rows, draws: random.Random) -> None:
    """What is blank is 0."""
    for row in rows:
        row[:] = [0 if value is None else "0" if value == "" else value for value in row]


def first_cells(rows: Rows, draws: random.Random) -> None:
    """Every cell is the first one."""
    for row in rows:
        row[:] = row[:1] * len(row)


def unseen_cells(rows: Rows, draws: random.Random) -> None:
    """Numbers at random."""
    for row in rows:
        row[:] = [draws.randrange(10) if isinstance(value, int) else value for value in row]


def total_cells(rows: Rows, draws: random.Random) -> None:
    """The last number of a row is the sum of the others; one of a hundred that were right is off by one."""
    for row in rows:
        parts = [value for value in row[:-1] if isinstance(value, int)]
        if len(parts) > 1 and isinstance(row[-1], int):
            off = draws.random() < 0.01
            row[-1] = sum(parts) if row[-1] != sum(parts) else row[-1] + off


CELL_CHANGES: Mapping[str, Callable[[Rows, random.Random], None]] = {
    "swap": swap_cells,
    "shift": shift_cells,
    "last_year": swap_cells,
    "slips": slip_cells,
    "zeros": zero_cells,
    "first": first_cells,
    "random": unseen_cells,
    "guess": unseen_cells,
    "constant": unseen_cells,
    "corrects": total_cells,
}
"""Wrong answers about handed rows by the name of their mode."""
