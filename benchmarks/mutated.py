"""A thousand spoiled files, each opened in the process that opens files: what becomes of them, and what it costs.

::

    python -m benchmarks.mutated [--files 1000] [--seed 0] [--memory 1024] [--cpu 10] [--wall 60] [--list]
                                [--record FILE]

Every file built to break openers comes first (:mod:`benchmarks.hostile`), then good files of every format spoiled in
every way (:mod:`benchmarks.mutations`), by turns. Each has to end as a document or as a DocumentError, within the
limits; anything else is listed and makes the exit code 1. ``--record`` keeps a line for every file opened; the same
command goes on from there after it was stopped. Memory is what the system reports for the process (Linux).
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from benchmarks.hostile import HOSTILE
from benchmarks.mutated_seeds import seeds
from benchmarks.mutations import MUTATIONS
from extractor.documents.limits import OpeningLimits
from extractor.documents.opening.guarded import OpenerPool
from extractor.errors import DocumentError

WRONG_NAME = "wrong extension"
_SUFFIXES = (".pdf", ".html", ".txt", ".md", ".csv", ".png", ".tiff", ".docx", ".xlsx", ".zip", "", ".PDF.exe")


@dataclass(frozen=True)
class Spoiled:
    """One file to be made. ``kind`` is the way it was spoiled, ``seed`` the good file it was."""

    kind: str
    seed: str
    number: int

    @property
    def name(self) -> str:
        """Its file name, which says how it was made."""
        if not self.kind:
            return self.seed
        stem, _, suffix = self.seed.rpartition(".")
        if self.kind == WRONG_NAME:
            suffix = Random(f"{self.seed}/{self.number}").choice(_SUFFIXES).lstrip(".")
        return f"{self.number:04} {self.kind}, {stem}.{suffix}"

    def content(self) -> bytes:
        """Its bytes: equal every time."""
        if not self.kind:
            return HOSTILE[self.seed]()
        rng = Random(f"{self.kind}/{self.seed}/{self.number}")
        good = seeds()[self.seed]
        return good if self.kind == WRONG_NAME else MUTATIONS[self.kind].spoil(good, rng) or b"\n"


@dataclass(frozen=True)
class Opened:
    """What became of a file: the name of its outcome, seconds on the clock, MiB that the worker held afterwards and at
    most so far, 0 where it is gone; MiB that this process held, and thousands of blocks of memory in use in it.
    """

    file: Spoiled
    outcome: str
    seconds: float
    worker_mib: float
    peak_mib: float
    said: str = ""
    parent_mib: float = 0.0
    parent_blocks: int = 0


def spoiled_files(count: int, seed: int = 0) -> tuple[Spoiled, ...]:
    """So many files: those built by hand, then every way of spoiling by turns, each with every good file by turns."""
    files = [Spoiled("", name, 0) for name in HOSTILE]
    ways = [(kind, fitting(kind)) for kind in (*MUTATIONS, WRONG_NAME)]
    number = 0
    while len(files) < count:
        for kind, good in ways:
            files.append(Spoiled(kind, good[(number + seed) % len(good)], number + seed * 10_000))
        number += 1
    return tuple(files[:count])


def fitting(kind: str) -> tuple[str, ...]:
    """The good files that can be spoiled in this way."""
    suffixes = MUTATIONS[kind].suffixes if kind in MUTATIONS else ()
    return tuple(name for name in seeds() if not suffixes or name.endswith(suffixes))


def write_files(files: tuple[Spoiled, ...], folder: Path) -> None:
    """Make the files, which takes far more memory than to open them."""
    for file in files:
        (folder / file.name).write_bytes(file.content())


def open_all(files: tuple[Spoiled, ...], folder: Path, opener: OpenerPool, limits: OpeningLimits) -> Iterator[Opened]:
    """Open one file after the other."""
    for file in files:
        begun, said = time.monotonic(), ""
        try:
            outcome = f"document ({opener.open(folder / file.name, limits).method})"
        except DocumentError as error:
            outcome, said = error.kind, str(error)
        except Exception as error:
            outcome, said = f"!! {type(error).__name__}", f"{error}: {error.__cause__}"
        seconds = time.monotonic() - begun
        held = max((resident_mib(pid) for pid in opener.pids()), default=0.0)
        peak = max((resident_mib(pid, "VmHWM") for pid in opener.pids()), default=0.0)
        yield Opened(file, outcome, seconds, held, peak, said, resident_mib(), sys.getallocatedblocks() // 1000)


def resident_mib(pid: int | str = "self", what: str = "VmRSS") -> float:
    """MiB of memory a process holds, or held at most (``VmHWM``); 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)


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
