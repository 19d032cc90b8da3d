"""How far what is printed lies from what would have to stand there: in digits lost, invented, misread or exchanged."""

from decimal import Decimal

from extractor.schemas.check import plain_text
from extractor.schemas.form import Value
from extractor.verify.diagnose.explanation import Explanation, Repair


def digit_distance(one: str, other: str) -> int:
    """The fewest signs lost, invented, misread or exchanged with their neighbour that make one text the other.

    The optimal string alignment distance (Damerau and Levenshtein, no part edited twice).
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        row = [at]
        for to, wanted in enumerate(other, start=1):
            least = min(above[to] + 1, row[-1] + 1, above[to - 1] + (sign != wanted))
            if at > 1 and to > 1 and one[at - 2 : at] == wanted + other[to - 2]:
                least = min(least, before[to - 2] + 1)
            row.append(least)
        before, above = above, row
    return above[-1]


def distance_of(explanation: Explanation) -> int:
    """The digits by which all its cells together differ from what was read in them."""
    return sum(_distance(change) for change in explanation.changes)


def _distance(change: Repair) -> int:
    """Of a cell that nobody read none; of one whose value is not fixed, as many as it has."""
    if change.state == "unread":
        return 0
    read = _written(change.read)
    if change.proposed is None and change.proposed_state == "read":
        return max(1, len(read))
    return digit_distance(read, _written(change.proposed))


def _written(value: Value | None) -> str:
    """A value as it may be printed, in plain digits and without thousands separators."""
    if value is None:
        return ""
    return plain_text(value) if isinstance(value, str) else format(Decimal(value), "f")
