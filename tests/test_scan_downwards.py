"""Pages of pictures whose lines run from top to bottom, as in Chinese and Japanese books."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from pathlib import Path

import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan import ocr_ready
from extractor.evidence import DoubtKind

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")]

LINES = (
    "吾輩は猫である名前はまだ無い",
    "何でも薄暗いじめじめした所で",
    "泣いて居た事だけは記憶して居る",
    "始めて人間というものを見た",
)


def drawn(folder: Path, down: bool) -> Path:
    """A page of these lines, the first one on the right or on top."""
    with pymupdf.open() as document:
        page, writer = document.new_page(width=420, height=400), pymupdf.TextWriter((0, 0, 420, 400))
        for number, line in enumerate(LINES):
            for at, sign in enumerate(line):
                place = (300 - 32 * number, 60 + 17 * at) if down else (60 + 17 * at, 60 + 32 * number)
                writer.append(place, sign, font=pymupdf.Font("japan"), fontsize=14)
        writer.write_text(page)
        page.get_pixmap(dpi=200).save(folder / "a.png")
    return folder / "a.png"


def test_lines_from_top_to_bottom_are_read_in_their_order_and_in_doubt(tmp_path: Path) -> None:
    document = open_document(drawn(tmp_path, down=True))
    assert tuple(row.text for row in document.rows) == LINES
    assert all(DoubtKind.LINE_READ_WHOLE in {each.kind for each in word.doubts} for word in document.words)
    assert all(word.views == "differ" for word in document.words)
    assert any("run from top to bottom" in remark for remark in document.remarks)
    boxes = [word.place.box for word in document.words]
    assert all(box is not None and box[3] - box[1] > 5 * (box[2] - box[0]) for box in boxes)


def test_the_same_lines_across_are_read_as_ever(tmp_path: Path) -> None:
    document = open_document(drawn(tmp_path, down=False))
    assert not any("run from top to bottom" in remark for remark in document.remarks)
    assert [row.text.replace("\t", "").replace(" ", "") for row in document.rows] == [*LINES]
