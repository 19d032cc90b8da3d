"""No document of the sets is parted but those that were made as two reports in one file."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.evaluate.families import set_packs
from extractor.evaluate.sets import load_set
from extractor.readers.parting import find_parts
from extractor.readers.recognise import recognise

pytestmark = pytest.mark.slow

EVERY = 4
"""One of so many cases, and all those in which something stands twice."""
TWICE = ("two-", "table-twice", "table-rival", "page-break")


@pytest.mark.parametrize("name", ["gov_disclosure", "us_foia", "invoice", "bank_statement"])
def test_no_document_of_a_set_is_parted(name: str, tmp_path: Path) -> None:
    known = load_set(name)
    cases = [case for n, case in enumerate(known.cases) if n % EVERY == 0 or case.spec.id.startswith(TWICE)]
    parted, tried = set(), 0
    with set_packs(Path(known.folder)):
        for case in cases:
            if case.apart:
                continue
            document = open_document(case.write(tmp_path))
            found = recognise(document, known.schemas)
            if found.schema is not None and found.form is not None:
                tried += 1
                parts = find_parts(document, found.schema, found.form)
                parted |= {case.spec.id} if parts.several else set()
    assert tried >= 8
    assert all(name.startswith("two-reports") for name in parted)
    assert bool(parted) == (name in ("gov_disclosure", "us_foia"))
