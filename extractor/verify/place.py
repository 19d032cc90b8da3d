"""The place check: a value counts only where it is printed, and a printed number serves one field only."""

from collections.abc import Iterator
from itertools import pairwise

from extractor.verify.consolidate import Consolidation, FieldValue
from extractor.verify.finding import Finding
from extractor.verify.wording import Labels

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
            yield _finding(NO_PLACE, (field.path,), message)
        elif field.spot.span is not None:
            placed.append((*field.spot.span, field))
    placed.sort(key=lambda item: (item[0], item[1]))
    for (_, end, one), (start, _, other) in pairwise(placed):
        if start < end:
            both = f"{labels.short(one.path)} and {labels.short(other.path)}"
            message = f"{both} were both read from the same printed {other.quote or other.value}"
            yield _finding(SHARED_PLACE, (one.path, other.path), message)


def _finding(code: str, paths: tuple[str, ...], message: str) -> Finding:
    return Finding(code=code, outcome="fail", severity="error", paths=paths, message=message)
