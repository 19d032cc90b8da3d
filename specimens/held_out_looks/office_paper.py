"""What a page is before anything is printed on it: white, with bars of green, with holes, grey, or with a watermark."""

import pymupdf

from specimens.held_out_looks.lettering import Lettering, register_faces
from specimens.held_out_looks.office_look import Paper
from specimens.real_paper.drawn_paper import Ink

_BAR: Ink = (0.88, 0.96, 0.89)
_SCREEN: Ink = (0.95, 0.955, 0.96)
_WHITE: Ink = (1.0, 1.0, 1.0)
_HOLE: Ink = (0.45, 0.45, 0.45)
_PALE: Ink = (0.93, 0.93, 0.93)
_BAR_HIGH = 36.0
"""Points: three lines at six an inch."""
_HOLES_APART = 36.0
_NEEDLES_APART = 1.0
"""Points: a printer with nine needles strikes 72 rows an inch."""
_BETWEEN_NEEDLES = 0.22
_WATERMARK = Lettering("helvetica bold", "hei", 92, colour=_PALE)


def lay_paper(page: "pymupdf.Page", paper: Paper, words: str) -> None:
    """Draw the paper of a page; ``words`` of its watermark, if it has one."""
    shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types
    if paper == "green bars":
        _bars(shape, page.rect.width, page.rect.height)
        _holes(shape, page.rect.width, page.rect.height)
    elif paper == "holes":
        _holes(shape, page.rect.width, page.rect.height)
    elif paper == "grey":
        shape.draw_rect(page.rect)
        shape.finish(width=0, color=None, fill=_SCREEN)
    elif paper == "watermark":
        register_faces(page, (_WATERMARK,))
        _across(shape, page.rect.width, page.rect.height, words)
    shape.commit()


def needle_rows(shape: "pymupdf.Shape", width: float, height: float) -> None:
    """Draw the white between the rows of needles over all that is printed."""
    y = 0.5
    while y < height:
        shape.draw_line((26, y), (width - 26, y))
        y += _NEEDLES_APART
    shape.finish(width=_BETWEEN_NEEDLES, color=_WHITE)


def _bars(shape: "pymupdf.Shape", width: float, height: float) -> None:
    top = 30.0
    while top < height - 30:
        shape.draw_rect((26, top, width - 26, min(top + _BAR_HIGH, height - 30)))
        top += 2 * _BAR_HIGH
    shape.finish(width=0, color=None, fill=_BAR)


def _holes(shape: "pymupdf.Shape", width: float, height: float) -> None:
    for x in (13.0, width - 13.0):
        y = 18.0
        while y < height:
            shape.draw_circle((x, y), 5.0)
            y += _HOLES_APART
    shape.finish(width=0.6, color=_HOLE)
    for x in (26.0, width - 26.0):
        shape.draw_line((x, 0), (x, height))
    shape.finish(width=0.4, color=_HOLE, dashes="[1.5 2.5] 0")


def _across(shape: "pymupdf.Shape", width: float, height: float, words: str) -> None:
    """Words along the diagonal, from below to above."""
    middle = pymupdf.Point(width / 2, height / 2)  # type: ignore[no-untyped-call]  # no types
    long = _WATERMARK.length(words)
    turn = pymupdf.Matrix(45)  # type: ignore[no-untyped-call]  # no types
    left = middle.x - long / 2
    for face, run in _WATERMARK.runs(words):
        shape.insert_text(
            (left, middle.y + _WATERMARK.size * 0.35),
            run,
            fontname="hebo" if face == "helvetica bold" else face,
            fontsize=_WATERMARK.size,
            color=_PALE,
            fill=_PALE,
            morph=(middle, turn),
        )
        left += _WATERMARK.length(run)
