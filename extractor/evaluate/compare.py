"""Two runs over the same cases: what got better, what got worse, and whether the later one may pass."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.baseline import Baseline, CaseLine
from extractor.evaluate.interval import Rate
from extractor.evaluate.significance import FEWEST, Counts, bootstrap_interval, difference, mcnemar_exact

if TYPE_CHECKING:
    from rich.table import Table

ALPHA = 0.05
"""A loss is significant below this p, or where a 95 % interval leaves out no difference."""

ENOUGH = 35
"""Cases from which none lost says, at 95 %, that fewer than a tenth are (Wilson); fewer cases decide little."""

_NAMED = 12


class CaseChange(BaseModel):
    """A case that did not end alike in both runs."""

    model_config = ConfigDict(frozen=True)

    case: str
    worse: bool
    what: str


class CaseTest(BaseModel):
    """Documents that have a property: in both runs, in one of them, in neither; ``p`` after McNemar."""

    model_config = ConfigDict(frozen=True)

    name: str
    both: int
    lost: int
    gained: int
    neither: int
    p: float
    lost_cases: tuple[str, ...]

    @property
    def significant_loss(self) -> bool:
        """Whether more was lost than chance explains."""
        return self.lost > self.gained and self.p < ALPHA


class RateTest(BaseModel):
    """A rate of which less is better, and its difference (after minus before) with the bounds of its 95 % interval.

    Both are out of what the earlier run counted, so that fields a schema gains or drops move nothing unless something
    is wrong with them.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    before: Rate
    after: Rate
    difference: float
    low: float
    high: float
    worse_cases: tuple[str, ...]

    @property
    def significant_loss(self) -> bool:
        """Whether the whole interval is on the bad side."""
        return self.low > 0


class RunComparison(BaseModel):
    """Everything that differs. ``unpaired``: cases of the earlier run that are gone or are other documents now.
    ``not_run``: cases of the earlier run that the later one could not make or not read; nothing is known of them.

    ``reasons`` not to let the later run pass are in words; there are none if it may.
    """

    model_config = ConfigDict(frozen=True)

    cases: int
    tests: tuple[CaseTest, ...]
    rates: tuple[RateTest, ...]
    changes: tuple[CaseChange, ...]
    unpaired: tuple[str, ...]
    new: tuple[str, ...]
    reasons: tuple[str, ...]
    not_run: tuple[str, ...] = ()

    @property
    def too_small(self) -> str:
        """What a comparison of so few cases cannot tell; empty where there are enough."""
        if self.cases >= ENOUGH:
            return ""
        room = Rate.of(0, self.cases)
        lost = max((test.lost for test in self.tests), default=0)
        passed = f" {lost} lost may be chance." if 0 < lost < FEWEST else ""
        return (
            f"{self.cases} cases are too few to decide: fewer than {FEWEST} losses pass for chance, and none lost of "
            f"{self.cases} leaves room for {room.low:.0%} to {room.high:.1%} (95 %).{passed} "
            "--strict-gate closes on any loss"
        )

    def table(self) -> "Table":
        """Rates and tests, one a line."""
        from rich.table import Table

        table = Table(title=f"{self.cases} cases in both", title_justify="left")
        for heading in ("", "before", "after", "difference", "95 % interval or p"):
            table.add_column(heading)
        for test in self.tests:
            n = test.both + test.lost + test.gained + test.neither
            change = f"{test.gained} gained, {test.lost} lost"
            table.add_row(
                test.name, f"{test.both + test.lost}/{n}", f"{test.both + test.gained}/{n}", change, f"p = {test.p:.3g}"
            )
        for rate in self.rates:
            interval = f"{rate.low:+.2%} to {rate.high:+.2%}"
            table.add_row(rate.name, _said(rate.before), _said(rate.after), f"{rate.difference:+.3%}", interval)
        return table


def _said(rate: Rate) -> str:
    return "–" if rate.share is None else f"{rate.share:.2%} of {rate.n}"


TESTS: Mapping[str, Callable[[CaseLine], bool]] = {
    "accepted, all values right": lambda line: line.accepted and not line.unsafe,
    "ended as they should": lambda line: line.met and not line.unsafe,
    "no mistake unnoticed": lambda line: line.unnoticed == 0,
}
RATES: Mapping[str, Callable[[CaseLine], tuple[int, int]]] = {
    "fields not as printed": lambda line: (line.fields - line.right, line.fields),
    "of these confirmed or not in the verdict": lambda line: (line.unnoticed, line.fields),
    "review load": lambda line: (line.to_review, line.fields),
    "numbers not accounted for": lambda line: (line.printed - line.accounted, line.printed),
}
"""What is counted, of how many."""


def compare_runs(before: Baseline, after: Baseline, limited: bool = False, any_loss: bool = False) -> RunComparison:
    """Compare the cases both runs have. ``limited``: the later run was not meant to have them all. ``any_loss``: one
    case that ended worse is reason enough, whether or not chance explains it."""
    pairs = [
        (old, line)
        for line in after.cases
        if (old := before.by_name.get(line.case)) is not None and old.key == line.key
    ]
    paired = {old.case for old, _ in pairs}
    not_run = tuple(name for name in after.not_run if name in before.by_name)
    unpaired = [line.case for line in before.cases if line.case not in paired and line.case not in not_run]
    if limited:
        unpaired = [name for name in unpaired if name in after.by_name]
    tests = tuple(_test(name, has, pairs) for name, has in TESTS.items())
    rates = tuple(_rate(name, count, pairs) for name, count in RATES.items())
    changes = tuple(change for old, line in pairs if (change := _change(old, line)) is not None)
    return RunComparison(
        cases=len(pairs),
        tests=tests,
        rates=rates,
        changes=tuple(sorted(changes, key=lambda change: not change.worse)),
        unpaired=tuple(unpaired),
        new=tuple(line.case for line in after.cases if line.case not in before.by_name),
        reasons=(*_reasons(before, after, tests, rates, unpaired), *(_losses(changes) if any_loss else ())),
        not_run=not_run,
    )


def _test(name: str, has: Callable[[CaseLine], bool], pairs: Sequence[tuple[CaseLine, CaseLine]]) -> CaseTest:
    sides = [(has(old), has(line)) for old, line in pairs]
    lost, gained = sides.count((True, False)), sides.count((False, True))
    return CaseTest(
        name=name,
        both=sides.count((True, True)),
        lost=lost,
        gained=gained,
        neither=sides.count((False, False)),
        p=mcnemar_exact(lost, gained),
        lost_cases=tuple(line.case for (_, line), side in zip(pairs, sides, strict=True) if side == (True, False)),
    )


def _rate(
    name: str, count: Callable[[CaseLine], tuple[int, int]], pairs: Sequence[tuple[CaseLine, CaseLine]]
) -> RateTest:
    counts = []
    for old, line in pairs:
        before, n = count(old)
        counts.append(Counts(before, n, count(line)[0], n))
    low, high = bootstrap_interval(counts)
    n = sum(each.n_before for each in counts)
    return RateTest(
        name=name,
        before=_rate_of(sum(each.hits_before for each in counts), n),
        after=_rate_of(sum(each.hits_after for each in counts), n),
        difference=difference(counts) if counts else 0.0,
        low=low,
        high=high,
        worse_cases=tuple(
            line.case for (_, line), each in zip(pairs, counts, strict=True) if each.hits_after > each.hits_before
        ),
    )


def _rate_of(hits: int, n: int) -> Rate:
    # Of a document that is refused against expectation more may have to be looked at than its form has fields.
    return Rate.of(hits, max(hits, n))


def _losses(changes: Iterable[CaseChange]) -> Iterable[str]:
    worse = [change.case for change in changes if change.worse]
    if worse:
        yield f"any loss closes this gate: {names_of(worse)}"


def _rank(line: CaseLine) -> tuple[bool, int, bool, bool, int, int]:
    """How bad a case ended: the worst first."""
    return line.unsafe, line.unnoticed, not line.met, not line.accepted, line.fields - line.right, line.to_review


def _change(old: CaseLine, line: CaseLine) -> CaseChange | None:
    if _rank(old) == _rank(line):
        return None
    said = [f"{_ended(old)} → {_ended(line)}"] if _ended(old) != _ended(line) else []
    counts = (
        ("not read as printed", old.fields - old.right, line.fields - line.right),
        ("of that unnoticed", old.unnoticed, line.unnoticed),
        ("to review", old.to_review, line.to_review),
    )
    said += [f"{name} {a} → {b}" for name, a, b in counts if a != b]
    return CaseChange(case=line.case, worse=_rank(line) > _rank(old), what=", ".join(said))


def _ended(line: CaseLine) -> str:
    if line.false_success:
        return "false success"
    return "accepted wrongly" if line.unsafe else line.outcome.replace("_", " ")


def _reasons(
    before: Baseline,
    after: Baseline,
    tests: Iterable[CaseTest],
    rates: Iterable[RateTest],
    unpaired: Sequence[str],
) -> Iterable[str]:
    known = {line.case: line for line in before.cases}
    unsafe = [line for line in after.cases if line.unsafe and not (line.case in known and known[line.case].unsafe)]
    wrong = [line.case for line in unsafe if line.false_success]
    if wrong:
        yield f"new false successes: {names_of(wrong)}"
    against = [line.case for line in unsafe if not line.false_success]
    if against:
        yield f"newly accepted although they must not be: {names_of(against)}"
    quiet = [
        line.case
        for line in after.cases
        if line.unnoticed > (known[line.case].unnoticed if line.case in known else 0) and line not in unsafe
    ]
    if quiet:
        yield f"more fields confirmed but wrong, or missed without a flag: {names_of(quiet)}"
    for test in tests:
        if test.significant_loss:
            counted = f"{test.lost} lost, {test.gained} gained, p = {test.p:.3g}"
            yield f"{test.name}: {counted}: {names_of(test.lost_cases)}"
    for rate in rates:
        if rate.significant_loss:
            change = f"{rate.difference:+.2%} ({rate.low:+.2%} to {rate.high:+.2%})"
            yield f"{rate.name}: {change}: {names_of(rate.worse_cases)}"
    if unpaired:
        yield f"gone or other documents than the baseline's, save a new one on purpose: {names_of(unpaired)}"


def names_of(cases: Sequence[str]) -> str:
    """The names of cases in a line, the first of many."""
    more = f" and {len(cases) - _NAMED} more" if len(cases) > _NAMED else ""
    return ", ".join(cases[:_NAMED]) + more
