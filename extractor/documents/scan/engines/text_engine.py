"""What a further engine of recognition has to do, and what it says."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from extractor.documents.scan.paper.raster import Grey


class SeenWord(NamedTuple):
    """A word that an engine sees: its text, its box in pixels from the top left, how sure the engine is, 0 to 1."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    sure: float = 1.0


class TextEngine(Protocol):
    """An engine that reads whole pages. ``name`` stands for it in evidence; ``version`` is another one whenever it may
    read differently.
    """

    @property
    def name(self) -> str:
        """What it is called, without ``+``."""

    @property
    def version(self) -> str:
        """Its own version and that of its model."""

    def read(self, pixels: Grey, dpi: float) -> Sequence[SeenWord]:
        """The words of an upright page, grey, so many pixels an inch."""
