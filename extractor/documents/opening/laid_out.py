"""Text laid out on pages of a PDF that is being made: headings, tables, and numbered lines with places in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.documents.model import Box, Span
from extractor.documents.opening.picture import mupdf_library

if TYPE_CHECKING:
    import pymupdf

_WIDTH, _HEIGHT, _MARGIN = 842.0, 595.0, 36.0
"""A4 across, in points: tables are wide."""
_SIZE, _LEADING, _TITLE = 8.0, 11.0, 13.0
_GUTTER = 34.0
"""Points left of the text, for the numbers of its lines."""
_TAB = 14.0
_PLAIN = (0.15, 0.15, 0.15)
_DIM = (0.5, 0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Laid:
    """Where something was laid out: a page, counted from 0, and a box on it in points."""

    page: int
    box: Box


class Sheets:
    """Pages that grow at the end of a document, filled from the top."""

    def __init__(self, made: "pymupdf.Document") -> None:
        mupdf = mupdf_library()
        self._made = made
        self._font = mupdf.Font("cjk")
        self._y = _MARGIN
        self._pens: dict[tuple[int, tuple[float, float, float]], Any] = {}
        self.new_page()

    def new_page(self) -> None:
        """Whatever comes next stands on a page of its own."""
        self._made.new_page(width=_WIDTH, height=_HEIGHT)
        self._y = _MARGIN

    def heading(self, title: str, lines: Sequence[str]) -> None:
        """A title and lines below it."""
        self._put(_MARGIN, title, _TITLE)
        self._y += _LEADING * 1.6
        for line in lines:
            for part in self._wrapped(line, _WIDTH - 2 * _MARGIN):
                self._put(_MARGIN, part, colour=_DIM)
                self._y += _LEADING
        self._y += _LEADING

    def table(
        self, title: str, widths: Sequence[float], heads: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> list[Laid]:
        """A table; where each of its rows begins. A row that is long goes on on the next page."""
        room = _WIDTH - 2 * _MARGIN
        starts = [_MARGIN + room * sum(widths[:at]) for at in range(len(widths))]
        self._put(_MARGIN, title, _TITLE)
        self._y += _LEADING * 1.5
        self._row(starts, [[head] for head in heads], _DIM)
        laid = []
        for row in rows:
            cells = [list(self._wrapped(cell, room * wide - 6)) for cell, wide in zip(row, widths, strict=True)]
            self._fits(max(len(cell) for cell in cells))
            top = self._y
            page = self._made.page_count - 1
            self._row(starts, cells, _PLAIN)
            bottom = self._y - 2 if page == self._made.page_count - 1 else _HEIGHT - _MARGIN
            laid.append(Laid(page, (_MARGIN, top - _SIZE, _WIDTH - _MARGIN, bottom - _SIZE + 2)))
        return laid

    def lines(self, text: str, spans: Sequence[Span]) -> list[list[Laid]]:
        """The lines of a text with their numbers; for each span where its characters stand, a box for each line."""
        self.new_page()
        boxes: dict[int, tuple[int, float, float, float]] = {}
        wanted = {at for begin, end in spans for at in range(begin, max(end, begin + 1))}
        offset = 0
        for number, line in enumerate(text.split("\n"), 1):
            self._fits(1)
            self._put(_MARGIN, f"{number:>5}", colour=_DIM)
            self._line(line, offset, wanted, boxes)
            offset += len(line) + 1
        return [
            list(_joined([boxes[at] for at in range(begin, max(end, begin + 1)) if at in boxes]))
            for begin, end in spans
        ]

    def written(self) -> None:
        """Everything that was laid out, onto its pages."""
        for (page, colour), pen in self._pens.items():
            pen.write_text(self._made[page], color=colour)
        self._pens.clear()

    # -- inside

    def _line(
        self, line: str, offset: int, wanted: set[int], boxes: dict[int, tuple[int, float, float, float]]
    ) -> None:
        left = _MARGIN + _GUTTER
        x, run, begin = left, "", left
        for at, char in enumerate(line):
            wide = _TAB if char == "\t" else self._font.text_length(char, _SIZE)
            if x + wide > _WIDTH - _MARGIN:
                self._put(begin, run)
                self._y += _LEADING
                self._fits(1)
                x, run, begin = left, "", left
            if offset + at in wanted:
                boxes[offset + at] = (self._made.page_count - 1, x, self._y, x + wide)
            if char == "\t":
                self._put(begin, run)
                run, begin = "", x + wide
            else:
                run += char if char.isprintable() else " "
            x += wide
        self._put(begin, run)
        if offset + len(line) in wanted:  # what is printed as nothing, at the end of its line
            boxes[offset + len(line)] = (self._made.page_count - 1, x, self._y, x + _TAB)
        self._y += _LEADING

    def _row(self, starts: Sequence[float], cells: Sequence[Sequence[str]], colour: tuple[float, float, float]) -> None:
        for line in range(max(len(cell) for cell in cells)):
            self._fits(1)
            for start, cell in zip(starts, cells, strict=True):
                if line < len(cell):
                    self._put(start, cell[line], colour=colour)
            self._y += _LEADING
        self._y += 2

    def _fits(self, lines: int) -> None:
        """A new page where so many lines have no room; what is longer than a page begins where it is."""
        needed = min(lines, 20) * _LEADING
        if self._y + needed > _HEIGHT - _MARGIN:
            self.new_page()

    def _put(self, x: float, text: str, size: float = _SIZE, colour: tuple[float, float, float] = _PLAIN) -> None:
        if not text.strip():
            return
        page = self._made.page_count - 1
        pen = self._pens.get((page, colour))
        if pen is None:
            pen = self._pens[page, colour] = mupdf_library().TextWriter(self._made[page].rect)
        pen.append((x, self._y), text, font=self._font, fontsize=size)

    def _wrapped(self, text: str, width: float) -> Iterator[str]:
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for char in paragraph.replace("\t", "  "):
                wide = self._font.text_length(char, _SIZE)
                if used + wide > width:
                    yield line
                    line, used = "", 0.0
                line += char if char.isprintable() else " "
                used += wide
            yield line


def _joined(found: Sequence[tuple[int, float, float, float]]) -> Iterator[Laid]:
    """Boxes of characters that stand side by side, as one."""
    at = 0
    while at < len(found):
        page, left, base, right = found[at]
        while at + 1 < len(found) and found[at + 1][0] == page and found[at + 1][2] == base:
            at += 1
            right = found[at][3]
        yield Laid(page, (left, base - _SIZE, right, base + 2))
        at += 1
