"""What the tests of batches share: reports, a loopback model that knows them, and runs against it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.evaluate.loopback.known_truth import load_truths
from extractor.evaluate.loopback.loopback_server import MODEL, LoopbackServer, loopback
from extractor.export import export_results
from extractor.run.engine import run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings, resolve_settings
from extractor.run.summary import RunSummary
from extractor.store import Store
from tests.plain_reports import foia_report
from tests.typed_commands import COMMAND, Answer, extractor

NUMBER = 5
PRICE_IN, PRICE_OUT = 1000, 2000
"""A thousandth of a euro a token, and two."""


@dataclass
class BatchStage:
    """A folder of reports and the server."""

    folder: Path
    server: LoopbackServer
    place: str
    """The store of runs in batches."""

    told: list[str] = field(default_factory=list)

    @property
    def reports(self) -> Path:
        """The folder that is read."""
        return self.folder / "reports"

    @property
    def prices(self) -> Path:
        """What the model costs."""
        path = self.folder / "prices.toml"
        path.write_text(f'currency = "EUR"\n[models]\n"{MODEL}" = {{ in = {PRICE_IN}, out = {PRICE_OUT} }}\n')
        return path

    def settings(self, **more: object) -> RunSettings:
        """Settings of a run that asks the server."""
        named = {"base_url": self.server.endpoint.base_url, "model": MODEL, "batch": True}
        return resolve_settings({**named, **more}, {})

    def run(self, place: str = "", **more: object) -> RunSummary:
        """A run in this process."""
        stage = self

        class Listening(Silence):
            def notice(self, text: str) -> None:
                stage.told.append(text)

        with Store(place or self.place) as store:
            return run_documents([self.reports], self.settings(**more), store, Listening())

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """A run in a process of its own, as it is typed."""
        typed = ["run", str(self.reports), "--batch", "--base-url", self.server.endpoint.base_url, "--model", MODEL]
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("EXTRACTOR_", "OPENAI_"))}
        return subprocess.Popen(
            [sys.executable, "-c", COMMAND, *typed, "--store", self.place, *words],
            cwd=self.folder,
            env={**clean, "EXTRACTOR_MODEL_DIR": str(self.folder / "no model")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def extractor(self, *words: str) -> Answer:
        """Another command about the store."""
        return extractor(self.folder, *words, "--store", self.place)

    def kill_at(self, what: str, when: str) -> int:
        """Run until the server is asked for something, and kill the run then; its return code.

        ``when``: before or after it is done, or ``lost``: the server never gets to do it.
        """
        process = self.start()

        def watch(asked: str, moment: str) -> None:
            if asked == what and (moment == when or (when == "lost" and moment == "before")):
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.server.batches.watch = lambda asked, moment: None
                if when == "lost":
                    raise ConnectionAbortedError

        self.server.batches.watch = watch
        process.communicate(timeout=120)
        return process.returncode

    def handed_in(self) -> dict[str, int]:
        """How often each request was handed in."""
        return dict(self.server.batches.handed_in)


def lines_of(place: str) -> list[dict[str, Any]]:
    """The records of a store without what they cost."""
    target = f"{place}.jsonl"
    with Store(place) as store:
        export_results(store.results("accepted", "review"), "jsonl", target)
    lines = [json.loads(line) for line in Path(target).read_text("utf-8").splitlines()]
    return [{name: value for name, value in line.items() if name != "usage"} for line in lines]


@contextmanager
def batch_stage(folder: Path, manner: str = "", number: int = NUMBER) -> Iterator[BatchStage]:
    """Reports and a server that knows them from what the layout reader reads."""
    reports, truth = folder / "reports", folder / "truth.jsonl"
    reports.mkdir()
    for each in range(number):
        (reports / f"{each}.txt").write_text(foia_report(f"Office {each}", 7 * each + 3))
    with Store(str(folder / "truth.sqlite")) as store:
        run_documents([reports], RunSettings(readers=("layout",)), store)
        export_results(store.results("accepted", "review"), "jsonl", str(truth))
    with loopback(load_truths(truth), manner=BatchManner.parse(manner)) as server:
        yield BatchStage(folder, server, str(folder / "batched.sqlite"))
