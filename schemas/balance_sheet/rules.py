"""What the sums of a balance sheet demand of each other. What is not printed decides nothing."""

from collections.abc import Iterator

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, cell, keys
from extractor.schemas.rule import rule


@rule("balance_sheet.balance", "Both sides of the sheet have the same sum at every date")
def balance(sheet: Node) -> Iterator[Check]:
    """Assets are liabilities and equity."""
    for date in keys(sheet.assets):
        if date in keys(sheet.liabilities_and_equity):
            yield cell(sheet.assets, date) == cell(sheet.liabilities_and_equity, date)


RULES = (balance,)
