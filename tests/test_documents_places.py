"""Places in PDF: on pages of random content, and in real tables and invoices."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.documents import open_document
from tests.document_places import assert_all_is_covered, assert_places_hold, shared

SIDE = 300
COORDINATE = st.integers(20, SIDE - 20)
TEXT = st.tuples(
    COORDINATE, COORDINATE, st.sampled_from(["0", "1,234.5", "label", "规章", "（七）总计"]), st.booleans()
)
RULE = st.tuples(COORDINATE, COORDINATE, COORDINATE, st.booleans())


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=15), st.lists(RULE, max_size=12), st.sampled_from([0, 90, 180, 270]))
def test_places_hold_and_all_is_covered_on_any_page(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[int, int, str, bool]],
    rules: list[tuple[int, int, int, bool]],
    rotation: int,
) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=SIDE, height=SIDE)
    for x, y, text, upright in texts:
        font = "helv" if text.isascii() else "china-s"
        page.insert_text((x, y), text, fontsize=9, fontname=font, rotate=0 if upright else 90)
    for x, y, end, across in rules:
        page.draw_line((x, y), (end, y) if across else (x, end))
    page.set_rotation(rotation)
    path = tmp_path_factory.mktemp("page") / "a.pdf"
    pdf.save(path)
    pdf.close()
    document = open_document(path)
    assert_places_hold(document)
    assert_all_is_covered(document)
    for word in document.words:
        assert word.place.box is not None
        x0, y0, x1, y1 = word.place.box
        assert x0 < x1
        assert y0 < y1


def test_every_decimal_of_real_tables_is_a_word() -> None:
    document = open_document(shared("corpus", "tables_icdar", "us-002.pdf"))
    row = next(row for row in document.rows if row.cells[0].text.startswith("Total") and len(row.cells) == 8)
    assert [cell.text for cell in row.cells[1:]] == ["44.8", "$33,200", "23.2", "10.3", "27.0", "20.1", "19.4"]


def test_real_invoices_and_tables_open_and_their_places_hold() -> None:
    root = shared("corpus", "invoice_plain").parent
    paths = [*root.glob("invoice_*/*.pdf"), *root.glob("tables_icdar/*.pdf")]
    assert paths
    for path in paths:
        document = open_document(path)
        assert document.words
        assert_places_hold(document)
        assert_all_is_covered(document)
