"""A server on loopback, in a process of its own, that answers rightly and late, and tells what it did.

It speaks just enough HTTP to be asked by clients of chat completions, on plain sockets, so that it is not the limit of
what is measured. Every measurement is given the same pauses in the same order.
"""

import asyncio
import heapq
import json
import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from typing import NamedTuple
from urllib.request import ProxyHandler, build_opener

from extractor.readers.llm.rehearsed_endpoint import ChatRequest, copied

MODEL = "throughput"
_SEED = 11
_FACTS = {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL}
_USAGE = {"prompt_tokens": 3000, "completion_tokens": 50, "total_tokens": 3050}


class Waited(NamedTuple):
    """What a server did since it was last asked: the pauses of its answers in the order that requests came in, and the
    seconds of processor time that it took itself.
    """

    pauses: tuple[float, ...]
    processor: float

    @property
    def answers(self) -> int:
        """How many it answered."""
        return len(self.pauses)

    def ideal(self, wide: int) -> float:
        """Seconds that these pauses take where nothing else takes any: each begins when one of ``wide`` places is free.

        No client that keeps so many requests under way can be faster. Pauses differ, so that at the end of a run places
        stay empty while the last answers are waited for, which is part of it; :meth:`spread` leaves that out.
        """
        free = [0.0] * wide
        for pause in self.pauses:
            heapq.heapreplace(free, free[0] + pause)
        return max(free)

    def spread(self, wide: int) -> float:
        """The pauses spread evenly over the places: what a run of any length comes to in its middle."""
        return sum(self.pauses) / wide


@dataclass
class _Late:
    """How late answers are."""

    shortest: float
    longest: float
    chance: random.Random = field(default_factory=lambda: random.Random(_SEED))
    pauses: list[float] = field(default_factory=list)
    processor: float = 0.0

    def next(self) -> float:
        """The pause before one answer."""
        self.pauses.append(self.chance.uniform(self.shortest, self.longest))
        return self.pauses[-1]

    def told(self) -> Waited:
        """What was waited since the last time; from the next answer on the same pauses again."""
        now = time.process_time()
        told = Waited(tuple(self.pauses), now - self.processor)
        self.pauses, self.processor, self.chance = [], now, random.Random(_SEED)
        return told


class _Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self, late: _Late) -> None:
        self._late = late
        self._bytes = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Bytes, until they are a request."""
        self._bytes += data
        head, separator, body = bytes(self._bytes).partition(b"\r\n\r\n")
        if not separator:
            return
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        if len(body) >= length:
            self._bytes.clear()
            self._requested(lines[0].split(b" ")[1], body)

    def _requested(self, path: bytes, body: bytes) -> None:
        if path.endswith(b"/pauses"):
            self._answer(self._late.told())
        elif path.endswith(b"/models"):
            self._answer({"object": "list", "data": []})
        else:
            asked = ChatRequest(json.loads(body))
            pause = 0.0 if asked.is_probe else self._late.next()
            content = '{"colour": "zuvorqlim-73"}' if asked.is_probe else json.dumps(copied(asked))
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
            answer = {**_FACTS, "choices": [choice], "usage": _USAGE}
            asyncio.get_running_loop().call_later(pause, self._answer, answer)

    def _answer(self, what: object) -> None:
        data = json.dumps(what).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(head.encode() + data)


def serve(port: "Queue[int]", shortest: float, longest: float) -> None:
    """Answer until the process is ended."""

    async def main() -> None:
        late = _Late(shortest, longest)
        server = await asyncio.get_running_loop().create_server(lambda: _Connection(late), "127.0.0.1", 0, backlog=1024)
        port.put(server.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    asyncio.run(main())


@contextmanager
def serving(shortest: float, longest: float) -> Iterator[str]:
    """The address of a server whose pauses are between these seconds."""
    start = multiprocessing.get_context("spawn")
    port: Queue[int] = start.Queue()
    process = start.Process(target=serve, args=(port, shortest, longest), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{port.get(timeout=60)}/v1"
    finally:
        process.kill()
        process.join()


def waited(address: str) -> Waited:
    """What the server did since the last time."""
    with build_opener(ProxyHandler({})).open(f"{address}/pauses") as answer:
        pauses, processor = json.loads(answer.read())
    found: Sequence[float] = pauses
    return Waited(tuple(found), float(processor))
