"""Values in JSON: amounts keep their type and every digit."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainSerializer

_AMOUNT = "amount"


def _to_json(value: bool | int | Decimal | str | None) -> bool | int | str | dict[str, str] | None:
    return {_AMOUNT: str(value)} if isinstance(value, Decimal) else value


def _from_json(value: object) -> object:
    return Decimal(value[_AMOUNT]) if isinstance(value, dict) and set(value) == {_AMOUNT} else value


StoredValue: TypeAlias = Annotated[
    bool | int | Decimal | str | None,
    BeforeValidator(_from_json),
    PlainSerializer(_to_json, when_used="json"),
]
"""A value that comes back from JSON as it went in: ``{"amount": "0.10"}`` stands for ``Decimal("0.10")``."""
