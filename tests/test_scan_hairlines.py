"""Rules too pale for ink are found where they are in company; folds, shadows and rows of letters are none."""

import numpy as np
import pytest

from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.rulings import find_rules

DPI = 144.0
PAPER = 250


def sheet(grey: Grey) -> PaperSheet:
    return PaperSheet(grey, DPI, np.where(grey < 128, 255, 0).astype(np.uint8))


def noisy(seed: int = 3) -> Grey:
    rng = np.random.default_rng(seed)
    return np.clip(rng.normal(PAPER, 2.0, (900, 1200)), 0, 255).astype(np.uint8)


def table(shade: int, down: bool = True, wide: int = 1) -> Grey:
    """Five rules across and, if ``down`` too, four uprights, all of a shade of grey."""
    page = noisy()
    for y in range(100, 301, 50):
        page[y : y + wide, 100:1100] = shade
    for x in (100, 400, 700, 1099) if down else ():
        page[100 : 300 + wide, x : x + wide] = shade
    return page


@pytest.mark.parametrize("shade", [140, 170, 200, 220])
@pytest.mark.parametrize("wide", [1, 2])
def test_grey_rules_are_rules(shade: int, wide: int) -> None:
    rules = find_rules(sheet(table(shade, wide=wide))).rules
    assert [round(rule.at * 2) for rule in rules.horizontal] == pytest.approx([100, 150, 200, 250, 300], abs=2)
    assert [round(rule.at * 2) for rule in rules.vertical] == pytest.approx([100, 400, 700, 1099], abs=2)


@pytest.mark.parametrize("shade", [140, 200])
def test_grey_rules_across_alone_are_rules(shade: int) -> None:
    assert len(find_rules(sheet(table(shade, down=False))).rules.horizontal) == 5


@pytest.mark.parametrize("at", [120, 450, 777])
def test_one_pale_line_alone_is_a_fold_and_no_rule(at: int) -> None:
    page = noisy()
    page[at, 50:1150] = 200
    page[50:850, at] = 200
    rules = find_rules(sheet(page)).rules
    assert len(rules.horizontal) + len(rules.vertical) == 0


def test_the_edge_of_a_shadow_is_no_rule() -> None:
    page = noisy()
    for y in (200, 400, 600):
        page[y : y + 90] = np.clip(page[y : y + 90].astype(int) - 40, 0, 255)
    assert find_rules(sheet(page)).rules.horizontal == ()


def test_rows_of_pale_letters_are_no_rules() -> None:
    page = noisy()
    strokes = np.random.default_rng(8)
    for top in range(100, 700, 24):
        for left in range(100, 1100, 12):
            for bar in strokes.choice(13, 3, replace=False):
                page[top + bar : top + bar + 2, left : left + 9] = 150
            page[top : top + 14, left + 3 : left + 5] = 150
    rules = find_rules(sheet(page)).rules
    assert rules.horizontal == () and rules.vertical == ()


@pytest.mark.parametrize("gap", [4, 6, 8])
def test_a_long_rule_between_rows_of_small_type_is_one(gap: int) -> None:
    page = noisy()
    for y in range(100, 301, 40):
        page[y : y + 2, 100:1100] = 20
        for left in range(104, 1090, 30):
            page[y - gap - 12 : y - gap, left : left + 12] = 20
            page[y + 2 + gap : y + 14 + gap, left : left + 12] = 20
    assert len(find_rules(sheet(page)).rules.horizontal) == 6
