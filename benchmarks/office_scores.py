"""Whole reports in the looks that are held out: counts by look, and nothing of what was read in any of them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.kept_judgements import judged_reports
from extractor.evaluate.interval import Rate
from specimens.held_out_looks.held_out_reports import held_out_reports
from specimens.judged_scan import Judged


def office_lines(count: int, start: int, keep: Path | None) -> Iterator[str]:
    """Lines by look, by channel, by density and over all, of reports ``start`` to ``start + count``."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for report, judged in judged_reports(held_out_reports(count, start), keep):
        names = (f"look {report.look.name}", report.channel, f"{report.order.scan.dpi} dpi")
        for group in names:
            groups[group].append(judged)
        groups["all"].append(judged)
    for group in (*sorted(name for name in groups if name != "all"), "all"):
        yield f"{group}: {office_line(groups[group])}"


def office_line(members: Sequence[Judged]) -> str:
    """What became of some reports."""
    accepted = [each for each in members if each.outcome == "accepted"]
    outcomes = Counter(each.outcome for each in members)
    flagged, fields = sum(each.flagged for each in members), sum(each.fields for each in members)
    wrong = sum(len(each.wrong) for each in members)
    cpu, pages = sum(each.cpu for each in members), sum(each.pages for each in members)
    return (
        f"accepted {Rate.of(len(accepted), len(members))}; wrong among accepted "
        f"{Rate.of(sum(bool(each.wrong) for each in accepted), len(accepted))}; wrong among confirmed "
        f"{Rate.of(wrong, max(wrong, fields - flagged))}; fields to a person {Rate.of(flagged, fields)}; "
        f"{', '.join(f'{name} {number}' for name, number in outcomes.most_common())}; "
        f"{cpu / max(1, pages):.1f} s CPU a page to open"
    )
