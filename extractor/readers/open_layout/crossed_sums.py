"""Sums in the last row of a table, told by the label of the row and the heading of the column together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.evidence import DoubtKind, doubt
from extractor.readers.open_layout.leaf_values import Notations, leaf_value
from extractor.readers.open_layout.open_labels import LabelFit, is_total, label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in, number_of
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.open_layout.statements_found import Statement
from extractor.schemas.shape import ShapeLeaf
from extractor.schemas.state import NUMBERS

_FEWEST = 4
"""Fragments of a row of sums that proves itself: its label, two addends and what they add up to."""
_SUM = 3
"""Numbers of a sum of two, itself included."""
_HIGH = 40
"""Bands above a row of sums among which its headings are looked for."""


@dataclass(frozen=True)
class CrossedSums:
    """Rows of sums that prove themselves: their last number is the sum of the two before it."""

    bands: Sequence[Band]
    notations: Notations

    def find(self, leaf: ShapeLeaf) -> Iterator[Statement]:
        """The values of a leaf in such rows: "Total" beside numbers under "Tax" and "Total" states the total tax."""
        for band in self.bands if leaf.kind in NUMBERS else ():
            heads = self._heads(band) if self._proves_itself(band) else ()
            for piece in band.fragments[-_SUM:] if heads else ():
                over = [each for each in heads if each.over(piece) > 0]
                fit = _crossing(band.fragments[0].text, over[0].text, leaf) if len(over) == 1 else None
                if fit is not None:
                    said = leaf_value(piece.text, leaf, self.notations)
                    doubts = (*fit.doubts, doubt(DoubtKind.LABEL_ABOVE))
                    yield Statement(piece, said, "beside", fit.rank, band.number, doubts)

    def _proves_itself(self, band: Band) -> bool:
        pieces = band.fragments
        if len(pieces) < _FEWEST or not is_total(pieces[0].text) or is_value(pieces[0].text):
            return False
        one, two, whole = (self._number(each) for each in pieces[-_SUM:])
        return bool(one and two and whole) and all(is_value(each.text) for each in pieces[1:]) and one + two == whole

    def _number(self, piece: Fragment) -> Decimal:
        figure = figure_in(piece.text)
        return (number_of(figure, self.notations.mark)[0] if figure is not None else None) or Decimal()

    def _heads(self, band: Band) -> Sequence[Fragment]:
        """The fragments of the band nearest above that prints a text over every number of a row, and no values."""
        for at in range(band.number - 1, max(band.number - _HIGH, 0) - 1, -1):
            above = self.bands[at]
            worded = above.page == band.page and not any(is_value(each.text) for each in above.fragments)
            if worded and all(any(each.over(piece) > 0 for each in above.fragments) for piece in band.fragments[1:]):
                return above.fragments
        return ()


def _crossing(row: str, head: str, leaf: ShapeLeaf) -> LabelFit | None:
    """Whether the label of a row and the heading of a column together are a label of a leaf, or each of them is one."""
    both = label_fit(f"{row} {head}", leaf.labels)
    own = label_fit(head, leaf.labels)
    return both or (own if own is not None and label_fit(row, leaf.labels) is not None else None)
