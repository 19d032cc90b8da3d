"""Rows that are told by their names: values by keys that the document gives, below a title or under headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.documents.model import Document
from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.open_layout.heading_bands import key_of
from extractor.readers.open_layout.leaf_reading import field_at, part_of, unread_at
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import is_total, label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.open_layout.shape_labels import ShapeLabels
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ITEM, KEY, ShapeGroup, ShapeLeaf, ShapeList, walk

_HEADING = 2
"""Lines of headings between a title and the first row."""
_PAIR = 2
"""Fragments of a row: a name and its value."""


@dataclass
class KeyedRows:
    """What stands below the title of values by key: fields, the bands they take, and sums below them that are what the
    values come to (``proven``) or are not (``passed``)."""

    fields: dict[str, FieldReading] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    proven: list[Fragment] = field(default_factory=list)
    passed: list[Fragment] = field(default_factory=list)


def named_list(spec: ShapeList) -> ShapeList:
    """A list by key whose items are groups as a list by order: the key is one text more of each item, the first."""
    assert isinstance(spec.item, ShapeGroup)

    def renamed(node: ShapeGroup) -> ShapeGroup:
        members = {
            key: renamed(each) if isinstance(each, ShapeGroup) else replace(each, path=_by_order(each.path))
            for key, each in node.members.items()
            if not isinstance(each, ShapeList)
        }
        return replace(node, path=_by_order(node.path), members=members)

    item = renamed(spec.item)
    key = ShapeLeaf(f"{spec.path}.{ITEM}.{KEY}", "text", (KEY,), required=True)
    return replace(spec, item=replace(item, members={KEY: key, **item.members}), keyed=False)


def named_lists(labels: ShapeLabels) -> tuple[ShapeList, ...]:
    """The lists by key of groups that stand in no other list, each as a list by order."""
    return tuple(
        named_list(node)
        for node in walk(labels.shape.root)
        if isinstance(node, ShapeList)
        and node.keyed
        and isinstance(node.item, ShapeGroup)
        and ITEM not in node.path
        and KEY not in node.path
    )


def by_their_keys(spec: ShapeList, fields: Mapping[str, FieldReading]) -> dict[str, FieldReading]:
    """The fields with those of a list by order told by the keys that were read; rows without one, or with one that
    another row has as well, are unread."""
    rows: dict[str, dict[str, FieldReading]] = {}
    found: dict[str, FieldReading] = {}
    for path, each in fields.items():
        if path.startswith(f"{spec.path}."):
            number, _, rest = path.removeprefix(f"{spec.path}.").partition(".")
            rows.setdefault(number, {})[rest] = each
        else:
            found[path] = each
    for row in rows.values():
        named = row.pop(KEY, None)
        if named is None or not isinstance(named.value, str):
            continue
        key = key_of(named.value)
        for rest, each in row.items():
            path = f"{spec.path}.{key}.{rest}"
            twice = path in found
            found[path] = (
                unread_at(path, (doubt(DoubtKind.STATED_DIFFERENTLY, named.value),))
                if twice
                else each.model_copy(update={"path": path, "doubts": merged(each.doubts, named.doubts)})
            )
    return found


def titled_rows(
    spec: ShapeList,
    document: Document,
    bands: Sequence[Band],
    free: set[int],
    labels: ShapeLabels,
    notations: Notations,
) -> KeyedRows:
    """The rows of a name and a value below the title of a list by key whose items are one value each."""
    found = KeyedRows()
    leaf = spec.item
    if not isinstance(leaf, ShapeLeaf):
        return found
    for title in bands:
        if title.number in free and len(title.fragments) == 1 and label_fit(title.text, spec.labels) is not None:
            below = [each for each in bands if each.number in free and each.number > title.number]
            _read_below(below, leaf, found, document, labels, notations)
            if found.fields:
                return found
    return found


def _read_below(
    below: Sequence[Band],
    leaf: ShapeLeaf,
    found: KeyedRows,
    document: Document,
    labels: ShapeLabels,
    notations: Notations,
) -> None:
    last: Band | None = None
    numbers: list[Decimal] = []
    for at, band in enumerate(below):
        pair = _pair(document, band)
        value = leaf_value(pair[1].text, leaf, notations) if pair is not None else None
        if last is None and (value is None or not value.fits):
            if at >= _HEADING or any(is_value(each.text) for each in band.fragments):
                return
            continue
        if last is not None and _ends(band, last, labels):
            return
        if pair is None or value is None or is_value(pair[0].text):
            _leave(found, below[at:], labels)
            return
        last = band
        if is_total(pair[0].text):
            proven = value.value == sum(numbers) and bool(numbers)
            (found.proven if proven else found.passed).append(pair[1])
            continue
        path = leaf.path.replace(KEY, key_of(pair[0].text), 1)
        said = (doubt(DoubtKind.STATED_DIFFERENTLY, pair[0].text),) if path in found.fields else ()
        found.fields[path] = unread_at(path, said) if said else field_at(path, value, pair[1], pair[0].doubts)
        found.taken.add(band.number)
        numbers += [Decimal(value.value)] if isinstance(value.value, (int, Decimal)) else []


def _pair(document: Document, band: Band) -> tuple[Fragment, Fragment] | None:
    """The name of a row and its value, in cells of their own or on both sides of a colon."""
    if len(band.fragments) == _PAIR:
        name, value = band.fragments
        return replace(name, text=name.text.rstrip(":： ")), value
    if len(band.fragments) != 1:
        return None
    before, colon, behind = band.fragments[0].text.rpartition(": ")
    if not colon or not before.strip():
        return None
    return replace(band.fragments[0], text=before.strip()), part_of(document, band.fragments[0], behind.strip())


def _ends(band: Band, last: Band, labels: ShapeLabels) -> bool:
    """Whether a band stands below the rows: parted from them, in another grid, or with a label of its own."""
    turned = band.page != last.page and band.paper
    outside = not (band.paper or band.counted) and band.table != last.table
    if outside or (band.apart and not turned):
        return True
    text = band.fragments[0].text
    return labels.is_label(text) or any(label_fit(text, leaf.labels) for leaf, _ in labels.single.values())


def _leave(found: KeyedRows, below: Sequence[Band], labels: ShapeLabels) -> None:
    """Stop at a band that is no row: it may go on with the name of the one above, and numbers below it that belong to
    the rows are left over."""
    if found.fields:
        path, each = list(found.fields.items())[-1]
        said = doubt(DoubtKind.GOES_ON_BELOW, each.quote, below[0].text)
        found.fields[path] = each.model_copy(update={"doubts": merged(each.doubts, (said,))})
    for last, band in zip((below[0], *below), below, strict=False):
        if band is not last and _ends(band, last, labels):
            return
        found.passed += [piece for piece in band.fragments if is_value(piece.text)]


def _by_order(path: str) -> str:
    return path.replace(KEY, ITEM, 1)
