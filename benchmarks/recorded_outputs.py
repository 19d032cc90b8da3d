"""Routing measured on genuine mistakes: what six extraction systems made of the same 50 hard documents.

::

    python -m benchmarks.recorded_outputs [--json] [FOLDER]

FOLDER holds ``labels/`` (checked by hand) and ``results/SYSTEM/``; without it, ``recorded_outputs`` of the folder of
public documents beside the checkout. For every pair and every triple of systems: how many of the numbers in the labels
they differ on (those would be routed to review), and how many they all read alike and wrong (those would pass). The
systems' records are matched to each other without a look at the labels; labels come last, to count.

Agreement alone is measured. The documents are not part of the recordings, so places cannot be checked, and their
schemas carry no rules.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import combinations
from pathlib import Path

from specimens.agreement_tally import FOLDER, AgreementTally, measure

SYSTEMS = ("claude", "docupipe_high", "docupipe_standard", "extend", "gemini", "gpt")


def every_group(folder: Path) -> Iterator[AgreementTally]:
    """Every pair, then every triple."""
    for size in (2, 3):
        for systems in combinations(SYSTEMS, size):
            yield measure(folder, systems)


def show(tallies: Sequence[AgreementTally]) -> Iterator[str]:
    """The table, a line a group."""
    yield f"{'systems':<46} numbers routed  share left (wrong + missed) unlabelled doubtful"
    for tally in tallies:
        share = f"{tally.routed / tally.fields:.2%}"
        left = f"{tally.left:>4} ({tally.wrong} + {tally.missed})".ljust(21)
        yield (
            f"{' + '.join(tally.systems):<46} {tally.fields:>7,} {tally.routed:>6} {share:>6} {left} "
            f"{tally.unlabelled:>10} {tally.doubtful:>8}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Routing by agreement, on recorded outputs of extraction systems.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--json", action="store_true", help="write JSON")
    arguments = parser.parse_args()
    tallies = list(every_group(arguments.folder))
    if arguments.json:
        print(json.dumps([asdict(tally) | {"left": tally.left} for tally in tallies], indent=1))
    else:
        print("\n".join(show(tallies)))


if __name__ == "__main__":
    main()
