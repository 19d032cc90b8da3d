"""Grey stamps in frames are told from print and tables, and what lies under them is in doubt."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import cv2
import numpy as np
import pymupdf
import pytest

from extractor.documents.scan.paper.ink import sheet_of
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.stamps import stamp_places
from extractor.documents.scan.tables.rulings import find_rules

DPI = 200


def page(ink: float = 0.0) -> Grey:
    """A table of numbers below some lines of print; ``ink``: how pale its rules and the last line are, 1 is white."""
    with pymupdf.open() as document:
        paper = document.new_page(width=400, height=400)
        for at in range(4):
            paper.insert_text((40, 60 + 15 * at), "Received from the treasurer the sum set out below", fontsize=10)
        for row in range(8):
            for column in range(4):
                x, y = 40 + 80 * column, 140 + 22 * row
                paper.draw_rect((x, y, x + 80, y + 22), width=0.6, color=(ink,) * 3)
                paper.insert_text((x + 6, y + 15), f"{7919 * (row * 4 + column + 1) % 99991}", fontsize=10)
        paper.insert_text((40, 345), "of which pale", fontsize=9, color=(ink,) * 3)
        paper.insert_text((40, 357), "and paler yet", fontsize=9, color=(ink,) * 3)
        picture = paper.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width).copy()


def stamped(paper: Grey, shape: str, middle: tuple[int, int], grey: int = 120) -> None:
    """A stamp of two words in a frame, 5 degrees askew, over the print."""
    drawn = np.full((400, 600), 255, np.uint8)
    if shape == "oval":
        cv2.ellipse(drawn, (300, 200), (150, 80), 0, 0, 360, (grey,), 5, cv2.LINE_AA)
    else:
        half = 140 if shape == "oblong" else 75
        cv2.rectangle(drawn, (300 - half, 135), (300 + half, 265), (grey,), 5, cv2.LINE_AA)
    for at, text in enumerate(("PAID", "9 MAY") if shape != "square" else ("WEI", "LI")):
        cv2.putText(drawn, text, (245, 195 + 50 * at), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (grey,), 5, cv2.LINE_AA)
    askew = cv2.getRotationMatrix2D((300, 200), 5, 1)
    drawn = np.asarray(cv2.warpAffine(drawn, askew, (600, 400), borderValue=(255,)), np.uint8)
    x, y = middle[0] - 300, middle[1] - 200
    place = paper[y : y + 400, x : x + 600]
    np.minimum(place, drawn, out=place)


def places(paper: Grey) -> list[tuple[int, int, int, int]]:
    noise = np.random.default_rng(3).normal(0, 5, paper.shape)
    sheet = sheet_of(np.clip(cv2.GaussianBlur(paper, (0, 0), 0.6) + noise, 0, 255).astype(np.uint8), DPI)
    return [*stamp_places(sheet.grey, sheet.dpi, find_rules(sheet).pixels)]


@pytest.mark.parametrize("shape", ["oblong", "square", "oval"])
def test_a_stamp_is_told_where_it_lies(shape: str) -> None:
    paper = page()
    stamped(paper, shape, (560, 640))
    found = places(paper)
    x0, y0 = (min(place[at] for place in found) for at in (0, 1))
    x1, y1 = (max(place[at] for place in found) for at in (2, 3))
    assert x0 < 505 < 615 < x1
    assert y0 < 605 < 675 < y1
    assert x1 - x0 < 420 > y1 - y0


@pytest.mark.parametrize("ink", [0.0, 0.4, 0.6])
def test_tables_and_pale_print_are_no_stamps(ink: float) -> None:
    assert places(page(ink)) == []
