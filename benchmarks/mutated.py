"""A thousand spoiled files, each opened in the process that opens files: what becomes of them, and what it costs.

::

    python -m benchmarks.mutated [--files 1000] [--seed 0] [--memory 1024] [--cpu 10] [--wall 60] [--list]
                                [--record FILE]

Every file built to break openers comes first (:mod:`specimens.hostile`), then good files of every format spoiled in
every way (:mod:`specimens.mutations`), by turns. Each has to end as a document or as a DocumentError, within the
limits; anything else is listed and makes the exit code 1. ``--record`` keeps a line for every file opened; the same
command goes on from there after it was stopped. Memory is what the system reports for the process (Linux).
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path

from extractor.documents.limits import OpeningLimits
from extractor.documents.opening.guarded import OpenerPool
from specimens.spoiled import Opened, Spoiled, open_all, spoiled_files, write_files


def recorded(record: Path | None) -> list[Opened]:
    """What an earlier run of the same files left."""
    lines = record.read_text().splitlines() if record is not None and record.exists() else []
    kept = (json.loads(line) for line in lines)
    return [Opened(**{**each, "file": Spoiled(**each["file"])}) for each in kept]


def run(files: tuple[Spoiled, ...], limits: OpeningLimits, record: Path | None, listed: bool) -> int:
    """Make the files that are not recorded yet and open them, tell of all, and give the exit code."""
    opened = [each for each in recorded(record) if each.file in files]
    done = {each.file for each in opened}
    left = tuple(file for file in files if file not in done)
    opener = OpenerPool(most=1)
    with tempfile.TemporaryDirectory() as place:
        maker = multiprocessing.get_context("spawn").Process(target=write_files, args=(left, Path(place)))
        maker.start()
        maker.join()
        for each in open_all(left, Path(place), opener, limits):
            opened.append(each)
            if record is not None:
                with record.open("a") as lines:
                    lines.write(json.dumps(asdict(each)) + "\n")
            if listed:
                said = each.said or each.file.name
                print(f"{each.seconds:7.2f} s {each.worker_mib:6.0f} MiB  {each.outcome:22} {said}", flush=True)
        opener.close()
    tell(opened, opener.started)
    return int(any(each.outcome.startswith("!!") for each in opened))


def main(arguments: list[str]) -> int:
    """Make, open, tell."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutated")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--memory", type=int, default=1024, help="MiB a file may take")
    parser.add_argument("--cpu", type=int, default=10, help="seconds of processor time a page may take")
    parser.add_argument("--wall", type=float, default=60, help="seconds a page may take")
    parser.add_argument("--list", action="store_true", help="tell what became of every file")
    parser.add_argument("--record", type=Path, help="keep what became of every file here, and go on from it")
    given = parser.parse_args(arguments)
    limits = OpeningLimits(memory_mib=given.memory, cpu_seconds=given.cpu, wall_seconds=given.wall)
    return run(spoiled_files(given.files, given.seed), limits, given.record, given.list)


def tell(opened: list[Opened], started: int) -> None:
    """The table of outcomes by kind, then what it cost."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    for each in opened:
        kind = each.file.kind or "built by hand"
        kinds[kind][each.outcome] += 1
        slowest[kind] = max(slowest[kind], each.seconds)
    print(f"{'how it was spoiled':28} {'files':>5} {'slowest':>8}  outcomes")
    for kind, outcomes in kinds.items():
        listed = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common())
        print(f"{kind:28} {outcomes.total():5} {slowest[kind]:6.1f} s  {listed}")
    total = Counter(each.outcome for each in opened)
    print(f"\n{len(opened)} files: {', '.join(f'{number} {outcome}' for outcome, number in total.most_common())}")
    worst = max(opened, key=lambda each: each.seconds)
    print(f"slowest: {worst.seconds:.1f} s, {worst.file.name} ({worst.outcome})")
    held, peak = max(each.worker_mib for each in opened), max(each.peak_mib for each in opened)
    print(f"{started} processes were started by this run; the most that one held after a file: {held:.0f} MiB, during")
    print(f"one and not stopped for it: {peak:.0f} MiB")
    parent = [each.parent_mib for each in opened]
    tenths = [f"{parent[(len(parent) - 1) * tenth // 10]:.0f}" for tenth in range(11)]
    print(f"this process held, after each tenth of the files, {', '.join(tenths)} MiB")
    blocks = [each.parent_blocks for each in opened]
    tenths = [f"{blocks[(len(blocks) - 1) * tenth // 10]}" for tenth in range(11)]
    print(f"in {', '.join(tenths)} thousand blocks in use: what lies between them is kept for the next large document")
    for each in opened:
        if each.outcome.startswith("!!"):
            print(f"NOT A TYPED OUTCOME: {each.file.name}: {each.outcome} {each.said}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
