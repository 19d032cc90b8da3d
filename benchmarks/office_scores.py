"""Whole reports in the looks that are held out: counts by look, and nothing of what was read in any of them."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.kept_judgements import judged_reports, report_line
from specimens.held_out_looks.held_out_reports import Sheets, held_out_reports
from specimens.judged_scan import Judged


def office_lines(count: int, start: int, keep: Path | None, sheets: Sheets) -> Iterator[str]:
    """Lines by look, by form, by channel, by density and over all, of reports ``start`` to ``start + count``."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for report, judged in judged_reports(held_out_reports(count, start, sheets), keep):
        order = report.order
        form = f"form {order.schema} {order.recipe}"
        for group in (f"look {report.look.name}", form, report.channel, f"{order.scan.dpi} dpi"):
            groups[group].append(judged)
        groups["all"].append(judged)
    for group in (*sorted(name for name in groups if name != "all"), "all"):
        yield f"{group}: {report_line(groups[group])}"
