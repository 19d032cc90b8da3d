"""Pictures of real paper: their truth agrees with their pixels, and every place leads into the picture and back."""

from functools import cache
from pathlib import Path

import numpy as np
import pymupdf
import pytest

from extractor.evaluate.render.cell_places import Box
from specimens.real_paper.drawn_paper import NOT_TICKED, TICKED, DrawnPaper, PageDraft, role_of
from specimens.real_paper.over_print import OVERLAYS, CoveredPage
from specimens.real_paper.paper_contents import content_pages
from specimens.real_paper.paper_kinds import KINDS
from specimens.real_paper.paper_map import Bending, PaperMap, Stance, before_camera, on_glass
from specimens.real_paper.paper_sample import PaperPicture, paper_sample, picture_of

SMALL = "receipt, photographed"


@cache
def receipt(number: int = 0) -> PaperPicture:
    return picture_of(next(kind for kind in KINDS if kind.name == SMALL), "tuning", number)


def curled(width: float = 300.0, height: float = 400.0) -> PaperMap:
    return before_camera(
        width, height, 2.5, Bending(width, bow=18.0), Stance(14.0, -9.0, 11.0, 1.7, (0.1, 0.05, 0.1, 0.05))
    )


@pytest.mark.parametrize("content", ["table", "receipt", "form", "letter"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_piece_stands_on_its_ink(content: str, number: int) -> None:
    page = content_pages(content, "tuning", number)  # type: ignore[arg-type]  # one of the four
    dark = page.painted(2.0).min(axis=2) < 128
    for piece in page.pieces:
        left, top, right, bottom = (round(2 * edge) for edge in piece.box)
        assert dark[top : bottom + 1, left : right + 1].any(), piece


def test_ink_lies_nowhere_but_in_the_pieces_of_a_receipt_and_its_rules() -> None:
    page = content_pages("receipt", "tuning", 3)
    dark = page.painted(2.0).min(axis=2) < 128
    for piece in page.pieces:
        left, top, right, bottom = (round(2 * edge) for edge in piece.box)
        dark[max(0, top - 1) : bottom + 2, max(0, left - 2) : right + 3] = False
    assert dark.any(axis=1).sum() <= 6


def test_places_of_curled_paper_lead_into_the_picture_and_back() -> None:
    paper = curled()
    points = np.random.default_rng(1).uniform((0, 0), (300, 400), (200, 2))
    pixels = paper.places(points)
    assert np.abs(paper.back(pixels) - points).max() < 0.01
    assert (pixels > 0).all()
    assert (pixels < paper.size).all()


def test_every_pixel_is_traced_to_the_place_it_shows() -> None:
    paper = curled()
    traced = paper.traced()
    for x, y in ((60.0, 50.0), (150.0, 200.0), (280.0, 390.0)):
        px, py = paper.point(x, y)
        found = traced[round(py), round(px)]
        assert np.hypot(*(found - (x, y))) < 0.6


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_turned_picture_has_its_places_turned(turns: int) -> None:
    flat = on_glass(100.0, 60.0, 2.0)
    shown = np.zeros((120, 200), np.uint8)
    shown[20, 30] = 255
    x, y = (30 + 0.5) / 2.0, (20 + 0.5) / 2.0
    turned = flat.quarters(turns)
    row, column = np.argwhere(np.rot90(shown, -turns) == 255)[0]
    assert turned.point(x, y) == pytest.approx((column, row), abs=1e-6)


def test_black_boxes_are_where_the_map_says_in_a_picture_that_was_taken() -> None:
    draft = PageDraft(300.0, 400.0)
    boxes = [Box(40.0 + 60 * at, 60.0 + 70 * at, 60.0 + 60 * at, 80.0 + 70 * at) for at in range(4)]
    for box in boxes:
        draft.frame(box, fill=(0.0, 0.0, 0.0))
    page = draft.finished()
    from specimens.real_paper.camera import warped

    paper = curled()
    shown = warped(page.painted(2.5), 2.5, paper).min(axis=2)
    for box in boxes:
        x, y = paper.point((box.left + box.right) / 2, (box.top + box.bottom) / 2)
        assert shown[round(y), round(x)] < 60
        for corner in Box(box.left - 4, box.top - 4, box.right + 4, box.bottom + 4).corners:
            outside = paper.point(*corner)
            assert shown[round(outside.y), round(outside.x)] > 200


@pytest.mark.parametrize("name", ["red stamp", "grey stamp", "pen", "lined through"])
def test_what_lies_over_a_number_marks_it_as_touched(name: str) -> None:
    page = content_pages("table", "tuning", 1)
    clean = page.painted(2.0)
    after = OVERLAYS[name](CoveredPage(clean, page), 2.0, np.random.default_rng(5))  # type: ignore[index]  # one of them
    touched = [piece for piece in after.page.numbers if piece.touched]
    assert {piece.touched for piece in touched} == {name}
    for piece, before in zip(after.page.pieces, page.pieces, strict=True):
        left, top, right, bottom = (round(2 * edge) for edge in piece.box)
        same = (after.pixels[top:bottom, left:right] == clean[top:bottom, left:right]).all()
        assert before.text == piece.text
        assert same or piece.touched


def test_a_form_tells_which_boxes_are_ticked() -> None:
    page = content_pages("form", "tuning", 2)
    marks = [piece for piece in page.pieces if piece.role == "mark"]
    dark = page.painted(3.0).min(axis=2) < 128
    for mark in marks:
        left, top, right, bottom = (round(3 * edge) for edge in mark.box)
        inside = dark[top + 5 : bottom - 4, left + 5 : right - 4].any()
        assert mark.text == (TICKED if inside else NOT_TICKED)
    assert len(marks) == 6


def test_numbers_have_digits_and_no_letters() -> None:
    assert [role_of(text) for text in ("1,234.50", "12.5%", "-", "A4", "2024-03-05")] == [
        "number", "number", "words", "words", "number",
    ]  # fmt: skip


def test_a_number_of_a_split_is_always_the_same_file(tmp_path: Path) -> None:
    again = picture_of(next(kind for kind in KINDS if kind.name == SMALL), "tuning", 0)
    assert again.content == receipt().content
    written = again.write(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {written.suffix, ".json"}


def test_the_splits_share_no_words_of_their_own() -> None:
    from specimens.real_paper.paper_contents import WORDS

    tuning, held_out = ({shop for words in WORDS[split] for shop in words.shops} for split in ("tuning", "held_out"))
    assert not tuning & held_out


def test_a_pixel_a_point_is_a_page_as_large_as_its_picture() -> None:
    kind = next(kind for kind in KINDS if kind.name == "a pixel a point")
    found = picture_of(kind, "tuning", 1)
    with pymupdf.open(stream=found.content, filetype="pdf") as document:  # type: ignore[no-untyped-call]  # no types
        assert document[0].rect.width == found.paper.size[0]


def test_the_kinds_come_round_by_turns() -> None:
    names = [each.kind for each in paper_sample("tuning", 4, kinds=("receipt", SMALL))]
    assert names == ["receipt", SMALL, "receipt", SMALL]


def test_the_lines_of_a_page_read_left_to_right() -> None:
    draft = PageDraft(200.0, 100.0)
    draft.text_right(190.0, 40.0, "3.50", 9.0)
    draft.text(10.0, 40.0, "Tea and milk", 9.0)
    page: DrawnPaper = draft.finished()
    assert page.lines == ("Tea and milk 3.50",)
