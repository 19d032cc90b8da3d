"""The place check: a value counts only where it is printed, and a printed number serves one field only."""

from collections.abc import Iterator

from extractor.evidence import DoubtKind, doubt
from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.field_labels import Labels
from extractor.verify.finding import Finding, FindingKind

NO_PLACE = "place.missing"
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
    yield from _collisions(placed, labels)


def _collisions(placed: list[tuple[int, int, FieldValue]], labels: Labels) -> Iterator[Finding]:
    """Fields whose spots overlap; ``placed`` is ordered by where the spots begin."""
    last: tuple[int, FieldValue] | None = None
    for start, end, field in placed:
        if last is not None and start < last[0]:
            both = f"{labels.short(last[1].path)} and {labels.short(field.path)}"
            message = f"{both} were both read from the same printed {field.quote or field.value}"
            said = f"{labels.short(last[1].path)} ↔ {labels.short(field.path)}: {field.quote or field.value}"
            yield _finding(FindingKind.SHARED_PLACE, SHARED_PLACE, (last[1].path, field.path), message, said)
        if last is None or end > last[0]:
            last = (end, field)


def _finding(kind: FindingKind, code: str, paths: tuple[str, ...], message: str, signs: str) -> Finding:
    left = doubt(DoubtKind.PLACE_REFUTED, message, signs)
    return Finding(code=code, kind=kind, outcome="fail", severity="error", paths=paths, message=message, doubt=left)
