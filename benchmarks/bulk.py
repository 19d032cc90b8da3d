"""What a run over many small texts takes: processor, memory, the store, going on, and exports.

::

    python -m benchmarks.bulk [--documents 10000] [--years 1] [--jobs 2] [--keep FOLDER]

The layout reader reads texts that are all different (:mod:`benchmarks.bulk_texts`). Every step is a process of its own:

* the run in so many processes, and a run of a tenth of the documents in one, beside a loop that only counts, in as
  many processes and in one, before and after them: what the loop gets of the second processor is what can be had;
* the same run once more, when everything is done;
* exports of everything to xlsx, csv and jsonl;
* every step of a document, and scripts as somebody writes them by hand for these very files, with lxml and pdfplumber
  where they are pages and PDF (:mod:`benchmarks.bulk_by_hand`).

Printed are milliseconds of processor a document in the process that was started and all in, its memory (the largest of
the second half of the documents beside that of the first), and the size of the store beside that of the texts.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bulk_by_hand import figures as by_hand
from benchmarks.bulk_measured import Took
from benchmarks.bulk_texts import write_texts

_SECONDS = 4.0
"""How long a loop counts."""
_LOOP = """
import time
begin = time.monotonic()
count = 0
while time.monotonic() - begin < {seconds}:
    for _ in range(20000):
        pass
    count += 1
print(count)
"""
_HAND, _ROUNDS = 100, 2
"""Documents for the scripts written by hand, and rounds of which the fastest counts."""


def step(name: str, *given: object) -> Took:
    """Do one step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bulk_measured", name, *map(str, given)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return Took.model_validate(json.loads(done.stdout.splitlines()[-1]))


def loops(number: int) -> int:
    """How far so many loops come together in the same time."""
    command = [sys.executable, "-c", _LOOP.format(seconds=_SECONDS)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(number)]
    return sum(int(each.communicate()[0]) for each in started)


def size_of(store: Path) -> int:
    """Bytes of a store and of what lies beside it."""
    return sum(each.stat().st_size for each in store.parent.glob(f"{store.name}*"))


def _line(name: str, took: Took, more: str = "") -> str:
    halves = f"{took.first:6.0f} {took.second:6.0f} {took.second / took.first:6.3f}" if took.first else ""
    return (
        f"{name:22} {took.documents:7} {took.wall:8.1f} {took.rate:8.1f} {took.each:8.2f} {took.own_each:8.2f} "
        f"{took.peak:7.0f} {halves:20} {more}"
    )


def figures(place: Path, documents: int, years: int, jobs: int) -> Iterator[str]:
    """The lines to print, as they are measured."""
    texts, fewer, store = place / "texts", place / "fewer", place / "store.sqlite"
    begin = time.monotonic()
    bytes_of_texts = write_texts(texts, documents, years)
    less = max(documents // 10, 40)
    write_texts(fewer, less, years)
    yield f"{documents} texts, {bytes_of_texts / documents:.0f} bytes each, made in {time.monotonic() - begin:.0f} s"
    yield (
        f"{'step':22} {'texts':>7} {'s':>8} {'texts/s':>8} {'ms all':>8} {'ms here':>8} {'peak MiB':>7} "
        f"{'halves, MiB, ratio':20}"
    )
    alone, together = loops(1), loops(jobs)
    one = step("run", fewer, place / "fewer.sqlite", less, 1)
    yield _line("one process", one, str(one.counts))
    run = step("run", texts, store, documents, jobs)
    yield _line(f"{jobs} processes", run, str(run.counts))
    alone, together = alone + loops(1), together + loops(jobs)
    yield _line("the same again", step("run", texts, store, documents, jobs))
    for kind in ("xlsx", "csv", "jsonl"):
        target = place / f"records.{kind}"
        took = step("export", store, target, documents)
        yield _line(kind, took, f"{target.stat().st_size / 2**20:.1f} MiB")
    size = size_of(store)
    times = size / bytes_of_texts
    yield f"store: {size / 2**20:.1f} MiB, {size / documents / 1024:.1f} KiB a text, {times:.2f} x the texts"
    had, can = run.rate / one.rate, together / alone
    yield from by_hand(_HAND, _ROUNDS)
    yield f"{jobs} processes: {had:.2f} x one; loops that only count: {can:.2f} x; share {had / can:.2f}"


@contextmanager
def _place(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--years", type=int, default=1, help="reports of each body, one a year (default: 1)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--keep", type=Path, help="a folder to be made for texts, store and exports")
    given = parser.parse_args()
    with _place(given.keep) as place:
        for line in figures(place, given.documents, given.years, given.jobs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
