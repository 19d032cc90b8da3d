"""The printed labels by which fields are called, short enough to read in a sentence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import east_asian_width

from extractor.schemas.form import INDEX, Form
from extractor.schemas.linear import OTHER
from extractor.schemas.phrases import ENGLISH, Phrases
from extractor.schemas.remembered import Remembered
from extractor.verify.consolidate import Consolidation
from extractor.verify.shape_fields import labels_in_shape

TITLE_WIDTH = 24
LABEL_WIDTH = 56
"""Half-width columns after which a label is cut; the first words tell the rows of a form apart."""

_NAMED_BY = 3
"""Labels that call a field of any model: the last of them, such as list, number and column."""

_ANY_ROW = f"#{INDEX}"


_LINES = Remembered[tuple[str, ...], str](" · ".join)
"""Labels in one line: fields of a form have the same in every document."""


@dataclass(frozen=True)
class Labels:
    """The printed labels of the fields of one document; repeated rows under their printed name.

    ``phrases`` are the words for what no form prints, such as the report of another year.
    """

    document: Consolidation
    phrases: Phrases = ENGLISH

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
        """The labels above and beside a field, outermost first; of another document after what that document is."""
        if path.startswith(OTHER):
            name, _, rest = path[len(OTHER) :].partition(".")
            labels = self.document.form.field(rest).labels
            return (
                self.phrases.document(name),
                *(self._other_row(path) if label == _ANY_ROW else label for label in labels),
            )
        shape = self.document.form.shape
        if shape is not None:
            return labels_in_shape(shape, path)
        labels = self.document.specs[path].labels
        if _ANY_ROW not in labels:
            return labels
        row = path.rpartition(".")[0]
        return tuple(self._row_names.get(row, row) if label == _ANY_ROW else label for label in labels)

    def line(self, path: str) -> str:
        """The labels of a field in one line, in full."""
        spec = self.document.specs.get(path) if self.document.form.shape is None else None
        if spec is not None and _ANY_ROW not in spec.labels:
            return _LINES[spec.labels]
        return " · ".join(self.of(path))

    def title(self, path: str, label: str) -> tuple[str, ...]:
        """The title of the field's table, cut short, if the label alone does not tell which table it is."""
        title = self.of(path)[0]
        alone = label == title or self._tables.get(label, 0) == 1
        return () if alone else (cut(title, TITLE_WIDTH),)

    def short(self, path: str) -> str:
        """A field in a few words: its row and its column, or the claim."""
        if path.startswith(OTHER):
            return self._elsewhere(path)
        if self.document.form.shape is not None:
            return " · ".join(cut(label) for label in self.of(path)[-_NAMED_BY:])
        spec = self.document.specs[path]
        row, column = _crossings(self.document.form).get(spec.path, ("", spec.labels[-1]))
        if _ANY_ROW in (row, column):
            owner = path.rpartition(".")[0]
            name = self._row_names.get(owner, owner)
            row, column = (each if each != _ANY_ROW else name for each in (row, column))
        return " · ".join(cut(label) for label in (row, column) if label)

    def _elsewhere(self, path: str) -> str:
        """A field of another document: what that document is, and the field's row and column."""
        name, _, rest = path[len(OTHER) :].partition(".")
        spec = self.document.form.field(rest)
        row, column = _crossings(self.document.form).get(spec.path, ("", spec.labels[-1]))
        row, column = (self._other_row(path) if each == _ANY_ROW else each for each in (row, column))
        return " · ".join((self.phrases.document(name), *(cut(label) for label in (row, column) if label)))

    def _other_row(self, path: str) -> str:
        """The printed name of a repeated row of another document."""
        owner = path.rpartition(".")[0]
        before, _, number = owner.rpartition(".")
        named = self._names.get(before.partition(".")[2], "")
        return self.document.values.text(f"{owner}.{named}") or f"#{int(number) + 1}"


@lru_cache(maxsize=32)
def _crossings(form: Form) -> Mapping[str, tuple[str, str]]:
    """The label of the row (or the heading above the column, where rows have none) and of the column, by field."""
    found: dict[str, tuple[str, str]] = {}
    for block in (block for table in form.tables for block in table.blocks):
        rows = [(row.label.printed, row.paths) for row in block.rows]
        for label, paths in [*rows, (_ANY_ROW, block.repeat_paths)]:
            for column, path in zip(block.columns, paths, strict=False):
                heading = column.groups[-1].printed if column.groups else ""
                found[path] = (label or heading, column.label.printed)
    return found


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
