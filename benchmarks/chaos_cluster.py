"""A run on a cluster whose machines are killed now and then: ``python -m benchmarks.chaos --engine ray --store postgresql://…``.

The run itself, and the first machine of the cluster, which it joins, are left alone; of the others one is killed with
SIGKILL at a random moment, with every process on it, and another one started in its place.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.chaos import Chaos, compare, open_calls, records_of
from benchmarks.counting_model import counting_server, write_reports
from extractor.run.engine import run_documents
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.store import Store
from specimens.ray_nodes import RayNodes, ray_nodes


def chaos_on_ray(
    folder: Path, documents: int, kills: int, jobs: int, nodes: int, seed: int, pause: float, place: str
) -> Chaos:
    """Make reports in a folder, read them undisturbed here and disturbed on a cluster, and compare."""
    truths, found, chance = write_reports(folder / "reports", documents), Chaos(documents), random.Random(seed)
    with counting_server(truths, pause) as (address, model), ray_nodes(nodes) as cluster:
        endpoint = EndpointSettings(base_url=address, model="loopback")
        with Store(str(folder / "undisturbed.sqlite")) as store:
            run_documents([folder / "reports"], RunSettings(endpoint=endpoint, jobs=jobs), store)
            expected = records_of(store)
        model.counts.clear()
        began = time.monotonic()
        command = [sys.executable, "-W", "ignore", "-m", "extractor", "run", str(folder / "reports"), "--quiet"]
        command += ["--store", place, "--base-url", address, "--model", "loopback", "--jobs", str(jobs)]
        command += ["--engine", "ray", "--ray-address", cluster.address]
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _disturb(found, run, cluster, place, kills, nodes, chance)
        run.wait()
        found.runs, found.seconds = 1, time.monotonic() - began
        found.answered, found.repeated = model.counts.total(), model.repeated
        compare(found, place, expected)
    return found


def _disturb(
    found: Chaos,
    run: "subprocess.Popen[bytes]",
    cluster: RayNodes,
    place: str,
    kills: int,
    nodes: int,
    chance: random.Random,
) -> None:
    """Kill a machine each time so many more documents are stored, and start another."""
    alive, share = list(range(1, nodes)), found.documents / (kills + 1)
    for kill in range(kills):
        goal = share * (kill + chance.uniform(0.2, 1))
        while run.poll() is None and _stored(place) < goal:
            time.sleep(0.05)
        if run.poll() is not None:
            return
        cluster.kill(alive.pop(chance.randrange(len(alive))))
        found.kills["machine"] += 1
        found.open += open_calls(place)
        cluster.start()
        alive.append(nodes + kill)


def _stored(place: str) -> int:
    with Store(place) as store:
        return sum(store.overview().statuses.values())
