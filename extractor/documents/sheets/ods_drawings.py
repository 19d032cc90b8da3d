"""What is drawn over the squares of an OpenDocument sheet, and the pictures among it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.sheets.sheet_grid import At
from extractor.documents.stored_pictures import is_large_picture

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_MOST = 100_000
"""Squares that drawings of one sheet cover; beyond them nothing more is noted."""


@dataclass
class DrawnOver:
    """The drawings of a sheet: one each that lies in one square alone (``inside``), those that reach over several
    (``spread``), and the squares that these cover.
    """

    inside: dict[At, etree._Element] = field(default_factory=dict)
    spread: list[etree._Element] = field(default_factory=list)
    covers: set[At] = field(default_factory=set)

    def add(self, frames: Sequence[etree._Element], at: At) -> list[etree._Element]:
        """Note what is anchored in a square; those that reach over several, and are no part of what it shows."""
        reaching = [(frame, last) for frame in frames if (last := _last_square(frame)) is not None and last != at]
        spread = [frame for frame, _ in reaching]
        self.spread += spread
        for _, last in reaching:
            down, across = range(at.row, max(at.row + 1, last.row)), range(at.column, max(at.column + 1, last.column))
            if len(self.covers) + len(down) * len(across) <= _MOST:
                self.covers |= {At(row, column) for row in down for column in across}
        if len(frames) == 1 and not spread:
            self.inside[at] = frames[0]
        return spread


def _last_square(frame: etree._Element) -> At | None:
    """The square in which a drawing ends; None where the file does not say it."""
    match = _ADDRESS.fullmatch((attribute(frame, "end-cell-address") or "").rpartition(".")[2])
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return At(int(match[2]) - 1, column - 1)


def shapes_of(table: etree._Element) -> list[etree._Element]:
    """What lies on the page of a sheet and in none of its squares."""
    return [frame for holder in table if tag_of(holder) == "shapes" for frame in holder]


def pictured_by(frame: etree._Element, package: Package) -> bytes:
    """The picture that a frame shows; nothing where it shows none."""
    parts = [attribute(each, "href") or "" for each in frame.iter() if tag_of(each) == "image"]
    named = parts[0].removeprefix("./") if parts else ""
    return package.read(named) if named in package else b""


def large_pictures(frames: Sequence[etree._Element], package: Package) -> tuple[bytes, ...]:
    """The pictures among frames that are large enough to hold print."""
    return tuple(content for frame in frames if is_large_picture(content := pictured_by(frame, package)))
