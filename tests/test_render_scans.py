"""Scanned pages: every condition shows, and the truth says where each cell is in the picture."""

import math
import sys
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import PIL.TiffImagePlugin
import pymupdf
import pytest
from pylopdf_fonts_zh_cn import sans_path, serif_path

from extractor.errors import ConfigurationError
from extractor.evaluate.render.cell_places import Box, PrintedCell, turned
from extractor.evaluate.render.condition import CONDITIONS, ConditionName
from extractor.evaluate.render.document import Drawing, Rendered
from extractor.evaluate.render.scanner import Scan, Scanned, photograph
from extractor.evaluate.render.typeface import register
from extractor.evaluate.sets import CaseSpec, EvalSet, load_set

pytestmark = pytest.mark.slow

Pixels = npt.NDArray[np.uint8]


@cache
def reports() -> EvalSet:
    return load_set("gov_disclosure")


def report(figures: str = "2021:city:5", **scan: object) -> Rendered:
    given = {"id": "x", "figures": figures, "style": "pdf_scan", "scan": scan}
    return reports().case(CaseSpec.model_validate(given)).rendered


def drawn(figures: str = "2021:city:5", **scan: object) -> Drawing:
    found = report(figures, **scan).drawn
    assert found is not None
    return found


def pictures(drawing: Drawing) -> list[Pixels]:
    assert drawing.scanned is not None
    return [page.picture.pixels for page in drawing.scanned.pages]


def around(pixels: Pixels, drawing: Drawing, cell: PrintedCell, part: Box) -> Pixels:
    """The upright piece of a picture that encloses a part of a cell, clear of its lines."""
    quad = drawing.place(cell, part)
    assert quad is not None
    xs, ys = [point.x for point in quad], [point.y for point in quad]
    return pixels[round(min(ys)) : round(max(ys)) + 1, round(min(xs)) : round(max(xs)) + 1]


def inner(box: Box, rim: float = 1.5) -> Box:
    return Box(box.left + rim, box.top + rim, box.right - rim, box.bottom - rim)


def marked_page() -> "pymupdf.Document":
    """A page that is white but for a small black square at (500, 100)."""
    document = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
    page = document.new_page(width=595, height=842)
    page.draw_rect((497, 97, 503, 103), fill=(0, 0, 0), color=(0, 0, 0))
    return document


def photographed(seed: int = 1, **scan: object) -> Scanned:
    return photograph(marked_page(), Scan.model_validate(scan), Random(seed))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_equal_orders_of_every_condition_give_equal_bytes(condition: ConditionName) -> None:
    orders = [report("2021:village:3", dpi=100, condition=condition) for _ in range(2)]
    assert orders[0].content == orders[1].content


@pytest.mark.parametrize("faces", [("droid", "helvetica"), ("song", "times"), ("hei", "courier"), ("hei", "hei")])
@pytest.mark.parametrize("look", ["pdf_ruled", "pdf_borderless", "pdf_rows"])
def test_where_the_truth_has_text_there_is_ink_and_nowhere_else(look: str, faces: tuple[str, str]) -> None:
    drawing = drawn(dpi=150, condition="clean", look=look, chinese=faces[0], latin=faces[1])
    pages = pictures(drawing)
    printed = [cell for cell in drawing.cells if cell.ink]
    assert len(printed) > 200
    for cell in drawing.cells:
        pixels = pages[cell.page]
        assert bool(cell.ink) == bool(cell.text.strip())
        if cell.ink:
            assert around(pixels, drawing, cell, cell.ink).min() < 100, cell
        if cell.role == "value":
            dark = around(pixels, drawing, cell, inner(cell.box)) < 128
            assert dark.any() == bool(cell.ink), cell


@pytest.mark.parametrize(("name", "path"), [("song", serif_path()), ("hei", sans_path())])
def test_a_chinese_typeface_prints_the_characters_it_was_given(name: str, path: Path) -> None:
    document = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
    page = document.new_page(width=300, height=60)
    register(page, (name,))
    page.insert_text((10, 45), "政府信息8", fontname=name, fontsize=40)
    shown = page.get_pixmap(colorspace=pymupdf.csGRAY)
    seen = 255 - np.frombuffer(shown.samples, dtype=np.uint8).reshape(shown.height, shown.width).astype(float)
    expected = PIL.Image.new("L", (300, 60))
    font = PIL.ImageFont.truetype(path, 40)
    PIL.ImageDraw.Draw(expected).text((10, 45), "政府信息8", fill=255, font=font, anchor="ls")
    wanted = np.asarray(expected).astype(float)
    assert (seen * wanted).sum() > 0.9 * ((seen**2).sum() * (wanted**2).sum()) ** 0.5


def test_blank_cells_hold_no_ink() -> None:
    figures = {"id": "x", "figures": "bureau_2021", "style": "pdf_scan", "damages": ["zeros_blank"]}
    spec = CaseSpec.model_validate({**figures, "scan": {"dpi": 150, "condition": "clean"}})
    drawing = reports().case(spec).rendered.drawn
    assert drawing is not None
    blank = [cell for cell in drawing.cells if cell.role == "value" and not cell.text]
    assert len(blank) > 20
    pages = pictures(drawing)
    assert all(around(pages[cell.page], drawing, cell, inner(cell.box)).min() > 200 for cell in blank)


def test_all_ink_of_a_borderless_table_is_in_its_cells() -> None:
    drawing = drawn(dpi=150, condition="clean", look="pdf_borderless")
    page = max(cell.page for cell in drawing.cells)
    cells = [cell for cell in drawing.cells if cell.page == page and cell.table == 2]
    pixels = pictures(drawing)[page].copy()
    top, bottom = min(cell.box.top for cell in cells), max(cell.box.bottom for cell in cells)
    for cell in cells:
        around(pixels, drawing, cell, cell.box)[:] = 255
    scale = 150 / 72
    assert pixels[round(top * scale) + 2 : round(bottom * scale) - 2].min() > 128


@pytest.mark.parametrize("skew", [-2.0, -0.5, 0.0, 1.0, 2.0])
def test_a_mark_is_found_where_the_turned_page_has_it(skew: float) -> None:
    (page,) = photographed(dpi=200, skew=skew, quality=95).pages
    ys, xs = np.nonzero(page.picture.pixels < 128)
    expected = page.transform.point(500, 100)
    assert (xs.mean() + 0.5, ys.mean() + 0.5) == pytest.approx(tuple(expected), abs=0.6)


def test_a_page_turned_clockwise_has_its_upper_right_mark_further_down() -> None:
    straight, clockwise = (photographed(dpi=100, skew=skew).pages[0].transform for skew in (0.0, 2.0))
    assert clockwise.point(500, 100).y > straight.point(500, 100).y + 5


def test_a_map_and_its_inverse_lead_back() -> None:
    there = turned(595, 842, 200 / 72, 1.7)
    assert there.inverse.point(*there.point(123, 456)) == pytest.approx((123, 456))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_truth_lies_on_the_ink_in_every_condition(condition: ConditionName) -> None:
    drawing = drawn(dpi=200, condition=condition)
    pages = pictures(drawing)
    values = [cell for cell in drawing.cells if cell.role == "value" and cell.ink and len(cell.text) > 2]
    assert len(values) > 30
    hit = 0
    for cell in values:
        assert cell.ink is not None
        beside = Box(cell.box.left + 1, cell.ink.top, cell.ink.left - 2, cell.ink.bottom)
        ink = around(pages[cell.page], drawing, cell, cell.ink).mean()
        hit += bool(ink < around(pages[cell.page], drawing, cell, beside).mean() - 8)
    assert hit >= 0.98 * len(values)


def test_every_field_of_the_truth_is_one_cell() -> None:
    for style in ("pdf_ruled", "pdf_borderless"):
        spec = {"id": "x", "figures": "2021:city:5", "style": style, "damages": ["cells_lost"]}
        rendered = reports().case(CaseSpec.model_validate(spec)).rendered
        assert rendered.drawn is not None
        values = Counter(cell.text for cell in rendered.drawn.cells if cell.role == "value")
        fields = {path: state for path, state in rendered.states.items() if path.startswith("table")}
        assert values.total() == sum(state != "absent" for state in fields.values())
        assert values == Counter(str(rendered.truth[path]) for path, state in fields.items() if state == "read")


def test_a_table_over_two_pages_is_one_table_whose_rows_go_on() -> None:
    cells = [cell for cell in drawn(dpi=100, condition="clean").cells if cell.table == 1]
    first, second = sorted({cell.page for cell in cells})
    ends = max(cell.row for cell in cells if cell.page == first)
    values = [cell for cell in cells if cell.role == "value"]
    assert {cell.row for cell in values if cell.page == second} == set(range(ends + 1, max(c.row for c in cells) + 1))
    assert len({(cell.row, cell.column) for cell in values}) == len(values)
    assert all(not cell.text and cell.ink is None and cell.row <= ends for cell in cells if cell.continued)


def looks(condition: ConditionName) -> tuple[float, ...]:
    """What an eye tells conditions apart by: shades, paper, darkest ink, unrest, edges, % of repeated rows of ink."""
    document = pymupdf.open()  # type: ignore[no-untyped-call]  # no types
    page = document.new_page(width=300, height=300)
    for line in range(20):
        page.insert_text((40, 50 + 10 * line), "1,234.56  789  0.12  3,405  67.8  90,210.43", fontsize=8)
    scanned = photograph(document, Scan(dpi=150, condition=condition, skew=0), Random(1))
    pixels = scanned.pages[0].picture.pixels.astype(float)
    text = pixels[90:500, 80:450]
    unrest = np.abs(np.diff(text)).mean()
    inked = text[1:].min(axis=1) < 128
    rows = 100 * (text[1:] == text[:-1]).all(axis=1)[inked].mean()
    edges = min(pixels[:, :9].mean(), pixels[:, -9:].mean())
    return len(np.unique(pixels)), float(np.median(pixels)), text.min(), unrest, edges, rows


def test_every_condition_looks_different() -> None:
    seen = {condition: looks(condition) for condition in CONDITIONS}
    for one, other in combinations(CONDITIONS, 2):
        assert np.abs(np.subtract(seen[one], seen[other])).max() > 2, (one, other, seen[one], seen[other])
    papers = [seen[condition][1] for condition in ("clean", "light", "medium", "heavy")]
    assert papers[0] == 255 and papers == sorted(papers, reverse=True)
    assert len(set(papers)) == 4


@pytest.mark.parametrize("condition", CONDITIONS)
def test_black_and_white_conditions_hold_two_greys_and_the_others_many(condition: ConditionName) -> None:
    (picture, *_) = pictures(drawn("2021:village:3", dpi=100, condition=condition))
    assert (len(np.unique(picture)) == 2) == (CONDITIONS[condition].bits != "grey")


def test_a_coarse_fax_repeats_its_rows() -> None:
    def repeated(condition: str) -> float:
        pixels = pictures(drawn("2021:village:3", dpi=150, condition=condition))[0]
        return float((pixels[1:] == pixels[:-1]).all(axis=1).mean())

    assert repeated("fax_coarse") > 0.5 > repeated("fax")


def test_numbers_given_stand_for_those_of_the_condition() -> None:
    assert Scan(condition="heavy").wear.quality == 30
    assert Scan(condition="heavy", quality=90).wear.quality == 90
    assert Scan(condition="heavy", skew=-1.5).wear.skew == -1.5
    assert Scan(condition="medium", skew=0.3).wear.fading == Scan(condition="medium").wear.fading > 0


def test_sheets_of_one_document_lie_turned_each_by_itself() -> None:
    scanned = drawn(dpi=100, condition="medium").scanned
    assert scanned is not None
    angles = [math.degrees(math.atan2(page.transform.b, page.transform.a)) for page in scanned.pages]
    assert len(set(angles)) == len(angles) > 1
    assert all(0.8 <= abs(angle) <= 1.2 for angle in angles)


@pytest.mark.parametrize("condition", ["light", "fax"])
def test_every_kind_of_file_shows_the_same_pixels(condition: str) -> None:
    scanned = drawn(dpi=100, condition=condition).scanned
    assert scanned is not None
    first = scanned.pages[0].picture
    for kind in ("png", "tiff", "webp"):
        opened = PIL.Image.open(BytesIO(first.file(kind)))
        assert opened.format == kind.upper()
        assert np.array_equal(np.asarray(opened.convert("L")), first.pixels)
    squeezed = np.asarray(PIL.Image.open(BytesIO(first.file("jpeg"))).convert("L"), dtype=float)
    assert np.abs(squeezed - first.pixels).mean() < 5


@pytest.mark.parametrize("condition", ["medium", "dithered"])
def test_pages_of_a_pdf_and_of_a_tiff_are_the_pictures(condition: str) -> None:
    scanned = drawn(dpi=100, condition=condition).scanned
    assert scanned is not None
    many = PIL.TiffImagePlugin.TiffImageFile(BytesIO(scanned.tiff))
    document = pymupdf.open(stream=scanned.pdf, filetype="pdf")  # type: ignore[no-untyped-call]  # no types
    assert many.n_frames == len(document) == len(scanned.pages) > 1
    for number, page in enumerate(scanned.pages):
        many.seek(number)
        assert np.array_equal(np.asarray(many.convert("L")), page.picture.pixels)
        ((xref, *_),) = document[number].get_images()  # type: ignore[no-untyped-call]  # no types
        shown = pymupdf.Pixmap(document, xref)  # type: ignore[no-untyped-call]  # no types
        held = np.frombuffer(shown.samples, dtype=np.uint8).reshape(shown.height, shown.width)
        assert np.abs(held.astype(int) - page.picture.pixels).max() <= 2
        filters = "DCTDecode" if condition == "medium" else "CCITTFaxDecode"
        assert filters in document.xref_object(xref)  # type: ignore[no-untyped-call]  # no types


def test_a_missing_package_is_named_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(ConfigurationError, match=r"extractor-proof\[ocr\]"):
        photographed(dpi=100)
