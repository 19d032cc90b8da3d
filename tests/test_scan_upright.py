"""Pictures that are negatives or lie on their head are read like any other."""

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan import ocr_ready

pytestmark = pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")

_LINES = (
    "Annual statement of the harbour office",
    "Boats that were moored in the harbour    412",
    "Boats that left    38",
)


def _picture(tmp_path: Path, how: str) -> Path:
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # pymupdf has no types
        page = document.new_page(width=420, height=300)
        for number, line in enumerate(_LINES):
            page.insert_text((40, 60 + 40 * number), line, fontsize=14)
        pixmap = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    if "negative" in how:
        pixels = 255 - pixels
    if "head" in how:
        pixels = pixels[::-1, ::-1]
    shown = np.ascontiguousarray(pixels)
    made = pymupdf.Pixmap(pymupdf.csGRAY, pixmap.width, pixmap.height, shown.tobytes(), False)  # type: ignore[no-untyped-call]  # no types
    made.set_dpi(200, 200)  # type: ignore[no-untyped-call]  # the same
    path = tmp_path / f"{how or 'upright'}.png"
    made.save(path)  # type: ignore[no-untyped-call]  # the same
    return path


@pytest.mark.parametrize("how", ["", "negative", "head", "negative-head"])
def test_a_page_is_read_whichever_way_it_was_stored(tmp_path: Path, how: str) -> None:
    text = open_document(_picture(tmp_path, how)).text
    assert "harbour office" in text
    assert "412" in text
    assert "38" in text
