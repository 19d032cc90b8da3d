"""Every kind of endpoint, measured: its outcome, what it costs and what the run says, as docs/endpoints.md has it."""

from pathlib import Path

import pytest

from tests.endpoint_kinds import KINDS
from tests.endpoint_table import DOCUMENTS, Measured, measure_all, table

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parent.parent / "docs" / "endpoints.md"
MOST = 1.5
"""Answered calls of any endpoint, as a multiple of those of one that answers as it should."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[Measured]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTOR_API_KEY", "only for this test")
        patch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path_factory.mktemp("no model")))
        return measure_all()


def test_the_page_says_what_was_measured(measured: list[Measured]) -> None:
    assert PAGE.read_text("utf-8") == table(measured)


def test_no_endpoint_costs_much_more_than_one_that_answers_as_it_should(measured: list[Measured]) -> None:
    perfect = measured[0].answered
    assert {each.name: each.answered for each in measured if each.answered > MOST * perfect} == {}


def test_an_endpoint_without_usable_answers_is_told_by_the_exit_code(measured: list[Measured]) -> None:
    assert len(measured) == len(KINDS) >= 45
    for each in measured:
        if each.stopped:
            assert (each.exit_code, each.stopped) == (2, "quota_exhausted"), each.name
        else:
            assert (each.exit_code == 4) == (each.silent > 0), each.name
            assert each.silent in (0, DOCUMENTS), each.name
