"""The shape of an answer: pydantic types that are sent along as JSON schema and check what comes back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from extractor.readers.llm.recipe import made_once

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Integer = Annotated[int, Field(strict=True)]
Item = TypeVar("Item")


class RowsAnswer(BaseModel, Generic[Item]):
    """One array for each row, one element for each column; lengths are part of the type that is asked for."""

    model_config = ConfigDict(extra="forbid")

    rows: list[list[Item | None]]


@made_once
def numbers_answer(rows: int, columns: int, *, whole: bool, nullable: bool) -> type[RowsAnswer[int | Decimal]]:
    """Numbers by row and column; ``whole``: counts only. null is part of the type only where ``nullable``."""
    item: object = Integer if whole else Number
    return _rows_answer("Numbers", rows, columns, item | None if nullable else item)  # type: ignore[operator]  # typing objects


def ids_answer(rows: int, columns: int, ids: Sequence[str], *, nullable: bool) -> type[RowsAnswer[str]]:
    """Ids of printed cells by row and column."""
    return _ids_answer(rows, columns, tuple(ids), nullable)


@made_once
def _ids_answer(rows: int, columns: int, ids: tuple[str, ...], nullable: bool) -> type[RowsAnswer[str]]:
    item: object = Annotated[str, WithJsonSchema({"type": "string", "enum": list(ids)})]
    return _rows_answer("Cells", rows, columns, item | None if nullable else item)  # type: ignore[operator]  # typing objects


def _rows_answer(name: str, rows: int, columns: int, item: object) -> type[RowsAnswer[Item]]:
    row = Annotated[list[item], Field(min_length=columns, max_length=columns)]  # type: ignore[valid-type]  # made at run time
    table = Annotated[list[row], Field(min_length=rows, max_length=rows)]
    return create_model(name, __base__=RowsAnswer, rows=(table, ...))
