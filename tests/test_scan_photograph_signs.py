"""Signs and small letters of photographed pages: hours and days are no numbers, letters are no dirt, a desk no ink."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from extractor.documents import open_document
from extractor.documents.scan.numbers.codes import is_code
from extractor.documents.scan.numbers.decimal_commas import changed_back, changed_over, has_decimal_commas, is_mixed
from extractor.documents.scan.numbers.views import ViewedLine
from extractor.documents.scan.paper.dark_blocks import without_dark_blocks
from extractor.documents.scan.paper.sheet_rim import without_rim
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.documents.scan.tables.marks import Marks
from extractor.documents.scan.tables.quality import dirt_of
from extractor.evidence import DoubtKind, doubt
from specimens.real_paper.paper_kinds import KINDS
from specimens.real_paper.paper_sample import picture_of
from specimens.real_paper.paper_scores import score_picture

HEIGHT = 30


@pytest.mark.parametrize("text", ["15:29", "22.07.2021", "2021-03-04", "12/31", "22.07.2021 15:29", "１５：２９"])
def test_days_and_hours_are_codes(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["15.29", "1.234.567", "1,234.50", "-12", "12", "12.50 15:2a", "-"])
def test_numbers_are_none(text: str) -> None:
    assert not is_code(text)


def test_the_day_and_the_hour_of_a_receipt_are_read_sign_for_sign(tmp_path: Path) -> None:
    (kind,) = (kind for kind in KINDS if kind.name == "receipt")
    picture = picture_of(kind, "tuning", 12)
    path = tmp_path / f"receipt{picture.suffix}"
    path.write_bytes(picture.content)
    clear = {word.text for word in open_document(path).words if word.views != "differ"}
    assert {"08.03.2025", "17:34", "517.90"} <= clear


def test_small_letters_in_lines_of_print_are_no_dirt() -> None:
    page = np.zeros((1500, 1200), np.uint8)
    for y in range(100, 1400, 60):
        for x in range(100, 1100, 22):
            cv2.circle(page, (x, y), 8, (255,), 3)
    marks = Marks.of(page)
    lines = [TextBox(600, y, 1040, 36, 0.0, 0.9) for y in range(100, 1400, 60)]
    assert dirt_of(marks, HEIGHT)
    assert not dirt_of(marks, HEIGHT, lines)


def test_the_table_seen_along_the_edge_of_a_sheet_becomes_paper_and_print_stays() -> None:
    page = np.full((1600, 1200), 220, np.uint8)
    page[:12, 300:] = 60
    page[200:220, 100:1000] = 40
    page[700:720, 1150:] = 40
    clean = without_rim(page, [TextBox(1170, 710, 60, 24, 0.0, 0.9)])
    assert clean[:40].min() > 180
    assert (clean[200:220, 100:1000] == 40).all()
    assert (clean[700:720, 1150:] == 40).all()


def test_the_edge_of_a_shadow_across_dark_print_makes_no_light_print() -> None:
    page = np.full((800, 800), 210, np.uint8)
    page[300:] = 100
    for x in range(200, 480, 24):
        page[292:310, x : x + 6] = 30
    lines = [TextBox(340, 300, 300, 30, 0.0, 0.9)]
    assert without_dark_blocks(page, lines) is page


def test_light_print_on_a_dark_block_is_still_turned() -> None:
    page = np.full((800, 800), 210, np.uint8)
    page[280:320, 150:550] = 60
    for x in range(200, 480, 24):
        page[292:310, x : x + 6] = 220
    lines = [TextBox(340, 300, 300, 30, 0.0, 0.9)]
    assert without_dark_blocks(page, lines)[300, 202] < 60


def test_a_page_with_decimal_commas_says_so_itself() -> None:
    assert has_decimal_commas(["12,99", "1.234,50", "0,5", "17", "2024"])
    assert not has_decimal_commas(["12.99", "1,234", "0.5", "12,9"])
    assert not is_mixed(["12,99", "1.234,50", "0,5", "17.5"])
    assert is_mixed(["12,99", "1.234,50", "0,5", "17.5", "13.20"])
    assert not has_decimal_commas(["12,99", "1,234", "1,234,567", "8,5", "3,2", "17.5"])
    assert not has_decimal_commas(["12,99", "17"])


@pytest.mark.parametrize("text", ["1.234,56", "12,99", "-0,5%"])
def test_a_number_that_is_changed_over_and_back_is_what_it_was(text: str) -> None:
    seen = ViewedLine(text, (doubt(DoubtKind.VIEWS_DIFFER, f"“{text}”"),), ("1,2", "1.2"))
    assert changed_back(changed_over(seen)) == seen


def test_three_digits_behind_a_point_stay_in_doubt_on_a_page_with_decimal_commas() -> None:
    assert not changed_back(changed_over(ViewedLine("1.234"))).clear


def test_amounts_with_decimal_commas_are_read_without_doubt(tmp_path: Path) -> None:
    page = np.full((1000, 700), 255, np.uint8)
    printed = ["12,99", "1.234,50", "7,45", "480,00", "63,10", "2.005,75"]
    for at, text in enumerate(printed):
        cv2.putText(page, text, (380, 150 + 80 * at), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3, cv2.LINE_AA)
        cv2.putText(page, "Summe", (60, 150 + 80 * at), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3, cv2.LINE_AA)
    path = tmp_path / "page.png"
    cv2.imwrite(str(path), page)
    assert set(printed) <= {word.text for word in open_document(path).words if word.views != "differ"}


@pytest.mark.slow
def test_low_digits_of_a_hard_compressed_picture_are_in_doubt_where_another_reading_is_near(tmp_path: Path) -> None:
    (kind,) = (kind for kind in KINDS if kind.name == "small picture")
    picture = picture_of(kind, "held_out", 1)
    path = tmp_path / f"table{picture.suffix}"
    path.write_bytes(picture.content)
    assert score_picture(picture, open_document(path)).wrong <= 1
