"""What asking a model took: requests, tokens and money, of a reading, of a document, of a run."""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from extractor.readers.reading import Reading


class Bill(BaseModel):
    """Requests and tokens, those of answers that are none among them. ``cost`` is None where nobody said a price.

    ``batched``: calls among them that were answered in batches, at a lower price.
    """

    model_config = ConfigDict(frozen=True)

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None
    currency: str = ""
    batched: int = 0

    def __add__(self, other: "Bill") -> "Bill":
        """Both together. There is no cost where one of them has tokens and none, or another currency."""
        priced = [each for each in (self, other) if each.tokens_in or each.tokens_out]
        known = len({each.currency for each in priced}) == 1 and all(each.cost is not None for each in priced)
        return Bill(
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            cost=sum((each.cost or Decimal(0) for each in priced), Decimal(0)) if known else None,
            currency=priced[0].currency if known else "",
            batched=self.batched + other.batched,
        )

    def since(self, before: "Bill") -> "Bill":
        """What came to this after an earlier state of the same bill."""
        return Bill(
            calls=self.calls - before.calls,
            tokens_in=self.tokens_in - before.tokens_in,
            tokens_out=self.tokens_out - before.tokens_out,
            cost=None if self.cost is None else self.cost - (before.cost or Decimal(0)),
            currency=self.currency,
            batched=self.batched - before.batched,
        )

    def __str__(self) -> str:
        calls = "1 call" if self.calls == 1 else f"{self.calls} calls"
        calls += f" ({self.batched} in a batch)" if self.batched else ""
        money = "" if self.cost is None else f", {self.cost:.4f} {self.currency}"
        return f"{calls}, {self.tokens_in} tokens in, {self.tokens_out} out{money}"


def bill_of(readings: Iterable[Reading]) -> Bill:
    """What some readings took."""
    total = Bill()
    for each in readings:
        total += Bill(
            calls=each.calls,
            tokens_in=each.tokens_in,
            tokens_out=each.tokens_out,
            cost=each.cost,
            currency=each.currency,
            batched=each.batched,
        )
    return total
