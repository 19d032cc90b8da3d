"""The place check: a value counts only where it is printed, and a printed number serves one field only."""

from collections.abc import Iterator

from extractor.evidence import DoubtKind, doubt
from extractor.schemas.shape import Shape
from extractor.schemas.state import NUMBERS
from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.field_labels import Labels
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.shape_fields import list_above

NO_PLACE = "place.missing"
"""Kinds of which a print serves one field only, in any model: one date or name may be meant by several."""
SHARED_PLACE = "place.shared"


def check_places(document: Consolidation, labels: Labels) -> Iterator[Finding]:
    """Values that no reader saw anywhere, and pairs of fields that were read from the same spot.

    Values that a person typed are not asked for a place.
    """
    placed: list[tuple[int, int, FieldValue]] = []
    for field in document.fields.values():
        if field.state != "read" or field.edit is not None:
            continue
        if field.spot is None:
            message = f"{labels.short(field.path)}: {field.value} has no place in the document"
            yield _finding(FindingKind.NO_PLACE, NO_PLACE, (field.path,), message, f"{field.value} ↔ ?")
        elif field.spot.span is not None:
            placed.append((*field.spot.span, field))
    placed.sort(key=lambda item: (item[0], item[1]))
    if document.form.shape is None:
        yield from _collisions(placed, labels)
        return
    numbers = [each for each in placed if document.specs[each[2].path].kind in NUMBERS]
    yield from _collisions(numbers, labels)
    yield from _twice(document, document.form.shape, labels)


def _twice(document: Consolidation, shape: Shape, labels: Labels) -> Iterator[Finding]:
    """Items of a list of which every value was read from where those of another item were: one row, used twice."""
    rows: dict[str, dict[str, FieldValue]] = {}
    for path, field in document.fields.items():
        owner = list_above(shape, path)
        if owner and field.state == "read" and field.edit is None and path != owner:
            name = path[len(owner) + 1 :].partition(".")[0]
            rows.setdefault(f"{owner}.{name}", {})[path] = field
    known: dict[tuple[str, tuple[object, ...]], dict[str, FieldValue]] = {}
    for item, fields in rows.items():
        spots = tuple((field.spot.page, field.spot.span) for field in fields.values() if field.spot is not None)
        if len(spots) < len(fields) or any(span is None for _, span in spots):
            continue
        first = known.setdefault((item.rpartition(".")[0], spots), fields)
        if first is not fields:
            both = " and ".join(labels.short(next(iter(each))) for each in (first, fields))
            said = " ".join(field.quote for field in fields.values())
            message = f"{both} were both read from the same printed row: {said}"
            yield _finding(FindingKind.SHARED_PLACE, SHARED_PLACE, (*first, *fields), message, f"2 ↔ {said}")


def _collisions(placed: list[tuple[int, int, FieldValue]], labels: Labels) -> Iterator[Finding]:
    """Fields whose spots overlap; ``placed`` is ordered by where the spots begin.

    A record from outside may have one printed value in several fields, and the search that places it tells which.
    """
    last: tuple[int, FieldValue] | None = None
    for start, end, field in placed:
        if last is not None and start < last[0] and not (last[1].records and field.records):
            both = f"{labels.short(last[1].path)} and {labels.short(field.path)}"
            message = f"{both} were both read from the same printed {field.quote or field.value}"
            said = f"{labels.short(last[1].path)} ↔ {labels.short(field.path)}: {field.quote or field.value}"
            yield _finding(FindingKind.SHARED_PLACE, SHARED_PLACE, (last[1].path, field.path), message, said)
        if last is None or end > last[0]:
            last = (end, field)


def _finding(kind: FindingKind, code: str, paths: tuple[str, ...], message: str, signs: str) -> Finding:
    left = doubt(DoubtKind.PLACE_REFUTED, message, signs)
    return Finding(code=code, kind=kind, outcome="fail", severity="error", paths=paths, message=message, doubt=left)
