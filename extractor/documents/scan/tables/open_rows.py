"""Strokes that are dirt because of the row they stand in, where no rules say how high a row is.

Every line of print is a row there. A line that only goes on with a label has no numbers, so what stands in the columns
of numbers beside it is dirt, and so is a lone stroke in a column of writing. The stroke alone would not tell.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from extractor.documents.scan.tables.marks import Marks, is_dash
from extractor.documents.scan.tables.smudges import Smudge
from extractor.documents.scan.tables.spots import PrintSpot

_LETTER = 0.55
_MOSTLY = 0.6
_HALF = 0.5
"""A row of dashes in so many of the columns of numbers is one that prints them."""

_Key = tuple[int, int]


def without_strays(
    marks: Marks, spots: Sequence[PrintSpot], smudges: Sequence[Smudge], grids: Collection[int]
) -> tuple[list[PrintSpot], list[Smudge]]:
    """The lines and smudges without those that are dirt, in the ``grids`` of these numbers; all others as they are."""
    inside = [spot for spot in spots if spot.row is not None and spot.row[0] in grids]
    lettered = {id(spot) for spot in inside if (marks.heights[list(spot.marks)] >= _LETTER * spot.height).any()}
    dashes = {id(spot) for spot in inside if is_dash(marks, spot.marks, spot.height)}
    columns: dict[_Key, list[bool]] = defaultdict(list)
    for spot in inside:
        if spot.column is not None and id(spot) in lettered:
            columns[spot.column].append(spot.figure)
    figures = {key for key, told in columns.items() if sum(told) >= _MOSTLY * len(told)}
    rows: dict[_Key, list[PrintSpot]] = defaultdict(list)
    for spot in inside:
        if spot.row is not None and spot.column in figures:
            rows[spot.row].append(spot)
    printed = {
        row
        for row, members in rows.items()
        if any(id(spot) in lettered for spot in members)
        or sum(id(spot) in dashes for spot in members) >= _HALF * sum(key[0] == row[0] for key in figures)
    }

    def stays(spot: PrintSpot) -> bool:
        if spot.row is None or spot.row[0] not in grids or id(spot) in lettered:
            return True
        return spot.row in printed and (spot.column in figures or id(spot) not in dashes)

    kept = [smudge for smudge in smudges if smudge.row[0] not in grids or smudge.row in printed]
    return [spot for spot in spots if stays(spot)], kept
