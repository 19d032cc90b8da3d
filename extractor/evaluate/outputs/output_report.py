"""Every system alone, every pair and every triple over the same documents, and one group of systems case by case."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.cost import Cost
from extractor.evaluate.eval_report import EvalReport, GroupScore
from extractor.evaluate.interval import Rate
from extractor.evaluate.ordering import OrderingScore
from extractor.evaluate.outputs.judgement import judge_document
from extractor.evaluate.outputs.recordings import OutputSet
from extractor.readers.llm.price import Price
from extractor.release import __version__

if TYPE_CHECKING:
    from rich.table import Table

NOTICE = (
    "The documents are not part of these recordings: no place can be looked up and no rule applies. What confirms a "
    "number is that all systems of a group give it alike; one system alone confirms whatever it gives."
)
NO_PRICES: Mapping[str, Price] = {}
_LARGEST = 3
_HEADINGS = (
    "systems", "n", "accepted", "false success", "95 % interval", "without invented", "review load", "exact", "wrong",
    "missed", "invented", "not flagged", "AUROC",
)  # fmt: skip


class OutputGroup(BaseModel):
    """What becomes of the documents where these systems must agree.

    ``score.false_success``: accepted documents that hold a number the label has otherwise or has not at all.
    ``contradicted``: the same without numbers where the label has nothing, since a label may leave something out.
    ``orderings`` hold the risk-coverage curves.
    """

    model_config = ConfigDict(frozen=True)

    systems: tuple[str, ...]
    score: GroupScore
    contradicted: Rate
    orderings: tuple[OrderingScore, ...]

    @classmethod
    def of(cls, systems: Sequence[str], report: EvalReport) -> "OutputGroup":
        """The group of one report."""
        accepted = [case for case in report.cases if case.accepted]
        hits = sum(any(found.mistake != "invented" for found in case.mistakes) for case in accepted)
        contradicted = Rate.of(hits, len(accepted))
        return cls(systems=tuple(systems), score=report.total, contradicted=contradicted, orderings=report.orderings)

    def line(self) -> tuple[str, ...]:
        """The cells of this group's line in the table."""
        score, false = self.score, self.score.false_success
        areas = [each.auroc for each in self.orderings if each.name == "systems" and each.auroc is not None]
        return (
            score.name,
            str(score.documents),
            str(score.accepted),
            f"{false.hits}/{false.n}",
            f"{false.low:.1%} to {false.high:.1%}" if false.n else "–",
            f"{self.contradicted.hits}/{self.contradicted.n}",
            f"{score.review_load.share or 0.0:.2%}",
            f"{score.exact.share or 0.0:.2%}",
            *map(str, (score.wrong, score.missed, score.invented, score.unnoticed)),
            f"{areas[0]:.3f}" if areas else "–",
        )


class OutputReport(BaseModel):
    """A folder of recorded outputs evaluated. ``chosen``: the systems that were named, all where none was, with every
    case; ``groups``: these systems alone and in all pairs and triples. ``notice``: what is not measured here."""

    model_config = ConfigDict(frozen=True)

    notice: str
    chosen: EvalReport
    groups: tuple[OutputGroup, ...]

    def to_json(self) -> str:
        """The whole report as JSON."""
        return self.model_dump_json(indent=1)

    def table(self) -> "Table":
        """A line for every group of systems."""
        from rich.table import Table

        table = Table(title=f"{self.chosen.set_name}: recorded outputs", title_justify="left")
        for heading in _HEADINGS:
            left, name = heading in ("systems", "95 % interval"), heading == "systems"
            table.add_column(heading, justify="left" if left else "right", no_wrap=name)
        size = 1
        for group in self.groups:
            if len(group.systems) != size:
                table.add_section()
                size = len(group.systems)
            table.add_row(*group.line())
        return table


def evaluate_outputs(
    found: OutputSet, names: Sequence[str] = (), prices: Mapping[str, Price] = NO_PRICES, limit: int | None = None
) -> OutputReport:
    """Judge the recorded outputs of the named systems, of all where none is named, on at most ``limit`` documents.

    ``prices`` are by system. ConfigurationError if there is no such system.
    """
    chosen = found.chosen(names)
    sizes = range(1, min(_LARGEST, len(chosen)) + 1)
    groups = [systems for size in sizes for systems in combinations(chosen, size)]
    reports = {systems: _report(found, systems, limit) for systems in dict.fromkeys([*groups, chosen])}
    report = reports[chosen]
    return OutputReport(
        notice=NOTICE,
        chosen=report.model_copy(update={"cost": Cost.of(report.cases, prices)}),
        groups=tuple(OutputGroup.of(systems, reports[systems]) for systems in groups),
    )


def _report(found: OutputSet, systems: Sequence[str], limit: int | None) -> EvalReport:
    cases = [judge_document(document, systems) for document in found.documents[:limit]]
    name = " + ".join(systems)
    report = EvalReport.of(found.name, found.digest, __version__, name, cases)
    return report.model_copy(update={"total": report.total.model_copy(update={"name": name})})
