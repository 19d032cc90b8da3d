"""Checks about what is no sum: the order of dates, values that differ, check digits, whether something is printed."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from extractor.errors import SchemaError
from extractor.schemas.check import Check, Compared, Evaluation, Relation, plain_text
from extractor.schemas.linear import SPOKEN_BLANKS, Values
from extractor.schemas.nearest import did_you_mean
from extractor.schemas.phrases import ENGLISH, Phrases

CHECKSUMS = {"vat": "eu.vat"}
"""Kinds of check digits that are called otherwise in python-stdnum."""
KNOWN_CHECKSUMS = ("iban", "bic", "isin", "lei", "luhn", "ean", "isbn", "issn", "imei", "vat", "verhoeff", "damm")
"""The kinds that are named where somebody asks for one that there is not; any other module of python-stdnum will do."""

_KIND = re.compile(r"[a-z]\w*(?:\.[a-z]\w*)?")
_BROKEN: dict[Relation, str] = {"=": "≠", "≤": ">", "≥": "<", "<": "≥", ">": "≤"}
_DAY = 10
"""Characters of a date in ISO 8601: a moment is compared with a date by its day."""


def _undecided(paths: tuple[str, ...], values: Values) -> Evaluation | None:
    """What kept a check from being decided; None where all fields are read."""
    unread = tuple(path for path in paths if values.state(path) not in (*SPOKEN_BLANKS, "read", "computed"))
    blank = tuple(path for path in paths if values.state(path) in SPOKEN_BLANKS)
    if unread:
        return Evaluation("unknown", unread=unread, blank=blank)
    return Evaluation("not_applicable", blank=blank) if blank else None


@dataclass(frozen=True, slots=True, eq=False)
class DateOrder(Compared):
    """A date or time beside another one, or beside ``limit`` in ISO 8601 where there is no other."""

    earlier: str
    relation: Relation
    other: str = ""
    limit: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The two fields, or the one."""
        return (self.earlier, self.other) if self.other else (self.earlier,)

    def evaluate(self, values: Values) -> Evaluation:
        """Unknown if one is unread, not applicable if one is not there."""
        open_ = _undecided(self.paths, values)
        if open_ is not None:
            return open_
        left = str(values.cell(self.earlier)[1])
        right = str(values.cell(self.other)[1]) if self.other else self.limit
        if _DAY in (len(left), len(right)):
            left, right = left[:_DAY], right[:_DAY]
        holds = {"=": left == right, "≤": left <= right, "≥": left >= right, "<": left < right, ">": left > right}
        return Evaluation("pass" if holds[self.relation] else "fail")

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The two in words and the sign between them."""
        return f"{name(self.earlier)} {self.relation} {name(self.other) if self.other else self.limit}"

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """Both, as they were read."""
        right = f"{name(self.other)} {values.cell(self.other)[1]}" if self.other else self.limit
        return f"{name(self.earlier)} {values.cell(self.earlier)[1]} {_BROKEN[self.relation]} {right}"


@dataclass(frozen=True, slots=True, eq=False)
class Unique(Check):
    """Fields no two of which hold the same. Spaces and the width of characters make no difference in texts."""

    fields: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them."""
        return self.fields

    def _twice(self, values: Values) -> dict[str, tuple[str, ...]]:
        read = [(path, values.cell(path)[1]) for path in self.fields if values.state(path) == "read"]
        plain = [(path, plain_text(found) if isinstance(found, str) else str(found)) for path, found in read]
        often = {found for found, times in Counter(found for _, found in plain).items() if times > 1}
        return {found: tuple(path for path, each in plain if each == found) for found in sorted(often)}

    def evaluate(self, values: Values) -> Evaluation:
        """Fails as soon as two that are read are the same; unknown while one is unread."""
        if self._twice(values):
            return Evaluation("fail")
        unread = tuple(path for path in self.fields if values.state(path) == "unread")
        if unread:
            return Evaluation("unknown", unread=unread)
        read = [path for path in self.fields if values.state(path) == "read"]
        return Evaluation("pass" if len(read) > 1 else "not_applicable")

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The fields in words."""
        return " ≠ ".join(dict.fromkeys(map(name, self.fields))) if self.fields else "≠"

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """What stands several times, and where."""
        return ", ".join(f"{' = '.join(map(name, paths))} = {found}" for found, paths in self._twice(values).items())


@dataclass(frozen=True, slots=True, eq=False)
class Checksum(Check):
    """A text or number whose check digits are right. ``kind``: a module of python-stdnum, such as iban or de.vat."""

    field: str
    kind: str

    def __post_init__(self) -> None:
        _stdnum(self.kind)

    @property
    def paths(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)

    def evaluate(self, values: Values) -> Evaluation:
        """Whether the number is one of its kind."""
        open_ = _undecided(self.paths, values)
        if open_ is not None:
            return open_
        return Evaluation("pass" if _stdnum(self.kind)(str(values.cell(self.field)[1])) else "fail")

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The field and its kind."""
        return f"{name(self.field)} ∈ {self.kind}"

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """What was read and is no number of this kind."""
        return f"{name(self.field)} {values.cell(self.field)[1]} ∉ {self.kind}"


@cache
def _stdnum(kind: str) -> Callable[[str], bool]:
    """The test of a kind of number. SchemaError for a kind that there is not."""
    name = CHECKSUMS.get(kind, kind)
    known = _KIND.fullmatch(name) is not None and _exists(f"stdnum.{name}")
    tested = getattr(import_module(f"stdnum.{name}"), "is_valid", None) if known else None
    if not callable(tested):
        near = did_you_mean(kind, KNOWN_CHECKSUMS)
        raise SchemaError(f"there are no check digits of the kind {kind!r}{near or f'; {KNOWN_CHECKSUMS[0]} is one'}")
    found: Callable[[str], bool] = tested
    return found


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@dataclass(frozen=True, slots=True, eq=False)
class Presence(Check):
    """A field that holds a value."""

    field: str

    @property
    def paths(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)

    def evaluate(self, values: Values) -> Evaluation:
        """Unknown while it is unread."""
        state = values.state(self.field)
        if state in SPOKEN_BLANKS:
            return Evaluation("fail")
        return Evaluation("unknown", unread=self.paths) if state == "unread" else Evaluation("pass")

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The field, and that it is not empty."""
        return f"{name(self.field)} ≠ □"

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """The field, and that it is empty."""
        return f"{name(self.field)} = □"


@dataclass(frozen=True, slots=True, eq=False)
class Truth(Check):
    """A field that says yes, or no."""

    field: str
    expected: bool = True

    @property
    def paths(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)

    def evaluate(self, values: Values) -> Evaluation:
        """Not applicable where nothing is said."""
        open_ = _undecided(self.paths, values)
        if open_ is not None:
            return open_
        return Evaluation("pass" if values.cell(self.field)[1] is self.expected else "fail")

    def render(self, name: Callable[[str], str], phrases: Phrases = ENGLISH) -> str:
        """The field and what it says, as a box that is ticked or not."""
        return f"{name(self.field)} {'☑' if self.expected else '☐'}"

    def explain(self, name: Callable[[str], str], values: Values) -> str:
        """What it says instead."""
        return f"{name(self.field)} {'☐' if self.expected else '☑'}"
