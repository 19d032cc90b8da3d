"""Text that runs from right to left: read in its order, numbers as they stand, labels before their values."""

import random
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from bidi import get_display

from extractor.documents import open_document
from extractor.documents.composing import LaidCell, Piece
from extractor.documents.page.continued import LaidPage
from extractor.documents.page.glyphs import Glyph, words_of_glyphs
from extractor.documents.page.leftward_rows import from_right
from extractor.documents.page.page_layout import Block
from extractor.documents.page.paged import _compose
from extractor.documents.page.ruling import PageTurn
from extractor.documents.page.word_order import ligatures_apart, words_in_read_order
from extractor.documents.page.word_runs import pieces_of_words
from extractor.readers.labels import folded
from tests.document_places import assert_places_hold, cells, shared

WORDS = {
    "hebrew": ("חשבונית", "מס", "לכבוד:", "דובנוב", 'סה"כ', 'בע"מ', "תאריך", "ב-33"),
    "arabic": ("فاتورة", "ضريبية", "رقم:", "العميل", "المجموع", "تاريخ", "القيمة", "مبلغ"),
    "presentation forms": ("ﻓﺎﺗﻮﺭﺓ", "ﺿﺮﻳﺒﻴﺔ", "ﺭﻗﻢ", "ﺍﻟﻌﻤﻴﻞ", "ﺗﺎﺭﻳﺦ"),
}
OTHERS = ("2023", "1,286.50", "-12", "(154,353)", "04/05/2014", "18%", "₪240.72", "514756428", "0.5")


def printed(visual: str) -> str:
    """What is read of characters that are printed one after the other from the left."""
    glyphs = [Glyph(char, 10.0 + 6 * at, 100, 16.0 + 6 * at, 110, 108, 10) for at, char in enumerate(visual)]
    words = words_of_glyphs(glyphs, ())
    pieces = pieces_of_words(words, PageTurn(0, 600, 800))
    return " ".join(piece.text for piece in pieces)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("script", WORDS)
def test_a_line_is_read_as_it_was_written(script: str, seed: int) -> None:
    chance = random.Random(seed)
    line = [chance.choice(WORDS[script]) for _ in range(chance.randint(2, 5))]
    for number in chance.sample(OTHERS, chance.randint(0, 2)):
        line.insert(chance.randint(1, len(line)), number)
    text = " ".join(_apart(line))
    # A number is shown as it stands, whatever the algorithm makes of its signs.
    shown = " ".join(
        word if word in OTHERS else str(get_display(word, base_dir="R")) for word in reversed(text.split(" "))
    )
    assert printed(shown) == text


def _apart(line: list[str]) -> list[str]:
    """The words with one of letters between two numbers: side by side they would be one."""
    found: list[str] = []
    for word in line:
        if found and found[-1] in OTHERS and word in OTHERS:
            found.append(line[0])
        found.append(word)
    return found


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("514756428 :(פ.ח) השרומ קסוע", "עוסק מורשה (ח.פ): 514756428"),
        ("יתנש Starter יונמ", "מנוי Starter שנתי"),
        ("160371 :ןובשח ,571 :ףינס", "סניף: 571, חשבון: 160371"),
        ("(2023 רבמצדב 31)", "(31 בדצמבר 2023)"),
        ('(ר"ע) תינויצ', 'ציונית (ע"ר)'),
        ('1 234 567 :כ"הס', 'סה"כ: 1 234 567'),
        ("Total 12 pcs", "Total 12 pcs"),
        ("12 500", "12 500"),
        ("(154,353)", "(154,353)"),
        ("VAT No. ةبيرض مقر", "رقم ضريبة VAT No."),
        ("Invoice No. INV1800564 مقر", "Invoice No. INV1800564 رقم"),
        ("Cost (ריחמ) of Goods", "Cost (מחיר) of Goods"),
    ],
)
def test_lines_of_two_directions_are_read_in_order(shown: str, read: str) -> None:
    assert printed(shown) == read


def test_a_sign_of_two_letters_is_read_from_the_right() -> None:
    # As a PDF lists it: the letters in their order, the second of the sign without width at its right end.
    signs = [("ا", 30, 36), ("ل", 20, 30), ("ا", 30, 30), ("س", 10, 20), ("م", 4, 10)]
    glyphs = ligatures_apart([Glyph(char, x0, 0, x1, 10, 8, 10) for char, x0, x1 in signs])
    assert [word.text for word in words_of_glyphs(glyphs, ())] == ["الاسم"]


def test_numbers_alone_keep_their_order() -> None:
    words = words_of_glyphs([Glyph(c, 10.0 + 6 * n, 0, 16.0 + 6 * n, 10, 8, 10) for n, c in enumerate("12 500 7")], ())
    assert words_in_read_order(words) == words


def test_a_row_read_from_the_right_begins_with_its_label_and_keeps_its_columns() -> None:
    row = (LaidCell((), 0), LaidCell((Piece("12"),), 1), LaidCell((Piece("סך"),), 2, column_span=2))
    assert [(cell.column, cell.column_span) for cell in from_right(row)] == [(0, 2), (2, 1), (3, 1)]
    assert [cell.column for cell in from_right(row, 6)] == [2, 4, 5]
    assert from_right(from_right(row)) == tuple(replace(cell) for cell in row)


@pytest.mark.parametrize(("label", "first"), [("סך הכל", "סך הכל"), ("Total", "12")])
def test_cells_of_a_page_stand_in_the_order_its_script_is_read(label: str, first: str) -> None:
    pieces = tuple(Piece(word) for word in label.split())
    block = Block(((LaidCell((Piece("12"),), 0), LaidCell(pieces, 1)),), 0, 10, tabular=True)
    composer = _compose([LaidPage((block,), 100)], [""])
    assert composer.rows[0].cells[0].text == first


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("ﻓﺎﺗﻮﺭﺓ", "فاتورة"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("إجمالي", "اجمالي"),
        ("الاســم", "الاسم"),
    ],
)
def test_points_and_presentation_forms_do_not_count_in_labels(printed: str, label: str) -> None:
    assert folded(printed).core == folded(label).core


def test_a_hebrew_receipt_reads_in_order() -> None:
    document = open_document(shared("corpus", "docubench", "nESapyAA.pdf"))
    assert_places_hold(document)
    assert "עוסק מורשה (ח.פ): 514756428" in document.text
    assert ["1", "מנוי Starter שנתי", "₪204.00", "₪204.00"] in cells(document)


def test_print_over_the_picture_of_a_whole_page_is_read(tmp_path: Path) -> None:
    path = shared("corpus", "docubench", "qoSTXgNE.pdf")
    with pymupdf.open(path) as whole:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        whole.select([0])
        whole.save(tmp_path / "page.pdf")
    assert ['סה"כ נכסים', "", "163,549", "26,239"] in cells(open_document(tmp_path / "page.pdf"))
