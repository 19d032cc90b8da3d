"""How many requests a second the client of the model gets through, beside instructor with ``asyncio.gather``.

``python -m benchmarks.throughput`` starts a server on loopback, in a process of its own, that answers after 2 to 5
seconds, and asks it

* with prepared requests, 256 in flight: this client, then instructor on the client library as it comes;
* with whole documents, 64 in flight: a run from files to verdicts.

Printed are the wall time, its share of the ideal (the pauses of the server alone, spread over what is in flight), the
processor time of a call without the server's, and the growth of memory. Machines that are busy with something else
make the shares worse and leave the processor time as it is.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, NamedTuple

from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.answer import ids_answer
from extractor.readers.llm.client import Client
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, copied
from extractor.run.engine import run_documents
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.store import Store

SHORTEST, LONGEST = 2.0, 5.0
IN_FLIGHT, DOCUMENTS_IN_FLIGHT = 256, 64
ROUNDS = 8
MODEL = "throughput"
_SEED = 11
_PATIENCE = 600.0
"""Seconds for a connection and an answer: as it comes, the client library gives up on a busy machine."""
_ANSWER = ids_answer(12, 7, ["A1", "B1", "C1", "D1", "E1", "F1", "G1"], nullable=True)
_ROW = ": A1=1 | B1=2 | C1=3 | D1=4 | E1=5 | F1=6 | G1=21"
_MESSAGES = [
    {"role": "system", "content": "Answer with the ids of the cells, one array for each row. " * 20},
    {"role": "user", "content": "<rows>\n" + "\n".join(f"{row}. label {row}{_ROW}" for row in range(12)) + "\n</rows>"},
]


class Pauses(NamedTuple):
    """What a server did: answers, and the seconds it waited with all of them together."""

    answers: int
    seconds: float


@dataclass(frozen=True)
class Figures:
    """One way to ask, measured."""

    name: str
    calls: int
    wall: float
    ideal: float
    processor: float
    memory: float

    def __str__(self) -> str:
        share, call = self.ideal / self.wall, 1000 * self.processor / self.calls
        return (
            f"{self.name:34} {self.calls:5} calls {self.wall:7.1f} s  {share:5.2f} of the ideal  "
            f"{call:5.2f} ms of processor a call  {self.memory:+6.1f} MiB"
        )


def serve(port: "Queue[int]", shortest: float, longest: float) -> None:
    """Answer rightly, late. What was waited is told at ``/v1/pauses``."""
    from aiohttp import web

    chance, told = random.Random(_SEED), [0.0, 0.0]

    async def complete(request: web.Request) -> web.Response:
        asked = ChatRequest(await request.json())
        pause = 0.0
        if asked.is_probe:
            content = '{"colour": "zuvorqlim-73"}'
        else:
            pause, content = chance.uniform(shortest, longest), json.dumps(copied(asked))
            told[:] = [told[0] + 1, told[1] + pause]
        await asyncio.sleep(pause)
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        usage = {"prompt_tokens": 3000, "completion_tokens": 50, "total_tokens": 3050}
        facts = {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL}
        return web.json_response({**facts, "choices": [choice], "usage": usage})

    async def pauses(_request: web.Request) -> web.Response:
        return web.json_response(told)

    async def models(_request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": []})

    async def main() -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", complete)
        app.router.add_get("/v1/pauses", pauses)
        app.router.add_get("/v1/models", models)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        port.put(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(main())


@contextmanager
def serving(shortest: float, longest: float) -> Any:  # noqa: ANN401 (an iterator of addresses)
    """The address of a server of our own."""
    start = multiprocessing.get_context("spawn")
    port: Queue[int] = start.Queue()
    process = start.Process(target=serve, args=(port, shortest, longest), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port.get(timeout=60)}/v1"
    finally:
        process.kill()
        process.join()


def paused(address: str) -> Pauses:
    """What the server has waited so far."""
    from urllib.request import ProxyHandler, build_opener

    with build_opener(ProxyHandler({})).open(f"{address}/pauses") as answer:
        answers, seconds = json.loads(answer.read())
    return Pauses(int(answers), float(seconds))


def measured(name: str, address: str, wide: int, work: Callable[[], object]) -> Figures:
    """Do it and say what it took. The ideal: the pauses of the server, spread over what is in flight."""
    before, memory = paused(address), _memory()
    processor, wall = time.process_time(), time.monotonic()
    work()
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    after = paused(address)
    ideal = (after.seconds - before.seconds) / wide
    return Figures(name, after.answers - before.answers, wall, ideal, processor, _memory() - memory)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _through(wide: int, calls: int, ask: Callable[[], Any]) -> None:
    """So many calls, so many of them in flight at any time."""
    turn = asyncio.Semaphore(wide)

    async def one() -> None:
        async with turn:
            await ask()

    await asyncio.gather(*(one() for _ in range(calls)))


def with_client(address: str, wide: int, calls: int) -> Figures:
    """Prepared requests by this client."""
    client = Client(Endpoint(address, MODEL))
    client.traits(Deadline(60))

    async def ask() -> object:
        return await client.ask_async(_MESSAGES, _ANSWER, 500, Deadline(60))

    try:
        return measured("this client", address, wide, lambda: asyncio.run(_through(wide, calls, ask)))
    finally:
        client.close()


def with_instructor(address: str, wide: int, calls: int) -> Figures:
    """Prepared requests by instructor on the client library as it comes."""
    import instructor
    from openai import AsyncOpenAI

    async def work() -> None:
        library = AsyncOpenAI(base_url=address, api_key="none", max_retries=0, timeout=_PATIENCE)
        client = instructor.from_openai(library, mode=instructor.Mode.JSON_SCHEMA)

        async def ask() -> object:
            asked: Any = _MESSAGES
            return await client.chat.completions.create(
                response_model=_ANSWER, messages=asked, model=MODEL, temperature=0, max_retries=0
            )

        await _through(wide, calls, ask)
        await library.close()

    return measured("instructor with gather", address, wide, lambda: asyncio.run(work()))


def with_documents(address: str, wide: int, reports: Sequence[str]) -> Figures:
    """Whole documents, from files to verdicts."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "reports"
        folder.mkdir()
        for number, text in enumerate(reports):
            (folder / f"{number:04}.txt").write_text(text)
        settings = RunSettings(endpoint=EndpointSettings(base_url=address, model=MODEL), jobs=wide)
        with Store(str(Path(place) / "store.sqlite")) as store:
            return measured("whole documents", address, wide, lambda: run_documents([folder], settings, store))


def reports_of(number: int) -> list[str]:
    """Reports that differ in one name."""
    sample = Path(__file__).parent.parent / "evals" / "samples"
    text = next(sample.glob("*.txt")).read_text("utf-8")
    return [f"{text}\n\n{index}\n" for index in range(number)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wide", type=int, default=IN_FLIGHT)
    parser.add_argument("--documents", type=int, default=DOCUMENTS_IN_FLIGHT)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="calls for each place in flight")
    given = parser.parse_args()
    os.environ.pop("EXTRACTOR_API_KEY", None)
    with serving(SHORTEST, LONGEST) as address:
        print(with_client(address, given.wide, given.wide * given.rounds), flush=True)
        print(with_instructor(address, given.wide, given.wide * given.rounds), flush=True)
        print(with_documents(address, given.documents, reports_of(given.documents * 2)), flush=True)


if __name__ == "__main__":
    main()
