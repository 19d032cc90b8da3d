"""What a request costs beside a plain call with the whole record as its answer."""

from pathlib import Path

import pytest

from benchmarks.tokens import count_tokens
from tests.house import ROOT

SAMPLES = ("songbaiwan-2022.txt", "foia-pipes.txt", "minglan-2023.html")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # The tokeniser opens its vocabulary the old way.


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_costs_one_call_no_more_input_and_a_third_of_the_output(name: str) -> None:
    count = count_tokens(Path(ROOT / "evals" / "samples" / name))
    assert count.holds, count
