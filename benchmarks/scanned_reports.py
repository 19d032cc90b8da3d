"""Whole reports as scans through the whole pipeline: accepted, wrong, sent to a person.

::

    python -m benchmarks.scanned_reports [--split held_out] [--count N] [--start N] [--keep FILE]

Every report is rendered, read by the layout reader alone, verified and judged. One line of JSON a report goes to FILE;
reports that stand there are not read again, so that a long run can be stopped and goes on.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from extractor.evaluate.interval import wilson_interval
from extractor.evaluate.render.document import Rendered
from specimens.judged_scan import Judged, judge
from specimens.scanned_pages import ScannedDocument, Split, sample


def reports(split: Split, count: int, start: int = 0) -> Iterator[tuple[ScannedDocument, Rendered]]:
    """Reports ``start`` to ``start + count`` of the endless sample, whole ones with all their tables."""
    orders = (order for order in sample(split, 10 * (start + count)) if order.schema != "invented")
    for number, order in enumerate(orders):
        if start <= number < start + count:
            yield order, order.case().rendered


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
