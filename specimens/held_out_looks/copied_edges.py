"""What a copier leaves around a page that lay on it with its lid up, or was taken out of a folder."""

from random import Random

import pymupdf

_DARK = (0.12, 0.12, 0.12)
_INSIDE = (0.25, 0.25, 0.25)


def print_copied_edges(printed: pymupdf.Document, rng: Random) -> None:
    """Draw over every page a dark ragged rim at two of its edges, and holes of a punch or the trace of a staple."""
    lower = rng.random() < 0.5
    punched = rng.random() < 0.6
    for page in printed.pages():
        width, height = page.rect.width, page.rect.height
        shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types
        depths = [rng.uniform(3.0, 9.0) for _ in range(24)]
        right = [(width - depth, height * at / 23) for at, depth in enumerate(depths)]
        shape.draw_polyline([(width, 0), *right, (width, height)])
        shape.finish(width=0, color=None, fill=_DARK, closePath=True)
        edge = height if lower else 0.0
        inwards = -1.0 if lower else 1.0
        across = [(width * at / 23, edge + inwards * rng.uniform(1.5, 5.5)) for at in range(24)]
        shape.draw_polyline([(0, edge), *across, (width, edge)])
        shape.finish(width=0, color=None, fill=_DARK, closePath=True)
        if punched:
            for y in (height / 2 - 113.4, height / 2 + 113.4):
                shape.draw_circle((17.0 + rng.uniform(-1.5, 1.5), y + rng.uniform(-2, 2)), 8.0)
            shape.finish(width=0.5, color=_DARK, fill=_INSIDE)
        else:
            shape.draw_line((14, 24), (27, 15))
            shape.finish(width=1.3, color=_DARK)
        shape.commit()
