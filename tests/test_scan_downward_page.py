"""What stands upright on a page whose lines run from top to bottom is kept, in doubt; what cannot be read is shown."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from pathlib import Path
from typing import cast

import numpy as np
import pymupdf
import pytest

from extractor.documents import open_document
from extractor.documents.scan import downward_page, ocr_ready
from extractor.documents.scan.base_layer import WholeLine
from extractor.documents.scan.downward_page import read_downward_page
from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.recogniser import Recogniser
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.evidence import DoubtKind

_LINES = ("吾輩は猫である名前はまだ無い", "何でも薄暗いじめじめした所で", "泣いて居た事だけは記憶して居る")
_TABLE = (("Kind", "Granted", "Refused"), ("Harbours", "131", "745"), ("Bridges", "562", "970"))


def _pictured(folder: Path) -> Path:
    """A page of five lines that run down, and a small ruled table beside them."""
    with pymupdf.open() as document:
        page, writer = document.new_page(width=600, height=420), pymupdf.TextWriter((0, 0, 600, 420))
        for number in range(5):
            for at, sign in enumerate(_LINES[number % len(_LINES)]):
                writer.append((560 - 28 * number, 60 + 17 * at), sign, font=pymupdf.Font("japan"), fontsize=14)
        writer.write_text(page)
        for number, row in enumerate(_TABLE):
            for x, text in zip((40, 120, 180), row, strict=True):
                page.insert_text((x, 100 + 22 * number), text, fontsize=10)
        for number in range(len(_TABLE) + 1):
            page.draw_line((34, 86 + 22 * number), (240, 86 + 22 * number))
        for x in (34, 114, 174, 240):
            page.draw_line((x, 86), (x, 86 + 22 * len(_TABLE)))
        page.get_pixmap(dpi=200).save(folder / "a.png")
    return folder / "a.png"


@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
def test_a_level_table_beside_lines_that_run_down_keeps_its_figures(tmp_path: Path) -> None:
    document = open_document(_pictured(tmp_path))
    assert any("run from top to bottom" in remark for remark in document.remarks)
    assert document.rows[-1].text.split() == [text for row in _TABLE for text in row]
    assert all(DoubtKind.LINE_READ_WHOLE in {each.kind for each in word.doubts} for word in document.words)
    assert [each.kind for page in document.pages for each in page.unseen] == [DoubtKind.UNCLEAR_TEXT]


def test_what_cannot_be_read_is_shown_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: Recogniser, __: object, boxes: list[TextBox]) -> list[WholeLine]:
        texts = {"long": CtcReading("long", 1.0, (0, 1, 2, 3), sure=(1.0,) * 4), "": CtcReading("", 0.0, ())}
        return [WholeLine(box, *(2 * [texts["long" if box.y < 100 else ""]])) for box in boxes]

    monkeypatch.setattr(downward_page, "read_lines", read)
    boxes = [
        TextBox(300, 50, 400, 40, 0.0, 1.0),
        TextBox(300, 150, 400, 40, 0.0, 1.0),
        TextBox(600, 300, 45, 60, 0.0, 1.0),
        TextBox(600, 500, 120, 45, 88.0, 1.0),
    ]
    words, illegible = read_downward_page(cast(Recogniser, None), np.zeros((600, 800), np.uint8), boxes, 0.5)
    assert [(word.text, word.sideways) for word in words] == [
        ("long", False),
        (UNREADABLE, False),
        (UNREADABLE, True),
        (UNREADABLE, True),
    ]
    assert all(word.doubts for word in words)
    assert [(word.x0 + word.x1) / 2 for word in words[1:]] == pytest.approx([150, 300, 300])
    assert [word.middle for word in words[1:]] == pytest.approx([75, 250, 150])
    assert len(illegible) == 3
