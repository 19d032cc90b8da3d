"""Lists in lists that are printed as one table: what belongs to the outer item stands once, or again in every row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ITEM, ShapeGroup, ShapeLeaf, ShapeList, ShapeNode, walk

_INNER = "#"
"""Stands for the number of the inner item in the path of a row."""


def flat_list(spec: ShapeList) -> ShapeList | None:
    """A list whose items have one list of groups as a list of rows that hold the values of both; None for any other."""
    inner = [each for each in walk(spec.item) if isinstance(each, ShapeList)]
    if not isinstance(spec.item, ShapeGroup) or len(inner) != 1 or inner[0].keyed:
        return None
    if not isinstance(inner[0].item, ShapeGroup):
        return None
    rows = {f"{_INNER}{leaf.path}": replace(leaf, path=_of_row(leaf.path)) for leaf in inner[0].leaves}
    return replace(spec, item=replace(spec.item, members={**rows, **_own(spec.item)}))


def is_whole(spec: ShapeList, columns: Sequence[ShapeLeaf | None]) -> bool:
    """Whether a heading over rows of a flat list names what tells the outer items: every value that they must have, or
    any two where they must have none; and something of the inner ones."""
    held = {leaf.path for leaf in columns if leaf is not None}
    outer = [leaf for leaf in spec.leaves if _INNER not in leaf.path.split(".")]
    required = {leaf.path for leaf in outer if leaf.required}
    named = [leaf for leaf in outer if leaf.path in held]
    inner = any(_INNER in path.split(".") for path in held)
    return inner and required <= held and len(named) >= (1 if required else min(2, len(outer)))


def is_shared(spec: ShapeList, leaf: ShapeLeaf) -> bool:
    """Whether a leaf of a flat list is one that several rows may have in common."""
    return not _is_inner(leaf.path) and any(_is_inner(each.path) for each in spec.leaves)


def in_their_groups(spec: ShapeList, fields: Mapping[str, FieldReading]) -> dict[str, FieldReading]:
    """The fields with the rows of a flat list put together: a row begins an item where it prints other values of it
    than the row before. From a row on of which these are in doubt, or that prints some of them again though others
    print none, it is in doubt which item a row belongs to."""
    rows: dict[int, dict[str, FieldReading]] = {}
    found: dict[str, FieldReading] = {}
    for path, each in fields.items():
        if path.startswith(f"{spec.path}."):
            number, _, rest = path.removeprefix(f"{spec.path}.").partition(".")
            rows.setdefault(int(number), {})[rest] = each
        else:
            found[path] = each
    if not any(map(_is_inner, (rest for row in rows.values() for rest in row))):
        return dict(fields)
    for path, each in _grouped(spec, [rows[number] for number in sorted(rows)]):
        found[path] = each.model_copy(update={"path": path})
    return found


def _grouped(spec: ShapeList, rows: Sequence[Mapping[str, FieldReading]]) -> Iterator[tuple[str, FieldReading]]:
    told = [_told(row) for row in rows]
    once = any(not any(each) for each in told)
    item, at, doubted = -1, 0, bool(told) and not any(told[0])
    before: tuple[str, ...] = ()
    for row, values in zip(rows, told, strict=True):
        again = item >= 0 and any(values) and all(one in ("", two) for one, two in zip(values, before, strict=True))
        if item < 0 or (any(values) and not again):
            item, at, before = item + 1, 0, values
            outer = {rest: each for rest, each in row.items() if not _is_inner(rest)}
        else:
            outer = {}
        shared = [each for rest, each in row.items() if not _is_inner(rest)]
        doubted = (
            doubted
            or (again and (once or values != before))
            or any(each.state == "unread" or each.doubts for each in shared)
        )
        said = (doubt(DoubtKind.TITLE_NOT_ABOVE),) if doubted else ()
        for rest, each in (*outer.items(), *((rest, each) for rest, each in row.items() if _is_inner(rest))):
            path = rest.replace(f".{_INNER}.", f".{at}.", 1)
            yield f"{spec.path}.{item}.{path}", each.model_copy(update={"doubts": merged(each.doubts, said)})
        at += 1


def _told(row: Mapping[str, FieldReading]) -> tuple[str, ...]:
    """What a row prints of its outer item, blanks for what it does not."""
    return tuple(each.quote if each.state == "read" else "" for rest, each in row.items() if not _is_inner(rest))


def _is_inner(rest: str) -> bool:
    return _INNER in rest.split(".")


def _of_row(path: str) -> str:
    """The path of a value of an inner item, with one number left: that of the row."""
    front, _, behind = path.rpartition(ITEM)
    return f"{front}{_INNER}{behind}"


def _own(item: ShapeGroup) -> dict[str, ShapeNode]:
    """What an item has apart from its lists."""
    return {
        key: replace(each, members=_own(each)) if isinstance(each, ShapeGroup) else each
        for key, each in item.members.items()
        if not isinstance(each, ShapeList)
    }
