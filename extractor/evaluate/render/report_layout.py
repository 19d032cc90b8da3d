"""A report ready to be written in some style: its titles, running text and laid-out tables in order."""

from dataclasses import dataclass
from typing import TypeAlias

from extractor.evaluate.render.grid import Grid

LayoutPiece: TypeAlias = "tuple[str, ...] | Grid"
"""Paragraphs, or a table."""


@dataclass(frozen=True)
class ReportLayout:
    """``above`` and ``below`` are lines around the report that do not belong to it.

    ``hiding`` says how hidden characters are hidden (``unshown`` or ``white``); ``hidden`` are lines of that kind.
    """

    titles: tuple[str, ...]
    pieces: tuple[LayoutPiece, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    hiding: str = ""
