"""Kinds of rules in YAML beyond sums: products, running balances, values that differ, check digits, counts.

Each becomes the checks that :mod:`extractor.schemas.vocabulary` gives in Python.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from extractor.errors import SchemaError
from extractor.schemas.check import Check, Compared
from extractor.schemas.expression import Expression, Node, count
from extractor.schemas.other_checks import Checksum
from extractor.schemas.pattern import Bindings, FieldKind, check_pattern, fields, lists, names_in
from extractor.schemas.vocabulary import checksum, in_order, present, running, unique
from extractor.schemas.yaml_source import Located

Margins = Callable[[Compared], Compared]
Make = Callable[[Node, Bindings], Iterator[Check]]
Parts = Mapping[str, Located]


@dataclass(frozen=True, slots=True)
class DeclaredKind:
    """What a kind of rule says: where its names in angle brackets are bound, and the checks of one binding.

    ``ends_in``: what the path that binds them ends in.
    """

    bound_by: str
    make: Make
    ends_in: FieldKind = "number"


def product_kind(item: Located, excluded: frozenset[str], finish: Margins) -> DeclaredKind:
    """``product: {whole: lines.<n>.amount, of: [lines.<n>.quantity, lines.<n>.price], percent: true}``."""
    known = item.mapping("product", ("whole", "of", "percent", "within", "rounded"))
    whole, factors = path_in(needed(item, known, "whole")), _paths(needed(item, known, "of"))
    percent = "percent" in known and known["percent"].flag("percent")

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, whole, excluded, bindings):
            found = [_one(report, each, bindings) for each in factors]
            amount: Expression = found[0]
            for each in found[1:]:
                amount = amount * each
            yield finish(node == (amount / 100 if percent else amount))

    return DeclaredKind(whole, make)


def running_kind(item: Located, excluded: frozenset[str], finish: Margins) -> DeclaredKind:
    """``running: {list: lines, balance: balance, add: credit, subtract: debit, start: opening, end: closing}``."""
    names = ("list", "balance", "add", "subtract", "start", "end", "newest_first", "within", "rounded")
    known = item.mapping("running", names)
    path = path_in(needed(item, known, "list"))
    balance = needed(item, known, "balance").text("balance")
    added, taken = (_keys(known[name]) if name in known else () for name in ("add", "subtract"))
    if not added and not taken:
        item.refuse("running has add or subtract: the columns that change the balance")
    newest = "newest_first" in known and known["newest_first"].flag("newest_first")
    ends = {name: path_in(known[name]) for name in ("start", "end") if name in known}

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        outer = {name: _one(report, each, bindings) for name, each in ends.items()}
        for each in lists(report, path, bindings):
            checks = running(each, balance, added, taken, outer.get("start"), outer.get("end"), newest)
            yield from map(finish, checks)

    return DeclaredKind(path, make, "list")


def unique_kind(item: Located, excluded: frozenset[str], finish: Margins) -> DeclaredKind:
    """``unique: lines.*.code``, or several such paths, all of whose values differ."""
    found = _paths(item)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        yield unique(node for path in found for node in fields(report, path, excluded, bindings, "any"))

    return DeclaredKind(found[0] if names_in(found[0]) else "", make, "any")


def order_kind(item: Located, excluded: frozenset[str], finish: Margins) -> DeclaredKind:
    """``order: [issued, due]``, or ``order: lines.*.day``: dates and times none of which is before the last."""
    found = _paths(item)

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        yield from in_order(node for path in found for node in fields(report, path, excluded, bindings, "moment"))

    return DeclaredKind(found[0] if names_in(found[0]) else "", make, "moment")


def checksum_kind(item: Located, excluded: frozenset[str], finish: Margins) -> DeclaredKind:
    """``checksum: {field: iban, kind: iban}``."""
    known = item.mapping("checksum", ("field", "kind"))
    field, kind = path_in(needed(item, known, "field")), needed(item, known, "kind").text("kind")
    try:
        Checksum("", kind)
    except SchemaError as error:
        known["kind"].refuse(str(error))

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, field, excluded, bindings, "any"):
            yield checksum(node, kind)

    return DeclaredKind(field, make, "any")


def count_kind(item: Located, excluded: frozenset[str], finish: Margins) -> DeclaredKind:
    """``count: {field: number_of_lines, list: lines}``."""
    known = item.mapping("count", ("field", "list"))
    field, path = path_in(needed(item, known, "field")), path_in(needed(item, known, "list"))

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, field, excluded, bindings):
            for each in lists(report, path, bindings):
                yield node == count(each)

    return DeclaredKind(field, make)


def presence(item: Located, field: str, excluded: frozenset[str], wanted: bool) -> Make:
    """``{field: discount, present: true}``, in an if or a then."""
    if not wanted:
        item.refuse("present is true, or left out")

    def make(report: Node, bindings: Bindings) -> Iterator[Check]:
        for node in fields(report, field, excluded, bindings, "any"):
            yield present(node)

    return make


def _one(report: Node, pattern: str, bindings: Bindings) -> Expression:
    found = fields(report, pattern, frozenset(), bindings)
    if len(found) != 1:
        raise SchemaError(f"{pattern} is {'no number' if not found else 'more than one number'}")
    return found[0]


def needed(item: Located, known: Parts, name: str) -> Located:
    """The part of a rule called so. SchemaError names the line where it is missing."""
    if name not in known:
        item.refuse(f"{name} is missing")
    return known[name]


def path_in(item: Located) -> str:
    """A path with gaps, as a rule writes it. SchemaError names the line where it is none."""
    path = item.text("a path")
    try:
        check_pattern(path)
    except SchemaError as error:
        item.refuse(str(error))
    return path


def _paths(item: Located) -> list[str]:
    found = [path_in(each) for each in item.sequence()]
    if not found:
        item.refuse("the list is empty")
    return found


def _keys(item: Located) -> tuple[str, ...]:
    return tuple(each.text("a column") for each in item.sequence())


MORE_KINDS: Mapping[str, Callable[[Located, frozenset[str], Margins], DeclaredKind]] = {
    "product": product_kind,
    "running": running_kind,
    "order": order_kind,
    "unique": unique_kind,
    "checksum": checksum_kind,
    "count": count_kind,
}
