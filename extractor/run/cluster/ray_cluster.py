"""Ray Data as the engine: it hands out blocks, starts processes, and hands out again what a dead one had.

A block is a task of Ray rather than a call of an actor: an actor whose machine is gone waits for a place where no other
has one, and its blocks with it; a task goes to whoever is free.
"""

import atexit
import logging
import math
import os
import pickle
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from extractor.errors import ClusterLost, ConfigurationError, ExtraMissing
from extractor.run.cluster.block import BlockOrder, BlockReport, BlockRow
from extractor.run.cluster.deserted import Desertion
from extractor.run.summary import NO_STORE

THREADS = 16
"""Documents that one process asks a model about at the same time, where nobody says how many in all."""
_MOST_ROWS = 32
"""Documents in a block at most. Ray takes 19 ms to hand one out and to bring its report, on two busy processors."""
_BLOCKS_EACH = 16
"""Blocks for each process, where there are documents enough: so many that nobody waits long for the last."""
_MOST_BLOCKS = 10_000
"""From so many blocks on they grow instead: each takes a few kilobytes of the process that hands out."""
_WAVES = 4
"""Documents in a block that a model is asked about, for each that is asked about at the same time."""
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": "(?s).*",
    "RAY_LOGGER_LEVEL": "critical",
}
"""Ray tells nobody of its use, and prints nothing of its own where results go."""
_LOOK_SECONDS = 2.0
"""How often it is looked whether the cluster is there while nothing comes from it."""
_SILENT_SECONDS = 20.0
"""After so long it is lost: Ray ends this process after a minute, whatever it is doing."""
_ITEM = "item"


class RayColumn(Protocol):
    """A column of a batch, as Ray Data hands it over."""

    def to_pylist(self) -> list[bytes]:
        """Its values."""


class RayBatch(Protocol):
    """A batch, as Ray Data hands it over."""

    def __getitem__(self, name: str) -> RayColumn:
        """A column."""


class RayCluster:
    """A cluster that is connected. ``processors``: how many all machines have together. ``address``: where the machine
    answers that keeps it together. ``lost``: it does not any more. ``seconds``: so long it is waited for a machine that
    reads, where none is left.
    """

    def __init__(self, processors: int, address: str, tell: Callable[[str], None], seconds: float) -> None:
        self.processors = processors
        self.address = address
        self.lost = False
        self._tell = tell
        self._deserted = Desertion(seconds, tell)
        self._alive = set(_machines())

    def reports(self, rows: Sequence[BlockRow], order: BlockOrder, most: int | None) -> Iterator[BlockReport]:
        """The reports on the blocks of some documents, as they come. ``most``: documents at the same time, in all."""
        import ray.data
        import ray.exceptions

        tasks = None if most is None else max(1, most // order.threads)
        size = block_size(len(rows), order.threads, min(self.processors, tasks or self.processors))
        blocks = [rows[begin : begin + size] for begin in range(0, len(rows), size)]
        items = ray.data.from_items(
            [{_ITEM: pickle.dumps(list(block))} for block in blocks], override_num_blocks=len(blocks)
        )
        options: dict[str, Any] = {"num_cpus": 1, "max_retries": -1}
        text = pickle.dumps(order)
        found = items.map_batches(
            read_batch, batch_size=None, batch_format="pyarrow", fn_args=(text,), concurrency=tasks, **options
        )
        batches = found.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
        try:
            for batch in self._heard(iter(batches)):
                self._look()
                for item in batch[_ITEM].to_pylist():
                    yield pickle.loads(item)
        except ray.exceptions.RayError as error:
            raise ClusterLost(_last_line(error)) from error

    def _heard(self, batches: "Iterator[RayBatch]") -> Iterator[RayBatch]:
        """What comes, fetched by another thread, so that this one hears signals and notices silence."""
        heard: SimpleQueue[RayBatch | Exception | None] = SimpleQueue()
        threading.Thread(target=_fetch, args=(batches, heard), daemon=True).start()
        silent_since = 0.0
        while True:
            try:
                found = heard.get(timeout=_LOOK_SECONDS)
            except Empty:
                if _answers(self.address):
                    silent_since = 0.0
                    self._look()
                    continue
                now = time.monotonic()
                silent_since = silent_since or now
                if now - silent_since > _SILENT_SECONDS:
                    self.lost = True
                    raise ClusterLost(f"the first machine of the cluster, {self.address}, does not answer") from None
                continue
            if isinstance(found, Exception):
                raise found
            if found is None:
                return
            yield found

    def _look(self) -> None:
        """Say it where a machine is gone. ClusterLost where none that reads is there for too long."""
        there = _machines()
        now = set(there)
        for gone in sorted(self._alive - now):
            self._tell(f"The machine {gone[1]} of the cluster is gone: what it was reading is read by others.")
        self._alive = now
        self._deserted.note(sum(there.values()), time.monotonic())


def _machines() -> dict[tuple[str, str], float]:
    """The machines that are there, by number and name, each with how many processors it gives."""
    import ray

    there = [each for each in ray.nodes() if each["Alive"]]
    return {(each["NodeID"], each["NodeManagerHostname"]): each["Resources"].get("CPU", 0.0) for each in there}


def block_size(number: int, threads: int, processes: int) -> int:
    """How many of so many documents make a block: every process has some, and nobody waits long for the last."""
    least, most, each = (1, _MOST_ROWS, _BLOCKS_EACH) if threads == 1 else (threads, _WAVES * threads, _WAVES)
    fair = math.ceil(number / (each * processes))
    return max(least, min(most, fair), math.ceil(number / _MOST_BLOCKS))


def read_batch(batch: RayBatch, order_text: bytes) -> dict[str, list[bytes]]:
    """Read the blocks of a batch, in a process of the cluster."""
    from extractor.run.cluster.block_reader import reader_for

    reader = reader_for(order_text)
    blocks = [pickle.loads(item) for item in batch[_ITEM].to_pylist()]
    return {_ITEM: [pickle.dumps(reader.read(rows)) for rows in blocks]}


def _fetch(batches: "Iterator[RayBatch]", heard: "SimpleQueue[RayBatch | Exception | None]") -> None:
    try:
        for batch in batches:
            heard.put(batch)
    except Exception as error:
        heard.put(error)
    else:
        heard.put(None)


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_LOOK_SECONDS).close()
    except (OSError, ValueError):
        return False
    return True


def _last_line(error: Exception) -> str:
    """What an error of Ray comes to, without the way it took through machines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


@contextmanager
def connected(address: str | None, tell: Callable[[str], None], seconds: float) -> Iterator[RayCluster]:
    """Ray on this machine alone or, at an ``address``, the cluster there. ConfigurationError if there is none.

    ``seconds``: how long it is waited for a machine that reads, where none is left.
    """
    if address is not None and ":" in address and not _answers(address):
        raise ConfigurationError(f"--ray-address {address}: nobody answers there; `ray start --head` says the address")
    os.environ.update(_QUIET)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise ExtraMissing(f"--engine ray needs {error.name}: pip install 'extractor-proof[cluster]'") from error
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    options = {} if address else {"include_dashboard": False}
    try:
        ray.init(
            address=address or "local",
            log_to_driver=False,
            logging_level=logging.CRITICAL,
            **options,
        )
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        said = " ".join(str(error).split())
        if address is None:
            raise ConfigurationError(f"--engine ray: Ray does not start on this machine ({said})") from error
        raise ConfigurationError(f"--ray-address {address}: there is no cluster that can be joined ({said})") from error
    cluster = None
    try:
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        processors = max(1, int(ray.cluster_resources().get("CPU", 1)))
        cluster = RayCluster(processors, ray.get_runtime_context().gcs_address, tell, seconds)
        yield cluster
    finally:
        _leave(cluster)


def _leave(cluster: RayCluster | None) -> None:
    """Take leave of a cluster that is there; one that is lost is waited for by nobody."""
    import ray

    if cluster is not None and cluster.lost:
        atexit.unregister(ray.shutdown)
        atexit.register(_end_at_once)
    else:
        ray.shutdown()


def _end_at_once() -> None:
    """End this process, whose run ended so: what Ray has at work in it would end it otherwise, with a crash."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(NO_STORE)
