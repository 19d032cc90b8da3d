"""What the figures of an invoice demand of each other.

Source: EN 16931-1, business rules BR-CO-10, BR-CO-15, BR-CO-16, and the definition of BT-131. What is not printed decides nothing.
"""

from collections.abc import Iterator

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, column, rows, total
from extractor.schemas.rule import rule


@rule("invoice.lines", "The sum of lines is the sum of the amounts of all lines (BR-CO-10)")
def lines(invoice: Node) -> Iterator[Check]:
    """BT-106 is the sum of BT-131."""
    yield invoice.totals.lines == total(column(invoice.lines, "total"))


@rule("invoice.gross", "The total with VAT is the total without VAT and the VAT (BR-CO-15)")
def gross(invoice: Node) -> Iterator[Check]:
    """BT-112 is BT-109 and BT-110."""
    yield invoice.totals.gross == invoice.totals.net + invoice.totals.tax


@rule(
    "invoice.amount",
    "The amount of a line is its quantity at its price, where no discount is printed",
    severity="warning",
)
def amount(invoice: Node) -> Iterator[Check]:
    """BT-131 is BT-129 times BT-146, apart from allowances and charges of the line."""
    for line in rows(invoice.lines):
        yield (line.total == line.quantity * line.price).rounded()


@rule("invoice.due", "The amount due is the total with VAT less what is paid already (BR-CO-16)")
def due(invoice: Node) -> Iterator[Check]:
    """BT-115 is BT-112 less BT-113: where nothing is paid, both are the same. Rounding (BT-114) is no field here."""
    yield invoice.totals.due + total([invoice.totals.prepaid], blank=0) == invoice.totals.gross


RULES = (lines, gross, amount, due)
