"""What became of reports that were read, a line of JSON each, so that a long run can be stopped and gone on with."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from extractor.evaluate.interval import Rate
from extractor.evaluate.render.document import Rendered
from specimens.judged_scan import Judged, judge
from specimens.scanned_pages import ScannedDocument


class Readable(Protocol):
    """A report that can be drawn and read."""

    @property
    def order(self) -> ScannedDocument:
        """Its name and how it is scanned."""

    @property
    def rendered(self) -> Rendered:
        """It as a scan."""


def as_scan(report: Readable) -> Rendered:
    """The scan of a report."""
    return report.rendered


Report = TypeVar("Report", bound=Readable)


def judged_reports(
    reports: Iterable[Report], keep: Path | None, made: Callable[[Report], Rendered] = as_scan
) -> Iterator[tuple[Report, Judged]]:
    """Every report and what became of it as the file that is ``made`` of it, read unless ``keep`` says it. All fields
    of one that could not be read as a form go to a person.
    """
    kept: dict[str, Judged] = {}
    if keep is not None and keep.exists():
        for line in keep.read_text("utf-8").splitlines():
            entry = Judged(**json.loads(line))
            kept[entry.name] = entry
    for report in reports:
        found = kept.get(report.order.name)
        if found is None:
            found = _judged(report.order, made(report))
            if keep is not None:
                with keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(vars(found)) + "\n")
        yield report, found


def _judged(order: ScannedDocument, rendered: Rendered) -> Judged:
    found = judge(order, rendered)
    if found.fields:
        return found
    printed = sum(value is not None for value in rendered.truth.values())
    return replace(found, fields=printed, flagged=printed)


def report_line(members: Sequence[Judged]) -> str:
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
