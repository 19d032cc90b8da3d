"""Pieces of a cell drawn on a page of a PDF: struck by lines, covered, raised, drawn as outlines, recoded."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from extractor.evaluate.render.cell_places import Box
from extractor.evaluate.render.traps.draft import MarkedPiece
from extractor.evaluate.render.traps.drawn_number import outline, picture
from extractor.evaluate.render.traps.recoded import write_recoded
from extractor.evaluate.render.typeface import measure

if TYPE_CHECKING:
    import pymupdf

_LIST, _LINE = 3, 7
"""Kinds of form fields as MuPDF numbers them: a list to choose from, a line of text."""
_SMALL = ("raised", "ruby")


class PaperMarks:
    """Draws pieces; how is drawn for each."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.count = 0

    def draw(self, page: "pymupdf.Page", box: Box, pieces: Sequence[MarkedPiece], size: float) -> None:
        """Draw the pieces of a cell side by side in the middle of its box."""
        widths = [self._width(piece, size) for piece in pieces]
        left = (box.left + box.right - sum(widths)) / 2
        base = box.top + 2.5 + size
        for piece, width in zip(pieces, widths, strict=True):
            self._draw(page, piece, Box(left, base - 0.75 * size, left + width, base), size)
            left += width

    def _width(self, piece: MarkedPiece, size: float) -> float:
        if piece.how == "hidden":
            return 0.0 if len(piece.text) < 3 else self._length(piece.text, size)
        return self._length(piece.text, size * (0.6 if piece.how in _SMALL else 1.0))

    def _length(self, text: str, size: float) -> float:
        return float(measure("helvetica").text_length(text, size))  # type: ignore[no-untyped-call]  # no types

    def _draw(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        self.count += 1
        draw = getattr(self, f"_{piece.how}", None) if piece.how else None
        if draw is None:
            page.insert_text((box.left, box.bottom), piece.text, fontsize=size)
        else:
            draw(page, piece, box, size)

    def _struck(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        page.insert_text((box.left, box.bottom), piece.text, fontsize=size)
        middle = (box.top + box.bottom) / 2
        way = self.rng.randrange(4)
        if way == 0:
            page.add_strikeout_annot((box.left, box.top - 1, box.right, box.bottom + 1))
        elif way == 1:
            page.draw_line((box.left - 1, middle), (box.right + 1, middle), width=0.7)
        elif way == 2:
            page.draw_line((box.left - 1, box.bottom), (box.right + 1, box.top), color=(0.8, 0, 0), width=1)
        else:
            page.draw_rect((box.left - 1, middle - 0.4, box.right + 1, middle + 0.4), fill=(0, 0, 0), width=0)

    def _raised(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        page.insert_text((box.left, box.bottom - 0.4 * size), piece.text, fontsize=0.6 * size)

    def _hidden(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        way, place = self.rng.randrange(7), (box.left, box.bottom)
        if way == 0:
            page.insert_text(place, piece.text, fontsize=size, color=(1, 1, 1))
        elif way == 1:
            page.insert_text(place, piece.text, fontsize=size, fill_opacity=0.01, stroke_opacity=0.01)
        elif way == 2:
            page.insert_text(place, piece.text, fontsize=0.3)
        elif way == 3:
            page.insert_text(place, piece.text, fontsize=size, render_mode=3)
        elif way == 4:
            page.insert_text((-60, box.bottom), piece.text, fontsize=size)
        elif way == 5:
            page.insert_text(place, piece.text, fontsize=size, color=(0.99, 0.99, 0.99))
        else:
            page.insert_text(place, piece.text, fontsize=size)
            length = self._length(piece.text, size)
            page.draw_rect(
                (box.left, box.top - 1, box.left + length, box.bottom + 1.5), color=(1, 1, 1), fill=(1, 1, 1)
            )

    def _barred(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        if self.rng.random() < 0.6:
            page.insert_text((box.left, box.bottom), piece.text, fontsize=size)
        page.draw_rect((box.left - 2, box.top - 1.5, box.right + 2, box.bottom + 2), color=(0, 0, 0), fill=(0, 0, 0))

    def _covered(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        page.insert_text((box.left, box.bottom), piece.text, fontsize=size)
        grey = self.rng.choice((1.0, 0.8, 0.5))
        color, middle = (grey, grey, grey), (box.top + box.bottom) / 2
        half = (box.left + box.right) / 2
        covers = (
            (box.left - 2, middle - 0.5, box.right + 2, box.bottom + 2),
            (box.left - 2, box.top - 2, box.right + 2, middle + 1),
            (half - 1.5, box.top - 2, box.right + 2, box.bottom + 2),
            (box.left - 2, box.top - 2, half + 1.5, box.bottom + 2),
        )
        page.draw_rect(self.rng.choice(covers), color=color, fill=color)

    def _printed_over(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        page.insert_text((box.left, box.bottom), piece.text, fontsize=size)
        if self.rng.random() < 0.5:
            shift = self.rng.choice((1.4, 2.0, 2.6))
            page.insert_text((box.left + shift, box.bottom), piece.other, fontsize=size)
        else:
            place = (box.left - 2, box.top - 2, box.right + 2, box.bottom + 2)
            page.insert_image(place, stream=picture(piece.other))  # type: ignore[no-untyped-call]  # no types

    def _picture(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        place = (box.left - 4, box.top - 3, box.right + 6, box.bottom + 3)
        page.insert_image(place, stream=picture(piece.text))  # type: ignore[no-untyped-call]  # no types

    def _outline(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types
        scale = size / 10
        here = (0.0, 0.0)
        start = here
        for stroke in outline(piece.text):
            points = [(box.left + x * scale, box.bottom + y * scale) for x, y in stroke.points]
            if stroke.step == "M":
                here = start = points[0]
                points = points[1:]
            if stroke.step == "Z":
                shape.draw_line(here, start)
            elif stroke.step == "C":
                for one, two, three in zip(points[::3], points[1::3], points[2::3], strict=True):
                    shape.draw_bezier(here, one, two, three)
                    here = three
            else:
                for point in points:
                    shape.draw_line(here, point)
                    here = point
        shape.finish(fill=(0, 0, 0), color=None, width=0, even_odd=True)
        shape.commit()

    def _minus_drawn(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        page.insert_text((box.left, box.bottom), piece.text, fontsize=size)
        height = box.bottom - 0.32 * size
        end = box.left - self.rng.choice((0.6, 1.2))
        page.draw_line((end - 0.5 * size, height), (end, height), width=self.rng.choice((0.5, 0.8)))

    def _minus_space(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        said = {"-": self.rng.choice((" ", "\u00a0", "\u200b", ""))}
        write_recoded(page, (box.left - 0.4 * size, box.bottom), "-" + piece.text, size, said, self.count)

    def _recoded(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        pairs = {a: b for a, b in zip(piece.text, piece.other, strict=True) if a != b}
        write_recoded(page, (box.left, box.bottom), piece.text, size, pairs, self.count)

    def _field(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        self._widget(page, piece, box, size, choices=())

    def _choice(self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float) -> None:
        self._widget(page, piece, box, size, choices=(piece.other, piece.text, "0"))

    def _widget(
        self, page: "pymupdf.Page", piece: MarkedPiece, box: Box, size: float, choices: tuple[str, ...]
    ) -> None:
        import pymupdf

        widget = pymupdf.Widget()  # type: ignore[no-untyped-call]  # no types
        widget.field_name = f"cell{self.count}"
        widget.field_type = _LIST if choices else _LINE
        widget.rect = pymupdf.Rect(box.left - 2, box.top - 2, box.right + 6, box.bottom + 2)  # type: ignore[no-untyped-call]  # no types
        widget.field_value = piece.text
        widget.text_fontsize = round(size) - 1
        if choices:
            widget.choice_values = list(choices)
        page.add_widget(widget)
