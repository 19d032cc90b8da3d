"""The answer of a model that was shown a picture: the ids of what stands where, and the characters it saw there."""

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, create_model

from extractor.errors import MalformedReply
from extractor.readers.llm.mapping.place_map import (
    PlaceMap,
    PlacesAnswer,
    SeenCells,
    merge_maps,
    note_answer,
)
from extractor.readers.llm.mapping.questions import Question, RowsQuestion
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.shown import BLANK

UNREADABLE = "?"
PARTED = "|"


class PicturedAnswer(PlacesAnswer):
    """One string of ids for each question, one list of rows as they were seen for each question about rows."""

    check: int
    seen: list[list[str]]


def pictured_answer(questions: Sequence[Question], number: int) -> type[PicturedAnswer]:
    """The answer to some questions. The number is checked but not part of the schema that is sent: it must be seen."""
    count, tables = len(questions), sum(isinstance(question, RowsQuestion) for question in questions)
    check = Annotated[int, Field(strict=True), AfterValidator(_exactly(number))]
    answers = Annotated[list[str], Field(min_length=count, max_length=count)]
    seen = Annotated[list[list[str]], Field(min_length=tables, max_length=tables)]
    return create_model("Seen", __base__=PicturedAnswer, check=(check, ...), answers=(answers, ...), seen=(seen, ...))


def note_pictured(
    mapping: PlaceMap, questions: Sequence[Question], answer: PicturedAnswer, sheet: NumberedSheet
) -> tuple[MalformedReply, ...]:
    """Add an answer about a picture, as ``note_answer`` adds one about text. Rows whose cells were not told one for one
    keep their places and were not seen.
    """
    found = PlaceMap()
    useless = list(note_answer(found, questions, answer, sheet))
    tables = [question.table.key for question in questions if isinstance(question, RowsQuestion)]
    for key, told in zip(tables, answer.seen, strict=True):
        rows = [row for row in found.named if row.table == key]
        if len(rows) != len(told):
            useless.append(MalformedReply(f"{len(told)} rows were seen where {len(rows)} were found"))
            continue
        for row, text in zip(rows, told, strict=True):
            found.seen[row] = _cells(text)
    merge_maps(mapping, found)
    return tuple(useless)


def _cells(text: str) -> SeenCells:
    parts = [part.strip() for part in text.split(PARTED)]
    return tuple(None if part == UNREADABLE else "" if part == BLANK else part for part in parts)


def _exactly(number: int) -> Callable[[int], int]:
    def check(said: int) -> int:
        if said != number:
            raise ValueError("it is not the number above the picture: the picture was not seen")
        return said

    return check
