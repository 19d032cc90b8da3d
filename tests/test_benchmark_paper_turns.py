"""The measurement of which way up pages lie: turns are counted the right way round, and a stopped run goes on."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks.paper_turns import TurnedPage, turn_lines, turned_page, turned_sample
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.paper.facing import turned_by
from specimens.real_paper.paper_kinds import KINDS
from specimens.real_paper.paper_sample import picture_of

RIGHT = TurnedPage("letter 7", "letter", [0, 1, 2, 3], [0, 1, 2, 3], [0.5, 0.5, 0.5, 0.7], 4.0)
WRONG = TurnedPage("pen 8", "pen", [0, 1, 2, 3], [0, 1, 2, 1], [0.5, 0.5, 0.5, 0.5])


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_that_is_turned_back_by_so_many_right_angles_lay_turned_by_them(quarters: int) -> None:
    kind = next(kind for kind in KINDS if kind.name == "small picture")
    found = turned_page(picture_of(kind, "tuning", 0), lambda raster: turned_by(raster, -quarters))
    assert found.right == [0, 1, 2, 3]
    assert found.told == [quarters] * 4
    assert len(found.cpu) == 4
    assert found.peer == 0.0


@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
def test_a_run_that_goes_on_draws_no_picture_of_which_it_knows_what_was_told(tmp_path: Path) -> None:
    keep = tmp_path / "kept.jsonl"
    lines = [{"at": f"held_out/{number}", **asdict(page)} for number, page in ((5, RIGHT), (6, WRONG))]
    keep.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert list(turned_sample("held_out", 2, 5, keep, peer=False)) == [RIGHT, WRONG]
    assert len(keep.read_text("utf-8").splitlines()) == 2


def test_what_was_told_is_counted_by_kind_and_what_is_wrong_is_named() -> None:
    lines = list(turn_lines([RIGHT, WRONG]))
    assert lines[0].startswith("letter: orientation told right 100.00% (4/4")
    assert lines[1].startswith("pen: orientation told right 75.00% (3/4")
    assert lines[2].startswith("all: orientation told right 87.50% (7/8")
    assert lines[3] == "    pen 8: lay turned by [0, 1, 2, 3], told [0, 1, 2, 1]"
    assert lines[4] == "cost: 0.53 s of processor a page in the mean, the dearest 0.70 s"
    assert lines[5] == "beside rapidocr on 1 pages: 0.125 of its 4.00 s a page"
