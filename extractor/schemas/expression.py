"""The language rules are written in: a report whose fields can be added and compared.

::

    @rule("requests.row_total", "every row: the total is the sum of the applicants")
    def row_total(report: Node) -> Iterator[Check]:
        for row in rows(report.requests):
            yield row.total == total(parts(row), blank=0)

A comparison is not a truth value: it is a check that the rule yields. A blank is not zero: a check with a field that
holds no value is not applicable, unless the rule adds it up with ``total(..., blank=0)``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, NoReturn, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from extractor.errors import SchemaError
from extractor.schemas.check import BRANCH_MESSAGE, Check, Comparison, Conditional, Membership
from extractor.schemas.linear import OTHER, Linear, Number, Term, Values

NodeKind: TypeAlias = Literal["branch", "list", "number", "text"]


class Expression:
    """Something with a number in it. Sums, differences and whole multiples are expressions; comparisons are checks."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # equality makes a check, so expressions cannot be keys

    def _linear(self) -> Linear:
        raise NotImplementedError

    def __add__(self, other: "Expression | Number") -> "Expression":
        return Computed(self._linear().plus(linear(other)))

    def __radd__(self, other: Number) -> "Expression":
        return Computed(linear(other).plus(self._linear()))

    def __sub__(self, other: "Expression | Number") -> "Expression":
        return Computed(self._linear().plus(linear(other), -1))

    def __rsub__(self, other: Number) -> "Expression":
        return Computed(linear(other).plus(self._linear(), -1))

    def __mul__(self, factor: Number) -> "Expression":
        return Computed(self._linear().times(_exact(factor)))

    def __rmul__(self, factor: Number) -> "Expression":
        return self * factor

    def __neg__(self) -> "Expression":
        return self * -1

    def __eq__(self, other: object) -> Comparison:  # type: ignore[override]  # a comparison is a check
        return Comparison(self._linear(), "=", linear(other))

    def __ne__(self, other: object) -> NoReturn:
        raise SchemaError(
            "a rule says what must be equal, more, less, at most or at least; != is not part of the language"
        )

    def __le__(self, other: "Expression | Number") -> Comparison:
        return Comparison(self._linear(), "≤", linear(other))

    def __ge__(self, other: "Expression | Number") -> Comparison:
        return Comparison(self._linear(), "≥", linear(other))

    def __lt__(self, other: "Expression | Number") -> Comparison:
        return Comparison(self._linear(), "<", linear(other))

    def __gt__(self, other: "Expression | Number") -> Comparison:
        return Comparison(self._linear(), ">", linear(other))

    def __bool__(self) -> NoReturn:
        raise SchemaError(BRANCH_MESSAGE)


@dataclass(frozen=True, slots=True, eq=False)
class Computed(Expression):
    """A sum."""

    _sum: Linear

    def _linear(self) -> Linear:
        return self._sum


class Node(Expression):
    """A part of the report: a table, a row, a list of rows, or a field. Attributes walk the record.

    It has no methods of its own, because every name may be the name of a field; :func:`rows`, :func:`cells` and the
    others work on it instead.
    """

    __slots__ = ("_kind", "_model", "_path", "_values")

    def __init__(self, model: type[BaseModel] | None, path: str, values: Values, kind: NodeKind = "branch") -> None:
        self._model = model
        self._path = path
        self._values = values
        self._kind = kind

    def __getattr__(self, name: str) -> "Node":
        if name.startswith("_"):
            raise AttributeError(name)
        return cell(self, name)

    def __iter__(self) -> "Iterator[Node]":
        if self._kind != "list":
            raise SchemaError(f"{self._path or 'the report'} is not a list of rows; use rows(...) or cells(...)")
        for index in range(self._values.count(self._path)):
            yield Node(self._model, f"{self._path}.{index}", self._values)

    def __repr__(self) -> str:
        return f"Node({self._path or 'report'})"

    def _linear(self) -> Linear:
        if self._kind != "number":
            raise SchemaError(f"{self._path or 'the report'} is not a number, so it cannot be added or compared")
        return Linear((Term(self._path),))


def report_node(record: type[BaseModel], values: Values) -> Node:
    """The report that rules are called with."""
    return Node(record, "", values)


def key(node: Node) -> str:
    """The last part of a node's path: the key of a row or a column."""
    return node._path.rpartition(".")[2]


def rows(table: Node) -> list[Node]:
    """The rows of a table in the order of the form, repeated rows included."""
    found: list[Node] = []
    for name, (kind, _) in _children(_branch(table)).items():
        if kind == "branch":
            found.append(cell(table, name))
        elif kind == "list":
            found.extend(cell(table, name))
    return found


def cells(row: Node) -> list[Node]:
    """The numbers of a row in the order of the form."""
    return [cell(row, name) for name, (kind, _) in _children(_branch(row)).items() if kind == "number"]


def column(table: Node, name: str) -> list[Node]:
    """The cells of a table under one column, for the rows that have it, repeated rows included."""
    return [cell(row, name) for row in rows(table) if name in _children(_branch(row))]


def block(table: Node, first: str, last: str) -> list[Node]:
    """The rows of a table from the one with the key ``first`` to the one with the key ``last``, in form order."""
    names = list(_children(_branch(table)))
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
    if row._kind == "list" and name in keys(row):
        return Node(row._model, f"{row._path}.{name}", row._values)
    children = _children(row._model) if row._model is not None and row._kind == "branch" else {}
    if name not in children:
        raise SchemaError(f"the report has no {row._path + '.' if row._path else ''}{name}")
    kind, model = children[name]
    return Node(model, f"{row._path}.{name}" if row._path else name, row._values, kind)


def keys(node: Node) -> tuple[str, ...]:
    """The keys of what a part of the report holds: rows, columns, or the numbers of repeated rows from 0."""
    if node._kind == "list":
        return tuple(str(number) for number in range(node._values.count(node._path)))
    return tuple(_children(_branch(node))) if node._kind == "branch" else ()


def is_field(node: Node, kind: Literal["number", "text"] = "number") -> bool:
    """Whether a part of the report is a field with a number (or a text) in it."""
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
    terms: list[Term] = []
    constant: Number = 0
    added = list(items)
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


def _branch(node: Node) -> type[BaseModel]:
    if node._kind != "branch" or node._model is None:
        raise SchemaError(f"{node._path} is not a table or a row")
    return node._model


@cache
def _children(model: type[BaseModel]) -> Mapping[str, tuple[NodeKind, type[BaseModel] | None]]:
    return {name: _kind(info.annotation) for name, info in model.model_fields.items()}


def _kind(annotation: object) -> tuple[NodeKind, type[BaseModel] | None]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "branch", annotation
    options = get_args(annotation) or (annotation,)
    if get_origin(annotation) is tuple and isinstance(options[0], type) and issubclass(options[0], BaseModel):
        return "list", options[0]
    return ("number" if int in options or Decimal in options else "text"), None
