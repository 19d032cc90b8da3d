"""How reliable fields are: what it takes to call one of them wrong (the reliability weights of Fellegi and Holt).

A field weighs 1 unless a pack or a file of rules says otherwise. Weights are whole numbers, so that sums of them are
exact. They order explanations and prove none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from extractor.errors import SchemaError
from extractor.schemas.form import Form
from extractor.schemas.pattern import ALL, check_pattern

LIGHTEST, HEAVIEST = 1, 100
"""The least and the most a field may weigh. More than a hundred wrong fields are never weighed against one."""

_GAP = re.compile(r"<.*>")


def weighed(form: Form, weights: Mapping[str, int]) -> Form:
    """The form with these weights, by paths with gaps as in rules: ``table.<row>.total``.

    SchemaError for a path that fits no field or a field that has a weight already, and for what is no weight.
    """
    for pattern, weight in weights.items():
        form = weigh(form, pattern, weight)
    return form


def weigh(form: Form, pattern: str, weight: object, excluded: Iterable[str] = ()) -> Form:
    """The form with a weight on every field of a path but those with a key among ``excluded``."""
    own = check_weight(weight)
    found = fitting(form, pattern, frozenset(excluded))
    if not found:
        raise SchemaError(f"form {form.name} has no field {pattern} that could have a weight")
    for path in found:
        if path in form.weights:
            raise SchemaError(f"{path} has the weight {form.weights[path]} already")
    return replace(form, weights={**form.weights, **dict.fromkeys(found, own)})


def check_weight(weight: object) -> int:
    """The weight. SchemaError for what is none."""
    if isinstance(weight, bool) or not isinstance(weight, int) or not LIGHTEST <= weight <= HEAVIEST:
        raise SchemaError(f"a weight is a whole number from {LIGHTEST} to {HEAVIEST}, not {weight}")
    return weight


def fitting(form: Form, pattern: str, excluded: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The fields of a form whose paths fit one with gaps. SchemaError for what cannot be a path."""
    check_pattern(pattern)
    wanted = pattern.split(".")
    return tuple(path for path in form.fields if _fits(path.split("."), wanted, excluded))


def _fits(path: list[str], wanted: list[str], excluded: frozenset[str]) -> bool:
    if len(path) != len(wanted):
        return False
    gaps = [part == ALL or _GAP.fullmatch(part) is not None for part in wanted]
    pairs = zip(path, wanted, gaps, strict=True)
    return all(key not in excluded if gap else key == part for key, part, gap in pairs)
