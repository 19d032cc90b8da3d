"""Values in JSON: amounts keep their type and every digit."""

from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainSerializer

_AMOUNT = "amount"


def _to_json(value: Decimal) -> dict[str, str]:
    return {_AMOUNT: str(value)}


def _from_json(value: object) -> object:
    return Decimal(value[_AMOUNT]) if isinstance(value, dict) and set(value) == {_AMOUNT} else value


_Amount: TypeAlias = Annotated[Decimal, BeforeValidator(_from_json), PlainSerializer(_to_json, when_used="json")]

StoredValue: TypeAlias = bool | int | str | _Amount | None
"""A value that comes back from JSON as it went in: ``{"amount": "0.10"}`` stands for ``Decimal("0.10")``."""
