"""How far the reading can be trusted without looking, and how well doubt points at mistakes."""

from collections.abc import Sequence

from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.ordering import OrderingScore
from extractor.evaluate.report_page.curves import Curve, document_curve, field_curve
from extractor.evaluate.report_page.drawing import curve_picture, level_picture, series_key
from extractor.evaluate.report_page.markup import Content, Markup, tag

_NO_PROBABILITIES = (
    "No reader states a probability, so there is none to calibrate. What orders the fields are levels of doubt: the "
    "decision of the policy (flags), how sure a reader was of the place (certainty), the heaviest doubt that the "
    "verdict carries (doubts) and, where there are two readers, whether they agree (agreement); of recorded outputs, "
    "how many systems are of another opinion (systems). Within a level fields are looked at in random order; the "
    "dotted line is random order throughout."
)


def trust(report: EvalReport) -> Content:
    """Two risk-coverage curves and the reliability of every level; in words where there is nothing to draw."""
    figures = [_curve(field_curve(report)), _curve(document_curve(report.cases))]
    return [tag("div", figures, _levels(report.orderings), class_="plots"), tag("p", _NO_PROBABILITIES)]


def _curve(curve: Curve) -> Markup:
    title = tag("b", f"Mistakes left against {curve.unit} looked at")
    if not curve.series:
        return tag("figure", tag("figcaption", title, f": there are no {curve.unit} to draw this from."))
    keys = [series_key(series, number) for number, series in enumerate(curve.series)]
    caption = tag("figcaption", title, f" (n = {curve.n}). ", curve.said, tag("br"), keys)
    return tag("figure", curve_picture(curve), caption)


def _levels(orderings: Sequence[OrderingScore]) -> Markup:
    title = tag("b", "Fields as printed at every level of doubt")
    if not orderings:
        return tag("figure", tag("figcaption", title, ": there are no fields to draw this from."))
    said = ". The bars are 95 % intervals. A level that doubts well stands far to the left of those above it."
    return tag("figure", level_picture(orderings), tag("figcaption", title, said))
