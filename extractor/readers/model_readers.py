"""Who reads a form that is any model: the layout reader by its labels, and the locator of records made elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from pydantic import JsonValue

from extractor.documents.model import Document
from extractor.evidence import STORED, DoubtKind, Leg, doubt, record_of
from extractor.readers.labels import folded
from extractor.readers.reading import FieldReading, Reading
from extractor.readers.record import LOCATOR, RecordPlacer
from extractor.readers.record.together import together
from extractor.schemas.form import Form, Schema
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode

_OPEN_LAYOUT = "extractor.readers.open_layout"
_LABEL_LENGTH = 80
_HEADINGS = 2
"""Headings of a list that are printed from which on it may be there."""


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
    if find_spec(_OPEN_LAYOUT) is None or not hasattr(import_module(_OPEN_LAYOUT), "read_open"):
        return Reading(reader="layout", version="none", fields={})
    found = cast(Reading, import_module(_OPEN_LAYOUT).read_open(document, schema, form))
    return with_empty_lists(found, document, form.shape, Leg("layout", STORED, "layout"))


def read_records(document: Document, shape: Shape, records: Sequence[OutsideRecord]) -> tuple[Reading, ...]:
    """Where the values of records that others made are printed, a reading each, with the paths of the first."""
    placer = RecordPlacer(document, shape)
    placed = {each.name: placer.place(dict(each.record), each.name, each.quotes or None) for each in records}
    readings = together(placed, {each.name: dict(each.record) for each in records})
    return tuple(
        with_empty_lists(found, document, shape, Leg(each.name, record_of(each.name), LOCATOR))
        for found, each in zip(readings, records, strict=True)
    )


def with_empty_lists(reading: Reading, document: Document, shape: Shape, leg: Leg) -> Reading:
    """A reading that also says of every list without items whether it is absent: of one whose headings are printed it
    says nothing. ``leg``: who looked for it.
    """
    printed = frozenset(
        core for row in document.rows for cell in row.cells if cell.text and (core := _core(cell.text)) is not None
    )
    found = dict(reading.fields)
    for path, node in _empty_lists(shape.root, "", [*reading.fields]):
        if path in found:
            continue
        if _may_be_printed(node, printed):
            found[path] = FieldReading(path=path, state="unread", doubts=(doubt(DoubtKind.TABLE_MISSING),))
        else:
            found[path] = FieldReading(path=path, state="absent", leg=leg)
    return reading if len(found) == len(reading.fields) else reading.model_copy(update={"fields": found})


def _empty_lists(node: ShapeNode, path: str, paths: list[str]) -> Iterator[tuple[str, ShapeList]]:
    """The lists of a record, at any depth, of which these paths have no item."""
    if isinstance(node, ShapeGroup):
        for name, member in node.members.items():
            below = f"{path}.{name}" if path else name
            yield from _empty_lists(member, below, [each for each in paths if f"{each}.".startswith(f"{below}.")])
    elif isinstance(node, ShapeList):
        items = dict.fromkeys(each[len(path) + 1 :].partition(".")[0] for each in paths if each != path)
        if not items:
            yield path, node
        for name in items:
            below = f"{path}.{name}"
            yield from _empty_lists(node.item, below, [each for each in paths if f"{each}.".startswith(f"{below}.")])


def _may_be_printed(node: ShapeList, printed: frozenset[str]) -> bool:
    if any(_core(label) in printed for label in node.labels):
        return True
    leaves = node.leaves or ((node.item,) if isinstance(node.item, ShapeLeaf) else ())
    found = sum(any(_core(label) in printed for label in leaf.labels) for leaf in leaves)
    return found >= min(_HEADINGS, max(len(leaves), 1))


def _core(text: str) -> str | None:
    """A text as labels are compared; None for one that is too long to be a label."""
    return (folded(text.rstrip(":： ")).core or None) if len(text) <= _LABEL_LENGTH else None
