"""A run that is killed again and again, and what is left of it: ``python -m benchmarks.chaos``.

::

    python -m benchmarks.chaos [--documents 500] [--kills 100] [--jobs 8] [--seed 11] [--pause 0.3] [--store PLACE]
    python -m benchmarks.chaos --engine ray --store postgresql://… [--nodes 3] […]

Small reports of two years of each body are read with the layout reader and a model on loopback, once undisturbed and
once by runs that are killed with SIGKILL at random moments: the whole tree of processes, one of those that read or open
files while the run goes on, or the process that writes alone. Each time the same run is started again, and the last one
is left alone. Then every document has to be there once, every record has to be the one of the undisturbed run, with
every finding, and no call that was finished may have been paid for twice; calls that were under way when everything was
killed may be repeated, which are as many as documents at the same time at most. Exit code 1 where anything is not so.
With Ray it is one run, on PostgreSQL, and machines of its cluster are killed (benchmarks/chaos_cluster.py).
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Literal, TypeAlias

import sqlalchemy as sa

from benchmarks.counting_model import counting_server, write_reports
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.run.summary import FileEntry
from extractor.store import Store
from extractor.store.database import store_url

Killed: TypeAlias = Literal["tree", "worker", "writer", "machine"]
KINDS: tuple[Killed, ...] = ("tree", "worker", "writer")
_SEED = 11
_COST = ("usage", "calls", "tokens_in", "tokens_out", "cost", "currency", "batched")
"""What an answer took is told by whoever asked for it; who takes it from the ledger paid nothing."""


@dataclass
class Chaos:
    """What was done to the runs, and what was found then. ``open``: calls that were under way at kills, by the ledger;
    ``repeated``: answers that the server gave once more than needed; ``paid_twice``: those of them that were finished.
    """

    documents: int
    kills: Counter[Killed] = field(default_factory=Counter)
    runs: int = 0
    seconds: float = 0.0
    answered: int = 0
    repeated: int = 0
    open: int = 0
    paid_twice: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def broken(self, jobs: int) -> list[str]:
        """What is not as it has to be."""
        most = jobs * (self.kills["tree"] + self.kills["writer"] + self.kills["machine"])
        found = {
            "documents are lost": len(self.lost),
            "documents are there twice": len(self.doubled),
            "records differ from the undisturbed run's": len(self.differing),
            "finished calls were paid twice": self.paid_twice,
            f"calls were repeated beyond {most}": max(0, self.repeated - most),
        }
        return [f"{count} {what}" for what, count in found.items() if count]

    def __str__(self) -> str:
        kills = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items()))
        return (
            f"{self.documents} documents, {self.kills.total()} kills ({kills}), {self.runs} runs, "
            f"{self.seconds:.0f} s\n"
            f"lost {len(self.lost)}, twice {len(self.doubled)}, differing {len(self.differing)}\n"
            f"answers {self.answered}, repeated {self.repeated}, under way at kills {self.open}, "
            f"finished and paid twice {self.paid_twice}"
        )


class _Aloud(Silence):
    """Says every document that is stored."""

    def advance(self, entry: FileEntry) -> None:
        """A document is done and stored."""
        print(entry.document, flush=True)


class _DisturbedRun:
    """A run in a process of its own. ``stored``: how many documents it said are stored."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.stored = 0
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def kill(self, kind: Killed, chance: random.Random) -> bool:
        """Kill what is to be killed; whether there was anything."""
        below = list(_below(self._process.pid))
        if self.over or (kind == "worker" and not below):
            return False
        if kind == "worker":
            _end(chance.choice(below))
            return True
        _end(self._process.pid)
        for each in below if kind == "tree" else ():
            _end(each)
        self.wait()
        return True

    def wait(self) -> None:
        """Wait for its end."""
        self._process.wait()
        self._listener.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as said:
            for _ in said:
                self.stored += 1


def chaos(
    folder: Path, documents: int, kills: int, jobs: int, seed: int = _SEED, pause: float = 0.3, place: str = ""
) -> Chaos:
    """Make reports in a folder, read them undisturbed and disturbed, and compare."""
    truths, found, chance = write_reports(folder / "reports", documents), Chaos(documents), random.Random(seed)
    place = place or str(folder / "disturbed.sqlite")
    with counting_server(truths, pause) as (address, model):
        settings = RunSettings(endpoint=EndpointSettings(base_url=address, model="loopback"), jobs=jobs)
        with Store(str(folder / "undisturbed.sqlite")) as store:
            run_documents([folder / "reports"], settings, store)
            expected = records_of(store)
        model.counts.clear()
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "benchmarks.chaos",
            "--run",
            str(folder / "reports"),
            place,
            address,
            str(jobs),
        ]
        _disturb(found, command, place, kills, chance)
        found.seconds = time.monotonic() - began
        found.answered, found.repeated = model.counts.total(), model.repeated
        compare(found, place, expected)
    return found


def _disturb(found: Chaos, command: list[str], place: str, kills: int, chance: random.Random) -> None:
    """Start the run again and again until so many kills are done, and then once more for good."""
    left, stored = kills, 0
    while left:
        run = _DisturbedRun(command)
        found.runs += 1
        while left and not run.over:
            kind = chance.choice(KINDS)
            share = max(0, found.documents - stored - run.stored) / left
            _until(run, run.stored + chance.uniform(0, 1) * share, chance)
            if not run.kill(kind, chance):
                continue
            left -= 1
            found.kills[kind] += 1
            if kind != "worker":
                found.open += open_calls(place)
                break
        run.wait()
        stored += run.stored
        if _is_finished(place, found.documents):
            break
    found.runs += 1
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def _until(run: _DisturbedRun, goal: float, chance: random.Random) -> None:
    """Wait until so many documents are stored, now and then only for a moment, and a moment longer."""
    end = time.monotonic() + (chance.uniform(0, 4) if chance.random() < 0.2 else 120)
    while run.stored < goal and not run.over and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(chance.uniform(0, 0.3))


def open_calls(place: str) -> int:
    """Calls that a kill has left open and that are not counted yet: they are given up."""
    engine = sa.create_engine(store_url(place))
    count = 0
    with suppress(sa.exc.OperationalError), engine.begin() as connection:
        given_up = "UPDATE calls SET asker = 'killed' WHERE state = 'sent' AND asker != 'killed'"
        count = connection.exec_driver_sql(given_up).rowcount
    engine.dispose()
    return count


def _is_finished(place: str, documents: int) -> bool:
    with suppress(Exception), Store(place, create=False) as store:
        return sum(store.overview().statuses.values()) >= documents
    return False


def compare(found: Chaos, place: str, expected: Mapping[str, object]) -> None:
    """Find out what the disturbed runs left, beside what an undisturbed one does."""
    with Store(place) as store:
        names = Counter(result.document for result in store.results())
        records = records_of(store)
    found.lost = sorted(set(expected) - set(names))
    found.doubled = sorted(name for name, count in names.items() if count > 1)
    found.differing = sorted(name for name, record in records.items() if record != expected.get(name))
    engine = sa.create_engine(store_url(place))
    with engine.connect() as connection:
        again = (
            "SELECT count(*) FROM calls a JOIN calls b ON a.key = b.key AND a.id < b.id "
            "WHERE a.key != '' AND a.state IN ('done', 'refuted') AND a.key IN "
            "(SELECT key FROM calls WHERE key != '' GROUP BY key HAVING count(*) > 1)"
        )
        by_ledger = connection.exec_driver_sql(again).scalar_one()
    engine.dispose()
    found.paid_twice = max(by_ledger, found.repeated - found.open, 0)


def records_of(store: Store) -> Mapping[str, object]:
    """Every result with its readings and flags, by name, without what its answers took."""
    return {
        result.document: _without_cost(
            [
                result.model_dump(mode="json"),
                [each.model_dump(mode="json") for each in store.readings(result.sha256, result.schema_name or "")],
                [each.model_dump(mode="json") for each in store.open_flags(result.sha256)],
            ]
        )
        for result in store.results()
    }


def _without_cost(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_cost(each) for name, each in value.items() if name not in _COST}
    return [_without_cost(each) for each in value] if isinstance(value, list) else value


def _below(parent: int) -> Iterator[int]:
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, listed.read_text().split()):
                yield child
                yield from _below(child)


def _end(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def run_once(reports: str, place: str, address: str, jobs: str) -> int:
    """The run that is killed."""
    settings = RunSettings(endpoint=EndpointSettings(base_url=address, model="loopback"), jobs=int(jobs))
    with Store(place) as store:
        return run_documents([Path(reports)], settings, store, _Aloud()).exit_code


def main() -> int:
    """Make chaos and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--pause", type=float, default=0.3, help="seconds of an answer, about")
    parser.add_argument("--store", default="", help="where the disturbed runs store; an empty database")
    parser.add_argument("--engine", choices=("local", "ray"), default="local")
    parser.add_argument("--nodes", type=int, default=3, help="machines of the cluster, with one processor each")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine == "ray" and not given.store:
        parser.error("--engine ray: the machines share a store at a server, --store postgresql://…")
    os.environ.pop("EXTRACTOR_API_KEY", None)
    if given.run:
        return run_once(*given.run)
    with tempfile.TemporaryDirectory() as folder:
        size = (Path(folder), given.documents, given.kills, given.jobs)
        rest = (given.seed, given.pause, given.store)
        if given.engine == "ray":
            from benchmarks.chaos_cluster import chaos_on_ray

            found = chaos_on_ray(*size, given.nodes, *rest)
        else:
            found = chaos(*size, *rest)
    print(found)
    broken = found.broken(given.jobs)
    for each in broken:
        print(each)
    if found.differing or found.lost:
        print(json.dumps({"lost": found.lost[:5], "differing": found.differing[:5]}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
