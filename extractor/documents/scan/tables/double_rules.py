"""Rules beside each other with no room for print between them, as one: double rules, and the frames of neighbouring
cells that each have a box of their own.
"""

from collections.abc import Sequence

from extractor.documents.page.ruling import Segment

_NO_ROOM = 4.4
"""Points from one rule to the next: the smallest print that is read is higher, and wider with the paper around it."""
_BESIDE = 0.5
"""Share of the shorter one that runs beside the other."""


def single_rules(rules: Sequence[Segment]) -> tuple[Segment, ...]:
    """The rules of one direction; two that run beside each other are one, half way between them."""
    left = sorted(rules)
    found: list[Segment] = []
    while left:
        first = left.pop(0)
        pair = [rule for rule in left if rule.at - first.at <= _NO_ROOM and _run_beside(first, rule)]
        left = [rule for rule in left if rule not in pair]
        one = [first, *pair]
        edge = (min(rule.at for rule in one) + max(rule.at for rule in one)) / 2
        found += [Segment(edge, start, end) for start, end in _covered(one)]
    return tuple(sorted(found))


def _run_beside(one: Segment, other: Segment) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _BESIDE * min(one.end - one.start, other.end - other.start)


def _covered(rules: Sequence[Segment]) -> list[tuple[float, float]]:
    """From where to where any of the rules runs."""
    found: list[tuple[float, float]] = []
    for rule in sorted(rules, key=lambda rule: rule.start):
        if found and rule.start <= found[-1][1] + _NO_ROOM:
            found[-1] = (found[-1][0], max(found[-1][1], rule.end))
        else:
            found.append((rule.start, rule.end))
    return found
