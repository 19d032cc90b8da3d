"""Lists printed in panels side by side: read down one panel, then down the next, as columns of text are."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.readers.strips import Strip


def panel_by_panel(strips: Sequence[Strip], columns: int) -> list[Strip]:
    """The strips in the order of their panels: where rows that follow each other hold several strips with a name and a
    value in every one of the ``columns``, names standing in the same columns of the grid. The last panel may be shorter
    than the others. All other strips stay.
    """
    found: list[Strip] = []
    for full, run in groupby(strips, lambda strip: bool(strip.labels) and len(strip.printed) == columns):
        strips_of = [*run]
        found += _ordered(strips_of) if full else strips_of
    return found


def _ordered(run: Sequence[Strip]) -> Iterator[Strip]:
    rows = [[*row] for _, row in groupby(run, lambda strip: strip.start)]
    several = [tuple(_panel(strip) for strip in row) for row in rows if len(row) > 1]
    panels = max(several, key=len, default=())
    if not several or any(_panel(strip) not in panels for strip in run) or len({*panels}) < len(panels):
        yield from run
        return
    for panel in sorted(panels):
        yield from (strip for row in rows for strip in row if _panel(strip) == panel)


def _panel(strip: Strip) -> int:
    """The column of the grid that the name of a row stands in."""
    return strip.labels[-1].column
