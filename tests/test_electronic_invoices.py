"""The pack of invoices reads the XML of electronic invoices by the names of its elements."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.schemas.registry import load_schema
from specimens.electronic_invoices import Truth, as_cii, as_ubl, draw_electronic
from tests.open_families import compare


def judged(folder: Path, content: bytes, truth: Truth) -> tuple[list[str], list[str]]:
    path = folder / "invoice.xml"
    path.write_bytes(content)
    schema = load_schema("invoice")
    return compare(read_open(open_document(path), schema, schema.forms[0]), truth)


def drawn(seed: int) -> Truth:
    """One of several lines with two rates."""
    return next(
        each for at in range(seed, 99) if "lines.1.name" in (each := draw_electronic(at)) and "taxes.1.rate" in each
    )


@pytest.mark.parametrize("write", [as_ubl, as_cii])
@pytest.mark.parametrize("seed", range(3))
def test_the_xml_of_an_invoice_gives_its_whole_record(write: object, seed: int, tmp_path: Path) -> None:
    truth = drawn(9 * seed)
    assert judged(tmp_path, as_ubl(truth) if write is as_ubl else as_cii(truth), truth) == ([], [])
