"""Small cases for diagnosis: a few cells, a few sums, no form."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.schemas.check import Check, Comparison
from extractor.schemas.linear import Linear, Number, Term, Values
from extractor.verify.diagnose.syndrome import UNSEEN, Grid, Sighting, SyndromeCase, SyndromeCell
from extractor.verify.diagnose.system import System, SystemRow

Held = Mapping[str, Number | None]


def seen(value: Number | None) -> Sighting:
    """What stands in a cell; None is unread."""
    return UNSEEN if value is None else Sighting("read", value)


def total(whole: str, *parts: str) -> Comparison:
    """``whole`` is the sum of ``parts``."""
    return Comparison(Linear((Term(whole),)), "=", Linear(tuple(Term(part) for part in parts)))


def cell(path: str, value: Number | None, **known: object) -> SyndromeCell:
    """A cell that was read, or nobody could read."""
    plain = SyndromeCell(path, seen(value), whole=not isinstance(value, Decimal))
    return SyndromeCell(**{**{name: getattr(plain, name) for name in SyndromeCell.__slots__}, **known})


def case(
    held: Held | Sequence[SyndromeCell],
    *checks: Check,
    printed: Held | None = None,
    other: Held | None = None,
    grid: Grid = (),
) -> SyndromeCase:
    """A case of these cells. ``printed`` is what the places show, ``other`` what a second reader read."""
    cells = [cell(path, value) for path, value in held.items()] if isinstance(held, Mapping) else list(held)
    witnessed: dict[str, SyndromeCell] = {}
    for each in cells:
        known = {name: getattr(each, name) for name in SyndromeCell.__slots__}
        if printed is not None and each.path in printed:
            known["printed"] = seen(printed[each.path])
            known["grounded"] = known["printed"] == each.held
        if other is not None and each.path in other:
            known["readers"] = (("other", seen(other[each.path])),)
        witnessed[each.path] = SyndromeCell(**known)
    values = Values({path: (each.held.state, each.held.value) for path, each in witnessed.items()})
    coded = tuple((f"own.{number}", check) for number, check in enumerate(checks))
    return SyndromeCase(values, witnessed, lambda _: coded, (grid,) if grid else ())


def system_of(
    held: Sequence[int | None], rows: Sequence[tuple[Mapping[int, int], int]], weights: Sequence[int] = ()
) -> System:
    """A system over counts; each row is its coefficients and the constant that is added to them."""
    heavy = weights or [1] * len(held)
    cells = tuple(cell(f"c{number}", value, weight=heavy[number]) for number, value in enumerate(held))
    amounts = tuple(value or 0 for value in held)
    found = tuple(
        SystemRow(number, dict(factors), constant + sum(factor * amounts[each] for each, factor in factors.items()))
        for number, (factors, constant) in enumerate(rows)
    )
    return System(cells, amounts, (0,) * len(cells), (1,) * len(cells), found, 0, tuple(weights))
