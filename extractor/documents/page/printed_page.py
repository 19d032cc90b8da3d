"""A page in reading orientation, however its words were obtained."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.documents.model import Box, Matrix, Method, Page, RuleLine
from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.ruled_grid import RuledGrid, find_grids
from extractor.documents.page.ruling import Placing, Rules, Segment, together
from extractor.evidence import Doubt, merged

_HOLDS_TABLE = 0.3
"""Share of the page from which on a picture may hold a table."""


class Stain(NamedTuple):
    """A place, in reading orientation, where something lies that was taken for dirt, and what speaks against that."""

    x: float
    y: float
    doubts: tuple[Doubt, ...]


class Inset(NamedTuple):
    """A picture on a page of text that was read: a page of its own, and where it lies on the other, as that is read."""

    page: "PrintedPage"
    box: Box


@dataclass(frozen=True)
class PrintedPage:
    """What is printed on a page: words and rules in points, in reading orientation.

    ``width`` and ``height`` are those of the page in reading orientation, ``paper`` those of the page as displayed;
    ``placing`` leads from the first to the second. ``picture`` says why the page must be read by OCR, or is empty.
    ``guides`` are lines that are not printed, where columns are known to end all the same; ``stains`` count where they
    lie in cells that are blank without them, ``unseen`` counts for every cell that is blank and for what is not found.
    ``pictured`` are places, on the page as displayed, of large pictures beside text; ``insets`` are those of them that
    were read. ``fold``: where two pages of an open book meet on it, in points from its left side.
    """

    number: int
    width: float
    height: float
    placing: Placing
    words: tuple[PageWord, ...]
    rules: Rules
    picture: str = ""
    method: Method = "vector"
    source: str = ""
    paper: tuple[float, float] = (0.0, 0.0)
    transform: Matrix | None = None
    remarks: tuple[str, ...] = field(default=())
    guides: Rules = field(default=Rules((), ()))
    stains: tuple[Stain, ...] = ()
    unseen: tuple[Doubt, ...] = ()
    pictured: tuple[Box, ...] = ()
    insets: tuple[Inset, ...] = ()
    fold: float | None = None

    @property
    def grids(self) -> list[RuledGrid]:
        """The tables that its rules and guides draw."""
        grids = find_grids(together(self.rules, self.guides))
        return [grid._replace(drawn=any(_stands_in(rule, grid) for rule in self.rules.vertical)) for grid in grids]

    @property
    def described(self) -> Page:
        """The page as the document lists it."""
        lines = [(rule.start, rule.at, rule.end, rule.at) for rule in self.rules.horizontal]
        lines += [(rule.at, rule.start, rule.at, rule.end) for rule in self.rules.vertical]
        return Page(
            number=self.number,
            width=self.paper[0],
            height=self.paper[1],
            method=self.method,
            source=self.source,
            rules=tuple(RuleLine(*self.placing.page_box(line)) for line in lines),
            transform=self.transform,
            remarks=(*self.remarks, *self._of_pictures(), *self._unread()),
            unseen=merged(self.unseen, *(inset.page.unseen for inset in self.insets)),
        )

    def _of_pictures(self) -> Iterator[str]:
        """What the pictures on it say of themselves that were read."""
        for inset in self.insets:
            yield from (f"a picture on the page: {remark}" for remark in inset.page.remarks)

    def _unread(self) -> Iterator[str]:
        """What is said of pictures that were not read and are large enough to hold a table."""
        for x0, y0, x1, y1 in self.pictured:
            share = (x1 - x0) * (y1 - y0) / ((self.paper[0] * self.paper[1]) or 1.0)
            if share >= _HOLDS_TABLE:
                yield f"a picture over {share:.0%} of the page was not read"


def _stands_in(rule: Segment, grid: RuledGrid) -> bool:
    """Whether an upright rule passes through a table or along its side."""
    x0, y0, x1, y1 = grid.box
    return x0 - 1 <= rule.at <= x1 + 1 and min(rule.end, y1) > max(rule.start, y0)
