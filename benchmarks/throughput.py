"""How many requests a second the client of the model gets through, beside instructor with ``asyncio.gather``.

``python -m benchmarks.throughput`` starts a server on loopback, in a process of its own, that answers after 2 to 5
seconds, and asks it

* with prepared requests, 256 in flight: a bare loop on aiohttp that sends bytes and throws answers away, which is what
  this machine and this server can do at all; this client; instructor on the client library as it comes;
* with whole documents, 64 in flight: a run from files to verdicts.

Every way is given the same pauses in the same order. Printed are

* the wall time and its share of the ideal: the time that these pauses take one after the other at as many places as are
  in flight, where nothing else takes any time. Beside it the share of the pauses spread evenly over the places, which
  is what long runs come to: 64 answers of 2 to 5 seconds take 2.8 seconds longer to end than they would if all ended
  at once, 3 % of a run of 24 rounds and 20 % of one of 4. And the share of the ideal from the first answer on: loading
  libraries and starting processes takes as long for few answers as for many;
* the processor time of a call in the process that asks, in the processes that read for it, and in the server;
* the largest memory of the first half of the calls and of the second, all processes but the server together.

Machines that are busy with something else make the shares worse and leave the processor times nearly as they are.
"""

import argparse
import asyncio
import json
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.slow_endpoint import MODEL, Waited, serving, waited
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.answer import ids_answer
from extractor.readers.llm.client import Client
from extractor.readers.llm.deadline import Deadline
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.run.summary import FileEntry
from extractor.store import Store

SHORTEST, LONGEST = 2.0, 5.0
IN_FLIGHT, DOCUMENTS_IN_FLIGHT = 256, 64
ROUNDS = 24
_PATIENCE = 600.0
"""Seconds for a connection and an answer: as it comes, the client library gives up on a busy machine."""
_SAMPLED = 0.5
"""Seconds between two looks at the memory."""
_ANSWER = ids_answer(12, 7, ["A1", "B1", "C1", "D1", "E1", "F1", "G1"], nullable=True)
_ROW = ": A1=1 | B1=2 | C1=3 | D1=4 | E1=5 | F1=6 | G1=21"
_MESSAGES = [
    {"role": "system", "content": "Answer with the ids of the cells, one array for each row. " * 20},
    {"role": "user", "content": "<rows>\n" + "\n".join(f"{row}. label {row}{_ROW}" for row in range(12)) + "\n</rows>"},
]
Done: TypeAlias = Callable[[], None]
"""To be called after each answer."""


@dataclass(frozen=True)
class Figures:
    """One way to ask, measured."""

    name: str
    wide: int
    wall: float
    waited: Waited
    asking: float
    reading: float
    memory: tuple[float, float]
    first: float

    def __str__(self) -> str:
        calls = self.waited.answers
        ideal, spread = self.waited.ideal(self.wide) / self.wall, self.waited.spread(self.wide) / self.wall
        asking, reading, serving = (1000 * each / calls for each in (self.asking, self.reading, self.waited.processor))
        first, second = self.memory
        return (
            f"{self.name:22} {self.wide:3} in flight {calls:5} calls {self.wall:6.1f} s  {ideal:.3f} of the ideal "
            f"({self.from_first:.3f} from the first answer, after {self.first:.1f} s; {spread:.3f} spread)  "
            f"ms of processor a call: {asking:.2f}, readers {reading:.2f}, server {serving:.2f}"
            f"  memory {first:.0f} MiB, then {second:.0f} ({second / first:.3f})"
        )

    @property
    def from_first(self) -> float:
        """The share of the ideal without the start: processes and libraries are loaded once, however long a run is."""
        soonest = min(self.waited.pauses[: self.wide])
        return (self.waited.ideal(self.wide) - soonest) / (self.wall - self.first)


class Memory:
    """The largest memory of this process and all below it, by halves of the calls."""

    def __init__(self, calls: int, besides: frozenset[int]) -> None:
        self._half = calls // 2
        self._besides = besides
        self._done = 0
        self._over = threading.Event()
        self._begin = time.monotonic()
        self.first = 0.0
        """Seconds to the first answer."""
        self.largest = [0.0, 0.0]
        threading.Thread(target=self._look, daemon=True).start()

    def done(self) -> None:
        """One call more."""
        self.first = self.first or time.monotonic() - self._begin
        self._done += 1

    def close(self) -> tuple[float, float]:
        """Both halves, in MiB."""
        self._over.set()
        return self.largest[0], self.largest[1]

    def _look(self) -> None:
        while not self._over.wait(_SAMPLED):
            now, half = (
                sum(map(_memory_of, {os.getpid(), *_below(os.getpid())} - self._besides)),
                self._done >= self._half,
            )
            self.largest[half] = max(self.largest[half], now)


def _memory_of(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return 0.0


def _below(parent: int) -> frozenset[int]:
    found: set[int] = set()
    for listed in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found |= {int(each) for each in listed.read_text().split()}
        except OSError:
            continue
    return frozenset(found).union(*map(_below, found))


def measured(name: str, address: str, wide: int, calls: int, work: Callable[[Done], object]) -> Figures:
    """Do it and say what it took."""
    waited(address)
    memory, before = Memory(calls, _below(os.getpid())), _processor(resource.RUSAGE_CHILDREN)
    processor, wall = time.process_time(), time.monotonic()
    work(memory.done)
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    reading = _processor(resource.RUSAGE_CHILDREN) - before
    return Figures(name, wide, wall, waited(address), processor, reading, memory.close(), memory.first)


def _processor(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


async def _through(wide: int, calls: int, ask: Callable[[], Coroutine[Any, Any, object]], done: Done) -> None:
    """So many calls, so many of them in flight at any time."""
    turn = asyncio.Semaphore(wide)

    async def one() -> None:
        async with turn:
            await ask()
            done()

    await asyncio.gather(*(one() for _ in range(calls)))


def bare(address: str, wide: int, calls: int) -> Figures:
    """Prepared bytes by aiohttp alone."""
    import aiohttp

    asked = {"type": "json_schema", "json_schema": {"name": "Cells", "schema": _ANSWER.model_json_schema()}}
    body = json.dumps({"model": MODEL, "messages": _MESSAGES, "response_format": asked}).encode()

    async def work(done: Done) -> None:
        connections = aiohttp.TCPConnector(limit=wide)
        async with aiohttp.ClientSession(connector=connections, timeout=aiohttp.ClientTimeout(_PATIENCE)) as session:

            async def ask() -> bytes:
                async with session.post(f"{address}/chat/completions", data=body) as answer:
                    return await answer.read()

            await _through(wide, calls, ask, done)

    return measured("aiohttp alone", address, wide, calls, lambda done: asyncio.run(work(done)))


def with_client(address: str, wide: int, calls: int) -> Figures:
    """Prepared requests by this client."""
    client = Client(Endpoint(address, MODEL))
    client.traits(Deadline(60))

    async def ask() -> object:
        return await client.ask_async(_MESSAGES, _ANSWER, 500, Deadline(60))

    try:
        work = "this client"
        return measured(work, address, wide, calls, lambda done: asyncio.run(_through(wide, calls, ask, done)))
    finally:
        client.close()


def with_instructor(address: str, wide: int, calls: int) -> Figures:
    """Prepared requests by instructor on the client library as it comes."""
    import instructor
    from openai import AsyncOpenAI

    async def work(done: Done) -> None:
        library = AsyncOpenAI(base_url=address, api_key="none", max_retries=0, timeout=_PATIENCE)
        client = instructor.from_openai(library, mode=instructor.Mode.JSON_SCHEMA)

        async def ask() -> object:
            asked: Any = _MESSAGES
            return await client.chat.completions.create(
                response_model=_ANSWER, messages=asked, model=MODEL, temperature=0, max_retries=0
            )

        await _through(wide, calls, ask, done)
        await library.close()

    return measured("instructor with gather", address, wide, calls, lambda done: asyncio.run(work(done)))


class _Counting(Silence):
    """Progress that only counts."""

    def __init__(self, done: Done) -> None:
        self._done = done

    def advance(self, entry: FileEntry) -> None:
        """A document is done and stored."""
        self._done()


def with_documents(address: str, wide: int, reports: Sequence[str]) -> Figures:
    """Whole documents, from files to verdicts."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "reports"
        folder.mkdir()
        for number, text in enumerate(reports):
            (folder / f"{number:04}.txt").write_text(text)
        settings = RunSettings(endpoint=EndpointSettings(base_url=address, model=MODEL), jobs=wide)
        with Store(str(Path(place) / "store.sqlite")) as store:

            def work(done: Done) -> None:
                run_documents([folder], settings, store, _Counting(done))

            return measured("whole documents", address, wide, len(reports), work)


def reports_of(number: int) -> list[str]:
    """Reports of as many bodies, alike but for the name."""
    sample = Path(__file__).parent.parent / "evals" / "samples"
    name, rest = next(iter(sorted(sample.glob("*.txt")))).read_text("utf-8").split("\n", 1)
    words, abbreviation = name.rsplit(" ", 1)
    return [f"{words} {index} {abbreviation}\n{rest}" for index in range(number)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wide", type=int, default=IN_FLIGHT)
    parser.add_argument("--documents", type=int, default=DOCUMENTS_IN_FLIGHT)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="calls for each place in flight")
    parser.add_argument("--only", choices=("bare", "client", "instructor", "documents"), action="append")
    given = parser.parse_args()
    os.environ.pop("EXTRACTOR_API_KEY", None)
    wide, calls = given.wide, given.wide * given.rounds
    ways: dict[str, Callable[[str], Figures]] = {
        "documents": lambda at: with_documents(at, given.documents, reports_of(given.documents * given.rounds)),
        "bare": lambda at: bare(at, wide, calls),
        "client": lambda at: with_client(at, wide, calls),
        "instructor": lambda at: with_instructor(at, wide, calls),
    }
    with serving(SHORTEST, LONGEST) as address:
        for name in given.only or ways:
            print(ways[name](address), flush=True)


if __name__ == "__main__":
    main()
