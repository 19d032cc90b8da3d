"""Tables of one unlabelled row of values under grouped column headings."""

from collections.abc import Sequence

from extractor.readers.form_sheet import FormSheet, heading_lines, word_lines
from extractor.readers.label_scale import SCALE
from extractor.readers.outline import OutlineRow, OutlineTable
from extractor.readers.strips import Strip
from extractor.schemas.form import BlockSpec, TableSpec

_FOLLOWING = 4
_LINES = 8
"""Most lines from one known heading to the next: between them are pieces of headings."""


def find_single(sheet: FormSheet, spec: TableSpec, strips: Sequence[Strip]) -> OutlineTable | None:
    """The row of values below the first dense group of this table's column headings; others are rivals.

    Where several rows of values follow the headings, the one that fills all columns is the row.
    """
    block = spec.blocks[0]
    groups = [
        (cluster, below)
        for cluster in _heading_clusters(sheet, block, strips)
        if (below := _rows_below(strips, cluster))
    ]
    if not groups:
        return None
    (start, _), below = groups[0]
    full = [at for at in below if len(strips[at].printed) == len(block.columns)]
    strip = strips[full[0] if len(full) == 1 else below[0]]
    rivals = len(groups) - 1 + (0 if len(full) == 1 else len(below) - 1)
    top = strips[below[0]]
    first = top.start if top.labels else top.first
    row = OutlineRow(block.rows[0], block, (), strip.values, "none", rivals=rivals)
    at = strips[start].first
    lines, words = heading_lines(sheet, spec, at, strip.last), word_lines(sheet, spec, at, strip.last)
    return OutlineTable(spec, (row,), lines, first, strip.last, words=words)


def _heading_clusters(sheet: FormSheet, block: BlockSpec, strips: Sequence[Strip]) -> list[tuple[int, int]]:
    """Runs of strips (first, last) whose labels are headings of the block, when enough different ones are there."""
    wanted = {label.texts: label for column in block.columns for label in (column.label, *column.groups)}
    clusters: list[tuple[int, int, set[tuple[str, ...]]]] = []
    for number, strip in enumerate(strips):
        texts = [cell.text for cell in strip.labels]
        hits = {t for t, label in wanted.items() if any(sheet.book.score(text, label) >= SCALE.title for text in texts)}
        if not hits:
            continue
        if clusters and _goes_on(strips, clusters[-1][1], number):
            clusters[-1] = (clusters[-1][0], number, clusters[-1][2] | hits)
        else:
            clusters.append((number, number, hits))
    return [(first, last) for first, last, hits in clusters if len(hits) * 2 > len(wanted)]


def _goes_on(strips: Sequence[Strip], last: int, number: int) -> bool:
    """Whether headings that end with the strip ``last`` go on in another one: close to it, with nothing but words
    between, some of which are pieces of headings over many lines.
    """
    return number - last <= _LINES and not any(strip.printed for strip in strips[last:number])


def _rows_below(strips: Sequence[Strip], cluster: tuple[int, int]) -> list[int]:
    """The strips with values that follow a group of headings, up to the next labelled row."""
    found: list[int] = []
    for number in range(cluster[1], min(cluster[1] + _FOLLOWING, len(strips))):
        if strips[number].labels and strips[number].printed and number > cluster[1]:
            break
        if strips[number].printed:
            found.append(number)
    return found
