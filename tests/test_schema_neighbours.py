"""A file of Python that holds a schema finds the modules beside it, and leaves the order of all other modules alone."""

import sys
from pathlib import Path

import pytest

from extractor.schemas.registry import resolve_schema

MODEL = """
from pydantic import BaseModel
from beside_it import NAME


class Note(BaseModel):
    subject: str = NAME
"""


@pytest.mark.parametrize("known", [True, False])
def test_the_order_of_modules_is_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    (tmp_path / "beside_it.py").write_text("NAME = 'none'\n")
    (tmp_path / "note.py").write_text(MODEL)
    if known:
        monkeypatch.syspath_prepend(tmp_path)
    before = list(sys.path)
    monkeypatch.delitem(sys.modules, "beside_it", raising=False)
    assert resolve_schema(f"{tmp_path / 'note.py'}:Note").forms[0].shape is not None
    assert sys.path == before
