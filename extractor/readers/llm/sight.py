"""What a model sees in a picture of a table, as fields of a reading.

The value is what the model saw; the place is where the outline has the crossing of its row and its column. The model
is told the labels of row and column and nothing that was recognised in the page, so what it sees is a second look. Its
place is certain only where the document's own characters say the same there: otherwise one of the two is wrong about
the digits or about the cell, and nobody can tell which.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from extractor.documents.model import Cell
from extractor.errors import MalformedReply
from extractor.evidence import Doubt, DoubtKind, Leg, doubt, merged, picture_by
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.picture_batches import PictureBatch, PicturedRow
from extractor.readers.llm.placed import HANDED, NAME
from extractor.readers.llm.prompt import Prompt
from extractor.readers.llm.recipe import made_once
from extractor.readers.llm.shown import fill_rows, show_context, show_label
from extractor.readers.reading import FieldReading, Spot
from extractor.schemas.form import ColumnSpec
from extractor.schemas.values import Printed, read_printed

PROMPT = "rows_picture"

NO_SECOND_LOOK = (
    "the pages are pictures and the model was not shown them: it read the characters that were recognised there, "
    "which is no second opinion on the digits"
)
_ONLY_ROW = "the row under the headings, which has no label"


class PictureAnswer(BaseModel):
    """What stands above the table, and the characters of its cells: empty where a cell is blank, null where unread."""

    model_config = ConfigDict(extra="forbid")

    check: int
    rows: list[list[str | None]]


def picture_answer(batch: PictureBatch) -> type[PictureAnswer]:
    """The answer about a batch. The number is checked but not part of the schema that is sent: it has to be seen."""
    return _picture_answer(batch.number, len(batch.rows), len(batch.rows[0].columns))


@made_once
def _picture_answer(number: int, rows: int, columns: int) -> type[PictureAnswer]:
    check = Annotated[int, Field(strict=True), AfterValidator(_exactly(number))]
    row = Annotated[list[str | None], Field(min_length=columns, max_length=columns)]
    table = Annotated[list[row], Field(min_length=rows, max_length=rows)]
    return create_model("Seen", __base__=PictureAnswer, check=(check, ...), rows=(table, ...))


def picture_request(prompt: Prompt, batch: PictureBatch) -> list[Message]:
    """The messages about a picture: labels of the form, no character of the page besides the names of its rows."""
    labels = [_ONLY_ROW if row.label == batch.title else show_label(row.label) for row in batch.rows]
    lines = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
    return [
        {"role": "system", "content": prompt.system},
        {"role": "user", "content": fill_rows(prompt, lines, show_context(batch))},
    ]


def read_picture(batch: PictureBatch, answer: BaseModel, model: str) -> list[FieldReading]:
    """The fields of a batch as a model saw them. Where most differ from the page's characters, none gets a place."""
    if not isinstance(answer, PictureAnswer):
        raise MalformedReply("the answer holds no rows")
    seen = [
        _seen_field(row, position, text, model)
        for row, texts in zip(batch.printed, answer.rows, strict=True)
        for position, text in enumerate(texts)
    ]
    if _is_elsewhere(batch, seen):
        return [field if field.state == "unread" else _elsewhere(field) for field in seen]
    return seen


def _exactly(number: int) -> Callable[[int], int]:
    def check(said: int) -> int:
        if said != number:
            raise ValueError("it is not the number above the table: the picture was not seen")
        return said

    return check


def _elsewhere(field: FieldReading) -> FieldReading:
    doubts = merged(field.doubts, (doubt(DoubtKind.PICTURE_ELSEWHERE),))
    leg = None if field.leg is None else replace(field.leg, placed_by="")
    return field.model_copy(update={"spot": None, "doubts": doubts, "leg": leg})


def _seen_field(row: PicturedRow, position: int, text: str | None, model: str) -> FieldReading:
    path, column = row.paths[position], row.columns[position]
    cell = row.cells[position] if row.even else None
    spot = Spot(page=row.page.number, box=row.box) if cell is None else Spot.of(cell.place)
    if text is None:
        return _unread(path, spot, "", doubt(DoubtKind.PICTURE_UNSEEN))
    printed = _read(text, column)
    if printed.state == "unread":
        return _unread(path, spot, text, doubt(DoubtKind.PICTURE_NOT_A_VALUE, text))
    return FieldReading(
        path=path,
        state=printed.state,
        value=printed.value,
        spot=spot,
        quote=text,
        doubts=merged(row.doubts, _cell_doubts(row, column, cell, printed, text)),
        leg=Leg(NAME, picture_by(model), HANDED),
    )


def _cell_doubts(row: PicturedRow, column: ColumnSpec, cell: Cell | None, printed: Printed, text: str) -> list[Doubt]:
    """Why the place of what was seen is not certain."""
    if cell is None:
        return [doubt(DoubtKind.CELLS_TOLD_APART, len(row.cells), len(row.columns))]
    there = _read(cell.text, column)
    if (there.state, there.value) == (printed.state, printed.value):
        return []
    seen, recognised = text.strip(), cell.text.strip()
    if not seen:
        return [doubt(DoubtKind.PICTURE_SHOWS_BLANK, recognised)]
    if not recognised:
        return [doubt(DoubtKind.PICTURE_FILLS_BLANK, seen)]
    return [doubt(DoubtKind.PICTURE_DIFFERS, seen, recognised)]


def _read(text: str, column: ColumnSpec) -> Printed:
    return read_printed(text, column.kind, column.units, signed=column.signed, notation=column.notation)


def _unread(path: str, spot: Spot, quote: str, why: Doubt) -> FieldReading:
    return FieldReading(path=path, state="unread", spot=spot, quote=quote, doubts=(why,))


def _is_elsewhere(batch: PictureBatch, seen: Sequence[FieldReading]) -> bool:
    """Whether less than half of the numbers other than 0 that were recognised in the picture were seen in it.

    Zeros say nothing: a model that answers them unseen is right about most of them.
    """
    fields = iter(seen)
    recognised = agreeing = 0
    for row in batch.printed:
        for position, column in enumerate(row.columns):
            field = next(fields)
            there = _read(row.cells[position].text, column) if row.even else None
            if there is not None and there.state == "read" and there.value != 0:
                recognised += 1
                agreeing += field.state == "read" and field.value == there.value
    return 2 * agreeing < recognised
