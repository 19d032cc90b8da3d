"""What is asked about a form: where its rows, columns and statements are printed, with controls among the questions."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.readers.llm.mapping.sheet import NumberedSheet, SheetLine
from extractor.readers.llm.shown import show_text
from extractor.schemas.form import BlockSpec, ClaimSpec, ColumnSpec, Form, Kind, Label, RowSpec, TableSpec

_LABEL_LENGTH = 80
_KINDS: dict[Kind, str] = {
    "count": "a whole number",
    "amount": "a number",
    "text": "a name",
    "date": "a date",
    "time": "a time",
    "datetime": "a date with its time",
    "choice": "one of its words",
    "boolean": "yes or no, or a box that is ticked",
}
_LONGEST_CONTROL, _SHORTEST_CONTROL = 60, 4
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row to be found: of a block, or the control that is printed nowhere, which belongs to none."""

    label: str
    parents: tuple[str, ...] = ()
    block: BlockSpec | None = None
    row: RowSpec | None = None


@dataclass(frozen=True, slots=True)
class RowsQuestion:
    """Where the rows of a table are printed. ``listed``: the block with any number of rows, which are asked first."""

    table: TableSpec
    rows: tuple[AskedRow, ...]
    listed: BlockSpec | None = None


@dataclass(frozen=True, slots=True)
class ColumnsQuestion:
    """Where the columns of a block are printed; ``named``: the first answer is the column of the rows' names."""

    table: TableSpec
    block: BlockSpec
    named: bool = False

    @property
    def count(self) -> int:
        """How many ids answer it."""
        return len(self.block.columns) + self.named


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """Which line states a value, and its characters there."""

    claim: ClaimSpec


@dataclass(frozen=True, slots=True)
class ControlQuestion:
    """Which line prints a text: known beforehand, so that whoever does not look is found out."""

    line: SheetLine


Question = RowsQuestion | ColumnsQuestion | StatementQuestion | ControlQuestion


def make_questions(
    form: Form, sheet: NumberedSheet, part: Sequence[int], rng: random.Random, silent: bool = False
) -> tuple[Question, ...]:
    """All questions about a form, with a row that is printed nowhere in every table and a line that is known.

    ``silent``: no number that was recognised may be told, so that the known line prints none.
    """
    asked: list[Question] = []
    for table in form.tables:
        asked.append(_rows_of(table, rng))
        asked += [ColumnsQuestion(table, block, block.layout == "repeat") for block in table.blocks]
    asked += [StatementQuestion(claim) for claim in form.claims]
    known = known_line(sheet, part, rng, silent)
    if known is not None:
        asked.insert(rng.randrange(len(asked) + 1), ControlQuestion(known))
    return tuple(asked)


def ask(question: Question) -> str:
    """A question in words. What answers it, the prompt says."""
    if isinstance(question, RowsQuestion):
        return "\n".join(_say_rows(question))
    if isinstance(question, ColumnsQuestion):
        return _say_columns(question)
    if isinstance(question, StatementQuestion):
        return f"statement: {show_text(question.claim.label, _LABEL_LENGTH)} ({_KINDS[question.claim.kind]})"
    return f"line: {_control_text(question.line)}"


def strange_label(rng: random.Random) -> str:
    """A label that no document prints."""
    return "".join(rng.choices(_LETTERS, k=4)) + f"-{rng.randrange(10, 100)}"


def is_control(row: AskedRow) -> bool:
    """Whether it is the row that is printed nowhere."""
    return row.block is None


def _rows_of(table: TableSpec, rng: random.Random) -> RowsQuestion:
    listed = next((block for block in table.blocks if block.layout == "repeat"), None)
    rows = [each for block in table.blocks for each in _rows_of_block(block)]
    strange = AskedRow(strange_label(rng))
    at = rng.randrange(len(rows) + 1)
    beside = rows[max(at - 1, 0)].parents if rows else ()
    rows.insert(at, replace(strange, parents=beside))
    return RowsQuestion(table, tuple(rows), listed)


def _rows_of_block(block: BlockSpec) -> Iterator[AskedRow]:
    title = (block.title.printed,) if block.title is not None else ()
    for row in block.rows:
        if block.layout == "single":
            yield AskedRow("", title, block, row)
        else:
            yield AskedRow(row.label.printed, (*title, *(parent.printed for parent in row.parents)), block, row)


def _say_rows(question: RowsQuestion) -> Iterator[str]:
    yield f"rows of {show_text(question.table.title.printed, _LABEL_LENGTH)}"
    if question.listed is not None:
        yield "(list) the rows that are listed, each with a name of its own"
    above: tuple[str, ...] = ()
    for number, row in enumerate(question.rows, 1):
        if row.parents != above:
            above = row.parents
            yield (
                " > ".join(show_text(parent, _LABEL_LENGTH) for parent in above) + ":" if above else "without heading:"
            )
        yield f"({number}) {show_text(row.label, _LABEL_LENGTH) or 'the row of values under the headings'}"


def _say_columns(question: ColumnsQuestion) -> str:
    spec = question.block
    first = spec.title or (spec.rows[0].label if spec.rows and spec.layout == "rows" else question.table.title)
    names = (["the names of the listed rows"] if question.named else []) + list(_say_headings(spec.columns))
    many = "; ".join(f"({number}) {name}" for number, name in enumerate(names, 1))
    return f"columns under {show_text(first.printed, _LABEL_LENGTH)}: {many}"


def _say_headings(columns: Sequence[ColumnSpec]) -> Iterator[str]:
    above: tuple[Label, ...] = ()
    for column in columns:
        groups = "" if column.groups == above else " > ".join(_show(label) for label in column.groups)
        above = column.groups
        name = _show(column.label) or "the value"
        yield f"{groups} > {name}" if groups else name


def _show(label: Label) -> str:
    return show_text(label.printed, _LABEL_LENGTH)


def known_line(sheet: NumberedSheet, part: Sequence[int], rng: random.Random, silent: bool = False) -> SheetLine | None:
    """A line of the part that prints words, and is the only one to print them."""
    lines = [sheet.lines[at] for at in part]
    texts = [_control_text(line) for line in lines]
    alike = _alike(texts)
    known = [
        line
        for line, text in zip(lines, texts, strict=True)
        if len(text) >= _SHORTEST_CONTROL
        and any(char.isalpha() for char in text)
        and not (silent and any(char.isdigit() for cell in line.all for char in cell.text))
        and text not in alike
    ]
    return rng.choice(known) if known else None


def _alike(texts: Sequence[str]) -> set[str]:
    """The texts that are there twice, or with which another begins, and those others."""
    found: set[str] = set()
    begun: list[str] = []
    for text in sorted(filter(None, texts)):
        while begun and not text.startswith(begun[-1]):
            begun.pop()
        found.update((begun[-1], text) if begun else ())
        begun.append(text)
    return found


def _control_text(line: SheetLine) -> str:
    return show_text(" ".join(cell.text for cell in line.all if cell.text), _LONGEST_CONTROL).rstrip("…")
