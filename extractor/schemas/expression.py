"""The language rules are written in: a report whose fields can be added and compared.

::

    @rule("requests.row_total", "every row: the total is the sum of the applicants")
    def row_total(report: Node) -> Iterator[Check]:
        for row in rows(report.requests):
            yield row.total == total(parts(row), blank=0)

A comparison is not a truth value: it is a check that the rule yields. A blank is not zero: a check with a field that
holds no value is not applicable, unless the rule adds it up with ``total(..., blank=0)``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from typing import Literal, NoReturn, TypeAlias

from pydantic import BaseModel

from extractor.errors import SchemaError
from extractor.schemas.check import BRANCH_MESSAGE, Check, Compared, Comparison, Conditional, Membership, Relation
from extractor.schemas.described import Described, NodeKind, children_of, item_of
from extractor.schemas.linear import OTHER, Linear, Number, Term, Values
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.other_checks import DateOrder
from extractor.schemas.product import Polynomial, ProductComparison
from extractor.schemas.shape import Shape

Root: TypeAlias = type[BaseModel] | Shape
"""The same for a whole report."""

_EXACT = Context(prec=50, traps=[Inexact, InvalidOperation, DivisionByZero])


class Expression:
    """Something with a number in it. Sums, differences and products are expressions; comparisons are checks."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # equality makes a check, so expressions cannot be keys

    def _linear(self) -> Linear:
        raise NotImplementedError

    def _terms(self) -> Linear | Polynomial:
        """What it comes to: a sum of fields, or of products of fields."""
        return self._linear()

    def __add__(self, other: "Expression | Number") -> "Expression":
        return _added(self, other)

    def __radd__(self, other: Number) -> "Expression":
        return _added(other, self)

    def __sub__(self, other: "Expression | Number") -> "Expression":
        return _added(self, other, -1)

    def __rsub__(self, other: Number) -> "Expression":
        return _added(other, self, -1)

    def __mul__(self, factor: "Expression | Number") -> "Expression":
        if isinstance(factor, Expression):
            return Multiplied(Polynomial.of(self._terms()).by(Polynomial.of(factor._terms())))
        return _computed(self._terms().times(_exact(factor)))

    def __rmul__(self, factor: Number) -> "Expression":
        return self * factor

    def __truediv__(self, divisor: Number) -> "Expression":
        return self * _inverse(_exact(divisor))

    def __neg__(self) -> "Expression":
        return self * -1

    def __eq__(self, other: object) -> Compared:  # type: ignore[override]  # a comparison is a check
        return _compared(self, "=", other)

    def __ne__(self, other: object) -> NoReturn:
        raise SchemaError(
            "a rule says what must be equal, more, less, at most or at least; != is not part of the language"
        )

    def __le__(self, other: "Expression | Number | str") -> Compared:
        return _compared(self, "≤", other)

    def __ge__(self, other: "Expression | Number | str") -> Compared:
        return _compared(self, "≥", other)

    def __lt__(self, other: "Expression | Number | str") -> Compared:
        return _compared(self, "<", other)

    def __gt__(self, other: "Expression | Number | str") -> Compared:
        return _compared(self, ">", other)

    def __bool__(self) -> NoReturn:
        raise SchemaError(BRANCH_MESSAGE)


@dataclass(frozen=True, slots=True, eq=False)
class Computed(Expression):
    """A sum."""

    _sum: Linear

    def _linear(self) -> Linear:
        return self._sum


@dataclass(frozen=True, slots=True, eq=False)
class Multiplied(Expression):
    """A product of fields, or a sum with one in it."""

    _products: Polynomial

    def _linear(self) -> Linear:
        raise SchemaError("a product of fields is compared and added up, and not used where a plain sum is needed")

    def _terms(self) -> Linear | Polynomial:
        return self._products


class Node(Expression):
    """A part of the report: a table, a row, a list of rows, or a field. Attributes walk the record.

    It has no methods of its own, because every name may be the name of a field; :func:`rows`, :func:`cells` and the
    others work on it instead.
    """

    __slots__ = ("_kind", "_model", "_path", "_values")

    def __init__(self, model: Described | None, path: str, values: Values, kind: NodeKind = "branch") -> None:
        self._model = model
        self._path = path
        self._values = values
        self._kind = kind

    def __getattr__(self, name: str) -> "Node":
        if name.startswith("_"):
            raise AttributeError(name)
        return cell(self, name)

    def __iter__(self) -> "Iterator[Node]":
        if self._kind not in ("list", "keyed"):
            raise SchemaError(f"{self._path or 'the report'} is not a list of rows; use rows(...) or cells(...)")
        for name in keys(self):
            yield cell(self, name)

    def __repr__(self) -> str:
        return f"Node({self._path or 'report'})"

    def _linear(self) -> Linear:
        if self._kind != "number":
            raise SchemaError(f"{self._path or 'the report'} is not a number, so it cannot be added or compared")
        return Linear((Term(self._path),))


def report_node(record: Root, values: Values) -> Node:
    """The report that rules are called with."""
    return Node(record.root if isinstance(record, Shape) else record, "", values)


def key(node: Node) -> str:
    """The last part of a node's path: the key of a row or a column."""
    return node._path.rpartition(".")[2]


def rows(table: Node) -> list[Node]:
    """The rows of a table in the order of the form, repeated rows included; the items of a list."""
    if table._kind in ("list", "keyed"):
        return list(table)
    found: list[Node] = []
    for name, (kind, _) in children_of(_branch(table)).items():
        if kind == "branch":
            found.append(cell(table, name))
        elif kind in ("list", "keyed"):
            found.extend(each for each in cell(table, name) if each._kind == "branch")
    return found


def cells(row: Node) -> list[Node]:
    """The numbers of a row in the order of the form."""
    return [cell(row, name) for name, (kind, _) in children_of(_branch(row)).items() if kind == "number"]


def column(table: Node, name: str) -> list[Node]:
    """The cells of a table under one column, for the rows that have it, repeated rows included."""
    return [cell(row, name) for row in rows(table) if name in children_of(_branch(row))]


def block(table: Node, first: str, last: str) -> list[Node]:
    """The rows of a table from the one with the key ``first`` to the one with the key ``last``, in form order."""
    names = list(children_of(_branch(table)))
    for name in (first, last):
        cell(table, name)
    inside = set(names[names.index(first) : names.index(last) + 1])
    return [row for row in rows(table) if row._path[len(table._path) + 1 :].partition(".")[0] in inside]


def count(repeated: Node) -> Expression:
    """How many rows a list has, for numbers that say so (``report.components_printed == count(report.components)``)."""
    return Computed(Linear((), sum(1 for _ in repeated)))


def other(report: Node, name: str) -> Node:
    """Another document of the same body, as this report's own form sees it: ``other(report, "previous_year")``.

    Only in rules that name it in ``needs=``. A field that the other document's form does not have is absent there.
    """
    if report._path:
        raise SchemaError(f"other() takes the report, not {report._path}")
    return Node(report._model, f"{OTHER}{name}", report._values)


def parts(row: Node, whole: str = "total") -> list[Node]:
    """The numbers of a row without its total."""
    return [cell for cell in cells(row) if key(cell) != whole]


def cell(row: Node, name: str) -> Node:
    """The part of a row or a table with this key; of a list, the row with this number."""
    if row._kind in ("list", "keyed") and row._model is not None and name in keys(row):
        item_kind, item = item_of(row._model)
        return Node(item, f"{row._path}.{name}", row._values, item_kind)
    children = children_of(row._model) if row._model is not None and row._kind == "branch" else {}
    if name not in children:
        where = f"{row._path}." if row._path else ""
        raise SchemaError(f"the report has no {where}{name}{did_you_mean(name, children)}")
    kind, model = children[name]
    return Node(model, f"{row._path}.{name}" if row._path else name, row._values, kind)


def keys(node: Node) -> tuple[str, ...]:
    """The keys of what a part of the report holds: rows, columns, or the numbers of repeated rows from 0."""
    if node._kind == "list":
        return tuple(str(number) for number in range(node._values.count(node._path)))
    if node._kind == "keyed":
        return node._values.names(node._path)
    return tuple(children_of(_branch(node))) if node._kind == "branch" else ()


def is_field(node: Node, kind: NodeKind = "number") -> bool:
    """Whether a part of the report is a field with a number (or a text, or a date) in it."""
    return node._kind == kind


def words(node: Node) -> str | None:
    """The characters read for a text field, such as the name of a repeated row; None where none were read."""
    if node._kind != "text":
        raise SchemaError(f"{node._path or 'the report'} is not a text")
    return node._values.text(node._path)


def one_of(node: Node, *options: str) -> Membership:
    """``one_of(report.kind, "annual", "final")``: the text of this field is one of these, up to spaces and width."""
    if node._kind != "text":
        raise SchemaError(f"{node._path or 'the report'} is not a text, so it is not one of several")
    if not options or not all(isinstance(option, str) and option.strip() for option in options):
        raise SchemaError(f"one_of({node._path}, ...) takes the texts the field may hold, not {options!r}")
    return Membership(node._path, options)


def total(items: Iterable[Expression | Number], blank: Literal[0] | None = None) -> Expression:
    """The sum of the items. ``blank=0``: a part that is blank, absent or marked not applicable adds nothing.

    A sum over no items at all makes a check not applicable.
    """
    added = list(items)
    if any(isinstance(item, Multiplied) for item in added):
        return _sum_of_products(added, blank is not None)
    terms: list[Term] = []
    constant: Number = 0
    empty = not added
    for item in added:
        if isinstance(item, Node) and item._kind == "number":  # nearly always: spares a sum for every field
            terms.append(Term(item._path, 1, blank is not None))
            continue
        each = linear(item)
        terms += each.terms if blank is None else each.counting_blanks_as_nothing().terms
        constant += each.constant
        empty = empty or each.empty
    return Computed(Linear(tuple(terms), constant, empty))


def _sum_of_products(added: list[Expression | Number], blanks: bool) -> Expression:
    found = Polynomial(())
    for item in added:
        found = found.plus(Polynomial.of(_terms_of(item)))
    if blanks:
        found = Polynomial(tuple(each._replace(blank_counts_nothing=True) for each in found.terms), found.empty)
    return Multiplied(found)


def printed(node: Node, otherwise: Callable[[], Expression]) -> Expression:
    """The field where a value is printed (or could not be read), and something else where its cell is left blank."""
    return otherwise() if node._values.state(node._path) in ("blank", "not_applicable") else node


@dataclass(frozen=True, slots=True)
class Condition:
    """The first half of ``when(condition).then(check)``."""

    condition: Check

    def then(self, check: Check) -> Conditional:
        """The check, asked only where the condition holds."""
        return Conditional(self.condition, check)


def when(condition: Check) -> Condition:
    """``when(a >= 1).then(b == c)``: the check is asked only where the condition holds."""
    if not isinstance(condition, Check):
        raise SchemaError(f"when() takes a comparison, not {condition!r}")
    return Condition(condition)


def linear(item: object) -> Linear:
    """The sum behind an expression or a plain number."""
    return item._linear() if isinstance(item, Expression) else Linear((), _exact(item))


def _exact(number: object) -> Number:
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
        raise SchemaError(f"a rule counts in whole numbers and Decimals, not {number!r}")
    return number


def path_of(node: Node) -> str:
    """The path of a part of the report."""
    return node._path


def kind_of_node(node: Node) -> NodeKind:
    """What a part of the report is."""
    return node._kind


def _terms_of(item: object) -> Linear | Polynomial:
    return item._terms() if isinstance(item, Expression) else Linear((), _exact(item))


def _computed(found: Linear | Polynomial) -> Expression:
    return Computed(found) if isinstance(found, Linear) else Multiplied(found)


def _added(left: object, right: object, factor: int = 1) -> Expression:
    one, two = _terms_of(left), _terms_of(right)
    if isinstance(one, Linear) and isinstance(two, Linear):
        return Computed(one.plus(two, factor))
    return Multiplied(Polynomial.of(one).plus(Polynomial.of(two), factor))


def _inverse(divisor: Number) -> Number:
    """One by a number, exactly."""
    try:
        return _EXACT.divide(Decimal(1), Decimal(divisor))
    except (Inexact, DivisionByZero, InvalidOperation):
        raise SchemaError(
            f"nothing is divided by {divisor} exactly; multiply the other side of the comparison by it"
        ) from None


def _compared(left: Expression, relation: Relation, right: object) -> Compared:
    if isinstance(left, Node) and left._kind == "moment":
        return _ordered(left, relation, right)
    if isinstance(right, Node) and right._kind == "moment":
        raise SchemaError(f"{right._path} is a date or time, and compared with another one")
    one, two = _terms_of(left), _terms_of(right)
    if isinstance(one, Linear) and isinstance(two, Linear):
        return Comparison(one, relation, two)
    return ProductComparison(Polynomial.of(one), relation, Polynomial.of(two))


def _ordered(left: Node, relation: Relation, right: object) -> DateOrder:
    if isinstance(right, Node) and right._kind == "moment":
        return DateOrder(left._path, relation, right._path)
    if isinstance(right, str):
        return DateOrder(left._path, relation, limit=right)
    raise SchemaError(f"{left._path} is a date or time, and compared with another one or with one in ISO 8601")


def _branch(node: Node) -> Described:
    if node._kind != "branch" or node._model is None:
        raise SchemaError(f"{node._path} is not a table or a row")
    return node._model
