"""What a model costs in money: its tokens at prices that the user states. An unknown price is no price, never 0."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.score import CaseScore
from extractor.readers.llm.price import Price


class Cost(BaseModel):
    """Money for the tokens of a run, at the prices of its readers. ``documents``: those with counted tokens.
    ``uncounted``: those that the same readers worked on and whose tokens are not known (kept replies, an endpoint that
    does not say): not in ``amount``."""

    model_config = ConfigDict(frozen=True)

    prices: dict[str, Price]
    amount: Decimal
    documents: int
    uncounted: int

    @classmethod
    def of(cls, cases: Sequence[CaseScore], prices: Mapping[str, Price]) -> "Cost | None":
        """The cost of some cases, prices by reader. None where no tokens were counted, or those of a reader without a
        price or in another currency: nothing is known then."""
        spent = [[each for each in case.readers if each.tokens_in or each.tokens_out] for case in cases]
        paid = {each.reader: prices.get(each.reader) for readers in spent for each in readers}
        known = {name: price for name, price in paid.items() if price is not None}
        if not known or len(known) < len(paid) or len({price.currency for price in known.values()}) > 1:
            return None
        asked = sum(any(each.reader in known for each in case.readers) for case in cases)
        documents = sum(map(bool, spent))
        every = (each for readers in spent for each in readers)
        amount = sum((known[each.reader].of(each.tokens_in, each.tokens_out) for each in every), Decimal(0))
        return cls(prices=known, amount=amount, documents=documents, uncounted=asked - documents)

    def __str__(self) -> str:
        each = self.amount / self.documents
        price = next(iter(self.prices.values()))
        at = str(price) if len(self.prices) == 1 else "; ".join(f"{name}: {one}" for name, one in self.prices.items())
        said = f"{self.amount:.4f} {price.currency}, {each:.6f} a document ({at})"
        return f"{said}; tokens of {self.uncounted} more documents are not known" if self.uncounted else said
