"""Rows of numbers printed apart from their labels: what a model that counts them off gets confirmed, and what not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evaluate.folder import cache_folder
from tests.loopback_runs import AskedModel, OpenCase, asked_model, confirmed, opened, spread

TABLE = "table3."


@pytest.fixture(scope="module")
def model() -> Iterator[AskedModel]:
    with asked_model() as asked:
        yield asked


@pytest.fixture(scope="module")
def torn() -> OpenCase:
    """A report that prints all labels, then all headings, then all rows of numbers."""
    (found,) = opened([case for case in spread("gov_disclosure") if case.spec.id == "2021-torn-city-b"])
    return found


def changed(case: OpenCase, folder: Path, change: Callable[[list[str]], list[str]]) -> OpenCase:
    """The same report with other lines."""
    path = case.case.write(cache_folder())
    other = folder / path.name
    other.write_text("\n".join(change(path.read_text("utf-8").split("\n"))), encoding="utf-8")
    return replace(case, document=open_document(other))


def found_alone(case: OpenCase, model: AskedModel, mode: str = "ok") -> set[str]:
    """The fields of the large table that are confirmed where a model alone reads."""
    verdict = case.judged("standard", model.read(case, mode))
    assert not case.wrong(verdict)
    return {path for path in confirmed(verdict) if path.startswith(TABLE) and verdict.fields[path].state == "read"}


def test_labels_and_rows_that_are_as_many_belong_together_where_the_sums_hold(
    torn: OpenCase, model: AskedModel
) -> None:
    table = {path for path in torn.case.rendered.truth if path.startswith(TABLE)}
    assert len(found_alone(torn, model)) >= 0.8 * len(table)


@pytest.mark.parametrize("mode", ["shift", "swap", "slips", "guess"])
def test_a_model_that_counts_wrong_gets_nothing_wrong_confirmed(mode: str, torn: OpenCase, model: AskedModel) -> None:
    assert found_alone(torn, model, mode) <= found_alone(torn, model)


def numbers(line: str) -> bool:
    """Whether a line is a row of the large table."""
    return re.fullmatch(r"\d+(?:\D+\d+){6}", line.strip()) is not None


def test_a_label_too_few_leaves_all_rows_to_a_person(torn: OpenCase, model: AskedModel, tmp_path: Path) -> None:
    label = "2.重复申请"
    fewer = changed(torn, tmp_path, lambda lines: [line for line in lines if line.strip() != label])
    assert found_alone(fewer, model) == set()


def test_a_row_of_numbers_too_many_leaves_all_rows_to_a_person(
    torn: OpenCase, model: AskedModel, tmp_path: Path
) -> None:
    def change(lines: list[str]) -> list[str]:
        at = next(n for n, line in enumerate(lines) if numbers(line))
        return [*lines[:at], re.sub(r"\d+", "0", lines[at]), *lines[at:]]

    assert found_alone(changed(torn, tmp_path, change), model) == set()


def test_labels_in_another_order_leave_all_rows_to_a_person(torn: OpenCase, model: AskedModel, tmp_path: Path) -> None:
    def change(lines: list[str]) -> list[str]:
        one, other = (
            next(n for n, line in enumerate(lines) if line.strip() == label)
            for label in ("1.属于国家秘密", "2.重复申请")
        )
        lines[one], lines[other] = lines[other], lines[one]
        return lines

    assert found_alone(changed(torn, tmp_path, change), model) == set()
