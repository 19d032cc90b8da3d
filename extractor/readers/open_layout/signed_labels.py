"""Values at a label that two fields share, each told by its sign: "Charges/allowances" over 3.00 and over -11.21."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.evidence import DoubtKind, doubt
from extractor.readers.open_layout.leaf_values import LeafValue, Notations, leaf_value
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.shape_labels import with_labels
from extractor.readers.open_layout.statements_found import Statement, StatementSearch
from extractor.schemas.shape import ShapeLeaf


@dataclass(frozen=True)
class SignedLabels:
    """Looks for the values of leaves at the labels that they share with others."""

    search: StatementSearch
    bands: Sequence[Band]
    notations: Notations

    def find(self, leaf: ShapeLeaf) -> Iterator[Statement]:
        """What such labels state of a leaf: a number with its sign, where no other below the same label has the other
        one: those may have been added to it."""
        for wanted in dict.fromkeys(leaf.signs.values()):
            shared = tuple(label for label, sign in leaf.signs.items() if sign == wanted)
            for each in self.search.find(with_labels(leaf, shared)):
                number = each.said.value
                number = number if each.said.state == "read" else None
                if isinstance(number, (int, Decimal)) and _sign(number) == wanted == self._sign_of_column(each, leaf):
                    said = LeafValue("read", number if wanted == "+" else -number, each.said.doubts)
                    doubts = (*each.doubts, doubt(DoubtKind.LABEL_INEXACT, shared[each.rank % len(shared)]))
                    yield replace(each, said=said, rank=0, doubts=doubts)

    def _sign_of_column(self, found: Statement, leaf: ShapeLeaf) -> str:
        """The one sign of all numbers from the label down to a value; empty where they have both."""
        signs = {_sign(number) for number in self._numbers(found.piece, found.band, leaf)} - {""}
        return signs.pop() if len(signs) == 1 else ""

    def _numbers(self, last: Fragment, band: int, leaf: ShapeLeaf) -> Iterator[int | Decimal]:
        for row in self.bands[band:]:
            for piece in row.fragments:
                if piece == last or piece.over(last) > 0:
                    said = leaf_value(piece.text, leaf, self.notations)
                    if isinstance(said.value, (int, Decimal)):
                        yield said.value
            if last in row.fragments:
                return


def _sign(number: int | Decimal) -> str:
    return "" if not number else "-" if number < 0 else "+"
