"""What reviewers keep settling the same way: each piece of evidence is a field of a document as a person left it, and
what is printed there that the pack does not know.

Nothing is guessed from one document. A change is proposed where it is seen in at least :data:`FEWEST` of them, and what
it is worth is found out by reading the documents with it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.learning.pack_change import PackChange
from extractor.relations import form_of
from extractor.route import Result
from extractor.schemas.form import FieldSpec, Form, Value
from extractor.schemas.notation import Notation
from extractor.schemas.shape import ITEM, ShapeLeaf
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import fold_width, read_printed
from extractor.store import Store
from extractor.verify.edit import Edit, giving

FEWEST = 3
"""Documents in which the same is settled before it is proposed: twice may be one office, once a slip."""
_LONGEST = 60
"""Characters of a label at most; a sentence is none."""

_CELL = re.compile(r"[^\t|:：]+")
_BETWEEN = " .·…-–—=*\u3000"
_WITH_UNIT = re.compile(r"(?P<number>[-+]?[\d.,' ]*\d)\s*(?P<unit>[^\d\s.,()+-][^\d()]*)")
_IN_FRONT = re.compile(r"(?P<sign>[^\d\s.,()+-]{1,4})\s*(?P<number>[-+]?\d[\d.,' ]*)")


@dataclass(frozen=True, slots=True)
class LearntChange:
    """A change, and the documents (by hash) in which a person settled a field as it would be read with it."""

    change: PackChange
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _CellBeside:
    text: str
    before: str


def learnt_changes(store: Store, schema_name: str, fewest: int = FEWEST) -> tuple[LearntChange, ...]:
    """What is settled alike in at least ``fewest`` documents of a schema, what is seen most first."""
    seen: dict[PackChange, set[str]] = defaultdict(set)
    for result in store.results("accepted", "review"):
        form = form_of(result)
        if result.schema_name != schema_name or form is None or form.shape is None:
            continue
        decided = giving(store.edits(result.sha256, schema_name))
        source = store.source(result.sha256) if decided else None
        for path, edit in decided.items():
            for change in _evidence(result, form, path, edit, "" if source is None else source.text):
                seen[change].add(result.sha256)
    found = [LearntChange(change, tuple(sorted(keys))) for change, keys in seen.items() if len(keys) >= fewest]
    return tuple(sorted(found, key=lambda each: (-len(each.documents), each.change.path, each.change.text)))


def leaf_at(form: Form, path: str) -> ShapeLeaf | None:
    """The leaf of the shape behind a path of a record; None where there is none, or it stands under a given key."""
    general = ".".join(ITEM if part.isdigit() else part for part in path.split("."))
    return form.shape.leaves.get(general) if form.shape is not None else None


def _evidence(result: Result, form: Form, path: str, edit: Edit, text: str) -> Iterator[PackChange]:
    leaf = leaf_at(form, path)
    if leaf is None or not text:
        return
    spec = form.field(path)
    printed = _printed_at(result, path, edit, text)
    if edit.state in ("blank", "not_applicable", "absent"):
        mark = fold_width(printed)
        if mark and not any(char.isdigit() for char in mark) and len(mark) <= _LONGEST and mark not in leaf.nil_marks:
            yield PackChange(leaf.path, "nil_mark", mark)
        return
    if edit.state != "read" or edit.value is None:
        return
    cells = _cells_of(text, printed, spec, edit.value)
    if len(cells) != 1:
        return  # It stands in several places, or nowhere: which of them was meant nobody knows.
    yield from _of_notation(cells[0].text, leaf, spec, edit.value)
    label = cells[0].before
    if ITEM not in leaf.path and label and len(label) <= _LONGEST and not _is_label(form, label):
        yield PackChange(leaf.path, "label", label)


def _printed_at(result: Result, path: str, edit: Edit, text: str) -> str:
    """The characters that a person pointed at, or a reader found the field at."""
    field = result.verdict.fields.get(path) if result.verdict is not None else None
    spot = edit.spot or (None if field is None else field.spot)
    if spot is None or spot.span is None:
        return ""
    return text[slice(*spot.span)].strip()


def _cells_of(text: str, printed: str, spec: FieldSpec, value: Value) -> list[_CellBeside]:
    """The cells in which a value stands: those that say what the place shows, else those that say it as the pack reads
    them, else those that say it in another way.
    """
    cells = list(_all_cells(text))
    at_place = [each for each in cells if each.text == printed and _says(each.text, spec, value, otherwise=True)]
    plainly = [each for each in cells if _says(each.text, spec, value)]
    return at_place or plainly or [each for each in cells if _says(each.text, spec, value, otherwise=True)]


def _all_cells(text: str) -> Iterator[_CellBeside]:
    """What stands between tabs, strokes and colons, each with the words before it in its line."""
    for line in text.split("\n"):
        before = ""
        for match in _CELL.finditer(line):
            cell = match[0].strip(_BETWEEN)
            if cell:
                yield _CellBeside(cell, before)
                before = cell if any(char.isalpha() for char in cell) else ""


def _says(cell: str, spec: FieldSpec, value: Value, otherwise: bool = False) -> bool:
    if spec.kind not in NUMBERS:
        return _plain(cell) == _plain(str(value))
    if not otherwise:
        return _read(cell, spec) == value
    return any(_read(cell, each) == value for each, _ in _other_specs(cell, spec, value))


def _of_notation(cell: str, leaf: ShapeLeaf, spec: FieldSpec, value: Value) -> Iterator[PackChange]:
    """The one way to write numbers under which a cell says what a person said, where the pack's own does not."""
    if spec.kind not in NUMBERS or _read(cell, spec) == value:
        return
    ways = [change for each, change in _other_specs(cell, spec, value) if _read(cell, each) == value]
    if len(ways) == 1:
        yield replace(ways[0], path=leaf.path)


def _other_specs(cell: str, spec: FieldSpec, value: Value) -> Iterator[tuple[FieldSpec, PackChange]]:
    """The field as it would be with one thing more that the pack says of its numbers. A unit is a power of ten of the
    field's own: any two numbers have some factor between them.
    """
    known = spec.notation or Notation()
    if known.decimal == ".":
        yield replace(spec, notation=replace(known, decimal=",")), PackChange("", "decimal", ",")
    if not known.bracketed_negative and "(" in cell:
        yield replace(spec, notation=replace(known, bracketed_negative=True)), PackChange("", "bracketed_negative", "")
    in_front = _IN_FRONT.fullmatch(cell)
    if in_front is not None and in_front["sign"] not in known.currency:
        signs = (*known.currency, in_front["sign"])
        yield replace(spec, notation=replace(known, currency=signs)), PackChange("", "currency", in_front["sign"])
    unit = _WITH_UNIT.fullmatch(cell)
    number = _read(unit["number"], spec) if unit is not None else None
    if unit is None or not isinstance(number, int | Decimal) or not number or not isinstance(value, int | Decimal):
        return
    factor = Decimal(value) / Decimal(number)
    name = unit["unit"].strip()
    if factor > 0 and factor.normalize().as_tuple().digits == (1,) and name not in spec.units:
        units = {**spec.units, name: factor}
        yield replace(spec, units=units), PackChange("", "unit", name, format(factor.normalize(), "f"))


def _read(text: str, spec: FieldSpec) -> Value | None:
    printed = read_printed(text, spec.kind, spec.units, notation=spec.notation or Notation())
    return printed.value if printed.state == "read" and not printed.note else None


def _is_label(form: Form, label: str) -> bool:
    """Whether it is a label of the field already, or of another one."""
    leaves = () if form.shape is None else form.shape.leaves.values()
    return any(_plain(label) in map(_plain, each.labels) for each in leaves)


def _plain(text: str) -> str:
    return "".join(fold_width(text).split()).casefold()
