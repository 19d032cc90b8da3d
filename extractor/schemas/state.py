"""What may stand in a field: the kinds there are, the states a field can be in, and the values it can hold."""

from decimal import Decimal
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["count", "amount", "text"]
"""count: a whole number; amount: an exact decimal; text: characters as printed."""

State: TypeAlias = Literal["read", "blank", "absent", "not_applicable", "unread"]
"""read: a value is printed. blank: its cell is printed empty. absent: this document has no such cell.
not_applicable: a mark like "/" stands in the cell. unread: nothing can be said. They never turn into each other."""

Value: TypeAlias = int | Decimal | str
"""An exact number, or characters as printed."""
