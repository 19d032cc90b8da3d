"""One step of the benchmark of many documents, in a process of its own: what it took, printed as JSON.

``python -m benchmarks.bulk_measured run|export …``; :mod:`benchmarks.bulk` starts it.
"""

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

SAMPLED = 0.2
"""Seconds between two looks at memory and processes."""
_TICKS = os.sysconf("SC_CLK_TCK")


class Took(BaseModel):
    """What a step took: seconds by the clock, of processor in the process itself and in all it started, and the largest
    memory (MiB) of the process itself: in all, before half of the documents were done, and after.
    """

    model_config = ConfigDict(frozen=True)

    documents: int
    wall: float
    own: float
    others: float
    peak: float
    first: float
    second: float
    counts: dict[str, int] = {}

    @property
    def each(self) -> float:
        """Milliseconds of processor a document, all in."""
        return 1000 * (self.own + self.others) / max(self.documents, 1)

    @property
    def own_each(self) -> float:
        """Milliseconds of it in the process that was started."""
        return 1000 * self.own / max(self.documents, 1)

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.wall


class Watch:
    """Looks at this process and those below it until it is closed. ``done``: counts documents."""

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._done = 0
        self._halves = [0.0, 0.0]
        self._spent: dict[int, float] = {}
        self._over = threading.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def done(self, number: int = 1) -> None:
        """So many documents more."""
        self._done += number

    def close(self, counts: dict[str, int]) -> Took:
        """What it came to."""
        wall = time.monotonic() - self._began
        self._over.set()
        self._thread.join()
        own = resource.getrusage(resource.RUSAGE_SELF)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return Took(
            documents=self._documents,
            wall=wall,
            own=own.ru_utime + own.ru_stime,
            others=max(sum(self._spent.values()), ended.ru_utime + ended.ru_stime),
            peak=own.ru_maxrss / 1024,
            first=self._halves[0],
            second=self._halves[1],
            counts=counts,
        )

    def _look(self) -> None:
        over = False
        while not over:
            over = self._over.wait(SAMPLED)
            half = 2 * self._done >= self._documents
            self._halves[half] = max(self._halves[half], _memory())
            for process in _below(os.getpid()):
                self._spent[process] = max(self._spent.get(process, 0.0), _spent(process))


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _spent(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _below(parent: int) -> Iterator[int]:
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found = [int(each) for each in listed.read_text().split()]
        except OSError:
            continue
        for each in found:
            yield each
            yield from _below(each)


def run(folder: str, store: str, documents: str, jobs: str) -> Took:
    """One run with the layout reader."""
    from extractor.run.engine import run_documents
    from extractor.run.progress import Silence
    from extractor.run.settings import RunSettings
    from extractor.run.summary import FileEntry
    from extractor.store import Store

    watch = Watch(int(documents))

    class Counting(Silence):
        """Counts what is done."""

        def begin(self, total: int, done_before: int) -> None:
            """What was done before."""
            watch.done(done_before)

        def advance(self, entry: FileEntry) -> None:
            """One more."""
            watch.done()

    with Store(store) as opened:
        summary = run_documents(
            [Path(folder)], RunSettings(store=store, readers=("layout",), jobs=int(jobs)), opened, Counting()
        )
    return watch.close(dict(summary.counts))


def export(store: str, target: str, documents: str) -> Took:
    """One export of everything there is."""
    from extractor.cli.exporting import export_store

    watch = Watch(int(documents))
    export_store(store, target, None, "review", None)
    return watch.close({})


_STEPS: dict[str, Callable[..., Took]] = {"run": run, "export": export}


def main() -> None:
    """Do one step and print what it took."""
    name, *given = sys.argv[1:]
    took = _STEPS[name](*given)
    print(json.dumps(took.model_dump()))


if __name__ == "__main__":
    main()
