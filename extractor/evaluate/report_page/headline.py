"""The numbers a report is judged by."""

from extractor.evaluate.eval_report import GroupScore
from extractor.evaluate.interval import Rate
from extractor.evaluate.report_page.drawing import interval_bar
from extractor.evaluate.report_page.groups import percent
from extractor.evaluate.report_page.markup import Markup, tag


def headline(total: GroupScore, expected: bool = True) -> Markup:
    """The rates with their n and intervals, always in this order. ``expected``: documents have an outcome they should
    have."""
    cards = (
        _card("False successes", total.false_success, "accepted documents that hold a wrong value", "goal: 0"),
        _card("Confirmed but wrong", total.confirmed_wrong, "fields, in documents of any status", "goal: 0"),
        _card("Review load", total.review_load, "fields a person must look at", "goal: under 1 %"),
        _card("Completeness", total.completeness, "printed numbers that are read, or listed as unused"),
        _card("Exact fields", total.exact, "fields as printed; nothing is not 0"),
    )
    met = _card("As expected", total.met, "documents that ended as they should") if expected else None
    return tag("div", cards, met, class_="cards")


def _card(title: str, rate: Rate, meaning: str, goal: str = "") -> Markup:
    span = f"95 % interval {rate.low:.2%} to {rate.high:.2%}" if rate.n else "no cases to tell from"
    return tag(
        "div",
        tag("h3", title),
        tag("p", percent(rate), class_="figure"),
        tag("p", f"{rate.hits} of {rate.n}", class_="count"),
        interval_bar(rate),
        tag("p", span, class_="span"),
        tag("p", meaning, tag("br") if goal else None, goal or None, class_="meaning"),
        class_="card",
    )
