"""In which order should a person look? Levels of doubt, how well they sort mistakes to the front, and what is left.

An ordering gives every field a level; looking begins at the highest. From the fields and mistakes of every level follow
the risk-coverage curve (mistakes left against share looked at), the area under the ROC curve, and for every level how
many of its fields are right. A level of an ordering that a run has no evidence for does not come up.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.interval import Rate
from extractor.evidence import heaviest
from extractor.readers.reading import FieldReading, Reading
from extractor.route import FieldVerdict

LevelCounts: TypeAlias = dict[str, dict[int, tuple[int, int]]]
"""By ordering and level: how many fields, and how many of them are mistaken."""


class _Evidence(NamedTuple):
    field: FieldVerdict | None
    seen: tuple[FieldReading, ...]
    readers: int


class Ordering(NamedTuple):
    """Names of its levels from the least to the most doubtful, and the level of a field; None without evidence."""

    levels: tuple[str, ...]
    level: Callable[[_Evidence], int | None]


def _by_flag(evidence: _Evidence) -> int | None:
    return int(evidence.field is None or evidence.field.status == "flagged")


def _by_certainty(evidence: _Evidence) -> int | None:
    if not evidence.seen:
        return None
    if any(each.state == "unread" for each in evidence.seen):
        return 3
    return max(("exact", "inferred", "ambiguous").index(each.certainty) for each in evidence.seen)


def _by_doubts(evidence: _Evidence) -> int | None:
    if evidence.field is None:
        return None
    weight = heaviest(evidence.field.doubts)
    return 0 if weight is None else 1 + weight.rank


def _by_agreement(evidence: _Evidence) -> int | None:
    if evidence.readers < 2:
        return None
    said = [each for each in evidence.seen if each.state != "unread"]
    if len(said) < 2:
        return 1
    return 0 if len({(each.state, each.value) for each in said}) == 1 else 2


def _by_nothing(evidence: _Evidence) -> int | None:
    """Recorded outputs of other systems are counted where they are judged."""
    return None


MOST_DIFFER = 3
"""The last level of "systems"."""

ORDERINGS: Mapping[str, Ordering] = {
    "flags": Ordering(("confirmed", "flagged"), _by_flag),
    "certainty": Ordering(("exact", "inferred", "ambiguous", "unread"), _by_certainty),
    "doubts": Ordering(("none", "slight", "serious", "decisive"), _by_doubts),
    "agreement": Ordering(("agree", "one alone", "differ"), _by_agreement),
    "systems": Ordering(("all alike", "one differs", "two differ", "more differ"), _by_nothing),
}
"""Every ordering there is. A score that a reader gives its fields would be one more line, its steps the levels."""


def count_levels(
    paths: Collection[str], mistaken: Collection[str], fields: Mapping[str, FieldVerdict], readings: Sequence[Reading]
) -> LevelCounts:
    """Fields and mistakes of one document by ordering and level."""
    found: dict[str, dict[int, tuple[int, int]]] = {}
    for path in sorted(paths):
        seen = tuple(reading.fields[path] for reading in readings if path in reading.fields)
        evidence = _Evidence(fields.get(path), seen, len(readings))
        for name, ordering in ORDERINGS.items():
            level = ordering.level(evidence)
            if level is not None:
                many, wrong = found.setdefault(name, {}).get(level, (0, 0))
                found[name][level] = (many + 1, wrong + (path in mistaken))
    return found


def add_levels(cases: Iterable[LevelCounts]) -> LevelCounts:
    """The counts of many documents together."""
    fields: Counter[tuple[str, int]] = Counter()
    mistakes: Counter[tuple[str, int]] = Counter()
    for each in cases:
        for name, levels in each.items():
            for level, (many, wrong) in levels.items():
                fields[name, level] += many
                mistakes[name, level] += wrong
    names = [name for name in ORDERINGS if any(key[0] == name for key in fields)]
    return {
        name: {
            level: (fields[name, level], mistakes[name, level])
            for _, level in sorted(fields)
            if (name, level) in fields
        }
        for name in names
    }


class CurvePoint(BaseModel):
    """``routed``: share of fields a person has looked at. ``left``: mistakes in the rest, as a share of all fields."""

    model_config = ConfigDict(frozen=True)

    routed: float
    left: float


class LevelScore(BaseModel):
    """The fields of one level: how many of them were read as printed."""

    model_config = ConfigDict(frozen=True)

    level: str
    right: Rate


class OrderingScore(BaseModel):
    """How good an ordering is. ``auroc``: the chance that a mistaken field is of a higher level than a right one, ties
    counting half; None without mistakes or without right fields. ``curve`` from nothing looked at to everything;
    within a level fields are looked at in random order, so that straight lines between the points are its course."""

    model_config = ConfigDict(frozen=True)

    name: str
    auroc: float | None
    levels: tuple[LevelScore, ...]
    curve: tuple[CurvePoint, ...]


def score_orderings(counts: LevelCounts) -> tuple[OrderingScore, ...]:
    """The orderings of which there is evidence."""
    return tuple(_score(name, levels) for name, levels in counts.items())


def _score(name: str, counts: Mapping[int, tuple[int, int]]) -> OrderingScore:
    names = ORDERINGS[name].levels
    return OrderingScore(
        name=name,
        auroc=auroc(counts),
        levels=tuple(LevelScore(level=names[at], right=Rate.of(n - bad, n)) for at, (n, bad) in sorted(counts.items())),
        curve=risk_coverage(counts),
    )


def risk_coverage(counts: Mapping[int, tuple[int, int]]) -> tuple[CurvePoint, ...]:
    """Mistakes left against share looked at, the highest level first; no points without fields."""
    fields = sum(n for n, _ in counts.values())
    left, routed = sum(bad for _, bad in counts.values()), 0
    if not fields:
        return ()
    points = [CurvePoint(routed=0.0, left=left / fields)]
    for _, (many, bad) in sorted(counts.items(), reverse=True):
        routed, left = routed + many, left - bad
        points.append(CurvePoint(routed=routed / fields, left=left / fields))
    return tuple(points)


def auroc(counts: Mapping[int, tuple[int, int]]) -> float | None:
    """Area under the ROC curve of a score with these counts (fields, mistakes) at each of its values.

    Equals the Mann-Whitney statistic over the product of the two counts: J. A. Hanley and B. J. McNeil, "The meaning
    and use of the area under a receiver operating characteristic curve", Radiology 143 (1982), 29-36.
    """
    mistakes = sum(bad for _, bad in counts.values())
    right = sum(n - bad for n, bad in counts.values())
    if not mistakes or not right:
        return None
    below, pairs = 0, 0.0
    for _, (many, bad) in sorted(counts.items()):
        good = many - bad
        pairs += bad * (below + good / 2)
        below += good
    return pairs / (mistakes * right)
