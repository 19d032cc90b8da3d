"""A part of the screen that shows a picture: in full resolution where the terminal draws them, else in half blocks."""

from io import BytesIO
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from extractor.documents.opening.picture import Picture
from extractor.review.tui.half_blocks import half_blocks
from extractor.review.tui.terminal_pictures import TerminalPictures


class PictureArea(Vertical):
    """Shows one picture at a time, or words where there is none."""

    def __init__(self, pictures: TerminalPictures | None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pictures = pictures
        self._drawing: Any = None

    def compose(self) -> ComposeResult:
        """Lines of half blocks or of words, and what the terminal draws where it can."""
        yield Static(classes="blocks")
        if self._pictures is not None:
            self._drawing = self._pictures.widget()(classes="drawing")
            yield self._drawing

    def pixels(self, columns: int, rows: int) -> tuple[int, int]:
        """How many pixels fill so many columns and rows, across and down."""
        across, down = self._pictures.cell if self._pictures is not None else (1, 2)
        return columns * across, rows * down

    @property
    def fineness(self) -> float:
        """Pixels for one that is drawn in half blocks."""
        return self._pictures.cell[1] / 2 if self._pictures is not None else 1.0

    def paint(self, picture: Picture | str, columns: int = 0, rows: int = 0) -> None:
        """Show a picture that fills so many columns and rows; or words."""
        blocks, drawn = self.query_one(".blocks", Static), self._drawing is not None and isinstance(picture, Picture)
        blocks.display = not drawn
        if self._drawing is not None:
            self._drawing.display = drawn
        if isinstance(picture, str):
            blocks.update(Content(picture))
        elif drawn:
            self._drawing.styles.width, self._drawing.styles.height = columns, rows
            self._drawing.image = BytesIO(picture.png)
        else:
            blocks.update(half_blocks(picture, colours=not self.app.no_color))
