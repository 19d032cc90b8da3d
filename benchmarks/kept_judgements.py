"""What became of reports that were read, a line of JSON each, so that a long run can be stopped and gone on with."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

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


Report = TypeVar("Report", bound=Readable)


def judged_reports(reports: Iterable[Report], keep: Path | None) -> Iterator[tuple[Report, Judged]]:
    """Every report and what became of it, read unless ``keep`` says it. All fields of one that could not be read as a
    form go to a person.
    """
    kept: dict[str, Judged] = {}
    if keep is not None and keep.exists():
        for line in keep.read_text("utf-8").splitlines():
            entry = Judged(**json.loads(line))
            kept[entry.name] = entry
    for report in reports:
        found = kept.get(report.order.name)
        if found is None:
            found = _judged(report)
            if keep is not None:
                with keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(vars(found)) + "\n")
        yield report, found


def _judged(report: Readable) -> Judged:
    rendered = report.rendered
    found = judge(report.order, rendered)
    if found.fields:
        return found
    printed = sum(value is not None for value in rendered.truth.values())
    return replace(found, fields=printed, flagged=printed)
