"""Rounded boxes, rules that are typed, and leaders: what a page prints around its numbers and what is none of them."""

from pathlib import Path

import pymupdf
import pytest

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.leader_rules import without_leaders
from extractor.documents.page.ruling import Rules, Segment
from extractor.documents.page.stacked_words import with_stacked_words
from extractor.documents.page.typed_rules import with_typed_rules
from extractor.documents.scan import SWITCH
from extractor.evidence import DoubtKind
from tests.document_places import cells
from tests.test_documents_pdf import opened, rule

GROUND = (0.86, 0.9, 0.94)
ROWS = (("East", "5", "1,074"), ("West", "1,053", "3,876"), ("All", "1,058", "4,950"))


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "0")


@pytest.mark.parametrize("radius", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("filled", [True, False])
def test_numbers_in_boxes_with_round_corners_are_read(tmp_path: Path, radius: float, filled: bool) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, row in enumerate(ROWS):
            for column, text in enumerate(row):
                x, y = 50 + 90 * column, 100 + 22 * number
                box = (x, y, x + 86, y + 20)
                page.draw_rect(box, color=None if filled else (0, 0, 0), fill=GROUND if filled else None, radius=radius)
                page.insert_text((x + 10, y + 14), text, fontsize=9)

    document = opened(tmp_path, draw)
    assert cells(document) == [list(row) for row in ROWS]
    assert not any(cell.doubts for row in document.rows for cell in row.cells)


def test_a_nought_that_is_drawn_is_still_told(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, (50, 150, 250), (100, 120, 140))
        page.insert_text((60, 114), "East", fontsize=9)
        page.insert_text((160, 114), "7", fontsize=9)
        page.insert_text((60, 134), "West", fontsize=9)
        page.draw_oval((160, 126, 165, 135), color=None, fill=(0, 0, 0))

    document = opened(tmp_path, draw)
    kinds = {each.kind for row in document.rows for cell in row.cells for each in cell.doubts}
    assert kinds & {DoubtKind.DRAWN_IN_CELL, DoubtKind.READ_IN_PICTURE}


def word(text: str, x: float, y: float, doubtful: bool = False) -> PageWord:
    return PageWord(text, x, y, x + 5 * len(text), y + 10, 9, sideways=doubtful)


def test_lines_of_hyphens_are_rules_and_a_few_beside_words_are_a_sign() -> None:
    row = [word("Fees", 50, 100), word("-----", 150, 100), word("12", 250, 100)]
    lines = [word("-------", 50, 112), word("=====", 150, 112), word("-" * 20, 250, 124), word("Total", 50, 124)]
    kept, rules = with_typed_rules([*row, *lines], Rules((), ()))
    assert [each.text for each in kept] == ["Fees", "-----", "12", "Total"]
    assert [(rule.start, rule.end) for rule in rules.horizontal] == [(50, 85), (150, 175), (250, 350)]


def test_hyphens_inside_words_and_blank_lines_to_write_on_are_no_rules() -> None:
    words = [word("A-1---2", 50, 100), word("______", 150, 100), word("...... ", 250, 100), word("--", 300, 112)]
    assert with_typed_rules(words, Rules((), ())) == (tuple(words), Rules((), ()))


LEADERS = tuple(Segment(109.0 + 16 * number, 90.0, 200.0) for number in range(3))
LED = [each for n in range(3) for each in (word(f"Item{n}", 50, 100 + 16 * n), word(f"{n}25", 240, 100 + 16 * n))]


def test_lines_from_labels_to_their_figures_part_no_rows() -> None:
    edges = Segment(96.0, 40.0, 300.0), Segment(150.0, 40.0, 300.0)
    rules = Rules((edges[0], *LEADERS, edges[1]), (Segment(220.0, 96.0, 150.0),))
    assert without_leaders(rules, LED).horizontal == edges


def test_other_lines_stay() -> None:
    under_the_words = tuple(rule._replace(start=50.0) for rule in LEADERS)
    assert without_leaders(Rules(under_the_words, ()), LED).horizontal == under_the_words
    to_words = [word("to be", 240, 100 + 16 * n) if each.text[0].isdigit() else each for n, each in enumerate(LED)]
    assert without_leaders(Rules(LEADERS, ()), to_words).horizontal == LEADERS
    assert without_leaders(Rules(LEADERS[:1], ()), LED).horizontal == LEADERS[:1]
    over_words = [*LED, *(word("beside", 120, 100 + 16 * n) for n in range(3))]
    assert without_leaders(Rules(LEADERS, ()), over_words).horizontal == LEADERS


def test_a_page_with_leaders_has_a_row_for_every_line(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        rule(page, (50, 200, 280, 360), (100, 120))
        for x, text in zip((54, 204, 284), ("Item", "Base", "Rate"), strict=True):
            page.insert_text((x, 114), text, fontsize=9)
        for number in range(5):
            y = 134 + 16 * number
            for x in (200, 280):
                page.draw_line((x, 120), (x, 204))
            page.insert_text((54, y), f"Item {number}", fontsize=9)
            page.draw_line((84, y), (197, y), dashes="[.05 3.95] 0")
            page.insert_text((250, y), f"{number}35", fontsize=9)
            page.insert_text((330, y), f"{number}9", fontsize=9)
        page.draw_line((50, 204), (360, 204))

    rows = [[f"Item {number}", f"{number}35", f"{number}9"] for number in range(5)]
    assert cells(opened(tmp_path, draw)) == [["Item", "Base", "Rate"], *rows]


def test_thin_white_lines_over_white_paper_strike_nothing_and_part_nothing(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, row in enumerate(ROWS):
            for column, text in enumerate(row):
                page.insert_text((50 + 90 * column, 100 + 20 * number), text, fontsize=9)
        for at in range(400):
            page.draw_line((20, 60 + at), (380, 60 + at), color=(1, 1, 1), width=0.2)

    document = opened(tmp_path, draw)
    assert cells(document) == [list(row) for row in ROWS]
    assert not any(cell.doubts for row in document.rows for cell in row.cells)


@pytest.mark.parametrize("width", [0.2, 4.0])
def test_white_lines_that_show_on_a_ground_or_are_thick_are_lines(tmp_path: Path, width: float) -> None:
    def draw(page: pymupdf.Page) -> None:
        if width < 1:
            page.draw_rect((40, 90, 300, 120), color=None, fill=GROUND)
        page.insert_text((50, 110), "West", fontsize=9)
        page.insert_text((150, 110), "1,053", fontsize=9)
        page.draw_line((140, 107), (190, 107), color=(1, 1, 1), width=width)

    assert any(word.doubts for word in opened(tmp_path, draw).words)


BOXES = {"plus": "+-|", "double": "+=|", "strokes alone": "|-|"}


def typed_grid(rows: tuple[tuple[str, ...], ...], signs: str, pitch: int, touching: bool) -> list[str]:
    """Lines of a table that is typed in one width of characters."""
    joint, dash, stroke = (*signs,)
    wide = [max(len(row[at]) for row in rows) + (0 if touching else 2) for at in range(len(rows[0]))]
    across = joint + joint.join(dash * each for each in wide) + joint
    lines = [across]
    for row in rows:
        padded = [
            text.rjust(each) if text[0].isdigit() else text.center(each) for text, each in zip(row, wide, strict=True)
        ]
        lines += [stroke + stroke.join(" " * each for each in wide) + stroke] * (pitch - 1)
        lines += [stroke + stroke.join(padded) + stroke, across]
    return lines


@pytest.mark.parametrize("signs", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("pitch", [1, 2])
@pytest.mark.parametrize("touching", [True, False])
@pytest.mark.parametrize("leading", [1.0, 1.3])
def test_a_grid_that_is_typed_is_one(tmp_path: Path, signs: str, pitch: int, touching: bool, leading: float) -> None:
    def draw(page: pymupdf.Page) -> None:
        for number, line in enumerate(typed_grid(ROWS, signs, pitch, touching)):
            page.insert_text((60, 100 + 10 * leading * number), line, fontsize=10, fontname="cour")

    document = opened(tmp_path, draw)
    assert cells(document) == [list(row) for row in ROWS]
    assert not any(cell.doubts for row in document.rows for cell in row.cells)


def test_a_stroke_within_a_line_is_no_rule(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((60, 100), "Annual report | Page 3", fontsize=10, fontname="cour")
        page.insert_text((60, 200), "5 + 3 | 8", fontsize=10, fontname="cour")

    assert [word.text for word in opened(tmp_path, draw).words] == [
        "Annual",
        "report",
        "|",
        "Page",
        "3",
        "5",
        "+",
        "3",
        "|",
        "8",
    ]


@pytest.mark.parametrize("gap", [0.6, 2.0, 4.0])
@pytest.mark.parametrize("radius", [None, 0.2])
@pytest.mark.parametrize("side", [0, 2])
def test_tinted_boxes_with_paper_between_them_are_cells(
    tmp_path: Path, gap: float, radius: float | None, side: int
) -> None:
    wide = (60, 30, 40)

    def draw(page: pymupdf.Page) -> None:
        for number, row in enumerate(ROWS):
            left = 60.0
            for column, text in enumerate(row):
                top = 100 + (16 + gap) * number
                box = (left, top, left + wide[column], top + 16)
                page.draw_rect(box, color=None, fill=GROUND, radius=radius)
                length = pymupdf.get_text_length(text, fontsize=9)
                x = left + wide[column] - length - 1 if column == side else left + 1
                page.insert_text((x, top + 12), text, fontsize=9)
                left += wide[column] + gap

    document = opened(tmp_path, draw)
    assert cells(document) == [list(row) for row in ROWS]
    assert not any(cell.doubts for row in document.rows for cell in row.cells)


def stacked(text: str, x: float, y: float, pitch: float) -> list[PageWord]:
    return [PageWord(char, x, y + pitch * at, x + 8, y + pitch * at + 10, 8) for at, char in enumerate(text)]


@pytest.mark.parametrize("pitch", [8.0, 9.5, 12.0, 14.0])
@pytest.mark.parametrize("apart", [18.0, 30.0])
def test_ideographs_below_each_other_are_a_word(pitch: float, apart: float) -> None:
    heads = ("\u7ed3\u679c\u7ef4\u6301", "\u603b\u8ba1", "\u5176\u4ed6\u7ed3\u679c")
    words = [each for at, head in enumerate(heads) for each in stacked(head, 50 + apart * at, 100, pitch)]
    assert [each.text for each in with_stacked_words(words)] == [*heads]


def test_ideographs_of_lines_and_figures_below_each_other_are_none() -> None:
    prose = [
        PageWord(char, 50 + 8 * at, y, 58 + 8 * at, y + 10, 8)
        for y in (100, 110)
        for at, char in enumerate("\u516c\u5f00")
    ]
    figures = [PageWord(str(at), 200, 100 + 10 * at, 206, 110 + 10 * at, 8) for at in range(4)]
    far = [PageWord("\u5377", 300, y, 308, y + 10, 8) for y in (100, 130)]
    words = (*prose, *figures, *far)
    assert with_stacked_words(words) == words
