"""What the figures of a receipt demand of each other. What is not printed decides nothing."""

from collections.abc import Iterator

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, column, rows, total, when
from extractor.schemas.rule import rule


@rule("receipt.lines", "The subtotal, or the total where no subtotal is printed, is the sum of all amounts")
def lines(receipt: Node) -> Iterator[Check]:
    """Tax and tip come on top of the sum."""
    added = total([receipt.tax, receipt.tip], blank=0)
    summed = total(column(receipt.lines, "amount"))
    yield receipt.subtotal == summed
    yield when(total([receipt.subtotal, receipt.total], blank=0) == receipt.total).then(receipt.total - added == summed)


@rule("receipt.total", "The total is the subtotal with tax and tip, where they come on top")
def total_due(receipt: Node) -> Iterator[Check]:
    """Tax that is included in prices stands elsewhere."""
    yield receipt.total == receipt.subtotal + total([receipt.tax, receipt.tip], blank=0)


@rule("receipt.change", "The change is what was paid less the total")
def change(receipt: Node) -> Iterator[Check]:
    """Of receipts that print both."""
    yield receipt.change == receipt.paid - receipt.total


@rule("receipt.taxes", "Net and tax of a rate are its gross")
def taxes(receipt: Node) -> Iterator[Check]:
    """Each line of the table of rates."""
    for line in rows(receipt.taxes):
        yield line.gross == line.net + line.tax


@rule("receipt.amount", "The amount of a line is its quantity at its price", severity="warning")
def amount(receipt: Node) -> Iterator[Check]:
    """Where no discount is printed."""
    for line in rows(receipt.lines):
        yield (line.amount == line.quantity * line.price).rounded()


RULES = (lines, total_due, change, taxes, amount)
