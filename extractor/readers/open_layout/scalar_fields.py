"""The fields that stand in no list: one value each, at its label, in the section of its group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.evidence import DoubtKind, doubt
from extractor.readers.open_layout.crossed_sums import CrossedSums
from extractor.readers.open_layout.leaf_reading import absent_at, field_at, unread_at
from extractor.readers.open_layout.open_labels import label_core, label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.shape_labels import ShapeLabels, qualified_labels, with_labels
from extractor.readers.open_layout.signed_labels import SignedLabels
from extractor.readers.open_layout.statements_found import Statement, StatementSearch
from extractor.readers.reading import FieldReading
from extractor.schemas.json_schema import words_of
from extractor.schemas.shape import ShapeGroup, ShapeLeaf


@dataclass(frozen=True, slots=True)
class SectionArea:
    """Where the section of a group is printed: its bands, and on paper from where to where along the line."""

    first: int
    last: int
    x0: float
    x1: float

    def holds(self, statement: Statement, piece: Fragment) -> bool:
        """Whether a statement stands in it."""
        return self.first <= statement.band <= self.last and self.x0 <= piece.x0 < self.x1


def section_areas(bands: Sequence[Band], labels: ShapeLabels) -> Mapping[str, list[SectionArea]]:
    """The sections of groups by their paths: from a title to the next one, beside others up to where those begin."""
    titles: list[tuple[int, Fragment, str]] = []
    for band in bands:
        for piece in band.fragments:
            for node in labels.titled:
                if label_fit(piece.text, node.labels) is not None:
                    titles.append((band.number, piece, node.path))
    found: dict[str, list[SectionArea]] = {}
    for number, piece, path in titles:
        below = [other for other, each, _ in titles if other > number and each.x0 <= piece.x1]
        right = [each.x0 for other, each, _ in titles if other == number and each.x0 > piece.x0]
        last = min(below, default=len(bands)) - 1
        beside = len([each for each in titles if each[0] == number]) > 1
        x0 = piece.x0 - 2.0 if beside else float("-inf")
        x1 = min(right) - 2.0 if beside and right else float("inf")
        found.setdefault(path, []).append(SectionArea(number, last, x0, x1))
    return found


def scalar_fields(
    search: StatementSearch,
    labels: ShapeLabels,
    areas: Mapping[str, list[SectionArea]],
    sums: CrossedSums,
    signed: SignedLabels,
) -> Iterator[tuple[FieldReading, bool]]:
    """Every leaf outside of lists as a field, and whether its label was found nowhere."""
    for path, (leaf, group) in labels.single.items():
        found = _statements(search, leaf, group, labels, areas)
        if found is not None and (crossed := list(sums.find(leaf))):
            rows = {each.band for each in crossed}
            found = [*crossed, *(each for each in found if each.band not in rows)]
        found = None if found is None else [*found, *signed.find(leaf)]
        if found is None:
            yield unread_at(path, (doubt(DoubtKind.LABEL_SHARED, leaf.labels[0]),)), False
        elif found:
            yield _decided(path, leaf, found), False
        elif (empty := search.empty_cell(path, leaf)) is not None:
            yield empty, False
        elif leaf.required:
            yield unread_at(path, (doubt(DoubtKind.ROW_MISSING, leaf.labels[0]),)), True
        else:
            near = "" if _are_of_others(list(search.find(leaf)), group, areas) else search.is_printed(leaf)
            near = near or (search.is_printed(with_labels(leaf, tuple(leaf.signs))) if leaf.signs else "")
            yield absent_at(path, (doubt(DoubtKind.MAY_BE_STATED, near),) if near else ()), not near


def _statements(
    search: StatementSearch,
    leaf: ShapeLeaf,
    group: ShapeGroup,
    labels: ShapeLabels,
    areas: Mapping[str, list[SectionArea]],
) -> list[Statement] | None:
    """What is stated of a leaf; None where its label is printed and is that of several leaves, none of them in its own
    section."""
    qualified = qualified_labels(leaf, group)
    found = list(search.find(with_labels(leaf, qualified))) if qualified else []
    own = list(search.find(leaf))
    within = [each for each in own if any(area.holds(each, each.piece) for area in areas.get(group.path, ()))]
    if within:
        return found + within
    shared = {label_core(text) for text in leaf.labels} & labels.shared
    if not shared:
        return found + own
    if _are_of_others(own, group, areas):
        return found
    alone = tuple(text for text in leaf.labels if label_core(text) not in shared)
    free = list(search.find(with_labels(leaf, alone))) if alone else []
    return found + free if found or free or not own else None


def _are_of_others(own: Sequence[Statement], group: ShapeGroup, areas: Mapping[str, list[SectionArea]]) -> bool:
    """Whether all that is stated of a label stands in sections of other groups, while the group has a section of its
    own: then it says nothing of that label."""
    if not own or group.path not in areas:
        return False
    others = [area for path, found in areas.items() if path != group.path for area in found]
    return all(any(area.holds(each, each.piece) for area in others) for each in own)


def _decided(path: str, leaf: ShapeLeaf, found: Sequence[Statement]) -> FieldReading:
    """The one value that a document states of a leaf; unread, with all of them, where it states several."""
    fitting = [each for each in found if each.said.fits]
    pool = [each for each in fitting if each.side == "beside"] or fitting or list(found)
    derived = words_of(leaf.key)
    last = len(leaf.labels) - 1 if leaf.labels[-1] == derived and not leaf.labelled else len(leaf.labels)
    own = [each for each in pool if each.rank % len(leaf.labels) != last]
    pool = own or pool
    best = min(pool, key=lambda each: (len(each.doubts), each.rank, each.band))
    values = {(each.said.state, each.said.value) for each in pool if each.said.fits}
    if len(values) > 1:
        listed = ", ".join(sorted({each.piece.text for each in pool if each.said.fits}))
        return unread_at(path, (doubt(DoubtKind.STATED_DIFFERENTLY, listed),))
    named = own or len(leaf.labels) == 1
    weak = () if named else (doubt(DoubtKind.LABEL_DIFFERS, derived),)
    return field_at(path, best.said, best.piece, (*best.doubts, *weak))
