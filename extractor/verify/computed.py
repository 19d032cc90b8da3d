"""Values that are printed nowhere and follow from others: which of them a rule leaves no choice."""

from collections.abc import Container
from dataclasses import replace
from decimal import Decimal, localcontext

from extractor.schemas.check import Check
from extractor.schemas.linear import Number, Values
from extractor.verify.consolidate import Consolidation
from extractor.verify.rule_evaluation import EXACT, error_checks


def computed_values(document: Consolidation, proven: Container[str]) -> frozenset[str]:
    """The computed fields that a passing error rule leaves no other value, all its other fields being ``proven``.

    Nought is none of them: sums of nothing are nought everywhere.
    """
    waiting = {path for path, field in document.fields.items() if field.state == "computed" and not field.disputed}
    if not waiting:
        return frozenset()
    found: set[str] = set()
    with localcontext(EXACT):
        for _, check in error_checks(document.form, document.values):
            (*open_ones,) = (path for path in check.own_paths if path not in proven)
            if len(open_ones) == 1 and open_ones[0] in waiting and _leaves_one(check, document.values, open_ones[0]):
                found.add(open_ones[0])
    return frozenset(found)


def _leaves_one(check: Check, values: Values, path: str) -> bool:
    """Whether the check passes with the value as it is, and with no other in its last place."""
    number = values.number(path)
    if not number or check.evaluate(values).outcome != "pass":
        return False
    step = _unit(number)
    others = (number + step, number - step)
    return all(check.evaluate(_with(values, path, other)).outcome == "fail" for other in others)


def _unit(number: Number) -> Number:
    if isinstance(number, int):
        return 1
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "a value of a record is a finite number"
    return Decimal((0, (1,), exponent))


def _with(values: Values, path: str, number: Number) -> Values:
    return replace(values, cells={**values.cells, path: ("computed", number)})
