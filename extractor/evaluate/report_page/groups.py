"""The same rates for every group of cases, tables of the form, and readers."""

from collections.abc import Iterable, Sequence

from extractor.evaluate.cost import Cost
from extractor.evaluate.eval_report import EvalReport, GroupScore
from extractor.evaluate.group import ReaderGroup, RegionGroup
from extractor.evaluate.interval import Rate
from extractor.evaluate.report_page.markup import Content, Markup, tag
from extractor.evaluate.report_page.shell import scrolled

_HEADINGS = (
    "n", "accepted", "review", "source wrong", "refused", "as expected", "false successes",
    "confirmed but wrong",     "review load", "complete", "exact", "wrong, missed, invented", "CPU ms",
)  # fmt: skip


def groups(report: EvalReport) -> Content:
    """Styles first and open; forms, damages, tables, readers and the remaining numbers folded away."""
    tables = [
        ("Forms", _group_table("form", report.forms, report.total)),
        ("Damages", _group_table("damage", report.damages, report.total)),
        ("Tables of the form", _region_table(report.regions)),
        ("Readers, each alone", _reader_table(report.readers)),
        ("More numbers", _more(report.total, report.cost)),
    ]
    styles = _group_table("style", report.styles, report.total, report.apart)
    folded = [
        tag("details", tag("summary", title), scrolled(title, table), class_="folded")
        for title, table in tables
        if table is not None
    ]
    apart = "Lines in italics are counted apart and are in no other number of this page." if report.apart else None
    shown = scrolled("rates by style", styles) if styles is not None else tag("p", "No cases were read.")
    notes = [apart, *report.not_run_because]
    return [shown, [tag("p", note, class_="none") for note in notes if note], folded]


def percent(rate: Rate) -> str:
    """A share with two decimals; a dash without any n."""
    return "–" if rate.share is None else f"{rate.share:.2%}"


def _head(*names: str) -> Markup:
    return tag("thead", tag("tr", (tag("th", name, scope="col") for name in names)))


def _group_table(
    name: str, found: Sequence[GroupScore], total: GroupScore, apart: Iterable[GroupScore] = ()
) -> Markup | None:
    if not found:
        return None
    lines = [*(_line(group) for group in found), *(_line(group, apart=True) for group in apart)]
    head = _head(name, *_HEADINGS)
    return tag("table", head, tag("tbody", lines), tag("tfoot", _line(total, name="all together")), class_="groups")


def _line(group: GroupScore, apart: bool = False, name: str = "") -> Markup:
    counts = (group.documents, group.accepted, group.review, group.source_inconsistent, group.refused)
    met, false, wrong = group.met, group.false_success, group.confirmed_wrong
    bounds = f"{100 * false.low:.1f} to {false.high:.1%}" if false.n else None
    cells = [
        *(tag("td", count) for count in counts),
        tag("td", f"{met.hits}/{met.n}", class_="bad" if met.hits < met.n else None),
        tag("td", f"{false.hits}/{false.n} ", tag("small", bounds), class_="bad" if false.hits else None),
        tag("td", wrong.hits, title=str(wrong), class_="bad" if wrong.hits else None),
        *(tag("td", percent(rate), title=str(rate)) for rate in (group.review_load, group.completeness, group.exact)),
        tag("td", f"{group.wrong} · {group.missed} · {group.invented}"),
        tag("td", f"{1000 * group.cpu_seconds / max(1, group.documents):.0f}"),
    ]
    shown = name or group.name.replace("_", " ")
    return tag("tr", tag("th", shown, scope="row"), cells, class_="apart" if apart else None)


def _region_table(regions: Sequence[RegionGroup]) -> Markup | None:
    if not regions:
        return None
    lines = [
        tag(
            "tr",
            tag("th", each.name, scope="row"),
            tag("td", str(each.exact)),
            tag("td", str(each.flagged)),
            *(tag("td", count) for count in (each.wrong, each.missed, each.invented, each.unnoticed)),
        )
        for each in regions
    ]
    head = _head("table", "exact", "flagged", "wrong", "missed", "invented", "not flagged")
    return tag("table", head, tag("tbody", lines), class_="groups")


def _reader_table(readers: Sequence[ReaderGroup]) -> Markup | None:
    if not readers:
        return None
    lines = [
        tag(
            "tr",
            tag("th", each.reader, scope="row"),
            tag("td", str(each.exact)),
            *(tag("td", n) for n in (each.wrong, each.missed, each.invented, each.tokens_in, each.tokens_out)),
        )
        for each in readers
    ]
    head = _head("reader", "exact", "wrong", "missed", "invented", "tokens in", "tokens out")
    return tag("table", head, tag("tbody", lines), class_="groups")


def _more(total: GroupScore, cost: Cost | None) -> Markup:
    lines = (
        ("Documents accepted that must not be, or with a wrong value", str(total.unsafe)),
        ("Confirmed fields that are wrong, in documents of any status", str(total.confirmed_wrong)),
        ("The same with the printed fields that a verdict lacks", str(total.unnoticed)),
        ("Mistaken fields that hold the value of another field of their table", str(total.permuted)),
        ("Fields rightly without a value, for the wrong reason", str(total.states_wrong)),
        ("Flagged fields that are mistaken", str(total.flag_precision)),
        ("Mistaken fields that are flagged", str(total.flag_recall)),
        ("Documents that must not be accepted, and were not", str(total.held_back)),
        ("Documents said to contradict themselves that do", str(total.inconsistent_precision)),
        ("Documents that contradict themselves and are said to", str(total.inconsistent_recall)),
        ("CPU seconds in all", f"{total.cpu_seconds:.1f}"),
        ("Wall seconds in all", f"{total.wall_seconds:.1f}"),
        ("Tokens in and out", f"{total.tokens_in} and {total.tokens_out}"),
        *((("Money for the tokens", str(cost)),) if cost is not None else ()),
    )
    rows = (tag("tr", tag("th", name, scope="row"), tag("td", value)) for name, value in lines)
    return tag("table", tag("tbody", rows), class_="groups")
