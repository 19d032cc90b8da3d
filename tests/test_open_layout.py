"""The layout reader of any model reads six families of documents right."""

from pathlib import Path

import pytest

from tests.open_families import FAMILIES, Writer, as_html, as_pdf, as_pipes, as_tabs, compare, read


@pytest.mark.parametrize("writer", [as_tabs, as_pipes, as_html, as_pdf])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_of_a_family_is_read_and_none_surely_wrong(tmp_path: Path, family: str, writer: Writer) -> None:
    model, text, truth = FAMILIES[family]
    reading = read(writer(tmp_path, text.splitlines()), model)
    assert compare(reading, truth) == ([], [])
