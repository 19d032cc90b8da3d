"""What rules can ask beyond sums: of lists, dates, codes, and whether something is printed.

::

    @rule("statement.balance", "every balance is the one before it and what came in or went out")
    def balance(report: Node) -> Iterator[Check]:
        yield from running(report.lines, "balance", added=("credit",), taken=("debit",), start=report.opening)
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.errors import SchemaError
from extractor.schemas.check import Compared
from extractor.schemas.expression import Expression, Node, cell, kind_of_node, path_of, rows, total
from extractor.schemas.other_checks import Checksum, Presence, Truth, Unique


def pairs(items: Node | Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Every item of a list with the one after it."""
    found = rows(items) if isinstance(items, Node) else list(items)
    yield from pairwise(found)


def running(
    items: Node,
    balance: str,
    added: Sequence[str] = (),
    taken: Sequence[str] = (),
    start: Expression | None = None,
    end: Expression | None = None,
    newest_first: bool = False,
) -> Iterator[Compared]:
    """Every balance of a list is the one before it, plus what is ``added`` and less what is ``taken`` in its own item.

    ``start`` is the balance before the first item, ``end`` the one after the last. A part without a value adds nothing.
    """
    found = rows(items)
    if newest_first:
        found.reverse()
    for before, now in zip([None, *found], found, strict=False):
        earlier = start if before is None else cell(before, balance)
        if earlier is not None:
            moved = total([cell(now, name) for name in added], blank=0) if added else 0
            gone = total([cell(now, name) for name in taken], blank=0) if taken else 0
            yield cell(now, balance) == earlier + moved - gone
    if end is not None and found:
        yield end == cell(found[-1], balance)


def in_order(moments: Iterable[Node], newest_first: bool = False) -> Iterator[Compared]:
    """Dates or times none of which is before the one before it; with ``newest_first`` none is after it."""
    for before, now in pairs(list(moments)):
        yield now <= before if newest_first else before <= now


def unique(fields: Iterable[Node]) -> Unique:
    """``unique(column(report.lines, "code"))``: no two of these fields hold the same."""
    found = list(fields)
    for each in found:
        _is_leaf(each)
    return Unique(tuple(map(path_of, found)))


def checksum(field: Node, kind: str) -> Checksum:
    """``checksum(report.iban, "iban")``: the check digits are right, as python-stdnum knows them.

    SchemaError for a kind that there is not.
    """
    _is_leaf(field)
    return Checksum(path_of(field), kind)


def present(field: Node) -> Presence:
    """``when(present(report.discount)).then(...)``: a value is printed in this field."""
    _is_leaf(field)
    return Presence(path_of(field))


def holds(field: Node, expected: bool = True) -> Truth:
    """``holds(report.paid)``: this field says yes; with ``False`` it says no."""
    if kind_of_node(field) != "flag":
        raise SchemaError(f"{path_of(field) or 'the report'} is neither yes nor no")
    return Truth(path_of(field), expected)


def _is_leaf(field: Node) -> None:
    if kind_of_node(field) in ("branch", "list", "keyed"):
        raise SchemaError(f"{path_of(field) or 'the report'} is no field")
