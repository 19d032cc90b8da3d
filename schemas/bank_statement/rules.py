"""What the figures of a bank statement demand of each other. What is not printed decides nothing."""

from collections.abc import Iterator

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, column, total, when
from extractor.schemas.rule import rule
from extractor.schemas.vocabulary import checksum, in_order, present, running


@rule("bank_statement.running", "Every balance is the one before it and what came in, less what went out")
def balances(statement: Node) -> Iterator[Check]:
    """From the first movement to the last; where only some movements print a balance, those decide nothing."""
    yield from running(
        statement.movements, "balance", added=("credit", "amount"), taken=("debit",), start=statement.opening
    )


@rule("bank_statement.closing", "The closing balance is the opening balance and all movements")
def closing(statement: Node) -> Iterator[Check]:
    """Of statements with and without a balance in every row."""
    came = total([*column(statement.movements, "credit"), *column(statement.movements, "amount")], blank=0)
    went = total(column(statement.movements, "debit"), blank=0)
    yield statement.closing == statement.opening + came - went


@rule("bank_statement.debits", "The total of debits is the sum of the column")
def debits(statement: Node) -> Iterator[Check]:
    """Blank cells count nothing."""
    yield when(present(statement.total_debit)).then(
        statement.total_debit == total(column(statement.movements, "debit"), blank=0)
    )


@rule("bank_statement.credits", "The total of credits is the sum of the column")
def credits_summed(statement: Node) -> Iterator[Check]:
    """Blank cells count nothing."""
    yield when(present(statement.total_credit)).then(
        statement.total_credit == total(column(statement.movements, "credit"), blank=0)
    )


@rule("bank_statement.iban", "The check digits of the IBAN are right (ISO 13616)")
def iban(statement: Node) -> Iterator[Check]:
    """Whatever spaces it is printed with."""
    yield checksum(statement.iban, "iban")


@rule("bank_statement.period", "The period ends after it begins")
def period(statement: Node) -> Iterator[Check]:
    """Where both days are printed."""
    yield statement.start <= statement.end


@rule("bank_statement.order", "Movements are printed in the order of their dates", severity="warning")
def order(statement: Node) -> Iterator[Check]:
    """Some banks print the newest first."""
    yield from in_order(column(statement.movements, "date"))


RULES = (balances, closing, debits, credits_summed, iban, period, order)
