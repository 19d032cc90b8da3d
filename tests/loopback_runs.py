"""What the tests of the loopback model share: a case of a set, read by the layout reader and by the model."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import LoopbackServer, loopback
from extractor.evaluate.mistake import compare
from extractor.evaluate.sets import EvalCase, load_set
from extractor.readers.layout import read_layout
from extractor.readers.llm.profile import LARGE
from extractor.readers.llm.reader import LlmReader
from extractor.readers.reading import Reading
from extractor.readers.recognise import recognise
from extractor.route import Policy, Verdict, judge_readings
from extractor.schemas.form import Schema
from extractor.schemas.registry import load_schemas

Readers = Literal["layout", "llm", "both"]
POLICIES: tuple[Policy, ...] = ("standard", "strict")


@dataclass(frozen=True)
class OpenCase:
    """A case whose form was recognised, with what the layout reader reads."""

    case: EvalCase
    document: Document
    schema: Schema
    layout: Reading

    @property
    def truth(self) -> KnownTruth:
        """What it prints."""
        return KnownTruth(self.case.order.form, self.case.rendered.truth, self.case.spec.id)

    @property
    def undamaged(self) -> bool:
        """Whether it can only be right to accept it."""
        return self.case.rendered.expect == ("accept",)

    def judged(self, policy: Policy, *readings: Reading) -> Verdict:
        """The verdict on some readings."""
        return judge_readings(self.case.order.form, readings, (), policy, source=self.document)

    def wrong(self, verdict: Verdict) -> set[str]:
        """The paths that nobody is asked to look at and that do not hold what is printed."""
        truth, also = self.case.rendered.truth, self.case.rendered.also
        return {
            path
            for path, field in verdict.fields.items()
            if field.status != "flagged"
            and compare(truth.get(path), field.value)
            and field.value not in also.get(path, ())
        }


def opened(cases: Sequence[EvalCase]) -> Iterator[OpenCase]:
    """The cases that are recognised as what they are, scans left out."""
    schemas = load_schemas()
    for case in cases:
        if case.apart:
            continue
        document = open_document(case.write(cache_folder()))
        found = recognise(document, schemas)
        if found.schema is not None and found.form is not None and found.form.name == case.order.form.name:
            yield OpenCase(case, document, found.schema, read_layout(document, found.schema, found.form))


def spread(name: str, count: int | None = None, start: int = 0) -> tuple[EvalCase, ...]:
    """So many cases of a set, spread over all of it."""
    cases = tuple(case for case in load_set(name).cases if not case.apart)
    if count is None:
        return cases
    step = max(1, len(cases) // count)
    return cases[start::step][:count]


@dataclass
class AskedModel:
    """A reader over the loopback server."""

    server: LoopbackServer
    reader: LlmReader

    def read(self, opened_case: OpenCase, mode: str = "ok") -> Reading:
        """What the model reads of a case when it answers so."""
        self.server.model.truths = (opened_case.truth,)
        self.server.model.mode = mode
        return self.reader.read(opened_case.document, opened_case.schema, opened_case.case.order.form)


@contextmanager
def asked_model(seconds: float = 60.0) -> Iterator[AskedModel]:
    """A loopback server with a reader that asks it, for ``seconds`` about a document at most."""
    with loopback() as server:
        reader = LlmReader(server.endpoint, LARGE.model_copy(update={"seconds": seconds}))
        try:
            yield AskedModel(server, reader)
        finally:
            reader.close()


def confirmed(verdict: Verdict) -> set[str]:
    """The paths that nobody is asked to look at."""
    return {path for path, field in verdict.fields.items() if field.status != "flagged"}


def beside(layout: Reading, model: Reading) -> Mapping[Readers, tuple[Reading, ...]]:
    """The readings of both readers, and of the model alone."""
    return {"both": (layout, model), "llm": (model,)}
