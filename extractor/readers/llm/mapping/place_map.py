"""The answer of a model that finds places: a string of ids for each question, held against the controls.

::

    rows       K7 M2 - P9       one id of a line for each row asked, - for a row that is not printed
               !                a row that a picture shows without an id beside it
               K7(a c - d)      a row whose cells are named one by one; M2b among them is a cell of another line
               K7(M2..M9)       a row whose cells are lines of their own, here all from M2 to M9
               K7+7             a row whose seven cells are the seven lines below its label
               C4..F9 H2; P9    the listed rows first (two dots: all lines from one to the other), then the rows asked
    columns    a c d            one id of a column for each column asked; others behind / where rows differ
    statement  K7 2021          the line and the characters of the value; - K7 where it is not stated
    line       K7
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, create_model

from extractor.errors import MalformedReply, MissedControl
from extractor.readers.llm.mapping.questions import (
    ColumnsQuestion,
    ControlQuestion,
    Question,
    RowsQuestion,
    StatementQuestion,
    is_control,
)
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.recipe import made_once

NONE = "-"
UNMARKED = "!"
_ROW = re.compile(r"(?P<first>[A-Z]\d+)(?:\.\.(?P<last>[A-Z]\d+))?(?:\((?P<cells>[^()]*)\)|\+(?P<below>\d{1,3}))?|[-!]")
_CELL = re.compile(r"(?P<line>[A-Z]\d+)?(?P<column>[a-z]+)|(?P<first>[A-Z]\d+)(?:\.\.(?P<last>[A-Z]\d+))?|-")
_STATED = re.compile(r"(?P<line>[A-Z]\d+)\s+(?P<quote>\S.*)", re.DOTALL)
_COLUMN = re.compile(r"[a-z]+|-")


class PlacesAnswer(BaseModel):
    """One string of ids for each question, in the order of the questions."""

    model_config = ConfigDict(extra="forbid")

    answers: list[str]


@made_once
def places_answer(questions: int) -> type[PlacesAnswer]:
    """The answer to a number of questions."""
    answers = Annotated[list[str], Field(min_length=questions, max_length=questions)]
    return create_model("Places", __base__=PlacesAnswer, answers=(answers, ...))


class CellRef(NamedTuple):
    """One cell: the position of its line on the sheet, and the id of its column."""

    line: int
    column: str


class NamedRow(NamedTuple):
    """A row that has a line: by the keys of its table and its own, which is empty for a listed one."""

    table: str
    row: str
    line: int


SeenCells = tuple[str | None, ...]
"""What was seen in the cells of a row, column by column as asked; None where it could not be read."""

Cells = tuple[CellRef | None, ...]
"""The cells of one row, column by column as asked; None where a column has none."""


@dataclass
class PlaceMap:
    """What stands where, as a model says it.

    ``rows``: lines by the keys of table and row. ``listed``: the listed rows of a table. ``columns``:
    sets of columns by table and block. ``cells``: rows whose cells were named one by one, by their line. ``stated``:
    lines and characters by the path of a statement. Lines are positions on the sheet. ``named``: the rows with a line,
    in the order in which they were answered. ``seen``: the characters that were seen in the cells of a row.
    ``unmarked``: rows, by the keys of table and row, that a picture shows and has no id for.
    """

    rows: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    listed: dict[str, set[int]] = field(default_factory=dict)
    columns: dict[tuple[str, int], list[tuple[str, ...]]] = field(default_factory=dict)
    cells: dict[int, Cells] = field(default_factory=dict)
    stated: dict[str, set[tuple[int, str]]] = field(default_factory=dict)
    named: list[NamedRow] = field(default_factory=list)
    seen: dict[NamedRow, SeenCells] = field(default_factory=dict)
    unmarked: set[tuple[str, str]] = field(default_factory=set)


def note_answer(
    mapping: PlaceMap, questions: Sequence[Question], answer: PlacesAnswer, sheet: NumberedSheet
) -> tuple[MalformedReply, ...]:
    """Add an answer to what is known, without the questions whose answers are none; those are given back.

    MalformedReply for an answer that cannot be one or misses a control: nothing of it counts.
    """
    if len(answer.answers) != len(questions):
        raise MalformedReply(f"{len(answer.answers)} answers to {len(questions)} questions")
    found, useless = PlaceMap(), []
    for question, said in zip(questions, answer.answers, strict=True):
        part = PlaceMap()
        try:
            note_question(part, question, said.strip(), sheet)
        except MissedControl:
            raise
        except MalformedReply as error:
            useless.append(error)
        else:
            merge_maps(found, part)
    merge_maps(mapping, found)
    return tuple(useless)


def note_question(found: PlaceMap, question: Question, said: str, sheet: NumberedSheet) -> None:
    """Add the answer to one question. MalformedReply where it is none, MissedControl where it misses a control."""
    if isinstance(question, RowsQuestion):
        _note_rows(found, question, said, sheet)
    elif isinstance(question, ColumnsQuestion):
        _note_columns(found, question, said)
    elif isinstance(question, StatementQuestion):
        _note_statement(found, question, said, sheet)
    else:
        _check_line(question, said, sheet)


def _note_rows(found: PlaceMap, question: RowsQuestion, said: str, sheet: NumberedSheet) -> None:
    listed, semicolon, labelled = said.rpartition(";")
    if question.listed is None and semicolon:
        raise MalformedReply(f"rows that were not asked for: “{said[:80]}”")
    key = question.table.key
    if question.listed is not None:
        listed, labelled = (listed, labelled) if semicolon else ("", said)
        for lines, cells in _lines(listed, sheet):
            found.listed.setdefault(key, set()).update(lines)
            found.named += [NamedRow(key, "", line) for line in lines]
            found.cells.update((line, cells) for line in lines if cells is not None)
    rows = list(_lines(labelled, sheet))
    if len(rows) != len(question.rows):
        raise MalformedReply(f"{len(rows)} ids for {len(question.rows)} rows of {question.table.title.printed}")
    for row, (lines, cells) in zip(question.rows, rows, strict=True):
        if is_control(row) and (lines or cells == ()):
            raise MissedControl(f"a place for a row that is printed nowhere ({row.label})")
        if len(lines) > 1:
            raise MalformedReply(f"several lines for one row of {question.table.title.printed}")
        if not lines and cells == () and row.row is not None:
            found.unmarked.add((key, row.row.key))
        if lines and row.row is not None:
            found.rows.setdefault((key, row.row.key), set()).update(lines)
            found.named += [NamedRow(key, row.row.key, line) for line in lines]
            found.cells.update((line, cells) for line in lines if cells is not None)


def _lines(said: str, sheet: NumberedSheet) -> Iterator[tuple[tuple[int, ...], Cells | None]]:
    """Every id of an answer as lines, with the cells that it names."""
    at = 0
    for match in _ROW.finditer(said):
        only_space(said[at : match.start()])
        at = match.end()
        if match["first"] is None:
            yield (), () if match[0] == UNMARKED else None
            continue
        first = line_named(match["first"], sheet)
        last = line_named(match["last"], sheet) if match["last"] else first
        if last < first:
            raise MalformedReply(f"“{match[0]}” runs backwards")
        cells = None if match["cells"] is None else tuple(_cells(match["cells"], first, sheet))
        if match["below"]:
            cells = tuple(_whole_lines(first + 1, first + int(match["below"]), sheet))
        if cells is not None and first != last:
            raise MalformedReply(f"“{match[0]}” names cells of several lines at once")
        yield tuple(range(first, last + 1)), cells
    only_space(said[at:])


def _cells(said: str, line: int, sheet: NumberedSheet) -> Iterator[CellRef | None]:
    for part in said.split():
        match = _CELL.fullmatch(part)
        if match is None:
            raise MalformedReply(f"“{part}” is no cell")
        if match["first"] is not None:
            yield from _whole_lines(
                line_named(match["first"], sheet), line_named(match["last"] or match["first"], sheet), sheet
            )
            continue
        if match["column"] is None:
            yield None
            continue
        at = line_named(match["line"], sheet) if match["line"] else line
        if match["column"] not in sheet.lines[at].cells:
            raise MalformedReply(f"there is no cell “{part}”")
        yield CellRef(at, match["column"])


def _whole_lines(first: int, last: int, sheet: NumberedSheet) -> Iterator[CellRef]:
    """Lines that print one cell each, from one to the other."""
    if last < first or last >= len(sheet.lines) or not all(sheet.lines[at].plain for at in range(first, last + 1)):
        raise MalformedReply("a line of several cells stands for one cell, or lines run backwards")
    yield from (CellRef(at, "") for at in range(first, last + 1))


def _note_columns(found: PlaceMap, question: ColumnsQuestion, said: str) -> None:
    number = question.table.blocks.index(question.block)
    for group in said.split("/"):
        names = tuple(group.split())
        if not names or set(names) == {NONE}:
            continue
        if len(names) != question.count or not all(_COLUMN.fullmatch(name) for name in names):
            raise MalformedReply(f"“{group.strip()[:80]}” does not name {question.count} columns")
        chosen = [name for name in names if name != NONE]
        if len(set(chosen)) != len(chosen):
            raise MalformedReply(f"“{group.strip()[:80]}” names a column twice")
        groups = found.columns.setdefault((question.table.key, number), [])
        if names not in groups:
            groups.append(names)


def _note_statement(found: PlaceMap, question: StatementQuestion, said: str, sheet: NumberedSheet) -> None:
    if said.startswith(NONE):
        return
    match = _STATED.fullmatch(said)
    if match is None:
        raise MalformedReply(f"“{said[:80]}” names no line and no characters in it")
    found.stated.setdefault(question.claim.path, set()).add((line_named(match["line"], sheet), match["quote"].strip()))


def _check_line(question: ControlQuestion, said: str, sheet: NumberedSheet) -> None:
    if said.split()[:1] != [question.line.id]:
        raise MissedControl("the line that is known was not found: the answer does not come from the document")


def line_named(name: str, sheet: NumberedSheet) -> int:
    """The position of the line with an id. MalformedReply where there is none."""
    at = sheet.by_id.get(name)
    if name in sheet.decoys:
        raise MissedControl(f"“{name}” stands beside nothing: the answer does not come from the picture")
    if at is None:
        raise MalformedReply(f"there is no line “{name}”")
    return at


def only_space(text: str) -> None:
    """MalformedReply where anything but what parts ids stands between them."""
    if text.strip(" ,\n\t"):
        raise MalformedReply(f"“{text.strip()[:40]}” is no id")


def merge_maps(mapping: PlaceMap, found: PlaceMap) -> None:
    """Add what was found to what is known."""
    for row, lines in found.rows.items():
        mapping.rows.setdefault(row, set()).update(lines)
    for table, lines in found.listed.items():
        mapping.listed.setdefault(table, set()).update(lines)
    for block, groups in found.columns.items():
        known = mapping.columns.setdefault(block, [])
        known += [group for group in groups if group not in known]
    mapping.cells.update(found.cells)
    mapping.named += found.named
    mapping.unmarked |= found.unmarked
    mapping.seen.update((row, cells) for row, cells in found.seen.items() if row not in mapping.seen)
    for path, stated in found.stated.items():
        mapping.stated.setdefault(path, set()).update(stated)
