"""How a printed report reaches a reader: over a flat scanner, off a copier, by fax, or before the camera of a phone."""

from io import BytesIO
from random import Random
from typing import Literal, TypeAlias

import numpy as np
import PIL.Image
import pymupdf

from extractor.evaluate.render.condition import ConditionName
from extractor.evaluate.render.encoded_picture import pdf_of
from extractor.evaluate.render.printed_pdf import pdf_bytes
from extractor.evaluate.render.scanner import Scan, photograph
from specimens.held_out_looks.copied_edges import print_copied_edges
from specimens.real_paper.camera import Lighting, desk, lit, warped
from specimens.real_paper.drawn_paper import Colours
from specimens.real_paper.paper_map import Bending, Stance, before_camera

Channel: TypeAlias = Literal["flat scan", "photocopy", "copy with edges", "photograph", "fax"]
"""``copy with edges``: a photocopy on which the edges of the sheet and its holes came out dark."""

FAX_DENSITY = 204
"""Dots an inch of a fax in Group 3 fine."""
_FLAT: tuple[ConditionName, ...] = ("clean", "light", "medium")


def condition_of(channel: Channel, rng: Random) -> ConditionName | None:
    """What happens to paper on a glass; None before a camera."""
    if channel == "flat scan":
        return rng.choice(_FLAT)
    if channel == "fax":
        return "fax"
    return None if channel == "photograph" else "photocopy"


def feed_standing(printed: pymupdf.Document) -> None:
    """Turn pages that lie across, as a feeder takes them that takes only pages that stand: heads at the left."""
    for page in printed.pages():
        if page.rect.width > page.rect.height:
            page.set_rotation(270)  # type: ignore[no-untyped-call]  # no types


def taken(printed: pymupdf.Document, channel: Channel, scan: Scan, rng: Random) -> bytes:
    """A PDF whose pages are pictures, each as large as its own paper; photographed where there is no condition."""
    if channel == "copy with edges":
        print_copied_edges(printed, rng)
    if scan.condition is None:
        return _photographs(printed, scan.dpi, rng)
    pictures = [page.picture for page in photograph(printed, scan, rng).pages]
    return pdf_of(pictures, [(page.rect.width, page.rect.height) for page in printed.pages()])


def _photographs(printed: pymupdf.Document, dpi: int, rng: Random) -> bytes:
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        for sheet in printed.pages():
            pixels = _photographed(sheet, dpi / 72, rng)
            held = BytesIO()
            PIL.Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1])).save(
                held, "JPEG", quality=rng.randint(80, 92)
            )
            page = document.new_page(width=pixels.shape[1] * 72 / dpi, height=pixels.shape[0] * 72 / dpi)
            page.insert_image(page.rect, stream=held.getvalue())
        return pdf_bytes(document)


def _photographed(sheet: "pymupdf.Page", scale: float, rng: Random) -> Colours:
    """One page on a desk, seen a little aslant, as a phone held over it by somebody careful takes it."""
    matrix = pymupdf.Matrix(scale, scale)  # type: ignore[no-untyped-call]  # no types
    drawn = sheet.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB)
    rows = np.frombuffer(drawn.samples, dtype=np.uint8).reshape(drawn.height, drawn.stride)
    flat = np.ascontiguousarray(rows[:, : 3 * drawn.width].reshape(drawn.height, drawn.width, 3)[:, :, ::-1])
    tilt, turn, roll = (rng.uniform(-most, most) for most in (7.0, 5.0, 1.8))
    margin = (rng.uniform(0.02, 0.09), rng.uniform(0.02, 0.07), rng.uniform(0.02, 0.09), rng.uniform(0.02, 0.07))
    stance = Stance(tilt, turn, roll, rng.uniform(1.8, 2.6), margin)
    size = sheet.rect
    paper = before_camera(size.width, size.height, scale, Bending(size.width), stance)
    lighting = Lighting(
        fall=rng.uniform(0.08, 0.25),
        shadow=rng.uniform(0.05, 0.3),
        grain=rng.uniform(1.5, 4.0),
        blur=rng.uniform(0.4, 0.7),
        warmth=rng.uniform(-0.06, 0.15),
        exposure=rng.uniform(222, 248),
    )
    chances = np.random.default_rng(rng.getrandbits(64))
    return lit(warped(flat, scale, paper, desk(paper.size, chances)), lighting, chances)
