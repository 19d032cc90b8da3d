"""Who reads a form that is any model: the layout reader by its labels, and the locator of records made elsewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from pydantic import JsonValue

from extractor.documents.model import Document
from extractor.documents.span_index import SpanIndex
from extractor.evidence import STORED, DoubtKind, Leg, doubt, is_about, merged, record_of
from extractor.evidence.kinds import CHARACTERS
from extractor.readers.labels import folded
from extractor.readers.model_reading.beside_layout import without_supposed_lists
from extractor.readers.open_layout import read_open
from extractor.readers.reading import FieldReading, Reading
from extractor.readers.record import LOCATOR, RecordPlacer
from extractor.readers.record.together import together
from extractor.readers.unread_pages import with_unread_pages
from extractor.schemas.form import Form, Schema
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode
from extractor.schemas.shape_record import nested_record
from extractor.schemas.values import looks_like_value

MODEL = "llm"
"""The reader that asks a language model."""
_LABEL_LENGTH = 80
_DECIMALS = re.compile(r"[.,](\d+)(?=\D*$)")
_COLUMNS, _ROWS = 3, 2
"""Columns and rows of what may be a list although no heading of one is printed."""
_HEADINGS = 2
"""Headings of a list that are printed from which on it may be there."""


_KEPT = (DoubtKind.MAPPED_OTHERWISE, DoubtKind.LINE_PASSED_OVER)
"""What the document says against the places of a model, whatever the locator says: the heading of another field, and a
line that may be an item, for what is left out moves all behind it."""


class OutsideRecord(Protocol):
    """A record of somebody else, under the name of its maker, with what that one quotes by path."""

    @property
    def name(self) -> str:
        """Who made it."""

    @property
    def record(self) -> Mapping[str, JsonValue]:
        """Its values, nested."""

    @property
    def quotes(self) -> Mapping[str, str]:
        """What is printed, as its maker says."""


def read_model(document: Document, schema: Schema, form: Form) -> Reading:
    """What the layout reader finds by the labels of a model."""
    assert form.shape is not None
    return with_empty_lists(read_open(document, schema, form), document, form.shape, Leg("layout", STORED, "layout"))


def read_records(document: Document, shape: Shape, records: Sequence[OutsideRecord]) -> tuple[Reading, ...]:
    """Where the values of records that others made are printed, a reading each, with the paths of the first."""
    placer = RecordPlacer(document, shape)
    placed = {each.name: placer.place(dict(each.record), each.name, each.quotes or None) for each in records}
    readings = together(placed, {each.name: dict(each.record) for each in records})
    return tuple(
        with_empty_lists(_as_printed(found), document, shape, Leg(each.name, record_of(each.name), LOCATOR))
        for found, each in zip(readings, records, strict=True)
    )


def _as_printed(reading: Reading) -> Reading:
    """A reading whose numbers have as many decimals as are printed: JSON has 30.0 for a printed 30.00."""
    fields = {
        path: field if (value := _printed_decimals(field)) is None else field.model_copy(update={"value": value})
        for path, field in reading.fields.items()
    }
    return reading.model_copy(update={"fields": fields})


def _printed_decimals(field: FieldReading) -> Decimal | None:
    """The number of a field with its printed decimals; None where they are others than those of the value."""
    match = _DECIMALS.search(field.quote)
    if match is None or not isinstance(field.value, Decimal):
        return None
    digits = "".join(sign for sign in field.quote[: match.end()] if sign.isdecimal())
    printed = Decimal(int(digits)).scaleb(-len(match[1]))
    return printed.copy_sign(field.value) if printed == abs(field.value) else None


def borne_out(document: Document, form: Form, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings of any model, in which values that only the language model found are looked for like those of a
    record from outside: where the locator finds one at the same place, what it says of the place counts.

    It is handed the value, so it is no second search: the field has one witness, the record that the model made.
    Lists that another reader only supposes, of other rows than those that the locator finds, are left to the model.
    """
    asked = next((each for each in readings if each.reader == MODEL), None)
    if form.shape is None or asked is None:
        return tuple(readings)
    values = {path: field.value for path, field in asked.fields.items() if field.state == "read"}
    spots = ((path, field.spot) for path, field in asked.fields.items() if field.state == "read")
    hints = {path: (spot.span,) for path, spot in spots if spot is not None and spot.span is not None}
    found = RecordPlacer(document, form.shape).place(nested_record(form.shape, values), MODEL, hints=hints)
    others = {each.reader: without_supposed_lists(each, found) for each in readings if each is not asked}
    fields = {
        path: _located(
            field,
            found.fields.get(path),
            any(_speaks(other, path) for other in others.values()),
            not list_of(form.shape, path),
        )
        for path, field in asked.fields.items()
    }
    known = {number.spot for number in asked.unused}
    more = tuple(number for number in found.unused if number.spot not in known)
    seen = asked.model_copy(update={"fields": fields, "unused": (*asked.unused, *more)})
    return tuple(seen if each is asked else others[each.reader] for each in readings)


def list_of(shape: Shape, path: str) -> str:
    """The outermost list that a field of a record stands in; empty where it stands in none."""
    node: ShapeNode = shape.root
    names = path.split(".")
    for at, name in enumerate(names):
        if isinstance(node, ShapeList):
            return ".".join(names[:at])
        if not isinstance(node, ShapeGroup) or name not in node.members:
            return ""
        node = node.members[name]
    return path if isinstance(node, ShapeList) else ""


def _speaks(reading: Reading, path: str) -> bool:
    field = reading.fields.get(path)
    return field is not None and field.state not in ("unread", "absent")


def _located(field: FieldReading, found: FieldReading | None, borne: bool, single: bool) -> FieldReading:
    """A value that a model found, as the locator sees it, where that finds it beyond doubt at the same place; what it
    found empty, as the locator sees that. ``borne``: somebody else found something there, so that the search of the
    model counts as one of its own. ``single``: it stands in no list, and counts where else it is printed at its label.
    """
    if found is None or found.certainty != "exact":
        return field
    leg = Leg(MODEL, record_of(MODEL), LOCATOR)
    if field.state != "read":
        empty = field.state in ("absent", "blank") or [
            each.kind for each in field.doubts if each.kind is DoubtKind.NO_CELL
        ]
        return found.model_copy(update={"leg": leg}) if empty and found.state != "unread" else field
    if found.spot is None:
        return field
    if not _overlap(field, found):
        return found.model_copy(update={"leg": leg}) if single and not borne else field
    own = tuple(each for each in field.doubts if each.kind in _KEPT)
    kept = merged(is_about(field.doubts, *CHARACTERS), own, found.doubts)
    return field.model_copy(update={"leg": field.leg if borne else leg, "doubts": kept})


def _overlap(one: FieldReading, other: FieldReading) -> bool:
    a, b = one.spot, other.spot
    if a is None or b is None or a.span is None or b.span is None:
        return False
    return a.page == b.page and a.span[0] < b.span[1] and b.span[0] < a.span[1]


def with_empty_lists(reading: Reading, document: Document, shape: Shape, leg: Leg) -> Reading:
    """A reading that also says of every list without items whether it is absent: of one that the schema requires or
    whose headings are printed it says nothing, and it is in doubt where rows are printed that no field explains. What
    is absent is in doubt as :func:`with_unread_pages` tells. ``leg``: who looked for it.
    """
    printed = frozenset(
        core for row in document.rows for cell in row.cells if cell.text and (core := _core(cell.text)) is not None
    )
    found = dict(reading.fields)
    for path, node in _empty_lists(shape.root, "", [*reading.fields]):
        if path in found:
            continue
        if node.required or _may_be_printed(node, printed):
            found[path] = FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.TABLE_MISSING),))
        else:
            found[path] = FieldReading(path=path, state="absent", leg=leg)
    unexplained = _unexplained_table(document, reading)
    if unexplained:
        near = doubt(DoubtKind.MAY_BE_STATED, unexplained)
        for path, _ in _empty_lists(shape.root, "", [*reading.fields]):
            if found[path].state == "absent":
                found[path] = found[path].model_copy(update={"doubts": merged(found[path].doubts, (near,))})
    return reading.model_copy(update={"fields": with_unread_pages(document, found)})


def _unexplained_table(document: Document, reading: Reading) -> str:
    """The first of a few rows that follow each other, print numbers in several columns and are no field's: they may be
    a list whose headings nobody knows. Empty where there are none.
    """
    spots = [field.spot for field in reading.fields.values() if field.spot is not None and field.spot.span is not None]
    used = SpanIndex(spot.span for spot in spots if spot.span is not None)
    run: list[str] = []
    for row in document.rows:
        cells = [cell for cell in row.cells if cell.text]
        listed = len(cells) >= _COLUMNS and any(looks_like_value(cell.text) for cell in cells)
        start, end = (cells[0].place.span[0], cells[-1].place.span[1]) if cells else (0, 0)
        if not listed or used.meets((start, end)):
            run = []
            continue
        run.append(" ".join(cell.text for cell in cells))
        if len(run) >= _ROWS:
            return run[0][:_LABEL_LENGTH]
    return ""


def _empty_lists(node: ShapeNode, path: str, paths: list[str]) -> Iterator[tuple[str, ShapeList]]:
    """The lists of a record, at any depth, of which these paths have no item."""
    if isinstance(node, ShapeGroup):
        for name, member in node.members.items():
            below = f"{path}.{name}" if path else name
            yield from _empty_lists(member, below, [each for each in paths if f"{each}.".startswith(f"{below}.")])
    elif isinstance(node, ShapeList):
        items: dict[str, list[str]] = {}
        for each in paths:
            if each != path:
                items.setdefault(each[len(path) + 1 :].partition(".")[0], []).append(each)
        if not items:
            yield path, node
        for name, inside in items.items():
            yield from _empty_lists(node.item, f"{path}.{name}", inside)


def _may_be_printed(node: ShapeList, printed: frozenset[str]) -> bool:
    if any(_core(label) in printed for label in node.labels):
        return True
    leaves = node.leaves or ((node.item,) if isinstance(node.item, ShapeLeaf) else ())
    found = sum(any(_core(label) in printed for label in leaf.labels) for leaf in leaves)
    return found >= min(_HEADINGS, max(len(leaves), 1))


def _core(text: str) -> str | None:
    """A text as labels are compared; None for one that is too long to be a label."""
    return (folded(text.rstrip(":： ")).core or None) if len(text) <= _LABEL_LENGTH else None
