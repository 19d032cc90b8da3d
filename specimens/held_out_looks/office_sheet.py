"""Pages of an office: margins of their own, text, pages laid across, what stands at head and foot, stamps."""

from dataclasses import dataclass, field

from extractor.evaluate.render.pdf_sheet import PdfSheet
from specimens.held_out_looks.lettering import Lettering, register_faces
from specimens.held_out_looks.office_look import OfficeLook, Side
from specimens.held_out_looks.office_paper import lay_paper
from specimens.real_paper.drawn_paper import BLACK, Ink

SHARES: dict[Side, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""The share of the white of a line that stands at its left."""


@dataclass
class OfficeSheet(PdfSheet):
    """A growing file in a look. ``furniture``: the lettering of what stands at head and foot; ``watermark``: words."""

    look: OfficeLook = field(kw_only=True)
    furniture: Lettering = field(kw_only=True)
    watermark: str = field(kw_only=True)

    @property
    def room(self) -> float:
        """Width between the margins, in points."""
        return self.width - self.look.margins.left - self.look.margins.right

    @property
    def bottom(self) -> float:
        """Where the lower margin begins."""
        return self.height - self.look.margins.bottom

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is on the page yet."""
        return self.top == self.look.margins.top

    def turn(self) -> None:
        """Begin a page."""
        if len(self.document):
            self.shape.commit()
        self._begin()

    def lie(self, across: bool) -> None:
        """Go on on pages that stand, or lie across."""
        if across == (self.width > self.height):
            return
        self.width, self.height = self.height, self.width
        if self.is_fresh:
            self.document.delete_page(self.number)
            self._begin()
        else:
            self.turn()

    def _begin(self) -> None:
        page = self.document.new_page(width=self.width, height=self.height)
        register_faces(page, (*self.look.letterings, self.furniture))
        if self.look.paper != "white":
            lay_paper(page, self.look.paper, self.watermark)
        self.shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types
        self.top = self.look.margins.top

    def text(
        self,
        text: str,
        how: Lettering,
        side: Side = "left",
        leading: float = 1.4,
        indent: bool = False,
        after: float = 0.0,
    ) -> None:
        """Lines between the margins, the first two characters in if ``indent``; ``after``: white after the last one."""
        indented = f"\u3000\u3000{text}" if indent else text
        for line in how.lines(indented, self.room):
            if self.top + how.size * leading > self.bottom:
                self.turn()
            left = self.look.margins.left + max(0.0, self.room - how.length(line)) * SHARES[side]
            how.put(self.shape, left, self.top + how.size * (0.9 + (leading - 1) / 2), line)
            self.top += how.size * leading
        self.top += after

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, width: float, colour: Ink = BLACK, dashes: str = ""
    ) -> None:
        """A straight rule, of round dots where dashes have no length."""
        self.shape.draw_line((x0, y0), (x1, y1))
        self.shape.finish(width=width, color=colour, dashes=dashes or None, lineCap=1 if dashes else 0)

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        width: float,
        colour: Ink | None,
        fill: Ink | None = None,
        radius: float | None = None,
    ) -> None:
        """A rectangle, framed and filled where colours are given; ``radius`` of its corners, shares of its sides."""
        self.shape.draw_rect((x0, y0, x1, y1), radius=radius)
        self.shape.finish(width=width, color=colour, fill=fill)
