"""A growing PDF: lines and characters, written down page after page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from extractor.evaluate.render import typeface
from extractor.evaluate.render.typeface import USUAL, Typefaces

if TYPE_CHECKING:
    import pymupdf

MARGIN = 45.0
TEXT_SIZE = 10.5
LEAD = 1.35
"""Height of a line as a multiple of the size of its characters."""


@dataclass
class PdfSheet:
    """A growing file and the height at which the next line is written on its last page."""

    document: "pymupdf.Document"
    width: float
    height: float
    faces: Typefaces = USUAL
    top: float = 0.0
    shape: "pymupdf.Shape" = field(init=False)

    def __post_init__(self) -> None:
        self.turn()

    @property
    def number(self) -> int:
        """The number of the page being written, from 0."""
        return len(self.document) - 1

    @property
    def bottom(self) -> float:
        """Where the lower margin begins."""
        return self.height - MARGIN

    def turn(self) -> None:
        """Begin a page. All of a page is collected in one shape: one short stream instead of one for each word."""
        if len(self.document):
            self.shape.commit()
        page = self.document.new_page(width=self.width, height=self.height)
        typeface.register(page, (self.faces.latin, self.faces.chinese))
        self.shape = page.new_shape()  # type: ignore[no-untyped-call]  # no types
        self.top = MARGIN

    def centre(self, text: str) -> None:
        """A title line."""
        size = 15.0
        left = max(MARGIN, (self.width - self.length(text, size)) / 2)
        self.write(left, self.top + size, text, size)
        self.top += size * 1.6

    def paragraph(self, text: str, indent: float = TEXT_SIZE * 2) -> None:
        """A paragraph, its lines wrapped at the margins."""
        for number, line in enumerate(self.wrap(text, self.width - 2 * MARGIN - indent, TEXT_SIZE)):
            if self.top + TEXT_SIZE * LEAD > self.bottom:
                self.turn()
            self.write(MARGIN + (indent if number == 0 else 0), self.top + TEXT_SIZE, line, TEXT_SIZE)
            self.top += TEXT_SIZE * LEAD
        self.top += 3

    def write(self, left: float, base: float, text: str, size: float, hiding: str = "") -> None:
        """Characters at a place; ``base`` is their base line. ``hiding``: white, or not painted at all."""
        mode, color = (3 if hiding == "unshown" else 0), ((1.0, 1.0, 1.0) if hiding == "white" else None)
        for name, run in groupby(text, key=self.faces.of):
            part, font = "".join(run), typeface.name_in_file(name)
            self.shape.insert_text((left, base), part, fontname=font, fontsize=size, render_mode=mode, color=color)
            left += typeface.measure(name).text_length(part, size)  # type: ignore[no-untyped-call]  # no types

    def length(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        runs = ((name, "".join(run)) for name, run in groupby(text, key=self.faces.of))
        return float(sum(typeface.measure(name).text_length(part, size) for name, part in runs))  # type: ignore[no-untyped-call]  # no types

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        """Lines not wider than ``width``: broken at spaces where there are any, else between characters."""
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in _pieces(part):
                if line and self.length(line + word.rstrip(), size) > width:
                    lines.append(line.rstrip())
                    line = ""
                line += word
            lines.append(line.rstrip())
        return lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; characters of scripts without spaces one by one."""
    word = ""
    for char in text:
        word += char
        if char == " " or ord(char) > 0x2E00:
            yield word
            word = ""
    if word:
        yield word
