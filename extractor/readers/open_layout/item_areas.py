"""Where the items of a list are printed as sections: from the title or the first label of one to that of the next.

A section is what any document is: statements at labels, lists under headings, and further sections.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.readers.open_layout.heading_bands import heading_at, keyed_leaf
from extractor.readers.open_layout.open_labels import label_core, label_fit, led_by
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.shape_labels import ShapeLabels, with_labels
from extractor.readers.open_layout.statements_found import StatementSearch
from extractor.schemas.shape import ITEM, Shape, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode, walk

_FEWEST = 2
"""Times that the first label of an item is printed, and labels of an item that are, at least."""


@dataclass(frozen=True, slots=True)
class ItemArea:
    """The section of one item: from which band up to which, and the item without labels that are not its own."""

    first: int
    end: int
    item: ShapeGroup

    def shape(self, number: int, whole: Shape) -> Shape:
        """The item as a record by itself, by its paths in the whole."""
        return Shape(whole.name, _numbered(self.item, number), whole.source, language=whole.language)

    def bands(self, bands: Sequence[Band]) -> tuple[tuple[Band, ...], bool]:
        """What is printed in it, and whether a heading in it is borrowed: where a list of the item has none here, that
        of an earlier section stands for it."""
        found, own = list(bands[self.first : self.end]), self.end - self.first
        for spec in inner_lists(self.item):
            if not any(_heads(found, at, spec) for at in range(len(found))):
                before = next((at for at in range(self.first - 1, -1, -1) if _heads(bands, at, spec)), None)
                found = found if before is None else [bands[before], *found]
        numbered = (replace(band, number=at, apart=band.apart or not at) for at, band in enumerate(found))
        return tuple(numbered), len(found) > own


def inner_lists(item: ShapeNode) -> tuple[ShapeList, ...]:
    """The lists of groups in an item that stand in no other list of it."""
    lists = [each for each in walk(item) if isinstance(each, ShapeList) and isinstance(each.item, ShapeGroup)]
    return tuple(each for each in lists if not each.keyed and each.path.count(ITEM) == item.path.count(ITEM))


def item_areas(
    spec: ShapeList, bands: Sequence[Band], search: StatementSearch, labels: ShapeLabels
) -> Sequence[ItemArea]:
    """The sections of a list in the order of the document; none where nothing tells them."""
    if not isinstance(spec.item, ShapeGroup):
        return ()
    nested = bool(inner_lists(spec.item))
    single = {label_core(text) for leaf, _ in labels.single.values() for text in leaf.labels}
    item = spec.item if nested else _without(spec.item, single)
    stated = _stated(item, search)
    shared = any(label_core(text) in single for leaf in spec.leaves for text in leaf.labels)
    own = {path: found for path, found in stated.items() if found}
    leading = {path: found for path, found in own.items() if not _cores(spec, path) & single}
    leads = (
        min(leading.values(), key=min) if leading and (nested or len(own) >= _FEWEST) and (nested or not shared) else []
    )
    titles = [band.number for band in bands if len(band.fragments) == 1 and label_fit(band.text, spec.labels)]
    starts = _starts(titles, leads, own, nested)
    if not starts:
        return ()
    ends = [*starts[1:], len(bands)]
    if not nested:
        ends[-1] = _end(starts, bands, labels)
    return [ItemArea(first, end, item) for first, end in zip(starts, ends, strict=True)]


def _starts(titles: Sequence[int], leads: Sequence[int], own: Mapping[str, Sequence[int]], nested: bool) -> list[int]:
    """Where sections begin: at the label that is printed first in each, or at the title above it; where that label is
    printed once at most, at every title below which something is stated."""
    if len(leads) >= _FEWEST:
        before = [-1, *leads]
        return [max((t for t in titles if last < t < at), default=at) for last, at in pairwise(before)]
    if titles:
        ends = [*titles[1:], max((each for found in own.values() for each in found), default=0) + 1]
        fewest = 1 if nested else _FEWEST
        return [
            first
            for first, end in zip(titles, ends, strict=True)
            if sum(any(first < each < end for each in found) for found in own.values()) >= fewest
        ]
    return list(leads) if nested else []


def _end(starts: Sequence[int], bands: Sequence[Band], labels: ShapeLabels) -> int:
    """Where the last section ends that has no list in it: at what belongs to no item, or after as many bands as the
    longest one has."""
    longest = max((two - one for one, two in pairwise(starts)), default=len(bands))
    last = min(starts[-1] + longest, len(bands))
    return next((at for at in range(starts[-1] + 1, last) if _states_single(bands[at], labels)), last)


def _states_single(band: Band, labels: ShapeLabels) -> bool:
    text = band.fragments[0].text
    return any(label_fit(text, leaf.labels) or led_by(text, leaf.labels) for leaf, _ in labels.single.values())


def _stated(item: ShapeGroup, search: StatementSearch) -> dict[str, list[int]]:
    """The bands in which each value of an item stands beside its label."""
    leaves = ShapeList(item.path, item.labels, item).leaves
    return {leaf.path: sorted({each.band for each in search.find(leaf) if each.side == "beside"}) for leaf in leaves}


def _cores(spec: ShapeList, path: str) -> set[str]:
    return {label_core(text) for leaf in spec.leaves if leaf.path == path for text in leaf.labels}


def _without(item: ShapeGroup, single: Collection[str]) -> ShapeGroup:
    """An item without the labels that values have which stand in no list."""

    def bare(node: ShapeNode) -> ShapeNode:
        if isinstance(node, ShapeLeaf):
            kept = tuple(text for text in node.labels if label_core(text) not in single)
            return with_labels(node, kept or node.labels)
        if isinstance(node, ShapeGroup):
            return replace(node, members={key: bare(each) for key, each in node.members.items()})
        return node

    return replace(item, members={key: bare(each) for key, each in item.members.items()})


def _numbered(item: ShapeGroup, number: int) -> ShapeGroup:
    """An item with its number in its paths."""

    def counted(node: ShapeNode) -> ShapeNode:
        path = node.path.replace(ITEM, str(number), 1)
        if isinstance(node, ShapeGroup):
            return replace(node, path=path, members={key: counted(each) for key, each in node.members.items()})
        return (
            replace(node, path=path, item=counted(node.item))
            if isinstance(node, ShapeList)
            else replace(node, path=path)
        )

    found = counted(item)
    assert isinstance(found, ShapeGroup)
    return found


def _heads(bands: Sequence[Band], at: int, spec: ShapeList) -> bool:
    return heading_at(bands, at, spec.leaves, keyed_leaf(spec)) is not None
