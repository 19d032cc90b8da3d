"""The real embedded model, where its weights are installed (``extractor model install``)."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.llm.embedded import embedded_endpoint
from extractor.readers.llm.probe import describe_endpoint
from extractor.readers.llm.reader import LlmReader
from extractor.readers.llm.weights import model_status
from extractor.readers.reading import Reading
from tests.ledger import FORM, LEDGER, TEXT
from tests.llm_stage import GOODS

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not model_status().ready, reason=model_status().problem or "the model is there"),
]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    path = tmp_path_factory.mktemp("embedded") / "ledger.txt"
    path.write_text(TEXT, encoding="utf-8")
    reader = LlmReader(embedded_endpoint())
    yield reader.read(open_document(path), LEDGER, FORM)
    reader.close()


def test_the_embedded_model_copies_what_is_printed(reading: Reading) -> None:
    assert reading.problems == ()
    assert [reading.value(path) for path in GOODS] == [3, 4, 7, 1200, 0, 1200, 5, None, 5]
    assert reading.value("goods.levy") == Decimal("12.50")
    assert [reading.value(f"lorries.lorries.{row}.loads") for row in (0, 1)] == [10, 2]
    assert reading.tokens_in > 0


def test_the_embedded_model_leaves_a_blank_blank(reading: Reading) -> None:
    field = reading.fields["goods.stone.south"]
    assert (field.state, field.value) == ("blank", None)


def test_the_embedded_model_obeys_schemas_and_tells_its_context() -> None:
    report = describe_endpoint(embedded_endpoint().open())
    assert report.problem == ""
    assert report.profile == "small"
    assert (report.traits.enforces, report.traits.usage, report.traits.context) == (True, True, 4096)


def test_the_embedded_model_needs_its_key_and_listens_on_loopback_only() -> None:
    endpoint = embedded_endpoint().open()
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    stranger = type(endpoint)(endpoint.base_url, endpoint.model, "guessed")
    assert "endpoint_rejected" in describe_endpoint(stranger).problem


def test_the_embedded_model_keeps_stdout_clean_and_stops_with_the_process(tmp_path: Path) -> None:
    code = (
        "from extractor.readers.llm import embedded_endpoint, describe_endpoint\n"
        "model = embedded_endpoint()\n"
        "assert model.open() == model.open()\n"
        "assert not describe_endpoint(model.open()).problem\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
