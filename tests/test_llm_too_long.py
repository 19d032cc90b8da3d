"""A document that is too long for the model: it is shown in smaller parts, and given up where even those are."""

import threading
from dataclasses import dataclass

import pytest

from extractor.evaluate.loopback.loopback_model import LoopbackModel
from extractor.evaluate.loopback.loopback_server import LoopbackServer
from extractor.readers.llm.profile import LARGE
from extractor.readers.llm.reader import LlmReader
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Scene, fail
from extractor.readers.reading import Reading
from tests.loopback_runs import OpenCase, opened, spread


class ShortModel(LoopbackModel):
    """Answers rightly what it can read, the first request not: that tells how long the whole document is."""

    share = 0.0
    whole = 0
    refused = 0

    def answer(self, request: ChatRequest, key: str = "") -> Scene:
        """The right answer, or that the request is too long."""
        length = len(request.text)
        if "<document>" in request.text:
            self.whole = self.whole or length
            if length > self.share * self.whole:
                self.refused += 1
                return fail(400, "context_length_exceeded")(request)
        return super().answer(request, key)


@dataclass(frozen=True)
class ShortReading:
    """What was read, and the model that was asked."""

    reading: Reading
    model: ShortModel


def read(case: OpenCase, share: float) -> ShortReading:
    """A document read by a model that takes requests of this share of the first one's length."""
    model = ShortModel((case.truth,))
    model.share = share
    server = LoopbackServer(model)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    reader = LlmReader(server.endpoint, LARGE)
    try:
        return ShortReading(reader.read(case.document, case.schema, case.case.order.form), model)
    finally:
        reader.close()
        server.close()
        thread.join()


@pytest.fixture(scope="module")
def case() -> OpenCase:
    """An undamaged report of two hundred lines, a cell on each."""
    return next(opened([case for case in spread("gov_disclosure") if case.spec.id == "2019-cells-county"]))


def test_a_model_that_reads_less_is_shown_smaller_parts(case: OpenCase) -> None:
    found = read(case, 0.9)
    assert found.model.refused == 1
    assert found.model.asked >= 2
    assert [problem.kind for problem in found.reading.problems] == ["context_overflow"]
    truth = {path: value for path, value in case.case.rendered.truth.items() if value is not None}
    right = [path for path, value in truth.items() if found.reading.value(path) == value]
    assert len(right) >= 0.9 * len(truth)
    assert not case.wrong(case.judged("strict", case.layout, found.reading))


def test_a_model_that_reads_next_to_nothing_is_given_up_soon(case: OpenCase) -> None:
    found = read(case, 0.01)
    assert 2 <= found.model.refused <= 5
    assert found.model.asked == 0
    assert {problem.kind for problem in found.reading.problems} >= {"context_overflow"}
    assert not any(field.state == "read" for field in found.reading.fields.values())
