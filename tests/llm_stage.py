"""What the tests of the model reader share: the invented ledger, read over a rehearsed endpoint."""

from pathlib import Path

from extractor.documents import open_document
from extractor.readers.llm.profile import EMBEDDED, LARGE, ModelProfile
from extractor.readers.llm.reader import LlmReader, ReplyCache
from extractor.readers.llm.rehearsed_endpoint import Rehearsal
from extractor.readers.llm.transport import Patience
from extractor.readers.reading import Reading
from tests.ledger import FORM, LEDGER, TEXT

ONE_ROW = EMBEDDED.model_copy(update={"seconds": 60.0})
"""One row a request, numbers by position."""
MANY_ROWS = LARGE.model_copy(update={"seconds": 60.0, "strategy": "cells"})
"""Several rows a request, ids of cells."""
MANY_NUMBERS = MANY_ROWS.model_copy(update={"strategy": "values"})
QUICK = Patience(wait=0.5, attempts=3, pause=0.01, rounds=3)

GOODS = tuple(f"goods.{row}.{column}" for row in ("apples", "pears", "stone") for column in ("north", "south", "total"))


def read_over(
    stage: Rehearsal,
    folder: Path,
    text: str = TEXT,
    profile: ModelProfile = ONE_ROW,
    cache: ReplyCache | None = None,
) -> Reading:
    """Write ``text`` to a file and read it over the rehearsed endpoint with a reader of its own."""
    path = folder / "ledger.txt"
    path.write_text(text, encoding="utf-8")
    reader = LlmReader(stage.endpoint, profile, cache, QUICK)
    try:
        return reader.read(open_document(path), LEDGER, FORM)
    finally:
        reader.close()


def states(reading: Reading, *paths: str) -> set[str]:
    """The states of some fields."""
    return {reading.fields[path].state for path in paths}
