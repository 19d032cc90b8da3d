"""Cells without a number that a failing sum asks about: each that, filled, would make the sum hold.

A sum that comes out too small may lack what stands in a cell read blank, in one whose number was taken for a mark for
"does not apply", or beside words that are no label anybody knows, where a field was found nowhere though something
printed may be its value. Such a cell is as suspect as those beside it that hold numbers, however sure its reader was;
it is not where a check that holds would fail with it filled: that check bears the blank out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, DecimalException, localcontext

from extractor.evidence import About, is_about
from extractor.schemas.check import EMPTY_CELLS, Check, Comparison, Conditional, Relation
from extractor.schemas.form import FieldSpec
from extractor.schemas.linear import Number, Values
from extractor.verify.consolidate import Consolidation
from extractor.verify.finding import Finding
from extractor.verify.rule_evaluation import EXACT, error_checks

_BEYOND: Mapping[Relation, int] = {"<": -1, ">": 1}
"""What the difference of the sides must be at least where they may not be equal."""


def blank_suspects(document: Consolidation, failing: Sequence[Finding]) -> Mapping[str, tuple[str, ...]]:
    """The suspect cells that hold no number, each with the messages of the checks that it would mend."""
    messages = {(each.code, each.paths): each.message for each in failing}
    asking = {path for each in failing for path in each.paths if _may_lack(document, path)}
    if not asking:
        return {}
    found: dict[str, list[str]] = {}
    with localcontext(EXACT):
        checks = error_checks(document.form, document.values)
        standing = _by_path(checks, asking)
        for code, check in checks:
            message = messages.get((code, check.own_paths))
            for path in check.own_paths if message is not None else ():
                if path in asking and message and _mends(check, path, document, standing[path]):
                    found.setdefault(path, []).append(message)
    return {path: tuple(dict.fromkeys(said)) for path, said in found.items()}


def _may_lack(document: Consolidation, path: str) -> bool:
    field = document.fields.get(path)
    if field is None or field.edit is not None:
        return False
    return field.state in EMPTY_CELLS or (field.state == "absent" and bool(is_about(field.doubts, About.STATE)))


def _by_path(checks: Iterable[tuple[str, Check]], asking: set[str]) -> Mapping[str, list[Check]]:
    found: dict[str, list[Check]] = defaultdict(list)
    for _, check in checks:
        for path in asking.intersection(check.own_paths):
            found[path].append(check)
    return found


def _mends(check: Check, path: str, document: Consolidation, others: Iterable[Check]) -> bool:
    """Whether a check holds with this cell filled, and no other that holds without it fails then."""
    number = _lacking(check, path, document.values, document.specs[path])
    if number is None:
        return False
    values = document.values
    after = replace(values, cells={**values.cells, path: ("read", number)})
    return check.evaluate(after).outcome == "pass" and not any(
        other.evaluate(after).outcome == "fail" != other.evaluate(values).outcome for other in others
    )


def _lacking(check: Check, path: str, values: Values, spec: FieldSpec) -> Number | None:
    """What a cell would have to hold for a check that fails to hold, or None where no number would do.

    Where the total is printed empty beside its parts, it is the total that lacks.
    """
    inner = check.check if isinstance(check, Conditional) else check
    if not isinstance(inner, Comparison):
        return None
    factor = inner.difference.factors.get(path, 0)
    evaluation = inner.evaluate(values)
    if evaluation.outcome != "fail" or not factor or (evaluation.blank and path not in evaluation.blank):
        return None
    try:
        number = (Decimal(_BEYOND.get(inner.relation, 0)) - evaluation.residual) / factor
    except DecimalException:
        return None
    if spec.kind == "count":
        return int(number) if number > 0 and number == int(number) else None
    return number if spec.kind == "amount" and number else None
