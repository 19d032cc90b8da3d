"""Texts made to keep a reader busy: what they take grows as they do, and they never come to the limit of time."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents.limits import DEFAULT_LIMITS
from extractor.documents.opening.near import open_near
from extractor.errors import ProblemKind
from extractor.readers.open_layout.open_labels import PrintedLabels, label_fit
from extractor.run.pipeline import Job, Task, process
from extractor.run.reader_set import read_with_layout
from extractor.run.selection import NamedContent
from extractor.schemas.registry import load_schemas
from tests.plain_reports import foia_report

SIZE = 256_000
SECONDS = 20
"""Of processor time; each takes one or two, and took more than sixty."""


def _repeated(text: str) -> str:
    return (text * (SIZE // len(text) + 1))[:SIZE]


def _wide_table() -> str:
    rows = [",".join(str(column * row) for column in range(800)) for row in range(1, 12)]
    return "\n".join([",".join(f"col {column}" for column in range(800)), *rows])


TEXTS: dict[str, Callable[[], str]] = {
    "words.txt": lambda: _repeated("requests processed 12 total "),
    "report.txt": lambda: _repeated(" ".join(foia_report("Bureau of Calm", 12).split()) + " "),
    "wide.csv": _wide_table,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_read_or_refused_long_before_the_limit(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(TEXTS[name]())
    content = NamedContent(hashlib.sha256(path.read_bytes()).hexdigest(), (path,))
    limits = replace(DEFAULT_LIMITS, reading_seconds=SECONDS)
    job = Job(tuple(each.name for each in load_schemas()), limits=limits)
    result = process(Task(content), job, read_with_layout, open_near).result
    assert result.problem is None or result.problem.kind != ProblemKind.READING_TIMED_OUT


def test_labels_are_found_among_many_texts_as_they_are_one_by_one() -> None:
    labels = ("Total amount", "Sum (net)", "VAT 19%", "$")
    texts = ("total Amounts", "Sum", "VAT", "1. Total amount:", "Total amount: 5", "Net (sum)", "$", "€", "amount", "")
    printed = PrintedLabels(texts)
    assert printed.like(labels) == [text for text in texts if label_fit(text, labels) is not None]
    assert {"Sum", "1. Total amount:", "$"} <= set(printed.like(labels))
