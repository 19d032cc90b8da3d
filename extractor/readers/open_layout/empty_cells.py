"""Labels of a form whose cell is printed empty: nothing is stated there, and nothing is missing."""

from collections.abc import Sequence

from extractor.documents.model import Document, Place
from extractor.readers.open_layout.cell_lines import lines_in_cell
from extractor.readers.open_layout.leaf_reading import blank_at
from extractor.readers.open_layout.open_labels import label_fit, led_by
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import ShapeLeaf


def empty_cell(path: str, leaf: ShapeLeaf, bands: Sequence[Band], document: Document) -> FieldReading | None:
    """The field of a leaf whose label is printed in one place alone, where a blank cell is all that stands right of it,
    or in a box of a form of boxes without anything below it; None where that is not so."""
    places = [(band, piece) for band in bands for piece in band.fragments if _names(piece.text, leaf)]
    if len(places) != 1:
        return None
    band, piece = places[0]
    fit = label_fit(piece.text, leaf.labels)
    if fit is not None and _is_empty_box(piece, band, bands, document):
        end = piece.place.span[1]
        return blank_at(path, Place(piece.place.page, (end, end)), fit.doubts, piece.seen_by)
    right = sorted((*band.fragments, *band.blanks), key=lambda each: each.x0)
    behind = right[right.index(piece) + 1 :]
    if fit is None or not behind or any(each.text for each in behind) or not _is_closed(piece, band, bands):
        return None
    return blank_at(path, behind[0].place, fit.doubts, piece.seen_by)


def _names(text: str, leaf: ShapeLeaf) -> bool:
    return label_fit(text, leaf.labels) is not None or led_by(text, leaf.labels) is not None


def _is_empty_box(piece: Fragment, band: Band, bands: Sequence[Band], document: Document) -> bool:
    """Whether a cell of one line stands in a table all of whose other cells print a line below their first."""
    if band.table is None or band.counted:
        return False
    cells = [each for other in bands if other.table == band.table for each in other.fragments if each is not piece]
    beside = [each for each in band.fragments if each is not piece]
    boxes = [each for each in cells if len(lines_in_cell(document, each)) > 1]
    alone = len(lines_in_cell(document, piece)) == 1
    return alone and 2 * len(boxes) > len(cells) and all(each in boxes for each in beside) and bool(beside)


def _is_closed(piece: Fragment, band: Band, bands: Sequence[Band]) -> bool:
    """Whether the cell below a label is none of its values: it is a label with a cell of its own, or there is none."""
    below = bands[band.number + 1] if band.number + 1 < len(bands) else None
    if below is None or below.table != band.table or below.page != band.page:
        return True
    under = [each for each in below.fragments if each.over(piece) > 0]
    cells = len(below.fragments) + len(below.blanks)
    return not under or (len(under) == 1 and cells == len(band.fragments) + len(band.blanks))
