"""What is written down of a question whose first answer was cut in a thought."""

from decimal import Decimal

import pytest
from pydantic import BaseModel

from extractor.errors import AskingStopped, ExtractorError, MalformedReply, TruncatedReply
from extractor.readers.bill import Bill
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.client import Client, Reply, Spending, _knowing
from extractor.readers.llm.noted_calls import NotedCalls
from extractor.readers.llm.price import Price
from extractor.readers.llm.purse import Hold, Purse
from extractor.store import Store

PRICE = Price(currency="EUR", price_in=Decimal(1000), price_out=Decimal(2000))
CUT = (100, 4096)
MOST = (200, 5000)


class Number(BaseModel):
    """An answer."""

    number: int


def _counted(outcome: ExtractorError) -> ExtractorError:
    if isinstance(outcome, TruncatedReply):
        outcome.tokens_in, outcome.tokens_out = 50, 60
    return outcome


@pytest.mark.parametrize(
    ("outcome", "calls", "last"),
    [
        (AskingStopped(""), 1, (0, 0)),
        (MalformedReply("?"), 2, MOST),
        (_counted(TruncatedReply("")), 2, (50, 60)),
    ],
)
def test_tokens_of_a_cut_thought_are_written_down_whatever_comes_after(
    store: Store, outcome: ExtractorError, calls: int, last: tuple[int, int]
) -> None:
    purse = Purse(PRICE, ledger=store.calls)
    client = Client(Endpoint("http://127.0.0.1:1/v1", "model", "key"))

    def ask() -> Reply[Number]:
        with _knowing(Spending(1, *CUT)):
            raise outcome

    try:
        with pytest.raises(type(outcome)):
            NotedCalls(store.calls, purse).asked("key", Hold(purse.bill_at_once(1, *MOST)), client, ask)
    finally:
        client.close()
    tokens = (CUT[0] + last[0], CUT[1] + last[1])
    assert store.calls.account() == Bill(
        calls=calls, tokens_in=tokens[0], tokens_out=tokens[1], cost=PRICE.of(*tokens), currency="EUR"
    )
