"""What may stand in a field: the kinds there are, the states a field can be in, and the values it can hold."""

from decimal import Decimal
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["count", "amount", "text", "date", "time", "datetime", "choice", "boolean"]
"""count: a whole number; amount: an exact decimal; text: characters as printed; date, time, datetime: as ISO 8601;
choice: one of the values a schema names; boolean: yes or no."""

NUMBERS: tuple[Kind, ...] = ("count", "amount")
"""The kinds whose values are numbers."""

State: TypeAlias = Literal["read", "blank", "absent", "not_applicable", "unread", "computed", "illegible"]
"""read: a value is printed. blank: its cell is printed empty. absent: this document has no such cell.
not_applicable: a mark like "/" stands in the cell. unread: nothing can be said. computed: a value follows from others
and is printed nowhere. illegible: a person looked, and what is printed cannot be made out: what is known of it is as
little as of what is unread, and nobody has to look again. They never turn into each other."""

Value: TypeAlias = bool | int | Decimal | str
"""Yes or no, an exact number, or characters as printed; dates and times as ISO 8601."""
