"""Which pixels a model is shown: the printed rows of a table with their headings, in bands that stay legible.

The crop spans the whole width of the page, so that a column nobody recognised is in the picture as well; only where
another table stands beside this one it keeps to its own.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from extractor.documents.model import Box, Cell, Document, Page
from extractor.documents.opening.picture import POINTS_PER_INCH, PagePart, Picture, scale_of, stacked_picture
from extractor.errors import UnreadableDocument
from extractor.evidence import DoubtKind, Weight, doubt, weighing
from extractor.readers.labels import LabelBook
from extractor.readers.llm.plan import Batch, RowQuestion, row_question
from extractor.readers.llm.profile import PictureProfile
from extractor.readers.outline import Outline, OutlineRow, OutlineTable, outline_blocks
from extractor.readers.placement import PlacedBlock, place_block

_MARGIN = 4.0
"""Points of paper around what is shown."""
_NEAR = 24.0
"""Strips of a page that are nearer than this are shown as one."""


@dataclass(frozen=True, slots=True)
class PicturedRow(RowQuestion):
    """A row to be read in a picture, with its box on its page. ``cells`` are never shown, only compared."""

    page: Page = field(default_factory=lambda: Page(1))
    box: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PictureBatch(Batch):
    """Rows that are shown in one picture, under the strips that hold their headings."""

    heads: tuple[PagePart, ...] = ()
    across: tuple[float, float] = (0.0, 0.0)

    @property
    def printed(self) -> tuple[PicturedRow, ...]:
        """The rows, as those of a picture."""
        return cast("tuple[PicturedRow, ...]", self.rows)

    @property
    def strips(self) -> tuple[PagePart, ...]:
        """What the picture shows, from top to bottom."""
        page = self.printed[0].page
        body = PagePart(page, _spread(_union([row.box for row in self.printed]), self.across))
        heads = [PagePart(head.page, _spread(head.area, self.across)) for head in self.heads]
        return _merged([*heads, body])

    @property
    def number(self) -> int:
        """The number printed above the table: another one for every picture."""
        shown = repr([(strip.page.number, strip.area) for strip in self.strips])
        return 100_000 + int(hashlib.sha256(shown.encode()).hexdigest(), 16) % 900_000


def picture_batches(
    document: Document, outline: Outline, book: LabelBook, pages: frozenset[int], profile: PictureProfile
) -> tuple[tuple[PictureBatch, ...], tuple[RowQuestion, ...]]:
    """The requests about rows that are printed on ``pages``, and the rows that cannot be asked."""
    batches: list[PictureBatch] = []
    refused: list[RowQuestion] = []
    for table in outline.tables:
        for each in outline_blocks(table):
            block = place_block(table, each, book, document.method != "text")
            printed = list(_printed_rows(document, block, pages))
            refused += [row for row in printed if row.refused]
            batches += _bands(document, table, block, [row for row in printed if not row.refused], profile)
    return tuple(batches), tuple(refused)


def page_of(row: OutlineRow) -> int:
    """The page a row is printed on."""
    return next((cell.place.page for cell in (*row.labels, *row.values)), 0)


def draw(document: Document, batch: PictureBatch, profile: PictureProfile) -> Picture:
    """The picture of a batch. Raises DocumentError where the file gives none."""
    if document.path is None:
        raise UnreadableDocument(f"{document.name}: nobody knows where the file lies, so its pages cannot be shown.")
    return stacked_picture(document.path, batch.strips, profile.limit, batch.number, document.sha256)


def _printed_rows(document: Document, block: PlacedBlock, pages: frozenset[int]) -> Iterator[PicturedRow]:
    sheets = {page.number: page for page in document.pages}
    for row in block.rows:
        if page_of(row) not in pages:
            continue
        question = row_question(block, row)
        places = [cell.place for cell in (*row.labels, *row.values) if cell.place.page == page_of(row)]
        boxes = [place.box for place in places if place.box is not None]
        nowhere = () if boxes else (doubt(DoubtKind.ROW_WITHOUT_BOX),)
        yield PicturedRow(
            label=question.label,
            paths=question.paths,
            columns=question.columns,
            cells=question.cells,
            doubts=question.doubts,
            refused=weighing(question.doubts, Weight.DECISIVE) or nowhere,
            page=sheets[page_of(row)],
            box=_union(boxes) if boxes else (0.0, 0.0, 0.0, 0.0),
        )


def _bands(
    document: Document,
    table: OutlineTable,
    block: PlacedBlock,
    rows: Sequence[PicturedRow],
    profile: PictureProfile,
) -> Iterator[PictureBatch]:
    """Runs of rows of one page that fit into a legible picture together; a single row is shown however wide it is."""
    heads = _heads(document, block)
    band: PictureBatch | None = None
    for row in rows:
        across = _across(document, row.page, [each.box for each in rows if each.page == row.page])
        wider = None if band is None else replace(band, rows=(*band.rows, row))
        if band is not None and wider is not None and row.page == band.printed[0].page and _fits(wider, profile):
            band = wider
            continue
        if band is not None:
            yield band
        band = PictureBatch(table.spec.title.printed, (), (row,), heads, across)
    if band is not None:
        yield band


def _fits(batch: PictureBatch, profile: PictureProfile) -> bool:
    if len(batch.rows) > profile.rows_per_call:
        return False
    if batch.rows[-1].columns != batch.rows[0].columns:
        return False
    return scale_of(batch.strips, profile.limit, numbered=True) * POINTS_PER_INCH >= profile.legible


def _heads(document: Document, block: PlacedBlock) -> tuple[PagePart, ...]:
    """The lines of headings, page by page."""
    places = [cell.place for line in block.lines for cell in line]
    found = []
    for page in document.pages:
        boxes = [place.box for place in places if place.page == page.number and place.box is not None]
        if boxes:
            found.append(PagePart(page, _union(boxes)))
    return tuple(found)


def _across(document: Document, page: Page, boxes: Sequence[Box]) -> tuple[float, float]:
    """How far to the left and the right the picture reaches: the page, or the table where another stands beside it."""
    left, top, right, bottom = _union(boxes)
    for cell in _cells_on(document, page):
        box = cell.place.box
        if box is not None and box[1] < bottom and box[3] > top and (box[2] <= left or box[0] >= right):
            return left, right
    return 0.0, page.width


def _cells_on(document: Document, page: Page) -> Iterator[Cell]:
    """Cells of tables of a page."""
    for row in document.rows:
        if row.table is not None:
            yield from (cell for cell in row.cells if cell.text and cell.place.page == page.number)


def _union(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _spread(box: Box, across: tuple[float, float]) -> Box:
    """A box in the width of the picture, with a margin."""
    left, right = min(box[0], across[0]), max(box[2], across[1])
    return left - _MARGIN, box[1] - _MARGIN, right + _MARGIN, box[3] + _MARGIN


def _merged(strips: Sequence[PagePart]) -> tuple[PagePart, ...]:
    """Strips that all but touch become one; the others stay apart."""
    merged: list[PagePart] = []
    for strip in strips:
        last = merged[-1] if merged else None
        if last is not None and last.page == strip.page and strip.area[1] - last.area[3] < _NEAR:
            merged[-1] = PagePart(last.page, _union([last.area, strip.area]))
        else:
            merged.append(strip)
    return tuple(merged)
