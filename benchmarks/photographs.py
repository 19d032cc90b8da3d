"""Real paper, held out: how much of it is read, how much silently wrong or lost, which way up it lies, what it costs.

::

    python -m benchmarks.photographs pages [--kinds A,B] [--count N] [--start N] [--split held_out] [--show] [--alone]
    python -m benchmarks.photographs orientation [--count N] [--start N] [--keep FILE] [--peer]
    python -m benchmarks.photographs reports [--count N] [--start N] [--keep FILE]

``pages``: pictures drawn by a seed, every kind by turns, read in a process of its own beside plain rapidocr, and beside
tesseract where that is installed. ``orientation``: that step alone, four ways a picture, with ``--peer`` its cost
beside plain rapidocr. ``reports``: whole reports in looks that the renderer of the package does not have, by the layout
reader alone. ``--keep``: a run can be stopped, and goes on where it was. ``--show`` lists what is not right, for the
split ``tuning`` only; ``--alone`` asks no other reader.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.kept_judgements import judged_reports, report_line
from benchmarks.paper_measured import MeasuredPictures, measured
from benchmarks.paper_turns import turn_lines, turned_sample
from extractor.evaluate.interval import Rate
from specimens.judged_scan import Judged
from specimens.real_paper.looked_reports import looked_reports
from specimens.real_paper.paper_kinds import KINDS
from specimens.real_paper.paper_sample import KIND_NAMES, paper_sample
from specimens.real_paper.paper_scores import PaperScore
from specimens.scanned_pages import Split


def pages(split: Split, kinds: Sequence[str], count: int, start: int, show: bool, alone: bool) -> Iterator[str]:
    """The table of pages, a line a kind, and what they cost."""
    found = measured(paper_sample(split, count, start, kinds), show=show and split == "tuning", alone=alone)
    for kind in kinds:
        if kind in found.scores:
            yield f"{kind}: {score_line(found.scores[kind])}"
            yield f"    {peer_line(found, (kind,))}"
    yield f"all: {score_line(sum(found.scores.values(), PaperScore()))}"
    yield f"    {peer_line(found, kinds)}"
    refused = Counter(found.refusals)
    yield f"refused: {', '.join(f'{why} {number}' for why, number in refused.most_common()) or 'none'}"
    yield from found.costs
    yield from found.shown


def score_line(score: PaperScore) -> str:
    """What became of the numbers of some pictures."""
    return (
        f"pages opened {Rate.of(score.opened, score.pages)}; "
        f"digits right {Rate.of(score.digits_right, score.digits)}; "
        f"digits wrong without doubt {Rate.of(min(score.digits_wrong, score.digits), score.digits)}; "
        f"numbers right {Rate.of(score.right, score.numbers)}, "
        f"wrong and in doubt {score.doubted}, wrong without doubt {score.wrong}, "
        f"not read and told {score.told}; lost without a trace {Rate.of(score.lost, score.numbers)}"
        + (f"; under ink of others {score.touched}, {score.touched_wrong} wrong without doubt" if score.touched else "")
    )


def peer_line(found: MeasuredPictures, kinds: Sequence[str]) -> str:
    """The numbers among the words, wherever they stand, beside other readers."""
    ours = sum((found.scores[kind] for kind in kinds if kind in found.scores), PaperScore())
    peers = [f"{name} {Rate.of(sum(seen[kind] for kind in kinds), ours.printed)}" for name, seen in found.peers.items()]
    return "; ".join((f"numbers among the words: {Rate.of(ours.among, ours.printed)}", *peers))


def reports(split: Split, count: int, start: int, keep: Path | None) -> Iterator[str]:
    """Whole reports: accepted, wrong among them, fields to a person; by look and by density."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for report, judged in judged_reports(looked_reports(split, count, start), keep):
        groups[f"look {report.look.name}"].append(judged)
        groups[f"{report.order.scan.dpi} dpi"].append(judged)
        groups["all"].append(judged)
    for group, members in sorted(groups.items()):
        yield f"{group}: {report_line(members)}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.photographs")
    parser.add_argument("what", choices=("pages", "orientation", "reports"))
    parser.add_argument("--split", choices=("tuning", "held_out"), default="held_out")
    parser.add_argument("--kinds", default=";".join(kind.name for kind in KINDS), help="names, parted by semicolons")
    parser.add_argument("--count", type=int, default=len(KINDS))
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a line of JSON a report or picture, to go on with a run")
    parser.add_argument("--peer", action="store_true", help="orientation: what plain rapidocr takes for each picture")
    parser.add_argument("--show", action="store_true", help="numbers that are not right, of the split tuning")
    parser.add_argument("--alone", action="store_true", help="ask no other reader")
    chosen = parser.parse_args()
    kinds = [name for name in KIND_NAMES if name in chosen.kinds.split(";")]
    lines = {
        "pages": lambda: pages(chosen.split, kinds, chosen.count, chosen.start, chosen.show, chosen.alone),
        "orientation": lambda: turn_lines(
            [*turned_sample(chosen.split, chosen.count, chosen.start, chosen.keep, chosen.peer)]
        ),
        "reports": lambda: reports(chosen.split, chosen.count, chosen.start, chosen.keep),
    }
    for line in lines[chosen.what]():
        print(line, flush=True)


if __name__ == "__main__":
    main()
