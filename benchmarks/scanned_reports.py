"""Whole reports as scans through the whole pipeline: accepted, wrong, sent to a person.

::

    python -m benchmarks.scanned_reports [--split held_out] [--count N] [--start N] [--keep FILE]

Every report is rendered, read by the layout reader alone, verified and judged. One line of JSON a report goes to FILE;
reports that stand there are not read again, so that a long run can be stopped and goes on.
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scanned_pages import ScannedDocument, Split, sample
from extractor.documents import open_document
from extractor.errors import DocumentError
from extractor.evaluate.interval import wilson_interval
from extractor.evaluate.render.document import Rendered
from extractor.evaluate.sets import CaseSpec, load_set
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.route import judge_readings
from extractor.schemas.registry import load_schemas


@dataclass(frozen=True)
class Judged:
    """What became of one report. ``wrong`` lists confirmed fields that are not what is printed: path, printed, read."""

    name: str
    dpi: int
    condition: str
    outcome: str
    fields: int = 0
    flagged: int = 0
    wrong: tuple[tuple[str, str, str], ...] = ()
    cpu: float = 0.0
    pages: int = 0


def reports(split: Split, count: int, start: int = 0) -> Iterator[tuple[ScannedDocument, Rendered]]:
    """Reports ``start`` to ``start + count`` of the endless sample, whole ones with all their tables."""
    orders = (order for order in sample(split, 10 * (start + count)) if order.schema != "invented")
    for number, order in enumerate(orders):
        if start <= number < start + count:
            figures = f"{order.recipe}:{order.size}:{order.seed}"
            spec = CaseSpec(id=order.name, figures=figures, style="pdf_scan", seed=order.seed, scan=order.scan)
            yield order, load_set(order.schema).case(spec).rendered


def judge(order: ScannedDocument, rendered: Rendered) -> Judged:
    """Read and judge one report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(rendered.content)
        began = time.process_time()
        try:
            document = open_document(path)
        except DocumentError as error:
            return Judged(order.name, order.scan.dpi, order.scan.condition or "", error.kind)
        cpu = time.process_time() - began
    found = recognise(document, load_schemas())
    said = Judged(order.name, order.scan.dpi, order.scan.condition or "", "unrecognised", cpu=cpu)
    if found.schema is None or found.form is None:
        return said
    readings = (read_layout(document, found.schema, found.form),)
    verdict = judge_readings(found.form, readings, source=document)
    wrong = tuple(
        (path, str(rendered.truth.get(path)), str(field.value))
        for path, field in verdict.fields.items()
        if field.status == "confirmed" and field.value != rendered.truth.get(path)
    )
    return Judged(
        order.name,
        order.scan.dpi,
        order.scan.condition or "",
        verdict.status,
        len(verdict.fields),
        len(verdict.flagged),
        wrong,
        cpu,
        len(document.pages),
    )


def summary(judged: list[Judged]) -> Iterator[str]:
    """The table in lines of text: by density, then all together, then every wrong value that was accepted."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        groups["below 150 dpi" if each.dpi < 150 else "150 dpi and finer"].append(each)
        groups["all"].append(each)
    for name, members in sorted(groups.items()):
        accepted = [each for each in members if each.outcome == "accepted"]
        false = sum(bool(each.wrong) for each in accepted)
        low, high = wilson_interval(false, len(accepted))
        fields, flagged = sum(each.fields for each in members), sum(each.flagged for each in members)
        poor = sum(each.outcome == "poor_picture" for each in members)
        share = f"{len(accepted)} of {len(members) - poor} readable ({len(accepted) / max(1, len(members) - poor):.0%})"
        yield (
            f"{name}: {len(members)} reports, {poor} refused as too poor, accepted {share}; of them with a wrong value "
            f"{false} of {len(accepted)} ({low:.1%} to {high:.1%}); fields sent to review {flagged} of {fields} "
            f"({flagged / max(1, fields):.2%}); {sum(each.cpu for each in members):.0f} s CPU"
        )
    for each in judged:
        if each.outcome == "accepted" and each.wrong:
            yield f"WRONG {each.name}: {each.wrong[:5]}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scanned_reports")
    parser.add_argument("--split", choices=("tuning", "held_out"), default="held_out")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    kept: dict[str, Judged] = {}
    if chosen.keep is not None and chosen.keep.exists():
        for line in chosen.keep.read_text("utf-8").splitlines():
            entry = Judged(**json.loads(line))
            kept[entry.name] = entry
    judged = []
    for order, rendered in reports(chosen.split, chosen.count, chosen.start):
        found = kept.get(order.name) or judge(order, rendered)
        judged.append(found)
        if chosen.keep is not None and order.name not in kept:
            with chosen.keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps(vars(found)) + "\n")
    print("\n".join(summary(judged)))


if __name__ == "__main__":
    main()
