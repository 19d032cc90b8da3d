"""Rows of values under headings that belong to no list: a group by years or columns, told by the label of its row."""

from collections.abc import Iterator, Sequence

from extractor.evidence import Doubt, DoubtKind, doubt, merged
from extractor.readers.open_layout.heading_bands import ListHeading, heading_at
from extractor.readers.open_layout.leaf_reading import unread_at
from extractor.readers.open_layout.leaf_values import Notations
from extractor.readers.open_layout.list_fields import cell_field
from extractor.readers.open_layout.open_labels import label_fit
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.row_fit import ColumnFit
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import KEY, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode


def crossed_fields(
    node: ShapeNode,
    bands: Sequence[Band],
    headings: dict[tuple[int, str], ListHeading | None],
    notations: Notations,
    beside: Sequence[ShapeLeaf] = (),
) -> list[FieldReading]:
    """The fields of a group or of a list by key from the row that carries its label. ``headings`` keeps what was found
    above other rows; ``beside``: leaves of lists, whose headings may stand beside the keys."""
    found: dict[str, list[FieldReading]] = {}
    for band in bands:
        if len(band.fragments) < 2:
            continue
        fit = label_fit(band.fragments[0].text, node.labels)
        if fit is None:
            continue
        heading = _heading_above(node, band, bands, headings, beside)
        if heading is not None:
            for reading in _row(node, band, heading, bands, fit.doubts, notations):
                found.setdefault(reading.path, []).append(reading)
    return [_one(path, readings) for path, readings in found.items()]


def _heading_above(
    node: ShapeNode,
    band: Band,
    bands: Sequence[Band],
    headings: dict[tuple[int, str], ListHeading | None],
    beside: Sequence[ShapeLeaf],
) -> ListHeading | None:
    leaves = (
        tuple(each for each in node.members.values() if isinstance(each, ShapeLeaf))
        if isinstance(node, ShapeGroup)
        else tuple(beside)
    )
    keyed = node.item if isinstance(node, ShapeList) and isinstance(node.item, ShapeLeaf) else None
    for number in range(band.number - 1, -1, -1):
        if (number, node.path) not in headings:
            headings[number, node.path] = heading_at(bands, number, leaves, keyed)
        heading = headings[number, node.path]
        if heading is not None and heading.last < band.number:
            return heading
    return None


def _row(
    node: ShapeNode,
    band: Band,
    heading: ListHeading,
    bands: Sequence[Band],
    doubts: tuple[Doubt, ...],
    notations: Notations,
) -> Iterator[FieldReading]:
    columns = ColumnFit(heading, bands[heading.last + 1 :])
    fit = columns.fit(band)
    for at, column in enumerate(heading.columns):
        if column.leaf is not None and column.leaf.path.startswith(f"{node.path}."):
            path = column.leaf.path.replace(KEY, column.key, 1)
            texts = [each.text for each in fit.cells.get(at, ())]
            yield cell_field(path, column, at, fit, band, notations.of_column(texts), doubts)


def _one(path: str, readings: Sequence[FieldReading]) -> FieldReading:
    values = {(each.state, each.value) for each in readings if each.state in ("read", "not_applicable")}
    if len(values) > 1:
        listed = ", ".join(sorted({each.quote for each in readings if each.quote}))
        return unread_at(path, merged((doubt(DoubtKind.STATED_DIFFERENTLY, listed),)))
    return next((each for each in readings if each.state == "read"), readings[0])
