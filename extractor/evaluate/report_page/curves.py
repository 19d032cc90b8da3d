"""What the pictures of trust show: mistakes left against work given to people, and how right each level of doubt is."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.ordering import OrderingScore
from extractor.evaluate.score import CaseScore


@dataclass(frozen=True, slots=True)
class Series:
    """Points (share routed to people, share of all that is wrong and not routed), from nothing to everything."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Series over the same ``n`` fields or documents, which is what ``unit`` says. ``said``: the same in words."""

    unit: str
    n: int
    series: tuple[Series, ...]
    said: str


def field_curve(report: EvalReport) -> Curve:
    """Wrong fields left against fields routed, in every order there is evidence for."""
    series = tuple(
        Series(ordering.name, tuple((point.routed, point.left) for point in ordering.curve))
        for ordering in report.orderings
        if ordering.curve
    )
    total = report.total
    mistakes = total.wrong + total.missed + total.invented
    flagged = total.review_load
    said = (
        f"{mistakes} of {flagged.n} fields are not as printed; with {flagged.hits} looked at, as the policy routes, "
        f"{total.unnoticed} of them are left. {_say_areas(report.orderings)}"
    )
    return Curve("fields", flagged.n, series, said)


def document_curve(scores: Sequence[CaseScore]) -> Curve:
    """Documents with a wrong value among those nobody looks at against documents routed, as the policy routes.

    Documents in which nothing was to be read are left out.
    """
    read = [case for case in scores if case.fields and not case.apart]
    wrong = sum(bool(case.mistakes) for case in read)
    routed = sum(not case.accepted for case in read)
    left = sum(case.false_success for case in read)
    if not read:
        return Curve("documents", 0, (), "")
    points = ((0.0, wrong / len(read)), (routed / len(read), left / len(read)), (1.0, 0.0))
    said = (
        f"{wrong} of {len(read)} documents hold a value that is not as printed; with {routed} of them sent to people, "
        f"{left} are left."
    )
    return Curve("documents", len(read), (Series("flags", points),), said)


def _say_areas(orderings: Sequence[OrderingScore]) -> str:
    """How well each order sorts mistakes to the front."""
    areas = [f"{each.name} {each.auroc:.3f}" for each in orderings if each.auroc is not None]
    if not areas:
        return "No mistakes, or nothing but mistakes: no order can be better than another."
    return f"Area under the ROC curve: {', '.join(areas)} (0.5 is chance, 1 is perfect)."
