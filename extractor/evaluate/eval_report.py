"""What an evaluation found: rates with their intervals for the whole set and for every style, and every case."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.cost import Cost
from extractor.evaluate.doubt_score import DoubtScore, score_doubts
from extractor.evaluate.group import FieldGroup, GroupScore, ReaderGroup, RegionGroup
from extractor.evaluate.interval import Rate
from extractor.evaluate.ordering import OrderingScore, add_levels, score_orderings
from extractor.evaluate.score import CaseScore
from extractor.evaluate.trap_report import KindScore, score_kinds
from extractor.readers.llm.price import Price
from extractor.schemas.form import Form

if TYPE_CHECKING:
    from rich.table import Table

NO_FORMS: Mapping[str, Form] = {}
__all__ = ["EvalReport", "GroupScore"]


class NotRun(BaseModel):
    """A case that this installation could not make or not read, and what to install."""

    model_config = ConfigDict(frozen=True)

    case: str
    why: str


class EvalReport(BaseModel):
    """One evaluation of one set. ``digest`` is the hash of the set, ``version`` the program's, ``reader`` what was
    evaluated.

    ``total`` and everything after it leave out the cases that are counted ``apart``: those have groups of their own.
    Only ``doubts`` are of all cases: what may be wrong with recognised characters is noted nowhere but on scans.
    ``styles``, ``forms`` and ``damages`` are the same cases in other groups, a case with two damages in both. ``cost``:
    money for the tokens of ``total``, where the user stated a price and tokens were counted. ``not_run``: cases that
    are in nothing else. ``kinds``: traps by their kind, in sets that hold any. ``unbroken``: rules that refuse
    documents and do not fail in any document that must not be accepted: nothing shows that they do.
    """

    model_config = ConfigDict(frozen=True)

    set_name: str
    digest: str
    version: str
    reader: str
    total: GroupScore
    styles: tuple[GroupScore, ...]
    cases: tuple[CaseScore, ...]
    apart: tuple[GroupScore, ...] = ()
    forms: tuple[GroupScore, ...] = ()
    damages: tuple[GroupScore, ...] = ()
    regions: tuple[RegionGroup, ...] = ()
    fields: tuple[FieldGroup, ...] = ()
    readers: tuple[ReaderGroup, ...] = ()
    orderings: tuple[OrderingScore, ...] = ()
    doubts: tuple[DoubtScore, ...] = ()
    cost: Cost | None = None
    not_run: tuple[NotRun, ...] = ()
    kinds: tuple[KindScore, ...] = ()
    unbroken: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        set_name: str,
        digest: str,
        version: str,
        reader: str,
        cases: Sequence[CaseScore],
        forms: Mapping[str, Form] = NO_FORMS,
    ) -> "EvalReport":
        """The report of scored cases, its groups in the order they come up. ``forms`` say which fields there are."""
        counted = [case for case in cases if not case.apart]
        return cls(
            set_name=set_name,
            digest=digest,
            version=version,
            reader=reader,
            total=GroupScore.of(set_name, counted),
            styles=_groups(
                {style: [c for c in counted if c.style == style] for style in _each(c.style for c in counted)}
            ),
            cases=tuple(cases),
            apart=_groups({why: [c for c in cases if c.apart == why] for why in _each(c.apart for c in cases) if why}),
            forms=_groups({form: [c for c in counted if c.form == form] for form in _each(c.form for c in counted)}),
            damages=_groups(
                {
                    name: [c for c in counted if name in c.damages]
                    for name in _each(d for c in counted for d in c.damages)
                }
            ),
            regions=RegionGroup.of_cases(counted),
            fields=FieldGroup.of_cases(counted, forms),
            readers=ReaderGroup.of_cases(counted),
            orderings=score_orderings(add_levels(case.levels for case in counted)),
            kinds=score_kinds(counted),
            unbroken=_unbroken(cases, forms.values()),
            doubts=score_doubts([case.doubts for case in cases], sum(case.judged for case in cases)),
        )

    def priced(self, price: Price | None) -> "EvalReport":
        """The same report with what its tokens cost at a price."""
        if price is None:
            return self
        cases = [case for case in self.cases if not case.apart]
        return self.model_copy(update={"cost": Cost.of(cases, {each.reader: price for each in self.readers})})

    @property
    def failures(self) -> tuple[CaseScore, ...]:
        """Cases worth a look: false successes first, then other outcomes than expected."""
        bad = [case for case in self.cases if case.unsafe or not case.met]
        return tuple(sorted(bad, key=lambda case: (not case.false_success, not case.unsafe)))

    @property
    def not_run_because(self) -> tuple[str, ...]:
        """How many cases were not run, a line for each reason."""
        counts = Counter(each.why for each in self.not_run)
        return tuple(f"{number} case{'s' * (number > 1)} not run: {why}" for why, number in counts.items())

    @property
    def unbroken_because(self) -> tuple[str, ...]:
        """The rules that nothing in the set shows to fail, in a line."""
        if not self.unbroken:
            return ()
        return (f"rules that no case of the set breaks: {', '.join(self.unbroken)}",)

    def to_json(self) -> str:
        """The whole report as JSON, every case with what was wrong in it."""
        return self.model_dump_json(indent=1)

    def table(self) -> "Table":
        """The rates as a table: one line a style, what is counted apart, the whole set without that last."""
        from rich.table import Table

        table = Table(title=f"{self.set_name}: {self.reader}", title_justify="left")
        for heading in HEADINGS:
            table.add_column(
                heading,
                justify="left" if heading in ("style", "95 % interval") else "right",
                no_wrap=heading == "style",
            )
        for group in self.styles:
            table.add_row(*_line(group))
        for group in self.apart:
            table.add_row(*_line(group), style="dim")
        table.add_section()
        table.add_row(*_line(self.total), style="bold")
        return table

    def rate_table(self) -> "Table":
        """What the table of styles has no room for: tables of the form, readers alone, flags, orderings, cost."""
        from rich.table import Table

        table = Table(title="the same cases otherwise", title_justify="left")
        for heading in ("", "rate", "n", "95 % interval"):
            table.add_column(heading)
        for name, rate in (*self._wrong_rates(), *self._rates()):
            bounds = f"{rate.low:.1%} to {rate.high:.1%}" if rate.n else "–"
            table.add_row(name, _share(rate), f"{rate.hits}/{rate.n}", bounds)
        for ordering in self.orderings:
            if ordering.auroc is not None:
                table.add_row(f"mistakes sorted to the front by {ordering.name}", f"AUROC {ordering.auroc:.3f}")
        total = self.total
        table.add_row("fields with the value of another field of their table", str(total.permuted))
        table.add_row("CPU and wall time", f"{total.cpu_seconds:.1f} s, {total.wall_seconds:.1f} s")
        if total.tokens_in:
            table.add_row("tokens in and out", f"{total.tokens_in}, {total.tokens_out}")
        if self.cost is not None:
            table.add_row("money for them", str(self.cost))
        return table

    def _wrong_rates(self) -> list[tuple[str, Rate]]:
        """What must not be: false successes, and beside them the fields that are wrong though nobody has to look."""
        return [
            ("false success: accepted documents that hold a wrong value", self.total.false_success),
            ("confirmed but wrong: fields, in documents of any status", self.total.confirmed_wrong),
            *((f"confirmed but wrong: {group.name}", group.confirmed_wrong) for group in self.apart),
        ]

    def _rates(self) -> list[tuple[str, Rate]]:
        total = self.total
        return [
            *((f"fields of {region.name} read exactly", region.exact) for region in self.regions),
            *((f"fields read exactly by {each.reader} alone", each.exact) for each in self.readers),
            *((f"fields read exactly in form {form.name}", form.exact) for form in self.forms if form.name),
            ("flagged fields that are mistaken", total.flag_precision),
            ("mistaken fields that are flagged", total.flag_recall),
            ("documents held back, of those not to accept", total.held_back),
            ("said to contradict themselves, and do", total.inconsistent_precision),
            ("contradict themselves, and are said to", total.inconsistent_recall),
            *((f"ended as they should, {group.name}", group.met) for group in self.apart),
        ]

    def case_table(self) -> "Table":
        """The cases that did not end well, with what was expected and what was read."""
        from rich.table import Table
        from rich.text import Text

        table = Table(title="cases to look at", title_justify="left")
        for heading in ("case", "expected", "outcome", "wrong", "missed", "invented", "first mistake"):
            table.add_column(heading)
        for case in self.failures:
            counts = (str(case.count(kind)) for kind in ("wrong", "missed", "invented"))
            expected = " or ".join(case.expect)
            wrong = "false success" if case.false_success else "accepted wrongly"
            outcome = Text(f"{wrong} ({case.outcome})", "red") if case.unsafe else Text(case.outcome)
            table.add_row(case.case, expected, outcome, *counts, _first(case))
        return table


def _unbroken(cases: Iterable[CaseScore], forms: Iterable[Form]) -> tuple[str, ...]:
    broken = {code for case in cases if "accept" not in case.expect for code in case.broken}
    rules = _each(rule.code for form in forms for rule in form.rules if rule.severity == "error")
    return tuple(code for code in rules if code not in broken)


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _groups(cases: Mapping[str, Sequence[CaseScore]]) -> tuple[GroupScore, ...]:
    return tuple(GroupScore.of(name, each) for name, each in cases.items())


HEADINGS = (
    "style",
    "n",
    "accepted",
    "review",
    "source wrong",
    "refused",
    "false success",
    "95 % interval",
    "confirmed but wrong",
    "review load",
    "complete",
    "exact",
    "wrong",
    "missed",
    "invented",
    "as expected",
    "CPU ms",
)


def _line(group: GroupScore) -> tuple[str, ...]:
    counts = (group.documents, group.accepted, group.review, group.source_inconsistent, group.refused)
    false = group.false_success
    return (
        group.name,
        *map(str, counts),
        f"{false.hits}/{false.n}",
        f"{false.low:.1%} to {false.high:.1%}" if false.n else "–",
        str(group.confirmed_wrong.hits),
        _share(group.review_load),
        _share(group.completeness),
        _share(group.exact),
        str(group.wrong),
        str(group.missed),
        str(group.invented),
        f"{group.met.hits}/{group.met.n}",
        f"{1000 * group.cpu_seconds / max(1, group.documents):.0f}",
    )


def _share(rate: Rate) -> str:
    return "–" if rate.share is None else f"{rate.share:.2%}"


def _first(case: CaseScore) -> str:
    if not case.mistakes:
        return case.problem
    first = min(case.mistakes, key=lambda found: found.flagged)
    return f"{first.path}: {first.truth} printed, {first.read} read"
