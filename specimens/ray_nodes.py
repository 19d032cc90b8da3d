"""Machines of a cluster of Ray, as processes of this one: a program that starts them, and kills what a line names.

``python -m specimens.ray_nodes NUMBER`` says the address of the first in a line; ``kill I`` on standard input ends
everything of one with SIGKILL, its processes that read among it, and ``start`` adds another.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_NOTICED_SOON = {
    "health_check_initial_delay_ms": 1000,
    "health_check_period_ms": 1000,
    "health_check_timeout_ms": 3000,
    "health_check_failure_threshold": 2,
}
"""A machine that is gone is noticed after a few seconds."""


def why_there_is_none() -> str:
    """Why the tests cannot have a cluster, in words; empty where they can."""
    if find_spec("ray") is None or find_spec("pyarrow") is None:
        return "Ray is not installed: pip install 'extractor-proof[cluster]'"
    return "" if sys.platform == "linux" else "the processes of a machine are found as Linux tells of them"


class RayNodes:
    """The cluster, from outside. ``address``: where a run joins it."""

    def __init__(self, process: "subprocess.Popen[str]", address: str) -> None:
        self._process = process
        self.address = address

    def kill(self, number: int) -> None:
        """End one of the machines, the first is 0, and everything on it."""
        self._say(f"kill {number}")

    def start(self) -> None:
        """Another machine."""
        self._say("start")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == "done", line


@contextmanager
def ray_nodes(number: int) -> Iterator[RayNodes]:
    """A cluster of so many machines with one processor each, on loopback, as long as this lasts."""
    environment = {
        **os.environ,
        "RAY_USAGE_STATS_ENABLED": "0",
        "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", ""))),
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "specimens.ray_nodes", str(number)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        cwd=ROOT,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, "the cluster did not start"
        yield RayNodes(process, json.loads(line)["address"])
    finally:
        process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _below(pid: int) -> Iterator[int]:
    """A process and all that it started, and what those started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _below(int(child))


def _kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    for pid in [each for first in pids for each in _below(first)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def main() -> None:
    """Start the machines and do what lines say until there are no more."""
    from ray.cluster_utils import Cluster

    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    first = {"num_cpus": 1, "include_dashboard": False, "_system_config": _NOTICED_SOON}
    cluster = Cluster(initialize_head=True, head_node_args=first)
    nodes = [cluster.head_node, *(cluster.add_node(num_cpus=1) for _ in range(int(sys.argv[1]) - 1))]
    print(json.dumps({"address": cluster.address}), file=out, flush=True)
    for line in sys.stdin:
        if line.strip() == "start":
            nodes.append(cluster.add_node(num_cpus=1))
        else:
            node = nodes[int(line.split()[1])]
            _kill([each.process.pid for kind in node.all_processes.values() for each in kind])
        print("done", file=out, flush=True)
    cluster.shutdown()


if __name__ == "__main__":
    main()
