"""Whole reports in the looks that are held out: counts by look, and nothing of what was read in any of them."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.kept_judgements import as_scan, judged_reports, report_line
from extractor.evaluate.render.document import Rendered
from specimens.held_out_looks.held_out_reports import HeldOutReport, Sheets, held_out_reports
from specimens.judged_scan import Judged


def office_lines(
    count: int, start: int, keep: Path | None, sheets: Sheets, never_pictures: bool = False
) -> Iterator[str]:
    """Lines by look, by form, by channel, by density and over all, of reports ``start`` to ``start + count``; where
    they are PDF that were ``never_pictures``, no channel and no density is told.
    """
    groups: dict[str, list[Judged]] = defaultdict(list)
    made = _as_printed if never_pictures else as_scan
    for report, judged in judged_reports(held_out_reports(count, start, sheets), keep, made):
        order = report.order
        form = f"form {order.schema} {order.recipe}"
        pictured = () if never_pictures else (report.channel, f"{order.scan.dpi} dpi")
        for group in (f"look {report.look.name}", form, *pictured):
            groups[group].append(judged)
        groups["all"].append(judged)
    for group in (*sorted(name for name in groups if name != "all"), "all"):
        yield f"{group}: {report_line(groups[group])}"


def _as_printed(report: HeldOutReport) -> Rendered:
    return report.printed
