"""Lists whose items are printed as sections, each value behind its label, the same labels again in every item."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.evidence import DoubtKind, doubt
from extractor.readers.open_layout.leaf_reading import absent_at, field_at, unread_at
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.open_layout.statements_found import Statement, StatementSearch
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ITEM, ShapeLeaf, ShapeList

_FEWEST = 2
"""Times that the first label of an item is printed, and labels of an item that are, at least."""


def section_items(spec: ShapeList, search: StatementSearch, labels: ShapeLabels) -> Iterator[FieldReading]:
    """The fields of a list by the sections of its items: each begins with the label that is printed first of all. None
    where that is printed once only, or is the label of something that stands in no list.
    """
    single = {label_core(text) for leaf, _ in labels.single.values() for text in leaf.labels}
    if any(label_core(text) in single for leaf in spec.leaves for text in leaf.labels):
        return
    stated = {leaf.path: [each for each in search.find(leaf) if each.side == "beside"] for leaf in spec.leaves}
    known = [found for found in stated.values() if found]
    if len(known) < _FEWEST:
        return
    starts = sorted({each.band for each in min(known, key=lambda found: found[0].band)})
    if len(starts) < _FEWEST:
        return
    for number, (first, end) in enumerate(zip(starts, [*starts[1:], starts[-1] + _longest(starts)], strict=True)):
        for leaf in spec.leaves:
            within = [each for each in stated[leaf.path] if first <= each.band < end]
            yield _field(leaf.path.replace(ITEM, str(number), 1), leaf, within)


def _longest(starts: Sequence[int]) -> int:
    """The bands of the longest section: the last one takes no more."""
    return max(two - one for one, two in pairwise(starts))


def _field(path: str, leaf: ShapeLeaf, within: Sequence[Statement]) -> FieldReading:
    values = {(each.said.state, each.said.value) for each in within}
    if len(values) > 1:
        listed = ", ".join(sorted({each.piece.text for each in within}))
        return unread_at(path, (doubt(DoubtKind.STATED_DIFFERENTLY, listed),))
    if within:
        return field_at(path, within[0].said, within[0].piece, within[0].doubts)
    if leaf.required:
        return unread_at(path, (doubt(DoubtKind.ROW_MISSING, leaf.labels[0]),))
    return absent_at(path, ())
