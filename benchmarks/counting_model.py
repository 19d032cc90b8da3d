"""Reports of two years of as many bodies, and a model on loopback that knows them and counts what it answered."""

import hashlib
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractor.documents import open_document
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_model import LoopbackModel
from extractor.evaluate.loopback.loopback_server import LoopbackServer
from extractor.readers.layout import read_layout
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Scene
from extractor.schemas.form import Value
from extractor.schemas.registry import load_schema

_SCHEMA = load_schema("us_foia")
_FORM = _SCHEMA.form("annual")
_YEARS = (2019, 2020)
_PLACEHOLDER, _BODY = 777_777, "Placeholder"


def _report(body: str, year: int, received: int, left: int) -> str:
    """A report of one component; ``left`` other than 0 makes its numbers contradict each other."""
    flow = {"received": received, "processed": received, "pending_end": left}
    lines = [body, "Freedom of Information Act Annual Report", f"Fiscal Year {year}", ""]
    for table in _FORM.tables:
        block = table.blocks[0]
        lines += [table.title.printed, "\t".join(("Agency / Component", *(c.label.printed for c in block.columns)))]
        cells = flow if table.key == "requests" else {}
        if table.key == "dispositions":
            cells = {"full_grants": received, "total": received}
        figures = "\t".join(str(cells.get(column.key, 0)) for column in block.columns)
        lines += [f"{name}\t{figures}" for name in ("Bureau of Tests", "AGENCY OVERALL")]
        lines.append("")
    return "\n".join(lines)


def write_reports(folder: Path, documents: int) -> tuple[KnownTruth, ...]:
    """So many reports as text, two years of each body, every seventh of them wrong in itself; and what they say."""
    folder.mkdir(parents=True)
    pattern = folder.parent / "pattern.txt"
    pattern.write_text(_report(_BODY, _YEARS[0], _PLACEHOLDER, 0))
    read = {field.path: field.value for field in read_layout(open_document(pattern), _SCHEMA, _FORM).fields.values()}
    truths = []
    for number in range(documents):
        body, year, received = f"Office of Matter {number // 2}", _YEARS[number % 2], 1000 + number
        (folder / f"{number:05}.txt").write_text(_report(body, year, received, 3 if number % 7 == 0 else 0))
        said: dict[Value, Value] = {_PLACEHOLDER: received, _BODY: body, _YEARS[0]: year}
        values = {path: value if value is None else said.get(value, value) for path, value in read.items()}
        truths.append(KnownTruth(_FORM, values, f"{number:05}"))
    return tuple(truths)


class CountingModel(LoopbackModel):
    """Answers after a pause, the same request alike, and counts how often each was answered."""

    def __init__(self, truths: Sequence[KnownTruth], pause: float) -> None:
        super().__init__(truths)
        self._pause = pause
        self._answers: dict[str, Scene] = {}
        self._guard = threading.Lock()
        self.counts: Counter[str] = Counter()

    def answer(self, request: ChatRequest, key: str = "") -> Scene:
        """The answer to one request."""
        if request.is_probe:
            return super().answer(request, key)
        name = hashlib.sha256(request.text.encode()).hexdigest()
        with self._guard:
            self.counts[name] += 1
            kept = self._answers.get(name)
        scene = kept or super().answer(request, key)
        with self._guard:
            self._answers[name] = scene
        return replace(scene, delay=random.uniform(0.5, 1.5) * self._pause)

    @property
    def repeated(self) -> int:
        """How many answers were given to what was answered before."""
        return sum(self.counts.values()) - len(self.counts)


@contextmanager
def counting_server(truths: Sequence[KnownTruth], pause: float) -> Iterator[tuple[str, CountingModel]]:
    """The address of a server in a thread of its own, and its model."""
    model = CountingModel(truths, pause)
    server = LoopbackServer(model)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server.endpoint.base_url, model
    finally:
        server.close()
        thread.join()
