"""What verification says to people: equations with the labels and numbers as they are printed on the form."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import east_asian_width

from extractor.schemas.check import Check, Comparison, Conditional, Evaluation
from extractor.schemas.form import INDEX, Form, State, Value
from extractor.schemas.linear import Linear, Number, Term
from extractor.verify.consolidate import Consolidation

TITLE_WIDTH = 24
LABEL_WIDTH = 56
"""Half-width columns after which a label is cut; the first words tell the rows of a form apart."""

LISTED = 8
"""Parts of a sum that are named; the rest is counted."""

STATE_WORDS: dict[State, str] = {
    "read": "a value",
    "blank": "blank",
    "absent": "not there",
    "not_applicable": 'a mark for "does not apply"',
    "unread": "not readable",
}

_ANY_ROW = f"#{INDEX}"


@dataclass(frozen=True)
class Labels:
    """The printed labels of the fields of one document; repeated rows under their printed name."""

    document: Consolidation

    @cached_property
    def _names(self) -> dict[str, str]:
        """The last part of the path of the name of a repeated row, by the path of its list."""
        form = self.document.form
        paths = {block.name_path for table in form.tables for block in table.blocks if block.name_path}
        return {path.partition(f".{INDEX}.")[0]: path.rpartition(".")[2] for path in paths}

    @cached_property
    def _row_names(self) -> dict[str, str]:
        """The printed name of every repeated row, by the path of the row."""
        found: dict[str, str] = {}
        for before, name in self._names.items():
            for row in range(self.document.counts.get(before, 0)):
                field = self.document.fields[f"{before}.{row}.{name}"]
                found[f"{before}.{row}"] = str(field.value or f"#{row + 1}")
        return found

    @cached_property
    def _tables(self) -> dict[str, int]:
        """In how many tables of the form a label stands."""
        seen = {(label, spec.labels[0]) for spec in self.document.form.fields.values() for label in spec.labels[1:]}
        return Counter(label for label, _ in seen)

    def of(self, path: str) -> tuple[str, ...]:
        """The labels above and beside a field, outermost first."""
        labels = self.document.specs[path].labels
        if _ANY_ROW not in labels:
            return labels
        row = path.rpartition(".")[0]
        return tuple(self._row_names.get(row, row) if label == _ANY_ROW else label for label in labels)

    def line(self, path: str) -> str:
        """The labels of a field in one line, in full."""
        return " · ".join(self.of(path))

    def title(self, path: str, label: str) -> tuple[str, ...]:
        """The title of the field's table, cut short, if the label alone does not tell which table it is."""
        title = self.of(path)[0]
        alone = label == title or self._tables.get(label, 0) == 1
        return () if alone else (cut(title, TITLE_WIDTH),)

    @cached_property
    def _crossings(self) -> dict[str, tuple[str, str]]:
        """The label of the row (or the heading above the column, where rows have none) and of the column."""
        found: dict[str, tuple[str, str]] = {}
        for block in (block for table in self.document.form.tables for block in table.blocks):
            rows = [(row.label.printed, row.paths) for row in block.rows]
            for label, paths in [*rows, (_ANY_ROW, block.repeat_paths)]:
                for column, path in zip(block.columns, paths, strict=False):
                    heading = column.groups[-1].printed if column.groups else ""
                    found[path] = (label or heading, column.label.printed)
        return found

    def short(self, path: str) -> str:
        """A field in a few words: its row and its column, or the claim."""
        spec = self.document.specs[path]
        row, column = self._crossings.get(spec.path, ("", spec.labels[-1]))
        if _ANY_ROW in (row, column):
            owner = path.rpartition(".")[0]
            name = self._row_names.get(owner, owner)
            row, column = (each if each != _ANY_ROW else name for each in (row, column))
        return " · ".join(cut(label) for label in (row, column) if label)


@dataclass(frozen=True)
class Names:
    """How the fields of one equation are called: what they share (``where``) and what sets each apart."""

    where: str
    apart: dict[str, str]


def cut(label: str, width: int = LABEL_WIDTH) -> str:
    """A label, cut where it gets too long to read in a sentence."""
    used = 0
    for index, char in enumerate(label):
        used += 2 if east_asian_width(char) in "WF" else 1
        if used > width:
            return f"{label[:index].rstrip()}…"
    return label


def name_fields(paths: Sequence[str], labels: Labels) -> Names:
    """Call the fields of an equation by the labels in which they differ."""
    found = {path: labels.of(path) for path in paths}
    every = list(found.values())
    if len(every) < 2:
        return Names("", {path: labels.short(path) for path in paths})
    before = _shared(every)
    after = _shared([tuple(reversed(each[before:])) for each in every])
    inner = {path: each[before : len(each) - after] for path, each in found.items()}
    if not before or not all(inner.values()):
        return Names("", {path: labels.short(path) for path in paths})
    first = every[0]
    row, column = first[before - 1], first[len(first) - after :][-1:]
    where = [*labels.title(paths[0], row), cut(row), *(cut(label) for label in column)]
    ends = Counter(each[-1] for each in inner.values())
    apart = {
        path: cut(each[-1]) if ends[each[-1]] == 1 else f"{cut(each[-1])} ({number})"
        for number, (path, each) in enumerate(inner.items())
    }
    return Names(" · ".join(where), apart)


def _shared(every: Sequence[tuple[str, ...]]) -> int:
    count = 0
    for items in zip(*every, strict=False):
        if any(item != items[0] for item in items):
            break
        count += 1
    return count


def say_failure(check: Check, evaluation: Evaluation, labels: Labels) -> str:
    """Why a check fails: both sides with their labels and numbers, without the parts that are zero or blank."""
    inner = check.check if isinstance(check, Conditional) else check
    names = name_fields(inner.paths, labels)
    where = f"{names.where}: " if names.where else ""
    if not isinstance(inner, Comparison):
        return f"{where}does not hold"
    return where + _say_comparison(inner, evaluation, names, labels)


def _say_comparison(check: Comparison, evaluation: Evaluation, names: Names, labels: Labels) -> str:
    claims = {claim.path for claim in labels.document.form.claims}
    left, right = check.left, check.right
    if check.relation != "=":
        word = "at most" if check.relation == "≤" else "at least"
        limit = _side(right, evaluation.right, names, labels)
        return f"{_side(left, evaluation.left, names, labels)} is not {word} {limit}"
    if _is_field(left) and left.terms[0].path in claims and not claims.intersection(right.paths):
        table = " + ".join(labels.short(path) for path in right.paths)
        return (
            f"the narrative says {labels.short(left.terms[0].path)} {evaluation.left}, "
            f"the table says {evaluation.right} ({table})"
        )
    if _is_field(left) and len(right.terms) > 1 and _is_sum(right):
        numbers = _numbers(right, names, labels)
        more = [f"{len(numbers) - LISTED} more"] if len(numbers) > LISTED else []
        listed = " + ".join([*numbers[:LISTED], *more]) or "none is above 0"
        whole = f"{names.apart[left.terms[0].path]} {evaluation.left}"
        return f"{whole} printed, parts add up to {evaluation.right} ({listed})"
    return f"{_side(left, evaluation.left, names, labels)}, but {_side(right, evaluation.right, names, labels)}"


def _is_field(side: Linear) -> bool:
    return len(side.terms) == 1 and side.terms[0].factor == 1 and not side.constant


def _is_sum(side: Linear) -> bool:
    return not side.constant and all(term.factor == 1 for term in side.terms)


def _side(side: Linear, amount: Number, names: Names, labels: Labels) -> str:
    if len(side.terms) < 2 and not side.constant:
        return " ".join(_numbers(side, names, labels, zeros=True)) or str(amount)
    values = labels.document.values
    shown = Linear(tuple(term for term in side.terms if values.number(term.path)), side.constant)
    if not shown.terms:
        return f"{' + '.join(dict.fromkeys(names.apart[path] for path in side.paths[:2]))} = {amount}"
    return f"{shown.render(_with_number(names, labels))} = {amount}"


def _with_number(names: Names, labels: Labels) -> Callable[[str], str]:
    return lambda path: f"{names.apart[path]} {labels.document.values.number(path)}"


def _numbers(side: Linear, names: Names, labels: Labels, zeros: bool = False) -> list[str]:
    say = _with_number(names, labels)

    def shown(term: Term) -> bool:
        number = labels.document.values.number(term.path)
        return number is not None and (zeros or number != 0)

    return [say(term.path) for term in side.terms if shown(term)]


def say_unknown(evaluation: Evaluation, labels: Labels) -> str:
    """Why a check could not be decided: which values are missing, three of them by name."""
    paths = evaluation.unread or evaluation.blank
    word = "not read" if evaluation.unread else "no value printed"
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return f"{word}: {', '.join(labels.short(path) for path in paths[:3])}{more}" if paths else "nothing to compare"


def say_value(state: State, value: Value | None) -> str:
    """A reading in words: the number, or what stands in its place."""
    return str(value) if state == "read" else STATE_WORDS[state]


def table_title(form: Form, table: str) -> str:
    """The printed title of a table, from its key or its title."""
    return next((each.title.printed for each in form.tables if each.key == table), table)
